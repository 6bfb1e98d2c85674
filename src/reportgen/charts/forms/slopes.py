"""Slopes: a line for each name from its value at one time to that at another."""

from dataclasses import dataclass

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import LIMITS, MULTIPLES, ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.naming import spread
from reportgen.charts.noting import draw_notes
from reportgen.charts.scales import Scale
from reportgen.charts.series import check_names
from reportgen.charts.table import Table

WIDEST = 0.36
"""The part of the width that the names at one side may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes(Spec):
    """What a chart of slopes says."""

    x: str
    y: tuple[str, ...]
    limits: tuple[float, float] | None = None
    multiples: str = ""


def extent(spec: Slopes, table: Table) -> tuple[float, float]:
    """Return the least and the greatest value."""
    values = [one for column in spec.y for one in table.numbers(column) if one is not None]
    return min(values), max(values)


def check(spec: Slopes, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    if len(spec.y) != 2:
        message = f"slopes lead from one column to another, and `y` names {len(spec.y)}"
        raise ChartFault(message, 'name two: `y="before,after"`', "y")
    check_names(spec, table.names(spec.x), table.values(spec.x))
    if not any(None not in pair for pair in _pairs(spec, table)):
        raise ChartFault("no row has both values", "pick other rows by `where`", "y")


def _pairs(spec: Slopes, table: Table) -> list[tuple[float | None, float | None]]:
    return list(zip(table.numbers(spec.y[0]), table.numbers(spec.y[1]), strict=True))


def draw(canvas: Canvas, area: Area, spec: Slopes, table: Table) -> None:
    """Draw the slopes, values at both sides and names at the right."""
    look, size = canvas.look, canvas.look.size
    hot = {one.casefold() for one in spec.highlight}
    rows = [(name, before, after) for name, (before, after)
            in zip(table.names(spec.x), _pairs(spec, table), strict=True)
            if before is not None and after is not None]  # fmt: skip
    values = [(table.printed(spec.y[0], before), table.printed(spec.y[1], after))
              for _, before, after in rows]  # fmt: skip
    left = canvas.widest((one for one, _ in values), weight="bold") + 0.8 * size
    room = WIDEST * area.box.width
    numbers = canvas.widest((f"{after} " for _, after in values), weight="bold")
    widest = min(canvas.widest((name for name, _, _ in rows), weight="bold"), room - numbers)
    right = numbers + widest + 0.9 * size
    named = [canvas.lines(name, widest + 0.01, weight="bold") for name, _, _ in rows]
    head = 1.6 * size
    inner = area.box.inset(left=left, right=right, top=head, bottom=0.4 * size)
    if inner.width < 4 * size:
        message = "beside these names there is no room for slopes"
        raise ChartFault(message, "shorten the names, or make it wider", "x")
    low, high = spec.limits or area.values or extent(spec, table)
    scale = Scale(low, high if high > low else low + 1, inner.bottom + 0.5 * size,
                  inner.top - 0.5 * size)  # fmt: skip
    half = area.box.width / 2 - 0.5 * size
    for x, column, align in ((inner.left, spec.y[0], "left"), (inner.right, spec.y[1], "right")):
        canvas.line([(x, inner.bottom), (x, inner.top)], look.line, 0.6, over=1, takes=False)
        text = canvas.lines(table.label(column), half)[0]
        wide = canvas.width_of(text)
        start = area.box.left if align == "left" else max(
            area.box.left + half + size, min(x - wide / 2, area.box.right - wide)
        )  # fmt: skip
        canvas.text(start, inner.top + 0.8 * size, text, color=look.quiet)
    line = canvas.look.leading * size
    tall = [line * len(lines) for lines in named]
    try:
        starts = spread([scale(one) for _, one, _ in rows], [line] * len(rows),
                        inner.bottom - 0.4 * size, inner.top)  # fmt: skip
        ends = spread([scale(one) for _, _, one in rows], tall, inner.bottom - 0.4 * size,
                      inner.top)  # fmt: skip
    except ChartFault:
        message = f"{len(rows)} names do not fit beside the slopes"
        raise ChartFault(message, "show fewer by `where`, or make it higher", "x") from None
    bare = not hot
    for at, (name, before, after) in enumerate(rows):
        is_hot = name.casefold() in hot
        color = look.accent if is_hot else look.main if bare else look.pale
        ink = look.accent_text if is_hot else look.text if bare else look.quiet
        weight = "bold" if is_hot else "normal"
        with canvas.part(name):
            _slope(canvas, (inner.left, scale(before)), (inner.right, scale(after)), color, is_hot)
            gap = 0.6 * size
            canvas.text(inner.left - gap, starts[at], values[at][0], align="right", color=ink,
                        weight=weight)  # fmt: skip
            top = ends[at] + tall[at] / 2
            canvas.text(inner.right + gap, top - line / 2, values[at][1], color=ink,
                        weight=weight)  # fmt: skip
            canvas.block(inner.right + gap + numbers, top, named[at], color=ink, weight=weight)
            for x, y, middle in ((inner.left, scale(before), starts[at]),
                                 (inner.right, scale(after), top - line / 2)):  # fmt: skip
                if abs(middle - y) > 0.5 * size:
                    side = -1 if x == inner.left else 1
                    canvas.line([(x + side * 0.15 * size, y), (x + side * 0.45 * size, middle)],
                                look.quiet, 0.4, takes=False)  # fmt: skip
    marks = {name.casefold(): (inner.right, scale(after)) for name, _, after in rows}
    within = Box(inner.left, area.box.bottom, inner.right, area.box.top)
    draw_notes(canvas, spec.notes, lambda key: marks.get(key.casefold()), within)


def _slope(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], color: str, is_hot: bool  # noqa: FBT001
) -> None:  # fmt: skip
    canvas.line([start, end], color, 2.0 if is_hot else 1.3, over=4 if is_hot else 3)
    for point in (start, end):
        canvas.dot(*point, color, 4, over=5)


FORM = Form(
    name="slopes",
    says="Slopes for how named things changed between two times.",
    spec=Slopes,
    settings=(
        Setting("x", Kind.COLUMN, "What the lines are called.", needed=True),
        Setting("y", Kind.COLUMNS, "Two columns: before and after.", needed=True, numbers=True),
        LIMITS, MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    example='chart=slopes x=province y="share_2003,share_2024" highlight=Ryanggang',
)  # fmt: skip
