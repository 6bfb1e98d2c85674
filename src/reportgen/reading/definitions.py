"""Finds what pandoc takes out of a text without a word: settings, definitions of notes and links.

What stands between two rules may be read as settings; a note or a link that is defined and not
used is printed nowhere; one that is used and not defined is printed as it is typed.
"""

import re
from collections.abc import Iterator

import yaml

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.pandoc import Warned
from reportgen.reading.source_map import SourceMap

BETWEEN_RULES = re.compile(
    r"^(?P<open>---)[ \t]*\n(?P<inside>(?=[^\n]*\S).*?)^(?:---|\.\.\.)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
BEFORE_RULE = re.compile(r"(?:\A|\n[ \t>]*\n|\n[ \t>]*:{3,}[^\n]*\n|\n#{1,6} [^\n]*\n)\Z")
LINK = re.compile(r"^ {0,3}\[(?P<name>[^\]\[^@\n][^\]\[\n]*)\]:[ \t]*\n?[ \t]*<?(?P<to>\S+)", re.M)
USED_LINK = re.compile(r"(?<![\\\]])\[(?P<text>[^\[\]\n]+)\]\[(?P<name>[^\[\]\n]*)\]")
BRACKETS = re.compile(r"(?<!\\)\[(?P<name>[^\[\]]+)\]")
EMPTY_NOTE = re.compile(r"^ {0,3}(?P<sign>\[\^[^\]\s]+\]:)[ \t]*\n(?:[ \t]*\n)+(?=\S)", re.M)
BOOKDOWN = re.compile(r"\\@ref\((?P<kind>fig|tab|eq|sec)?:?(?P<name>[^()\s]+)\)")
"""A cross-reference as bookdown writes it."""
BOOKDOWN_KINDS = {"tab": "tbl", None: "sec"}
ABBREVIATION = re.compile(r"^\*\[[^\]\n]+\]:", re.M)
ADDRESS = re.compile(r"[/#.@:]")
HEADING = re.compile(
    r"^#{1,6}[ \t]+(?P<a>[^\n{]*?)[ \t#]*(?:\{[^\n]*)?$|^(?P<b>\S[^\n]*)\n(?:=+|-+)$", re.M
)
GLUED = re.compile(
    r"(?<=(?P<before>[^\W_]))@(?P<name>(?:fig|tbl|sec|eq)-\w[\w-]*(?!\.?\w)"
    r"|(?<=[^\x00-\x7f]@)\w[\w:.-]*\w)"
)
"""A cross-reference right behind a letter, or a key behind one of another script: "و@sec-a"."""
SEEN_HERE = ("Duplicate identifier",)
PLACE = re.compile(r"(?: defined)?(?: at)?\s+(?:\S+ )?line \d+ column \d+")
SAID = {
    "Duplicate note reference": (
        Rule.NOTE_DEFINITION,
        "this footnote is defined twice, and only one of its texts would be printed",
        "give one of them another name",
    ),
    "but not used": (
        Rule.NOTE_DEFINITION,
        "this footnote is used nowhere, so it would not be printed",
        "refer to it, or delete it",
    ),
    "closing implicitly": (
        Rule.PANDOC_WARNS,
        "this block is not closed, so it takes in all that follows",
        "end it with a line `:::`",
    ),
}
"""What pandoc warns of, by a part of its words, in ours."""


def without_second_metadata(source: SourceMap, diagnostics: Diagnostics) -> str:
    """Return the text without blocks behind its front matter that pandoc takes for settings.

    Each is reported; its lines stay, empty.
    """
    text = source.text
    start = source.front
    while found := BETWEEN_RULES.search(source.visible, start):
        start = found.end()
        if not BEFORE_RULE.search(source.visible, 0, found.start()):
            start = found.start("inside")
        elif _is_taken(found["inside"]):
            diagnostics.add(
                Rule.UNSUPPORTED,
                "what stands between these rules is read as settings, and printed nowhere",
                span_in(source.path, source.text, found.start("inside")),
                "put a blank line after `---`; settings stand at the head of the file only",
            )
            blank = re.sub(r"[^\n]", "", text[found.start() : found.end()])
            rest = text[found.end() :]
            text = text[: found.start()] + blank + " " * (len(found[0]) - len(blank)) + rest
        else:
            start = found.start("inside")
    return text


def _is_taken(inside: str) -> bool:
    """Return whether pandoc reads text between rules as settings, or as a table."""
    try:
        node = yaml.compose(inside, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        return True
    return not isinstance(node, yaml.ScalarNode | yaml.SequenceNode) or "\n\n" not in inside


def said_in(node: object) -> str:
    """Return all that pandoc read as text, word by word: no code, no addresses."""
    match node:
        case {"t": "Str", "c": str(text)}:
            return f" {text}"
        case {"t": "Code" | "CodeBlock" | "RawInline" | "RawBlock" | "Math"}:
            return ""
        case {"c": content}:
            return said_in(content)
        case list():
            return "".join(map(said_in, node))
        case _:
            return ""


def check_definitions(
    source: SourceMap, said: str, warned: tuple[Warned, ...], diagnostics: Diagnostics
) -> None:
    """Report notes and links that are defined twice, defined and not used, or used only.

    `said` is what pandoc read as text: what it read as code is none of these.
    """
    for one in warned:
        _tell(one, source, diagnostics)
    for place, name in source.undefined_notes:
        if f"[^{name}]" not in said:
            continue
        hint = f"write it: `[^{name}]: ...`; or `\\[^{name}]` where this is text"
        diagnostics.add(Rule.NOTE_DEFINITION, f"the footnote `[^{name}]` is not there", place, hint)
    for found in EMPTY_NOTE.finditer(source.visible, source.front):
        message = "this footnote has no text, and takes the next paragraph for it"
        hint = "write its text behind the colon, or delete it"
        place = span_in(source.path, source.text, *found.span("sign"))
        diagnostics.add(Rule.NOTE_DEFINITION, message, place, hint)
    for place, rule, message, hint in _links(source, said):
        diagnostics.add(rule, message, place, hint)
    for place, sign in _glued(source, said):
        message = f"`{sign}` right behind a letter is read as text, and would be printed"
        hint = f"put it in brackets, `[{sign}]`, or a space before it; `\\@` where it is text"
        diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
    for found in BOOKDOWN.finditer(source.visible, source.front):
        kind = BOOKDOWN_KINDS.get(found["kind"], found["kind"])
        name = f"{kind}-{found['name']}"
        hint = f"write `@{name}`, and `{{#{name}}}` on what it names"
        place = span_in(source.path, source.text, *found.span())
        message = f"`{found[0]}` would be printed as it is written"
        diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
    for found in ABBREVIATION.finditer(source.visible if "*[" in said else ""):
        diagnostics.add(
            Rule.UNSUPPORTED,
            "the definition of an abbreviation cannot be carried into both files",
            span_in(source.path, source.text, *found.span()),
            "write it out where it first stands: HyperText Markup Language (HTML)",
        )


def _glued(source: SourceMap, said: str) -> Iterator[tuple[Span, str]]:
    """Yield references and keys right behind a letter; of keys, those cited elsewhere."""
    for found in GLUED.finditer(source.visible, source.front):
        sign, name = found[0], found["name"]
        is_reference = re.match(r"(?:fig|tbl|sec|eq)-", name) is not None
        is_known = is_reference or source.next_place("key", name) is not None
        if is_known and f"{found['before']}{sign}" in said:
            yield span_in(source.path, source.text, *found.span()), sign


def _tell(warned: Warned, source: SourceMap, diagnostics: Diagnostics) -> None:
    """Report what pandoc warns of, where nothing here looks for it better."""
    if warned.message.startswith(SEEN_HERE):
        return
    place = source.at(warned.line, warned.column)
    for sign, (rule, message, hint) in SAID.items():
        if sign in warned.message:
            diagnostics.add(rule, message, place, hint)
            return
    diagnostics.add(Rule.PANDOC_WARNS, PLACE.sub("", warned.message), place)


def _links(source: SourceMap, said: str) -> Iterator[tuple[Span, Rule, str, str]]:
    text = source.visible
    body = " " * source.front + text[source.front :]
    defined = {_name(found["name"]): found for found in LINK.finditer(body)}
    headings = {_name(found["a"] or found["b"] or "") for found in HEADING.finditer(body)}
    starts = {found.start("name") - 1 for found in defined.values()}
    used = {
        _name(found["name"]) for found in BRACKETS.finditer(text) if found.start() not in starts
    }
    for name, found in defined.items():
        if name not in used:
            place = span_in(
                source.path, source.text, found.start("name") - 1, found.end("name") + 1
            )
            yield (
                place,
                Rule.LINK_DEFINITION,
                f"`[{found['name']}]: {found['to']}` defines a link that is used nowhere",
                "delete it, or use it: "
                f"`[words][{found['name']}]`; where it is text, write `\\[{found['name']}]`",
            )
    for found in USED_LINK.finditer(body if "][" in said else ""):
        name = _name(found["name"] or found["text"])
        if name not in defined and name not in headings and re.search(r"[^\W\d]", name):
            yield (
                span_in(source.path, source.text, *found.span()),
                Rule.LINK_DEFINITION,
                f"nothing says where `{found[0]}` leads",
                f"write it: `[{name}]: https://...`; or `\\[` where this is text",
            )


def _name(written: str) -> str:
    """Return the name of a link as pandoc compares it: without case, white space as one."""
    return " ".join(written.split()).casefold()
