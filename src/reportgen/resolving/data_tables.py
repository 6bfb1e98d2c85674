"""Makes tables of datasets: the wanted columns of the wanted rows, as the language prints them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from babel import Locale

from reportgen.characters import too_long
from reportgen.data.about import FOLDER, ColumnInfo
from reportgen.data.dataset import Dataset
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, UnknownColumn, rows_with
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import Align, Cell, Column, DataTable, Paragraph, Table, Text, Written
from reportgen.language import print_value

LONG, MOST = 500, 10_000
"""Rows of a table from which on readers are warned, and more than which no document shows."""
ROWS_A_PAGE = 45
LONGEST_CELL = 3_000
"""Letters of about half a page: rows are not divided, and layout finds no end with longer ones."""


@dataclass(frozen=True, slots=True)
class DataTables:
    """Makes the tables of a document; `no_data` prints in cells without a value."""

    datasets: Datasets
    diagnostics: Diagnostics
    locale: Locale
    no_data: str

    def made(self, wanted: DataTable) -> Table[Written]:
        """Return a table, without rows where something of it was found wrong."""
        empty: Table[Written] = Table(wanted.id, (), (), (), wanted.caption, wanted.span)
        name = PurePosixPath(wanted.source).stem
        dataset = self.datasets.get(name, wanted.span)
        if dataset is None or not self._is_meant(wanted, dataset):
            return empty
        columns = _named(wanted.columns, dataset.frame.columns)
        rows = self._rows(wanted, dataset)
        if not self._are_sound(wanted, columns, dataset) or rows is None:
            return empty
        if not self._are_few(rows, wanted, dataset):
            return empty
        if not self._are_short(columns, rows, dataset):
            return empty
        return self._table(empty, name, dataset, columns, rows)

    def _is_meant(self, wanted: DataTable, dataset: Dataset) -> bool:
        """Report a file that is another than the dataset of its name, or that holds no table."""
        if dataset.path != wanted.source or not dataset.is_table:
            message = f"`{wanted.source}` is not the dataset `{dataset.name}`: `{dataset.path}` is"
            hint = f"name that one, or move the file into `{FOLDER}`"
            self.diagnostics.add(Rule.MISSING_FILE, message, wanted.span, hint)
            return False
        return True

    def _rows(self, wanted: DataTable, dataset: Dataset) -> Sequence[int] | None:
        """Return the rows that `where` picks, or report what is wrong with it and return None."""
        if not wanted.where.strip():
            return range(dataset.frame.height)
        try:
            return rows_with(dataset.frame, wanted.where).to_list()
        except UnknownColumn as error:
            self._no_column(error.name, wanted, dataset)
        except BadExpression as error:
            message = f"`where` cannot be followed: {error}"
            self.diagnostics.add(Rule.BAD_FORMULA, message, wanted.span, error.help)
        return None

    def _are_sound(self, wanted: DataTable, columns: Sequence[str], dataset: Dataset) -> bool:
        """Report columns that are not there, or that are no columns of numbers and should be."""
        missing = [one for one in columns if one not in dataset.frame.columns]
        for column in missing:
            self._no_column(column, wanted, dataset)
        faulty = [dataset.faults[one] for one in columns if one in dataset.faults]
        self.diagnostics.update(faulty)
        return not (missing or faulty)

    def _no_column(self, name: str, wanted: DataTable, dataset: Dataset) -> None:
        self.diagnostics.add(
            Rule.MISSING_COLUMN,
            f"`{dataset.path}` has no column `{name}`",
            wanted.span,
            suggestion(name, dataset.frame.columns, "column"),
        )

    def _are_few(self, rows: Sequence[int], wanted: DataTable, dataset: Dataset) -> bool:
        """Report a table that is long, and refuse one that is no table for readers."""
        count = len(rows)
        if count > MOST:
            self.diagnostics.add(
                Rule.TABLE_TOO_LONG,
                f"{count:,} rows of `{dataset.path}` are no table; {MOST:,} are the most",
                wanted.span,
                'pick rows by `where="..."`, or attach the data: `public: true` in '
                f"`{dataset.files[1]}`",
            )
        elif count > LONG:
            pages = max(1, count // ROWS_A_PAGE)
            self.diagnostics.add(
                Rule.LONG_TABLE,
                f"this table has {count:,} rows: about {pages} pages",
                wanted.span,
                'pick rows by `where="..."`',
            )
        return count <= MOST

    def _are_short(self, columns: Sequence[str], rows: Sequence[int], dataset: Dataset) -> bool:
        """Report, once for each column, a cell that is longer than any that a page can show."""
        found = True
        for column in columns:
            if wrong := too_long(column, LONGEST_CELL):
                place = Span(dataset.path, max(1, dataset.span(0).line - 1))
                message, hint = f"the name of a column: {wrong}", "write a shorter one"
                self.diagnostics.add(Rule.TEXT_OVERFLOW, message, place, hint)
                return False
            held = dataset.frame[column]
            for row in () if held.dtype.is_numeric() else rows:
                if isinstance(value := held[row], str) and (wrong := too_long(value, LONGEST_CELL)):
                    message = f"column `{column}`: {wrong}"
                    hint = 'shorten it, or name other columns: `{columns="a,b"}`'
                    self.diagnostics.add(Rule.TEXT_OVERFLOW, message, dataset.span(row), hint)
                    found = False
                    break
        return found

    def _table(
        self,
        empty: Table[Written],
        name: str,
        dataset: Dataset,
        columns: Sequence[str],
        rows: Sequence[int],
    ) -> Table[Written]:
        infos = [dataset.infos[one] for one in columns]
        numeric = [dataset.frame[one].dtype.is_numeric() for one in columns]
        chosen = dataset.frame.select(columns)[list(rows)] if rows else dataset.frame.head(0)
        return replace(
            empty,
            columns=tuple(
                Column(Align.RIGHT if number and numeric[number] else Align.LEFT)
                for number in range(len(columns))
            ),
            head=(
                tuple(
                    _cell(info.label or one, empty.span)
                    for one, info in zip(columns, infos, strict=True)
                ),
            ),
            rows=tuple(
                tuple(
                    _cell(self._printed(dataset.printed(column, value), info), empty.span)
                    for column, value, info in zip(columns, row, infos, strict=True)
                )
                for row in chosen.iter_rows()
            ),
            dataset=name,
        )

    def _printed(self, value: object, info: ColumnInfo) -> str:
        if isinstance(value, bool):
            value = str(value).lower()
        printed = print_value(value, self.locale, info.format, info.unit, info.digits)
        return printed or self.no_data


def _cell(text: str, span: Span) -> Cell[Written]:
    return Cell((Paragraph((Text(text),), span),))


def _named(wanted: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the wanted columns, all where none is named.

    A name that holds a comma came in parts, as commas divide names.
    """
    names: list[str] = []
    at = 0
    while at < len(wanted):
        for end in range(len(wanted), at, -1):
            joined = ", ".join(wanted[at:end])
            if joined in known or end == at + 1:
                names.append(joined)
                at = end
                break
    return tuple(names) or tuple(known)
