"""The letters, digits and signs of a text, without what setting may change in it."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

KEPT = frozenset("%‰&@§†‡")
"""Punctuation that says something: it is compared like letters."""

DROPPED = frozenset("⁄^~`|\\◦▪‣●○■□▸☐☑☒↩↪↑￼")
"""Signs of lists, notes and markup, which setting adds or takes away."""

WIDE = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts whose words are not always parted by spaces, or whose particles hang on other words."""

FIRST_TURNED = "\u0590"
"""Hebrew begins here, the first script of this direction (Unicode 16, chapter 9)."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What is left of a text: `text`, for each letter its place in the original, and the edges.

    A letter is an edge where a word may begin: something was left out before it.
    """

    text: str
    places: tuple[int, ...]
    edges: tuple[bool, ...]
    ends_open: bool
    """Whether something was left out after the last letter."""


@cache
def _letter(character: str) -> str:
    """Return a character as it is compared, "" where it is left out."""
    kind = unicodedata.category(character)
    if character in KEPT:
        return character
    if character in DROPPED or kind[0] in "PZC" or kind in ("Mn", "Me", "Sk"):
        return ""
    return character.casefold()


def plain(text: str) -> str:
    """Return the letters of a text alone, as `letters` finds them."""
    normal = text if text.isascii() else "".join(unicodedata.normalize("NFKC", one) for one in text)
    return "".join(map(_letter, normal))


@lru_cache(maxsize=2000)
def letters(text: str) -> Letters:
    """Return the letters of a text in NFC: compatible forms as one, capitals as small letters."""
    found: list[str] = []
    places: list[int] = []
    edges: list[bool] = []
    edge, turned = True, False
    for place, original in enumerate(text):
        dropped = True
        for character in unicodedata.normalize("NFKC", original) if original > "~" else original:
            for letter in _letter(character):
                found.append(letter)
                places.append(place)
                before, turned = turned, runs_left(letter)
                edges.append(edge or turned != before or is_wide(letter) or not letter.isalnum())
                edge = not letter.isalnum() or is_wide(letter)
                dropped = False
        if dropped and not unicodedata.category(original).startswith(("M", "Cf")):
            edge = True
    return Letters("".join(found), tuple(places), tuple(edges), edge)


def is_wide(letter: str) -> bool:
    """Return whether words of this letter's script may begin and end anywhere."""
    code = ord(letter)
    return code > WIDE[0][0] and any(first <= code <= last for first, last in WIDE)


def runs_left(letter: str) -> bool:
    """Return whether a letter runs from right to left: no word is of both directions.

    Between two words of which one does, a page may show no space where the text has one.
    """
    return letter >= FIRST_TURNED and unicodedata.bidirectional(letter) in ("R", "AL")
