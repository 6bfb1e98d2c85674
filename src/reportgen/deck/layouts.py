"""This module is the table of layouts: their boxes, places and sizes of text.

Template, plan and writer all take positions and sizes from here, so a figure is drawn at exactly
the size of the box that it will stand in. Text sizes are in points.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reportgen.document import Length, Size, inches


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
    SOURCE = "source"
    FOOTER = "footer"
    SLIDE_NUMBER = "slide number"


@dataclass(frozen=True, slots=True)
class Box:
    """A placeholder: its type and index (ECMA-376 part 1, 19.3.1.36), place, and look of its text.

    `sizes` are the sizes of its text in points: the one it should have, and at most one step down.
    `color` is a name of the colour map (tx1, tx2, bg1, accent1-6); `lines` limits the lines, 0 is
    as many as are high enough. `family` is its font, "" the deck's; `caps` sets all in capitals.

    A `free` box is no placeholder of the template but a text box; a `moved` one is a placeholder
    that stands elsewhere than in the template. What `inherits` takes its look, apart from sizes
    and spaces, from the template; its `frame` is what the insets leave for text.
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

    def most_lines(self, size: float) -> int:
        """Return how many lines of text of a size (in points) the box takes."""
        return self.lines or max(1, int(self.frame.height.pt / (size * 1.2)))


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of slide. `type` is a slide layout type (ECMA-376 part 1, 19.7.15), "" for our own.

    A dark layout stands on the primary colour; `bars` are its accents, with a colour each;
    `ornament` is a large sign in the accent colour, and where it stands; `logo` is where the
    brand's logo does. `at` counts the layouts of a template, master by master.
    """

    name: str
    type: str
    boxes: tuple[Box, ...]
    dark: bool = False
    bars: tuple[tuple[Frame, str], ...] = ()
    ornament: tuple[str, Frame] | None = None
    logo: Frame | None = None
    at: int = 0

    def box(self, role: Role) -> Box | None:
        """Return the first box of a role."""
        return next((box for box in self.boxes if box.role is role), None)

    def all(self, role: Role) -> tuple[Box, ...]:
        return tuple(box for box in self.boxes if box.role is role)

    @property
    def title(self) -> Box:
        return next(box for box in self.boxes if box.role is Role.TITLE)


@dataclass(frozen=True, slots=True)
class Design:
    """How a deck looks: a template (a .pptx file) and its layouts by what they are for.

    `named` are the layouts that only a slide which names them takes; `family` is the font that
    text is measured in. `zoom` is by how much figures are drawn larger than they are shown: slides
    of any width fill the same screen, so on a narrow one a figure has room for as much.
    """

    template: bytes
    layouts: Mapping[str, Layout]
    family: str
    named: Mapping[str, Layout] = field(default_factory=dict)
    zoom: float = 1.0

    def find(self, name: str) -> Layout | None:
        """Return the layout with a name, None where there is none."""
        return self.layouts.get(name) or self.named.get(name)


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


# --- the page ---------------------------------------------------------------------------------

SLIDE = Size(Length(12_192_000), Length(6_858_000))
MARGIN = 0.6
WIDTH = 12.133
TOP, HEIGHT = 1.75, 4.6
GAP = 0.4
MEASURE = 10.6
"""The width of running text, about 65 characters a line at 24 points."""

HEAD_HEIGHT = 0.5
ACCENT = (frame(MARGIN, 0.44, 0.55, 0.06), "accent2")
DARK_ACCENT = (frame(MARGIN, 3.98, 1.1, 0.08), "accent2")
LOGO = frame(MARGIN, 0.6, 3.0, 0.7)
ORNAMENT = frame(MARGIN, 1.62, 1.2, 1.2)
RULE = frame(MARGIN, 6.98, WIDTH, 0)
STACK_GAP = inches(0.22)
"""The space between blocks of different kinds, one above the other."""

TEXT = (24.0, 20.0)
COLUMN = (22.0, 18.0)
NARROW = (18.0, 16.0)
TABLE_TEXT = (18.0, 14.0)
SMALLEST = 12.0

TITLE = Box(
    "Title", Role.TITLE, "title", 0, frame(MARGIN, 0.58, WIDTH, 0.98), (28, 24), "tx2", bold=True,
    lines=2,
)  # fmt: skip
SOURCE = Box(
    "Source", Role.SOURCE, "body", 15, frame(MARGIN, 6.44, WIDTH, 0.42), (10,), "accent6",
    anchor="b", lines=2,
)  # fmt: skip
FOOTER = Box(
    "Footer", Role.FOOTER, "ftr", 11, frame(MARGIN, 7.05, 11.0, 0.24), (10,), "accent6",
    anchor="ctr", lines=1,
)  # fmt: skip
SLIDE_NUMBER = Box(
    "Slide Number", Role.SLIDE_NUMBER, "sldNum", 12, frame(11.933, 7.05, 0.8, 0.24), (10,),
    "accent6", anchor="ctr", align="r", lines=1,
)  # fmt: skip
FOOT = (SOURCE, FOOTER, SLIDE_NUMBER)


def _text(name: str, idx: int, left: float, width: float, sizes: tuple[float, ...] = NARROW) -> Box:
    place = frame(left, TOP, width, HEIGHT)
    return Box(name, Role.CONTENT, "", idx, place, sizes, bullets=True)


def _columns(count: int, names: tuple[str, ...]) -> tuple[Box, ...]:
    width = (WIDTH - GAP * (count - 1)) / count
    return tuple(
        _text(name, at + 1, MARGIN + at * (width + GAP), width, COLUMN if count == 2 else NARROW)
        for at, name in enumerate(names)
    )


def _compared() -> tuple[Box, ...]:
    """Return two columns with a head above each, column by column."""
    below = HEAD_HEIGHT + 0.12
    boxes: list[Box] = []
    for at, box in enumerate(_columns(2, ("Left", "Right"))):
        head = replace(box.frame, height=inches(HEAD_HEIGHT))
        body = box.frame.rows(inches(below), box.frame.height - inches(below))
        boxes += [
            Box(
                f"{box.name} head",
                Role.HEAD,
                "body",
                at * 2 + 1,
                head,
                (22, 18),
                "accent1",
                bold=True,
                anchor="b",
                lines=1,
            ),
            replace(box, idx=at * 2 + 2, frame=body),
        ]
    return tuple(boxes)


def _picture(width: float) -> Box:
    place = frame(MARGIN, TOP, width, HEIGHT)
    return Box("Picture", Role.PICTURE, "pic", 13, place, TEXT)


def _dark_title(type_: str, sizes: tuple[float, ...], lines: int) -> Box:
    place = frame(MARGIN, 1.55, 11.2, 2.25)
    return Box(
        "Title", Role.TITLE, type_, 0, place, sizes, "bg1", bold=True, anchor="b", lines=lines
    )


def _dark_text(name: str, role: Role, type_: str, height: float) -> Box:
    return Box(name, role, type_, 1, frame(MARGIN, 4.28, 10.2, height), (20, 18), "bg1")


_META = Box(
    "Details", Role.META, "body", 16, frame(MARGIN, 6.1, WIDTH, 0.8), (14, 12), "bg1", anchor="b"
)
_NUMBER = Box(
    "Number", Role.NUMBER, "body", 16, frame(MARGIN, 1.75, WIDTH, 2.0), (115, 96), "accent1",
    bold=True, lines=1,
)  # fmt: skip
_NUMBER_TEXT = Box(
    "Text", Role.CONTENT, "", 1, frame(MARGIN, 3.95, 9.6, 2.4), (24, 20), bullets=True
)
_QUOTE = Box(
    "Quotation", Role.QUOTE, "body", 1, frame(MARGIN, 2.55, MEASURE, 2.85), (30, 26), "tx2"
)
_ATTRIBUTION = Box(
    "Attribution",
    Role.ATTRIBUTION,
    "body",
    16,
    frame(MARGIN, 5.6, MEASURE, 0.75),
    (16, 14),
    "accent6",
)
_SOURCES = tuple(
    Box(
        name, Role.CONTENT, "body", idx, frame(left, 1.35, 5.86, 5.45), (SMALLEST,)
    )
    for name, idx, left in (("Left", 1, MARGIN), ("Right", 2, 6.873))
)  # fmt: skip
_TABLE = Box("Table", Role.TABLE, "tbl", 14, frame(MARGIN, TOP, WIDTH, HEIGHT), TABLE_TEXT)
_SHORT_TITLE = replace(TITLE, frame=frame(MARGIN, 0.58, WIDTH, 0.5), lines=1)
_FIGURE_WIDTH = 7.75

LAYOUTS: dict[str, Layout] = {
    layout.name: replace(layout, at=at)
    for at, layout in enumerate(
        (
            Layout(
                "Title",
                "title",
                (
                    _dark_title("ctrTitle", (40, 34), 3),
                    _dark_text("Subtitle", Role.SUBTITLE, "subTitle", 1.5),
                    _META,
                ),
                dark=True,
                bars=(DARK_ACCENT,),
                logo=LOGO,
            ),
            Layout(
                "Section",
                "secHead",
                (_dark_title("title", (36, 30), 3), _dark_text("Text", Role.CONTENT, "body", 1.9)),
                dark=True,
                bars=(DARK_ACCENT,),
            ),
            Layout("Text", "obj", (TITLE, _text("Text", 1, MARGIN, MEASURE, TEXT), *FOOT)),
            Layout("Figure", "", (TITLE, _picture(WIDTH), *FOOT)),
            Layout(
                "Figure and text",
                "picTx",
                (
                    TITLE,
                    _picture(_FIGURE_WIDTH),
                    _text("Text", 1, MARGIN + _FIGURE_WIDTH + GAP, WIDTH - _FIGURE_WIDTH - GAP),
                    *FOOT,
                ),
            ),
            Layout("Two columns", "twoObj", (TITLE, *_columns(2, ("Left", "Right")), *FOOT)),
            Layout("Three columns", "", (TITLE, *_columns(3, ("Left", "Middle", "Right")), *FOOT)),
            Layout("Comparison", "twoTxTwoObj", (TITLE, *_compared(), *FOOT)),
            Layout("Table", "tbl", (TITLE, _TABLE, *FOOT)),
            Layout("Big number", "", (TITLE, _NUMBER, _NUMBER_TEXT, *FOOT)),
            Layout("Quotation", "", (TITLE, _QUOTE, _ATTRIBUTION, *FOOT), ornament=("“", ORNAMENT)),
            Layout("Sources", "", (_SHORT_TITLE, *_SOURCES, FOOTER, SLIDE_NUMBER)),
            Layout(
                "Closing",
                "",
                (_dark_title("title", (36, 30), 3), _dark_text("Text", Role.CONTENT, "body", 2.6)),
                dark=True,
                bars=(DARK_ACCENT,),
            ),
        )
    )
}

# --- the rhythm of text -----------------------------------------------------------------------

LEVELS = 3


def level_size(size: float, level: int) -> float:
    """Return the text size of a list level (0 is the first) where the first has `size`."""
    return max(SMALLEST, size - 2 * level) if size > SMALLEST else size


def space_before(size: float, level: int) -> float:
    """Return the space in points above a paragraph, where the first level has `size`."""
    return round(size * (0.5, 0.25, 0.15)[min(level, LEVELS - 1)])


def hang(size: float, level: int) -> float:
    """Return how far in points the text of a bullet of a level stands in."""
    return round(size * 1.1) * (level + 1)
