"""Numbers as they are written: their digits, and the values that they may have."""

import re
import unicodedata

SEPARATORS = ".,'’٬٫\u00a0\u2009\u202f"
"""What stands between the digits of a number: before thousands, or before decimals."""


def digits_of(shown: str) -> str:
    """Return the digits of a number as written: the same number however it is spaced."""
    return "".join(filter(str.isdigit, shown))


def ascii_digits(text: str) -> str:
    """Return a text, as long as it was, whose digits of any script are those of ASCII."""
    return "".join(
        str(unicodedata.decimal(one)) if one.isdecimal() and not one.isascii() else one
        for one in text
    )


def values_of(shown: str) -> tuple[float, ...]:
    """Return the values that a number may have: 1.234 is a thousand or a little more than one.

    `shown` holds ASCII's digits and `SEPARATORS` or spaces between them.
    """
    parts = re.split(rf"[{SEPARATORS} ]", shown)
    if len(parts) == 1:
        return (float(parts[0]),)
    joined = float("".join(parts))
    grouped = all(len(part) in (2, 3) for part in parts[1:]) and len(parts[-1]) == 3
    with_decimals = float(f"{''.join(parts[:-1])}.{parts[-1]}")
    last = re.search(r"[.,٫](?=\d+$)", shown)
    if grouped and (len(parts) > 2 or last is None):
        return (joined,)
    return (joined, with_decimals) if grouped else (with_decimals,)
