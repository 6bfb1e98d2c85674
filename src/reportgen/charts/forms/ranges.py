"""Ranges from low to high, and dots: one for each name, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.axes import axis_texts, draw_numbers
from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    LABELS,
    LIMITS,
    MULTIPLES,
    SORT,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.noting import draw_notes
from reportgen.charts.rows import Placed, Row, placed_rows
from reportgen.charts.scales import Scale, rounded, ticks
from reportgen.charts.series import check_names
from reportgen.charts.table import Table, dashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges(Spec):
    """What a chart of ranges says."""

    x: str
    low: str
    high: str
    about: str = ""
    up_to: str = "≤"
    sort: str = ""
    labels: str = "auto"
    limits: tuple[float, float] | None = None
    multiples: str = ""


@dataclass(frozen=True, slots=True)
class _Range:
    """A row: its name, what explains it, and its ends; `low` is None for an open one."""

    name: str
    note: str
    low: float | None
    high: float


def extent(spec: Ranges, table: Table) -> tuple[float, float]:
    """Return the least and the greatest end, from zero unless all lie far above it."""
    rows = _rows(spec, table)
    low = min(0.0 if one.low is None else one.low for one in rows)
    high = max(one.high for one in rows)
    return (0.0 if 0 <= low < 0.5 * high else low), high


def check(spec: Ranges, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    check_names(spec, table.names(spec.x), table.values(spec.x))
    rows = _rows(spec, table)
    wrong = next((one for one in rows if one.low is not None and one.low > one.high), None)
    if wrong is not None:
        message = f"the low end of “{wrong.name}” lies above its high end"
        raise ChartFault(message, "mend the data, or name the columns the other way round", "low")


def _rows(spec: Ranges, table: Table) -> list[_Range]:
    notes = table.values(spec.about) if spec.about else [None] * len(table)
    found = [
        _Range(name, dashed(str(note or "")), low, high)
        for name, note, low, high in zip(
            table.names(spec.x), notes, table.numbers(spec.low), table.numbers(spec.high),
            strict=True,
        )
        if high is not None
    ]  # fmt: skip
    if not found:
        raise ChartFault("there is no value to be drawn", "pick other rows by `where`", "high")
    match spec.sort:
        case "largest":
            return sorted(found, key=lambda one: -one.high)
        case "smallest":
            return sorted(found, key=lambda one: one.high)
        case "name":
            return sorted(found, key=lambda one: one.name.casefold())
        case _:
            return found


def draw(canvas: Canvas, area: Area, spec: Ranges, table: Table) -> None:
    """Draw a line for each range over a light grid, its ends in words beside it."""
    look, size, rows = canvas.look, canvas.look.size, _rows(spec, table)
    hot = {one.casefold() for one in spec.highlight}
    foot = 1.7 * size
    part = area.box.inset(left=0.6 * size, bottom=foot)
    inner, places = _placed(canvas, part, rows, hot)
    low, high = spec.limits or area.values or extent(spec, table)
    most = max(2, int(inner.width / (canvas.width_of(table.number(high)) * 2.2)))
    if spec.limits is None:
        low, high = rounded(low, high, most)
    right = inner.right - 0.6 * size
    start = area.box.left + 0.1 * size if inner.left == part.left else inner.left
    scale = Scale(low, high, start, right)
    marks = tuple(ticks(low, high, most))
    for value in marks:
        x = scale(value)
        color, width = (look.line, 0.5) if value else (look.quiet, 0.8)
        canvas.rule((x, inner.bottom - 0.2 * size), (x, inner.top), color, width)
    canvas.clear_words()
    names = axis_texts(marks, table, spec.high)
    draw_numbers(
        canvas, marks, names, scale, inner.bottom - 0.95 * size,
        Box(area.box.left, 0, area.box.right, 0),
    )  # fmt: skip
    for row, place in zip(rows, places, strict=True):
        with canvas.part(row.name):
            _range(canvas, scale, row, place, row.name.casefold() in hot)
    for row, place in zip(rows, places, strict=True):
        said, is_hot = _said(spec, table, row), row.name.casefold() in hot
        with canvas.part(row.name):
            _label(canvas, scale, row, place, said, inner, is_hot)
    ends = {
        row.name.casefold(): (scale(row.high), place.middle)
        for row, place in zip(rows, places, strict=True)
    }
    within = Box(inner.left, inner.bottom, canvas.whole.right, inner.top)
    draw_notes(canvas, spec.notes, lambda key: ends.get(key.casefold()), within)


def _placed(
    canvas: Canvas, box: Box, rows: Sequence[_Range], hot: set[str]
) -> tuple[Box, list[Placed]]:
    """Write names above their ranges, else beside them; what explains them where it has room."""
    for with_notes in (True, False):
        named = [Row(one.name, one.note if with_notes else "", is_strong=True) for one in rows]
        for above in (True, False):
            state = canvas.state()
            try:
                return placed_rows(canvas, box, named, thick=1.3, above=above)
            except ChartFault as fault:
                canvas.back_to(state)
                if not with_notes and not above:
                    raise ChartFault(fault.message, fault.help, "where") from None
    raise AssertionError("the last try draws or raises")


def _said(spec: Ranges, table: Table, row: _Range) -> str:
    high = table.printed(spec.high, row.high)
    if spec.labels == "none":
        return ""
    if row.low is None:
        return f"{spec.up_to} {high}"
    if row.low == row.high:
        return high
    return f"{table.printed(spec.low, row.low)}\N{EN DASH}{high}"


def _range(
    canvas: Canvas,
    scale: Scale,
    row: _Range,
    place: Placed,
    is_hot: bool,  # noqa: FBT001
) -> None:
    look, size, y = canvas.look, canvas.look.size, place.middle
    color = look.accent if is_hot else look.main
    start, end = scale(scale.low if row.low is None else row.low), scale(row.high)
    if row.low is None:
        canvas.line([(start, y), (end, y)], color, 1.4, dash=(1, 1))
        half = min(place.thick / 2, 0.45 * size)
        canvas.line([(end, y - half), (end, y + half)], color, 1.8)
    elif row.low == row.high:
        canvas.dot(end, y, color, 5.5)
    else:
        half = min(place.thick / 2, 0.3 * size)
        canvas.bar(start, y - half, end, y + half, color)


def _label(
    canvas: Canvas, scale: Scale, row: _Range, place: Placed, said: str, inner: Box,
    is_hot: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    """Write a range in words beside it, else as near as there is room."""
    look, size, y = canvas.look, canvas.look.size, place.middle
    start, end = scale(scale.low if row.low is None else row.low), scale(row.high)
    ink = look.accent_text if is_hot else look.text
    gap = 0.6 * size
    for x, align in ((end + gap, "left"), (start - gap, "right")):
        box = canvas.box_of(x, y, said, size, align=align)
        if box.right <= canvas.whole.right and box.left >= inner.left and canvas.taken.is_free(box):
            canvas.text(x, y, said, align=align, color=ink, weight="bold" if is_hot else "normal")
            return
    above = y + place.thick / 2 + 0.75 * size
    for x, align in ((end, "right"), (start, "left")):
        box = canvas.box_of(x, above, said, size, align=align)
        if canvas.whole.holds(box) and canvas.taken.is_free(box):
            canvas.text(
                x, above, said, align=align, color=ink, weight="bold" if is_hot else "normal"
            )
            return
    within = Box(inner.left, inner.bottom, canvas.whole.right, inner.top)
    at = (end, y + 0.6 * size)
    canvas.note(said, at, within=within, color=ink, setting="labels", size=size, leads=False)


FORM = Form(
    name="ranges",
    says="Estimates from low to high; an open end is dotted.",
    spec=Ranges,
    settings=(
        Setting("x", Kind.COLUMN, "Who estimated, or what.", needed=True),
        Setting("low", Kind.COLUMN, "The low end; an empty cell is an open end.", needed=True,
                numbers=True),
        Setting("high", Kind.COLUMN, "The high end.", needed=True, numbers=True),
        Setting("about", Kind.COLUMN, "What explains a row, below its name."),
        Setting("up-to", Kind.WORDS, "What stands before the number of an open range: `up to`."),
        SORT, LABELS, LIMITS, MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    mirrors=True,
    example='chart=ranges x=estimator low=low high=high highlight="Human Rights Watch"',
)  # fmt: skip
