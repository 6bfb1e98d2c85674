"""The legend of a map: a bar of classes with their bounds, or a swatch for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Canvas
from reportgen.charts.lettering import LEADING

GAP = 1.2
"""Between the colours of classes, in points."""
HATCH = "//////"
"""How land without data is drawn, in words of matplotlib."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour and what it means; `pattern` is drawn over it."""

    color: str
    says: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """The colours of classes from the least to the largest, and their bounds as they print.

    There is one bound more than there are colours.
    """

    colors: Sequence[str]
    bounds: Sequence[str]
    patterns: Sequence[str] = ()


def draw_legend(canvas: Canvas, area: Box, steps: Steps | None, swatches: Sequence[Swatch]) -> Box:
    """Draw a legend at the top of an area, and return the area below it."""
    look = canvas.look
    size, top, left = look.small, area.top, area.left
    line, gap = LEADING * size, 0.9 * size
    lowest = top
    if steps is not None:
        widths = [canvas.width_of(one, size) for one in steps.bounds]
        halves = [widths[0], *(one / 2 for one in widths[1:])]
        needed = max(a + b for a, b in pairwise(halves)) + 0.7 * size
        part = min(max(needed, 2.4 * size), (area.width - widths[-1] / 2) / len(steps.colors))
        every = 1 if needed <= part + 0.1 else 2
        x = left
        for at, color in enumerate(steps.colors):
            pattern = steps.patterns[at] if steps.patterns else ""
            canvas.bar(x, top - 0.75 * size, x + part - GAP, top, color, pattern=pattern)
            x += part
        y = top - 0.75 * size - 0.62 * line
        for at, bound in enumerate(steps.bounds):
            last = len(steps.bounds) - 1
            if every > 1 and at not in (0, last) and (at % every or last - at < every):
                continue
            at_x = left + at * part
            align = "left" if at == 0 else "center"
            canvas.text(at_x, y, bound, size=size, color=look.quiet, align=align)
        lowest = y - line / 2
        left = x + widths[-1] / 2 + 1.4 * gap
    x, y = left, top - (0.38 if steps is not None else 0.68) * size
    for swatch in swatches:
        width = 1.5 * size + canvas.width_of(swatch.says, size)
        if x > area.left and x + width > area.right:
            first = steps is not None and y > lowest
            x, y = area.left, (lowest - 0.6 * line) if first else y - 1.25 * line
        canvas.bar(x, y - 0.38 * size, x + 1.1 * size, y + 0.38 * size, swatch.color,
                   pattern=swatch.pattern)  # fmt: skip
        canvas.text(x + 1.5 * size, y, swatch.says, size=size, color=look.quiet)
        x += width + gap
        lowest = min(lowest, y - 0.6 * line)
    return replace(area, top=lowest - 0.4 * size) if lowest < area.top else area
