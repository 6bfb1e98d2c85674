"""Finds the words of a source in the texts of a finished file, each once, in their order."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from reportgen.checks.witness.letters import letters
from reportgen.checks.witness.stream import Spans, Stream, is_turned
from reportgen.checks.witness.testimony import Blank
from reportgen.checks.witness.wanted import CROSSING, SEEN, Part, Wanted

LONG = 60
"""Units of so many letters are looked for first: they stand in few places."""

SETTING = "setting"
"""The kind of units of a front matter."""

SHORTER = (LONG, 24, 12, 5, 0)
"""The others are looked for by their length: any text may have the shortest."""

WIDTHS = {
    Blank.CITATION: 4000,
    Blank.NOTE: 4000,
    Blank.REFERENCE: 400,
    Blank.VALUE: 200,
    Blank.FORMULA: 3000,
    Blank.TERM: 3000,
    Blank.MARKER: 12,
    Blank.CELL: 0,
}
"""How many letters a gap may take at most."""


def found_in(
    stream: Stream, unit: Wanted, low: int, high: int, *, free: bool = True
) -> Spans | None:
    """Return where the parts of a unit stand between two places of a stream, None if nowhere.

    Its first words may stand just before as well, in another text: the last of them are taken.
    """
    first = unit.parts[0]
    at, found = stream.text.find(first.letters, low, high), None
    while at >= 0:
        end = at + len(first.letters)
        is_whole = found is None or stream.parts(end)  # "ab" again in "Abschnitt" is none of it
        if is_whole and _opens(stream, unit, at) and (not free or stream.is_free(at, end)):
            spans = _followed(stream, unit, [(at, end)], free=free)
            if spans is not None and _is_marked(stream, unit.unit.marker, at):
                found = spans
                high = spans[1][0] if spans[1:] else at
        at = stream.text.find(first.letters, at + 1, high)
    return found


def is_sure(stream: Stream, unit: Wanted, spans: Spans) -> bool:
    """Return whether a unit stands in one place of a file only."""
    if [end - start for start, end in spans] != [len(part.letters) for part in unit.parts]:
        return False
    end = len(stream.text)
    first = found_in(stream, unit, 0, end, free=False)
    if first is None or first[0] != spans[0]:
        return False
    return found_in(stream, unit, first[0][1], end, free=False) is None


def _opens(stream: Stream, unit: Wanted, at: int) -> bool:
    """Return whether the first words of a unit may begin at a place: behind what leads to them."""
    first = unit.parts[0]
    if not unit.leading:
        return stream.is_edge(at) or first.gap is not None
    is_behind = at > stream.starts[stream.piece(at)]
    return is_behind and (stream.is_edge(at) or not first.words[:1].isspace())


def _is_marked(stream: Stream, marker: str, at: int) -> bool:
    """Return whether the number of a list item stands at a place, with its point or brackets."""
    if not marker:
        return True
    piece = stream.piece(at)
    raw = stream.read[piece].places[at - stream.starts[piece]]
    text = "".join(stream.pieces[piece].text[max(0, raw - marker.startswith("(")) :].split())
    turned = sorted("".join(stream.pieces[piece].text.split())) == sorted(marker)
    return turned or text.startswith(marker)


def _followed(stream: Stream, unit: Wanted, spans: Spans, *, free: bool) -> Spans | None:
    """Return the rest of the parts behind the first."""
    for before, part in pairwise(unit.parts):
        end = spans[-1][1]
        is_new_cell = part.column != before.column
        room = max(WIDTHS[part.gap or Blank.CELL], _rest_of_row(stream, end) if is_new_cell else 0)
        last, further = end + room + len(part.letters), part.column - unit.parts[0].column
        at, within = stream.text.find(part.letters, end, last), -1
        while at >= 0:
            fits = _fits(stream, part, end, at, free=free, is_new_cell=is_new_cell)
            if fits and _in_column(stream, spans[0][0], at, further):
                if stream.is_edge(at) or not part.words[:1].isspace():
                    break
                within = at if within < 0 else within  # the end of a longer word, if nothing else
            at = stream.text.find(part.letters, at + 1, last)
        at = at if at >= 0 else within
        if at < 0:
            return None
        spans = [*spans, (at, at + len(part.letters))]
    end = spans[-1][1]
    if unit.trailing and unit.is_marker:  # what stands behind it is set in a box of its own
        return spans if stream.is_edge(end) else None
    if unit.trailing:
        follows = end < stream.end_of_piece(end - 1)
        return spans if follows and stream.parts(end) else None
    return spans if stream.is_edge(end) else None


def _rest_of_row(stream: Stream, end: int) -> int:
    """Return how many letters of a row of a table follow: a slide sets several heads in one row."""
    piece = stream.piece(end - 1)
    cell = stream.pieces[piece].cell
    if cell is None:
        return 0
    in_row = (one.cell is not None and one.cell[:2] == cell[:2] for one in stream.pieces[piece:])
    after = piece + sum(1 for _ in takewhile(bool, in_row))
    return (stream.starts[after] if after < len(stream.starts) else len(stream.text)) - end


def _fits(stream: Stream, part: Part, end: int, at: int, *, free: bool, is_new_cell: bool) -> bool:
    """Return whether a part may stand at a place, with the gap before it since `end`."""
    if free and not stream.is_free(at, at + len(part.letters)):
        return False
    if part.gap in SEEN and at == end:
        return False
    piece = stream.piece(at)
    if is_new_cell:
        begins = stream.starts[piece] == at or part.gap in SEEN
        return stream.pieces[piece].cell is None or begins
    if at > end and part.gap not in CROSSING and stream.piece(end) != piece:
        return stream.starts[piece] == at and stream.piece(end - 1) + 1 == piece
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
    order: list[int] = field(default_factory=list)
    """Which units were found, by their numbers, in order."""
    lost: list[Wanted] = field(default_factory=list)

    def joined(self, units: Sequence[Wanted]) -> Iterator[tuple[Wanted, Part, int]]:
        """Yield each unit of which two words stand as one, with the part and the second's letter.

        In lines from right to left the reading of spaces is less sure.
        """
        for at in self.order:
            unit, spans = units[at], self.places[at]
            if [end - start for start, end in spans] != [len(part.letters) for part in unit.parts]:
                continue
            for part, (start, _) in zip(unit.parts, spans, strict=True):
                piece = self.stream.pieces[self.stream.piece(start)]
                if is_turned(part.words) or is_turned(piece.text):
                    continue
                letter = next(
                    (one for one in part.spaced if not self.stream.is_edge(start + one)), 0
                )
                if letter:
                    yield unit, part, letter
                    break

    def take(self, at: int, spans: Spans) -> None:
        """Note that a unit stands at some places."""
        self.places[at] = spans
        insort(self.order, at)
        for start, end in spans:
            self.stream.claimed[start:end] = b"\1" * (end - start)


def match(stream: Stream, units: Sequence[Wanted]) -> Matching:
    """Find units in a stream: long ones first, short ones between their neighbours.

    Settings come behind texts of their length, which stand where they are written.
    """
    matching, cursor, end = Matching(stream), 0, len(stream.text)
    settings = [(at, one) for at, one in enumerate(units) if one.unit.kind == SETTING]
    flowing = [(at, one) for at, one in enumerate(units) if one.unit.kind != SETTING]
    for at, unit in flowing:
        if unit.length >= LONG:
            spans = found_in(stream, unit, cursor, end) or found_in(stream, unit, 0, end)
            if spans is not None:
                matching.take(at, spans)
                cursor = spans[-1][1]
    _match_settings(matching, settings, LONG, end + LONG)
    for fewest, most in pairwise(SHORTER):
        for at, unit in flowing:
            if most <= unit.length < fewest:
                spans = _between(matching, unit, at)
                if spans is not None:
                    matching.take(at, spans)
        _match_settings(matching, settings, most, fewest)
    _match_turned(matching, units)
    matching.lost = [unit for at, unit in enumerate(units) if at not in matching.places]
    return matching


def _match_settings(
    matching: Matching, settings: list[tuple[int, Wanted]], fewest: int, most: int
) -> None:
    """Find settings of so many letters, from the beginning on: a theme has its own order."""
    for at, unit in settings:
        if fewest <= unit.length < most:
            spans = found_in(matching.stream, unit, 0, len(matching.stream.text))
            if spans is not None:
                matching.take(at, spans)


def _between(matching: Matching, unit: Wanted, at: int) -> Spans | None:
    stream, end, order = matching.stream, len(matching.stream.text), matching.order
    next_found = bisect_right(order, at)
    before = matching.places[order[next_found - 1]] if next_found else None
    after = matching.places[order[next_found]] if next_found < len(order) else None
    low = before[-1][1] if before else 0
    high = after[0][0] if after else end
    if low < high and (spans := found_in(stream, unit, low, high)) is not None:
        return spans
    return found_in(stream, unit, low, end) or found_in(stream, unit, 0, end)


# --- text from right to left ------------------------------------------------------------------

NEIGHBOURS = 3
"""A unit may stand in so many texts one after another: a number, its item, a cell."""


def _match_turned(matching: Matching, units: Sequence[Wanted]) -> None:
    """Find what is left in texts that run from right to left, whose words stand as seen."""
    for at, unit in enumerate(units):
        if at not in matching.places and (spans := found_turned(matching.stream, unit)) is not None:
            matching.take(at, spans)


def found_turned(stream: Stream, unit: Wanted) -> Spans | None:
    """Return where each word of a unit stands in a text that runs from right to left, or by it."""
    return next(filter(None, (_in_any_order(stream, unit, one) for one in stream.turned)), None)


def _in_any_order(stream: Stream, unit: Wanted, piece: int) -> Spans | None:
    """Return where each word of a unit stands in a text and those after it."""
    last = piece + NEIGHBOURS - 1
    cell = stream.pieces[piece].cell
    if cell is not None:
        in_row = (
            one.cell is not None and one.cell[:2] == cell[:2] for one in stream.pieces[piece:]
        )
        last = piece + sum(1 for _ in takewhile(bool, in_row)) - 1
    start = stream.starts[piece]
    end = stream.starts[last + 1] if last + 1 < len(stream.starts) else len(stream.text)
    taken = bytearray(stream.claimed[start:end])
    text, spans = stream.text[start:end], Spans()
    for word in sorted(_words(unit), key=len, reverse=True):
        forms = (word, word[::-1]) if is_turned(word) or not word.isascii() else (word,)
        free = [_free(stream, start, text, form, taken) for form in forms]
        at = next((one for one in free if one is not None), None)
        if at is None:
            return None
        taken[at : at + len(word)] = b"\1" * len(word)
        spans.append((start + at, start + at + len(word)))
    return sorted(spans)


def _words(unit: Wanted) -> Iterator[str]:
    """Yield the words of a unit as letters; signs and scripts part them too."""
    for part in unit.parts:
        for word in re.findall(r"[^\W\d_]+|\d+|[^\w\s]", part.words):
            if found := letters(word).text:
                yield found


def _free(stream: Stream, start: int, text: str, word: str, taken: bytearray) -> int | None:
    """Return where a word stands in a part of a stream that begins at `start`, best as a whole."""
    at, within = text.find(word), None
    while at >= 0:
        end = at + len(word)
        if not any(taken[at:end]):
            if stream.parts(start + at) and stream.parts(start + end):
                return at
            within = at if within is None else within
        at = text.find(word, at + 1)
    return within
