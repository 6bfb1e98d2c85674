"""Finds the table in the cells of a file: lines above it, its head, its rows, notes below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.data.about import About
from reportgen.data.grid import Grid, Unreadable, letter
from reportgen.data.numerals import BLANK_WORDS, STYLES, fitting, marks_at

if TYPE_CHECKING:
    import polars as pl

TOP, BOTTOM = 60, 40
"""So many rows at the top are looked at for the head, so many at the bottom for notes."""

Row = tuple[str | None, ...]
TAG = re.compile(r"#\s?[a-zA-Z][\w]*(?:\s*\+\s*[a-zA-Z][\w]*)*")
"""A hashtag with its attributes (HXL standard 1.1)."""
NOTE = re.compile(
    r"\W{0,3}(?:source|note|notes|footnote|quelle|anmerkung|hinweis|stand|fuente|nota|fonte|"
    r"data from|last updated|copyright|©|last update|created|출처|자료|주)\b",
    re.IGNORECASE,
)
REMARK = re.compile(r"(?:\*|†|‡|\(?[a-z0-9]\)|\[[a-z0-9]\]|[¹²³]|\d\.?\s)\s*\D.*")


@dataclass(frozen=True)
class Table:
    """The table in a file: the names of its columns, and its rows as texts with their lines.

    `columns` are the numbers of its columns in the file, the first being 1. `tags` are the HXL tags
    of its columns, if any.
    """

    names: tuple[str, ...]
    cells: "pl.DataFrame"
    kinds: "pl.DataFrame | None"
    lines: Sequence[int]
    columns: tuple[int, ...]
    head_line: int
    assumed: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def find_table(grid: Grid, about: About) -> Table:
    """Return the table in the cells of a file, as the settings say and else as it can be told.

    Raises Unreadable where it has no rows or no head, or a row does not fit the head.
    """
    grid, left_out = _skipped(grid, about)
    grid = _from_first_column(_filled_rows(grid))
    if not len(grid.lines):
        raise Unreadable("the file is empty", "the first line names the columns")
    if grid.names:
        return _table(grid, grid.names, 0, left_out)
    top = grid.cells.head(TOP).rows()
    start = 0 if about.skip else _start(top)
    assumed: list[tuple[str, str]] = []
    if start:
        above = grid.lines[start] - 1
        words = _counted(grid.lines[:start], grid.unit)
        left_out.append(f"{words} above the head")
        assumed.append((f"{words} above the head left out", f"skip: {above}"))
    grid, tail = _without_notes(grid, start)
    if tail:
        words = _counted(tail, grid.unit)
        left_out.append(f"{words} below the table: notes")
        top_lines = [f"1-{grid.lines[start] - 1}"] if start else []
        kept = ", ".join([*top_lines, *(str(line) for line in tail)])
        assumed = [(one, f"skip: [{kept}]") for one, _ in assumed]
        assumed.append((f"{words} below the table left out as notes", f"skip: [{kept}]"))
    depth, upper = _depth(top[start:], about)
    if upper:
        assumed.append((f"a head of {depth} lines", f"header: {depth}"))
    _check_widths(grid, start, start + depth)
    names, tags = _named(grid, start, depth, about)
    found = _table(grid, names, start + depth + bool(tags), left_out)
    head_line = grid.lines[start]
    if not len(found.lines):
        raise Unreadable("the table has a head and no rows", "write rows below it", head_line)
    seen = list(found.seen)
    if tags:
        seen.append(f"{grid.unit} {grid.lines[start + depth]} holds HXL tags")
    return replace(found, assumed=tuple(assumed), head_line=head_line, tags=tags, seen=tuple(seen))


def _counted(lines: Sequence[int], unit: str) -> str:
    first, last = lines[0], lines[-1]
    return f"{unit} {first}" if first == last else f"{unit}s {first} to {last}"


# --- rows and columns that are no part of it --------------------------------------------------


def _skipped(grid: Grid, about: About) -> tuple[Grid, list[str]]:
    """Return the cells without the lines that `skip` names: so many at the top, or a list."""
    if not about.skip:
        return grid, []
    if isinstance(about.skip, int):
        wanted = set(range(1, about.skip + 1))
        words = _counted(range(1, about.skip + 1), grid.unit)
    else:
        wanted = {line for one in about.skip for line in _line_range(one)}
        words = f"{grid.unit}s " + ", ".join(map(str, about.skip))
    keep = [at for at, line in enumerate(grid.lines) if line not in wanted]
    return _taken(grid, keep), [f"{words}: `skip`"]


def _line_range(written: int | str) -> range:
    first, _, last = str(written).partition("-")
    if not first.strip().isdigit() or not (last.strip() or "0").isdigit():
        message = f"`{written}` in `skip` is no line"
        raise Unreadable(message, "write `skip: [1-3, 40]`", setting="skip")
    return range(int(first), int(last or first) + 1)


def _taken(grid: Grid, rows: Sequence[int]) -> Grid:
    import polars as pl

    if len(rows) == len(grid.lines):
        return grid
    wanted = pl.Series(rows, dtype=pl.UInt32)
    return replace(
        grid,
        cells=grid.cells[wanted],
        kinds=None if grid.kinds is None else grid.kinds[wanted],
        lines=[grid.lines[at] for at in rows],
        widths=None if grid.widths is None else [grid.widths[at] for at in rows],
    )


def _filled_rows(grid: Grid) -> Grid:
    """Return the cells without blank rows."""
    import polars as pl

    if grid.widths is None and grid.unit == "line" and len(grid.lines) > TOP:
        return grid  # the quick reader takes no file with a blank line
    filled = grid.cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return _taken(grid, filled.arg_true().to_list()) if len(grid.lines) else grid


def _from_first_column(grid: Grid) -> Grid:
    """Return the cells without blank columns to the left of the table."""
    blank = 0
    for column in grid.cells.iter_columns():
        if column.null_count() < len(column):
            break
        blank += 1
    if not blank or blank == grid.cells.width or grid.names:
        return grid
    new = {name: str(int(name) - blank) for name in grid.cells.columns[blank:]}
    return replace(
        grid,
        cells=grid.cells.select(list(new)).rename(new),
        kinds=None if grid.kinds is None else grid.kinds.select(list(new)).rename(new),
        widths=None if grid.widths is None else [max(0, one - blank) for one in grid.widths],
        first_column=grid.first_column + blank,
    )


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell is not None]


def _start(top: Sequence[Row]) -> int:
    """Return which row the head begins with: the first that is as full as the table below it."""
    usual = _usual(top)
    if usual < 2:
        return 0
    for at, row in enumerate(top):
        cells = _filled(row)
        if cells[0].startswith("#") and not _is_tags(row):
            continue
        if len(cells) * 2 > usual or _is_upper(top, at, usual):
            headless = at > 0 and _numbers(cells) == len(cells)
            return at - 1 if headless else at
    return 0


def _usual(top: Sequence[Row]) -> int:
    """Return how many cells a row of the table has: the commonest number, the larger of two."""
    counts = [len(_filled(row)) for row in top]
    return max(set(counts), key=lambda one: (counts.count(one), one)) if counts else 0


def _is_upper(top: Sequence[Row], at: int, usual: int) -> bool:
    """Return whether a row groups the columns of the row below: its first cell is blank."""
    if at + 1 >= len(top):
        return False
    cells, below = _filled(top[at]), _filled(top[at + 1])
    return len(cells) > 1 and top[at][0] is None and len(below) * 2 > usual and not _numbers(below)


def _without_notes(grid: Grid, start: int) -> tuple[Grid, list[int]]:
    """Return the cells without notes below the table, and the lines of these.

    A note is a row with one cell, the first, that reads as one, or that stands after a blank line.
    """
    bottom = grid.cells.tail(min(BOTTOM, len(grid.lines) - start - 1)).rows()
    notes = 0
    gap = False
    for back, row in enumerate(reversed(bottom), 1):
        at = len(grid.lines) - back
        if len(_filled(row)) != 1 or row[0] is None:
            break
        gap = grid.lines[at] - grid.lines[at - 1] > 1 and grid.widths is not None
        if _reads_as_note(row) or gap:
            notes = back
    if not notes:
        return grid, []
    kept = len(grid.lines) - notes
    lines = list(grid.lines[kept:])
    return _taken(grid, range(kept)), lines


def _reads_as_note(row: Row) -> bool:
    text = row[0] or ""
    return len(_filled(row)) == 1 and bool(
        NOTE.match(text) or REMARK.fullmatch(text) or len(text) > 60
    )


# --- the head ---------------------------------------------------------------------------------


def _numbers(cells: Sequence[str]) -> int:
    return sum(bool(fitting([one], STYLES)) for one in cells)


def _is_tags(row: Row) -> bool:
    cells = _filled(row)
    return len(cells) * 2 > len(row) / 2 and all(TAG.fullmatch(cell) for cell in cells)


def _depth(top: Sequence[Row], about: About) -> tuple[int, bool]:
    """Return how many lines the head has, and whether that was told from the file."""
    if about.header is not None:
        return about.header, False
    if about.names and not about.skip and _numbers(_filled(top[0])) == len(_filled(top[0])):
        return 0, False
    usual = _usual(top)
    depth = 1
    while depth < len(top) - 1 and _is_upper(top, depth - 1, usual):
        depth += 1
    if depth == 1 and len(top) > 2 and _is_units(top[0], top[1], top[2:]):
        depth = 2
    return depth, depth > 1


def _is_units(head: Row, row: Row, below: Sequence[Row]) -> bool:
    """Return whether a row below the head goes on with it: units over columns of numbers.

    It has nothing in the columns of text, and words, none of them a “no value”, over two columns
    of numbers at least.
    """
    if _is_tags(row) or _numbers(_filled(row)):
        return False
    over = 0
    for at, cell in enumerate(row):
        column = [one[at] for one in below if one[at] is not None]
        if cell is None:
            continue
        if not column or _numbers([one for one in column if one]) < len(column):
            return False
        if cell.lower() in BLANK_WORDS or marks_at(cell) or any(sign.isdigit() for sign in cell):
            return False
        over += 1
    return over >= 2 and row[0] is None and all(cell is not None for cell in _filled(head))


def _named(
    grid: Grid, start: int, depth: int, about: About
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the name of each column, "" for none, and HXL tags."""
    width = grid.cells.width
    head = [grid.cells.row(start + at) for at in range(depth)]
    spread = [*map(_spread, head[:-1]), *head[-1:]]
    names = [_joined([row[column] for row in spread]) for column in range(width)]
    below = start + depth
    tags: tuple[str, ...] = ()
    if below < len(grid.lines) and _is_tags(grid.cells.row(below)):
        tags = tuple((cell or "") for cell in grid.cells.row(below))
    elif head and _is_tags(head[-1]):
        names = [name.lstrip("#").strip() for name in names]
    if about.header is None and not about.names and not grid.names:
        _check_names(grid, head, start)
    if about.names:
        names = _given(names, about)
    return tuple(names), tags


def _spread(row: Row) -> Row:
    """Return an upper row of a head with each group's name over all its columns."""
    spread: list[str | None] = []
    name: str | None = None
    for cell in row:
        name = cell if cell is not None else name
        spread.append(name)
    return tuple(spread)


def _joined(parts: Sequence[str | None]) -> str:
    return " ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part))


def _given(names: list[str], about: About) -> list[str]:
    used = [at for at, name in enumerate(names) if name] if any(names) else range(len(names))
    if len(about.names) == len(names):
        return list(about.names)
    if len(about.names) != len(used):
        message = f"`names` has {len(about.names)} names, the table has {len(used)} columns"
        raise Unreadable(message, "give one for each column", setting="names")
    for at, name in zip(used, about.names, strict=True):
        names[at] = name
    return names


def _check_names(grid: Grid, head: Sequence[Row], start: int) -> None:
    """Raise Unreadable where the first line holds numbers that are no years: it is no head."""
    cells = _filled(head[0]) if len(head) == 1 else []
    years = [one for one in cells if re.fullmatch(r"(1[5-9]|20|21)\d\d", one)]
    if cells and _numbers(cells) == len(cells) and len(years) < len(cells):
        raise Unreadable(
            f"{grid.unit} {grid.lines[start]} holds numbers, not the names of columns",
            "write a line with names above it, or `header: 0` and `names: [a, b]`",
            grid.lines[start],
        )


# --- the table --------------------------------------------------------------------------------


def _table(grid: Grid, names: Sequence[str], first: int, left_out: list[str]) -> Table:
    """Return the table whose rows begin with the `first`, without columns that are blank."""
    body = grid.cells.slice(first)
    blank = {
        at
        for at, column in enumerate(body.iter_columns())
        if not names[at] and column.null_count() == len(column)
    }
    kept = [at for at in range(body.width) if at not in blank]
    named = [names[at] or letter(at + grid.first_column) for at in kept]
    unnamed = [letter(at + grid.first_column) for at in kept if not names[at]]
    seen = (f"columns without a name: {', '.join(unnamed)}",) if unnamed else ()
    head_line = grid.lines[max(0, first - 1)] if len(grid.lines) else 1
    _check_doubles(named, head_line)
    columns = [str(at) for at in kept]
    new = dict(zip(columns, named, strict=True))
    kinds = None if grid.kinds is None else grid.kinds.slice(first)
    return Table(
        names=tuple(named),
        cells=body.select(columns).rename(new),
        kinds=None if kinds is None else kinds.select(columns).rename(new),
        lines=grid.lines[first:],
        columns=tuple(at + grid.first_column for at in kept),
        head_line=head_line,
        left_out=tuple(left_out),
        seen=seen,
    )


def _check_doubles(names: Sequence[str], line: int) -> None:
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        listed = ", ".join(f"`{name}`" for name in double)
        one = (
            "two columns are" if len(double) == 1 and names.count(double[0]) == 2 else "columns are"
        )
        each = ", ".join(names)
        raise Unreadable(
            f"{one} named {listed}",
            f"rename one, or give each a name of its own: `names: [{each}]`",
            line,
        )


def _check_widths(grid: Grid, start: int, first: int) -> None:
    """Raise Unreadable, once for all, where rows from the `first` have other cells than the head.

    Cells that a row lacks are no blank ones: which column they are of cannot be told.
    """
    if grid.widths is None or first == start:
        return
    head = max(grid.widths[start:first])
    named = max(len(_to_last(grid.cells.row(at))) for at in range(start, first))
    over = _filled_beyond(grid, head)
    wrong = [
        at
        for at in range(first, len(grid.lines))
        if grid.widths[at] < named or (grid.widths[at] > head and at in over)
    ]
    if not wrong:
        return
    line, cells = grid.lines[wrong[0]], grid.widths[wrong[0]]
    more = len(wrong) - 1
    others = f"; so it is with {more} more line{'s' * (more > 1)}" if more else ""
    raise Unreadable(
        f"line {line} has {cells} cell{'s' * (cells != 1)}, the head has {named}{others}",
        'put a cell that holds the delimiter in double quotes: "a, b"; leave out lines that are '
        "no part of the table: `skip: [1-3, 40]`",
        line,
    )


def _to_last(row: Row) -> Row:
    """Return a row up to its last cell that is not blank."""
    filled = [at for at, cell in enumerate(row, 1) if cell is not None]
    return row[: max(filled, default=0)]


def _filled_beyond(grid: Grid, head: int) -> frozenset[int]:
    """Return the rows that hold something beyond the cells of the head."""
    import polars as pl

    beyond = grid.cells.select(grid.cells.columns[head:])
    if not beyond.width:
        return frozenset()
    filled = beyond.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return frozenset(filled.arg_true().to_list())
