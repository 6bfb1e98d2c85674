"""Reads what an RTF file says and shows, apart from pandoc (RTF Specification 1.9.1, Microsoft)."""

import hashlib
import re
from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(
    rb"\\bin(?P<binary>\d+) ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]+)(?P<value>-?\d+)? ?"
    rb"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)"
)
SILENT = frozenset(
    b"fonttbl colortbl stylesheet info listtable listoverridetable rsidtbl generator themedata "
    b"header headerl headerr headerf footer footerl footerr footerf fldinst pict xmlnstbl "
    b"pgdsctbl annotation atnid atnauthor objdata nonshppict listtext pntext bkmkstart bkmkend "
    b"ftnsep ftnsepc aftnsep aftnsepc datafield revtbl filetbl operator mmathPr".split()
)
"""Destinations whose text is no text of the document, or is there another time."""
ENDS = frozenset(b"par row cell nestcell sect page line column".split())
SIGNS = {
    b"tab": " ", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
LEFT = {
    "text box": rb"\\shptxt\b",
    "page break": rb"\\page\b",
    "comment": rb"\\\*\\annotation\b",
    "embedded object": rb"\\objdata\b",
}
"""What pandoc has no word for, and how it is written."""
KINDS = {b"pngblip": ".png", b"jpegblip": ".jpg"}
LARGEST = 64_000_000


@dataclass
class _Group:
    """The state of a group: whether its text counts, how many characters follow a `\\u`."""

    silent: bool = False
    skip: int = 1
    hidden: bool = False
    outer: list[str] | None = None
    """What the paragraph said that a note of this group hangs on."""


@dataclass
class RtfParts:
    """What an RTF file holds: paragraphs, pictures by the names that pandoc gives them, losses."""

    paragraphs: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


def read_rtf(data: bytes) -> RtfParts:
    """Return the paragraphs and pictures of an RTF file; what is broken is passed over."""
    found = RtfParts()
    words = _Words(found)
    at = 0
    while (token := TOKEN.match(data, at)) is not None:
        at = token.end()
        if token["binary"] is not None:  # bytes of a picture or object follow as they are
            at += min(int(token["binary"]), len(data))
        words.take(token)
    words.end_paragraph()
    for name, picture in _pictures(data):
        found.pictures[name] = picture
    counts = {what: len(re.findall(pattern, data)) for what, pattern in LEFT.items()}
    found.left = {what: count for what, count in counts.items() if count}
    return found


def for_pandoc(data: bytes) -> str:
    """Return an RTF file in ASCII, each sign that stands in for one of Unicode written as `\\'hh`.

    pandoc 3.9 drops the whole word behind `\\u8217?s`, but reads `\\u8217\\'3fs` right.
    """

    def escaped(found: re.Match[bytes]) -> bytes:
        return found[1] + b"\\'%02x" % found[2][0]

    safe = re.sub(rb"(\\u-?\d+) ?([^\\{}\r\n])", escaped, data)
    safe = re.sub(rb"[\x80-\xff]", lambda one: b"\\'%02x" % one[0][0], safe)
    return safe.decode("ascii")


class _Words:
    def __init__(self, found: RtfParts) -> None:
        self.found = found
        self.groups = [_Group()]
        self.code = "cp1252"
        self.said: list[str] = []
        self.left_out = 0
        """Characters that are to be passed over: they stand in for one of Unicode."""
        self.bytes = b""

    def take(self, token: re.Match[bytes]) -> None:
        group = self.groups[-1]
        if token["byte"] is not None:
            if self.left_out:
                self.left_out -= 1
            elif not group.silent and not group.hidden:
                self.bytes += unhexlify(token["byte"])
            return
        self._decode()
        if token["brace"]:
            self.left_out = 0
        elif self.left_out and (token["word"] or token["sign"]):
            self.left_out -= 1  # a control word stands in as one character
            return
        if token["brace"] == b"{":
            self.groups.append(_Group(group.silent, group.skip, group.hidden))
        elif token["brace"] == b"}":
            if len(self.groups) > 1:
                self.groups.pop()
            if group.outer is not None:
                self.end_paragraph()
                self.said = [*group.outer, " "]
        elif token["word"] is not None:
            self._word(token["word"], token["value"], group)
        elif token["sign"] is not None:
            self._sign(token["sign"], group)
        elif token["text"] is not None:
            text = token["text"].decode(self.code, "replace")
            cut, self.left_out = text[: self.left_out], max(0, self.left_out - len(text))
            self._say(text[len(cut) :], group)

    def _word(self, word: bytes, value: bytes | None, group: _Group) -> None:
        number = int(value) if value else 0
        if word in SILENT:
            group.silent = True
        elif word in ENDS:
            if not group.silent:
                self.end_paragraph()
        elif word == b"footnote" and not group.silent:
            group.outer, self.said = self.said, []
        elif word == b"u":
            self._say(chr(number % 65536), group)
            self.left_out = group.skip
        elif word == b"uc":
            group.skip = number
        elif word == b"ansicpg" and number:
            self.code = f"cp{number}"
            try:
                b"".decode(self.code)
            except LookupError:
                self.code = "cp1252"
        elif word == b"v":
            group.hidden = value != b"0"
        elif word in SIGNS:
            self._say(SIGNS[word], group)

    def _sign(self, sign: bytes, group: _Group) -> None:
        if sign == b"*":
            group.silent = True
        elif sign in b"{}\\":
            self._say(sign.decode(), group)
        elif sign in (b"~", b"_"):
            self._say({b"~": "\u00a0", b"_": "\u2011"}[sign], group)

    def _say(self, text: str, group: _Group) -> None:
        if not group.silent and not group.hidden:
            self.said.append(text)

    def _decode(self) -> None:
        if self.bytes:
            self.said.append(self.bytes.decode(self.code, "replace"))
            self.bytes = b""

    def end_paragraph(self) -> None:
        """Keep what was said since the last end of a paragraph."""
        self._decode()
        joined = "".join(self.said).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text := " ".join(joined.split()):
            self.found.paragraphs.append(text)
        self.said = []


def _pictures(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield PNG and JPEG pictures in hexadecimal, named by their SHA-1 as pandoc names them."""
    for found in re.finditer(rb"\\(pngblip|jpegblip)\b", data):
        start, depth = found.end(), 0
        parts: list[bytes] = []
        while (token := TOKEN.match(data, start)) is not None:
            start = token.end()
            if token["binary"] is not None:
                size = min(int(token["binary"]), LARGEST)
                parts = [data[start : start + size].hex().encode()]
                break
            depth += {b"{": 1, b"}": -1}.get(token["brace"] or b"", 0)
            if depth < 0:
                break
            if token["text"] is not None and depth == 0:
                parts.append(token["text"])
        digits = b"".join(b"".join(parts).split())
        if not re.fullmatch(rb"(?:[0-9a-fA-F]{2})+", digits) or len(digits) > 2 * LARGEST:
            continue
        picture = unhexlify(digits)
        name = hashlib.sha1(picture, usedforsecurity=False).hexdigest()
        yield f"{name}{KINDS[found[1]]}", picture
