"""Entries of bibliography files before they are read: their keys, places and faults."""

from typing import Any

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with an entry or a file: the rule's code, the words, where (an offset)."""

    code: str
    message: str
    at: int
    help: str = ""


class Located(msgspec.Struct, frozen=True):
    """An entry: its key, its place in the file's text (offsets), and why it cannot be read.

    `kind` is the type of a BibTeX entry, in lower case. A key that an entry lacks is "".
    """

    key: str
    start: int
    end: int
    kind: str = ""
    fault: Fault | None = None


class Index(msgspec.Struct, frozen=True):
    """The entries of a file, its macros (BibTeX), and what keeps the file from being read."""

    entries: tuple[Located, ...] = ()
    macros: tuple[Located, ...] = ()
    faults: tuple[Fault, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """A work as CSL-JSON, and where its entry stands: a file's name, offsets of start and end.

    `rich` is the work as pandoc's metadata, with its formulas, languages and protected capitals,
    where it was read from a format that has them. A record that could not be read stands in for
    its work, so that its citations are not faults of their own: it has an id and a type.
    """

    work: dict[str, Any]
    path: str
    start: int
    end: int
    rich: dict[str, Any] | None = None

    @property
    def key(self) -> str:
        return str(self.work["id"])
