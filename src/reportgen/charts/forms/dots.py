"""Dots on a line for each name: what several columns say of it, and how far they lie apart."""

from dataclasses import dataclass

from reportgen.charts.axes import axis_texts, draw_numbers
from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    LABELS,
    LIMITS,
    MULTIPLES,
    SERIES,
    SORT,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.naming import name_key
from reportgen.charts.noting import draw_notes
from reportgen.charts.rows import Row, placed_rows
from reportgen.charts.scales import Scale, rounded, ticks
from reportgen.charts.series import check_series, plotted
from reportgen.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots(Spec):
    """What a chart of dots says."""

    x: str
    y: tuple[str, ...]
    series: str = ""
    sort: str = ""
    labels: str = "auto"
    limits: tuple[float, float] | None = None
    multiples: str = ""


def extent(spec: Dots, table: Table) -> tuple[float, float]:
    """Return the ends of the scale: dots need no zero, but have it where it is near."""
    values = plotted(spec, table).values
    low, high = min(values), max(values)
    return (0.0 if 0 <= low < 0.5 * high else low), high


def draw(canvas: Canvas, area: Area, spec: Dots, table: Table) -> None:
    """Draw a row for each name: a thin line from its first to its last dot, values beside them."""
    look, size, found = canvas.look, canvas.look.size, plotted(spec, table)
    hot = {one.casefold() for one in spec.highlight}
    colors = [look.accent if one.name.casefold() in hot else color for one, color in
              zip(found.series, look.series(len(found.series)), strict=True)]  # fmt: skip
    box = area.box
    if len(found.series) > 1:
        box = name_key(canvas, box, [one.name for one in found.series], colors)
    order = list(range(len(found.names)))
    first = found.series[-1].values
    if spec.sort in ("largest", "smallest"):
        order.sort(key=lambda at: (first[at] or 0) * (-1 if spec.sort == "largest" else 1))
    elif spec.sort == "name":
        order.sort(key=lambda at: found.names[at].casefold())
    order = [at for at in order if any(one.values[at] is not None for one in found.series)]
    rows = [Row(found.names[at], is_strong=found.names[at].casefold() in hot) for at in order]
    inner, places = placed_rows(canvas, box.inset(bottom=1.7 * size), rows, thick=1.3)
    low, high = spec.limits or area.values or extent(spec, table)
    most = max(2, int(inner.width / (canvas.width_of(table.number(high)) * 2.2)))
    if spec.limits is None:
        low, high = rounded(low, high, most)
    texts = [table.printed(spec.y[-1], one) for one in found.values]
    side = canvas.widest(texts) + 0.9 * size if spec.labels != "none" else 0.6 * size
    scale = Scale(low, high, inner.left + side, inner.right - side)
    if scale.end - scale.start < 3 * size:
        message = "beside these names there is no room for dots"
        raise ChartFault(message, "shorten the names, or make it wider", "x")
    marks = tuple(ticks(low, high, most))
    for value in marks:
        canvas.rule((scale(value), inner.bottom - 0.2 * size), (scale(value), inner.top))
    draw_numbers(
        canvas, marks, axis_texts(marks, table, spec.y[0]), scale, inner.bottom - 0.95 * size,
        Box(area.box.left, 0, area.box.right, 0),
    )  # fmt: skip
    ends: dict[str, tuple[float, float]] = {}
    for at, place in zip(order, places, strict=True):
        y, is_hot = place.middle, found.names[at].casefold() in hot
        values = [one.values[at] for one in found.series]
        reach = sorted(scale(value) for value in values if value is not None)
        name = found.names[at]
        if len(reach) > 1 and reach[-1] > reach[0]:
            with canvas.part(name, *found.all_series):
                canvas.line([(reach[0], y), (reach[-1], y)], look.pale, 1.4, over=2)
        ends[found.names[at].casefold()] = reach[-1], y
        for number, one in enumerate(values):
            if one is not None:
                lone = is_hot and len(values) == 1
                with canvas.part(name, found.all_series[number]):
                    canvas.dot(scale(one), y, look.accent if lone else colors[number], 5.2)
        if spec.labels == "none":
            continue
        known = sorted((scale(value), value, number) for number, value in enumerate(values)
                       if value is not None)  # fmt: skip
        sides = [(known[-1], "right")]
        if len(known) > 1:
            sides.append((known[0], "left"))
        for (x, said, number), where in sides:
            text = table.printed(spec.y[0], said)
            with canvas.part(name, found.all_series[number]):
                canvas.label(
                    text, (x, y), sides=(where,), gap=0.55 * size,
                    weight="bold" if is_hot else "normal",
                    color=look.accent_text if is_hot else look.text,
                )  # fmt: skip
    within = Box(inner.left, inner.bottom, canvas.whole.right, inner.top)
    draw_notes(
        canvas, spec.notes, lambda key: ends.get(key.casefold()), within, found.parts_of_note
    )


FORM = Form(
    name="dots",
    says="Dots for values that are compared, such as before and after.",
    spec=Dots,
    settings=(
        Setting("x", Kind.COLUMN, "What the rows are called.", needed=True),
        Setting("y", Kind.COLUMNS, "What is measured: a dot for each column.", needed=True,
                numbers=True),
        SERIES, SORT, LABELS, LIMITS, MULTIPLES,
    ),
    draw=draw,
    check=check_series,
    extent=extent,
    mirrors=True,
    example='chart=dots x=province y="male,female" sort=largest',
)  # fmt: skip
