"""One thing that was changed in a finished file, and how it is told."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeVar

SHOWN = 60
"""So many characters of a text are quoted."""

CONTEXT = 5
"""So many words stand before a changed one where it is told."""


class Kind(Enum):
    """What a change is of; for files of another environment only meaning is compared."""

    MEANING = "words, numbers, pictures, links, order, alternatives, properties"
    LOOK = "where and how things stand"
    TRACE = "what a program leaves that saves a file again; no reader meets it"


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that is not as it was built: its `place` ("page 2"), and in words `what` became."""

    place: str
    what: str
    kind: Kind = Kind.MEANING

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between a finished file and the true one.

    `program` saved it, as it says itself; `likely` is told from how the file is written.
    """

    changes: tuple[Change, ...] = ()
    program: str = ""
    likely: str = ""

    @property
    def met(self) -> tuple[Change, ...]:
        """The changes that a reader meets."""
        return tuple(one for one in self.changes if one.kind is not Kind.TRACE)


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut where it is long."""
    plain = " ".join(text.split())
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "�", plain)
    return f"“{plain if len(plain) <= SHOWN else plain[: SHOWN - 1].rstrip() + '…'}”"


def once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes in their order, each once."""
    return tuple(dict.fromkeys(changes))


def text_changes(place: str, before: str, after: str) -> Iterator[Change]:
    """Yield in words how a text became another: what was added, is gone, or is now another."""
    old, new = before.split(), after.split()
    if old == new:
        if before != after:
            yield Change(place, f"the spaces in {quoted(after or before)} are not as built")
        return
    found = SequenceMatcher(None, old, new, autojunk=False)
    blocks: list[Block] = [one for one in found.get_opcodes() if one[0] != "equal"]
    if len(blocks) > 3 and found.ratio() < 0.5:
        yield Change(place, f"the text is now {quoted(after)}, not {quoted(before)}")
        return
    for _, start, end, at, to in _joined(blocks):
        lead = " ".join(old[max(0, start - CONTEXT) : start])
        where = f"{place}, after {quoted(lead)}" if lead else place
        gone, came = " ".join(old[start:end]), " ".join(new[at:to])
        if not gone:
            yield Change(where, f"text added: {quoted(came)}")
        elif not came:
            yield Change(where, f"text is gone: {quoted(gone)}")
        else:
            yield Change(where, f"{quoted(gone)} is now {quoted(came)}")


Block = tuple[str, int, int, int, int]


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks of a comparison, those within three words of each other as one."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None and block[1] - waiting[2] < 3:
            waiting = ("replace", waiting[1], block[2], waiting[3], block[4])
            continue
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


T = TypeVar("T")


def aligned(old: list[T], new: list[T]) -> Iterator[tuple[str, list[T], list[T]]]:
    """Yield the blocks in which two lists differ: ("replace"|"delete"|"insert", old, new)."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    most = min(len(old), len(new)) - start
    while end < most and old[-1 - end] == new[-1 - end]:
        end += 1
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if not left or not right or len(left) * len(right) > MOST:
        if left or right:
            yield ("replace", left, right)
        return
    found = SequenceMatcher(None, left, right, autojunk=False)
    for what, a, b, c, d in found.get_opcodes():
        if what != "equal":
            yield (what, left[a:b], right[c:d])


MOST = 4_000_000
"""Longer lists (product of their lengths) are not aligned: that takes the square of time."""


# --- pages and slides -------------------------------------------------------------------------

Pairs = list[tuple[int | None, int | None]]


def paired(old: list[int], new: list[int]) -> Pairs:
    """Return which pages or slides belong together, by fingerprints: places from 0, None for none.

    What stands elsewhere is paired with what it was.
    """
    found: Pairs = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal" or (b - a == d - c and not {*old[a:b]} & {*new}):
            found += zip(range(a, b), range(c, d), strict=True)
        else:
            found += [(at, None) for at in range(a, b)] + [(None, at) for at in range(c, d)]
    lost = {old[a]: a for a, c in found if c is None and a is not None}
    back = {c: lost.pop(new[c]) for a, c in found if a is None and c is not None and new[c] in lost}
    moved = {*back.values()}
    pairs = [(a if a is not None or c is None else back.get(c), c) for a, c in found]
    pairs = [(a, c) for a, c in pairs if c is not None or a not in moved]
    return _matched(pairs)


def _matched(pairs: Pairs) -> Pairs:
    """Pair what is left over of both, in order: it was changed where it stood."""
    gone = [a for a, c in pairs if c is None and a is not None]
    came = [c for a, c in pairs if a is None]
    if not gone or not came:
        return pairs
    spare = dict(zip(came, gone, strict=False))
    used = {*spare.values()}
    found = [(spare.get(c) if a is None and c is not None else a, c) for a, c in pairs]
    return [(a, c) for a, c in found if c is not None or a not in used]


def order_changes(pairs: Pairs, what: str) -> Iterator[Change]:
    """Yield which pages or slides (`what`) are gone, were added, or stand elsewhere."""
    for before, after in pairs:
        if after is None and before is not None:
            yield Change(f"{what} {before + 1}", f"the {what} is gone")
        elif before is None and after is not None:
            yield Change(f"{what} {after + 1}", f"a {what} was added")
    kept = sorted(((c, a) for a, c in pairs if a is not None and c is not None))
    order = [a for _, a in kept]
    for block in SequenceMatcher(None, order, sorted(order), autojunk=False).get_opcodes():
        if block[0] == "insert":
            for at in sorted(order)[block[3] : block[4]]:
                now = next(c for c, a in kept if a == at)
                yield Change(f"{what} {at + 1}", f"the {what} stands at place {now + 1}")
