"""Reads the four kinds of tables of pandoc's Markdown as rows of cells."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.checks.witness.testimony import Line

PIPE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)*\|?\s*$")
GRID_RULE = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
DASHES = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*$|\s*-{3,}\s*$")
COLUMNS = re.compile(r"\s*-+(?:\s+-+)+\s*$")


LAST_NARROW = 0x2E7F
"""Letters after it take two columns of a grid, so that bars do not stand under each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, each as its lines. A row that is not `whole` is a piece of one."""

    cells: tuple[list[Line], ...]
    whole: bool = True


def table_rows(lines: list[Line], at: int) -> tuple[list[Row], int] | None:
    """Return the rows of the table that begins at a line, and the line after it; else None."""
    for kind in (_grid, _pipe, _simple):
        found = kind(lines, at)
        if found is not None:
            return found
    return None


def _pipe(lines: list[Line], at: int) -> tuple[list[Row], int] | None:
    text = lines[at].text
    if "|" not in text:
        return None
    if PIPE_RULE.match(text) and "-" in text:
        start = at
    elif at + 1 < len(lines) and PIPE_RULE.match(lines[at + 1].text) and "-" in lines[at + 1].text:
        if "|" not in lines[at + 1].text and text.strip("| \t").count("|"):
            return None
        start = at + 1
    else:
        return None
    rows = [Row(_cells(lines[at]))] if start > at else []
    end = start + 1
    while end < len(lines) and "|" in lines[end].text:
        rows.append(Row(_cells(lines[end])))
        end += 1
    return rows, end


def _cells(line: Line) -> tuple[list[Line], ...]:
    """Return the cells of a line of a pipe table; code and escapes hold no bar."""
    text = line.text.rstrip()
    start = len(text) - len(text.lstrip())
    start += text.startswith("|", start)
    end = len(text) - (text.endswith("|") and not text.endswith("\\|") and len(text) > start)
    bars = [
        found.start()
        for found in re.finditer(
            r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\$(?!\s)[^$]+(?<!\s)\$(?!\d)|\|", text[:end]
        )
        if found[0] == "|" and found.start() >= start
    ]
    edges = [start, *(bar + 1 for bar in bars)]
    return tuple(
        [_stripped(replace(line, text=text[:stop]).cut(begin))]
        for begin, stop in zip(edges, [*bars, end], strict=True)
    )


def _stripped(line: Line) -> Line:
    width = len(line.text) - len(line.text.lstrip())
    return replace(line.cut(width), text=line.text.strip())


def _grid(lines: list[Line], at: int) -> tuple[list[Row], int] | None:
    if not GRID_RULE.match(lines[at].text):
        return None
    end = at
    while end < len(lines) and re.match(r"\s*[+|]", lines[end].text):
        end += 1
    body = lines[at:end]
    edges = [found.start() for found in re.finditer(r"\+", body[0].text)]
    if _is_regular(body, edges):
        return list(_regular(body, edges)), end
    return list(_pieces(body)), end


def _is_regular(body: list[Line], edges: list[int]) -> bool:
    """Return whether every row has all columns, at the same places."""
    for line in body:
        text = line.text
        if GRID_RULE.match(text):
            if [found.start() for found in re.finditer(r"\+", text)] != edges:
                return False
        elif any(text[edge : edge + 1] != "|" for edge in edges) or "+--" in text:
            return False
    return all(ord(letter) <= LAST_NARROW for line in body for letter in line.text)


def _regular(body: list[Line], edges: list[int]) -> "list[Row]":
    rows: list[Row] = []
    held: list[Line] = []
    for line in body:
        if not GRID_RULE.match(line.text):
            held.append(line)
        elif held:
            cells = [[_inner(one, *edge) for one in held] for edge in pairwise(edges)]
            rows.append(Row(tuple(cells)))
            held = []
    return rows


def _inner(line: Line, left: int, right: int) -> Line:
    cell = replace(line, text=line.text[:right].rstrip()).cut(left + 1)
    return cell.cut(1) if cell.text.startswith(" ") else cell


def _pieces(body: list[Line]) -> "list[Row]":
    """Return each run of words between two bars on its own: which cell it is of is not known."""
    found: list[Row] = []
    for line in body:
        for piece in re.finditer(r"(?<=[|+])(?:\\.|[^|+])*(?=[|+])", line.text):
            if re.search(r"[^\s\-=:]", piece[0]):
                cell = _stripped(replace(line, text=line.text[: piece.end()]).cut(piece.start()))
                found.append(Row(([cell],), whole=False))
    return found


def _simple(lines: list[Line], at: int) -> tuple[list[Row], int] | None:
    """Read a simple or multiline table: columns by the dashes under or over their heads."""
    first = next(
        (n for n in range(at, min(at + 6, len(lines))) if COLUMNS.match(lines[n].text)), None
    )
    if first is None or any(not line.text.strip() for line in lines[at:first]):
        return None
    framed = bool(DASHES.match(lines[at].text)) and first > at
    if first > at + 1 and not framed:
        return None
    headless = first == at
    end = first + 1
    while end < len(lines):
        text = lines[end].text
        if DASHES.match(text) and (framed or headless):
            break
        if not text.strip() and not framed:
            multiline = headless and any(COLUMNS.match(one.text) for one in lines[end:])
            if not multiline:
                break
        end += 1
    if end >= len(lines) and (framed or headless):
        return None
    edges = [found.start() for found in re.finditer(r"-+", lines[first].text)]
    body = [*lines[at:first], *lines[first + 1 : end]]
    rows: list[Row] = []
    for line in body:
        if line.text.strip() and not DASHES.match(line.text):
            for left, right in zip(edges, [*edges[1:], len(line.text)], strict=True):
                cell = _stripped(replace(line, text=line.text[:right]).cut(left))
                if cell.text:
                    rows.append(Row(([cell],), whole=False))
    closed = end < len(lines) and bool(DASHES.match(lines[end].text))
    return rows, end + closed
