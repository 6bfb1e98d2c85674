"""The model of a plan: slides, boxes and text, layouts and designs, every size decided.

Template, plan and writer all take positions and sizes from here, so a figure is drawn at exactly
the size of the box that it will stand in. Text sizes are in points.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reportgen.diagnostics import Span
from reportgen.document import Equation, Figure, Length, Place, Settled, Size, Table, inches, mm
from reportgen.document.numerals import Delimiter, Numerals, numeral
from reportgen.theme import Brand

SLIDE = Size(Length(12_192_000), Length(6_858_000))
SMALLEST = 12.0
"""The smallest text of a slide, apart from its foot, in points."""
NARROW = (24.0, 20.0)
TABLE_TEXT = (24.0, 22.0, 20.0)
NEED = (18.0, 16.0, 14.0)
"""Sizes for what fits in none that the last row reads: a word too wide, a table of ten columns."""
GAP = 0.3
LEAST_DRAWN = Size(mm(120), mm(70))
"""A figure in less room than this is drawn larger and scaled: its labels would collide."""
MOST_SHRUNK = 7 / 6
"""By how much at most: text of 14 points is then shown in 12."""
STACK_GAP = inches(0.22)
"""The space between blocks of different kinds, one above the other."""


# --- places ---


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
class Level:
    """How a template sets the text of a list's level, in points.

    `above` is the space between paragraphs, and `above_share` that in em of the text's own size;
    `pitch` is what the distance of lines is multiplied by, `exact` their distance where it is
    fixed; text stands `left` in, its mark `hang` before it.
    """

    size: float
    above: float = 0.0
    above_share: float = 0.0
    pitch: float = 1.0
    exact: float = 0.0
    left: float = 0.0
    hang: float = 0.0


class Role(StrEnum):
    """What a box is for."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    META = "meta"
    CONTENT = "content"
    HEAD = "head"
    PICTURE = "picture"
    TABLE = "table"
    NUMBER = "number"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    AFTER = "after"
    STEP = "step"
    EVENT = "event"
    ADDRESS = "address"
    PART = "part"
    SOURCE = "source"
    FOOTER = "footer"
    SLIDE_NUMBER = "slide number"


FEET = frozenset((Role.PART, Role.SOURCE, Role.FOOTER, Role.SLIDE_NUMBER))
"""What stands around what a slide shows."""


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


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder: its type and index (ECMA-376 part 1, 19.3.1.36), place, and look of its text.

    `sizes` are the sizes of its text in points: the one it should have, and at most one step down.
    `color` is a name of the colour map (tx1, tx2, bg1, accent1-6); `lines` limits the lines, 0 is
    as many as are high enough. `family` is its font, "" the deck's; `caps` sets all in capitals.

    A `free` box is no placeholder of the template but a text box; a `moved` one is a placeholder
    that stands elsewhere than in the template. What `inherits` takes its look, apart from sizes
    and spaces, from the template; its `frame` is what the insets leave for text.

    `fill` is the colour of its ground, "" for none, which reaches beyond its text by `pad`;
    `number` is how many times as large as its text a number is in it, 0 where none stands out.
    """

    name: str
    role: Role
    type: str
    idx: int
    frame: Frame
    sizes: tuple[float, ...]
    color: str = "tx1"
    bold: bool = False
    italic: bool = False
    bullets: bool = False
    anchor: str = "t"
    align: str = "l"
    lines: int = 0
    family: str = ""
    caps: bool = False
    free: bool = False
    moved: bool = False
    inherits: bool = False
    rtl: bool = False
    """Whether its text runs from right to left."""
    fill: str = ""
    pad: Pad = NO_PAD
    number: float = 0.0
    levels: tuple[Level, ...] = ()
    """How a template sets its text, where it is set as there."""
    style: str = ""
    """Its template's list style (21.1.2.4.12), for where its text stands in a text box instead."""
    written: bool = False
    """Whether that is written on slides, though it is a placeholder: it has it of its words."""
    spare: Frame | None = None
    """A larger frame, for text that does not fit at a size that is easy to read."""
    unreadable: str = ""
    """Why its text cannot be read in the template, in words."""

    @property
    def freed(self) -> "Placeholder | None":
        """A box of its own that looks the same; None where text boxes look so anyway."""
        if not self.style:
            return None
        levels = tuple(replace(one, size=max(SMALLEST, one.size)) for one in self.levels)
        return replace(
            self, type="", idx=0, free=True, moved=False, inherits=False, lines=0, levels=levels
        )

    def most_lines(self, size: float) -> int:
        """Return how many lines of text of a size (in points) the box takes."""
        return self.lines or max(1, int(self.frame.height.pt / (size * 1.2)))


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of slide. `type` is a slide layout type (ECMA-376 part 1, 19.7.15), "" for our own.

    A dark layout stands on the primary colour; `bars` are its accents, with a colour each; `logo`
    is where the brand's logo stands. `at` counts the layouts of a template, master by master.
    """

    name: str
    type: str
    boxes: tuple[Placeholder, ...]
    dark: bool = False
    bars: tuple[tuple[Frame, str], ...] = ()
    logo: Frame | None = None
    at: int = 0
    text: Placeholder | None = None
    """What text looks like that stands in none of its boxes, as in tables; None: as our own."""

    def box(self, role: Role) -> Placeholder | None:
        """Return the first box of a role."""
        return next((box for box in self.boxes if box.role is role), None)

    def all(self, role: Role) -> tuple[Placeholder, ...]:
        return tuple(box for box in self.boxes if box.role is role)

    @property
    def boxes_bottom(self) -> Length:
        """Where the lowest ground of what a slide shows ends: its foot is none."""
        grounds = [one.pad.around(one.frame) for one in self.boxes if one.role not in FEET]
        return Length(max(ground.bottom.emu for ground in grounds))

    @property
    def title(self) -> Placeholder:
        return next(box for box in self.boxes if box.role is Role.TITLE)


@dataclass(frozen=True, slots=True)
class Design:
    """How a deck looks: a template (a .pptx file) and its layouts by what they are for.

    `named` are the layouts that only a slide which names them takes; `family` is the font that
    text is measured in. `zoom` is by how much figures are drawn larger than they are shown: slides
    of any width fill the same screen, so on a narrow one a figure has room for as much.
    `ink` is the colour of running text (`#rrggbb`), which pictures of formulas are drawn in.
    """

    template: bytes
    layouts: Mapping[str, Layout]
    family: str
    named: Mapping[str, Layout] = field(default_factory=dict)
    zoom: float = 1.0
    ink: str = "#000000"
    brand: Brand | None = None
    """What figures are drawn in, where it is not the theme's brand."""
    mirrored: bool = False
    """Whether the template is turned round, for text from right to left: so is each plan."""
    parts: tuple[str, ...] = ()
    """The parts of the talk, which its layouts name at their top."""

    def find(self, name: str) -> Layout | None:
        """Return the layout with a name, or what stands in for it; None where there is none."""
        known = self.layouts.get(name) or self.named.get(name)
        return known or self.layouts.get(OURS_ALONE.get(name, ""))


OURS_ALONE = {
    "Number and figure": "Figure and text",
    "Panels": "Three columns",
    "Steps": "Text",
    "Timeline": "Text",
}
"""Layouts that anyone's template lacks, and which of the others stands in for each."""


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


# --- text ---

LINE_BREAK = "\v"
MAY_BREAK = "\u200b"
"""Stands behind the comma between two marks of notes: thirty marks else are one word."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way. `script` is "super", "sub" or ""; `lang` a BCP 47 tag, "" the deck's.

    `link` is a URL, `tip` what is shown where a pointer rests on it; `note` the number of the note
    that a mark leads to, 0 for none; `keys` name the works whose entry it leads to, where a style
    prints no notes.
    """

    text: str
    bold: bool = False
    italic: bool = False
    script: str = ""
    strike: bool = False
    small_caps: bool = False
    code: bool = False
    lang: str = ""
    link: str = ""
    note: int = 0
    keys: tuple[str, ...] = ()
    underline: bool = False
    tip: str = ""


PLAIN = Run("")


class Mark(StrEnum):
    """What stands before a paragraph."""

    NONE = "none"
    BULLET = "bullet"
    NUMBER = "number"
    CONTINUED = "continued"
    LABEL = "label"
    """The paragraph's own first characters, up to a tab: the number of a note."""


class Look(StrEnum):
    """What a paragraph is in a box where not all text is of one size."""

    TEXT = "text"
    HEAD = "head"
    NUMBER = "number"
    COUNTED = "counted"
    """What a number counts, close under it."""
    QUIET = "quiet"


LOOK_SIZES = {Look.TEXT: 1.0, Look.COUNTED: 1.0, Look.HEAD: 28 / 24, Look.QUIET: 20 / 24}
"""How large each is beside text; a number is as large as its box says."""
LOOK_SPACES = {Look.HEAD: 0.5, Look.NUMBER: 0.1, Look.COUNTED: 0.1, Look.QUIET: 0.2}
"""The space above a paragraph, in em of text."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `level` is the depth of its list, 0 the first; `number` its number in one."""

    runs: tuple[Run, ...]
    mark: Mark = Mark.NONE
    level: int = 0
    number: int = 0
    click: int = 0
    """By which click it appears, 0 where it is there from the start."""
    numerals: Numerals = Numerals.DECIMAL
    delimiter: Delimiter = Delimiter.PERIOD
    span: Span | None = field(default=None, compare=False)
    """Where the source has it."""
    look: Look = Look.TEXT

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def marker(self) -> str:
        """What stands before a numbered paragraph: "(iv)"."""
        return self.delimiter.replace("1", numeral(self.number, self.numerals))


Paras = tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: font family, size of the first level in points, bold, italic, capitals.

    `number` is how many times as large a number is in it; `gap` is added between paragraphs, in
    points.
    """

    family: str
    size: float
    bold: bool = False
    italic: bool = False
    caps: bool = False
    number: float = 0.0
    gap: float = 0.0
    levels: tuple[Level, ...] = ()
    """How a template sets each level, where it is not set as ours is."""

    def level(self, level: int) -> Level | None:
        """Return how a template sets a level; None where text is set as ours is."""
        return self.levels[min(level, len(self.levels) - 1)] if self.levels else None


LEVELS = 3
USUAL_MARKER = 3
"""Characters of "10.", for which numbered paragraphs stand in; a longer marker takes more room."""
MARKER_STEP = 0.5
"""How much more, in em for each character."""


def level_size(size: float, level: int) -> float:
    """Return the text size of a list level (0 is the first) where the first has `size`."""
    return max(SMALLEST, size - 2 * level) if size > SMALLEST else size


def space_before(size: float, level: int) -> float:
    """Return the space in points above a paragraph, where the first level has `size`."""
    return round(size * (0.5, 0.25, 0.15)[min(level, LEVELS - 1)])


def sized(type_: Type, level: int) -> float:
    """Return the size of a level's text: of a template's, stepped down as the first level is."""
    own = type_.level(level)
    if own is None:
        return level_size(type_.size, min(level, LEVELS - 1))
    first = type_.levels[0].size
    return own.size if type_.size == first else max(SMALLEST, round(own.size * type_.size / first))


def hang(size: float, level: int) -> float:
    """Return how far in points the text of a bullet of a level stands in."""
    return round(size * 1.1) * (level + 1)


def type_in(box: Placeholder, family: str, size: float) -> Type:
    """Return how text of a size is set in a box; `family` is the deck's."""
    return Type(
        box.family or family, size, box.bold, box.italic, box.caps, box.number, levels=box.levels
    )


def size_of(para: Para, type_: Type) -> float:
    """Return the size that a paragraph's text is set in."""
    if para.look is not Look.TEXT:
        return round(type_.size * LOOK_SIZES.get(para.look, type_.number or 1.0))
    return sized(type_, para.level)


def space_above(para: Para, type_: Type) -> float:
    """Return the space in points above a paragraph that is not the first of its box."""
    if para.look is not Look.TEXT:
        return round(type_.size * LOOK_SPACES[para.look])
    apart = type_.gap if not para.level and para.mark is not Mark.CONTINUED else 0.0
    own = type_.level(para.level)
    if own is not None:
        return own.above + own.above_share * sized(type_, para.level) + apart
    return space_before(type_.size, para.level) + apart


def inset(para: Para, type_: Type) -> float:
    """Return how far from the left edge the lines of a paragraph begin."""
    if para.mark is Mark.NONE and not para.level:
        return 0.0
    if para.mark is Mark.LABEL:
        return type_.size * 2.5
    own = type_.level(para.level)
    if para.mark in (Mark.BULLET, Mark.CONTINUED) and own is not None and own.hang > 0:
        return own.left
    if para.number:
        longer = max(0, len(para.marker) - USUAL_MARKER)
        return hang(type_.size, para.level) + type_.size * (0.7 + MARKER_STEP * longer)
    return hang(type_.size, min(para.level, LEVELS - 1))


# --- slides ---


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

    @property
    def key(self) -> str:
        """The name under which its drawing comes back."""
        return self.figure.id or self.figure.source

    def place(self, zoom: float) -> Place:
        """Return where it is drawn, with its size there.

        In a place where labels would collide it is drawn larger than shown.
        """
        size = Size(self.frame.width * zoom, self.frame.height * zoom)
        small = max(
            LEAST_DRAWN.width.emu / size.width.emu, LEAST_DRAWN.height.emu / size.height.emu
        )
        larger = min(MOST_SHRUNK, max(1.0, small))
        return Place("deck", Size(size.width * larger, size.height * larger))


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
    """The slides in order, their design, the footer, and which slide holds each note and work."""

    slides: tuple[PlannedSlide, ...]
    footer: Paras
    design: Design
    note_slides: Mapping[int, str] = field(default_factory=dict)
    key_slides: Mapping[str, str] = field(default_factory=dict)
