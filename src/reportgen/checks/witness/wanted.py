"""Units of a source as they are looked for: their letters, and what may stand between these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportgen.checks.witness.letters import Letters, letters
from reportgen.checks.witness.testimony import Blank, Gap, Place, Unit, Words

SEEN = (Blank.CITATION, Blank.NOTE, Blank.REFERENCE, Blank.VALUE, Blank.TERM, Blank.FORMULA)
"""Gaps in which something must stand."""

CROSSING = (Blank.FORMULA, Blank.MARKER, Blank.CELL)
"""Gaps that may lead from one text to the next."""

BESIDE = tuple(kind for kind in SEEN if kind not in CROSSING)
"""Gaps that are in the same text as the words beside them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Letters without a gap in them; `gap` is what stands before, `column` the cell it begins."""

    letters: str
    places: tuple[Place, ...]
    words: str
    gap: Blank | None
    column: int = 0
    spaced: tuple[int, ...] = ()
    """Which letters stand behind white space and other letters."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as it is looked for."""

    unit: Unit
    parts: tuple[Part, ...]
    leading: bool
    """Whether a sign stands before its words, not a word."""
    trailing: bool

    @property
    def is_marker(self) -> bool:
        """Whether its only words are the marker of a list's item, as of `1) @fig-a`."""
        return bool(self.unit.marker) and self.length == len(letters(self.unit.marker).text)

    @property
    def length(self) -> int:
        return sum(len(part.letters) for part in self.parts)


def wanted(unit: Unit, value: Callable[[str], str | None]) -> Wanted:
    """Return a unit as letters and gaps; `value` gives what the name of a value prints as."""
    parts: list[Part] = []
    gap: Blank | None = None
    after: Blank | None = None  # what stands right behind the last words, in their cell
    column, text, places = 0, list[str](), list[Place]()

    def close() -> None:
        nonlocal gap, after, text, places
        found = letters("".join(text))
        if found.text:
            at = tuple(places[place] for place in found.places)
            spaced = tuple(_spaced("".join(text), found))
            parts.append(Part(found.text, at, "".join(text), gap, column, spaced))
            gap = after = None
        text, places = [], []

    for token in unit.tokens:
        match token:
            case Words(words, place, where, _):
                text.extend(words)
                places.extend(where or (place,) * len(words))
            case Gap(Blank.VALUE, place, name) if (known := value(name)) is not None:
                text.extend(known)
                places.extend((place,) * len(known))
            case Gap(kind, _, name):
                close()
                if kind is Blank.CELL:
                    column = int(name)
                    gap = gap or Blank.CELL if parts else None  # one of a cell before is not beside
                else:
                    gap = kind
                    is_same_cell = bool(parts) and parts[-1].column == column
                    after = after or (kind if is_same_cell else None)
    close()
    leading = bool(parts) and parts[0].gap in BESIDE
    return Wanted(unit, tuple(parts), leading, trailing=after in BESIDE)


def _spaced(words: str, found: Letters) -> Iterator[int]:
    """Yield the numbers of the letters before which only white space parts them from others."""
    for at in range(1, len(found.text)):
        between = words[found.places[at - 1] + 1 : found.places[at]]
        if between and between.isspace() and found.text[at - 1].isalnum():
            around = found.places[max(0, at - 2) : at + 2]
            if any(other - one == 1 for one, other in pairwise(around)):
                yield at  # PDFium joins lines of a single letter
