"""Knows how wide characters are, whatever fonts a machine has."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import category, east_asian_width

from reportgen.files.project import theme_file
from reportgen.scripts import is_invisible, script_of

FILE = "font_widths.json"
UNKNOWN = 0.6
MONOSPACE = 0.6
"""The advance of Courier New in em, which code is set in."""
FOREIGN_FAMILY, FOREIGN_BOLD = 1.14, 1.25
"""What widths are multiplied by for a family without a table: Verdana is so much wider than Arial,
and DejaVu, which LibreOffice takes for what is not there."""
EVERYWHERE = ("Arial", "Times New Roman")
"""Families that each machine has, or another of the same widths."""
LEAST_PITCH = 1.2
FOREIGN_PITCH = 1.36
"""The distance of lines of a family without a table: Open Sans and Noto Sans need as much."""
COMPLEX_WIDTHS: Mapping[str, float] = {
    "Arab": 0.62, "Hebr": 0.62, "Thai": 0.62, "Laoo": 0.65, "Khmr": 0.85, "Mymr": 0.9,
    "Deva": 0.75, "Beng": 0.75, "Gujr": 0.75, "Guru": 0.75, "Knda": 0.9, "Mlym": 1.05,
    "Orya": 0.85, "Sinh": 0.95, "Taml": 1.0, "Telu": 0.9, "Ethi": 0.85, "Tibt": 0.7,
    "Armn": 0.65, "Geor": 0.65,
}  # fmt: skip
"""Advances in em of scripts that no table here has: wider than the mean of the fonts of
office_fonts, since which of them a machine shows is not known."""
UNSPACED = frozenset(("Thai", "Laoo", "Khmr", "Mymr"))
"""Scripts without spaces between words: a line breaks where a dictionary finds an end."""

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

    Hangul and CJK take 1 em, marks on letters nothing, what is in no table 0.6 em or what its
    script takes. A family without a table of its own is measured as Arial, with an allowance.
    """
    if is_invisible(character) or category(character) in ("Mn", "Me"):
        return 0.0
    if is_wide(character):
        return 1.0
    known = _families()
    factor = 1.0 if family in known else FOREIGN_BOLD if bold else FOREIGN_FAMILY
    styles = known.get(family, known["Arial"]).styles
    style = ("bold" if bold else "") + ("italic" if italic else "") or "regular"
    known_width = styles[style].get(ord(character))
    if known_width is None:
        return COMPLEX_WIDTHS.get(script_of(character), UNKNOWN)
    return known_width * factor


def lasting(family: str) -> str:
    """Return the family that text is measured in where no program sets it smaller, as in cells.

    Of one that not every machine has, the widths of what may stand in for it.
    """
    return family if family in EVERYWHERE else f"another than {family}"


@lru_cache(maxsize=65_536)
def is_wide(character: str) -> bool:
    """Return whether a character is one em wide (UAX 11: W or F), as Hangul and CJK are."""
    return character >= "\u1100" and east_asian_width(character) in "WF"


@lru_cache(maxsize=65_536)
def is_tall(character: str) -> bool:
    """Return whether fonts set a character in higher lines than Latin: CJK, and joined scripts."""
    return is_wide(character) or (character >= "\u0590" and script_of(character) in COMPLEX_WIDTHS)


@lru_cache(maxsize=65_536)
def is_unspaced(character: str) -> bool:
    """Return whether a character is of a script without spaces between words."""
    return character >= "\u0e00" and script_of(character) in UNSPACED
