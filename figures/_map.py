"""Map shapes at the resolution of a page: GeoJSON rings, clipped to a window and thinned."""

from collections.abc import Iterator
from math import cos, radians
from typing import Any

Point = tuple[float, float]
GRID = 0.26
"""Points nearer to each other than this, in degrees, become one: finer than print shows."""


class View:
    """Turns longitude and latitude into ems on a canvas; shapes keep their proportions."""

    def __init__(self, window: tuple[float, float, float, float], height: float) -> None:
        self.west, self.south, self.east, self.north = window
        self.scale = height / (self.north - self.south)
        self.narrow = self.scale * cos(radians((self.north + self.south) / 2))
        self.width = (self.east - self.west) * self.narrow
        self.left = self.bottom = 0.0

    def __call__(self, place: Point) -> Point:
        """Return where a place lies on the canvas."""
        x = self.left + (place[0] - self.west) * self.narrow
        return x, self.bottom + (place[1] - self.south) * self.scale


def rings(
    geometry: dict[str, Any], view: View, known: dict[tuple[int, int], Point]
) -> list[list[Point]]:
    """Return the outlines of a country that are large enough to see, as points on the canvas.

    `known` holds the one point of each grid cell. Neighbours share it, so that no gaps open
    between them.
    """
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    clipped = (_clip([(x, y) for x, y, *_ in polygon[0]], view) for polygon in polygons)
    thinned = (list(_thin(ring, known)) for ring in clipped)
    return [[view(point) for point in ring] for ring in thinned if len(ring) > 8]


def _thin(ring: list[Point], known: dict[tuple[int, int], Point]) -> Iterator[Point]:
    last = None
    for x, y in ring:
        point = known.setdefault((round(x / GRID), round(y / GRID)), (x, y))
        if point != last:
            yield point
        last = point


def _clip(ring: list[Point], view: View) -> list[Point]:
    """Cut a ring at the four sides of the window, one after the other (Sutherland-Hodgman)."""
    for axis, edge, sign in (
        (0, view.west, 1),
        (0, view.east, -1),
        (1, view.south, 1),
        (1, view.north, -1),
    ):
        kept: list[Point] = []
        for before, point in zip([*ring[-1:], *ring], ring, strict=False):
            inside = sign * (point[axis] - edge) >= 0
            if inside != (sign * (before[axis] - edge) >= 0):
                part = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append(
                    (
                        before[0] + part * (point[0] - before[0]),
                        before[1] + part * (point[1] - before[1]),
                    )
                )
            if inside:
                kept.append(point)
        ring = kept
    return ring
