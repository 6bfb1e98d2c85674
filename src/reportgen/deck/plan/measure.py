"""Measures text as PowerPoint and LibreOffice set it, and splits what is too long.

Measured against LibreOffice: lines 2 % shorter than their box, and a pitch of 1.2 times the size
or the font's own (that of Noto Sans CJK where Hangul or CJK stands in it), never
under-estimate. Lengths are in points.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TypeVar

from reportgen.deck.model import (
    LINE_BREAK,
    Mark,
    Para,
    Paras,
    Run,
    Type,
    inset,
    size_of,
    space_above,
)
from reportgen.deck.plan.code_lines import in_lines
from reportgen.deck.plan.metrics import MONOSPACE, advance, is_tall, is_unspaced, is_wide, pitch

LINE_SHARE = 0.98
WIDE_PITCH = 1.45
"""Of Noto Sans CJK, which LibreOffice on Linux sets Hangul with; Malgun Gothic's is 1.33."""
SCRIPT_SIZE = 0.66
SMALL_CAPS_SIZE = 0.9
SCRIPT_CHANGE = 0.2
"""The space in em that LibreOffice puts between Hangul or CJK and other characters."""
SPACES = " \t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u3000"
"""White space that may break: not NBSP, U+2007 and U+202F (UAX 14: GL)."""
GLUE = "\u00a0\u2007\u202f\u2060\ufeff"
AFTER = "-\u2010\u2013\u2014/"
"""Characters after which a line may break where a letter follows (UAX 14: HY, BA, B2, SY)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """How large a paragraph is in its box: lines, height, and by how much a word is too wide."""

    lines: int
    height: float
    excess: float = 0.0
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    width: float
    is_url: bool
    begins: bool = False
    """Whether a piece of an address begins here."""
    linked: bool = False


@lru_cache(maxsize=8192)
def measure(para: Para, type_: Type, width: float) -> Measured:
    """Return the size of a paragraph in a box of `width`."""
    size = size_of(para, type_)
    para = in_lines(para, type_, width)
    room = (width - inset(para, type_)) * LINE_SHARE
    parts = para.runs
    if para.mark is Mark.LABEL:
        at = next((i for i, run in enumerate(parts) if "\t" in run.text), -1)
        parts = parts[at + 1 :]
    lines, height, excess, long = 0, 0.0, 0.0, ""
    own = type_.level(para.level)
    for line in _forced_lines(parts):
        letters = _line_letters(line, type_, size)
        high = pitch(type_.family)
        if any(is_tall(letter.text) for letter in letters):
            high = max(high, WIDE_PITCH)
        if own is not None:
            high = own.exact / size if own.exact else high * own.pitch
        count, over, word = _fill(letters, room)
        lines += count
        height += count * high * size
        if over > excess:
            excess, long = over, word
    return Measured(lines, height, excess, long)


def width_of(runs: Sequence[Run], type_: Type) -> float:
    """Return the width of runs in one line."""
    return sum(letter.width for letter in _line_letters(runs, type_, type_.size))


def widest_word(runs: Sequence[Run], type_: Type) -> float:
    """Return the width of the widest part of runs that no line break divides."""
    letters = _line_letters(runs, type_, type_.size)
    return max((sum(one.width for one in word) for word, _ in _words(letters)), default=0.0)


def height_of(paragraphs: Sequence[Para], type_: Type, width: float) -> float:
    """Return the height of paragraphs in a box of `width`, the space between them included."""
    total = 0.0
    for at, para in enumerate(paragraphs):
        total += measure(para, type_, width).height
        total += space_above(para, type_) if at else 0
    return total


def fits(paragraphs: Sequence[Para], type_: Type, width: float, height: float) -> bool:
    """Return whether paragraphs fit a box, no word wider than a line."""
    return height_of(paragraphs, type_, width) <= height and not any(
        measure(para, type_, width).excess for para in paragraphs
    )


def split(
    units: Sequence[Paras], type_: Type, width: float, height: float
) -> tuple[tuple[Paras, ...], ...]:
    """Return units in as few boxes as hold them, about evenly filled; no unit is divided.

    A unit that is by itself too high gets a box of its own; the caller reports it.
    """

    def tall(group: Sequence[Paras]) -> float:
        return height_of([para for unit in group for para in unit], type_, width)

    return evenly(units, tall, height)


def filled(
    units: Sequence[Paras], type_: Type, width: float, height: float
) -> tuple[tuple[Paras, ...], ...]:
    """Return units in as few boxes as hold them, each as full as can be."""

    def tall(group: Sequence[Paras]) -> float:
        return height_of([para for unit in group for para in unit], type_, width)

    return _greedy(units, tall, height)


def evenly(
    items: Sequence[T], tall: Callable[[Sequence[T]], float], limit: float
) -> tuple[tuple[T, ...], ...]:
    """Return items in as few groups as stay within `limit`, the highest as low as it can be."""
    best = _greedy(items, tall, limit)
    low, high = 0.0, limit
    while len(best) > 1 and high - low > 1:
        middle = (low + high) / 2
        found = _greedy(items, tall, middle)
        if len(found) == len(best) and all(tall(group) <= limit for group in found):
            best, high = found, middle
        else:
            low = middle
    return best


def _greedy(
    items: Sequence[T], tall: Callable[[Sequence[T]], float], limit: float
) -> tuple[tuple[T, ...], ...]:
    groups: list[list[T]] = []
    for item in items:
        if groups and tall([*groups[-1], item]) <= limit:
            groups[-1].append(item)
        else:
            groups.append([item])
    return tuple(tuple(group) for group in groups)


# --- addresses --------------------------------------------------------------------------------

LONGEST_PIECE = 24
"""The most characters of an address that stay together in one line."""


@lru_cache(maxsize=4096)
def link_pieces(text: str) -> tuple[str, ...]:
    """Return the text of a link in pieces between which a line may break.

    LibreOffice sets each run with a link as one field, which it breaks badly: a long address is
    written as several runs, each with the link. Pieces end after a sign where there is one.
    """
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        start = 0
        while len(word) - start > LONGEST_PIECE:
            window = word[start : start + LONGEST_PIECE]
            signs = [at for at, one in enumerate(window) if one in "/?&=-_.%#+" and at > 7]
            end = start + (signs[-1] + 1 if signs else LONGEST_PIECE)
            pieces.append(word[start:end])
            start = end
        pieces.append(word[start:])
    if all(len(piece) <= LONGEST_PIECE for piece in pieces) and len(text) <= LONGEST_PIECE:
        return (text,)
    return tuple(pieces)


# --- lines ------------------------------------------------------------------------------------


def _forced_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Return runs parted at the author's line breaks."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split(LINE_BREAK)
        lines[-1].append(_with_text(run, first))
        lines.extend([_with_text(run, part)] for part in more)
    return lines


def _with_text(run: Run, text: str) -> Run:
    return run if run.text == text else replace(run, text=text)


def _line_letters(runs: Sequence[Run], type_: Type, size: float) -> list[_Letter]:
    """Return the letters of runs; a change of script takes some room, as LibreOffice sets it."""
    letters = [letter for run in runs for letter in _letters(run, type_, size)]
    if not any(is_wide(letter.text) for letter in letters):
        return letters
    for at, (before, after) in enumerate(pairwise(letters), 1):
        if is_wide(before.text) != is_wide(after.text):
            letters[at] = replace(after, width=after.width + SCRIPT_CHANGE * size)
    return letters


def _letters(run: Run, type_: Type, size: float) -> list[_Letter]:
    bold, italic = run.bold or type_.bold, run.italic or type_.italic
    factor = size * (SCRIPT_SIZE if run.script else 1.0)
    is_url = bool(run.link) or "://" in run.text
    text = run.text
    if type_.caps:
        text = text.upper()
    if run.small_caps:
        text, factor = text.upper(), factor * SMALL_CAPS_SIZE
    if run.code:
        return [_Letter(one, factor * (1 if is_wide(one) else MONOSPACE), is_url) for one in text]
    starts: set[int] = set()
    if run.link:
        pieces = link_pieces(text)
        starts = set(accumulate(map(len, pieces)))
        text = "".join(_unbroken(piece) for piece in pieces)
    return [
        _Letter(
            one,
            factor * advance(one, type_.family, bold=bold, italic=italic),
            is_url,
            at in starts,
            linked=bool(run.link),
        )
        for at, one in enumerate(text)
    ]


def _unbroken(piece: str) -> str:
    """Return a piece of a link as it is set: as one field, in which no line breaks."""
    core = piece.rstrip()
    return core.replace(" ", "\u00a0") + piece[len(core) :]


def _fill(letters: list[_Letter], room: float) -> tuple[int, float, str]:
    """Return the lines that letters take, by how much the widest word is too wide, and that word.

    A word wider than the line is broken anywhere by all programs; in an address that is no fault.
    """
    lines, used, excess, long = 1, 0.0, 0.0, ""
    for word, space in _words(letters):
        width = sum(letter.width for letter in word)
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        if width > room:
            if width - room > excess and not any(letter.is_url for letter in word):
                excess, long = width - room, "".join(letter.text for letter in word)
            lines, used = lines + int(width // room), width % room
        else:
            used += width
        used += space
    return lines, excess, long


def _words(letters: list[_Letter]) -> list[tuple[list[_Letter], float]]:
    """Return letters as words that no line break divides, each with the space behind it."""
    words: list[tuple[list[_Letter], float]] = []
    word: list[_Letter] = []
    space = 0.0
    for at, letter in enumerate(letters):
        if letter.text in SPACES:
            space += letter.width
            continue
        before = letters[at - 1]
        if word and (before.text in SPACES or letter.begins or _may_break(before, letter)):
            words.append((word, space))
            word, space = [], 0.0
        word.append(letter)
    return [*words, (word, space)] if word else words


def _may_break(left: _Letter, right: _Letter) -> bool:
    """Return whether a line may break between two letters neither of which is a space."""
    before, after = left.text, right.text
    if left.linked and right.linked:
        return False
    if before in GLUE or after in GLUE:
        return False
    if before in AFTER:
        return after.isalpha()
    if is_unspaced(before) and is_unspaced(after):
        return unicodedata.category(after)[0] == "L"
    if is_wide(before) or is_wide(after):
        opens = unicodedata.category(before) in ("Ps", "Pi")
        closes = unicodedata.category(after)[0] == "P" and unicodedata.category(after) != "Ps"
        return not opens and not closes
    return False
