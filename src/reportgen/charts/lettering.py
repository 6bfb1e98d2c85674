"""Measures text as it will be drawn, and breaks it into lines."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

LEADING = 1.2
"""From line to line, in ems of the text."""
HINTED = 1.01
"""By so much letters are wider where they are fitted to pixels than by their outlines."""
CAPITALS = 0.66
"""Height of capitals and figures, in ems: what is centred on a line's middle."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a line of text takes, in points: its width, and how far above and below its baseline."""

    width: float
    above: float
    below: float


def extent(text: str, size: float, weight: str = "normal") -> Extent:
    """Return what a line takes in the fonts that are set, by their own outlines."""
    from matplotlib import rcParams

    width, above, below = _measured(tuple(rcParams["font.family"]), weight, text)
    return Extent(width * size * HINTED, max(above, 0.7) * size, max(below, 0.2) * size)


@lru_cache(maxsize=20_000)
def _measured(families: tuple[str, ...], weight: str, text: str) -> tuple[float, float, float]:
    """Return width, ascent and descent of a line, in ems."""
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0, 0.0, 0.0
    width, height, below = text_to_path.get_text_width_height_descent(
        text,
        _font(families, weight),
        False,  # noqa: FBT003 (matplotlib's `ismath`)
    )
    return width / 100, (height - below) / 100, below / 100


@cache
def _font(families: tuple[str, ...], weight: str) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families), size=100, weight=weight)


def wrapped(
    text: str, width: float, size: float, weight: str = "normal", lang: str = "en"
) -> tuple[str, ...]:
    """Return a text in lines at most `width` points wide, broken at spaces, else within words."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split():
            longer = f"{line} {word}" if line else word
            if extent(longer, size, weight).width <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _pieces(word, width, size, weight, lang)
            lines.extend(whole)
        lines.append(line)
    return tuple(line for line in lines if line) or ("",)


def balanced(
    text: str, width: float, size: float, weight: str = "normal", lang: str = "en"
) -> tuple[str, ...]:
    """Return a text in as few lines as `width` takes, these as even as can be."""
    lines = wrapped(text, width, size, weight, lang)
    low, high = width / 3, width
    if len(lines) < 2:
        return lines
    for _ in range(6):
        middle = (low + high) / 2
        if len(wrapped(text, middle, size, weight, lang)) > len(lines):
            low = middle
        else:
            high = middle
    return wrapped(text, high, size, weight, lang)


def _pieces(word: str, width: float, size: float, weight: str, lang: str) -> list[str]:
    """Return a word in pieces that fit: by syllables where the language has them, else anywhere."""
    if extent(word, size, weight).width <= width:
        return [word]
    pieces, rest = [], word
    while rest and extent(rest, size, weight).width > width:
        for start, end in _breaks(rest, lang):
            if extent(start, size, weight).width <= width:
                pieces.append(start)
                rest = end
                break
        else:
            count = max(1, next(
                (at for at in range(len(rest), 0, -1)
                 if extent(rest[:at], size, weight).width <= width), 1,
            ))  # fmt: skip
            while 1 < count < len(rest) and unicodedata.combining(rest[count]):
                count -= 1
            pieces.append(rest[:count])
            rest = rest[count:]
    return [*pieces, rest] if rest else pieces


def _breaks(word: str, lang: str) -> Iterator[tuple[str, str]]:
    """Yield a word in two, the longest start first, as its language hyphenates it."""
    for at in range(len(word) - 1, 0, -1):
        if word[at - 1] in "-/\N{EN DASH}\N{SOFT HYPHEN}":
            yield word[:at], word[at:]
    hyphens = _hyphens(lang)
    if hyphens is not None:
        for start, end in hyphens.iterate(word):
            yield start + "-", end


@cache
def _hyphens(lang: str) -> Any:
    import pyphen

    known = pyphen.language_fallback(lang.replace("-", "_"))
    return pyphen.Pyphen(lang=known) if known else None
