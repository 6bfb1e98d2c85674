"""Knows the characters that no text of the two files can hold, and names them.

XML 1.0 (2.2) has no control characters and no U+FFFE and U+FFFF; PDF/UA-1 (ISO 14289-1, 7.21.7)
forbids U+FFFE for text; no font has noncharacters; a lone surrogate is no character at all
(Unicode, 3.9). U+0085, U+2028 and U+2029 break lines that no author sees broken.
"""

import re
import unicodedata
from collections.abc import Iterator

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}"
                  for plane in range(17))  # fmt: skip
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef{_PLANES}]"
)
STAND_IN = "\ufffd"
"""What takes the place of such a character once it was told (Unicode, 23.8)."""
NAMES = {
    "\x00": "NUL", "\x07": "bell", "\x0b": "vertical tab", "\x0c": "form feed", "\x1b": "escape",
    "\x7f": "delete", "\x85": "next line", "\u2028": "line separator",
    "\u2029": "paragraph separator",
}  # fmt: skip


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each character that no text can hold, and its name."""
    for found in FORBIDDEN.finditer(text):
        yield found.start(), called(found[0])


def called(character: str) -> str:
    """Return the code of a character as Unicode writes it, with its name: "U+0007 (bell)"."""
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        kind = "half of a pair of surrogates"
    elif name := NAMES.get(character):
        kind = name
    elif code < 0xA0:
        kind = "control character"
    else:
        kind = "no character"
    return f"U+{code:04X} ({kind})"


def without(text: str, put: str = STAND_IN) -> str:
    """Return a text with `put` for each character that no text can hold, so that places stay."""
    return FORBIDDEN.sub(put, text)


LONGEST_TEXT = 32_767
"""Letters that a text which stands for itself has at most: as many as a cell of Excel holds."""


def too_long(text: str, most: int = LONGEST_TEXT) -> str:
    """Return what is wrong with a setting, cell, caption or alternative, "" where it is short."""
    return f"this text has {len(text):,} letters; {most:,} are the most" * (len(text) > most)


def is_blank(text: str) -> bool:
    """Return whether nothing of a text is seen: blanks, and what only joins or parts letters."""
    return all(one.isspace() or unicodedata.category(one) == "Cf" for one in text)


JAMO = re.compile("[\u1100-\u11ff]")
"""The parts of Hangul syllables, as macOS writes file names and what is copied from them."""


def composed(text: str) -> str:
    """Return text with its Hangul in syllables (UAX 15, NFC), which is what fonts hold."""
    return unicodedata.normalize("NFC", text) if JAMO.search(text) else text


def printable(text: str) -> str:
    """Return a text in which such characters, and carriage returns, are shown as their codes."""
    shown = FORBIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
    return shown.replace("\r", "<U+000D>")
