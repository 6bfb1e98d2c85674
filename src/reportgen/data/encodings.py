"""Turns the bytes of a file into text: UTF-8 or what its mark says, else what its letters tell."""

import codecs
from dataclasses import dataclass

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks (Unicode 16, 23.8); that of UTF-32 begins with that of UTF-16."""

LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp949", "cp932", "gb18030", "big5"]
"""Encodings that spreadsheets of Europe and East Asia write where they do not write UTF-8."""


class Undecodable(Exception):
    """The bytes are no text in the encoding; `help` says what to set or do."""

    def __init__(self, message: str, help: str) -> None:  # noqa: A002 (as in a diagnostic)
        super().__init__(message)
        self.help = help


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with line ends as `\\n`, and its encoding; `guessed` where nothing said it."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, named: str = "") -> Decoded:
    """Return the text of a file. `named` is its encoding, where someone said so.

    Raises Undecodable for an unknown name, for bytes that are no such text, and for UTF-16 without
    a mark: that its bytes are read in the right order cannot be seen from them.
    """
    if named:
        try:
            return Decoded(_lines(data.decode(named).removeprefix("\ufeff")), named)
        except LookupError:
            message = f"there is no encoding `{named}`"
            raise Undecodable(message, "write `utf-8`, `cp1252` or `utf-16`") from None
        except UnicodeDecodeError as error:
            message = f"byte {error.start} is no text in the encoding `{named}`"
            raise Undecodable(message, "write another `encoding`, or save as UTF-8") from None
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(_lines(data.decode(encoding)), encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                message = f"byte {error.start} is no text in {encoding}, which its mark names"
                raise Undecodable(message, "save the file as UTF-8") from None
    try:
        found = Decoded(_lines(data.decode()), "utf-8")
    except UnicodeDecodeError:
        found = _guessed(data)
    if "\x00" in found.text:
        zeros = data[:4000].count(b"\x00")
        what = "not UTF-8 text but UTF-16" if zeros * 3 > len(data[:4000]) else "no text"
        raise Undecodable(f"this is {what}: it holds NUL bytes", "save the file as UTF-8")
    return found


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=LIKELY).best()
    tried = (*([best.encoding] if best else []), "cp1252")
    texts = {one: data.decode(one, "replace") for one in tried}
    if best and texts[best.encoding] == texts["cp1252"]:  # of those alike, the commonest
        tried = ("cp1252",)
    for encoding in tried:
        if "\ufffd" not in texts[encoding]:
            return Decoded(_lines(texts[encoding]), encoding, guessed=True)
    raise Undecodable(
        "this is no text in UTF-8, nor in another encoding that could be told",
        "save the file as UTF-8, or name its `encoding`",
    )


def _lines(text: str) -> str:
    """Return a text whose lines end as an editor shows them: CR LF and CR are line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
