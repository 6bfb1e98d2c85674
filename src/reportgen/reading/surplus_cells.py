"""Finds cells of tables that pandoc drops: of rows that are longer than the head, or the grid."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.reading.source_map import SourceMap

RULE = re.compile(r"^[ \t>]*+\|?([ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*)\|?[ \t]*$", re.M)
"""The line below the head of a pipe table: it says how many columns there are."""
GRID = re.compile(r"^[ \t>]*+\+(?:[-=:]+\+)+[ \t]*\n(?:[ \t>]*+[|+][^\n]*\n?)+", re.M)
"""The lines of a grid table."""
GRID_RULE = re.compile(r"[ \t>]*\+(?:[-=:]+\+)+")
UNREAD = re.compile(r"\]\([^()\n]*\)|\{[^{}\n]*\}|\$[^$\n]+\$|<[^<>\n]*>|&[^;\s]+;|\\[A-Za-z]+")
"""What of a cell is no text that pandoc reads as words."""
BAR = re.compile(
    r"\\.|\$(?!\s)[^$\n]+(?<!\s)\$(?!\d)|\]\([^()\n]*\)|<[^<>\n]*>|(?P<bar>\|)", re.DOTALL
)
"""What parts cells: a bar that is not escaped, and not within a formula or an address."""


def check_surplus_cells(source: SourceMap, said: str, diagnostics: Diagnostics) -> None:
    """Report cells beyond the last column; `said` is what pandoc read as text, word by word."""
    heard = _words(said)
    for rule in RULE.finditer(source.visible, source.front):
        columns = len(re.split(r"[|+]", rule[1].strip()))
        if "|" not in rule[0]:
            continue
        head = source.visible.rfind("\n", 0, max(0, rule.start() - 1)) + 1
        for start, cells, row in _rows(source.visible, max(head, source.front)):
            kept, surplus = cells[:columns], cells[columns:]
            lost = _words(" ".join(surplus))
            if not lost.strip() or f"{_words(kept[-1]).rstrip()}{lost}" in heard:
                continue
            cell = next(one for one in surplus if _words(one).strip())
            at = start + row.index(cell, len("|".join(kept)))
            message = f"this row has {len(cells)} cells, and its table {columns}: the rest is lost"
            hint = "write `\\|` for a bar in the text, or give the table one more column"
            place = span_in(source.path, source.text, at, at + len(cell))
            diagnostics.add(Rule.UNSUPPORTED, message, place, hint)


def check_ragged_grids(source: SourceMap, said: str, diagnostics: Diagnostics) -> None:
    """Report the first line of a grid table that is beside its edges, where it is read as text.

    `said` is what pandoc read as text, word by word: where words are lost, that is reported.
    """
    heard = _words(said)
    for grid in GRID.finditer(source.visible, source.front):
        fault = _ragged(grid[0].splitlines(), heard)
        if fault is not None:
            message, start, end = fault
            hint = "let each `|` stand below the `+` of the line above; write `\\|` for one in text"
            place = span_in(source.path, source.text, grid.start() + start, grid.start() + end)
            diagnostics.add(Rule.UNSUPPORTED, message, place, hint)


def _ragged(lines: list[str], heard: str) -> tuple[str, int, int] | None:
    """Return what is wrong with the lines of a grid, and from where to where; None for nothing."""
    width, at = _width(lines[0].rstrip()), 0
    ends: tuple[str, int, int] | None = None
    stray: tuple[str, int, int] | None = None
    is_lost = False
    for line, edges in zip(lines, _edges(lines), strict=True):
        bare = line.rstrip()
        if ends is None and _width(bare) != width:
            message = "this row ends beside the edge of its grid, and cells of the table are lost"
            ends = message, at + len(bare) - 1, at + len(bare)
        sign = next((one for one in _parting(bare) if _width(bare[:one]) not in edges), None)
        if stray is None and sign is not None:
            message = f"this `{bare[sign]}` stands below no `+` of its grid, and would be printed"
            stray = message, at + sign, at + sign + 1
        if stray is None and _width(bare) < max(sorted(edges)[:-1], default=0):
            message = "this row ends before the last column of its grid"
            stray = message, at + len(bare) - 1, at + len(bare)
        cells = (_words(UNREAD.sub(" ", cell)) for cell in bare.strip(" \t>|+").split("|"))
        is_lost |= any(cell.strip() and cell not in heard for cell in cells)
        at += len(line) + 1
    return ends if ends is not None and is_lost else stray


def _edges(lines: list[str]) -> Iterator[frozenset[int]]:
    """Yield for each line of a grid the columns where cells end in it, or in a row next to it."""
    edges = frozenset[int]()
    for line in lines:
        if GRID_RULE.match(line):
            edges |= {_width(line[: one.start()]) for one in re.finditer(r"\+", line)}
        yield edges


def _parting(line: str) -> Iterator[int]:
    """Yield where bars stand that are to part cells: beside a space, or at the end of the line."""
    for one in BAR.finditer(line):
        around = line[max(0, one.start() - 1) : one.end() + 1]
        if one["bar"] and (around != around.strip() or one.end() == len(line)):
            yield one.start()


def _rows(text: str, at: int) -> Iterator[tuple[int, list[str], str]]:
    """Yield the rows of a table from a line on: where each begins, its cells, its text."""
    if "|" not in text[at : text.find("\n", at)]:  # a table without a head
        at = text.find("\n", at) + 1
    while "|" in (line := text[at : text.find("\n", at) + 1 or len(text)]):
        row = line.lstrip(" \t>")
        start, row = at + len(line) - len(row), row.rstrip()
        if row.startswith("|"):
            row, start = row[1:], start + 1
        bars = [one.start() for one in BAR.finditer(row) if one["bar"]]
        edges = [-1, *bars, len(row)]
        cells = [row[one + 1 : other].strip() for one, other in pairwise(edges)]
        yield start, cells if cells[-1] else cells[:-1], row
        at += len(line)


def _words(text: str) -> str:
    """Return the words of a text alone, each between two spaces."""
    return "".join([" ", *(f"{word} " for word in re.findall(r"\w+", text))])


def _width(line: str) -> int:
    """Return how many columns a line takes; wide letters take two, marks on letters none."""
    kinds = (unicodedata.east_asian_width(one) in "WF" for one in line)
    return sum(1 + wide for wide in kinds) - sum(map(bool, map(unicodedata.combining, line)))
