"""A pyramid: two groups by age or class, one to the left and one to the right."""

from dataclasses import dataclass

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.forms.bars import aside, bracket
from reportgen.charts.grammar import MULTIPLES, ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.noting import draw_notes
from reportgen.charts.parts import noted
from reportgen.charts.parts import series as series_part
from reportgen.charts.rows import Placed
from reportgen.charts.series import check_names, parts_of
from reportgen.charts.table import Table
from reportgen.diagnostics import counted

WIDEST = 0.3
"""The part of the width that names between the sides may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyramid(Spec):
    """What a pyramid says."""

    x: str
    y: tuple[str, ...]
    order: str = "up"
    multiples: str = ""


def extent(spec: Pyramid, table: Table) -> tuple[float, float]:
    """Return zero and the greatest value of both sides."""
    return 0.0, max(one for side in spec.y for one in table.numbers(side) if one is not None)


def check(spec: Pyramid, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    if len(spec.y) != 2:
        message = f"a pyramid has two sides, and `y` names {counted(len(spec.y), 'column')}"
        raise ChartFault(message, 'name two: `y="male,female"`', "y")
    values = [one for side in spec.y for one in table.numbers(side) if one is not None]
    if not values or max(values) <= 0:
        raise ChartFault("there is no value to be drawn", "pick other rows by `where`", "y")
    if min(values) < 0:
        raise ChartFault("a side of a pyramid cannot be below zero", "mend the data", "y")
    others = tuple(table.label(one) for one in spec.y)
    check_names(spec, table.names(spec.x), table.values(spec.x), others=others)


def draw(canvas: Canvas, area: Area, spec: Pyramid, table: Table) -> None:
    """Draw the sides from a column of names in the middle, each value at its bar's end."""
    look, size, box = canvas.look, canvas.look.size, area.box
    hot = {one.casefold() for one in spec.highlight}
    names = table.names(spec.x)
    order = list(range(len(names)))
    if spec.order == "up":
        order.reverse()
    sides = [table.numbers(one) for one in spec.y]
    texts = [[table.printed(column, value) if value is not None else "" for value in side]
             for column, side in zip(spec.y, sides, strict=True)]  # fmt: skip
    column = min(canvas.widest(names, weight="bold"), WIDEST * box.width)
    named = [canvas.lines(one, column, weight="bold") for one in names]
    line = canvas.look.leading * size
    high = max(map(len, named)) * line
    head, step = 1.7 * size, (box.height - 1.7 * size) / len(names)
    if step < high * 0.96:
        tall = (canvas.height - box.height + head + high * len(names)) * 25.4 / 72
        message = f"there is no room here for {counted(len(names), 'row')}"
        raise ChartFault(message, f"give it a height of {tall:.0f} mm", "x")
    middle = column + 1.6 * size
    brackets = [(parts_of(key), said) for key, said in spec.notes if " + " in key]
    wide = [canvas.widest(one, weight="bold") + 0.5 * size for one in texts]
    room = box.width - middle - sum(wide) - aside(canvas, box, brackets)
    greatest = [max((one or 0) for one in side) for side in sides]
    if area.values is not None:
        greatest = [area.values[1]] * 2
    scale = room / (sum(greatest) or 1)
    if room < 5 * size:
        message = "beside these names there is no room for a pyramid"
        raise ChartFault(message, "shorten the names, or make it wider", "x")
    center = box.left + wide[0] + greatest[0] * scale + middle / 2
    colors = (look.pale, look.main)
    labels = [table.label(one) for one in spec.y]
    for at, sign in ((0, -1), (1, 1)):
        edge = center + sign * middle / 2
        room = edge - box.left if sign < 0 else box.right - edge
        text = canvas.lines(labels[at], room, weight="bold")[0]
        with canvas.part(series_part(labels[at])):
            canvas.text(
                center + sign * middle / 2, box.top - 0.7 * size, text, weight="bold",
                align="right" if sign < 0 else "left", color=look.ink(colors[at]),
            )  # fmt: skip
    places, ends = [Placed(0, 0)] * len(names), [0.0] * len(names)
    for row, at in enumerate(order):
        y = box.top - head - step * (row + 0.5)
        thick = min(0.76 * step, 2.6 * size)
        is_hot = names[at].casefold() in hot
        top, weight = y + line * len(named[at]) / 2, "bold" if is_hot else "normal"
        with canvas.part(names[at]):
            canvas.block(center, top, named[at], align="center", weight=weight)
        for side, sign in ((0, -1), (1, 1)):
            value = sides[side][at]
            strong = (is_hot and side == 1) or labels[side].casefold() in hot
            strong = strong or (is_hot and labels[1].casefold() not in hot and side == 1)
            start = center + sign * middle / 2
            end = start + sign * (value or 0) * scale
            with canvas.part(names[at], series_part(labels[side])):
                if value:
                    color = look.accent if strong else colors[side]
                    canvas.bar(start, y - thick / 2, end, y + thick / 2, color)
                found = canvas.text(
                    end + sign * 0.4 * size, y, texts[side][at], align="right" if sign < 0 else
                    "left", weight="bold" if strong else "normal",
                )  # fmt: skip
            if side:
                places[at], ends[at] = Placed(y, thick), found.right
    with canvas.part(*map(series_part, labels)):
        _notes(canvas, spec, names, places, ends, box)


def _notes(
    canvas: Canvas, spec: Pyramid, names: list[str], places: list[Placed], ends: list[float],
    box: Box,
) -> None:  # fmt: skip
    at = {name.casefold(): number for number, name in enumerate(names)}
    singles = []
    for key, said in spec.notes:
        held = [at[one.casefold()] for one in parts_of(key) if one.casefold() in at]
        if len(held) > 1:
            furthest = max(ends[one] for one in held)
            with canvas.part(*noted(key)):
                bracket(canvas, [places[one] for one in held], furthest, said, box)
        elif held:
            singles.append((key, said))

    def anchor(key: str) -> tuple[float, float]:
        row = at[key.casefold()]
        return ends[row] + 0.4 * canvas.look.size, places[row].middle

    draw_notes(canvas, singles, anchor, box)


FORM = Form(
    name="pyramid",
    says="A pyramid for two groups by age.",
    spec=Pyramid,
    settings=(
        Setting("x", Kind.COLUMN, "Ages or classes, one row each.", needed=True),
        Setting("y", Kind.COLUMNS, "Two columns: the left side, the right side.", needed=True,
                numbers=True),
        Setting("order", Kind.CHOICE, "Whether the first row is at the foot, or at the top.",
                ("up", "down"), default="up"),
        MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    example='chart=pyramid x=age_at_entry y="male,female" highlight="20-29,30-39"',
)  # fmt: skip
