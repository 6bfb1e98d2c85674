"""Finds where a text nests too deeply: that is what keeps a parser busy without end."""

import re

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.reading.source_map import SourceMap

DEEPEST = 14
"""So many brackets may be open at once: each more doubles the time that pandoc takes."""

OPENING, CLOSING = "[({", "])}"
MARKS = re.compile(r"[*_~^`]+|^[ >]*", re.MULTILINE)
"""Signs that pandoc tries to pair, and quotation marks at the beginnings of lines."""


def most_nested(text: str) -> int:
    """Return the line, from 1, in whose paragraph most brackets and marks are open at once."""
    worst, found, line = 0, 1, 1
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        depth, at = _depth(paragraph)
        if depth > worst:
            worst, found = depth, line + paragraph.count("\n", 0, at)
        line += paragraph.count("\n")
    return found


def _depth(paragraph: str) -> tuple[int, int]:
    """Return how many brackets and marks are open at most, and where that is."""
    deep = most = place = 0
    for at, sign in enumerate(paragraph):
        if sign in OPENING:
            deep += 1
        elif sign in CLOSING:
            deep = max(0, deep - 1)
        if deep > most:
            most, place = deep, at
    marks = sum(len(found[0].strip()) for found in MARKS.finditer(paragraph)) // 4
    return most + marks, place


def check_brackets(source: SourceMap, diagnostics: Diagnostics) -> None:
    """Report where more square brackets are open at once than pandoc can follow."""
    start = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", source.visible):
        deep = 0
        for found in re.finditer(r"\\.|[\[\]]", paragraph, re.DOTALL):
            deep = {"[": deep + 1, "]": max(0, deep - 1)}.get(found[0], deep)
            if deep > DEEPEST:
                message = f"more than {DEEPEST} brackets are open here at once"
                place = span_in(source.path, source.text, start + found.start())
                diagnostics.add(Rule.UNSUPPORTED, message, place, "close them, or write `\\[`")
                break
        start += len(paragraph)
