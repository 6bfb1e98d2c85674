"""Reads the head of a table: how many lines it has, its HXL tags, the names of its columns."""

import re
from collections.abc import Sequence

from reportgen.characters import forbidden
from reportgen.data.about import About
from reportgen.data.grid import Grid, Unreadable, letter
from reportgen.data.numerals import BLANK_WORDS, STYLES, disguised, fitting, marks_at
from reportgen.diagnostics import counted

Row = tuple[str | None, ...]
TAG = re.compile(r"#\s?[a-zA-Z][\w]*(?:\s*\+\s*[a-zA-Z][\w]*)*")
"""A hashtag with its attributes (HXL standard 1.1)."""
YEAR = re.compile(r"(1[5-9]|20|21)[0-9][0-9]")
DOUBLED = re.compile(r"(?:[._ ]\d{1,2}|_duplicated_\d+)$")
"""What programs put behind a name that they met before: "total.1", "total_2"."""
TAGGED = 25
"""HXL tags stand in one of so many rows at the top (HXL standard 1.1)."""


def filled(row: Row) -> list[str]:
    """Return the cells of a row that are not blank."""
    return [cell for cell in row if cell is not None]


def usual(top: Sequence[Row]) -> int:
    """Return how many cells a row of the table has: the commonest number, the larger of two.

    Rows of one cell are of a table of one column, or not of the table.
    """
    counts = [len(filled(row)) for row in top]
    counts = [one for one in counts if one > 1] or counts
    return max(set(counts), key=lambda one: (counts.count(one), one)) if counts else 0


def is_upper(top: Sequence[Row], at: int, full: int) -> bool:
    """Return whether a row groups the columns of the row below: its first cell is blank."""
    if at + 1 >= len(top):
        return False
    cells, below = filled(top[at]), filled(top[at + 1])
    return len(cells) > 1 and top[at][0] is None and len(below) * 2 > full and not numbers(below)


def numbers(cells: Sequence[str]) -> int:
    """Return how many of the cells are numbers, in whatever style."""
    return sum(bool(fitting([one], STYLES)) for one in cells)


def tags_in(top: Sequence[Row]) -> int | None:
    """Return which row holds HXL tags, None for none."""
    return next((at for at, row in enumerate(top[:TAGGED]) if is_tags(row)), None)


def is_tags(row: Row) -> bool:
    """Return whether a row holds HXL tags and nothing else."""
    cells = filled(row)
    return len(cells) * 2 > len(row) / 2 and all(TAG.fullmatch(cell) for cell in cells)


def depth_of(top: Sequence[Row], about: About) -> tuple[int, bool]:
    """Return how many lines the head has, and whether that was told from the file."""
    if about.header is not None:
        return about.header, False
    if about.names and not about.skip and numbers(filled(top[0])) == len(filled(top[0])):
        return 0, False
    full = usual(top)
    depth = 1
    while depth < len(top) - 1 and not is_tags(top[depth]) and (
        is_upper(top, depth - 1, full) or goes_on(top[depth - 1], top[depth], top[depth + 1 :])
    ):  # fmt: skip
        depth += 1
    if depth == 1 and len(top) > 2 and _is_units(top[0], top[1], top[2:]):
        depth = 2
    return depth, depth > 1


def goes_on(head: Row, row: Row, below: Sequence[Row]) -> bool:
    """Return whether a head that groups columns goes on in the row below it.

    The head has gaps, or one name for several columns; the row has words or years of its own in
    all of these, over columns of numbers, where a row of the table would have numbers.
    """
    last = max((at for at, cell in enumerate(row) if cell is not None), default=0)
    gaps = [at for at in range(1, last + 1) if head[at] is None]
    plain = [DOUBLED.sub("", cell) for cell in filled(head)]
    doubled = len(set(plain)) < len(plain)
    over = [at for at in range(1, last + 1) if _is_numeric(below, at)]
    words = [cell for at in over if (cell := row[at]) is not None]
    if not (gaps or doubled) or len(words) < 2 or any(row[at] is None for at in gaps):
        return False
    years = [one for one in words if YEAR.fullmatch(one)]
    if any(one.lower() in BLANK_WORDS or disguised(one) for one in words if one not in years):
        return False
    if not years:
        return not numbers(words) and len(set(words)) > 1
    if len(years) < numbers(words) or (row[0] is not None and len(years) < len(words)):
        return False
    under = [cell for one in below for at in over if (cell := one[at]) is not None]
    return sum(bool(YEAR.fullmatch(one)) for one in under) * 2 < len(under)


def _is_units(head: Row, row: Row, below: Sequence[Row]) -> bool:
    """Return whether a row below the head goes on with it: units over columns of numbers.

    It has nothing in the columns of text, and words, none of them a “no value”, over two columns
    of numbers at least.
    """
    if is_tags(row) or numbers(filled(row)):
        return False
    over = 0
    for at, cell in enumerate(row):
        column = [one[at] for one in below if one[at] is not None]
        if cell is None:
            continue
        if not column or numbers([one for one in column if one]) < len(column):
            return False
        if cell.lower() in BLANK_WORDS or marks_at(cell) or any(sign.isdigit() for sign in cell):
            return False
        over += 1
    return over >= 2 and row[0] is None and all(cell is not None for cell in filled(head))


def named(grid: Grid, start: int, depth: int, about: About) -> tuple[str, ...]:
    """Return the name of each column, its letter where it has none; doubles get their letters too.

    Raises Unreadable where the head holds numbers, or `names` are of another number.
    """
    head: list[Row] = [grid.cells.row(start + at) for at in range(depth)]
    spread = [*map(_spread, head[:-1]), *head[-1:]]
    names = [_joined([row[column] for row in spread]) for column in range(grid.cells.width)]
    for at, name in enumerate(names):
        if wrong := next(forbidden(name), None):
            message = f"the name of column {letter(at + 1)} holds {wrong[1]}"
            raise Unreadable(message, "delete the character", grid.lines[start])
    if head and is_tags(head[-1]):
        names = [name.lstrip("#").strip() for name in names]
    elif about.header is None and not about.names:
        _check_names(grid, head, start)
    return tuple(_given(names, about) if about.names else names)


def told_apart(names: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
    """Return names that are all different: of those alike each has its letter, as `total (C)`."""
    letters = [letter(one) for one in columns]
    return tuple(
        f"{name} ({mark})" if names.count(name) > 1 else name
        for name, mark in zip(names, letters, strict=True)
    )


def _spread(row: Row) -> Row:
    """Return an upper row of a head with each group's name over all its columns, as written."""
    spread: list[str | None] = []
    name: str | None = None
    for cell in row:
        plain = DOUBLED.sub("", cell) if cell is not None else name
        name = plain if plain in row else cell
        spread.append(name)
    return tuple(spread)


def _joined(parts: Sequence[str | None]) -> str:
    return " ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part))


def _given(names: list[str], about: About) -> list[str]:
    used = [at for at, name in enumerate(names) if name] if any(names) else range(len(names))
    if len(about.names) == len(names):
        return list(about.names)
    if len(about.names) != len(used):
        columns = counted(len(used), "column")
        message = f"`names` has {counted(len(about.names), 'name')}, the table has {columns}"
        raise Unreadable(message, "give one for each column", setting="names")
    for at, name in zip(used, about.names, strict=True):
        names[at] = name
    return names


def is_no_head(row: Row, below: Sequence[Row]) -> bool:
    """Return whether a row at the top is one of the table: it has numbers where those below do.

    Years may be heads, and numbers that rise from column to column, as ages do.
    """
    over = [at for at, cell in enumerate(row) if cell is not None and _is_numeric(below, at)]
    heads = [row[at] or "" for at in over]
    if not heads or numbers(heads) < len(heads) or all(map(YEAR.fullmatch, heads)):
        return False
    plain = [int(one) for one in heads if one.isdigit()]
    rising = len(plain) == len(heads) > 1 and plain == sorted(set(plain))
    return not rising or len(heads) == len(filled(row))


def _is_numeric(rows: Sequence[Row], at: int) -> bool:
    cells = [cell for row in rows if (cell := row[at]) is not None]
    return bool(cells) and numbers(cells) * 2 > len(cells)


def _check_names(grid: Grid, head: Sequence[Row], start: int) -> None:
    """Raise Unreadable where the first line holds numbers that are no years: it is no head."""
    below = grid.cells.slice(start + 1, TAGGED).rows()
    if len(head) == 1 and is_no_head(head[0], below):
        raise Unreadable(
            f"{grid.unit} {grid.lines[start]} holds numbers, not the names of columns",
            "write a line with names above it, or `header: 0` and `names: [a, b]`",
            grid.lines[start],
        )
