"""Breaks titles into lines by sense: after a colon, before "and", never within a name."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from reportgen.document import Break, Inline, Inlines, Settled, Text, plain_text
from reportgen.line_breaks import break_cost
from reportgen.theme import Theme

MORE_LINES = 0.3
"""What a line costs that is not needed for the width: less than a name that is torn."""
OTHER_WIDTH, WIDE = 0.55, 0.92
"""Width in ems of a character that the font lacks, and of one that is wide (UAX 11): Hangul."""
MOST_WORDS = 40
"""A longer title is text: it breaks as text does."""

Widths = Callable[[str], float]
"""What gives the width of a text in ems."""


@dataclass(frozen=True, slots=True)
class Room:
    """How wide lines may be in points, and the sizes to try with the most lines of each."""

    width: float
    sizes: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title with its line breaks, and its size in points."""

    content: Inlines[Settled]
    size: float
    fits: bool = True
    """Whether it has room: not where a word is wider than a line."""


def set_title(title: Inlines[Settled], lang: str, room: Room, widths: Widths) -> SetTitle:
    """Return a title broken by sense, at the largest size at which it has room."""
    words = plain_text(title).split(" ")
    for size, most in room.sizes:
        lines = broken_by_sense(words, lang, room.width / size, widths)
        if lines and len(lines) <= most:
            return SetTitle(with_breaks(title, lines), size)
    return SetTitle(title, room.sizes[-1][0], fits=False)


def broken_by_sense(
    words: Sequence[str], lang: str, width: float, widths: Widths
) -> tuple[int, ...]:
    """Return how many words each line has, in as few lines as hold them; () where none do.

    `width` is in ems. Lines are as even as their sense lets them be.
    """
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    sizes = [widths(word) for word in words]
    if sum(sizes) + widths(" ") * (len(words) - 1) <= width:
        return (len(words),)
    costs = [*(break_cost(words, at, lang) for at in range(1, len(words))), 0.0]
    found: list[tuple[float, tuple[int, ...]]] = []
    for count in range(1, len(words) + 1):
        made = _in_lines(count, sizes, costs, width, widths(" "))
        if made is not None:
            found.append((made[0] + MORE_LINES * len(found), made[1]))
        if len(found) > 1:
            break
    return min(found)[1] if found else ()


def _in_lines(
    count: int, sizes: Sequence[float], costs: Sequence[float], width: float, space: float
) -> tuple[float, tuple[int, ...]] | None:
    """Return the least cost of words in so many lines, and how many words each has."""
    even = (sum(sizes) + space * (len(sizes) - count)) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(count):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, before) in best.items():
            length = -space
            for end in range(start + 1, len(sizes) + 1):
                length += sizes[end - 1] + space
                if length > width:
                    break
                uneven = ((length - even) / width) ** 2
                made = (cost + uneven + costs[end - 1], (*before, end - start))
                found[end] = min(made, found.get(end, made))
        best = found
    return best.get(len(sizes))


def with_breaks(inlines: Inlines[Settled], lines: Sequence[int]) -> Inlines[Settled]:
    """Return inlines with a break after so many words each; none within a styled run."""
    ends: set[int] = set()
    text = plain_text(inlines)
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    word = 0
    for count in lines[:-1]:
        word += count
        ends.add(spaces[word - 1])
    found: list[Inline[Settled]] = []
    start = 0
    for one in inlines:
        length = len(plain_text((one,)))
        if isinstance(one, Text):
            cuts = [0, *(end - start + 1 for end in sorted(ends) if start <= end < start + length)]
            for begin, end in pairwise((*cuts, length)):
                if begin:
                    found.append(Break())
                found.append(Text(one.text[begin:end]))
        else:
            found.append(one)
        start += length
    return tuple(found)


def widths_in(theme: Theme, family: str, hangul: str = "") -> Widths:
    """Return what measures text in a family of the theme, at its heaviest upright face.

    `hangul` is the family that letters are set in before it; wide ones measure as everywhere.
    """
    faces = [face for face in theme.fonts if face.family == (hangul or family) and not face.italic]
    if not faces:
        return lambda text: sum(map(_other, text))
    advances = _advances(max(faces, key=lambda face: face.weight).path)

    def width(letter: str) -> float:
        is_wide = hangul and unicodedata.east_asian_width(letter) in "WF"
        return (not is_wide and advances.get(ord(letter))) or _other(letter)

    return lambda text: sum(map(width, text))


def _other(letter: str) -> float:
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER_WIDTH


@cache
def _advances(path: Path) -> dict[int, float]:
    """Return the width in ems of each character of a font file."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[name][0] / units for code, name in font.getBestCmap().items()}


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between words.

    Running heads break no word: a soft hyphen would stand at the wrong end of a line that runs the
    other way.
    """
    text = text.replace("\u00ad", "")
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(
        " ,;:"
    ) + "\N{HORIZONTAL ELLIPSIS}"
