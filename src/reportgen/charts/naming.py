"""Names of series: beside their marks, one clear of the other, else in a line above."""

from collections.abc import Sequence

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Canvas
from reportgen.charts.grammar import ChartFault
from reportgen.charts.parts import series


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return middles as near to the wanted ones as can be, so that blocks do not overlap.

    Blocks keep their order, which is from the top down. Raises ChartFault where they do not fit.
    """
    order = sorted(range(len(wanted)), key=lambda at: -wanted[at])
    total = sum(heights)
    if total > high - low + 0.01:
        raise ChartFault("the names do not fit beside each other", "make it higher")
    at = [0.0] * len(wanted)
    top = high
    for place in order:  # from above: none higher than there is room for
        at[place] = min(wanted[place], top - heights[place] / 2)
        top = at[place] - heights[place] / 2
    floor = low
    for place in reversed(order):  # and pushed up again from below
        at[place] = max(at[place], floor + heights[place] / 2)
        floor = at[place] + heights[place] / 2
    return at


def name_key(canvas: Canvas, box: Box, names: Sequence[str], colors: Sequence[str]) -> Box:
    """Write the names of series above a chart, each with a patch of its colour; return the rest."""
    size = canvas.look.size
    x, top = box.left, box.top
    lines = 1
    for name, color in zip(names, colors, strict=True):
        shown = canvas.lines(name, box.width - 1.1 * size, weight="bold")
        wide = canvas.widest(shown, weight="bold") + 1.1 * size
        if x > box.left and x + wide > box.right:
            x = box.left
            top -= canvas.look.leading * size * lines
            lines = 1
        middle = top - canvas.look.leading * size / 2
        patch = 0.62 * size
        with canvas.part(series(name)):
            canvas.bar(x, middle - patch / 2, x + patch, middle + patch / 2, color)
            canvas.block(x + 0.95 * size, top, shown, weight="bold", color=canvas.look.ink(color))
        x += wide + 1.0 * size
        lines = max(lines, len(shown))
    return Box(
        box.left, box.bottom, box.right, top - canvas.look.leading * size * lines - 0.4 * size
    )


def key_height(canvas: Canvas, width: float, names: Sequence[str]) -> float:
    """Return how high `name_key` would be at least."""
    total = sum(canvas.width_of(name, weight="bold") + 2.1 * canvas.look.size for name in names)
    return (
        canvas.look.leading * canvas.look.size * max(1, -(-total // width)) + 0.4 * canvas.look.size
    )
