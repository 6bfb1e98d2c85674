"""The legend of a map: a bar of classes with their bounds, or a swatch for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Canvas
from reportgen.charts.lettering import LEADING

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
        widest = canvas.widest(steps.bounds, size) + 0.7 * size
        part = min(max(widest, 2.4 * size), area.width / len(steps.colors))
        inset = canvas.width_of(steps.bounds[0], size) / 2
        every = 1 if widest <= part + 0.1 else 2
        x = left
        for at, color in enumerate(steps.colors):
            pattern = steps.patterns[at] if steps.patterns else ""
            canvas.bar(x, top - 0.75 * size, x + part, top, color, pattern=pattern)
            x += part
        y = top - 0.75 * size - 0.62 * line
        for at, bound in enumerate(steps.bounds):
            is_end = at in (0, len(steps.bounds) - 1)
            if not is_end and at % every:
                continue
            at_x = left + at * part
            align = "left" if at == 0 else "center"
            if at == len(steps.bounds) - 1 and at_x + inset > area.right:
                align = "right"
            canvas.text(at_x, y, bound, size=size, color=look.quiet, align=align)
        lowest = y - line / 2
        left = x + canvas.width_of(steps.bounds[-1], size) / 2 + 1.4 * gap
    x, y = left, top - 0.38 * size
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
