"""Knows how wide characters are, whatever fonts a machine has."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import east_asian_width

from reportgen.files.project import theme_file

FILE = "font_widths.json"
UNKNOWN = 0.6
MONOSPACE = 0.6
"""The advance of Courier New in em, which code is set in."""
FOREIGN_FAMILY = 1.12
"""What widths are multiplied by for a family without a table: Verdana is 12 % wider than Arial."""
LEAST_PITCH = 1.2
FOREIGN_PITCH = 1.36
"""The distance of lines of a family without a table: Open Sans and Noto Sans need as much."""
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

Widths = dict[int, float]


@dataclass(frozen=True, slots=True)
class _Family:
    """Advances in em by style and code point, and the distance of lines in em."""

    styles: dict[str, Widths]
    pitch: float


@cache
def _families() -> dict[str, _Family]:
    read = json.loads(theme_file(FILE).read_text("utf-8"))
    return {
        family: _Family(
            {
                style: {
                    start + at: width / table["units"]
                    for start, widths in runs
                    for at, width in enumerate(widths)
                    if width
                }
                for style, runs in table["styles"].items()
            },
            table["pitch"],
        )
        for family, table in read.items()
    }


def pitch(family: str) -> float:
    """Return the distance of the lines of a family, in em: 1.2 at least."""
    known = _families().get(family)
    return max(LEAST_PITCH, known.pitch) if known else FOREIGN_PITCH


@lru_cache(maxsize=65_536)
def advance(character: str, family: str, *, bold: bool = False, italic: bool = False) -> float:
    """Return the advance width of a character in em.

    Hangul and CJK take 1 em, what is in no table 0.6 em. A family without a table of its own is
    measured as Arial, with an allowance.
    """
    if character in ZERO_WIDTH:
        return 0.0
    if is_wide(character):
        return 1.0
    known = _families()
    factor = 1.0 if family in known else FOREIGN_FAMILY
    styles = known.get(family, known["Arial"]).styles
    style = ("bold" if bold else "") + ("italic" if italic else "") or "regular"
    return styles[style].get(ord(character), UNKNOWN) * factor


@lru_cache(maxsize=65_536)
def is_wide(character: str) -> bool:
    """Return whether a character is one em wide (UAX 11: W or F), as Hangul and CJK are."""
    return character >= "\u1100" and east_asian_width(character) in "WF"
