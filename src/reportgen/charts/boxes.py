"""Boxes of texts and marks, in points, and where among them there is room for one more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
TRIED = 300
"""So many free places are looked at for one to which a line leads clear of other words."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in points; the vertical axis points up."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def padded(self, by: float) -> "Box":
        """Return the box, larger at each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def inset(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> "Box":
        """Return the box, smaller at each side by so much."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def holds(self, other: "Box", by: float = 0.01) -> bool:
        """Return whether another box lies in this one, but for a hair."""
        return (
            self.left - by <= other.left
            and other.right <= self.right + by
            and self.bottom - by <= other.bottom
            and other.top <= self.top + by
        )


@dataclass
class Obstacles:
    """What labels keep clear of: boxes of marks, of pieces of lines, and of other labels."""

    boxes: list[Box] = field(default_factory=list)
    _known: Any = None

    def add(self, box: Box) -> None:
        self.boxes.append(box)
        self._known = None

    def add_line(self, points: Iterable[Point], width: float = 1.0) -> None:
        """Add a line from point to point, in pieces so short that their boxes hug it."""
        points = list(points)
        for (x, y), (to_x, to_y) in pairwise(points):
            span = max(abs(to_x - x), abs(to_y - y))
            straight = min(abs(to_x - x), abs(to_y - y)) < width
            pieces = 1 if straight else max(1, int(span / 4) + 1)
            for at in range(pieces):
                start, end = at / pieces, (at + 1) / pieces
                xs = x + (to_x - x) * start, x + (to_x - x) * end
                ys = y + (to_y - y) * start, y + (to_y - y) * end
                self.add(Box(min(xs), min(ys), max(xs), max(ys)).padded(width / 2))

    def is_free(self, box: Box) -> bool:
        """Return whether a box lies clear of all."""
        return not any(one.overlaps(box) for one in self.boxes)

    def nearest(
        self, width: float, height: float, at: Point, within: Box, step: float
    ) -> Iterator[Box]:
        """Yield free places for a box, those near to a point before those afar.

        A box to the right of the point is a little nearer than one to the left, one above than
        one below.
        """
        import numpy as np

        if width > within.width + 0.01 or height > within.height + 0.01:
            return
        lefts = _steps(within.left, within.right - width, step)
        bottoms = _steps(within.bottom, within.top - height, step)
        left, bottom = (one.ravel() for one in np.meshgrid(lefts, bottoms))
        right, top = left + width, bottom + height
        free = np.ones(len(left), dtype=bool)
        for box in self._array():
            free &= (left >= box[2]) | (right <= box[0]) | (bottom >= box[3]) | (top <= box[1])
        away_x = np.maximum(0, np.maximum(left - at[0], at[0] - right))
        away_y = np.maximum(0, np.maximum(bottom - at[1], at[1] - top))
        off = np.abs((left + right) / 2 - at[0]) * 0.08 + np.abs((bottom + top) / 2 - at[1]) * 0.04
        cost = np.hypot(away_x, away_y) + off + np.where(top < at[1], 0.5 * step, 0)
        left, bottom = left[free], bottom[free]
        for best in np.argsort(cost[free], kind="stable")[:TRIED]:
            x, y = float(left[best]), float(bottom[best])
            yield Box(x, y, x + width, y + height)

    def first_free(
        self, width: float, height: float, at: Point, within: Box, step: float
    ) -> Box | None:
        """Return the free place for a box that is nearest to a point, None where there is none."""
        return next(self.nearest(width, height, at, within, step), None)

    def _array(self) -> Any:
        import numpy as np

        if self._known is None:
            rows = [(one.left, one.bottom, one.right, one.top) for one in self.boxes]
            self._known = np.array(rows).reshape(-1, 4)
        return self._known


def _steps(start: float, end: float, step: float) -> Any:
    import numpy as np

    return np.linspace(start, max(start, end), max(1, int((end - start) / step) + 1))


def touches(box: Box, start: Point, end: Point) -> bool:
    """Return whether a straight line from `start` to `end` passes through a box."""
    low, high = 0.0, 1.0
    for at in (0, 1):
        least, most = (box.left, box.right) if at == 0 else (box.bottom, box.top)
        delta = end[at] - start[at]
        if abs(delta) < 1e-9:
            if not least <= start[at] <= most:
                return False
            continue
        one, other = sorted(((least - start[at]) / delta, (most - start[at]) / delta))
        low, high = max(low, one), min(high, other)
    return low <= high
