"""A scatter: a dot for each row, those that count with their names."""

from dataclasses import dataclass

from reportgen.charts.axes import axis_texts, draw_numbers, draw_value_axis, gutter, value_axis
from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import MULTIPLES, ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.noting import draw_notes, with_headroom
from reportgen.charts.scales import Scale, rounded, ticks
from reportgen.charts.series import check_names
from reportgen.charts.table import Table

ALL = 24
"""So many points at most are all named, where there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter(Spec):
    """What a scatter says."""

    x: str
    y: str
    name: str = ""
    labels: str = "auto"
    multiples: str = ""


def points_of(spec: Scatter, table: Table) -> list[tuple[float, float, str]]:
    """Return the points that have both values, with their names."""
    names = table.names(spec.name) if spec.name else [""] * len(table)
    rows = zip(table.numbers(spec.x), table.numbers(spec.y), names, strict=True)
    found = [(x, y, name) for x, y, name in rows if x is not None and y is not None]
    if not found:
        raise ChartFault("no row has both values", "pick other rows by `where`", "x")
    return found


def check(spec: Scatter, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    names = [name for _, _, name in points_of(spec, table)]
    if not spec.name and (spec.highlight or spec.notes):
        message = "to highlight a point it needs a name"
        raise ChartFault(message, "say which column has names: `name=COLUMN`", "highlight")
    check_names(spec, names, names)


def _ends(values: list[float], most: int) -> tuple[float, float]:
    low, high = min(values), max(values)
    if 0 <= low < 0.4 * high:
        low = 0.0
    if low == high:
        low, high = low - 1, high + 1
    return rounded(low, high, most)


def draw(canvas: Canvas, area: Area, spec: Scatter, table: Table) -> None:
    """Draw points on two scales, each with its name along it, and the names of those that count."""
    points = points_of(spec, table)
    hot = {one.casefold() for one in spec.highlight}

    def drawn(headroom: float) -> None:
        look, size, box = canvas.look, canvas.look.size, area.box
        top = canvas.lines(table.label(spec.y), box.width)[:1]
        below = canvas.block(box.left, box.top, top, color=look.quiet)
        inner = Box(
            box.left, box.bottom + 3.0 * size, box.right - 0.6 * size,
            below - 0.5 * size - headroom * box.height,
        )  # fmt: skip
        if inner.height < 3 * size:
            raise ChartFault("there is no room for points", "make the figure higher", "notes")
        low, high = _ends([y for _, y, _ in points], max(2, int(inner.height / (3 * size))))
        axis = value_axis(low, high, inner.height, canvas, table, spec.y, (low, high))
        inner = inner.inset(left=gutter(canvas, area, axis, is_plain=False))
        most = max(2, int(inner.width / (5 * size)))
        least, greatest = _ends([x for x, _, _ in points], most)
        x = Scale(least, greatest, inner.left + 0.6 * size, inner.right - 0.4 * size)
        y = Scale(low, high, inner.bottom, inner.top)
        draw_value_axis(canvas, area, axis, y, inner, is_plain=False)
        marks = tuple(ticks(least, greatest, most))
        draw_numbers(canvas, marks, axis_texts(marks, table, spec.x), x,
                     inner.bottom - 0.95 * size, Box(box.left, 0, box.right, 0))  # fmt: skip
        foot = canvas.lines(table.label(spec.x), inner.width)[0]
        canvas.text(inner.right, box.bottom + 0.6 * size, foot, color=look.quiet, align="right")
        order = sorted(points, key=lambda one: one[2].casefold() in hot)
        for at_x, at_y, name in order:
            color = look.accent if name.casefold() in hot else look.main
            with canvas.part(*filter(None, [name])):
                canvas.dot(x(at_x), y(at_y), color, 4.2 if name.casefold() in hot else 3.4)
        inside = Box(inner.left, inner.bottom, box.right, box.top)
        wanted = sorted(points, key=lambda one: (one[2].casefold() not in hot, -one[1]))
        few = len(points) <= (ALL if not look.is_slide else 10)
        for place, (at_x, at_y, name) in enumerate(wanted):
            is_hot = name.casefold() in hot
            first = place == 0 and not hot
            if not name or not (is_hot or few or first or spec.labels == "all"):
                continue
            if spec.labels == "none" and not is_hot:
                continue
            with canvas.part(name):
                box_ = canvas.label(
                    name, (x(at_x), y(at_y)), sides=("right", "left", "above", "below"),
                    gap=0.5 * size, weight="bold" if is_hot else "normal", within=inside,
                    color=look.accent_text if is_hot else look.text,
                )  # fmt: skip
                if box_ is None and is_hot:
                    canvas.note(
                        name, (x(at_x), y(at_y)), within=inner, size=size, weight="bold",
                        color=look.accent_text, setting="highlight",
                    )  # fmt: skip
        places = {name.casefold(): (x(at_x), y(at_y)) for at_x, at_y, name in points}
        draw_notes(canvas, spec.notes, lambda key: places.get(key.casefold()), inner)

    with_headroom(canvas, drawn)


FORM = Form(
    name="scatter",
    says="A scatter for how two measures go together, with the points that count named.",
    spec=Scatter,
    settings=(
        Setting("x", Kind.COLUMN, "The measure along the foot.", needed=True, numbers=True),
        Setting("y", Kind.COLUMN, "The measure along the side.", needed=True, numbers=True),
        Setting("name", Kind.COLUMN, "What the points are called."),
        Setting("labels", Kind.CHOICE, "Which points are named beside the highlighted ones.",
                ("auto", "all", "none")),
        MULTIPLES,
    ),
    draw=draw,
    check=check,
    example='chart=scatter x=total y=female_share_pct name=province highlight=Pyongyang',
)  # fmt: skip
