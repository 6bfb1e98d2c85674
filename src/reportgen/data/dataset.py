"""Is a table of data as it was read: its rows, their places in the file, how its columns print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportgen.data.about import FOLDER, About, ColumnInfo
from reportgen.data.grid import letter
from reportgen.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Dataset:
    """A table of data, or shapes (GeoJSON), which have no `frame`.

    `infos` say how columns print, as NAME.yaml and else the file tells; `kinds` what they hold, in
    words. `faults` are the columns that should hold numbers and do not, each with its finding: it
    is reported by what uses the column.
    """

    name: str
    path: str
    about: About
    frame: "pl.DataFrame"
    lines: Sequence[int] = ()
    unit: str = "line"
    sheet: str = ""
    positions: tuple[int, ...] = ()
    """The number of each column in the file."""
    infos: Mapping[str, ColumnInfo] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Diagnostic] = field(default_factory=dict)
    shapes: Any = None
    assumed: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    as_written: bytes = b""
    """The file itself, where that is the table as read: UTF-8, commas, nothing left out."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """How texts print in the document's language, by column and by what the file has."""
    wording_files: tuple[str, ...] = ()
    """Where words in the document's language are looked for: NAME.TAG.yaml."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the data and of the YAML files beside it, which need not exist."""
        return self.path, f"{FOLDER}/{self.name}.yaml", *self.wording_files

    def printed(self, column: str, value: Any) -> Any:
        """Return a cell's text in the document's language, any other value as it is."""
        return self.names.get(column, {}).get(value, value) if isinstance(value, str) else value

    @property
    def is_table(self) -> bool:
        return self.shapes is None

    @property
    def contents(self) -> Any:
        """What a figure module gets: the data frame, or the parsed GeoJSON."""
        return self.frame if self.is_table else self.shapes

    def address(self, row: int, column: str) -> str:
        """Return where a cell stands: `Sheet!B7` in a workbook, else its line or record."""
        number = self.lines[row]
        if self.sheet:
            at = self.frame.columns.index(column)
            return f"{self.sheet}!{letter(self.positions[at])}{number}"
        return f"{self.unit} {number}"

    def span(self, row: int) -> Span:
        """Return the place of a row of the file."""
        return Span(self.path, self.lines[row])

    def as_csv(self) -> bytes:
        """Return the table as read, as CSV (RFC 4180) in UTF-8."""
        return self.as_written or self.frame.write_csv().encode()
