"""Bytes of bibliography files as text: their encoding told by a mark, or by what they say."""

import codecs
import re

from reportgen.citing.located import Fault
from reportgen.citing.works import BREAKS

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"%[ \t]*!?[^\n\r]*?encoding[ \t]*[:=][ \t]*([\w.-]+)|<\?xml[^>]*encoding=[\"']([\w.-]+)",
    re.IGNORECASE,
)
"""How JabRef and TeX name an encoding in the first lines of a file, and XML in its first."""

HEAD = 2000
"""Bytes in which an encoding is looked for."""


def decoded(data: bytes) -> str | Fault:
    """Return a file's bytes as text with LF as line ends, or why they are no text.

    Without a mark or a name, what is no UTF-8 is not guessed: names of people would change.
    """
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data[:HEAD]:
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    try:
        return _lines(data.decode(encoding or "utf-8"))
    except UnicodeDecodeError as error:
        found = DECLARED.search(data[:HEAD])
        if encoding or found is None:
            return _unknown(data, error)
        named = (found[1] or found[2]).decode()
        try:
            return _lines(data.decode(named))
        except (LookupError, UnicodeDecodeError):
            message = f"the encoding `{named}` that the file names is not its own, or not known"
            return Fault("bad-bibliography", message, found.start(), "save the file as UTF-8")


def _lines(text: str) -> str:
    return BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _unknown(data: bytes, error: UnicodeDecodeError) -> Fault:
    """Return a fault at a byte that is no UTF-8: its offset in the text as far as it is sound."""
    at = len(_lines(data[: error.start].decode("utf-8", "replace")))
    byte = data[error.start]
    word = bytes([byte]).decode("cp1252", "replace")
    message = f"this is not UTF-8: byte 0x{byte:02X} (“{word}” in Windows-1252)"
    hint = (
        "save the file as UTF-8, or name its encoding in its first line: % Encoding: windows-1252"
    )
    return Fault("bad-bibliography", message, at, hint)
