"""Finds signs of blocks that are read as text: `:::`, fences of code, lines of tables, `{#id}`."""

import re

from reportgen.diagnostics import Rule, Span
from reportgen.pandoc import Node
from reportgen.reading.context import Context
from reportgen.reading.inlines import UNCLOSED

FENCE = re.compile(r"(?<!\S):{3,}(?!\S)")
TABLE_RULE = re.compile(
    r"^[ \t>]*(?P<sign>[|+][-=:–—|+ ]*(?:[-=]{3}|—)[-=:–—|+ ]*[|+])[ \t]*$", re.MULTILINE
)
"""The line below a table's head; smart punctuation makes dashes of its hyphens."""
HEADING = re.compile(r"^[ \t>]*(?P<sign>#{2,6}|#(?=[ \t]+[^\W_a-z]))[ \t]+\S", re.MULTILINE)
"""A line below others that GitHub reads as a heading; "# of people" is text in every language."""
CODE = re.compile(
    r"^[ \t>]*(?P<sign>`{3,}|~{3,})[ \t]*[^\s`~{}]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE
)
"""A fence of code that no other one closes."""
CLOSING = re.compile(r"[ \t>]*#{1,6}[ \t].*[^\s#\\](?P<sign>#+)[ \t]*(?:\{[^{}]*\})?[ \t]*$")
"""Signs at the end of a heading's last word, which pandoc takes for those that close a heading."""
PICTURE = "\ufffc"
"""Stands for a picture in a line, which is told itself with the braces behind it."""
BRACES = re.compile(
    rf"(?<!\\)(?<!{PICTURE}\s)"
    r"(?P<sign>\{(?:#[^\W_][\w:.-]*|\.[A-Za-z][\w-]*)(?:[ \t][^{}\n]*)?\})"
)
"""Attributes that pandoc reads as text: nothing that may have them stands before."""

OF_BRACES = (
    BRACES,
    "these braces are read as text, and would be printed",
    "they stand right behind a `]`, code or a picture, or end a heading or caption; there, put a "
    "backslash before a `*`, `_`, `[` or backtick that nothing closes; text in braces begins with "
    "a backslash",
)
SAID = (
    (
        FENCE,
        "`:::` opens no block here, and would be printed",
        "begin it at the column of the text around it, with a blank line before it",
    ),
    (
        TABLE_RULE,
        "this table is read as text, and would be printed as it is written",
        "begin it at the column of the text around it, with a blank line before it; each row has "
        "as many cells, and the edges of a grid stand below each other; a dollar sign is `\\$`",
    ),
    (CODE, *UNCLOSED),
    (
        HEADING,
        "this line is no heading, since none stands right below a paragraph",
        "put a blank line above it; where it is text, a backslash before its `#`",
    ),
    OF_BRACES,
)


def report_signs_of_blocks(nodes: list[Node], place: Span, context: Context) -> None:
    """Report signs in a paragraph at `place` that were to begin a block, and would be printed."""
    _report(SAID, nodes, place, context)


def report_braces(nodes: list[Node], place: Span, context: Context) -> None:
    """Report attributes in a caption at `place` that pandoc takes for its text."""
    _report((OF_BRACES,), nodes, place, context)


def report_signs_of_heading(nodes: list[Node], place: Span, context: Context) -> None:
    """Report attributes in a heading at `place` that pandoc takes for its text, and what it cuts.

    That is a `#` at the end of a word, as in "C#", which it takes for the heading's end.
    """
    report_braces(nodes, place, context)
    if (cut := CLOSING.match(place.source)) is not None:
        at = Span(place.path, place.line, cut.start("sign") + 1, len(cut["sign"]), place.source)
        message = f"`{cut['sign']}` at the end of this heading would not be printed"
        hint = "put a backslash before it, or a space where it closes the heading"
        context.diagnostics.add(Rule.UNSUPPORTED, message, at, hint)


def _report(
    signs: tuple[tuple[re.Pattern[str], str, str], ...],
    nodes: list[Node],
    place: Span,
    context: Context,
) -> None:
    text = "".join(_character(node) for node in nodes)
    told = False
    for sign, message, hint in signs:
        if sign.search(text) and not (told and sign is BRACES):  # else they are those of a fence
            at = context.source.sign(sign, place)
            if at != place or sign not in (HEADING, BRACES, CODE):  # else its sign is escaped
                context.diagnostics.add(Rule.UNSUPPORTED, message, at, hint)
                told = True


def _character(node: Node) -> str:
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space":
            return " "
        case "SoftBreak" | "LineBreak":
            return "\n"
        case "Image":
            return PICTURE
        case _:
            return "x"
