"""Is the cells of a file before it is known which of them are the table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

NUMBER, TEXT, BOOLEAN, DATE, ERROR = "n", "t", "b", "d", "e"
"""Kinds of cells where a file says them; a number's kind goes on with its format: `n0.0%`."""


class Unreadable(Exception):
    """A file is no table: what is wrong, in which line (1 where none is to blame), and what helps.

    `setting` is the key of NAME.yaml that is to blame, "" where it is the file.
    """

    def __init__(
        self,
        message: str,
        help: str = "",  # noqa: A002 (as in a diagnostic)
        line: int = 1,
        setting: str = "",
    ) -> None:
        super().__init__(message)
        self.help, self.line, self.setting = help, line, setting


@dataclass(frozen=True)
class Grid:
    """Rows of cells as texts, trimmed; null is a blank cell.

    `lines` gives each row's line in the file as an editor shows it, row of its sheet, or number of
    its record. `widths` gives how many cells each row has as written, None where all are alike.
    `kinds` has the kind of each cell where the file says it (a workbook, JSON), else it is None.
    """

    cells: "pl.DataFrame"
    lines: Sequence[int]
    widths: Sequence[int] | None = None
    kinds: "pl.DataFrame | None" = None
    sheet: str = ""
    first_column: int = 1
    assumed: tuple[tuple[str, str], ...] = ()
    """What was told from the file and may be wrong: in words, and the setting that says it."""
    seen: tuple[str, ...] = ()
    """What was told from the file and cannot change a value, in words."""
    names: tuple[str, ...] = ()
    """The columns' names where the file gives them apart from the cells (JSON)."""
    unit: str = field(default="line")
    """What `lines` counts: "line", "row" or "record"."""
    delimiter: str = ""
    """What divides the cells of text."""
    empty_formulas: tuple[str, ...] = ()
    """The addresses of cells whose formula was saved without its result."""
    hidden: tuple[str, ...] = ()
    """The hidden rows and columns of a sheet, in words."""


def letter(number: int) -> str:
    """Return the letters of a spreadsheet's column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
