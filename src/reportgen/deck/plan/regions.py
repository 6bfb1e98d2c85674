"""Regions: a frame of a layout, and what it is to hold."""

from dataclasses import dataclass

from reportgen.deck.model import Frame, Placeholder, ShapePart
from reportgen.deck.plan.flow import Group


@dataclass(frozen=True, slots=True)
class Region:
    """A frame of a layout, what it is to hold, and whether it stands on every page of a slide."""

    box: Placeholder | None
    frame: Frame
    content: tuple[Group, ...]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """The regions of a slide in reading order, and the shapes behind and between them."""

    regions: tuple[Region, ...]
    shapes: tuple[ShapePart, ...] = ()
    fault: str = ""
    """What has no place on the slide, in words."""


def boxed(box: Placeholder, frame: Frame, content: tuple[Group, ...]) -> Region:
    """Return a region of a box that stands elsewhere than in its layout."""
    return Region(box, frame, content, stays=True)
