"""Names the fonts that machines with PowerPoint have for each script: a deck carries none.

As the themes of Office itself name them (ECMA-376 part 1, 20.1.4.1.16, `a:font`).
"""

from collections.abc import Mapping

from reportgen.scripts import script_of, script_of_language

EAST_ASIAN: Mapping[str, str] = {
    "Hans": "Microsoft YaHei",
    "Hant": "Microsoft JhengHei",
    "Jpan": "Yu Gothic",
    "Kore": "Malgun Gothic",
}
"""Fonts by the script that a language is written in."""

COMPLEX: Mapping[str, str] = {
    "Arab": "Arial",
    "Hebr": "Arial",
    "Thai": "Leelawadee UI",
    "Laoo": "Leelawadee UI",
    "Khmr": "Leelawadee UI",
    "Mymr": "Myanmar Text",
    "Deva": "Nirmala UI",
    "Beng": "Nirmala UI",
    "Gujr": "Nirmala UI",
    "Guru": "Nirmala UI",
    "Knda": "Nirmala UI",
    "Mlym": "Nirmala UI",
    "Orya": "Nirmala UI",
    "Sinh": "Nirmala UI",
    "Taml": "Nirmala UI",
    "Telu": "Nirmala UI",
    "Ethi": "Ebrima",
    "Tibt": "Microsoft Himalaya",
    "Mong": "Mongolian Baiti",
    "Syrc": "Estrangelo Edessa",
    "Thaa": "MV Boli",
}
"""Fonts by script, where letters join, stack or run from right to left."""


def east_asian_font(lang: str) -> str:
    """Return the font for Hangul, kana or Chinese characters in a language (BCP 47)."""
    return EAST_ASIAN.get(script_of_language(lang), EAST_ASIAN["Kore"])


def complex_font(text: str) -> str:
    """Return the font for a text in a script that Arial lacks, "" where Arial has it."""
    if text.isascii():
        return ""
    fonts = (COMPLEX.get(script_of(one), "") for one in text)
    return next((font for font in fonts if font and font != "Arial"), "")
