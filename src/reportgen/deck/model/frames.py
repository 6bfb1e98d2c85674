"""Frames: rectangles on a slide, and what lies between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.document import Length, Size, inches

SLIDE = Size(Length(12_192_000), Length(6_858_000))
GAP = 0.3
"""The space between boxes side by side, in inches."""
STACK_GAP = inches(0.22)
"""The space between blocks of different kinds, one above the other."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on a slide."""

    left: Length
    top: Length
    width: Length
    height: Length

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def bottom(self) -> Length:
        return self.top + self.height

    @property
    def area(self) -> int:
        """The area in square EMU."""
        return self.width.emu * self.height.emu

    def overlap(self, other: "Frame") -> int:
        """Return the area in square EMU that two frames cover both."""
        left, top = max(self.left.emu, other.left.emu), max(self.top.emu, other.top.emu)
        right = min(self.left.emu + self.width.emu, other.left.emu + other.width.emu)
        bottom = min(self.bottom.emu, other.bottom.emu)
        return max(0, right - left) * max(0, bottom - top)

    def rows(self, top: Length, height: Length) -> "Frame":
        """Return the part of the frame that begins `top` below its upper edge."""
        return Frame(self.left, self.top + top, self.width, height)


@dataclass(frozen=True, slots=True)
class Pad:
    """How far the ground of a box reaches beyond its text."""

    left: Length
    top: Length
    right: Length
    bottom: Length

    def around(self, frame: Frame) -> Frame:
        """Return the frame of the ground of a text that stands in `frame`."""
        return Frame(
            frame.left - self.left,
            frame.top - self.top,
            frame.width + self.left + self.right,
            frame.height + self.top + self.bottom,
        )

    def inside(self, ground: Frame) -> Frame:
        """Return where text stands whose ground is `ground`."""
        return Frame(
            ground.left + self.left,
            ground.top + self.top,
            ground.width - self.left - self.right,
            ground.height - self.top - self.bottom,
        )


NO_PAD = Pad(Length(0), Length(0), Length(0), Length(0))


def around(frames: Iterable[Frame]) -> Frame:
    """Return the smallest frame around frames."""
    known = list(frames)
    left = min(one.left.emu for one in known)
    top = min(one.top.emu for one in known)
    right = max(one.left.emu + one.width.emu for one in known)
    bottom = max(one.bottom.emu for one in known)
    return Frame(Length(left), Length(top), Length(right - left), Length(bottom - top))


def frame(left: float, top: float, width: float, height: float) -> Frame:
    """Return a frame, given in inches."""
    return Frame(inches(left), inches(top), inches(width), inches(height))
