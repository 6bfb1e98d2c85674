"""Text on slides: paragraphs of runs, and the sizes and spaces that they are set in.

Sizes and spaces are in points.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.diagnostics import Span
from reportgen.document.numerals import Delimiter, Numerals, numeral

SMALLEST = 12.0
"""The smallest text of a slide, apart from its foot, in points."""
NARROW = (24.0, 20.0)
TABLE_TEXT = (24.0, 22.0, 20.0)
NEED = (18.0, 16.0, 14.0)
"""Sizes for what fits in none that the last row reads: a word too wide, a table of ten columns."""
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
    token: str = ""
    """Of code: the class of its word, which has a colour (`Design.tokens`)."""


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
    code: bool = False
    """Whether it is a block of code, whose long lines are broken with a mark."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def marker(self) -> str:
        """What stands before a numbered paragraph: "(iv)"."""
        return self.delimiter.replace("1", numeral(self.number, self.numerals))


Paras = tuple[Para, ...]


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
    if type_.size == first:
        return max(min(SMALLEST, first), own.size)
    return max(SMALLEST, round(own.size * type_.size / first))


def hang(size: float, level: int) -> float:
    """Return how far in points the text of a bullet of a level stands in."""
    return round(size * 1.1) * (level + 1)


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
