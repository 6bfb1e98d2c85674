"""Looks in finished files for every word of the source."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.checks.witness.finished import FinishedTexts
from reportgen.checks.witness.letters import letters
from reportgen.checks.witness.matching import found_in, found_turned, match
from reportgen.checks.witness.order import out_of_order
from reportgen.checks.witness.signs import Unsigned, find_lacking
from reportgen.checks.witness.stream import Stream
from reportgen.checks.witness.testimony import HARD_BREAK, Place, Unit, Where
from reportgen.checks.witness.wanted import Part, Wanted, wanted

LOCATORS = frozenset(
    ("p", "pp", "page", "pages", "chap", "chaps", "chapter", "chapters", "sec", "secs", "section",
     "sections", "vol", "vols", "volume", "no", "nos", "n", "nn", "fn", "para", "paras",
     "paragraph", "col", "cols", "art", "fig", "figs", "book", "bk", "line", "lines", "l", "ll",
     "v", "vv", "verse", "part", "pt", "op", "opus", "s", "sv", "kap", "f", "ff")
)  # fmt: skip
"""Words before a page or chapter, which a citation style writes in its own way."""

SHOWN = 70
"""How many characters of a lost text a finding quotes."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of the source that a file lacks: where they stand, how they read, to which line.

    `moved` are words that are there, but not together or not often enough. `number` counts the
    units of the source; with `more` than one unit the last is `until`. Words beside a key in a
    citation are `of_citation`.
    """

    place: Place
    last: int
    words: str
    file: str
    moved: bool
    number: int
    until: int
    more: bool = False
    of_citation: bool = False
    joined: bool = False
    """Whether the words are there, but two of them as one."""
    told: str = ""
    """What is wrong with words that are there, where it is something else; `{}` are the words."""

    def is_next(self, other: "Lost") -> bool:
        """Return whether another finding is of the words that follow, in the same file."""
        kinds = (self.place.path, self.file, self.joined, self.told)
        if kinds != (other.place.path, other.file, other.joined, other.told):
            return False
        return other.place.line <= self.last + 2 and other.number - self.until <= 1

    def with_more(self, other: "Lost") -> "Lost":
        """Return this finding with the next one in it."""
        return replace(self, last=other.last, until=other.until, more=True)


@dataclass(frozen=True, slots=True)
class Streams:
    """The texts of both files, each kind in its reading order; without a file, none."""

    brief: Stream
    slides: Stream
    spoken: Stream
    pictures: Stream
    """What stands for pictures in the brief."""
    slide_pictures: Stream
    about: Stream

    @staticmethod
    def of(pdf: FinishedTexts, deck: FinishedTexts) -> "Streams":
        return Streams(
            Stream(pdf.shown, "the PDF"),
            Stream(deck.shown, "the deck"),
            Stream(deck.spoken, "the deck"),
            Stream(pdf.alternatives, "the PDF"),
            Stream(deck.alternatives, "the deck"),
            Stream([*pdf.about, *deck.about], "either file"),
        )

    def all(self) -> tuple[Stream, ...]:
        """Return every stream."""
        return (
            self.brief, self.slides, self.spoken, self.pictures, self.slide_pictures, self.about,
        )  # fmt: skip


def find_lost(
    units: Iterable[Unit],
    streams: Streams,
    value: Callable[[str], str | None],
) -> list[Lost]:
    """Return what the files lack of the units of a source, in the order of the source."""
    sought = [found for unit in units if (found := wanted(unit, value)).parts]
    numbers = {id(one): number for number, one in enumerate(sought)}
    lost: list[tuple[Wanted, tuple[Stream, ...]]] = []
    joined: list[Lost] = []
    strict = {
        Where.BRIEF: (streams.brief, (streams.pictures,)),
        Where.SLIDE: (streams.slides, (streams.slide_pictures,)),
        Where.SPOKEN: (streams.spoken, ()),
    }
    for where, (stream, others) in strict.items():
        mine = [one for one in sought if one.unit.where is where and not _is_apart(one.unit)]
        matching = match(stream, mine)
        for one, part, letter in matching.joined(mine):
            joined.append(_joined(part, letter, stream.name, numbers[id(one)]))
        for one, unsigned in find_lacking(stream, mine, matching.places):
            joined.append(_unsigned(unsigned, stream.name, numbers[id(one)]))
        turned = out_of_order(stream, mine, matching.places)
        joined += [_turned_round(one, stream.name, numbers[id(one)]) for one in turned]
        lost += [
            (one, (stream,))
            for one in matching.lost
            if one.unit.kind != "title" or not _anywhere(one, others)
        ]
    for one in sought:
        if one.unit.where not in strict or _is_apart(one.unit):
            places = _streams(one.unit, streams)
            if not one.unit.loose and not _anywhere(one, places):
                lost.append((one, places))
    rests = {id(stream): stream.unclaimed() for stream in streams.all()}
    for one in sought:
        places = _streams(one.unit, streams)
        where_else = [rests[id(stream)] for stream in places]
        if one.unit.loose and not _words_stand(one, where_else):
            lost.append((one, places))
    lost.sort(key=lambda pair: numbers[id(pair[0])])
    return [_described(one, where, numbers[id(one)]) for one, where in lost] + joined


def _is_apart(unit: Unit) -> bool:
    return unit.kind == "alternative" or unit.loose


def _streams(unit: Unit, streams: Streams) -> tuple[Stream, ...]:
    """Return where a unit may stand that has no one place."""
    if unit.kind == "alternative":
        return (
            (streams.pictures,)
            if unit.where is Where.BRIEF
            else (streams.slide_pictures, streams.pictures)
        )
    if unit.where is Where.BRIEF:
        return (streams.brief,)
    if unit.where in (Where.DECK, Where.SLIDE):
        return (streams.slides, streams.spoken)
    if unit.where is Where.SPOKEN:
        return (streams.spoken, streams.slides, streams.brief)
    return streams.all()


def _anywhere(unit: Wanted, streams: Sequence[Stream]) -> bool:
    """Return whether a unit stands in one of some streams; it explains what stands there."""
    for stream in streams:
        spans = found_in(stream, unit, 0, len(stream.text), free=False) or found_turned(
            stream, unit
        )
        if spans is not None:
            for start, end in spans:
                stream.claimed[start:end] = b"\1" * (end - start)
            return True
    return False


def _words_stand(unit: Wanted, rests: Sequence[str]) -> bool:
    """Return whether each word stands where nothing else explains it, locators left out."""
    return all(any(re.search(word, rest) for rest in rests) for word in _loose_words(unit))


def _loose_words(unit: Wanted) -> Iterator[str]:
    """Yield patterns of words; a style may shorten the last page of a range (321-28)."""
    for part in unit.parts:
        for word in re.findall(r"[^\W_]+", part.words):
            plain = letters(word).text
            if plain.isdecimal():
                short = plain[-2:].lstrip("0") or plain[-2:]
                yield rf"(?<!\d)(?:{plain}|{short})(?!\d)"
            elif len(plain) > 1 and plain not in LOCATORS:
                yield f"(?<![^\\W\\d_]){' ?'.join(map(re.escape, plain))}(?![^\\W\\d_])"


def _described(unit: Wanted, streams: tuple[Stream, ...], number: int) -> Lost:
    """Return what a finding says of a unit that is lost."""
    place, words, moved = _first_missing(unit, streams)
    last = max(at.line for part in unit.parts for at in part.places)
    names = list(dict.fromkeys(one.name for one in streams))
    file = names[0] if len(names) == 1 else "neither file"
    shown = " ".join(words.split())[:SHOWN]
    loose = unit.unit.loose
    return Lost(place, last, shown, file, moved, number, number, of_citation=loose)


def _joined(part: Part, letter: int, file: str, number: int) -> Lost:
    """Return what a finding says of two words that stand as one."""
    start = _word_start(part.letters, part.places, letter - 1)
    words = " ".join(_written(part.words, start).split()[:2])
    place = part.places[start]
    return Lost(
        place, place.line, words, file, moved=False, number=number, until=number, joined=True
    )


def _unsigned(found: Unsigned, file: str, number: int) -> Lost:
    """Return what a finding says of a sign that is lost."""
    is_break = found.sign == HARD_BREAK
    told = "does not end the line within {}" if is_break else f"lacks the `{found.sign}` of {{}}"
    line = found.place.line
    return Lost(
        found.place, line, found.words, file, moved=False, number=number, until=number, told=told
    )


def _turned_round(unit: Wanted, file: str, number: int) -> Lost:
    """Return what a finding says of a unit that stands before the one it should follow."""
    place, words = unit.unit.place, " ".join(unit.parts[0].words.split())[:SHOWN]
    told = "has {} earlier than its source has it"
    return Lost(place, place.line, words, file, moved=True, number=number, until=number, told=told)


def _first_missing(unit: Wanted, streams: Sequence[Stream]) -> tuple[Place, str, bool]:
    """Return place and words of what is not there; true where all is, but not together."""
    for part in unit.parts:
        low, high = 0, len(part.letters)
        while low < high:
            middle = (low + high + 1) // 2
            if any(one.has_free(part.letters[:middle]) for one in streams):
                low = middle
            else:
                high = middle - 1
        if low < len(part.letters):
            start = _word_start(part.letters, part.places, low)
            return part.places[start], _written(part.words, start), False
    return unit.unit.place, " … ".join(part.words.strip() for part in unit.parts), True


def _word_start(text: str, places: Sequence[Place], at: int) -> int:
    """Return where the word begins that holds a letter; between words, columns leap."""
    while at:
        before, here = places[at - 1], places[at]
        if before.line != here.line or here.column - before.column > 1:
            break
        at -= 1
    return at


def _written(words: str, letter: int) -> str:
    """Return the words from the one that begins with a letter on."""
    found = letters(words)
    return words[found.places[letter] :] if letter < len(found.places) else words
