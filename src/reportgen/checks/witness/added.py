"""Looks in finished files for words that neither the source nor the tool explains."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.checks.witness.letters import plain
from reportgen.checks.witness.stream import Stream, is_turned
from reportgen.scripts import visible

HEAD = 3
LONGEST = 400
LONGEST_WORD = 48
"""Longer words, and addresses, are looked for whole."""

SHORT = 3
"""Words of so few letters explain only what stands between two edges of words."""

LARGEST_MARK = 999
"""Numbers to here are of pages, slides, sections, notes and items of lists."""

FEWEST = 3
"""Fewer letters than these in a row are no word that someone added."""


@dataclass(frozen=True, slots=True)
class Added:
    """Words of a finished file that nothing explains, the text they stand in, and where that is."""

    words: str
    text: str
    file: str
    at: int


@dataclass(frozen=True, slots=True)
class Known:
    """Words as letters, and how long those are that begin with the same letters."""

    words: frozenset[str]
    heads: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, words: frozenset[str]) -> "Known":
        heads: dict[str, set[int]] = {}
        for word in words:
            heads.setdefault(word[:HEAD], set()).add(len(word))
        return cls(words, {head: tuple(sorted(found)) for head, found in heads.items()})

    def lengths(self, head: str) -> Iterator[int]:
        """Yield how long the words may be that begin so: `head` has `HEAD` letters or fewer."""
        for size in range(1, len(head)):
            yield from self.heads.get(head[:size], ())
        yield from self.heads.get(head, ())


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return every word of some texts as letters, whole and by its parts."""
    parts: set[str] = set()
    for text in map(visible, texts):
        parts.update(re.split(r"\s+", text))
        parts.update(re.findall(r"[^\W_]+", text))
        parts.update(re.findall(r"\d+|[^\W\d_]+", text))
    return frozenset({plain(one) for one in parts} - {""})


def find_added(streams: Iterable[Stream], known: frozenset[str]) -> Iterator[Added]:
    """Yield what stands in finished texts and is no word of the known ones."""
    plainly = Known.of(known)
    either: Known | None = None
    for stream in streams:
        for number, piece in enumerate(stream.pieces):
            if piece.kind == "Formula":
                continue
            words = plainly
            if is_turned(piece.text):  # a line from right to left may read as seen
                words = either = either or Known.of(known | {word[::-1] for word in known})
            start = stream.starts[number]
            end = stream.end_of_piece(start) if stream.piece(start) == number else start
            for low, high in _unclaimed(stream, start, end):
                if (rest := _unexplained(stream, low, high, words)) is not None:
                    raw = stream.read[number].places
                    first, last = raw[rest[0] - start], raw[rest[1] - 1 - start]
                    said = " ".join(piece.text[first : last + 1].split())
                    yield Added(said, _line(piece.text, first, last), stream.name, piece.at)


def _line(text: str, first: int, last: int) -> str:
    """Return the lines of a text in which some of its characters stand."""
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    return text[start : end if end >= 0 else len(text)]


def _unclaimed(stream: Stream, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield each run of letters that no unit of the source has claimed."""
    at = start
    while at < end:
        if stream.claimed[at]:
            at += 1
            continue
        low = at
        while at < end and not stream.claimed[at]:
            at += 1
        yield low, at


def _unexplained(stream: Stream, low: int, high: int, known: Known) -> tuple[int, int] | None:
    """Return the first letters of a run that cannot be read as known words, None for none."""
    text, reached = stream.text, {low}
    for at in range(low, high):
        if at in reached:
            reached.update(_ends(stream, at, low, high, known))
    if high in reached:
        return None
    start = max(reached)
    end = next((one for one in range(start + 1, high) if stream.is_edge(one)), high)
    return (start, end) if len(text[start:end]) >= FEWEST else None


def _ends(stream: Stream, at: int, low: int, high: int, known: Known) -> Iterator[int]:
    """Yield where a word that begins at a place may end, within a run of letters."""
    text = stream.text
    if text[at].isdecimal():
        end = at + 1
        while end <= high and text[at:end].isdecimal() and int(text[at:end]) <= LARGEST_MARK:
            yield end
            end += 1
    elif not text[at].isalpha():
        yield at + 1
    for length in known.lengths(text[at : at + HEAD]):
        end = at + length
        if end > high or text[at:end] not in known.words:
            continue
        is_common = length <= LONGEST_WORD or (length <= LONGEST and stream.is_edge(end))
        if is_common and _is_whole(stream, at, end, low, high):
            yield end


def _is_whole(stream: Stream, start: int, end: int, low: int, high: int) -> bool:
    """Return whether a known word may stand there: a short one between two edges of words only."""
    word = stream.text[start:end]
    if len(word) > SHORT or not word.isascii() or word.isdecimal():
        return True
    return all(at in (low, high) or stream.parts(at) for at in (start, end))
