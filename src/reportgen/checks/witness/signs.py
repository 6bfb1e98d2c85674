"""Compares what stands between the letters of a text: its punctuation, and where a line ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportgen.checks.witness.letters import letters
from reportgen.checks.witness.matching import is_sure
from reportgen.checks.witness.stream import Spans, Stream, is_turned
from reportgen.checks.witness.testimony import HARD_BREAK, Blank, Gap, Place, Words
from reportgen.checks.witness.wanted import Wanted

KINDS = (
    ("-‐‑‒–—―−", "-‐‑‒–—―−\x02\xad"),
    ("'\"’‘“”„‚«»‹›「」『』《》", "'\"’‘“”„‚«»‹›「」『』《》′″"),
    *((sign, sign) for sign in ".,:;!?()/·。、，：；！？（）؟،؛।"),
    (HARD_BREAK, "\r\n\v\u2028"),
)
"""Signs that may stand for each other: those of a source, and what a file has for them.

PDFium gives a hyphen at the end of a line as U+0002.
"""

ENDS = ".!?:;,。！？：；，…।؟"
"""What closes a sentence or a part of one."""

UNJUDGED = ("code", "setting")
"""A theme may leave a setting out: `1.0` then stands in any number."""

ELLIPSIS = str.maketrans({"…": "..."})


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A sign of a source that a file lacks: which, and the words that it stands between."""

    sign: str
    words: str
    place: Place


def lacking(stream: Stream, unit: Wanted, spans: Spans) -> Unsigned | None:
    """Return the first sign of a unit that is not where its words were found, None for none."""
    whole = [end - start for start, end in spans] == [len(one.letters) for one in unit.parts]
    if not whole or unit.unit.kind in UNJUDGED:
        return None
    for part, (start, _) in zip(unit.parts, spans, strict=True):
        if is_turned(part.words) or is_turned(stream.pieces[stream.piece(start)].text):
            return None
        at = letters(part.words).places
        for letter, (one, other) in enumerate(pairwise(at)):
            if other - one > 1:
                written = part.words[one + 1 : other]
                if HARD_BREAK in written and (
                    stream.turned or not _is_between_words(at, letter)
                ):  # nor does PDFium tell the lines of pages that run from right to left
                    continue
                sign = _lacks(written, stream.between(start + letter))
                if sign:
                    return Unsigned(sign, _around(part.words, one, other), part.places[letter])
    return _unclosed(stream, unit, spans)


def _is_between_words(at: tuple[int, ...], letter: int) -> bool:
    """Return whether words of several letters end and begin there: PDFium joins single ones."""
    around = at[max(0, letter - 1) : letter + 3]
    return len(around) == 4 and around[1] - around[0] == 1 and around[3] - around[2] == 1


def _lacks(written: str, finished: str) -> str:
    """Return the first sign that stands between two letters of a source, and not of a file."""
    finished = finished.translate(ELLIPSIS)
    for own, others in KINDS:
        if any(sign in written for sign in own) and not any(sign in finished for sign in others):
            return next(sign for sign in written if sign in own)
    return ""


def _unclosed(stream: Stream, unit: Wanted, spans: Spans) -> Unsigned | None:
    """Return the sign that closes a unit where its text in the file goes on without it."""
    tail, is_beside = _tail(unit) if unit.unit.kind != "caption" else ("", False)
    closing = next((sign for sign in reversed(tail) if sign in ENDS), "")
    if not closing:
        return None
    last = spans[-1][1] - 1
    finished = stream.rest(last) if is_beside else stream.between(last)
    if closing in finished.translate(ELLIPSIS) or (closing == "…" and "…" in finished):
        return None
    part = unit.parts[-1]
    return Unsigned(closing, " ".join(part.words.split()[-3:]), part.places[-1])


def _tail(unit: Wanted) -> tuple[str, bool]:
    """Return what closes a unit behind its last letter, and whether a mark of a note may too."""
    text, is_beside = "", False
    for token in reversed(unit.unit.tokens):
        match token:
            case Words(words):
                found = letters(words)
                text = words[found.places[-1] + 1 if found.places else 0 :] + text
                if found.places:
                    return text, is_beside
            case Gap(Blank.NOTE | Blank.CITATION):
                is_beside = True
            case _:
                break
    return "", False


def _around(words: str, one: int, other: int) -> str:
    """Return the words before and behind a sign."""
    before = re.split(r"\s", words[: one + 1])[-1]
    return before + words[one + 1 : other].replace(HARD_BREAK, " ") + words[other:].split()[0]


def find_lacking(
    stream: Stream, units: list[Wanted], places: dict[int, Spans]
) -> Iterator[tuple[Wanted, Unsigned]]:
    """Yield the units of which a sign is lacking, each with the first such."""
    for at, spans in places.items():
        found = lacking(stream, units[at], spans)
        if found is not None and is_sure(stream, units[at], spans):
            yield units[at], found
