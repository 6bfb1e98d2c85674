"""Regions: a frame of a layout, and what it is to hold."""

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.deck.model import Frame, Placeholder, ShapePart
from reportgen.deck.plan.flow import Frames, Group


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


Measure = Callable[[Placeholder], Frames]
"""Gives how text is set in a box, at the step that is tried."""
