"""Names what NAME.yaml may tell of a dataset: what it is, and how its file is to be read."""

from typing import Any

import msgspec

from reportgen.document import TABLE_FILES

FOLDER = "content/data"

ENDINGS = (*TABLE_FILES, ".geojson")
"""The endings of files that are datasets, in small letters."""

FORMATS = ("integer", "decimal", "percent", "compact", "plain", "year")
"""How numbers may be said to print."""

TYPES = ("number", "text", "year")
"""What a column may be said to hold, where the file alone does not tell it."""


class ColumnInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column is read (`type`) and prints: head, unit, digits after the point, format."""

    label: str = ""
    unit: str = ""
    digits: int | None = None
    format: str = ""
    type: str = ""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What NAME.yaml tells. `source` holds keys of the bibliography.

    The settings from `delimiter` on say how the file is read; what they leave open is told from it.
    """

    title: str = ""
    source: str | list[str] = []
    license: str = ""
    retrieved: Any = ""
    units: str = ""
    notes: str = ""
    public: bool = False
    columns: dict[str, ColumnInfo] = {}
    checks: str | list[str] = []
    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    thousands: str = ""
    percent: bool | None = None
    marks: str | list[str] = []
    na: Any = []
    skip: int | list[int | str] = 0
    header: int | None = None
    names: list[str] = []
    sheet: str | int = ""
    range: str = ""
    hidden: bool | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else tuple(self.source)

    @property
    def blanks(self) -> frozenset[str]:
        """The texts of cells that stand for “no value”, as `na` gives them."""
        given = self.na if isinstance(self.na, list) else [self.na]
        return frozenset(str(one) for one in given)

    @property
    def footmarks(self) -> tuple[str, ...]:
        """What stands beside numbers and is no part of them, as `marks` gives it."""
        given = [self.marks] if isinstance(self.marks, str) else self.marks
        return tuple(one for one in given if one)

    @property
    def invariants(self) -> tuple[str, ...]:
        return (self.checks,) if isinstance(self.checks, str) else tuple(self.checks)
