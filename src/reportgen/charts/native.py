"""Gives a chart in words as a chart of PowerPoint's own, or says why it can be none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from reportgen.charts.forms import bars, histogram, scatter
from reportgen.charts.look import Look
from reportgen.charts.series import Plotted, plotted
from reportgen.charts.table import Table
from reportgen.document import Chart, ChartKind, Series

FEW = 12
"""So many values are all printed."""
NONE: Mapping[str, str] = {
    "map": "PowerPoint draws maps by a service of its own, and of no shapes",
    "waffle": "PowerPoint has no chart of squares",
    "ranges": "PowerPoint has no bars that begin off zero",
    "timeline": "PowerPoint has no line of events",
    "table": "it is a table with bars in its cells",
}
"""Why a form is no chart of PowerPoint's own."""
SCALED = 400
"""A line over more steps than these has too many categories."""


def native_chart(name: str, spec: Any, table: Table, look: Look) -> Chart | str:
    """Return what a form shows as a chart, or why that cannot be one."""
    if name in NONE:
        return NONE[name]
    if getattr(spec, "events", ""):
        return "events have no place in a chart of PowerPoint's own"
    if getattr(spec, "change", ()):
        return "a change between columns has no place in a chart of PowerPoint's own"
    if any(" + " in key for key, _ in spec.notes):
        return "a note on several places at once has no place in a chart of PowerPoint's own"
    return _MAKERS[name](spec, table, look)


def _columns(spec: Any, table: Table, look: Look) -> Chart | str:
    found = _with_gaps(plotted(spec, table))
    return _upright(ChartKind.COLUMN, spec, table, look, found)


def _upright(
    kind: ChartKind, spec: Any, table: Table, look: Look, found: Plotted
) -> Chart | str:  # fmt: skip
    is_many = len(found.series) > 1
    stacked = is_many and spec.bars in ("stacked", "share")
    series = tuple(
        Series(
            one.name,
            one.values,
            _colors(spec, look, found, number),
            _labels(spec, found, number, none=stacked),
        )
        for number, one in enumerate(found.series)
    )
    return _noted(
        Chart(
            kind, found.names, series, stacked=stacked, share=stacked and spec.bars == "share",
            number_format=_format(table, spec.y[0]), limits=getattr(spec, "limits", None),
        ),
        spec, found, table,
    )  # fmt: skip


def _bars(spec: Any, table: Table, look: Look) -> Chart | str:
    if spec.group or spec.text:
        return "rows in groups, or with words for numbers, are no chart of PowerPoint's own"
    rows, names = bars.rows_of(spec, table), bars.series_names(spec, table)
    found = Plotted(
        tuple(row.name for row in rows),
        tuple(row.name for row in rows),
        tuple(
            plotted_series(name, [row.values[at] for row in rows]) for at, name in enumerate(names)
        ),
        None,
    )
    return _upright(ChartKind.BAR, spec, table, look, found)


def plotted_series(name: str, values: Sequence[float | None]) -> Any:
    """Return a series of a form."""
    from reportgen.charts.series import Series as Drawn

    return Drawn(name, tuple(values))


def _lines(spec: Any, table: Table, look: Look) -> Chart | str:
    found = _with_gaps(plotted(spec, table))
    if len(found.names) > SCALED:
        return "its years lie too far apart for a chart of PowerPoint's own"
    is_many = len(found.series) > 1
    made = []
    for number, one in enumerate(found.series):
        last = max((at for at, value in enumerate(one.values) if value is not None), default=-1)
        labels: list[str | None] = [None] * len(one.values)
        if spec.labels == "all":
            labels = [None if value is None else "" for value in one.values]
        for name in spec.highlight:
            at = found.at(name)
            if at is not None and one.values[at] is not None and spec.labels != "none":
                labels[at] = ""
        is_beside = last > 0 and labels[last - 1] is not None and not is_many
        if last >= 0 and not is_beside and (is_many or spec.labels != "none"):
            said = table.printed(spec.y[0], one.values[last]) if spec.labels != "none" else ""
            labels[last] = f"{one.name} {said}".strip() if is_many else ""
        colors = _colors(spec, look, found, number)
        made.append(Series(one.name, one.values, colors[:1], tuple(labels)))
    low, high = spec.limits or (None, None)
    chart = Chart(
        ChartKind.LINE, found.names, tuple(made), number_format=_format(table, spec.y[0]),
        limits=None if low is None or high is None else (low, high),
    )  # fmt: skip
    return _noted(chart, spec, found, table)


def _areas(spec: Any, table: Table, look: Look) -> Chart | str:
    found = plotted(spec, table)
    if any(value is None for one in found.series for value in one.values):
        return "a value of an area is missing, which PowerPoint would draw as zero"
    if spec.notes:
        return "a note on an area has no place in a chart of PowerPoint's own"
    chart = _upright(ChartKind.AREA, spec, table, look, _with_gaps(found))
    if isinstance(chart, str):
        return chart
    plain = tuple(
        replace(one, labels=(None,) * len(one.values), colors=one.colors[:1])
        for one in chart.series
    )
    return replace(chart, series=plain, stacked=True)


def _histogram(spec: Any, table: Table, look: Look) -> Chart | str:
    start, step, counts = histogram.bins_of(spec, table)
    ends = [start + step * at for at in range(len(counts) + 1)]
    digits = next((one for one in range(4) if round(step, one) == step), 3)
    names = tuple(
        f"{table.number(round(low, digits))}\N{EN DASH}{table.number(round(high, digits))}"
        for low, high in pairwise(ends)
    )
    series = Series(table.label(spec.x), tuple(map(float, counts)), (look.main,))
    return Chart(ChartKind.COLUMN, names, (series,), gap=6, number_format="#,##0")


def _scatter(spec: Any, table: Table, look: Look) -> Chart | str:
    points = scatter.points_of(spec, table)
    hot = {one.casefold() for one in spec.highlight}
    notes = {key.casefold(): said for key, said in spec.notes}
    names = [name.casefold() for _, _, name in points]
    named = spec.labels != "none"
    all_named = spec.labels == "all" or len(points) <= FEW // 2
    ends = {max(points, key=lambda point: point[at])[2].casefold() for at in (0, 1)}
    labels = tuple(
        f"{name}: {notes[folded]}" if folded in notes
        else name if named and name and (folded in hot | ends or all_named) else None
        for (_, _, name), folded in zip(points, names, strict=True)
    )  # fmt: skip
    colors = tuple(look.accent if one in hot else look.main for one in names)
    series = Series(
        table.label(spec.y), tuple(y for _, y, _ in points), colors, labels,
        tuple(x for x, _, _ in points),
    )  # fmt: skip
    return Chart(
        ChartKind.SCATTER, tuple(name for _, _, name in points), (series,),
        titles=(table.label(spec.x), table.label(spec.y)),
        number_format=_format(table, spec.y),
    )  # fmt: skip


def _dots(spec: Any, table: Table, look: Look) -> Chart | str:
    """Return dots as a scatter: rows from top to bottom, each named at its first dot."""
    found = plotted(spec, table)
    if spec.notes:
        return "a note beside dots has no place in a chart of PowerPoint's own"
    lead = found.series[-1].values
    order = list(range(len(found.names)))
    if spec.sort in ("largest", "smallest"):
        order.sort(key=lambda at: (lead[at] or 0) * (-1 if spec.sort == "largest" else 1))
    elif spec.sort == "name":
        order.sort(key=lambda at: found.names[at].casefold())
    hot = {one.casefold() for one in spec.highlight}
    tones = look.series(len(found.series))
    first = [
        min((value, number) for number, one in enumerate(found.series)
            if (value := one.values[at]) is not None)[1] if any(
                one.values[at] is not None for one in found.series) else 0
        for at in range(len(found.names))
    ]  # fmt: skip
    made = []
    for number, one in enumerate(found.series):
        rows = [at for at in order if one.values[at] is not None]
        printed = {at: table.printed(spec.y[0], one.values[at]) for at in rows}
        colors = tuple(
            look.accent if {found.names[at].casefold(), one.name.casefold()} & hot
            else tones[number] for at in rows
        )  # fmt: skip
        labels = tuple(
            f"{found.names[at]} {printed[at]}" if first[at] == number else printed[at]
            for at in rows
        )
        heights = tuple(float(len(order) - order.index(at)) for at in rows)
        xs = tuple(value for at in rows if (value := one.values[at]) is not None)
        made.append(Series(one.name, heights, colors, labels, xs))
    names = tuple(found.names[at] for at in order)
    return Chart(ChartKind.SCATTER, names, tuple(made), limits=(0.0, len(order) + 1.0))


def _pyramid(spec: Any, table: Table, look: Look) -> Chart | str:
    if spec.notes:
        return "a note beside a pyramid has no place in a chart of PowerPoint's own"
    names = table.names(spec.x)
    hot = {one.casefold() for one in spec.highlight}
    tones = (look.pale, look.main)
    series = []
    for side, tone in zip(spec.y, tones, strict=True):
        values = tuple(table.numbers(side))
        marked = side != spec.y[0]
        colors = tuple(look.accent if name.casefold() in hot and marked else tone for name in names)
        series.append(Series(table.label(side), values, colors, ("",) * len(values)))
    return Chart(
        ChartKind.BAR, tuple(names), tuple(series), mirrored=True,
        from_below=spec.order == "up", number_format=_format(table, spec.y[0]),
    )  # fmt: skip


def _slopes(spec: Any, table: Table, look: Look) -> Chart | str:
    if spec.notes:
        return "a note beside slopes has no place in a chart of PowerPoint's own"
    return "PowerPoint has no chart of slopes with names at both of their ends"


_MAKERS: Mapping[str, Callable[[Any, Table, Look], Chart | str]] = {
    "columns": _columns,
    "bars": _bars,
    "lines": _lines,
    "areas": _areas,
    "histogram": _histogram,
    "scatter": _scatter,
    "dots": _dots,
    "pyramid": _pyramid,
    "slopes": _slopes,
}


def _with_gaps(found: Plotted) -> Plotted:
    """Return what is shown with a place for each year that is missing in between."""
    numbers = found.numbers
    if numbers is None or not found.is_years or len(numbers) < 2:
        return found
    steps = [b - a for a, b in pairwise(numbers)]
    least = min(steps)
    places = round((numbers[-1] - numbers[0]) / least) + 1
    if least <= 0 or places > SCALED or any(round(step / least) * least != step for step in steps):
        return found
    at = {round((one - numbers[0]) / least): place for place, one in enumerate(numbers)}
    years = [numbers[0] + least * place for place in range(places)]
    names = tuple(
        found.names[at[place]] if place in at else f"{year:g}" for place, year in enumerate(years)
    )
    series = tuple(
        replace(one, values=tuple(one.values[at[p]] if p in at else None for p in range(places)))
        for one in found.series
    )
    keys = tuple(int(year) if year == int(year) else year for year in years)
    return Plotted(keys, names, series, tuple(years), found.is_years)


def _colors(spec: Any, look: Look, found: Plotted, number: int) -> tuple[str, ...]:
    """Return the colours of a series' values: what is highlighted in the accent."""
    one = found.series[number]
    tone = look.series(len(found.series))[number]
    hot = {found.at(name) for name in spec.highlight}
    is_hot = one.name.casefold() in {name.casefold() for name in spec.highlight}
    marks = number == 0
    colors = [
        look.accent if is_hot or (at in hot and marks) else tone for at in range(len(found.names))
    ]
    return tuple(colors) if len(set(colors)) > 1 else tuple(colors[:1])


def _labels(spec: Any, found: Plotted, number: int, *, none: bool) -> tuple[str | None, ...]:
    """Return which values of a series are printed: all of few, else those that count."""
    values = found.series[number].values
    wanted = getattr(spec, "labels", "none")
    if none or wanted == "none":
        return (None,) * len(values)
    if wanted == "all" or len(values) * len(found.series) <= FEW:
        return tuple(None if value is None else "" for value in values)
    known = [at for at, value in enumerate(values) if value is not None]
    hot = {found.at(name) for name in spec.highlight}
    most = max(known, key=lambda at: values[at] or 0.0, default=-1)
    return tuple("" if at in known and (at in hot or at in (most, known[-1])) else None
                 for at in range(len(values)))  # fmt: skip


def _noted(chart: Chart, spec: Any, found: Plotted, table: Table) -> Chart | str:
    """Return a chart with its notes as labels of the values that they are about."""
    if not spec.notes:
        return chart
    if chart.stacked:
        return "a note on a stack has no place in a chart of PowerPoint's own"
    labels = list(chart.series[0].labels)
    for key, said in spec.notes:
        at = found.at(key)
        if at is None or chart.series[0].values[at] is None:
            return f"its note at `{key}` is about no value"
        labels[at] = f"{table.printed(spec.y[0], chart.series[0].values[at])}\n{said}"
    first = replace(chart.series[0], labels=tuple(labels))
    return replace(chart, series=(first, *chart.series[1:]))


def _format(table: Table, column: str) -> str:
    """Return how the numbers of a column print, "" as their digits ask for."""
    header = table.headers.get(column)
    if header is None:
        return ""
    digits = header.digits
    if header.unit == "percent":
        return "#,##0" + ("." + "0" * digits if digits else "") + '"%"'
    if header.format == "percent":
        return "0" + ("." + "0" * digits if digits else "") + "%"
    return "#,##0" + ("." + "0" * digits if digits else "") if digits is not None else ""
