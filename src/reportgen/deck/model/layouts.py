"""Layouts and designs: which boxes a kind of slide has, where they stand, how their text looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reportgen.brand import Brand
from reportgen.deck.model.frames import NO_PAD, Frame, Pad
from reportgen.deck.model.text import SMALLEST, Level, Type
from reportgen.document import Length


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
    filled: bool = False
    """Whether a picture fills it, cut at two of its sides, rather than standing whole in it."""
    spare: Frame | None = None
    """A larger frame, for text that does not fit at a size that is easy to read."""
    scale: float = 1.0
    """How many times as wide as ours its slides are, where they are wider: so is its text."""
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
    tokens: Mapping[str, str] = field(default_factory=dict)
    """The colour of each class of words in code (`#rrggbb`), none where the ground is unknown."""
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
    "Photograph": "Figure and text",
    "Title with picture": "Title",
}
"""Layouts that anyone's template lacks, and which of the others stands in for each."""


def type_in(box: Placeholder, family: str, size: float) -> Type:
    """Return how text of a size is set in a box; `family` is the deck's."""
    return Type(
        box.family or family, size, box.bold, box.italic, box.caps, box.number, levels=box.levels
    )
