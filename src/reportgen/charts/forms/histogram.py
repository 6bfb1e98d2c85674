"""A histogram: how many rows lie in each part of a scale."""

from dataclasses import dataclass
from math import ceil, floor, sqrt

from reportgen.charts.axes import (
    FOOT,
    axis_texts,
    draw_numbers,
    draw_value_axis,
    gutter,
    value_axis,
)
from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    LABELS,
    MULTIPLES,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.noting import draw_notes, with_headroom
from reportgen.charts.scales import Scale, step_for
from reportgen.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram(Spec):
    """What a histogram says."""

    x: str
    bins: float = 0
    labels: str = "auto"
    multiples: str = ""


def bins_of(spec: Histogram, table: Table) -> tuple[float, float, list[int]]:
    """Return where the first part begins, how wide the parts are, and how many rows lie in each."""
    values = [one for one in table.numbers(spec.x) if one is not None]
    if not values:
        raise ChartFault("there is no value to be drawn", "pick other rows by `where`", "x")
    low, high = min(values), max(values)
    wanted = int(spec.bins) or min(16, max(4, ceil(sqrt(len(values)))))
    step = step_for(low, high, wanted) if high > low else 1.0
    start = floor(low / step + 1e-9) * step
    count = max(1, floor((high - start) / step + 1e-9) + 1)
    counts = [0] * count
    for value in values:
        counts[min(count - 1, floor((value - start) / step + 1e-9))] += 1
    return start, step, counts


def extent(spec: Histogram, table: Table) -> tuple[float, float]:
    """Return zero and the greatest count."""
    return 0.0, float(max(bins_of(spec, table)[2]))


def check(spec: Histogram, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    start, step, counts = bins_of(spec, table)
    for setting, keys in (("highlight", spec.highlight), ("notes", [key for key, _ in spec.notes])):
        for key in keys:
            try:
                value = float(key)
            except ValueError:
                hint = "write a number on the scale: the part that holds it is meant"
                raise ChartFault(f"`{key}` is no number", hint, setting) from None
            if not start <= value <= start + step * len(counts):
                hint = f"the scale runs from {start:g} to {start + step * len(counts):g}"
                raise ChartFault(f"`{key}` lies outside of the scale", hint, setting)


def draw(canvas: Canvas, area: Area, spec: Histogram, table: Table) -> None:
    """Draw columns that touch, over a scale of values; a light grid counts rows."""
    start, step, counts = bins_of(spec, table)
    hot = {floor((float(one) - start) / step + 1e-9) for one in spec.highlight}

    def drawn(headroom: float) -> None:
        look, size, box = canvas.look, canvas.look.size, area.box
        low, high = area.values or (0.0, float(max(counts)))
        inner = box.inset(bottom=FOOT * size, top=1.5 * size + headroom * box.height)
        if inner.height < 2.5 * size:
            raise ChartFault("there is no room for columns", "make the figure higher", "notes")
        axis = value_axis(low, high, inner.height, canvas, table, "", None)
        is_plain = look.is_slide
        inner = inner.inset(left=gutter(canvas, area, axis, is_plain=is_plain))
        y = Scale(axis.low, axis.high, inner.bottom, inner.top)
        x = Scale(start, start + step * len(counts), inner.left, inner.right)
        draw_value_axis(canvas, area, axis, y, inner, is_plain=is_plain)
        names = [table.number(start + step * at) for at in range(len(counts))]
        for at, count in enumerate(counts):
            color = look.accent if at in hot else look.main
            left, right = x(start + step * at), x(start + step * (at + 1))
            if count:
                with canvas.part(names[at]):
                    canvas.bar(left + 0.4, y(0), right - 0.4, y(count), color)
        marks = tuple(start + step * at for at in range(len(counts) + 1))
        draw_numbers(canvas, marks, axis_texts(marks, table, spec.x), x,
                     inner.bottom - 0.85 * size, Box(box.left, 0, box.right, 0))  # fmt: skip
        greatest = max(counts)
        for at, count in sorted(enumerate(counts), key=lambda one: (one[0] not in hot, -one[1])):
            wants = at in hot or count == greatest or spec.labels == "all"
            if wants and spec.labels != "none" and count:
                with canvas.part(names[at]):
                    canvas.label(
                        table.number(count), (x(start + step * (at + 0.5)), y(count)),
                        gap=0.25 * size, weight="bold" if at in hot else "normal",
                        color=look.accent_text if at in hot else look.text,
                    )  # fmt: skip

        def anchor(key: str) -> tuple[float, float]:
            at = min(len(counts) - 1, floor((float(key) - start) / step + 1e-9))
            return x(start + step * (at + 0.5)), y(counts[at])

        draw_notes(canvas, spec.notes, anchor, Box(inner.left, inner.bottom, box.right, box.top))

    with_headroom(canvas, drawn)


FORM = Form(
    name="histogram",
    says="A histogram for how values are spread.",
    spec=Histogram,
    settings=(
        Setting("x", Kind.COLUMN, "The values that are counted.", needed=True, numbers=True),
        Setting("bins", Kind.NUMBER, "About how many parts the scale has."),
        LABELS, MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    example="chart=histogram x=age bins=10",
)  # fmt: skip
