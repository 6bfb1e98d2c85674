"""Projections of the globe on a plane that keep areas true, and which of them suits an extent.

Values on a map are read as areas of colour, so a projection that enlarges the north would lie.
"""

from dataclasses import dataclass
from math import cos, degrees, radians, sin, sqrt
from typing import Any, Protocol

import numpy as np

WORLD_CENTRE = 11.0
"""A map of the world that is cut at 169° west cuts no country but Antarctica."""
HORIZON = cos(radians(95))
"""An azimuthal map shows what is no farther from its centre than this."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of the globe in degrees; `west` may be east of `east`, over the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """How many degrees of longitude it has, more than 0 and at most 360."""
        return (self.east - self.west) % 360 or 360.0

    @property
    def height(self) -> float:
        return self.north - self.south

    @property
    def centre(self) -> tuple[float, float]:
        middle = self.west + self.width / 2
        return (middle + 180) % 360 - 180, (self.south + self.north) / 2


class Projection(Protocol):
    """Takes longitudes and latitudes in degrees to a plane, in radii of the globe."""

    @property
    def centre(self) -> tuple[float, float]:
        """The longitude and latitude that the map is turned to."""

    @property
    def is_whole(self) -> bool:
        """Whether it shows the whole globe, cut at the meridian opposite its centre."""

    def __call__(self, places: Any) -> Any:
        """Return places (n x 2) as points (n x 2)."""


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection (Šavrič, Patterson, Jenny 2018): for maps of the world."""

    centre: tuple[float, float] = (WORLD_CENTRE, 0.0)
    is_whole: bool = True

    def __call__(self, places: Any) -> Any:
        a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
        turned = (places[:, 0] - self.centre[0] + 180) % 360 - 180
        # What lies on the cut stays on its own side.
        turned = np.where((turned == -180) & (places[:, 0] > self.centre[0]), 180.0, turned)
        tilt = np.arcsin(sqrt(3) / 2 * np.sin(np.radians(places[:, 1])))
        square = tilt * tilt
        sixth = square**3
        slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
        x = 2 * sqrt(3) * np.radians(turned) * np.cos(tilt) / (3 * slope)
        y = tilt * (a1 + a2 * square + sixth * (a3 + a4 * square))
        return np.column_stack((x, y))


@dataclass(frozen=True, slots=True)
class Albers:
    """Albers' conic equal-area projection (Snyder 1987, 14): wide regions off the equator."""

    centre: tuple[float, float]
    parallels: tuple[float, float]
    is_whole: bool = False

    def __call__(self, places: Any) -> Any:
        first, second = (radians(one) for one in self.parallels)
        cone = (sin(first) + sin(second)) / 2
        base = cos(first) ** 2 + 2 * cone * sin(first)
        turned = np.radians((places[:, 0] - self.centre[0] + 180) % 360 - 180) * cone
        away = np.sqrt(np.maximum(0, base - 2 * cone * np.sin(np.radians(places[:, 1])))) / cone
        middle = sqrt(base - 2 * cone * sin(radians(self.centre[1]))) / cone
        return np.column_stack((away * np.sin(turned), middle - away * np.cos(turned)))


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection (Snyder 1987, 24): round regions, and poles."""

    centre: tuple[float, float]
    is_whole: bool = False

    def __call__(self, places: Any) -> Any:
        turned = np.radians(places[:, 0] - self.centre[0])
        north, middle = np.radians(places[:, 1]), radians(self.centre[1])
        near = sin(middle) * np.sin(north) + cos(middle) * np.cos(north) * np.cos(turned)
        scale = np.sqrt(2 / np.maximum(1 + near, 1e-6))
        x = scale * np.cos(north) * np.sin(turned)
        y = cos(middle) * np.sin(north) - sin(middle) * np.cos(north) * np.cos(turned)
        return np.column_stack((x, scale * y))


def suited(extent: Extent) -> Projection:
    """Return the projection for an extent: the world, a wide region, or a round one."""
    longitude, latitude = extent.centre
    if extent.width > 180 and (extent.south > 40 or extent.north < -40):
        return Azimuthal((longitude, 90.0 if extent.south > 0 else -90.0))
    if extent.width >= 350:
        return EqualEarth()
    if extent.width > 180:
        return EqualEarth((longitude, 0.0))
    crosses = extent.south < 5 and extent.north > -5
    if crosses or extent.height > 45 or abs(latitude) > 70:
        return Azimuthal((longitude, latitude))
    parallels = extent.south + extent.height / 6, extent.north - extent.height / 6
    return Albers((longitude, latitude), parallels)


def is_visible(places: Any, centre: tuple[float, float]) -> Any:
    """Return which places (n x 2, degrees) lie on the side of the globe that faces `centre`."""
    return vectors(places) @ vectors(np.array([centre]))[0] > HORIZON


def vectors(places: Any) -> Any:
    """Return places as points (n x 3) on a globe of radius 1."""
    turned, north = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.column_stack(
        (np.cos(north) * np.cos(turned), np.cos(north) * np.sin(turned), np.sin(north))
    )


def degrees_of(points: Any) -> Any:
    """Return points of the globe (n x 3) as longitudes and latitudes in degrees."""
    turned = np.degrees(np.arctan2(points[:, 1], points[:, 0]))
    north = np.degrees(np.arctan2(points[:, 2], np.hypot(points[:, 0], points[:, 1])))
    return np.column_stack((turned, north))


def bounds(places: Any) -> Extent:
    """Return the smallest extent that holds places (n x 2): the widest gap is left out of it."""
    turned = np.unique(places[:, 0] % 360)
    gaps = np.diff(np.append(turned, turned[0] + 360))
    widest = int(np.argmax(gaps))
    west = float(turned[(widest + 1) % len(turned)])
    width = 360.0 - float(gaps[widest])
    south, north = float(places[:, 1].min()), float(places[:, 1].max())
    west = (west + 180) % 360 - 180
    return Extent(west, south, west + width, north)


def angle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two places are from each other on the globe, in degrees."""
    pair = vectors(np.array([one, other]))
    return degrees(float(np.arccos(np.clip(pair[0] @ pair[1], -1, 1))))
