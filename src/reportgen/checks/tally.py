"""Counts the comparisons of two files, and reports each difference."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from reportgen.diagnostics import Diagnostics, Rule, Span


class Parity(msgspec.Struct, frozen=True):
    """How many comparisons were made, by kind, and what differed."""

    compared: dict[str, int]
    differences: tuple[str, ...]


def as_json(path: str, parity: Parity, pdf: bytes, pptx: bytes) -> bytes:
    """Return what was compared for the document at `path` as JSON, with the files' digests."""
    said = {
        "schema": "reportgen-parity/1",
        "document": path,
        "files": {"pdf": sha256(pdf).hexdigest(), "pptx": sha256(pptx).hexdigest()},
        **msgspec.to_builtins(parity),
    }
    return msgspec.json.encode(said)


def as_list(documents: Iterable[bytes]) -> bytes:
    """Return what was compared for some documents as one JSON list."""
    return msgspec.json.format(b"[" + b",".join(documents) + b"]", indent=1) + b"\n"


@dataclass
class Tally:
    """What has been compared so far, and what differed; differences are reported at once."""

    diagnostics: Diagnostics
    where: Span
    """Where an author finds what is compared now."""
    compared: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def same(self, kind: str, what: str, found: str, wanted: str) -> None:
        self.count(kind, found == wanted, f"{what} is “{found[:60]}”, not “{wanted[:60]}”")

    def count(self, kind: str, holds: bool, message: str, hint: str = "") -> None:  # noqa: FBT001
        self.compared[kind] += 1
        if not holds:
            self.differ(message, hint)

    def differ(self, message: str, hint: str = "") -> None:
        self.differences.append(message)
        self.diagnostics.add(Rule.TWINS_DIFFER, message, self.where, hint)
