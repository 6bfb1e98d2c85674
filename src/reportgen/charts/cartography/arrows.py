"""Arrows of flows: curved, tapered towards where they come from, with a casing against the land."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np

from reportgen.charts.boxes import Point
from reportgen.charts.canvas import Canvas

START = 0.35
"""The width of an arrow where it begins, as a part of its greatest."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow on paper: from where to where, its greatest width in points, how far it is bent.

    `bend` is a part of its length, to the left of the way where it is more than zero.
    """

    start: Point
    end: Point
    width: float
    bend: float = 0.2
    dashed: bool = False
    color: str = ""

    @property
    def middle(self) -> Point:
        """The point at half of the way."""
        x, y = self.line()[12]
        return float(x), float(y)

    @property
    def along(self) -> tuple[Point, ...]:
        """Points on the way, its middle first, beside which words about it may stand."""
        line = self.line()
        return tuple((float(line[at][0]), float(line[at][1])) for at in (12, 15, 9, 18, 20))

    def line(self) -> Any:
        """Return 25 points along the way (n x 2)."""
        start, end = np.array(self.start), np.array(self.end)
        across = np.array((start[1] - end[1], end[0] - start[0]))
        control = (start + end) / 2 + across * self.bend
        t = np.linspace(0, 1, 25)[:, None]
        return (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t * t * end

    def head(self) -> tuple[float, float]:
        """Return the length and the width of the arrowhead in points."""
        length = hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])
        across = max(2.3 * self.width, self.width + 4.2)
        return min(1.1 * across, 0.45 * length), across


def draw_arrow(canvas: Canvas, arrow: Arrow, *, over: int = 5) -> None:
    """Draw an arrow with a casing of the ground's colour, and keep labels away from it."""
    color, casing = arrow.color or canvas.look.text, canvas.look.stroke(0.9)
    line = arrow.line()
    length, across = arrow.head()
    left = np.hypot(*(line - line[-1]).T)
    body = line[left > 0.85 * length]
    if len(body) < 2:
        body = line[:2]
    before = body[-1]
    way = line[-1] - before
    way = way / (np.hypot(*way) or 1)
    side = np.array((-way[1], way[0]))
    base = line[-1] - way * length
    head = [
        line[-1],
        base + side * across / 2,
        base + way * 0.12 * length,
        base - side * across / 2,
    ]
    outer = np.array(head)
    middle = outer.mean(axis=0)
    grown = middle + (outer - middle) * (1 + 2.2 * casing / across)
    canvas.polygon([tuple(one) for one in grown], canvas.look.ground, over=over)
    if arrow.dashed:
        _dashed(canvas, body, arrow, casing, color, over)
    else:
        for more, fill in ((casing, canvas.look.ground), (0.0, color)):
            canvas.polygon(_ribbon(body, arrow.width, more), fill, over=over)
    canvas.polygon([tuple(one) for one in head], color, over=over)
    canvas.taken.add_line([tuple(one) for one in line], max(across, arrow.width) + casing)


def _dashed(canvas: Canvas, body: Any, arrow: Arrow, casing: float, color: str, over: int) -> None:
    points = [tuple(one) for one in body]
    scale = canvas.look.stroke(1)
    width = arrow.width / scale
    canvas.line(points, canvas.look.ground, width + 2 * casing / scale, over=over, takes=False)
    canvas.line(points, color, width, dash=(2.6, 1.5), over=over, takes=False)


def _ribbon(body: Any, width: float, more: float) -> Sequence[Point]:
    """Return the outline of a line that grows from its start to its end, `more` at each side."""
    ways = np.gradient(body, axis=0)
    ways /= np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-9)[:, None]
    sides = np.column_stack((-ways[:, 1], ways[:, 0]))
    half = (width * np.linspace(START, 1, len(body)) / 2 + more)[:, None]
    outline = np.concatenate((body + sides * half, (body - sides * half)[::-1]))
    return [(float(x), float(y)) for x, y in outline]
