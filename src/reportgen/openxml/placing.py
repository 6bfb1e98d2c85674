"""Where shapes lie on a slide: within groups, flipped and turned (ECMA-376 part 1, 20.1.7)."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from lxml.etree import _Element as Element
from PIL import Image

from reportgen.openxml.outlines import Point
from reportgen.openxml.package import A, P

Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height on the slide, in EMU, not yet whole numbers."""


@dataclass(frozen=True, slots=True)
class Fit:
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

    def inner(self, frame: Element) -> "Fit":
        """Return where the shapes of a group lie (20.1.7.5)."""
        place = self.place(frame)
        offset, extent = frame.find(f"{A}chOff"), frame.find(f"{A}chExt")
        if place is None or offset is None or extent is None:
            return self
        wide = place[2] / (int(extent.get("cx", "0")) or 1)
        high = place[3] / (int(extent.get("cy", "0")) or 1)
        right = place[0] - int(offset.get("x", "0")) * wide
        return Fit(wide, high, right, place[1] - int(offset.get("y", "0")) * high)


def as_turned(layer: Image.Image, frame: Element) -> Image.Image:
    """Return the pixels of a shape, flipped and turned as it is."""
    if frame.get("flipH") in ("1", "true"):
        layer = layer.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if frame.get("flipV") in ("1", "true"):
        layer = layer.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    turn = int(frame.get("rot", "0")) / 60_000
    return layer.rotate(-turn, expand=True) if turn else layer


def turning(frame: Element) -> Callable[[Point, Place], Point]:
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


def _width(letter: str) -> float:
    """Return about how wide a letter is in em, in whatever font: capitals are wide."""
    return 0.8 if letter.isupper() else 0.6


def words_of(shape: Element, place: Place) -> Place:
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
        sum(map(_width, "".join(one.text or "" for one in part.iter(f"{A}t"))))
        for part in shape.iter(f"{A}p")
    )
    long = min(wide, max(size, said * size))
    aligned = next((one.get("algn") for one in shape.iter(f"{A}pPr") if one.get("algn")), "l")
    anchor = body.get("anchor", "t") if body is not None else "t"
    return (
        left + {"ctr": (wide - long) / 2, "r": wide - long}.get(aligned or "l", 0.0),
        top + {"ctr": (high - tall) / 2, "b": high - tall}.get(anchor, 0.0),
        long,
        tall,
    )
