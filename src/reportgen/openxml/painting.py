"""Paints what a layout shows behind text: ground, pictures, shapes of layout and master.

It is painted coarsely, from the parts of the file: enough to tell which colours lie behind a
place, and where it is free of artwork. Lengths are in EMU.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element
from PIL import Image, ImageChops, ImageDraw

from reportgen.contrast import LARGE_CONTRAST, contrast
from reportgen.openxml.backdrop import EMU_PER_INCH, HATCH, Backdrop
from reportgen.openxml.fills import Picture, fill_of, painted
from reportgen.openxml.outlines import Point, outline
from reportgen.openxml.package import A, P
from reportgen.openxml.palette import PLAIN_FILL, Palette, to_hex
from reportgen.openxml.placing import Fit, Place, as_turned, turning, words_of

WIDE = 480
"""The pixels of a slide's width."""
HAIRLINE = 3
"""The pixels of a fill thinner than two: it is seen too, wherever its middle is rounded to."""
COVERING = 0.5
"""The share of a slide from which on a picture that cannot be read here is its ground."""


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
            painter.shapes(tree, sheet.picture, Fit(1, 1, 0, 0))
    return Backdrop(painter.image.convert("RGB"), scale, painter.is_known, painter.is_certain)


class _Painter:
    def __init__(self, theme: Sheet, shades: Palette, size: tuple[int, int], scale: float) -> None:
        self.theme, self.shades, self.scale = theme, shades, scale
        self.image = self.plain = Image.new("RGBA", size, "white")
        self.is_known = self.is_certain = True

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
            self.is_certain = not _is_radial(fill, shades)
            if layer is not None:
                self.image.alpha_composite(layer)
            break
        else:
            self.image.paste(self.shades.named("bg1") or "white", (0, 0, *self.image.size))
        self.plain = self.image.copy()  # which shapes may be filled with (19.3.1.43)

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

    def shapes(self, tree: Element, picture: Picture, fit: Fit) -> None:
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

    def _group(self, group: Element, picture: Picture, fit: Fit, frame: Element | None) -> None:
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
        self.shapes(group, picture, Fit(inner.wide, inner.high, right, down))
        turned, self.image = self.image.rotate(-turn), below
        left, top = self._at((middle[0] - half, middle[1] - half))
        whole = Image.new("RGBA", below.size)
        whole.paste(turned, (left, top))
        self.image.alpha_composite(whole)

    def _shape(self, shape: Element, picture: Picture, fit: Fit) -> None:
        properties = shape.find(f"{P}spPr")
        frame = None if properties is None else properties.find(f"{A}xfrm")
        place = None if frame is None else fit.place(frame)
        if properties is None or frame is None or place is None:
            return
        put = turning(frame)
        ratio = place[2] / place[3] if place[3] else 100.0
        polygons, is_closed = outline(properties, ratio)
        known = [[put(point, place) for point in one] for one in polygons]
        fill, shades = self._fill(shape, properties)
        if fill_of(shape if str(shape.tag) == f"{P}pic" else properties) is None:
            picture = self.theme.picture
        shows_ground = shape.get("useBgFill") in ("1", "true")
        if is_closed and shows_ground and self.plain.size == self.image.size:  # in no turned group
            self._show(self.plain, known)
        elif is_closed and str(shape.tag) != f"{P}cxnSp":
            sides = (round(side * self.scale) for side in place[2:])
            size = tuple(side if side > 1 else HAIRLINE for side in sides)
            layer = painted(fill, (size[0], size[1]), shades, picture, self._dots)
            if layer is not None:
                self._paste(as_turned(layer, frame), place, known)
            elif fill is not None and str(fill.tag).endswith("}blipFill"):
                self._unread(place)
        self._line(shape, properties, known, is_closed=is_closed)
        if any((one.text or "").strip() for one in shape.iter(f"{A}t")):
            self._hatch(words_of(shape, place))

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
        whole = Image.new("RGBA", self.image.size)
        middle = self._at((place[0] + place[2] / 2, place[1] + place[3] / 2))
        whole.paste(layer, (middle[0] - layer.width // 2, middle[1] - layer.height // 2))
        self._show(whole, polygons)

    def _show(self, whole: Image.Image, polygons: Sequence[Sequence[Point]]) -> None:
        """Paint what of a picture of the whole slide lies in the outline of a shape."""
        mask = Image.new("1", self.image.size)
        for polygon in polygons:
            one = Image.new("1", self.image.size)
            ImageDraw.Draw(one).polygon([self._at(point) for point in polygon], fill=1)
            mask = ImageChops.logical_xor(mask, one)
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


def _is_radial(fill: Element | None, shades: Palette) -> bool:
    """Return whether a fill runs from light to dark around a point (20.1.8.46).

    Where each shade lies differs from program to program.
    """
    if fill is None or fill.find(f"{A}path") is None:
        return False
    found = [to_hex(one) for stop in fill.iter(f"{A}gs") if (one := shades.shade(stop)) is not None]
    return any(contrast(one, found[0]) > LARGE_CONTRAST for one in found)
