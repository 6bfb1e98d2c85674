"""Planned slides: text, pictures, tables and equations, each in its frame, every size decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.deck.model.frames import Frame
from reportgen.deck.model.layouts import Design, Layout, Placeholder
from reportgen.deck.model.text import Para, Paras, Type
from reportgen.diagnostics import Span
from reportgen.document import Equation, Figure, Place, Settled, Size, Table, mm

LEAST_DRAWN = Size(mm(120), mm(70))
"""A figure in less room than this is drawn larger and scaled: its labels would collide."""
MOST_SHRUNK = 7 / 6
"""By how much at most: text of 14 points is then shown in 12."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text in a placeholder, or in a box of its own where `box` is None.

    `size` is in points, as is `gap`: what is added between its paragraphs to fill its frame.
    """

    box: Placeholder | None
    frame: Frame
    paragraphs: Paras
    size: float
    bold: bool = False
    italic: bool = False
    gap: float = 0.0

    def type(self, family: str) -> Type:
        """Return how it is set; `family` is the deck's."""
        box = self.box
        number = box.number if box else 0.0
        own = (box.family if box else "") or family
        caps = box.caps if box else False
        levels = box.levels if box else ()
        return Type(own, self.size, self.bold, self.italic, caps, number, self.gap, levels)


@dataclass(frozen=True, slots=True)
class ShapePart:
    """A plain shape that is decoration: "rect", "ellipse" or "chevron", in a theme's colour.

    `flips` where it points to the left.
    """

    frame: Frame
    color: str
    shape: str = "rect"
    flips: bool = False
    box: None = None


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A figure at the true size of its frame."""

    box: Placeholder | None
    frame: Frame
    figure: Figure[Settled]
    focus: str = "50% 50%"
    """The point of it that stays in sight where it is cut (CSS object-position)."""

    @property
    def is_cut(self) -> bool:
        """Whether it fills its box, cut at two sides."""
        return self.box is not None and self.box.filled

    @property
    def key(self) -> str:
        """The name under which its drawing comes back."""
        return self.figure.id or self.figure.source

    def place(self, zoom: float) -> Place:
        """Return where it is drawn, with its size there.

        In a place where labels would collide it is drawn larger than shown.
        """
        size = Size(self.frame.width * zoom, self.frame.height * zoom)
        larger = min(MOST_SHRUNK, max(1.0, self._wanted(zoom)))
        builds = self.figure.builds if self.figure.is_drawn else None
        return Place("deck", Size(size.width * larger, size.height * larger), builds=builds)

    def is_small(self, zoom: float) -> bool:
        """Return whether its place is so small that it cannot be drawn large enough."""
        return self._wanted(zoom) > MOST_SHRUNK

    def _wanted(self, zoom: float) -> float:
        """Return how many times as large as shown it would have to be drawn."""
        return max(
            LEAST_DRAWN.width.emu / (self.frame.width * zoom).emu,
            LEAST_DRAWN.height.emu / (self.frame.height * zoom).emu,
        )


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table or some of its rows, each a cell for each column, its measures in points.

    `heads` of the first rows are a head, `feet` of the last a foot.
    """

    box: Placeholder | None
    frame: Frame
    table: Table[Settled]
    rows: tuple[tuple[Paras, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    heads: int = 1
    feet: int = 0
    spread: float = 0.0
    """What its rows are higher than their text needs, to fill the frame."""


@dataclass(frozen=True, slots=True)
class EquationPart:
    """A displayed equation; `size` is that of its text, in points."""

    frame: Frame
    equation: Equation
    size: float
    box: None = None
    """It takes no placeholder: there is none for what it is."""


Part = TextPart | PicturePart | TablePart | EquationPart | ShapePart


@dataclass(frozen=True, slots=True)
class PlannedSlide:
    """A slide with all that will stand on it.

    `sources` are the numbers of the notes that it cites, `keys` the works cited in its text;
    `notes` are the paragraphs that its speaker reads; `section` is the heading it belongs to.
    """

    id: str
    layout: Layout
    title: TextPart
    parts: tuple[Part, ...]
    notes: Paras
    section: str
    span: Span
    sources: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    source_line: tuple[Para, ...] = ()
    hidden: bool = False
    part: str = ""
    """The part of the talk that it belongs to, as its layout names it."""

    @property
    def pictures(self) -> tuple[PicturePart, ...]:
        return tuple(part for part in self.parts if isinstance(part, PicturePart))


@dataclass(frozen=True, slots=True)
class Plan:
    """The slides in order, their design, the footer, and which slide holds each note and work.

    `leads` says which slide an identifier leads to: a section's, a figure's.
    """

    slides: tuple[PlannedSlide, ...]
    footer: Paras
    design: Design
    note_slides: Mapping[int, str] = field(default_factory=dict)
    key_slides: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
