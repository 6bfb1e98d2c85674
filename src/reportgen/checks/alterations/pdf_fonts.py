"""Fonts of a PDF: what their codes mean, and what of a font was changed."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from reportgen.checks.alterations.pdf_objects import Value, said

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f\s]+>|\[[^\]]*\])")
WIDEST = 4096
"""A range of a ToUnicode map that is longer is passed over: it is broken."""

PARTS = (
    ("/ToUnicode", "what its letters are read as"),
    ("FontFile", "the shapes of its letters"),
    ("/W", "the widths of its letters"),
    ("/Encoding", "which letter each code stands for"),
    ("/CIDToGIDMap", "which letter each code stands for"),
)
"""What of a font is told by name, by the key that it stands under."""


class Font:
    """A font: how many bytes a code takes, and what each code means."""

    def __init__(self, font: Any) -> None:
        self.width = 2 if font.get("/Subtype") == "/Type0" else 1
        self.full = str(font.get("/BaseFont", ""))
        stream = font.get("/ToUnicode")
        data = said(stream) if isinstance(stream, pikepdf.Stream) else b""
        self._meant = dict(_pairs(data))
        self._widths = dict(_widths(font))
        self._usual = 1000.0 if self.width == 2 else 0.0

    def text(self, codes: bytes) -> str:
        """Return what codes mean; a code without meaning is U+FFFD, or Latin-1 where it is one."""
        parts = [codes[at : at + self.width] for at in range(0, len(codes), self.width)]
        known = self._meant
        if not known and self.width == 1:
            return codes.decode("latin-1")
        return "".join(known.get(int.from_bytes(one, "big"), "\ufffd") for one in parts)

    def advance(self, codes: bytes) -> float:
        """Return how far codes move the pen, in thousandths of the size."""
        parts = (codes[at : at + self.width] for at in range(0, len(codes), self.width))
        return sum(self._widths.get(int.from_bytes(one, "big"), self._usual) for one in parts)


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield the widths of codes (ISO 32000-1, 9.7.4.3 and 9.6.2)."""
    if font.get("/Subtype") != "/Type0":
        first = int(font.get("/FirstChar", 0))
        yield from ((first + at, float(one)) for at, one in enumerate(font.get("/Widths", [])))
        return
    held = list(font.get("/DescendantFonts", [{}])[0].get("/W", []))
    while held:
        first, then = int(held.pop(0)), held.pop(0)
        if isinstance(then, pikepdf.Array):
            yield from ((first + at, float(one)) for at, one in enumerate(then))
        elif held and int(then) - first <= WIDEST:
            width = float(held.pop(0))
            yield from ((code, width) for code in range(first, int(then) + 1))


def _pairs(data: bytes) -> "list[tuple[int, str]]":
    """Return what codes mean by a ToUnicode map (ISO 32000-1, 9.10.3)."""
    found = []
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        found += [(int(code, 16), _text(meant)) for code, meant in PAIR.findall(block)]
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        for first, last, meant in RANGE.findall(block):
            start, end = int(first, 16), int(last, 16)
            if not 0 <= end - start <= WIDEST:
                continue
            if meant.startswith(b"["):
                texts = map(_text, re.findall(rb"<([^>]*)>", meant))
                found += zip(range(start, end + 1), texts, strict=False)
            else:
                text = _text(meant.strip(b"<>"))
                found += [
                    (code, text[:-1] + chr(min(ord(text[-1]) + code - start, 0x10FFFF)))
                    for code in range(start, end + 1)
                    if text
                ]
    return found


def _text(digits: bytes) -> str:
    plain = re.sub(rb"\s", b"", digits)
    if len(plain) % 2:
        plain += b"0"
    return bytes.fromhex(plain.decode()).decode("utf-16-be", "replace")


def font_fault(name: str, old: Value, new: Value) -> str:
    """Return in words what of a font is another, given the font as values."""
    before, after = dict(flat(old)), dict(flat(new))
    for key, what in PARTS:
        olds = {path: value for path, value in before.items() if key in path}
        news = {path: value for path, value in after.items() if key in path}
        if olds != news:
            return f"{what} in the font {name} were exchanged: text looks or reads otherwise"
    return f"the font {name} is another than the one it was built with"


def flat(value: Value, path: str = "") -> "list[tuple[str, Value]]":
    """Return the leaves of a value with the keys that lead to them."""
    match value:
        case ("dict", tuple(entries)):
            return [one for key, part in entries for one in flat(part, f"{path}{key}")]
        case ("stream", tuple(entries), str(digest)):
            return [(path, digest), *flat(("dict", entries), path)]
        case tuple() if value and not isinstance(value[0], str):
            return [one for at, part in enumerate(value) for one in flat(part, f"{path}[{at}]")]
        case _:
            return [(path, value)]
