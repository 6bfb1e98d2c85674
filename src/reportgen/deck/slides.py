"""This module is the model of a plan: slides with their boxes, every size and place decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.deck.layouts import Box, Design, Frame, Layout
from reportgen.deck.runs import Para, Paras, Run
from reportgen.diagnostics import Span
from reportgen.document import Figure, Place, Settled, Size, Table


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text in a placeholder, or in a box of its own where `box` is None. `size` is in points."""

    box: Box | None
    frame: Frame
    paragraphs: Paras
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A figure at the true size of its frame."""

    box: Box | None
    frame: Frame
    figure: Figure[Settled]

    @property
    def key(self) -> str:
        """The name under which its drawing comes back."""
        return self.figure.id or self.figure.source

    def place(self, zoom: float) -> Place:
        """Return where it is drawn, with its size there."""
        return Place("deck", Size(self.frame.width * zoom, self.frame.height * zoom))


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table or some of its rows, its measures in points; `rows[0]` is the head."""

    box: Box | None
    frame: Frame
    table: Table[Settled]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


Part = TextPart | PicturePart | TablePart


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
    notes: tuple[str, ...]
    section: str
    span: Span
    sources: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    source_line: tuple[Para, ...] = ()

    @property
    def pictures(self) -> tuple[PicturePart, ...]:
        return tuple(part for part in self.parts if isinstance(part, PicturePart))


@dataclass(frozen=True, slots=True)
class Plan:
    """The slides in order, their design, the footer, and which slide holds each note and work."""

    slides: tuple[PlannedSlide, ...]
    footer: str
    design: Design
    note_slides: Mapping[int, str] = field(default_factory=dict)
    key_slides: Mapping[str, str] = field(default_factory=dict)
