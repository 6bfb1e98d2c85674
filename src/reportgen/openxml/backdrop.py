"""Paints what lies behind the text of a slide: ground, pictures, shapes of layout and master.

It is painted here, coarsely, from the parts of the file: enough to tell which colours lie behind a
place, and where it is free of artwork. Lengths are in EMU.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from lxml.etree import _Element as Element
from PIL import Image, ImageChops, ImageDraw

from reportgen.contrast import contrast
from reportgen.openxml.fills import Picture, fill_of, painted
from reportgen.openxml.outlines import Point, outline
from reportgen.openxml.package import A, P
from reportgen.openxml.palette import PLAIN_FILL, Palette, to_hex

WIDE = 480
"""The pixels of a slide's width."""
EMU_PER_INCH = 914_400
STEP_APART = 2
EDGE = 36
"""By how much of 255 a channel differs over two pixels where artwork begins."""
MOST_EDGES = 0.004
"""The share of pixels that may be edges where a place counts as clear."""
COVERING = 0.5
"""The share of a slide from which on a picture that cannot be read here is its ground."""
HATCH = 4

Area: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""
Place: TypeAlias = tuple[float, float, float, float]
"""The same on the slide, not yet whole numbers."""
Grid: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"
Mask: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"


@dataclass(frozen=True)
class Backdrop:
    """What lies behind text, `scale` pixels for each EMU.

    `is_known` is False where the ground is a picture that cannot be read here.
    """

    image: Image.Image
    scale: float
    is_known: bool = True

    @cached_property
    def _grid(self) -> Grid:
        return np.asarray(self.image, dtype=np.uint8)

    @cached_property
    def _edges(self) -> Mask:
        """Where colours change within two pixels: the edges of artwork, and all of a photograph."""
        grid = self._grid.astype(np.int16)
        found = np.zeros(grid.shape[:2], dtype=np.bool_)
        across = np.abs(grid[:, STEP_APART:] - grid[:, :-STEP_APART]).max(axis=2) > EDGE
        down = np.abs(grid[STEP_APART:] - grid[:-STEP_APART]).max(axis=2) > EDGE
        found[:, 1:-1] |= across
        found[1:-1] |= down
        return found

    def over(
        self, area: Area, fill: Element | None, shades: Palette, picture: Picture
    ) -> "Backdrop":
        """Return the same with a fill in an area, as a placeholder has it."""
        left, top, right, bottom = self._box(area)
        scale = self.scale * EMU_PER_INCH
        layer = painted(fill, (right - left, bottom - top), shades, picture, scale)
        if layer is None:
            return self
        image = self.image.copy()
        image.paste(layer.convert("RGB"), (left, top), layer)
        return Backdrop(image, self.scale, self.is_known)

    def ground(self, area: Area) -> str:
        """Return the middle of the colours behind an area as `#rrggbb`."""
        red, green, blue = np.median(self._region(area).reshape(-1, 3), axis=0)
        return to_hex((float(red) / 255, float(green) / 255, float(blue) / 255, 1.0))

    def contrast(self, color: str, area: Area) -> float:
        """Return the contrast that a colour (`#rrggbb`) has with nearly all that lies behind it."""
        region = self._region(area).reshape(-1, 3) >> 3
        packed = (region[:, 0].astype(np.int32) << 10) | (region[:, 1].astype(np.int32) << 5)
        counts = np.bincount(packed | region[:, 2], minlength=1 << 15)
        found = sorted(
            (contrast(color, _middle(int(shade))), int(counts[shade]))
            for shade in np.flatnonzero(counts)
        )
        if len(found) == 1:
            return contrast(color, self.ground(area))
        seen, least = 0, LEAST_SHARE * len(region)
        for ratio, many in found:
            seen += many
            if seen >= least:
                return ratio
        return 21.0

    def is_clear(self, area: Area) -> bool:
        """Return whether no artwork begins or ends in an area."""
        left, top, right, bottom = self._box(area)
        edges = self._edges[top:bottom, left:right]
        return bool(edges.mean() <= MOST_EDGES) and not _crossed(edges)

    def clear_part(self, area: Area, taken: Sequence[Area] = ()) -> Area:
        """Return the largest part of an area without artwork and what is `taken`; may be empty."""
        key = area, tuple(taken)
        if key not in self._parts:
            self._parts[key] = self._clear_part(area, taken)
        return self._parts[key]

    @cached_property
    def _parts(self) -> dict[tuple[Area, tuple[Area, ...]], Area]:
        return {}

    def _clear_part(self, area: Area, taken: Sequence[Area]) -> Area:
        left, top, right, bottom = self._box(area)
        mask = self._edges.copy()
        for one in taken:
            own = self._box(one)
            mask[own[1] : own[3], own[0] : own[2]] = True
        place = _coarsely(mask[top:bottom, left:right])
        if place is None:
            return area[0], area[1], 0, 0
        first, upper, last, lower = place
        begin = (
            area[0] if first == 0 else round((left + first + 1) / self.scale),
            area[1] if upper == 0 else round((top + upper + 1) / self.scale),
        )
        end = (
            area[0] + area[2] if last >= right - left else round((left + last - 1) / self.scale),
            area[1] + area[3] if lower >= bottom - top else round((top + lower - 1) / self.scale),
        )
        return *begin, max(0, end[0] - begin[0]), max(0, end[1] - begin[1])

    def _region(self, area: Area) -> Grid:
        left, top, right, bottom = self._box(area)
        return self._grid[top:bottom, left:right]

    def _box(self, area: Area) -> tuple[int, int, int, int]:
        """Return the pixels of an area: at least one, all on the slide."""
        wide, high = self.image.size
        left = min(wide - 1, max(0, round(area[0] * self.scale)))
        top = min(high - 1, max(0, round(area[1] * self.scale)))
        right = min(wide, max(left + 1, round((area[0] + area[2]) * self.scale)))
        bottom = min(high, max(top + 1, round((area[1] + area[3]) * self.scale)))
        return left, top, right, bottom


LEAST_SHARE = 0.1
"""The share of what lies behind a text that may have less contrast: its text is not everywhere."""


def _middle(packed: int) -> str:
    """Return the middle of the colours that have the same five upper bits a channel."""
    return "#" + "".join(f"{(packed >> shift & 31) * 8 + 4:02x}" for shift in (10, 5, 0))


def _crossed(edges: Mask) -> bool:
    """Return whether a line runs through most of an area, however thin it is."""
    if min(edges.shape) < HATCH:
        return bool(edges.any())
    inner = edges[1:-1, 1:-1]
    return bool((inner.mean(axis=1) > 0.5).any() or (inner.mean(axis=0) > 0.5).any())


def _coarsely(mask: Mask) -> tuple[int, int, int, int] | None:
    """Return the largest clear rectangle of a mask, found among blocks of two by two pixels."""
    high, wide = (side // 2 * 2 for side in mask.shape)
    if min(high, wide) < 2 * HATCH:
        return largest_clear(mask)
    blocks = mask[:high, :wide].reshape(high // 2, 2, wide // 2, 2)
    found = largest_clear(np.asarray(blocks.any(axis=(1, 3)), dtype=np.bool_))
    if found is None:
        return None
    left, top, right, bottom = (2 * one for one in found)
    rows, columns = mask.shape
    return left, top, columns if right == wide else right, rows if bottom == high else bottom


def largest_clear(mask: Mask) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of the largest rectangle of a mask that is all False."""
    best, found = 0, None
    heights = np.zeros(mask.shape[1], dtype=np.int64)
    for row in range(mask.shape[0]):
        heights = np.where(mask[row], 0, heights + 1)
        stack: list[tuple[int, int]] = []
        for at, height in enumerate((*heights.tolist(), 0)):
            begins = at
            while stack and stack[-1][1] >= height:
                begins, tall = stack.pop()
                if tall * (at - begins) > best:
                    best, found = tall * (at - begins), (begins, row + 1 - tall, at, row + 1)
            stack.append((begins, height))
    return found


# --- painting ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout, master or theme: its root, and what finds the pictures that it refers to."""

    root: Element
    picture: Picture


def paint(
    layout: Sheet, master: Sheet, theme: Sheet, shades: Palette, size: tuple[int, int]
) -> Backdrop:
    """Return what a layout shows without its placeholders, on slides of a size in EMU."""
    scale = WIDE / size[0]
    painter = _Painter(theme, shades, (WIDE, max(1, round(size[1] * scale))), scale)
    painter.ground((layout, master))
    sheets = (layout,) if layout.root.get("showMasterSp") in ("0", "false") else (master, layout)
    for sheet in sheets:
        tree = sheet.root.find(f"{P}cSld/{P}spTree")
        if tree is not None:
            painter.shapes(tree, sheet.picture, _Fit(1, 1, 0, 0))
    return Backdrop(painter.image.convert("RGB"), scale, painter.is_known)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Where the coordinates of a group lie on the slide: scaled and moved."""

    wide: float
    high: float
    right: float
    down: float

    def place(self, frame: Element) -> Place | None:
        """Return left, top, width and height of a shape on the slide."""
        offset, extent = frame.find(f"{A}off"), frame.find(f"{A}ext")
        if offset is None or extent is None:
            return None
        return (
            int(offset.get("x", "0")) * self.wide + self.right,
            int(offset.get("y", "0")) * self.high + self.down,
            int(extent.get("cx", "0")) * self.wide,
            int(extent.get("cy", "0")) * self.high,
        )

    def inner(self, frame: Element) -> "_Fit":
        """Return where the shapes of a group lie (20.1.7.5)."""
        place = self.place(frame)
        offset, extent = frame.find(f"{A}chOff"), frame.find(f"{A}chExt")
        if place is None or offset is None or extent is None:
            return self
        wide = place[2] / (int(extent.get("cx", "0")) or 1)
        high = place[3] / (int(extent.get("cy", "0")) or 1)
        right = place[0] - int(offset.get("x", "0")) * wide
        return _Fit(wide, high, right, place[1] - int(offset.get("y", "0")) * high)


class _Painter:
    def __init__(self, theme: Sheet, shades: Palette, size: tuple[int, int], scale: float) -> None:
        self.theme, self.shades, self.scale = theme, shades, scale
        self.image = Image.new("RGBA", size, "white")
        self.is_known = True

    @property
    def _dots(self) -> float:
        return self.scale * EMU_PER_INCH

    def ground(self, sheets: Iterable[Sheet]) -> None:
        """Paint the ground: the first sheet's that has one (19.3.1.1, 19.3.1.3)."""
        for sheet in sheets:
            ground = sheet.root.find(f"{P}cSld/{P}bg")
            if ground is None:
                continue
            fill, shades, picture = fill_of(ground.find(f"{P}bgPr")), self.shades, sheet.picture
            if (named := ground.find(f"{P}bgRef")) is not None:
                (fill, shades), picture = self._styled(named), self.theme.picture
            layer = painted(fill, self.image.size, shades, picture, self._dots)
            self.is_known = layer is not None
            if layer is not None:
                self.image.alpha_composite(layer)
            return
        color = self.shades.named("bg1")
        if color:
            self.image.paste(color, (0, 0, *self.image.size))

    def _styled(self, named: Element) -> tuple[Element | None, Palette]:
        """Return the theme's fill that a reference counts to, and its colours (20.1.4.2.19)."""
        at = int(named.get("idx", "0"))
        lists, first = (
            ("bgFillStyleLst", PLAIN_FILL) if at >= PLAIN_FILL - 1 else ("fillStyleLst", 1)
        )
        styles = self.theme.root.find(f".//{A}{lists}")
        own = [] if styles is None else [one for one in styles if isinstance(one.tag, str)]
        shades = self.shades.filled_with(self.shades.color(named))
        return (own[at - first] if 0 <= at - first < len(own) else None), shades

    def shapes(self, tree: Element, picture: Picture, fit: _Fit) -> None:
        """Paint the shapes of a tree in their order, but for placeholders."""
        for shape in tree:
            kind = str(shape.tag).rpartition("}")[2]
            known = next(shape.iter(f"{P}cNvPr"), None)
            if shape.find(f"./*/{P}nvPr/{P}ph") is not None or (
                known is not None and known.get("hidden") in ("1", "true")
            ):
                continue
            match kind:
                case "grpSp":
                    own = shape.find(f"{P}grpSpPr/{A}xfrm")
                    self._group(shape, picture, fit, own)
                case "sp" | "cxnSp" | "pic":
                    self._shape(shape, picture, fit)
                case "graphicFrame":
                    frame = shape.find(f"{P}xfrm")
                    if frame is not None and (place := fit.place(frame)) is not None:
                        self._hatch(place)
                case "AlternateContent":
                    branch = next(iter(shape), None)
                    if branch is not None:
                        self.shapes(branch, picture, fit)
                case _:
                    pass

    def _group(self, group: Element, picture: Picture, fit: _Fit, frame: Element | None) -> None:
        """Paint the shapes of a group, turned as the group is."""
        if frame is None:
            self.shapes(group, picture, fit)
            return
        turn, place = int(frame.get("rot", "0")) / 60_000, fit.place(frame)
        if not turn or place is None:
            self.shapes(group, picture, fit.inner(frame))
            return
        below, side = self.image, math.ceil(math.hypot(place[2], place[3]) * self.scale) + 2
        if not 0 < side < 4 * WIDE:
            return
        middle = (place[0] + place[2] / 2, place[1] + place[3] / 2)
        inner, half = fit.inner(frame), side / 2 / self.scale
        self.image = Image.new("RGBA", (side, side))  # its own, with the group in its middle
        right, down = inner.right - middle[0] + half, inner.down - middle[1] + half
        self.shapes(group, picture, _Fit(inner.wide, inner.high, right, down))
        turned, self.image = self.image.rotate(-turn), below
        left, top = self._at((middle[0] - half, middle[1] - half))
        whole = Image.new("RGBA", below.size)
        whole.paste(turned, (left, top))
        self.image.alpha_composite(whole)

    def _shape(self, shape: Element, picture: Picture, fit: _Fit) -> None:
        properties = shape.find(f"{P}spPr")
        frame = None if properties is None else properties.find(f"{A}xfrm")
        place = None if frame is None else fit.place(frame)
        if properties is None or frame is None or place is None:
            return
        turned = _turned(frame)
        ratio = place[2] / place[3] if place[3] else 100.0
        polygons, is_closed = outline(properties, ratio)
        known = [[turned(point, place) for point in one] for one in polygons]
        fill, shades = self._fill(shape, properties)
        if fill_of(shape if str(shape.tag) == f"{P}pic" else properties) is None:
            picture = self.theme.picture
        if is_closed and str(shape.tag) != f"{P}cxnSp":
            size = (round(place[2] * self.scale), round(place[3] * self.scale))
            layer = painted(fill, size, shades, picture, self._dots)
            if layer is not None:
                self._paste(_as_turned(layer, frame), place, known)
            elif fill is not None and str(fill.tag).endswith("}blipFill"):
                self._unread(place)
        self._line(shape, properties, known, is_closed=is_closed)
        if any((one.text or "").strip() for one in shape.iter(f"{A}t")):
            self._hatch(_words(shape, place))

    def _fill(self, shape: Element, properties: Element) -> tuple[Element | None, Palette]:
        own = fill_of(shape) if str(shape.tag) == f"{P}pic" else fill_of(properties)
        named = shape.find(f"{P}style/{A}fillRef")
        if own is None and named is not None:
            return self._styled(named)
        return own, self.shades

    def _paste(
        self,
        layer: Image.Image,
        place: Place,
        polygons: Sequence[Sequence[Point]],
    ) -> None:
        """Paint pixels into the outline of a shape."""
        mask = Image.new("1", self.image.size)
        for polygon in polygons:
            one = Image.new("1", self.image.size)
            ImageDraw.Draw(one).polygon([self._at(point) for point in polygon], fill=1)
            mask = ImageChops.logical_xor(mask, one)
        whole = Image.new("RGBA", self.image.size)
        middle = self._at((place[0] + place[2] / 2, place[1] + place[3] / 2))
        whole.paste(layer, (middle[0] - layer.width // 2, middle[1] - layer.height // 2))
        clear = Image.new("RGBA", self.image.size)
        self.image.alpha_composite(Image.composite(whole, clear, mask.convert("L")))

    def _line(
        self,
        shape: Element,
        properties: Element,
        polygons: Sequence[Sequence[Point]],
        *,
        is_closed: bool,
    ) -> None:
        own, named = properties.find(f"{A}ln"), shape.find(f"{P}style/{A}lnRef")
        filled = None if own is None else own.find(f"{A}solidFill")
        if own is not None and own.find(f"{A}noFill") is not None:
            return
        shade = self.shades.shade(filled)
        if shade is None and named is not None and named.get("idx", "0") != "0":
            shade = self.shades.shade(named)
        if shade is None:
            return
        width = int(own.get("w", "9525")) if own is not None else 9525
        draw = ImageDraw.Draw(self.image)
        for polygon in polygons:
            points = [self._at(point) for point in polygon]
            if is_closed:
                points.append(points[0])
            draw.line(points, fill=to_hex(shade), width=max(1, round(width * self.scale)))

    def _unread(self, place: Place) -> None:
        """Mark a picture that cannot be read here, unless it is the ground."""
        wide, high = (one / self.scale for one in self.image.size)
        if place[2] * place[3] > COVERING * wide * high:
            self.is_known = False
        else:
            self._hatch(place)

    def _hatch(self, place: Place) -> None:
        """Mark a place as taken, whatever its colours are."""
        left, top = self._at(place[:2])
        right, bottom = self._at((place[0] + place[2], place[1] + place[3]))
        draw = ImageDraw.Draw(self.image)
        for at, row in enumerate(range(top, bottom + 1, HATCH // 2)):
            color = "black" if at % 2 else "white"
            draw.rectangle((left, row, max(left, right), row + HATCH // 2 - 1), fill=color)

    def _at(self, point: Sequence[float]) -> tuple[int, int]:
        """Return the pixel of a point, kept near the slide."""
        wide, high = self.image.size
        return (
            min(4 * wide, max(-3 * wide, round(point[0] * self.scale))),
            min(4 * high, max(-3 * high, round(point[1] * self.scale))),
        )


def _as_turned(layer: Image.Image, frame: Element) -> Image.Image:
    """Return the pixels of a shape, flipped and turned as it is."""
    if frame.get("flipH") in ("1", "true"):
        layer = layer.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if frame.get("flipV") in ("1", "true"):
        layer = layer.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    turn = int(frame.get("rot", "0")) / 60_000
    return layer.rotate(-turn, expand=True) if turn else layer


def _turned(frame: Element) -> Callable[[Point, Place], Point]:
    """Return what puts a point of a unit square where a shape has it, flipped and turned."""
    turn = math.radians(int(frame.get("rot", "0")) / 60_000)
    flips = [frame.get(name) in ("1", "true") for name in ("flipH", "flipV")]

    def put(point: Point, place: Place) -> Point:
        left, top, wide, high = place
        across = ((1 - point[0] if flips[0] else point[0]) - 0.5) * wide
        down = ((1 - point[1] if flips[1] else point[1]) - 0.5) * high
        return (
            left + wide / 2 + across * math.cos(turn) - down * math.sin(turn),
            top + high / 2 + across * math.sin(turn) + down * math.cos(turn),
        )

    return put


def _words(shape: Element, place: Place) -> Place:
    """Return about where the words of a shape stand."""
    left, top, wide, high = place
    size = (
        max(
            [
                int(one.get("sz", "0"))
                for one in shape.iter(f"{A}rPr", f"{A}endParaRPr", f"{A}defRPr")
            ]
            + [800]
        )
        * 127
    )
    body = shape.find(f"{P}txBody/{A}bodyPr")
    lines = max(1, len(list(shape.iter(f"{A}p"))))
    tall = min(high, lines * size * 1.2)
    said = max(
        len("".join(one.text or "" for one in part.iter(f"{A}t"))) for part in shape.iter(f"{A}p")
    )
    long = min(wide, max(size, said * size * 0.6))
    aligned = next((one.get("algn") for one in shape.iter(f"{A}pPr") if one.get("algn")), "l")
    anchor = body.get("anchor", "t") if body is not None else "t"
    return (
        left + {"ctr": (wide - long) / 2, "r": wide - long}.get(aligned or "l", 0.0),
        top + {"ctr": (high - tall) / 2, "b": high - tall}.get(anchor, 0.0),
        long,
        tall,
    )
