"""Proposes the text alternative of a chart from its data: its range, its ends, its largest changes.

Words stand before a colon, numbers print as the language has them: a sentence for each series.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.charts.table import Table
from reportgen.document import Chart
from reportgen.language import describing_words

MOST_SERIES = 4
"""So many series are described one by one."""
NAMED = 3
"""So many of the largest values of named things are said."""
STEP = 0.15
"""A change is said that is at least so much of the whole range."""
NUMBERS = ("y", "value", "low", "high", "size")
NAMES = ("name", "place", "x", "origin", "label")
"""Settings that name columns: what is measured, and what the rows are called."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value with the place that it is of, as both print."""

    place: str
    value: float
    printed: str

    @property
    def text(self) -> str:
        return f"{self.printed} ({self.place})" if self.place else self.printed

    @property
    def named(self) -> str:
        """The place first, as rankings have it."""
        return f"{self.place} ({self.printed})" if self.place else self.printed


@dataclass(frozen=True, slots=True)
class Row:
    """A series: its name, its values in order (None where there is none), and their places."""

    name: str
    values: tuple[Said | None, ...]
    places: tuple[str, ...]

    @property
    def known(self) -> tuple[Said, ...]:
        return tuple(one for one in self.values if one is not None)


def describe_plot(form: str, spec: Any, table: Table) -> str:
    """Return an alternative for a chart in words, in the language of its table."""
    rows = _counted(spec, table) if form == "histogram" else _rows(spec, table)
    is_time = _is_time(spec, table)
    words = describing_words(str(table.locale.language))
    measured = dict.fromkeys(table.label(one) for one in _columns(spec, NUMBERS))
    what = ", ".join(measured) or table.label(_name_column(spec))
    if getattr(spec, "unit", "") and spec.unit.casefold() not in what.casefold():
        what = f"{what} ({spec.unit})"
    if form == "ranges":
        return f"{words[form]}: {what}. {_ranges(spec, table)}"
    if form == "map" and spec.value and spec.value not in table.numeric:
        return f"{words[form]}: {what}. {_kinds(spec, table)}"
    return _text(words, words[form], what, rows, is_time=is_time)


def describe_chart(chart: Chart, lang: str) -> str:
    """Return an alternative for what a figure module draws, as far as it is a plain chart."""
    words = describing_words(lang)
    rows = [
        Row(
            one.name,
            tuple(
                None if value is None else Said(place, value, f"{value:,.12g}")
                for place, value in zip(chart.categories, one.values, strict=False)
            ),
            chart.categories,
        )
        for one in chart.series
    ]
    is_time = all(one.isdigit() and len(one) == 4 for one in chart.categories)
    name = {"column": "columns", "bar": "bars", "line": "lines", "area": "areas"}.get(
        chart.kind.value, "chart"
    )
    what = ", ".join(one.name for one in chart.series)
    return _text(words, words[name], what, rows, is_time=is_time)


def _text(
    words: dict[str, str], form: str, what: str, rows: Sequence[Row], *, is_time: bool
) -> str:
    rows = [row for row in rows if row.known]
    if not rows:
        return f"{form}: {what}."
    places = list(dict.fromkeys(place for row in rows for place in row.places))
    span = ""
    if is_time:
        span = f", {places[0]}\N{EN DASH}{places[-1]}"
    parts = [f"{form}: {what}{span}."]
    if not is_time:
        parts.append(f"{words['count']}: {len(rows[0].places)}.")
    for row in rows[:MOST_SERIES]:
        said = _trend(words, row) if is_time else _ranking(words, row)
        parts.append(f"{row.name} \N{EN DASH} {said}" if len(rows) > 1 else said)
    return " ".join(parts)


def _trend(words: dict[str, str], row: Row) -> str:
    known = row.known
    high = max(known, key=lambda one: one.value)
    low = min(known, key=lambda one: one.value)
    last = known[-1]
    parts = [f"{words['highest']}: {high.text}", f"{words['lowest']}: {low.text}"]
    parts += _changes(words, row, high.value - low.value)
    if last.place not in (high.place, low.place):
        parts.append(f"{words['last']}: {last.text}")
    missing = [place for place, one in zip(row.places, row.values, strict=True) if one is None]
    if missing:
        parts.append(f"{words['missing']}: {', '.join(missing)}")
    return _joined(parts)


def _changes(words: dict[str, str], row: Row, span: float) -> list[str]:
    """Return the largest fall and the largest rise from one place to the next."""
    steps = [
        (b.value - a.value, a, b)
        for a, b in zip(row.values, row.values[1:], strict=False)
        if a is not None and b is not None
    ]
    if not steps or not span:
        return []
    found = []
    for name, (change, a, b) in (("fall", min(steps, key=lambda one: one[0])),
                                 ("rise", max(steps, key=lambda one: one[0]))):  # fmt: skip
        if abs(change) >= STEP * span and (change < 0) == (name == "fall"):
            way = "\N{RIGHTWARDS ARROW}"
            found.append(f"{words[name]}: {a.printed} {way} {b.printed} ({a.place}, {b.place})")
    return found


def _ranking(words: dict[str, str], row: Row) -> str:
    known = sorted(row.known, key=lambda one: -one.value)
    top = ", ".join(one.named for one in known[:NAMED])
    parts = [f"{words['highest']}: {top}"]
    if len(known) > NAMED:
        parts.append(f"{words['lowest']}: {known[-1].named}")
    missing = [place for place, one in zip(row.places, row.values, strict=True) if one is None]
    if missing:
        parts.append(f"{words['missing']}: {', '.join(missing[:NAMED])}")
    return _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    return ". ".join(parts) + "."


def _columns(spec: Any, settings: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in settings:
        value = getattr(spec, name, None)
        found += [value] if isinstance(value, str) else list(value or ())
    return [one for one in dict.fromkeys(found) if one]


def _name_column(spec: Any) -> str:
    return next(iter(_columns(spec, NAMES)), "")


def _counted(spec: Any, table: Table) -> list[Row]:
    """Return how many rows lie in each part of a histogram's scale."""
    from reportgen.charts.forms.histogram import bins_of

    start, step, counts = bins_of(spec, table)
    places = tuple(
        f"{table.number(start + step * at)}\N{EN DASH}{table.number(start + step * (at + 1))}"
        for at in range(len(counts))
    )
    values = (Said(place, count, str(count)) for place, count in zip(places, counts, strict=True))
    return [Row("", tuple(values), places)]


def _ranges(spec: Any, table: Table) -> str:
    """Return each range from its low to its high end."""
    ends = zip(table.names(spec.x), table.numbers(spec.low), table.numbers(spec.high), strict=True)
    said = []
    for name, low, high in ends:
        if high is not None:
            first = spec.up_to if low is None else table.printed(spec.low, low)
            joint = " " if low is None else "\N{EN DASH}"
            last = table.printed(spec.high, high)
            said.append(f"{name}: {last if low == high else first + joint + last}")
    return "; ".join(said) + "."


def _kinds(spec: Any, table: Table) -> str:
    """Return the areas of each kind of a map."""
    kinds: dict[str, list[str]] = {}
    for name, kind in zip(_places(spec, table), table.names(spec.value), strict=True):
        if name and kind:
            kinds.setdefault(kind, []).append(name)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items()) + "."


def _is_time(spec: Any, table: Table) -> bool:
    """Return whether a chart runs over years, dates or numbers."""
    name = _name_column(spec)
    return name == getattr(spec, "x", "") and name in table.numeric and _is_listed(spec)


def _is_listed(spec: Any) -> bool:
    """Return whether each number stands at a place of its own, and is not counted or paired."""
    return isinstance(getattr(spec, "y", None), tuple)


def _rows(spec: Any, table: Table) -> list[Row]:
    """Return the series of a chart, in the order of its table."""
    name = _name_column(spec)
    names = _places(spec, table)
    columns = _columns(spec, NUMBERS)
    if getattr(spec, "name", "") and spec.x in table.numeric:
        columns = [spec.x, *columns]
    split = getattr(spec, "series", "")
    found: list[Row] = []
    for column in columns:
        if column not in table.numeric:
            continue
        values = table.numbers(column)
        groups = table.names(split) if split else [table.label(column)] * len(table)
        for group in dict.fromkeys(groups):
            at = [
                row for row, one in enumerate(groups) if one == group and (names[row] or not name)
            ]
            if name in table.numeric and name:
                at.sort(key=lambda row: table.numbers(name)[row] or 0.0)
            found.append(Row(
                group,
                tuple(_said(table, column, names[row], values[row]) for row in at),
                tuple(names[row] for row in at),
            ))  # fmt: skip
    return found


def _said(table: Table, column: str, place: str, value: float | None) -> Said | None:
    return None if value is None else Said(place, value, table.printed(column, value))


def _places(spec: Any, table: Table) -> list[str]:
    """Return what each row is called: of a flow, its two ends; "" for a row that is not shown."""
    origin, destination = getattr(spec, "origin", ""), getattr(spec, "destination", "")
    if origin and destination:
        way = "\N{RIGHTWARDS ARROW}"
        pairs = zip(table.names(origin), table.names(destination), strict=True)
        return [f"{start} {way} {end}" for start, end in pairs]
    if place := getattr(spec, "place", ""):
        return _countries(spec, table, place)
    name = _name_column(spec)
    return table.names(name) if name else [""] * len(table)


def _countries(spec: Any, table: Table, place: str) -> list[str]:
    from reportgen.charts.cartography.places import atlas

    known = atlas(table, spec.shapes, spec.key)
    keys = [(one, known.key(one)) for one in table.values(place)]
    return ["" if key is None else known.name(key, one) for one, key in keys]
