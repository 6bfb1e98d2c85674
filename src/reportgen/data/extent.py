"""Finds the table in the cells of a file: lines above it, its head, its rows, notes below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.data.about import About
from reportgen.data.grid import Grid, Unreadable, letter
from reportgen.data.head import (
    Row,
    depth_of,
    filled,
    goes_on,
    is_no_head,
    is_tags,
    is_upper,
    named,
    tags_in,
    told_apart,
    usual,
)

if TYPE_CHECKING:
    import polars as pl

TOP, BOTTOM = 60, 40
"""So many rows at the top are looked at for the head, so many at the bottom for notes."""

NOTE = re.compile(
    r"\W{0,3}(?:source|note|notes|footnote|quelle|anmerkung|hinweis|stand|fuente|nota|fonte|"
    r"data from|last updated|copyright|©|last update|created|출처|자료|주)\b",
    re.IGNORECASE,
)
RULE = re.compile(r"[-_=*–—]{4,}")
REMARK = re.compile(r"(?:\*|†|‡|\(?[a-z0-9]\)|\[[a-z0-9]\]|[¹²³]|\d\.?\s)\s*\D.*")


@dataclass(frozen=True)
class Table:
    """The table in a file: the names of its columns, and its rows as texts with their lines.

    `columns` are the numbers of its columns in the file, the first being 1.
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


def find_table(grid: Grid, about: About) -> Table:
    """Return the table in the cells of a file, as the settings say and else as it can be told.

    Raises Unreadable where it has no rows or no head, or a row does not fit the head.
    """
    grid, left_out = _skipped(grid, about)
    grid = _from_first_column(_filled_rows(grid))
    if not len(grid.lines):
        raise Unreadable("the file is empty", "the first line names the columns")
    if grid.names:
        return _table(grid, grid.names, int(is_tags(grid.cells.row(0))), left_out)
    top = grid.cells.head(TOP).rows()
    start = 0 if _says_top(about) else _start(top)
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
        ends = f"{tail[0]}-{tail[-1]}" if len(tail) > 1 else str(tail[0])
        kept = ", ".join([*top_lines, ends])
        assumed = [(one, f"skip: [{kept}]") for one, _ in assumed]
        assumed.append((f"{words} below the table left out as notes", f"skip: [{kept}]"))
    depth, upper = depth_of(top[start:], about)
    if upper:
        assumed.append((f"a head of {depth} lines", f"header: {depth}"))
    if start + depth > len(grid.lines):
        message = f"`header: {depth}` is more lines than there are"
        raise Unreadable(message, "write how many lines the head has", setting="header")
    tagged = start + depth < len(grid.lines) and is_tags(grid.cells.row(start + depth))
    _check_widths(grid, start, start + depth + tagged)
    names = named(grid, start, depth, about)
    found = _table(grid, names, start + depth + tagged, left_out)
    head_line = grid.lines[start]
    if not len(found.lines):
        raise Unreadable("the table has a head and no rows", "write rows below it", head_line)
    seen = list(found.seen)
    if tagged:
        seen.append(f"{grid.unit} {grid.lines[start + depth]} holds HXL tags")
    return replace(found, assumed=tuple(assumed), head_line=head_line, seen=tuple(seen))


def _says_top(about: About) -> bool:
    """Return whether `skip` says where the head begins: so many lines, or a list with the first."""
    if isinstance(about.skip, int):
        return about.skip > 0
    return any(1 in _line_range(one) for one in about.skip)


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


def _start(top: Sequence[Row]) -> int:
    """Return which row the head begins with: the first that is as full as the table below it.

    Where that one holds numbers, it is a row, and the line above it is the head.
    """
    tagged = tags_in(top)
    if tagged is not None:
        return max(0, tagged - 1)
    full = usual(top)
    if full < 2:
        return 0
    for at, row in enumerate(top):
        cells = filled(row)
        if cells[0].startswith("#") and not is_tags(row):
            continue
        if len(cells) * 2 > full or is_upper(top, at, full):
            has_head_above = at > 0 and (
                is_no_head(row, top[at + 1 :])
                or (
                    row[0] is None
                    and len(filled(top[at - 1])) > 1
                    and goes_on(top[at - 1], row, top[at + 1 :])
                )
            )
            return at - 1 if has_head_above else at
    return 0


def _without_notes(grid: Grid, start: int) -> tuple[Grid, list[int]]:
    """Return the cells without notes below the table, and the lines of these.

    Notes begin with a line of dashes, or are rows of one cell, the first, that read as notes or
    stand behind the table's only gap.
    """
    full = usual(grid.cells.slice(start, TOP).rows())
    if full < 2:
        return grid, []
    bottom = grid.cells.tail(min(BOTTOM, len(grid.lines) - start - 1)).rows()
    first = len(grid.lines) - len(bottom)
    dashes = next((at for at, row in enumerate(bottom) if RULE.fullmatch(row[0] or "")), None)
    kept = first + dashes if dashes is not None else _first_note(grid, bottom, first, full)
    if kept == len(grid.lines):
        return grid, []
    lines = list(grid.lines[kept:])
    return _taken(grid, range(kept)), lines


def _first_note(grid: Grid, bottom: Sequence[Row], first: int, full: int) -> int:
    """Return which row is the first of the notes at the end, the number of rows where none is."""
    found = len(grid.lines)
    gaps = [at for at in range(first + 1, found) if grid.lines[at] - grid.lines[at - 1] > 1]
    for back, row in enumerate(reversed(bottom), 1):
        at = len(grid.lines) - back
        if len(filled(row)) != 1 or row[0] is None:
            break
        short = full > 3 or grid.widths is None or grid.widths[at] == 1
        if _reads_as_note(row) or (short and gaps[:1] == [at]):
            found = at
    return found


def _reads_as_note(row: Row) -> bool:
    text = row[0] or ""
    return len(filled(row)) == 1 and bool(
        NOTE.match(text) or REMARK.fullmatch(text) or len(text) > 60
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
    positions = tuple(at + grid.first_column for at in kept)
    plain = [names[at] or letter(at + grid.first_column) for at in kept]
    told = told_apart(plain, positions)
    unnamed = [letter(at + grid.first_column) for at in kept if not names[at]]
    doubles = [one for one, name in zip(told, plain, strict=True) if one != name]
    seen = [f"columns without a name: {', '.join(unnamed)}"] * bool(unnamed)
    seen += [f"columns of one name told apart: {', '.join(doubles)}"] * bool(doubles)
    head_line = grid.lines[max(0, first - 1)] if len(grid.lines) else 1
    columns = [str(at) for at in kept]
    new = dict(zip(columns, told, strict=True))
    kinds = None if grid.kinds is None else grid.kinds.slice(first)
    return Table(
        names=told,
        cells=body.select(columns).rename(new),
        kinds=None if kinds is None else kinds.select(columns).rename(new),
        lines=grid.lines[first:],
        columns=positions,
        head_line=head_line,
        left_out=tuple(left_out),
        seen=tuple(seen),
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
