"""Brings shapes to paper: projected, thinned to what print can show, cut at the frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Any

import numpy as np

from reportgen.maps.projections import (
    HORIZON,
    Extent,
    Projection,
    degrees_of,
    is_visible,
    suited,
    vectors,
)
from reportgen.maps.topology import Area, Shapes, signed_area

FINE = 0.35
"""Points nearer to each other than this, in points of print, become one."""
ROOMY = 0.85
"""A point is well within an area that is so much as far from its outline as any can be."""
SEAM = 179.999
"""Where the globe is cut, in degrees from a map's centre."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A map's place on paper: `left`, `bottom`, `width`, `height` in points, and what it shows.

    The extent fills the frame in one direction; in the other the map shows more than it.
    """

    extent: Extent
    left: float
    bottom: float
    width: float
    height: float
    projection: Projection = field(init=False)
    scale: float = field(init=False)
    middle: Point = field(init=False)

    def __post_init__(self) -> None:
        projection = suited(self.extent)
        points = projection(_edge(self.extent))
        low, high = points.min(axis=0), points.max(axis=0)
        span = np.maximum(high - low, 1e-6)
        setting = object.__setattr__
        setting(self, "projection", projection)
        setting(self, "scale", float(min(self.width / span[0], self.height / span[1])))
        setting(self, "middle", tuple((low + high) / 2))

    @property
    def proportion(self) -> float:
        """The width of the extent, as drawn, by its height."""
        span = np.ptp(self.projection(_edge(self.extent)), axis=0)
        return float(span[0] / span[1])

    def points(self, places: Any) -> Any:
        """Return places (n x 2, degrees) as points on paper (n x 2)."""
        centre = np.array([self.left + self.width / 2, self.bottom + self.height / 2])
        plane = self.projection(np.asarray(places, dtype=float)) - self.middle
        return plane * self.scale + centre

    def point(self, place: Point) -> Point:
        """Return one place as a point on paper."""
        x, y = self.points(np.array([place]))[0]
        return float(x), float(y)

    def shows(self, place: Point) -> bool:
        """Return whether a place lies on the map."""
        if not is_visible(np.array([place]), self.projection.centre)[0] and not (
            self.projection.is_whole
        ):
            return False
        x, y = self.point(place)
        return self.holds(x, y)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point on paper lies in the frame."""
        within = self.left <= x <= self.left + self.width
        return within and self.bottom <= y <= self.bottom + self.height


def _edge(extent: Extent) -> Any:
    """Return places along the edge of an extent, and over its middle (n x 2)."""
    turned = np.linspace(extent.west, extent.west + min(extent.width, 359.9), 49)
    north = np.linspace(extent.south, extent.north, 25)
    parts = [(turned, np.full(49, one)) for one in (extent.south, extent.centre[1], extent.north)]
    parts += [(np.full(25, one), north) for one in (turned[0], turned[24], turned[-1])]
    return np.concatenate([np.column_stack(one) for one in parts])


class Outlines:
    """The shapes of a map on paper: areas as rings of points, borders and coasts as lines."""

    def __init__(self, shapes: Shapes, frame: Frame) -> None:
        self.shapes, self.frame = shapes, frame
        places = np.concatenate(shapes.arcs)
        points = frame.points(places)
        seen = frame.projection.is_whole or is_visible(places, frame.projection.centre)
        cells = np.floor(points / FINE)
        kept = np.concatenate(([True], np.any(cells[1:] != cells[:-1], axis=1)))
        ends = np.cumsum([len(arc) for arc in shapes.arcs])
        kept[ends - 1] = True
        kept[ends[:-1]] = True
        cuts = np.cumsum(kept)[ends[:-1] - 1]
        self._arcs = tuple(np.split(places[kept], cuts))
        self._points = tuple(np.split(points[kept], cuts))
        self._seen = tuple(np.split(np.broadcast_to(seen, len(places))[kept], cuts))

    def rings(self, area: Area) -> list[Any]:
        """Return an area's rings within the frame, in points (n x 2), closed."""
        found = []
        for polygon in area.polygons:
            for ring in polygon:
                places = self.shapes.ring(ring, self._arcs)
                for part in self._visible(places):
                    points = _clipped(self.frame.points(part), self.frame)
                    if len(points) >= 4:
                        found.append(points)
        return found

    def _visible(self, places: Any) -> Iterator[Any]:
        """Yield a closed ring's parts on the side of the globe that the map shows."""
        projection = self.frame.projection
        if projection.is_whole:
            yield from _cut_at(places, projection.centre[0])
            return
        seen = is_visible(places, projection.centre)
        if seen.all():
            yield places
        elif seen.any():
            globe = vectors(places)
            height = globe @ vectors(np.array([projection.centre]))[0] - HORIZON
            cut = _half(globe, height)
            cut /= np.linalg.norm(cut, axis=1, keepdims=True)
            yield degrees_of(cut)

    def lines(self) -> Iterator[tuple[int, Any]]:
        """Yield the number of each arc with the pieces of it (n x 2) that the frame shows."""
        for number, (places, points, seen) in enumerate(
            zip(self._arcs, self._points, self._seen, strict=True)
        ):
            for line in self._unbroken(places, points, seen):
                yield number, line

    def _unbroken(self, places: Any, points: Any, seen: Any) -> Iterator[Any]:
        frame, margin = self.frame, 4.0
        low = np.array([frame.left, frame.bottom]) - margin
        high = np.array([frame.left + frame.width, frame.bottom + frame.height]) + margin
        inside = np.all((points > low) & (points < high), axis=1) & seen
        if not inside.any():
            return
        joined = (inside[1:] | inside[:-1]) & seen[1:] & seen[:-1]
        # Some files cut rings at the 180th meridian: that is no border.
        cut = np.abs(places[:, 0]) > 179.9
        joined &= ~(cut[1:] & cut[:-1])
        if frame.projection.is_whole:
            joined &= np.abs(np.diff(points[:, 0])) < frame.width / 3
        starts = np.flatnonzero(joined & np.concatenate(([True], ~joined[:-1])))
        ends = np.flatnonzero(joined & np.concatenate((~joined[1:], [True])))
        for start, end in zip(starts, ends, strict=True):
            yield points[start : end + 2]


def _cut_at(places: Any, centre: float) -> Iterator[Any]:
    """Yield a closed ring in the parts that a map turned to `centre` shows left and right."""
    turned = _unwrapped(places) - np.array((centre, 0.0))
    first = -floor((turned[:, 0].max() + 180) / 360)
    last = -floor((turned[:, 0].min() + 180) / 360)
    for turns in range(first, last + 1):
        part = turned + np.array((360.0 * turns, 0.0))
        if part[:, 0].min() < -SEAM:
            part = _half(part, part[:, 0] + SEAM)
        if len(part) and part[:, 0].max() > SEAM:
            part = _half(part, SEAM - part[:, 0])
        if len(part) >= 4:
            yield part + np.array((centre, 0.0))


def _unwrapped(places: Any) -> Any:
    """Return a closed ring without jumps at the 180th meridian; one round a pole goes by it."""
    if np.abs(np.diff(places[:, 0])).max() <= 180:
        return places
    ring = places.copy()
    ring[:, 0] = np.unwrap(ring[:, 0], period=360)
    if abs(ring[-1, 0] - ring[0, 0]) > 180:
        pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
        corners = [(ring[-1, 0], pole), (ring[0, 0], pole), tuple(ring[0])]
        ring = np.concatenate((ring, corners))
    return ring


def _clipped(points: Any, frame: Frame) -> Any:
    """Return a closed ring cut at the four sides of the frame (Sutherland, Hodgman 1974)."""
    low = (frame.left, frame.bottom)
    high = (frame.left + frame.width, frame.bottom + frame.height)
    for axis in (0, 1):
        if not len(points):
            return points
        if points[:, axis].max() < low[axis] or points[:, axis].min() > high[axis]:
            return points[:0]
        if points[:, axis].min() < low[axis]:
            points = _half(points, points[:, axis] - low[axis])
        if len(points) and points[:, axis].max() > high[axis]:
            points = _half(points, high[axis] - points[:, axis])
    return points


def _half(points: Any, above: Any) -> Any:
    """Return the part of a closed ring where `above` (n) is not less than zero, closed."""
    if np.array_equal(points[0], points[-1]):
        points, above = points[:-1], above[:-1]
    following, next_above = np.roll(points, -1, axis=0), np.roll(above, -1)
    inside = above >= 0
    crosses = inside != (next_above >= 0)
    span = np.where(crosses, above - next_above, 1.0)
    met = points + (above / span)[:, None] * (following - points)
    pairs = np.stack((points, met), axis=1).reshape(-1, points.shape[1])
    kept = np.stack((inside, crosses), axis=1).reshape(-1)
    ring = pairs[kept]
    return np.concatenate((ring, ring[:1])) if len(ring) else ring


def label_point(rings: Sequence[Any]) -> tuple[Point, float] | None:
    """Return a point well within an area, near its middle, and how far its outline is from there.

    `rings` are its closed rings on paper; None where it has none.
    """
    from matplotlib.path import Path

    if not rings:
        return None
    ring = max(rings, key=lambda one: abs(signed_area(one)))
    low, high = ring.min(axis=0), ring.max(axis=0)
    steps = np.linspace(0.02, 0.98, 25)
    spots = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2) * (high - low) + low
    spots = spots[Path(ring).contains_points(spots)]
    if not len(spots):
        x, y = (low + high) / 2
        return (float(x), float(y)), 0.0
    edge = _dense(ring)
    apart = spots[:, None, :] - edge[None, :, :]
    away = np.sqrt((apart**2).sum(axis=2)).min(axis=1)
    roomy = np.flatnonzero(away >= ROOMY * away.max())
    off = np.hypot(*(spots[roomy] - spots.mean(axis=0)).T)
    best = roomy[int(np.argmin(off))]
    return (float(spots[best, 0]), float(spots[best, 1])), float(away[best])


def _dense(ring: Any) -> Any:
    """Return at most 300 points along a ring, its long sides filled in."""
    lengths = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))))
    marks = np.linspace(0, lengths[-1], 300)
    return np.column_stack([np.interp(marks, lengths, ring[:, at]) for at in (0, 1)])
