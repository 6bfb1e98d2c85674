"""Finds the words of a source in the texts of a finished file, each once, in their order."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportgen.checks.witness.finished import Piece
from reportgen.checks.witness.letters import Letters, letters
from reportgen.checks.witness.testimony import Blank, Gap, Place, Unit, Words

LONG = 24
"""Units of so many letters are looked for first: they stand in few places."""

WIDTHS = {
    Blank.CITATION: 4000,
    Blank.NOTE: 24,
    Blank.REFERENCE: 400,
    Blank.VALUE: 200,
    Blank.FORMULA: 3000,
    Blank.MARKER: 12,
    Blank.CELL: 0,
}
"""How many letters a gap may take at most."""

CROSSING = (Blank.FORMULA, Blank.MARKER, Blank.CELL)
"""Gaps that may lead from one text to the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """Letters without a gap in them; `gap` is what stands before, `column` the cell it begins."""

    letters: str
    places: tuple[Place, ...]
    words: str
    gap: Blank | None
    column: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as it is looked for."""

    unit: Unit
    parts: tuple[Part, ...]
    opens: bool
    """Whether it begins where a word does."""
    ends: bool

    @property
    def length(self) -> int:
        return sum(len(part.letters) for part in self.parts)


def wanted(unit: Unit, value: Callable[[str], str | None]) -> Wanted:
    """Return a unit as letters and gaps; `value` gives what the name of a value prints as."""
    parts: list[Part] = []
    gap: Blank | None = None
    column, text, places = 0, list[str](), list[Place]()

    def close() -> None:
        nonlocal gap, text, places
        found = letters("".join(text))
        if found.text:
            at = tuple(places[place] for place in found.places)
            parts.append(Part(found.text, at, "".join(text), gap, column))
            gap = None
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
                    gap = Blank.CELL if gap is None else gap
                else:
                    gap = kind
    trailing = not text
    close()
    first = unit.tokens[0]
    return Wanted(
        unit,
        tuple(parts),
        opens=not (isinstance(first, Gap) and first.kind is not Blank.VALUE),
        ends=not trailing and gap is None,
    )


@dataclass
class Stream:
    """Texts of a file one after another, as letters; `claimed` are those that a unit explains."""

    pieces: Sequence[Piece]
    name: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    edges: list[bool] = field(default_factory=list)
    claimed: bytearray = field(default_factory=bytearray)
    read: list[Letters] = field(default_factory=list)

    def __post_init__(self) -> None:
        for piece in self.pieces:
            found = letters(piece.text)
            self.read.append(found)
            self.starts.append(len(self.text))
            self.text += found.text
            self.edges.extend(found.edges)
        self.edges.append(True)
        self.claimed = bytearray(len(self.text))

    def piece(self, at: int) -> int:
        """Return which piece holds the letter at a place."""
        return bisect_right(self.starts, at) - 1

    def is_edge(self, at: int) -> bool:
        """Return whether a word may begin at a place, or end before it."""
        return at >= len(self.text) or self.edges[at] or self.starts[self.piece(at)] == at

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no unit has been found there."""
        return not any(self.claimed[start:end])


Spans = list[tuple[int, int]]


def found_in(
    stream: Stream, unit: Wanted, low: int, high: int, *, free: bool = True
) -> Spans | None:
    """Return where the parts of a unit stand between two places of a stream, None if nowhere."""
    first = unit.parts[0]
    at = stream.text.find(first.letters, low, high)
    while at >= 0:
        end = at + len(first.letters)
        if (not unit.opens or stream.is_edge(at)) and (not free or stream.is_free(at, end)):
            spans = _followed(stream, unit, [(at, end)], free=free)
            if spans is not None:
                return spans
        at = stream.text.find(first.letters, at + 1, high)
    return None


def _followed(stream: Stream, unit: Wanted, spans: Spans, *, free: bool) -> Spans | None:
    """Return the rest of the parts behind the first."""
    for part in unit.parts[1:]:
        end = spans[-1][1]
        width = WIDTHS[part.gap or Blank.CELL]
        at = stream.text.find(part.letters, end, end + width + len(part.letters))
        while at >= 0 and not _fits(stream, part, end, at, free=free):
            at = stream.text.find(part.letters, at + 1, end + width + len(part.letters))
        if at < 0:
            return None
        if not _in_column(stream, spans[0][0], at, part.column - unit.parts[0].column):
            return None
        spans = [*spans, (at, at + len(part.letters))]
    return spans if not unit.ends or stream.is_edge(spans[-1][1]) else None


def _fits(stream: Stream, part: Part, end: int, at: int, *, free: bool) -> bool:
    """Return whether a part may stand at a place, with the gap before it since `end`."""
    if free and not stream.is_free(at, at + len(part.letters)):
        return False
    if part.gap is Blank.CELL and stream.pieces[stream.piece(at)].cell is not None:
        return stream.starts[stream.piece(at)] == at
    if at > end and part.gap not in CROSSING and stream.piece(end) != stream.piece(at):
        return stream.starts[stream.piece(at)] == at and stream.piece(end - 1) + 1 == stream.piece(
            at
        )
    return True


def _in_column(stream: Stream, start: int, at: int, further: int) -> bool:
    """Return whether a place is in the row of another, so many cells `further`."""
    first, cell = (stream.pieces[stream.piece(one)].cell for one in (start, at))
    if first is None or cell is None or not further:
        return True
    return first[:2] == cell[:2] and cell[2] == first[2] + further


@dataclass
class Matching:
    """What was found of the units that a stream should hold, and what was not."""

    stream: Stream
    places: dict[int, Spans] = field(default_factory=dict)
    lost: list[Wanted] = field(default_factory=list)

    def take(self, at: int, spans: Spans) -> None:
        """Note that a unit stands at some places."""
        self.places[at] = spans
        for start, end in spans:
            self.stream.claimed[start:end] = b"\1" * (end - start)


def match(stream: Stream, units: Sequence[Wanted]) -> Matching:
    """Find units in a stream: long ones first, short ones between their neighbours."""
    matching, cursor, end = Matching(stream), 0, len(stream.text)
    for at, unit in enumerate(units):
        if unit.length >= LONG:
            spans = found_in(stream, unit, cursor, end) or found_in(stream, unit, 0, end)
            if spans is not None:
                matching.take(at, spans)
                cursor = spans[-1][1]
    for at, unit in enumerate(units):
        if unit.length < LONG:
            spans = _between(matching, unit, at, len(units))
            if spans is not None:
                matching.take(at, spans)
    matching.lost = [unit for at, unit in enumerate(units) if at not in matching.places]
    return matching


def _between(matching: Matching, unit: Wanted, at: int, count: int) -> Spans | None:
    stream, end = matching.stream, len(matching.stream.text)
    before = next((matching.places[n] for n in range(at - 1, -1, -1) if n in matching.places), None)
    after = next((matching.places[n] for n in range(at + 1, count) if n in matching.places), None)
    low = before[-1][1] if before else 0
    high = after[0][0] if after else end
    if low < high and (spans := found_in(stream, unit, low, high)) is not None:
        return spans
    return found_in(stream, unit, low, end) or found_in(stream, unit, 0, end)
