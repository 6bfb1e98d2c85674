"""Finds where a text nests too deeply: that is what keeps a parser busy without end."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.reading.source_map import SourceMap

DEEPEST = 14
"""So many brackets may be open at once: each more doubles the time that pandoc takes."""

DEEPEST_BLOCK = 40
"""So many lists, quotations and boxes may stand in each other: more have no room on any page."""

OPENING, CLOSING = "[({", "])}"
MARKS = re.compile(r"[*_~^`$<]+|^[ >]*", re.MULTILINE)
"""Signs that pandoc tries to pair, and quotation marks at the beginnings of lines."""

NOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
MOST_MARKS = 1_000
PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")
MOST_TRIED = 3_000_000
"""Letters that pandoc may read again in search of the backticks that would close a code."""


def most_nested(text: str) -> int:
    """Return the line, from 1, in whose paragraph most brackets and marks are open at once."""
    worst, found, line = 0, 1, 1
    for paragraph in PARAGRAPHS.split(text):
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
    """Report where more square brackets, or backticks, are open at once than pandoc can follow,
    and notes that are marked so often that no page has room for them: each mark prints it anew.
    """
    marks = Counter(found[1] for found in NOTE.finditer(source.visible))
    for name, count in marks.items():
        if count > MOST_MARKS:
            place = span_in(source.path, source.text, source.visible.index(f"[^{name}]"))
            message = f"the note `[^{name}]` is marked {count:,} times, and printed as often"
            diagnostics.add(Rule.UNSUPPORTED, message, place, "say in the text what it says")
    start = 0
    for paragraph in PARAGRAPHS.split(source.visible):
        deep = 0
        for found in re.finditer(r"\\.|[\[\]]", paragraph, re.DOTALL):
            deep = {"[": deep + 1, "]": max(0, deep - 1)}.get(found[0], deep)
            if deep > DEEPEST:
                message = f"more than {DEEPEST} brackets are open here at once"
                place = span_in(source.path, source.text, start + found.start())
                diagnostics.add(Rule.UNSUPPORTED, message, place, "close them, or write `\\[`")
                break
        if (at := _unpaired(paragraph)) is not None:
            place = span_in(source.path, source.text, start + at)
            message = "hundreds of backticks are open here: no others are as many as they"
            diagnostics.add(Rule.UNSUPPORTED, message, place, "close them, or write `` \\` ``")
        start += len(paragraph)


def _unpaired(paragraph: str) -> int | None:
    """Return where the first of too many runs of backticks stands that have no partner."""
    runs = [found.span() for found in re.finditer(r"`+", paragraph)]
    if len(runs) * len(paragraph) < MOST_TRIED:
        return None
    left: dict[int, int] = defaultdict(int)
    for start, end in runs:
        left[end - start] += 1
    alone = [start for start, end in runs if left[end - start] == 1 or end - start > DEEPEST]
    return alone[0] if len(alone) * len(paragraph) > MOST_TRIED else None


def check_depth(blocks: Any, source: SourceMap, diagnostics: Diagnostics) -> None:
    """Report where blocks of pandoc's tree stand in more others than any page has room for."""
    waiting: list[tuple[Any, int]] = [(blocks, 0)]
    while waiting:
        node, deep = waiting.pop()
        if isinstance(node, dict):
            deep += node.get("t") in NESTING
            node = list(node.values())
        if deep > DEEPEST_BLOCK:
            report_depth(source, diagnostics)
            return
        waiting += [(one, deep) for one in node if isinstance(one, dict | list)]


def report_depth(source: SourceMap, diagnostics: Diagnostics) -> None:
    """Report that blocks nest too deeply, at the first line that is as deep as none should be."""
    message = f"more than {DEEPEST_BLOCK} lists, quotations or boxes stand in each other"
    depths = list(_depths(source.visible))
    most = min(DEEPEST_BLOCK, max(depths, default=0))
    line = next((at for at, deep in enumerate(depths, 1) if deep >= most), 1)
    place = source.at(line, 1)
    diagnostics.add(Rule.UNSUPPORTED, message, place, "begin anew at the margin")


def _depths(text: str) -> Iterator[int]:
    """Yield for each line of a text about how many quotations, lists and boxes it stands in."""
    boxes = 0
    for line in text.split("\n"):
        margin = MARGIN.match(line)
        begun = "" if margin is None else margin[0]
        rest = line[len(begun) :]
        if rest.startswith(":::"):
            boxes = boxes + 1 if rest.strip(": \t") else max(0, boxes - 1)
        yield boxes + begun.count(">") + len(begun.replace(">", "")) // 2


NESTING = ("BulletList", "OrderedList", "DefinitionList", "BlockQuote", "Div")
"""Nodes of pandoc that hold blocks."""

MARGIN = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*")
"""What stands before the words of a line: quotation marks, indents, marks of lists."""
