"""Turns the bytes of a file into text: UTF-8 or what its mark says, else what its letters tell."""

import codecs
from dataclasses import dataclass

from reportgen.data.told_encoding import told

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks (Unicode 16, 23.8); that of UTF-32 begins with that of UTF-16."""


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
        found = _guessed(data) if b"\x00" not in data else Decoded("\x00", "")
    if "\x00" in found.text:
        zeros = data[:4000].count(b"\x00")
        what = "not UTF-8 text but UTF-16" if zeros * 3 > len(data[:4000]) else "no text"
        raise Undecodable(f"this is {what}: it holds NUL bytes", "save the file as UTF-8")
    return found


def _guessed(data: bytes) -> Decoded:
    """Return the text in the one encoding that gives words. Raises Undecodable where several do."""
    encoding, readings = told(data)
    if encoding is not None and "\ufffd" not in (text := data.decode(encoding, "replace")):
        return Decoded(_lines(text), encoding, guessed=True)
    shown = "; ".join(f"`{one.encoding}` reads “{one.example}”" for one in readings)
    raise Undecodable(
        "this is not UTF-8, and which encoding it is cannot be told for sure",
        f"write the right `encoding` into its YAML: {shown}; or save the file as UTF-8"
        if shown
        else "save the file as UTF-8, or name its `encoding`",
    )


def _lines(text: str) -> str:
    """Return a text whose lines end as an editor shows them: CR LF and CR are line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
