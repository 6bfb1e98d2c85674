"""Scripts: which one a character belongs to, which way a text runs, what cannot be seen.

Unicode Standard Annexes 9 (bidirectional text) and 24 (scripts); the data are fontTools' and
Python's own, so nothing of the machine decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

EMOJI = "emoji"
"""What stands for a script where a character is a picture."""
SYMBOL = "symbols"
SHARED = frozenset(("Zyyy", "Zinh", "Zzzz"))
"""Common, inherited and unknown: characters of no one script (UAX 24)."""

SIMPLE = frozenset(
    ("Latn", "Grek", "Cyrl", "Armn", "Geor", "Hang", "Hani", "Hira", "Kana", EMOJI, SYMBOL)
)
"""Scripts in which a glyph is a letter."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What leaves no mark where a font lacks it (DerivedCoreProperties: Default_Ignorable_Code_Point):
joiners, direction marks, soft hyphens, selectors of variants."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥⟨⟩", ")(][}{><»«›‹≥≤⟩⟨")
"""What is shown the other way round where text runs from right to left (UAX 9, rule L4)."""

EMBEDDED = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""The strong types of the bidirectional algorithm, and which way they run (UAX 9, table 4)."""


@lru_cache(maxsize=65_536)
def is_invisible(character: str) -> bool:
    """Return whether a character leaves no mark on paper: white space does not count."""
    return _INVISIBLE.match(character) is not None


def visible(text: str) -> str:
    """Return a text without what cannot be seen in it."""
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=65_536)
def script_of(character: str) -> str:
    """Return the script of a character as ISO 15924 codes it; EMOJI or SYMBOL where it has none."""
    from fontTools import unicodedata as data

    code = str(data.script(character))
    if code not in SHARED:
        return code
    return EMOJI if _is_emoji(character) else SYMBOL


def _is_emoji(character: str) -> bool:
    """Return whether a character is a pictograph or a letter of a flag (blocks of UTS 51)."""
    point = ord(character)
    return 0x1F000 <= point <= 0x1FAFF or 0x2600 <= point <= 0x27BF or point == 0x20E3


def script_name(code: str) -> str:
    """Return the English name of a script: "Devanagari" for Deva."""
    from fontTools import unicodedata as data

    if code in (EMOJI, SYMBOL):
        return code
    return str(data.script_name(code, default=code)).replace("_", " ")


@lru_cache(maxsize=65_536)
def strong(character: str) -> str:
    """Return "ltr" or "rtl" for a letter that itself runs one way, else ""."""
    return EMBEDDED.get(unicodedata.bidirectional(character), "")


@lru_cache(maxsize=65_536)
def is_shaped(character: str) -> bool:
    """Return whether a character may be set as another glyph than its own, or on another letter."""
    if character < "\u0300":
        return False
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark or strong(character) == "rtl" or script_of(character) not in SIMPLE


def has_shaped(text: str) -> bool:
    """Return whether a text has letters that join, stack, or run from right to left."""
    return not text.isascii() and any(map(is_shaped, text))


def has_rtl(text: str) -> bool:
    """Return whether a text has a letter that runs from right to left."""
    return not text.isascii() and any(strong(one) == "rtl" for one in text)


def direction_of(text: str, around: str) -> str:
    """Return which way a paragraph runs: as what is `around` it, unless it is of the other kind.

    That is where its first letter and most of its letters run the other way. A work in English in
    an Arabic list keeps its full stop at the right so, and Hebrew without a mark of its own is set
    as Hebrew.
    """
    if text.isascii() and around == "ltr":
        return around
    ways = [way for one in text if (way := strong(one))]
    turned = {"ltr": "rtl", "rtl": "ltr"}[around]
    is_other = bool(ways) and ways[0] == turned and 2 * ways.count(turned) > len(ways)
    return turned if is_other else around


def direction_of_table(cells: Iterable[str], around: str) -> str:
    """Return which way the columns of a table go: turned round where all its words run so."""
    ways = {direction_of(cell, around) for cell in cells if any(map(strong, cell))}
    return "rtl" if around == "rtl" or ways == {"rtl"} else "ltr"


@cache
def script_of_language(lang: str) -> str:
    """Return the script that a language (BCP 47) is most likely written in, "" where unknown."""
    from babel.core import get_global

    parts = lang.replace("_", "-").split("-")
    written = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if written:
        return written
    likely = get_global("likely_subtags")
    for key in ("_".join(_cased(parts)), parts[0].lower()):
        for part in likely.get(key, "").split("_")[1:]:
            if len(part) == 4:
                return str(part)
    return ""


def _cased(parts: list[str]) -> list[str]:
    return [part.lower() if not at else part.upper() for at, part in enumerate(parts[:2])]


@cache
def direction_of_language(lang: str) -> str:
    """Return "rtl" or "ltr": which way a language (BCP 47) is written."""
    from fontTools import unicodedata as data

    code = script_of_language(lang)
    return str(data.script_horizontal_direction(code, default="LTR")).lower() if code else "ltr"
