"""What a source says: its words in order, with their places and the file that they are for."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Place:
    """A file, a line in it and a column, both from 1."""

    path: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file without the signs of what holds it; `column` is where its text begins."""

    path: str
    number: int
    column: int
    text: str

    def cut(self, width: int) -> "Line":
        """Return the line without its first `width` characters."""
        return Line(self.path, self.number, self.column + width, self.text[width:])


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines as one text, which knows where in the file each of its characters stands."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    @staticmethod
    def of(lines: "tuple[Line, ...] | list[Line]") -> "Passage":
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        return Passage("\n".join(line.text for line in lines), tuple(lines), tuple(starts))

    def place(self, offset: int) -> Place:
        """Return where the character at `offset` stands in its file."""
        at = max(0, bisect_right(self.starts, offset) - 1)
        line = self.lines[at]
        return Place(line.path, line.number, line.column + offset - self.starts[at])


HARD_BREAK = "\u2028"
"""Stands in a text where its author ends a line (Unicode 16, 23.2: LINE SEPARATOR)."""


class Where(Enum):
    """Which file a text is for, and in which part of it it stands."""

    BRIEF = auto()
    SLIDE = auto()
    SPOKEN = auto()
    """Speaker notes."""
    DECK = auto()
    """Anywhere in the deck."""
    ANYWHERE = auto()
    """In either file, seen, spoken or in its metadata."""


class Blank(Enum):
    """What stands in a text where the source has a sign for it, not the words themselves."""

    CITATION = auto()
    NOTE = auto()
    REFERENCE = auto()
    VALUE = auto()
    FORMULA = auto()
    """An equation that is set apart."""
    TERM = auto()
    """A formula within a line."""
    MARKER = auto()
    """The number of a list item that the source leaves to be counted."""
    CELL = auto()
    """Where one cell of a table ends and the next begins."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are to be printed. `exact` are those of code, in which no sign is syntax.

    Those of a link have its `address`, or the `label` of the definition that holds it.
    """

    text: str
    place: Place
    places: tuple[Place, ...] = ()
    exact: bool = False
    address: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place whose words the source does not spell out; `name` is what it names."""

    kind: Blank
    place: Place
    name: str = ""


Token = Words | Gap


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stand together: a paragraph, a cell, a heading. `slide` counts slides from 1."""

    kind: str
    tokens: tuple[Token, ...]
    where: Where
    slide: int = 0
    loose: bool = False
    """Whether each run of words may stand on its own, in any order."""
    flow: int = 0
    """Units of one flow follow one another; what may stand beside the text is a flow of its own."""
    marker: str = ""
    """The number of the list item that it begins, with its point or brackets."""

    @property
    def place(self) -> Place:
        return self.tokens[0].place
