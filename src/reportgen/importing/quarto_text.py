"""Turns the text of a Quarto or R Markdown file into that of a document, as it is but for code.

Chunks of code that were run become files of their own, with a comment in their place; what is
included and shown is named for the caller to copy.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<code>.*?)"
    r"(?:^[ \t>]*(?P=ticks)[`~]*[ \t]*(?:\n|\Z)|\Z)",
    re.MULTILINE | re.DOTALL,
)
CHUNK = re.compile(r"[ \t]*\{(?P<lang>[A-Za-z][\w+-]*)(?P<rest>[ ,}].*)?")
LABEL = re.compile(r"^(?:#|//|%%)\|\s*label:\s*(?P<label>[\w-]+)", re.MULTILINE)
HEAD_LABEL = re.compile(r"(?:label\s*=\s*[\"']?|^\s*)(?P<label>[\w-]+)")
CAPTION = re.compile(r"^(?:#|//|%%)\|\s*(?:fig|tbl)-cap:\s*(?P<words>.+)$", re.MULTILINE)
CHILD = re.compile(
    r"""(?:child\s*=\s*(?:c\()?|^(?:\#|//)\|\s*child:\s*)["']?(?P<name>[^"'\s,)}]+)""", re.MULTILINE
)
"""A file that knitr puts in the place of a chunk."""
INLINE = re.compile(r"`(?P<lang>r|\{(?:r|python|julia|ojs)\}) [^`\n]+`")
INCLUDE = re.compile(r"^(?P<head>[ \t]*\{\{<[ \t]*include[ \t]+)(?P<name>\S+)", re.MULTILINE)
PICTURE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\((?P<name>[^)\s]+)")
LINK = re.compile(
    r"(?<!!)\[(?P<words>(?:[^\[\]\\]|\\.)*)\]"
    r"\((?P<name>(?!\w+:|#)[^)\s]+\.(?:qmd|rmd|md|html|ipynb)(?:#[^)\s]*)?)\)"
)
"""A link to another file of the project, which the two files cannot lead to."""
CODE = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->", re.DOTALL)
ENDINGS = {"r": "r", "python": "py", "julia": "jl", "bash": "sh", "ojs": "js", "mermaid": "mmd"}


@dataclass
class QuartoText:
    """A text as it goes into a document, and what it needs or lost.

    `chunks` are files of code by name; `told` says by line of the draft what was not carried.
    """

    text: str
    chunks: dict[str, str] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)


def quarto_text(
    text: str,
    line: int,
    chunk_name: Callable[[str], str],
    include: Callable[[str, int], str],
    picture: Callable[[str, int], str],
) -> QuartoText:
    """Return a text (without front matter) whose first line is `line` of its file.

    `chunk_name` gives a chunk's label the name of its file, without ending; `include` and `picture`
    give the names that an included file and a picture have from now on, and are told the line.
    """
    made = QuartoText(text)
    edits: list[tuple[int, int, str]] = []
    seen = text  # code is blank there: nothing of it is taken for Markdown

    def number(found: re.Match[str]) -> int:
        return line + text.count("\n", 0, found.start())

    for found in FENCE.finditer(text):
        chunk = CHUNK.fullmatch(found["info"].rstrip())
        if chunk is not None and (child := CHILD.search(f"{chunk['rest']}\n{found['code']}")):
            name = include(child["name"], number(found))
            edits.append((*found.span(), f"{{{{< include {name} >}}}}\n"))
        elif chunk is not None:
            name = _chunk(found, chunk, made, chunk_name)
            what = f"`{{{chunk['lang']}}}`: nothing runs it; it is in {name}"
            made.told.append((number(found), what))
            edits.append((*found.span(), _in_its_place(found, name)))
        seen = seen[: found.start()] + _blank(found) + seen[found.end() :]
    for found in INLINE.finditer(seen):
        what = f"{found[0]}: code within text is not run; write a fact"
        made.told.append((number(found), what))
    seen = CODE.sub(_blank, seen)
    for pattern, rename in ((INCLUDE, include), (PICTURE, picture)):
        for found in pattern.finditer(seen):
            name = rename(found["name"].strip("\"'"), number(found))
            edits.append((*found.span("name"), name))
    for found in LINK.finditer(seen):
        edits.append((*found.span(), text[found.start("words") : found.end("words")]))
        made.told.append((number(found), f"the link to `{found['name']}` is plain text now"))
    for start, stop, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[stop:]
    made.text = text
    return made


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _chunk(
    found: re.Match[str],
    chunk: re.Match[str],
    made: QuartoText,
    chunk_name: Callable[[str], str],
) -> str:
    """Keep a chunk's code as a file; return its path in the project."""
    rest = (chunk["rest"] or "").strip().removesuffix("}")
    label = LABEL.search(found["code"]) or HEAD_LABEL.search(rest.strip(" ,"))
    ending = ENDINGS.get(chunk["lang"].lower(), "txt")
    name = f"{chunk_name(label['label'] if label else 'chunk')}.{ending}"
    head = f"# {found['info'].strip()}\n" if rest else ""
    made.chunks[name] = head + found["code"]
    return name


def _in_its_place(found: re.Match[str], name: str) -> str:
    caption = CAPTION.search(found["code"])
    words = f" Its caption: {caption['words'].strip()}" if caption else ""
    safe = words.replace("--", "–")
    return f"{found['indent']}<!-- Code of the draft: {name}.{safe} -->\n"
