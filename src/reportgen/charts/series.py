"""Series of values over places on an axis, from columns side by side or from one long column."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.charts.grammar import ChartFault
from reportgen.charts.parts import FigurePart, category, noted, series
from reportgen.charts.table import Table, dashed
from reportgen.diagnostics import suggestion


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its name, and a value for each place, None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Plotted:
    """Places on an axis in their order, what they are called, and the series over them.

    `numbers` are where they lie on it where that is a scale (years, numbers), else None.
    """

    keys: tuple[Any, ...]
    names: tuple[str, ...]
    series: tuple[Series, ...]
    numbers: tuple[float, ...] | None
    is_years: bool = False
    is_dated: bool = False
    """Whether the places are days or months, as parts of years."""

    @property
    def totals(self) -> list[float]:
        """The sum of all series at each place."""
        columns = zip(*(one.values for one in self.series), strict=True)
        return [sum(value or 0.0 for value in values) for values in columns]

    @property
    def values(self) -> list[float]:
        """All values that there are."""
        return [one for series in self.series for one in series.values if one is not None]

    def at(self, name: str) -> int | None:
        """Return the number of the place that is called so, None for none."""
        for at, (key, printed) in enumerate(zip(self.keys, self.names, strict=True)):
            if name.casefold() in (str(key).casefold(), printed.casefold()):
                return at
        return None

    def at_any(self, names: Iterable[str]) -> int | None:
        """Return the place of the first of some names that is one, None for none."""
        return next((at for name in names if (at := self.at(name)) is not None), None)

    def is_series(self, name: str) -> bool:
        return any(name.casefold() == one.name.casefold() for one in self.series)

    @property
    def all_series(self) -> tuple[FigurePart, ...]:
        """Its series as parts of the figure: what is said of them together comes with the last."""
        return tuple(series(one.name) for one in self.series)

    def parts_of_note(self, key: str) -> tuple[FigurePart, ...]:
        """Return the parts that a note is of: of one series, or of all of them at one place."""
        own = noted(key)[:1]
        if self.is_series(key):
            return (
                *own,
                *(one for one in self.all_series if one.name.casefold() == key.casefold()),
            )
        at = self.at(key)
        return (*own, category(key if at is None else self.names[at]), *self.all_series)


def plotted(spec: Any, table: Table) -> Plotted:
    """Return what a spec with `x`, `y` and perhaps `series` shows of a table.

    Raises ChartFault where two rows say a value for the same place.
    """
    split = getattr(spec, "series", "")
    header = table.headers.get(spec.x)
    is_scale = spec.x in table.numeric
    keys = [key for key in dict.fromkeys(table.values(spec.x)) if key is not None]
    moments = {} if is_scale else _moments(keys)
    if is_scale or moments:
        keys.sort(key=lambda key: moments.get(key, key))
    at = {key: place for place, key in enumerate(keys)}
    found: dict[str, list[float | None]] = {}
    for column in spec.y:
        names = table.names(split) if split else [table.label(column)] * len(table)
        values = zip(table.values(spec.x), names, table.numbers(column), strict=True)
        for key, name, value in values:
            row = found.setdefault(name, [None] * len(keys))
            if key is None:
                continue
            if row[at[key]] is not None and value is not None:
                message = f"`{table.printed(spec.x, key)}` has two values of `{column}`"
                hint = "pick one row for each by `where`, or split them by `series=COLUMN`"
                raise ChartFault(message, hint, "x")
            if value is not None:
                row[at[key]] = value
    if not any(value is not None for row in found.values() for value in row):
        raise ChartFault("there is no value to be drawn", "pick other rows by `where`", "y")
    return Plotted(
        tuple(keys),
        tuple(table.printed(spec.x, key) for key in keys),
        tuple(Series(name, tuple(row)) for name, row in found.items()),
        tuple(float(moments.get(key, key)) for key in keys) if is_scale or moments else None,
        bool(header and header.is_year) or bool(moments),
        bool(moments),
    )


def _moments(keys: list[Any]) -> dict[Any, float]:
    """Return where dates lie on a scale of years; nothing where not all of the keys are dates."""
    found = {key: at for key in keys if (at := moment(key)) is not None}
    is_dated = len(found) == len(keys) and all("-" in str(key) for key in keys)
    return found if is_dated else {}


def moment(value: object) -> float | None:
    """Return a year, `2013-05` or `2013-05-28` as a number of years, None for none."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        return value.year + (value.timetuple().tm_yday - 1) / 365.25
    parts = str(value).strip().split("-")
    try:
        numbers = [int(one) for one in parts]
    except ValueError:
        return None
    month = numbers[1] if len(numbers) > 1 else 1
    day = numbers[2] if len(numbers) > 2 else 1
    if not (1 <= month <= 12 and 1 <= day <= 31 and len(numbers) <= 3):
        return None
    return numbers[0] + (month - 1) / 12 + (day - 1) / 366


def check_names(
    spec: Any, known: list[str], raws: list[Any], *, others: tuple[str, ...] = ()
) -> None:
    """Raise ChartFault for a highlight, note or change at a place that there is not."""
    places = {dashed(one).casefold() for one in (*known, *map(str, raws), *others)}
    keys = [key.casefold() for key, _ in spec.notes]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise ChartFault(f"`{twice}` has two notes", "write one of the two", "notes")
    wanted = [("highlight", one) for one in spec.highlight]
    wanted += [("change", one) for one in getattr(spec, "change", ())]
    wanted += [("notes", part) for key, _ in spec.notes for part in parts_of(key)]
    for setting, name in wanted:
        if name.casefold() not in places:
            hint = suggestion(name, [*dict.fromkeys(known), *others], "value")
            raise ChartFault(f"nothing in this chart is called `{name}`", hint, setting)


def parts_of(key: str) -> tuple[str, ...]:
    """Return the places that a note is about: several are joined by a plus."""
    return tuple(part.strip() for part in key.split(" + "))


def check_series(spec: Any, table: Table) -> None:
    """Raise ChartFault for what a chart of series cannot follow."""
    shown = plotted(spec, table)
    names = tuple(one.name for one in shown.series)
    check_names(spec, list(shown.names), list(shown.keys), others=names)
