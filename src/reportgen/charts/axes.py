"""Axes: a light grid of values with its numbers, and the names or years along the bottom."""

from dataclasses import dataclass
from typing import Any

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.scales import Scale, rounded, ticks, year_ticks
from reportgen.charts.table import Table
from reportgen.language import parse_locale

FOOT = 1.7
"""Height of a line of names below an axis, in ems."""


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The ends of a scale of values, its ticks, and how they print."""

    low: float
    high: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]


def value_axis(
    low: float, high: float, height: float, canvas: Canvas, table: Table, column: str,
    limits: tuple[float, float] | None = None, fixed: bool = False,  # noqa: FBT001, FBT002
) -> ValueAxis:  # fmt: skip
    """Return the axis that holds values from `low` to `high`, on so much height."""
    most = max(2, min(5, int(height / (3.2 * canvas.look.size))))
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    if limits is not None:
        low, high = limits
    elif not fixed:
        if high > 0:
            high += (high - min(low, 0)) * 0.001
        least, greatest = rounded(low, high, most)
        low = least
        # A tick right above the greatest value would only make the columns lower.
        high = greatest if greatest - high < 0.25 * (greatest - least) / most else high
    marks = tuple(ticks(low, high, most))
    return ValueAxis(low, high, marks, axis_texts(marks, table, column))


def axis_texts(marks: tuple[float, ...], table: Table, column: str) -> tuple[str, ...]:
    """Return the numbers at an axis; of a percentage only the last has the sign."""
    header = table.headers.get(column)
    unit = header.unit if header else ""
    digits = max((_digits(one) for one in marks), default=0)
    texts = [table.number(one, digits if one else 0) for one in marks]
    if unit == "percent" and texts:
        texts[-1] += "%"
    return tuple(texts)


def _digits(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 0


def draw_value_axis(
    canvas: Canvas, area: Area, axis: ValueAxis, scale: Scale, box: Box, *, is_plain: bool
) -> None:
    """Draw grid and numbers left of a box; a plain one has the line at zero alone."""
    for value, text in zip(axis.ticks, axis.texts, strict=True):
        y = scale(value)
        if value and not is_plain:
            canvas.rule((box.left, y), (box.right, y))
        if area.is_first and not is_plain:
            canvas.text(
                box.left - 0.5 * canvas.look.size, y, text, color=canvas.look.quiet,
                align="right",
            )  # fmt: skip
    if axis.low <= 0 <= axis.high:
        y = scale(0)
        canvas.line([(box.left, y), (box.right, y)], canvas.look.quiet, 0.8, over=4, takes=False)
        canvas.grid.append(Box(box.left, y - 0.4, box.right, y + 0.4))


def gutter(canvas: Canvas, area: Area, axis: ValueAxis, *, is_plain: bool) -> float:
    """Return the width that the numbers of an axis take."""
    if is_plain or not area.is_first:
        return 0.0
    return canvas.widest(axis.texts) + 0.6 * canvas.look.size


def draw_years(canvas: Canvas, years: tuple[float, ...], x: Any, y: float, box: Box) -> None:
    """Write years below an axis: the first, the last, and round ones where they fit."""
    size = canvas.look.size
    if years[-1] - years[0] < 3 and any(one != int(one) for one in years):
        _draw_months(canvas, years, x, y, box)
        return
    wide = canvas.width_of("2000") + 0.9 * size
    room = max(1, int(box.width / wide))
    last = None
    for year in reversed(year_ticks(years, room)):
        text = str(int(year))
        half = canvas.width_of(text) / 2
        at = min(max(x(year), box.left + half), max(box.right - half, box.left + half))
        if last is not None and at + half > last - 0.4 * size:
            continue
        canvas.text(at, y, text, color=canvas.look.quiet, align="center")
        last = at - half


def _draw_months(canvas: Canvas, years: tuple[float, ...], x: Any, y: float, box: Box) -> None:
    """Write months below an axis, the year with the first of each year, where they fit."""
    locale, size = parse_locale(canvas.look.lang), canvas.look.size
    first, last = int(years[0] * 12 + 1e-6), int(years[-1] * 12 + 1e-6)
    names = locale.months["stand-alone"]["abbreviated"]
    room = max(1, int(box.width / (canvas.widest(names.values()) + canvas.width_of(" 2000"))))
    step = next(one for one in (1, 2, 3, 6, 12, 24) if (last - first) / one <= room or one == 24)
    edge, shown = box.left - size, 0
    for month in range(first, last + 1):
        if month % step or x(month / 12) < x(years[0]) - 0.5:
            continue
        year = month // 12
        text = names[month % 12 + 1] + (f" {year}" if year != shown else "")
        half = canvas.width_of(text) / 2
        at = min(max(x(month / 12), box.left + half), box.right - half)
        if at - half > edge + 0.5 * size:
            canvas.text(at, y, text, color=canvas.look.quiet, align="center")
            edge, shown = at + half, year


def draw_numbers(
    canvas: Canvas, marks: tuple[float, ...], texts: tuple[str, ...], scale: Scale, y: float,
    box: Box,
) -> None:  # fmt: skip
    """Write numbers below an axis, those that stand clear of each other."""
    last = None
    for value, text in zip(marks, texts, strict=True):
        half = canvas.width_of(text) / 2
        at = min(max(scale(value), box.left + half), max(box.right - half, box.left + half))
        if last is not None and at - half < last + 0.4 * canvas.look.size:
            continue
        canvas.text(at, y, text, color=canvas.look.quiet, align="center")
        last = at + half
