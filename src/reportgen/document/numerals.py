"""Numerals: what numbered lists count with."""

from enum import StrEnum
from typing import assert_never

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
LETTERS = 26
MOST_ROMAN = 3999


class Numerals(StrEnum):
    """What the items of a numbered list are counted with (CSS Counter Styles 3, 6)."""

    DECIMAL = "decimal"
    LOWER_ALPHA = "lower-alpha"
    UPPER_ALPHA = "upper-alpha"
    LOWER_ROMAN = "lower-roman"
    UPPER_ROMAN = "upper-roman"


class Delimiter(StrEnum):
    """What stands around the number of an item."""

    PERIOD = "1."
    PARENTHESIS = "1)"
    PARENTHESES = "(1)"


def numeral(number: int, numerals: Numerals) -> str:
    """Return a number as a list counts: "4", "d", "iv"; 27 is "aa", as PowerPoint has it.

    What has no such numeral (0, and Roman from 4000 on) is decimal.
    """
    match numerals:
        case Numerals.DECIMAL:
            return str(number)
        case Numerals.LOWER_ALPHA | Numerals.UPPER_ALPHA:
            found = _letters(number)
        case Numerals.LOWER_ROMAN | Numerals.UPPER_ROMAN:
            found = _roman(number)
        case _:
            assert_never(numerals)
    is_upper = numerals in (Numerals.UPPER_ALPHA, Numerals.UPPER_ROMAN)
    return (found.upper() if is_upper else found) or str(number)


def _letters(number: int) -> str:
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % LETTERS) * ((number - 1) // LETTERS + 1)


def _roman(number: int) -> str:
    if not 0 < number <= MOST_ROMAN:
        return ""
    found = ""
    for value, letters in ROMAN:
        found += letters * (number // value)
        number %= value
    return found
