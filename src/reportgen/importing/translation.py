"""Begins the text of a translation: what is not words stays, words become comments.

It works on the lines of the source, not on the tree of pandoc: what an author wrote is to be found
again as it was written, fences and settings in their places.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import yaml

from reportgen.files.held import UNTRANSLATED

HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
TEXTS = ("title", "subtitle", "abstract", "changes", "contact", "keywords")
"""Settings that hold words."""
KEY = re.compile(r"([\w-]+)\s*:")
CODE = re.compile(r"(`{3,}|~{3,})")
FENCE = re.compile(r"(:{3,})\s*(.*)")
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*(\{[^{}]*\})?\s*#*$")
ITEM = re.compile(r"(\s*)([-*+]|\(?(?:\d+|[A-Za-z]|[ivxl]+|#|@[\w-]*)[.)])(\s+)(.*)")
IMAGE = re.compile(r"!\[(.*)\]\(([^()]*)\)(\{.*\})?\s*$", re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*(.*)", re.DOTALL)
CAPTION = re.compile(r":(?!::)\s*(.*?)\s*(\{[^{}]*\})?\s*$", re.DOTALL)
ALT = re.compile(r'\b(alt|fig-alt|title)="((?:[^"\\]|\\.)*)"')
NOTE = re.compile(r"(\[\^[^\]\s]+\]:)\s+(.*)", re.DOTALL)
VERBATIM = re.compile(
    r"\{\{<.*>\}\}\s*|\\(?:newpage|pagebreak)\s*|(?:[*_-]\s*){3,}|\$\$.*|<!--.*", re.DOTALL
)
TOKEN = re.compile(
    r"\{\{.*?\}\}"  # facts
    r"|\[[^\[\]]*@[^\[\]]*\]"  # citations
    r"|\[\^[^\]\s]+\]"  # references of footnotes
    r"|(?<![\w@])-?@[\w:.#$%&+?<>~/-]*\w"  # cross-references, authors in the text
    r"|\$[^$\n]+\$"  # formulas
)
ATTRIBUTES = re.compile(r"[#.]?[\w-]+")


def begun(text: str, tag: str, units: Iterable[tuple[str, str]]) -> str:
    """Return the text of an edition in the language `tag`, begun from the original's text.

    `units` are the original's sections and slides, each with its id, in order: headings whose id
    pandoc makes of their words get it written out.
    """
    head = HEAD.match(text)
    front = "" if head is None else f"---\n{_settings(head[1], tag)}---\n"
    body = text[head.end() :] if head is not None else text
    sections = iter([name for kind, name in units if kind.startswith("section")])
    return front + "\n" + "\n".join(_body(body.split("\n"), sections)).rstrip() + "\n"


def _settings(head: str, tag: str) -> str:
    """Return front matter with its words as comments, in the language `tag`, as a draft."""
    values = yaml.safe_load(head) or {}
    found = [f"lang: {tag}", "status: draft"]
    name, lines = "", list[str]()

    def keep() -> Iterator[str]:
        if name in TEXTS:
            yield from (f"# {line}".rstrip() for line in lines)
            yield _setting(name, values.get(name))
        elif name not in ("lang", "status"):
            yield from lines

    for line in head.splitlines():
        if (key := KEY.match(line)) is not None:
            found += keep()
            name, lines = key[1], []
        lines.append(line)
    found += keep()
    return "".join(f"{line}\n" for line in found)


def _setting(name: str, value: object) -> str:
    if isinstance(value, list):
        return f"{name}: [{', '.join(_quoted(str(one)) for one in value)}]"
    paragraphs = re.split(r"\n[ \t]*\n", str(value).strip())
    if len(paragraphs) == 1:
        return f"{name}: {_quoted(paragraphs[0])}"
    return f"{name}: |\n" + "\n\n".join(f"  {_words(one)}" for one in paragraphs)


def _quoted(text: str) -> str:
    return '"' + _words(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _body(lines: Sequence[str], sections: Iterator[str]) -> Iterator[str]:
    run: list[str] = []
    fences: list[bool] = []
    code = ""
    for line in [*lines, ""]:
        if code:
            yield line
            code = "" if line.strip().startswith(code) else code
            continue
        opening, fence = CODE.match(line.strip()), FENCE.match(line.strip())
        heading = HEADING.match(line)
        if opening or fence or heading or not line.strip():
            yield from _run(run)
            run = []
        if opening:
            code = opening[1]
            yield line
        elif fence:
            if fence[2]:
                fences.append(".slide" in fence[2])
            elif fences:
                fences.pop()
            yield line.replace(fence[2], ALT.sub(_alternative, fence[2])) if fence[2] else line
        elif heading:
            yield from _heading(heading, "" if any(fences) else next(sections, ""))
        elif line.strip():
            run.append(line)
        else:
            yield ""


def _heading(found: re.Match[str], name: str) -> Iterator[str]:
    marks, words, attributes = found[1], found[2], found[3] or ""
    if name and "#" not in attributes:
        attributes = f"{{#{name}{' ' + attributes[1:-1].strip() if attributes else ''}}}"
    yield from _comment([words])
    yield f"{marks} {_words(words)} {attributes}".rstrip()


def _run(lines: list[str]) -> Iterator[str]:
    """Yield lines that stand together, with their words as a comment before them."""
    text = "\n".join(lines)
    if not lines or VERBATIM.fullmatch(text):
        yield from lines
        return
    if caption := CAPTION.match(text):  # nothing may come between it and its table
        yield ": " + " ".join(filter(None, (_caption(caption[1]), caption[2])))
        yield from ("", *_comment(lines))
        return
    yield from _comment(lines)
    if image := IMAGE.match(text):
        yield _image(image)
    elif note := NOTE.match(text):
        yield f"{note[1]} {_words(note[2])}"
    elif lines[0].lstrip().startswith("|") or ("|" in lines[0] and len(lines) > 1):
        yield from map(_row, lines)
    elif lines[0].startswith("+-"):
        yield from lines  # a grid keeps its walls; its words are changed in place
    elif ITEM.match(lines[0]):
        yield from _items(lines)
    else:
        yield _words(text)


def _items(lines: list[str]) -> Iterator[str]:
    start, words = "", list[str]()
    for line in lines:
        if (item := ITEM.match(line)) is not None:
            if start:
                yield start + _words("\n".join(words))
            start, words = item[1] + item[2] + item[3], [item[4]]
        else:
            words.append(line)
    yield start + _words("\n".join(words))


def _row(line: str) -> str:
    if not re.search(r"[^\W\d_]", TOKEN.sub("", line)):
        return line
    return "|".join(
        f" {_words(cell.strip())} " if re.search(r"[^\W\d_]", TOKEN.sub("", cell)) else cell
        for cell in line.split("|")
    )


def _image(found: re.Match[str]) -> str:
    attributes = ALT.sub(_alternative, found[3] or "")
    return f"![{_caption(found[1])}]({found[2]}){attributes}"


def _caption(text: str) -> str:
    """Return what takes the place of a caption: its title stays bold."""
    bold = BOLD.match(text)
    if bold is None:
        return _words(text)
    return f"**{_words(bold[1])}**" + (f" {_words(bold[2])}" if bold[2].strip() else "")


def _alternative(found: re.Match[str]) -> str:
    return f'{found[1]}="{_words(found[2])}"' if found[2].strip() else found[0]


def _words(text: str) -> str:
    """Return what takes the place of words: `…`, and what they use, in its order."""
    return " ".join((UNTRANSLATED, *_tokens(text)))


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        note = text.find("^[", at)
        for token in TOKEN.finditer(text, at, len(text) if note < 0 else note):
            yield token[0]
        if note < 0:
            return
        end = _closing(text, note + 1)
        yield f"^[{_words(text[note + 2 : end])}]"
        at = end + 1


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        if not depth:
            return place
    return len(text)


def _comment(lines: Sequence[str]) -> Iterator[str]:
    text = "\n".join(lines).replace("-->", "-- >")
    yield f"<!-- {text} -->"
    yield ""
