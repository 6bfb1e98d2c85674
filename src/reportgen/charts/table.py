"""The rows that a chart shows: columns of numbers and names, and how their values print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel import Locale

from reportgen.language import print_value

Number = int | float
NO_UNITS = "none"
"""What `units` says of a dataset that counts nothing."""


@dataclass(frozen=True, slots=True)
class Header:
    """How a column prints: its label, unit, digits after the point, and format."""

    label: str = ""
    unit: str = ""
    digits: int | None = None
    format: str = ""

    @property
    def is_year(self) -> bool:
        return self.format == "year"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as columns of values, all of one length. `others` are datasets that a setting names.

    `shapes` is the parsed GeoJSON where the data are shapes and no table.
    """

    name: str
    columns: Mapping[str, Sequence[Any]]
    headers: Mapping[str, Header]
    locale: Locale
    units: str = ""
    numeric: frozenset[str] = frozenset()
    others: "Mapping[str, Table]" = field(default_factory=dict)
    shapes: Any = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def values(self, column: str) -> list[Any]:
        """Return the values of a column as they are, None where there is none."""
        return list(self.columns[column])

    def numbers(self, column: str) -> list[float | None]:
        """Return the numbers of a column, None where a cell is empty."""
        return [None if value is None else float(value) for value in self.columns[column]]

    def names(self, column: str) -> list[str]:
        """Return the values of a column as they print: years as years, ranges with a dash."""
        return [self.printed(column, value) for value in self.columns[column]]

    def printed(self, column: str, value: object) -> str:
        """Return a value as it prints in its column."""
        header = self.headers.get(column, Header())
        if isinstance(value, float) and header.is_year and value == int(value):
            value = int(value)
        if isinstance(value, str):
            return dashed(value)
        digits, format_ = header.digits, header.format
        if format_ == SHORT:
            format_, digits = "", decimals(float(value)) if isinstance(value, int | float) else 0
        return minus(print_value(value, self.locale, format_, header.unit, digits))

    def label(self, column: str) -> str:
        """Return what a column is called: its label, else its name in words."""
        header = self.headers.get(column)
        return header.label if header and header.label else in_words(column)

    def unit_of(self, names: Sequence[str]) -> str:
        """Return what the numbers of some columns count ("people"), "" where it is not one thing.

        The dataset's own word goes before those of columns, which no translation has.
        """
        heads = [self.headers.get(name, Header()) for name in names]
        if any(head.unit == "percent" or head.format == SHORT for head in heads):
            return ""
        units = {head.unit for head in heads} - {""}
        if self.units in ("", NO_UNITS):
            return units.pop() if len(units) == 1 else ""
        return self.units

    def rows(self, wanted: Sequence[int]) -> "Table":
        """Return the table with only the wanted rows, in their order."""
        columns = {name: [values[at] for at in wanted] for name, values in self.columns.items()}
        return Table(
            self.name, columns, self.headers, self.locale, self.units, self.numeric, self.others,
            self.shapes,
        )  # fmt: skip

    def number(self, value: float, digits: int | None = None) -> str:
        """Return a number as the language prints it."""
        whole = value == int(value) and abs(value) < 1e15
        return minus(print_value(int(value) if whole else value, self.locale, digits=digits))


SHORT = "short"
"""The format of numbers in thousands or millions: as many digits as each has, at most two."""
AMOUNTS = {"thousand": 1e3, "ten thousand": 1e4, "million": 1e6, "billion": 1e9}


def counted_in(table: Table, amount: str) -> Table:
    """Return a table whose numbers, but for years and percentages, are thousands or millions."""
    divisor = AMOUNTS.get(amount, 1.0)
    columns, headers = dict(table.columns), dict(table.headers)
    for name in table.numeric:
        header = headers.get(name, Header())
        if header.is_year or header.unit == "percent":
            continue
        columns[name] = [
            None if one is None else float(f"{one / divisor:.10g}") for one in columns[name]
        ]
        headers[name] = replace(header, format=SHORT)
    return replace(table, columns=columns, headers=headers)


def decimals(value: float, most: int = 2) -> int:
    """Return how many digits after the point a number has, at most so many."""
    return len(f"{round(value, most):.{most}f}".rstrip("0").partition(".")[2])


def in_words(name: str) -> str:
    """Return the name of a column in words: "female_share" is "Female share"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def dashed(text: str) -> str:
    """Return a text with an en dash between numbers: "20-29" is a range."""
    return re.sub(r"(?<![\d-])(\d+)\s?-\s?(\d+)(?![\d-])", "\\1\N{EN DASH}\\2", text)


def minus(text: str) -> str:
    """Return a printed number with the sign of minus, no hyphen, before its digits."""
    return re.sub(r"^-(?=[\d.,])", "\N{MINUS SIGN}", text)
