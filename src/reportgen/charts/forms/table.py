"""A table with bars in its cells: names, and for each column of numbers bars to scale."""

from dataclasses import dataclass

from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    MOST,
    MULTIPLES,
    REST,
    SORT,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.noting import draw_notes
from reportgen.charts.parts import series as series_part
from reportgen.charts.series import check_names
from reportgen.charts.table import Table
from reportgen.diagnostics import counted
from reportgen.language import and_more


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(Spec):
    """What a table with bars says."""

    x: str
    y: tuple[str, ...]
    sort: str = ""
    most: float = 0
    rest: str = ""
    multiples: str = ""


def check(spec: Cells, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    others = tuple(table.label(one) for one in spec.y)
    check_names(spec, table.names(spec.x), table.values(spec.x), others=others)


def draw(canvas: Canvas, area: Area, spec: Cells, table: Table) -> None:
    """Draw a row for each name under a head; numbers stand before their bars."""
    look, size, box = canvas.look, canvas.look.size, area.box
    hot = {one.casefold() for one in spec.highlight}
    names, columns, texts = _cells(spec, table)
    first = min(canvas.widest(names, weight="bold"), 0.4 * box.width) + 1.2 * size
    numbers = [canvas.widest(column, weight="bold") for column in texts]
    each = (box.width - first) / len(spec.y)
    if each - max(numbers) - 1.2 * size < 1.5 * size:
        message = f"there is no room here for {counted(len(spec.y), 'column')} of bars"
        raise ChartFault(message, "name fewer in `y`, or make it wider", "y")
    line = look.leading * size
    heads = [canvas.lines(table.label(one), each - 0.6 * size) for one in spec.y]
    head = line * max(map(len, heads)) + 0.5 * size
    lines = [canvas.lines(name, first - 1.2 * size, weight="bold" if name.casefold() in hot else
                          "normal") for name in names]  # fmt: skip
    tall = [line * len(one) + 0.2 * size for one in lines]
    spare = (box.height - head - sum(tall)) / len(names)
    if spare < -0.01:
        needed = (canvas.height - box.height + head + sum(tall)) * 25.4 / 72
        message = f"there is no room here for {counted(len(names), 'row')}"
        most = max(2, len(names) // 2)
        hint = f"give it a height of {needed:.0f} mm, or show fewer: `most={most}`"
        raise ChartFault(message, hint, "most")
    spare = min(spare, 1.0 * size)
    for at, shown in enumerate(heads):
        left = box.left + first + each * at
        bottom = box.top - head + 0.3 * size
        with canvas.part(series_part(table.label(spec.y[at]))):
            canvas.block(left, bottom + line * len(shown), shown, color=look.quiet)
    top = box.top - head
    canvas.line([(box.left, top), (box.right, top)], look.text, 0.75, takes=False)
    zeros = []
    for values in columns:
        known = [one for one in values if one is not None] or [0.0]
        zeros.append((min(0.0, *known), max(0.0, *known)))
    for row, name in enumerate(names):
        height = tall[row] + spare
        middle, is_hot = top - height / 2, name.casefold() in hot
        weight = "bold" if is_hot else "normal"
        with canvas.part(name):
            canvas.block(box.left, middle + line * len(lines[row]) / 2, lines[row],
                         weight=weight)  # fmt: skip
        for at, values in enumerate(columns):
            left = box.left + first + each * at
            own = canvas.part(name, series_part(table.label(spec.y[at])))
            low, high = zeros[at]
            room = each - numbers[at] - 1.2 * size
            zero = left + numbers[at] + 0.5 * size + (0 - low) / ((high - low) or 1) * room
            end = zero + (values[row] or 0) / ((high - low) or 1) * room
            is_series = table.label(spec.y[at]).casefold() in hot
            half = min(0.36 * (height), 0.7 * size)
            with own:
                canvas.text(
                    left + numbers[at], middle, texts[at][row], align="right", weight=weight
                )
                if values[row]:
                    color = look.accent if is_hot or is_series else look.main
                    canvas.bar(zero, middle - half, end, middle + half, color)
        top -= height
        with canvas.part(name):
            canvas.line([(box.left, top), (box.right, top)], look.line, 0.5, takes=False, over=1)
    rows = {name.casefold() for name in names}

    def anchor(key: str) -> tuple[float, float] | None:
        return (box.right, top) if key.casefold() in rows else None

    draw_notes(canvas, spec.notes, anchor, box)


def _cells(
    spec: Cells, table: Table
) -> tuple[list[str], list[list[float | None]], list[list[str]]]:
    """Return names, numbers and printed numbers, sorted, the last rows added up."""
    names = table.names(spec.x)
    columns = [table.numbers(one) for one in spec.y]
    order = list(range(len(names)))
    match spec.sort:
        case "largest":
            order.sort(key=lambda at: -(columns[0][at] or 0))
        case "smallest":
            order.sort(key=lambda at: columns[0][at] or 0)
        case "name":
            order.sort(key=lambda at: names[at].casefold())
    most = int(spec.most)
    rest = order[most - 1 :] if most and len(order) > most else []
    order = order[: most - 1] if rest else order
    shown = [names[at] for at in order]
    numbers = [[column[at] for at in order] for column in columns]
    if rest:
        shown.append(spec.rest or and_more(str(table.locale), len(rest)))
        for column, kept in zip(columns, numbers, strict=True):
            kept.append(sum(column[at] or 0 for at in rest) if spec.rest else None)
    texts = [
        ["\N{EN DASH}" if one is None else table.printed(name, one) for one in column]
        for name, column in zip(spec.y, numbers, strict=True)
    ]
    return shown, numbers, texts


FORM = Form(
    name="table",
    says="A table with bars in its cells, for several measures of named things.",
    spec=Cells,
    settings=(
        Setting("x", Kind.COLUMN, "What the rows are called.", needed=True),
        Setting("y", Kind.COLUMNS, "What is measured: a column of bars each.", needed=True,
                numbers=True),
        SORT, MOST, REST, MULTIPLES,
    ),
    draw=draw,
    check=check,
    mirrors=True,
    example='chart=table x=province y="total,female_share_pct" sort=largest',
)  # fmt: skip
