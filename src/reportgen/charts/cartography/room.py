"""Where on a map there is room for a text: the map in cells, and what each of them holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reportgen.charts.boxes import Box, Point, touches

OPEN = 0
"""What a cell holds that shows the sea, or land that only surrounds."""
TRIED = 400
"""So many of the nearest places are looked at for a line that crosses nothing."""


@dataclass
class Room:
    """The cells of a map: the number of the area that each shows, and whether a mark takes it.

    `cell` is the side of a cell in points. Areas are numbered from 1.
    """

    box: Box
    cell: float
    shown: Any = field(init=False)
    taken: Any = field(init=False)
    texts: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        shape = int(self.box.height / self.cell) + 1, int(self.box.width / self.cell) + 1
        self.shown = np.zeros(shape, dtype=np.int32)
        self.taken = np.zeros(shape, dtype=bool)

    def show(self, number: int, rings: Sequence[Any]) -> None:
        """Note the cells that an area covers (rings in points on the canvas)."""
        from PIL import Image, ImageDraw

        if not rings:
            return
        height, width = self.shown.shape
        image = Image.new("1", (width, height))
        drawing = ImageDraw.Draw(image)
        for ring in sorted(rings, key=len, reverse=True):
            cells = (ring - (self.box.left, self.box.bottom)) / self.cell
            if len(cells) > 2:
                drawing.polygon([(float(x), float(y)) for x, y in cells], fill=1)
        self.shown[np.asarray(image)] = number

    def fills(self, box: Box) -> bool:
        """Return whether an area that says something lies under a box."""
        return bool((self.shown[self._cells(box)] != OPEN).any())

    def take(self, box: Box) -> None:
        """Keep texts away from a box."""
        rows, columns = self._cells(box)
        self.taken[rows, columns] = True

    def take_line(self, start: Point, end: Point) -> None:
        """Keep texts away from a straight line."""
        steps = int(np.hypot(end[0] - start[0], end[1] - start[1]) / self.cell) + 2
        xs = np.linspace(start[0], end[0], steps) - self.box.left
        ys = np.linspace(start[1], end[1], steps) - self.box.bottom
        rows = np.clip((ys / self.cell).astype(int), 0, self.taken.shape[0] - 1)
        columns = np.clip((xs / self.cell).astype(int), 0, self.taken.shape[1] - 1)
        self.taken[rows, columns] = True

    def _cells(self, box: Box) -> tuple[slice, slice]:
        low = max(0, int((box.bottom - self.box.bottom) / self.cell))
        high = max(0, int(np.ceil((box.top - self.box.bottom) / self.cell)))
        left = max(0, int((box.left - self.box.left) / self.cell))
        right = max(0, int(np.ceil((box.right - self.box.left) / self.cell)))
        return slice(low, high), slice(left, right)

    def inside(self, number: int, width: float, height: float, at: Point) -> Box | None:
        """Return the place within an area that is nearest to a point, None where there is none."""
        return self._nearest((self.shown != number) | self.taken, width, height, at)

    def beside(
        self, number: int, width: float, height: float, at: Point, *, over: bool = False
    ) -> Box | None:
        """Return the nearest place that covers no other area, whose leader crosses no text.

        `over` lets it cover a part of the area itself, whose tone dark words stand on as well.
        """
        others = (self.shown != OPEN) & (self.shown != number)
        own = self.shown == number
        blocked = others | self.taken | (own & (not over))
        return self._nearest(blocked, width, height, at)

    def anywhere(self, width: float, height: float, at: Point) -> Box | None:
        """Return the nearest place that no mark or text takes."""
        return self._nearest(self.taken, width, height, at)

    def _nearest(self, blocked: Any, width: float, height: float, at: Point) -> Box | None:
        columns = int(np.ceil(width / self.cell)) + 1
        rows = int(np.ceil(height / self.cell)) + 1
        if rows >= blocked.shape[0] or columns >= blocked.shape[1]:
            return None
        sums = np.zeros((blocked.shape[0] + 1, blocked.shape[1] + 1), dtype=np.int64)
        sums[1:, 1:] = blocked.cumsum(axis=0).cumsum(axis=1)
        within = sums[rows:, columns:] - sums[:-rows, columns:]
        within += sums[:-rows, :-columns] - sums[rows:, :-columns]
        bottoms, lefts = np.nonzero(within[:-1, :-1] == 0)
        if not len(lefts):
            return None
        x = self.box.left + lefts * self.cell + (columns * self.cell - width) / 2
        y = self.box.bottom + bottoms * self.cell + (rows * self.cell - height) / 2
        away_x = np.maximum(0, np.maximum(x - at[0], at[0] - x - width))
        away_y = np.maximum(0, np.maximum(y - at[1], at[1] - y - height))
        middle = np.hypot(x + width / 2 - at[0], (y + height / 2 - at[1]) * 1.5)
        cost = np.hypot(away_x, away_y) + 0.12 * middle
        for one in np.argsort(cost, kind="stable")[:TRIED]:
            found = Box(float(x[one]), float(y[one]), float(x[one]) + width, float(y[one]) + height)
            end = nearest_point(found, at)
            if not any(touches(text, end, at) for text in self.texts):
                return found
        return None


def nearest_point(box: Box, at: Point) -> Point:
    """Return the point of a box that is nearest to a point."""
    return min(max(at[0], box.left), box.right), min(max(at[1], box.bottom), box.top)
