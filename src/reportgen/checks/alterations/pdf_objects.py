"""Objects of a PDF as values that can be compared, whatever their numbers and compression."""

import hashlib
import struct
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pikepdf

Value = Any
"""A nested tuple: what an object holds, with each stream as the SHA-256 of what it says."""

PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
"""Entries of a stream that tell how its bytes are packed, not what they say."""

BACKWARDS = frozenset({"/Parent", "/P", "/Pg", "/StructParent", "/StructParents", "/Popup"})
"""Entries that lead back to what holds the object; the structure tree is compared by itself."""

DEEPEST = 80

Key = tuple[int, int]


class Values:
    """Reads objects of one file; a page is its number in `pages`, by object."""

    def __init__(self, pages: Mapping[Key, int], digests: dict[Key, str] | None = None) -> None:
        self._pages = pages
        self._digests = digests if digests is not None else {}
        self._known: dict[Key, Value] = {}
        self._open: set[Key] = set()
        self._cut = False

    def of(self, thing: Any, without: frozenset[str] = frozenset(), depth: int = 0) -> Value:
        """Return an object as a value, leaving out the keys `without` at its top."""
        key: Key = getattr(thing, "objgen", (0, 0))
        if key == (0, 0) or without:
            return self._value(thing, without, depth)
        if key in self._pages:
            return ("page", self._pages[key])
        if key in self._known:
            return self._known[key]
        if key in self._open or depth > DEEPEST:
            self._cut = True
            return ("again",)
        outer, self._cut = self._cut, False
        self._open.add(key)
        value = self._value(thing, without, depth)
        self._open.discard(key)
        if not self._cut:
            self._known[key] = value
        self._cut = self._cut or outer
        return value

    def _value(self, thing: Any, without: frozenset[str], depth: int) -> Value:
        match thing:
            case pikepdf.Stream():
                held = self._entries(thing, without | PACKING, depth)
                return ("stream", held, self._digest(thing))
            case pikepdf.Dictionary():
                return ("dict", self._entries(thing, without, depth))
            case pikepdf.Array():
                return tuple(self.of(one, depth=depth + 1) for one in thing)
            case _:
                return plain(thing)

    def _digest(self, stream: Any) -> str:
        """Return the digest of what a stream says, taken once: fonts are large."""
        key: Key = stream.objgen
        if key not in self._digests or key == (0, 0):
            self._digests[key] = hashlib.sha256(said(stream)).hexdigest()
        return self._digests[key]

    def _entries(self, thing: Any, without: frozenset[str], depth: int) -> Value:
        return tuple(
            (str(key), self.of(thing[key], depth=depth + 1))
            for key in sorted(thing.keys())
            if key not in without and key not in BACKWARDS
        )


def plain(thing: Any) -> Value:
    """Return a number, string or name as a value."""
    match thing:
        case bool() | None:
            return thing
        case int() | float() | Decimal():
            return number(float(thing))
        case pikepdf.Name():
            return str(thing)
        case pikepdf.String():
            return ("string", str(thing))
        case pikepdf.Operator():
            return ("operator", str(thing))
        case _:
            return ("other", str(thing))


def number(value: float) -> float:
    """Return a number as a single-precision one: some programs keep no more of it."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0]) + 0.0
    except OverflowError:
        return value


def said(stream: Any) -> bytes:
    """Return what a stream says: unpacked where that can be done, else as it is stored."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        kinds = str(stream.get("/Filter", ""))
        return kinds.encode() + bytes(stream.read_raw_bytes())


def keys(thing: Any) -> list[str]:
    """Return the keys of a dictionary or stream."""
    return [str(key) for key in thing.keys()]  # noqa: SIM118  # pikepdf's own iteration is untyped


def is_text(value: Value) -> bool:
    """Return whether a value is a string."""
    return isinstance(value, tuple) and len(value) == 2 and value[0] == "string"
