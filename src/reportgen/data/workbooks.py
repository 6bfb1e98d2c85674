"""Reads workbooks: a sheet of an Excel or OpenDocument file, its cells with their formats."""

import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from reportgen.data.about import About
from reportgen.data.grid import BOOLEAN, DATE, ERROR, NUMBER, TEXT, Grid, Unreadable, letter
from reportgen.diagnostics import suggestion

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGE = 10_000_000
"""A file that unpacks to more is read by calamine, which knows no formats: openpyxl takes long."""
LARGEST = 1_000_000_000
"""A file that unpacks to more is none that a person made."""

MOST_CELLS = 5_000_000
"""A sheet of more cells is no table, or one stray cell stands far from it."""
MOST_TEXT = 200_000_000
"""Texts that many cells share take a place of their own in each."""

LARGEST_WHOLE = 1e15
"""Up to here a workbook's numbers hold each whole one: 15 digits."""

Value = tuple[str, str]
"""A cell as text, with its kind."""


class _Unopened(Exception):
    """openpyxl does not open a file; calamine is asked, which minds no formats."""


def read_workbook(data: bytes, ending: str, about: About) -> Grid:
    """Return the cells of the sheet that is wanted, else of the first that is not hidden.

    Raises Unreadable for a file that is no workbook, or has no such sheet or range.
    """
    unpacked = _unpacked(data)
    if unpacked > LARGEST:
        raise Unreadable(f"it unpacks to {unpacked / 1e9:.0f} GB", "save the table alone as .csv")
    if ending in (".xlsx", ".xlsm") and unpacked <= LARGE:
        with suppress(_Unopened):
            return _by_openpyxl(data, about)
    return _by_calamine(data, about)


def _unpacked(data: bytes) -> int:
    """Return how many bytes a file of parts unpacks to; its own size where it has none."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(one.file_size for one in archive.infolist())
    except (BadZipFile, ValueError, OSError):
        return len(data)


# --- with formats -----------------------------------------------------------------------------


def _by_openpyxl(data: bytes, about: About) -> Grid:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not read: validation, print settings
        try:
            book = load_workbook(io.BytesIO(data), data_only=True)
            formulas = load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
        except Exception as error:
            raise _Unopened from error
    sheets = list(book.worksheets)
    shown = [one.title for one in sheets if one.sheet_state == "visible"]
    title, assumed = _sheet([one.title for one in sheets], shown, about)
    sheet = next(one for one in sheets if one.title == title)
    cells = _cells(sheet, _bounds(about.range))
    if not cells:
        raise Unreadable(f"the sheet `{title}` is empty", "name another: `sheet: NAME`")
    bounds = _around(cells)
    hidden_rows = {n for n, one in sheet.row_dimensions.items() if one.hidden}
    hidden_columns = _hidden_columns(sheet)
    left = (hidden_rows, hidden_columns) if about.hidden is False else (set(), set())
    rows = [at for at in sorted({row for row, _ in cells}) if at not in left[0]]
    columns = [at for at in range(bounds[0], bounds[2] + 1) if at not in left[1]]
    if len(rows) * len(columns) > MOST_CELLS:
        message = f"the sheet `{title}` reaches to {letter(bounds[2])}{bounds[3]}"
        raise Unreadable(message, "name the part that is the table: `range: A1:F500`")
    values = [
        [_excel(cells[row, at]) if (row, at) in cells else ("", "") for at in columns]
        for row in rows
    ]
    words = _hidden_words(
        [at for at in sorted(hidden_rows) if bounds[1] <= at <= bounds[3]],
        [at for at in sorted(hidden_columns) if bounds[0] <= at <= bounds[2]],
    )
    if words and about.hidden is None:
        assumed.append((f"{' and '.join(words)}, hidden in the sheet, read too", "hidden: true"))
    merged = _merged(sheet, bounds)
    seen = [f"merged cells hold one value, the others are blank: {merged}"] if merged else []
    empty = _unsaved(formulas[title], cells, bounds) if formulas else ()
    return _grid(values, rows, title, bounds[0], assumed, seen, words, empty)


def _cells(
    sheet: "Worksheet", within: tuple[int, int, int, int] | None
) -> dict[tuple[int, int], Any]:
    """Return the cells of a sheet that hold something, by row and column.

    Asking for cells one by one would make each that is not there, up to the last that has a format.
    """
    found = {at: cell for at, cell in sheet._cells.items() if cell.value is not None}
    if within is None:
        return found
    left, top, right, bottom = within
    return {
        (row, column): cell
        for (row, column), cell in found.items()
        if top <= row <= bottom and left <= column <= right
    }


def _around(cells: Collection[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Return first column, first row, last column and last row of cells."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    return min(columns), min(rows), max(columns), max(rows)


def _has_formulas(data: bytes) -> bool:
    with ZipFile(io.BytesIO(data)) as archive:
        names = [one for one in archive.namelist() if one.startswith("xl/worksheets/")]
        return any(b"<f" in archive.read(one) for one in names)


def _unsaved(
    formulas: "Worksheet",
    values: Collection[tuple[int, int]],
    within: tuple[int, int, int, int],
) -> tuple[str, ...]:
    """Return the addresses of cells with a formula and no result."""
    return tuple(
        f"{letter(column)}{row}"
        for (row, column), cell in sorted(_cells(formulas, within).items())
        if cell.data_type == "f" and (row, column) not in values
    )


def _hidden_columns(sheet: "Worksheet") -> set[int]:
    found: set[int] = set()
    for one in sheet.column_dimensions.values():
        if one.hidden:
            found.update(range(one.min or 1, (one.max or one.min or 1) + 1))
    return found


def _hidden_words(rows: Sequence[int], columns: Sequence[int]) -> tuple[str, ...]:
    words = []
    if rows:
        words.append(f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:8]))}")
    if columns:
        words.append(f"column{'s' * (len(columns) > 1)} {', '.join(map(letter, columns[:8]))}")
    return tuple(words)


def _merged(sheet: "Worksheet", bounds: tuple[int, int, int, int]) -> str:
    """Return the merged ranges of more than one row: what is in them is not of each row."""
    found = [
        str(one)
        for one in sheet.merged_cells.ranges
        if one.max_row > one.min_row and bounds[1] <= one.min_row <= bounds[3]
    ]
    return ", ".join(sorted(found)[:6])


def _excel(cell: Any) -> Value:
    """Return what an Excel cell holds, a number as programs write it, with kind and format."""
    if cell.data_type == "e":
        return str(cell.value), ERROR
    text, kind = _value(cell.value)
    if kind != NUMBER:
        return text, kind
    zeros = re.fullmatch(r'"?(0{2,})"?', cell.number_format or "")
    if zeros and text.isdigit():  # a code: what the sheet shows is 004
        return text.zfill(len(zeros[1])), TEXT
    return text, NUMBER + (cell.number_format or "")


def _value(value: Any) -> Value:
    match value:
        case None:
            return "", ""
        case bool():
            return str(value).lower(), BOOLEAN
        case int():
            return str(value), NUMBER
        case float():
            whole = value.is_integer() and abs(value) < LARGEST_WHOLE
            return (str(int(value)) if whole else repr(value)), NUMBER
        case datetime():
            midnight = value.time() == time(0)
            return (value.date() if midnight else value).isoformat(), DATE
        case date() | time() | timedelta():
            return str(value), DATE
        case _:
            text = str(value)
            return text, ERROR if text.startswith("#") and text in ERRORS else TEXT


ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!"})


# --- without ----------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what a library of Rust writes when it panics off standard error: a finding says it."""
    try:
        kept = os.dup(2)
    except OSError:  # closed
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


OF_SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def _with_type(data: bytes) -> bytes:
    """Return a file; one that says nowhere that it is of OpenDocument says so (part 2, 3.3).

    Some programs write none of that, and others still open what they wrote.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "content.xml" not in names or "mimetype" in names:
                return data
    except (BadZipFile, ValueError, OSError):
        return data
    made = io.BytesIO(data)
    with ZipFile(made, "a") as archive:
        archive.writestr("mimetype", OF_SHEETS)
    return made.getvalue()


def _by_calamine(data: bytes, about: About) -> Grid:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        with _quiet():
            book = CalamineWorkbook.from_filelike(io.BytesIO(_with_type(data)))
        names = [one.name for one in book.sheets_metadata]
        shown = [
            one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible
        ]
        title, assumed = _sheet(names, shown, about)
        with _quiet():
            sheet = book.get_sheet_by_name(title)
        if sheet.start is None:
            raise Unreadable(f"the sheet `{title}` is empty", "name another: `sheet: NAME`")
        top, left = sheet.start
        if sheet.width * sheet.height > MOST_CELLS * 10:
            message = f"the sheet `{title}` has {sheet.height:,} rows of {sheet.width:,} cells"
            raise Unreadable(message, "save the table alone as .csv")
        with _quiet():
            rows = sheet.to_python(skip_empty_area=True)
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # calamine panics on some files, which is no Exception
        raise _no_workbook(error) from None
    values = [[_value(None if cell == "" else cell) for cell in row] for row in rows]
    bounds = _bounds(about.range)
    lines = list(range(top + 1, top + 1 + len(values)))
    if bounds is not None:
        keep = [at for at, line in enumerate(lines) if bounds[1] <= line <= bounds[3]]
        first = max(0, bounds[0] - left - 1)
        values = [values[at][first : bounds[2] - left] for at in keep]
        lines, left = [lines[at] for at in keep], max(left, bounds[0] - 1)
    if about.hidden is False:
        message = "which rows and columns are hidden is not known of such a file"
        raise Unreadable(message, "delete them in the workbook", setting="hidden")
    seen = ["read without formats of cells, hidden rows and columns not told"]
    return _grid(values, lines, title, left + 1, assumed, seen, ("what may be hidden",), ())


# --- both -------------------------------------------------------------------------------------


def _sheet(
    names: Sequence[str], shown: Sequence[str], about: About
) -> tuple[str, list[tuple[str, str]]]:
    """Return the sheet to read, and what is assumed where there are several."""
    wanted = str(about.sheet)
    if wanted:
        if wanted in names:
            return wanted, []
        hint = suggestion(wanted, list(names), "sheet")
        raise Unreadable(f"there is no sheet `{wanted}`", hint, setting="sheet")
    if not names:
        raise Unreadable("the file has no sheet with cells")
    title = (shown or names)[0]
    if len(names) == 1:
        return title, []
    others = [f"`{one}`" + " (hidden)" * (one not in shown) for one in names if one != title]
    listed = ", ".join(others[:6]) + f" and {len(others) - 6} more" * (len(others) > 6)
    return title, [(f"the sheet `{title}`, not {listed}", f'sheet: "{title}"')]


def _bounds(written: str) -> tuple[int, int, int, int] | None:
    """Return first column, first row, last column and last row of a range as `B3:F20`."""
    if not written:
        return None
    from openpyxl.utils import range_boundaries

    with suppress(ValueError, TypeError):
        left, top, right, bottom = range_boundaries(written.replace("$", "").upper())
        if left and top and right and bottom:
            return left, top, right, bottom
    raise Unreadable(f"`{written}` is no range", "write `range: B3:F20`", setting="range")


def _grid(
    values: Sequence[Sequence[Value]],
    rows: Sequence[int],
    title: str,
    first_column: int,
    assumed: Sequence[tuple[str, str]],
    seen: Sequence[str],
    hidden: tuple[str, ...],
    empty: tuple[str, ...],
) -> Grid:
    import polars as pl

    from reportgen.data.delimited import trimmed

    width = max((len(row) for row in values), default=0)
    if sum(len(text) for row in values for text, _ in row) > MOST_TEXT:
        message = f"the cells of the sheet `{title}` hold more text than a table does"
        raise Unreadable(message, "name the part that is the table: `range: A1:F500`")

    def column(at: int, part: int) -> Iterator[str]:
        for row in values:
            yield row[at][part] if at < len(row) else ""

    texts, kinds = (
        pl.DataFrame({str(at): pl.Series(column(at, part), dtype=pl.String) for at in range(width)})
        for part in (0, 1)
    )
    return Grid(
        trimmed(texts),
        list(rows),
        kinds=kinds,
        sheet=title,
        first_column=first_column,
        assumed=tuple(assumed),
        seen=tuple(seen),
        unit="row",
        hidden=hidden,
        empty_formulas=empty,
    )


def _no_workbook(error: BaseException) -> Unreadable:
    words = str(error).split("\n")[0][:120]
    return Unreadable(
        f"this is no workbook that can be read: {words}",
        "open it and save it as .xlsx without a password",
    )
