"""Published estimates as ranges, one a row: a line from low to high, a dot where they are equal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from _house import LEADING, SMALL, block, canvas, head, stroke, width_of, wrap, write
from reportgen.figures import Brand


@dataclass(frozen=True)
class Estimate:
    """Who estimated, how or for when, and from what to what; `low` is None for "up to"."""

    name: str
    note: str
    low: float | None
    high: float
    color: str

    @property
    def in_words(self) -> str:
        """Return the range as it is printed beside its line."""
        if self.low is None:
            return f"up to {amount(self.high)}"
        if self.low == self.high:
            return amount(self.high)
        if self.low >= 1e6:
            return f"{amount(self.low).removesuffix(' million')}–{amount(self.high)}"
        return f"{amount(self.low)}–{amount(self.high)}"


def amount(value: float) -> str:
    """Return a number of people: in full below a million."""
    return f"{value / 1e6:g} million" if value >= 1e6 else f"{value:,.0f}"


def draw_ranges(
    figure: Figure,
    unit: str,
    rows: Sequence[Estimate],
    ticks: Sequence[float],
    tick_label: Callable[[float], str],
    brand: Brand,
) -> None:
    """Draw the rows from the top down over a scale from zero to the last tick."""
    axes, width, height = canvas(figure)
    head(axes, height, unit, brand)
    column = min(27.0, 0.44 * width)
    left, right, top, bottom = column + 1, width - 2, height - 2.4, 1.8
    scale = (right - left) / ticks[-1]
    for tick in ticks:
        x = left + tick * scale
        color = brand.color("rule" if tick else "muted")
        axes.plot([x, x], [bottom, top], color=color, lw=stroke(0.6), zorder=0)
        write(axes, x, 0.8, tick_label(tick), ha="center", color=brand.color("muted"))
    step = (top - bottom) / len(rows)
    for place, row in enumerate(rows):
        y = top - step * (place + 0.5)
        _label(axes, row, y, column, brand)
        _range(axes, row, y, left, scale, right)


def _label(axes: Axes, row: Estimate, y: float, column: float, brand: Brand) -> None:
    """Write name and note as one block, centred on the row."""
    name, note = wrap(row.name, column, weight="bold"), wrap(row.note, column)
    lines = name.count("\n") + 1 + SMALL * (note.count("\n") + bool(note))
    bottom = block(axes, 0, y + lines * LEADING / 2, name, weight="bold")
    block(axes, 0, bottom, note, SMALL, color=brand.color("muted"))


def _range(axes: Axes, row: Estimate, y: float, left: float, scale: float, right: float) -> None:
    start, end = left + (row.low or 0) * scale, left + row.high * scale
    if row.low is None:
        axes.plot([left, end], [y, y], color=row.color, lw=stroke(1.4), ls=(0, (1, 1)))
        axes.plot(end, y, marker="|", ms=stroke(11), mew=stroke(2), color=row.color)
    elif start == end:
        axes.plot(end, y, marker="o", ms=stroke(7), color=row.color, mew=0)
    else:
        axes.plot([start, end], [y, y], color=row.color, lw=stroke(7), solid_capstyle="butt")
    width = width_of(row.in_words, 1, "bold") + 0.8
    if end + width < right + 2:
        write(axes, end + 0.8, y, row.in_words, weight="bold")
    elif row.low is not None and start - width > left:
        write(axes, start - 0.8, y, row.in_words, ha="right", weight="bold")
    else:
        write(axes, end, y + 1.2, row.in_words, ha="right", weight="bold")
