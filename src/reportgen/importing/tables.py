"""Looks at a draft's tables: which are data, and which are narrow enough for one line a row."""

import re
from typing import Any

from reportgen.importing.nodes import Node, plain, rebuilt

NUMBER = re.compile(r"[-−+]?\d{1,3}(?:[ ,\u00a0\u202f]\d{3})*(?:\.\d+)?|[-−+]?\d+(?:\.\d+)?")
MOST_ROWS = 12
"""A table of numbers with more rows is a dataset: nobody keeps those in Markdown."""
LONGEST = 100
"""A row with more signs is wrapped in the file, by the widths that its columns have."""


def numbers_in(table: Node) -> tuple[tuple[str, ...], ...] | None:
    """Return the cells of a table of numbers with a head and many rows, None for any other."""
    _, _, columns, head, bodies, foot = table["c"]
    if len(head[1]) != 1 or foot[1] or len(bodies) != 1 or bodies[0][2]:
        return None
    rows = [head[1][0], *bodies[0][3]]
    cells: list[tuple[str, ...]] = []
    for _, row in rows:
        if len(row) != len(columns) or any(cell[2] != 1 or cell[3] != 1 for cell in row):
            return None
        if any(len(cell[4]) > 1 or _has_marks(cell[4]) for cell in row):
            return None
        cells.append(tuple(plain(cell[4]) for cell in row))
    names = cells[0]
    if len(cells) - 1 <= MOST_ROWS or not all(names) or len({*names}) < len(names):
        return None
    values = [value for row in cells[1:] for value in row[1:]]
    return tuple(cells) if all(NUMBER.fullmatch(one) for one in values) else None


def _has_marks(value: Any) -> bool:
    kinds: list[str] = []

    def note(node: Node) -> list[Node]:
        kinds.append(node["t"])
        return [node]

    rebuilt(value, note, lambda one: [one])
    return any(kind not in ("Str", "Space", "SoftBreak") for kind in kinds)


def without_widths(table: Node) -> list[Any]:
    """Return a table's columns, without widths where each row fits on a line of the file.

    Tables of Word have widths always; with them pandoc draws a grid, which is tedious to edit.
    """
    _, _, columns, head, bodies, _ = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3]))]
    for _, row in rows:
        if any(len(cell[4]) > 1 or "LineBreak" in str(cell[4]) for cell in row):
            return list(columns)
        if sum(len(plain(cell[4])) + 3 for cell in row) > LONGEST:
            return list(columns)
    return [[align, {"t": "ColWidthDefault"}] for align, _ in columns]
