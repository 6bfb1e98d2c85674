"""Turns the bytes of a file into text, and says where that cannot be."""

from pathlib import PurePosixPath

from reportgen.characters import forbidden, without
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in

RULES = {
    ".yaml": Rule.BAD_YAML,
    ".yml": Rule.BAD_YAML,
    ".csv": Rule.BAD_CSV,
    ".json": Rule.BAD_JSON,
    ".bib": Rule.BAD_BIBLIOGRAPHY,
    ".csl": Rule.BAD_BIBLIOGRAPHY,
    ".css": Rule.BAD_TEMPLATE,
    ".html": Rule.BAD_TEMPLATE,
}
"""Which rule a file's text breaks, by the ending of its name; BAD_TEXT for all others."""

MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins, in either order of its bytes."""
MANY = 0.2
"""The share of NULs in a file from which on it is UTF-16."""


def sound_text(path: str, data: bytes, diagnostics: Diagnostics) -> str | None:
    """Return the text in `data` (UTF-8; a byte order mark is dropped), or report and return None.

    Lines end in LF. A character that no text can hold is reported once, at its first place, and
    U+FFFD takes its place.
    """
    rule = RULES.get(PurePosixPath(path).suffix.lower(), Rule.BAD_TEXT)
    if data.startswith(MARKS) or (data and data.count(0) > MANY * len(data)):
        message = f"`{path}` is UTF-16, not UTF-8 text"
        diagnostics.add(rule, message, Span(path), "save the file with the encoding UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = Span(path, before.count(b"\n") + 1, column)
        message = f"`{path}` is no UTF-8 text: it has the byte {data[error.start]:02X} here"
        diagnostics.add(rule, message, place, "save the file with the encoding UTF-8")
        return None
    text = text.replace("\r\n", "\n")
    told: set[str] = set()
    for at, name in forbidden(text):
        if name not in told:
            told.add(name)
            diagnostics.add(
                rule, f"no text can hold the character {name}", span_in(path, text, at),
                "delete it, or type the character that is meant",
            )  # fmt: skip
    return without(text) if told else text
