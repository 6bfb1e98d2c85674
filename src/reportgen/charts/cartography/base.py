"""A map on a canvas: sea, land, areas in their colours, borders, and dots for small ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from math import cos, radians
from typing import Any

import numpy as np

from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Canvas
from reportgen.charts.cartography.room import Room
from reportgen.charts.look import mix
from reportgen.charts.parts import FigurePart
from reportgen.maps.countries import dots, is_disputed
from reportgen.maps.outlines import Frame, Outlines, label_point
from reportgen.maps.projections import Extent
from reportgen.maps.topology import Shapes

SMALL = 2.2
"""An area that is narrower than this at its widest, in points, is shown as a dot as well."""
OUTLYING = 0.12
"""A part of a country is looked at for what a map shows if it is so much of its largest."""
WIDEST = 1.9
"""A map shows at most so many times the width, or the height, of what it is to show."""
ICE = "AQ"


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled."""

    color: str
    pattern: str = ""


@dataclass
class Map:
    """A map in a box of a canvas. `names` gives an area's name by its key."""

    canvas: Canvas
    shapes: Shapes
    extent: Extent
    box: Box
    fills: Mapping[str, Fill] = field(default_factory=dict)
    countries: bool = True
    """Whether the shapes are the countries that the tool carries."""
    parts: Mapping[str, Sequence[FigurePart]] = field(default_factory=dict)
    """Where a slide shows areas one after another: what each is a part of."""

    def __post_init__(self) -> None:
        self.box = _fitted(self.box, self.extent, centred=self.canvas.look.is_slide)
        frame = Frame(self.extent, self.box.left, self.box.bottom, self.box.width, self.box.height)
        self.frame = frame
        self.outlines = Outlines(self.shapes, frame)
        self.keys = {area.key for area in self.shapes.areas}
        self._numbers = {key: at for at, key in enumerate(self.fills, 1)}
        self._rings: dict[str, list[Any]] = {}
        for area in self.shapes.areas:
            if not (area.key == ICE and self.countries and self.extent.south > -66):
                self._rings.setdefault(area.key, []).extend(self.outlines.rings(area))
        self.room = Room(self.box, max(1.5, self.canvas.look.size / 5))
        for key, number in self._numbers.items():
            self.room.show(number, self._rings.get(key, []))

    # --- land and sea ---

    def draw(self) -> None:
        """Draw the sea, the land, the filled areas and the borders."""
        whole = self.frame.projection.is_whole
        if not whole and self.countries:
            left, bottom, right, top = astuple(self.box)
            corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
            self._paint([np.array(corners)], Fill(self.sea), 0)
        context = [ring for key, rings in self._rings.items() if key not in self.fills
                   for ring in rings]  # fmt: skip
        self._paint(context, Fill(self.land), 0)
        if self.parts:
            self._one_by_one()
            return
        for fill in dict.fromkeys(self.fills.values()):
            rings = [ring for key, one in self.fills.items() if one == fill
                     for ring in self._rings.get(key, [])]  # fmt: skip
            self._paint(rings, fill, 1)
        self._borders()
        small = [(at, fill.color, 3.2) for key, fill in self.fills.items()
                 if (at := self._small(key)) is not None]  # fmt: skip
        self.dots(small, over=3)

    def _one_by_one(self) -> None:
        """Draw each filled area by itself, over the land that is seen before it appears."""
        for key, fill in self.fills.items():
            self._paint(self._rings.get(key, []), Fill(self.land), 0)
            with self.canvas.part(*self.parts.get(key, ())):
                self._paint(self._rings.get(key, []), fill, 1)
        self._borders()
        for key, fill in self.fills.items():
            if (at := self._small(key)) is not None:
                with self.canvas.part(*self.parts.get(key, ())):
                    self.dots([(at, fill.color, 3.2)], over=3)

    def dots(self, dots: Sequence[tuple[Point, str, float]], *, over: int = 4) -> None:
        """Draw dots (point, colour, size at the scale of a brief), each with a casing, in order."""
        if not dots:
            return
        look = self.canvas.look
        for (x, y), _, size in dots:
            half = look.stroke(size) / 2
            self.canvas.taken.add(Box(x - half, y - half, x + half, y + half))
        xs, ys = zip(*(at for at, _, _ in dots), strict=True)
        drawn = self.canvas.axes.scatter(
            xs, ys, s=[look.stroke(size) ** 2 for _, _, size in dots],
            c=[color for _, color, _ in dots], linewidths=look.stroke(0.4),
            edgecolors=look.ground, zorder=over,
        )  # fmt: skip
        drawn.set_clip_on(False)
        self.canvas.mark(drawn)

    @property
    def sea(self) -> str:
        return mix(self.canvas.look.mist, self.canvas.look.ground, 0.45)

    @property
    def land(self) -> str:
        """Land that only surrounds."""
        look = self.canvas.look
        return mix(look.line, look.ground, 0.7 if look.is_slide else 0.45)

    def _paint(self, rings: Sequence[Any], fill: Fill, over: int) -> None:
        from matplotlib.collections import PathCollection
        from matplotlib.path import Path

        if not rings:
            return
        vertices = np.concatenate(rings)
        codes = np.full(len(vertices), Path.LINETO, dtype=np.uint8)
        codes[np.cumsum([0, *(len(ring) for ring in rings[:-1])])] = Path.MOVETO
        path = Path(np.round(vertices, 2), codes)
        # A seam of its own colour closes the hair between neighbours that share a fill.
        looks: list[dict[str, Any]] = [{"edgecolor": fill.color, "linewidth": 0.25}]
        if fill.pattern:
            looks.append({"edgecolor": self.hatch, "linewidth": 0, "hatch": fill.pattern})
        for look in looks:
            drawn = PathCollection([path], facecolor=fill.color, zorder=over, **look)
            self.canvas.collect(drawn)

    @property
    def hatch(self) -> str:
        look = self.canvas.look
        return mix(look.quiet, look.ground, 0.55)

    def _borders(self) -> None:
        """Draw the borders between areas: disputed ones are broken."""
        from matplotlib.collections import LineCollection

        sides: dict[int, set[str]] = {}
        for area in self.shapes.areas:
            for arc in area.arcs:
                sides.setdefault(arc, set()).add(area.key)
        plain: list[Any] = []
        broken: list[Any] = []
        for number, line in self.outlines.lines():
            keys = frozenset(sides.get(number, ()))
            if len(keys) < 2:
                continue
            place = self.shapes.arcs[number][len(self.shapes.arcs[number]) // 2]
            disputed = self.countries and is_disputed(keys, (float(place[0]), float(place[1])))
            (broken if disputed else plain).append(np.round(line, 2))
        width = self.canvas.look.stroke(0.5)
        left, bottom = self.box.left, self.box.bottom
        from matplotlib.patches import Rectangle

        frame = Rectangle((left, bottom), self.box.width, self.box.height,
                          transform=self.canvas.axes.transData)  # fmt: skip
        for lines, style in ((plain, "-"), (broken, (0, (2.2, 1.6)))):
            if lines:
                drawn = LineCollection(
                    lines, colors=self.canvas.look.ground, linewidths=width, linestyles=[style],
                    zorder=2, capstyle="butt", joinstyle="round",
                )  # fmt: skip
                self.canvas.collect(drawn)
                drawn.set_clip_path(frame)

    def _small(self, key: str) -> Point | None:
        """Return where an area that is too small to see has its dot."""
        if self.countries and key in dots() and key not in self.keys:
            x, y = dots()[key]
            return self.frame.point((x, y)) if self.frame.shows((x, y)) else None
        rings = self._rings.get(key, [])
        if not rings:
            return None
        spans = [np.ptp(ring, axis=0) for ring in rings]
        at = max(range(len(rings)), key=lambda one: float(spans[one][0] * spans[one][1]))
        if spans[at].min() > SMALL or spans[at].max() > 12:
            return None
        x, y = (rings[at].min(axis=0) + rings[at].max(axis=0)) / 2
        return float(x), float(y)

    # --- places ---

    def anchor(self, key: str) -> Point | None:
        """Return the point that stands for an area, None where the map does not show it."""
        if (small := self._small(key)) is not None:
            return small
        found = label_point(self._rings.get(key, []))
        return found[0] if found else None

    def steps_within(self, key: str, line: Any) -> int:
        """Return how many of the last points of a line (n x 2) lie in an area."""
        from matplotlib.path import Path

        if self._small(key) is not None:
            return 0
        inside = np.zeros(len(line), dtype=bool)
        for ring in self._rings.get(key, []):
            inside |= Path(ring).contains_points(line)
        outside = np.flatnonzero(~inside)
        return len(line) - 1 - int(outside[-1]) if len(outside) else 0

    def number(self, key: str) -> int:
        """Return the number that an area has in `room`, 0 for one that is not filled."""
        return self._numbers.get(key, 0)


def _fitted(box: Box, extent: Extent, *, centred: bool) -> Box:
    """Return the part of a box that a map fills: it shows little more than what it is to show."""
    frame = Frame(extent, box.left, box.bottom, box.width, box.height)
    widest = WIDEST * frame.proportion * box.height
    highest = WIDEST * box.width / frame.proportion
    wide, high = max(0.0, box.width - widest), max(0.0, box.height - highest)
    left = wide / 2 if centred else 0.0
    return box.inset(left=left, right=wide - left, bottom=high)


def extent_of(shapes: Shapes, keys: Iterable[str], places: Sequence[Point] = ()) -> Extent | None:
    """Return what a map is to show: the main parts of areas, and places; None for nothing."""
    from reportgen.maps.projections import bounds

    wanted = set(keys)
    found: list[Any] = [np.array(places, dtype=float)] if places else []
    for area in shapes.areas:
        if area.key in wanted:
            rings = shapes.outlines(area)
            sizes = [_size(ring) for ring in rings]
            found += [ring for ring, size in zip(rings, sizes, strict=True)
                      if size >= OUTLYING * max(sizes)]  # fmt: skip
    found += [np.array([dots()[key]], dtype=float) for key in wanted if key in dots()]
    if not found:
        return None
    return bounds(np.concatenate(found))


def padded(extent: Extent, part: float = 0.07, least: float = 2.0) -> Extent:
    """Return an extent with room round it, a part of its own size, at least so many degrees."""
    more = max(part * max(extent.width, extent.height), (least - extent.height) / 2)
    wide = more / max(0.3, cos(radians(extent.centre[1])))
    south, north = max(-85.0, extent.south - more), min(85.0, extent.north + more)
    if extent.width + 2 * wide >= 300:
        return Extent(-180, max(south, -58), 180, min(north, 84))
    return Extent(extent.west - wide, south, extent.west + extent.width + wide, north)


def _size(ring: Any) -> float:
    span = np.ptp(np.unwrap(ring[:, 0], period=360)), np.ptp(ring[:, 1])
    return float(span[0] * span[1]) * cos(radians(float(ring[:, 1].mean())))
