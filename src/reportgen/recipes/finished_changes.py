"""Compares a finished file of an earlier release with one of this: pages, slides, first words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.checks.read_back import page_texts, read_deck

AROUND = 6
"""Words that are shown of a place where two files differ."""
MOST = 3
"""Places that are shown."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """How a file differs from its older one.

    `unit` is "page" or "slide", `before` and `now` how many there are; `places` are the first that
    say something else, each with the words of both from there on.
    """

    path: str
    unit: str
    before: int
    now: int
    places: tuple[tuple[int, str, str], ...]


def file_changes(path: str, kind: str, before: bytes, now: bytes) -> Iterator[FileChange]:
    """Yield how a brief (`kind` "pdf") or deck ("pptx") differs in what it says, if it does."""
    unit = "page" if kind == "pdf" else "slide"
    old, new = (_texts(kind, one) for one in (before, now))
    places = tuple(_places(old, new))
    if places or len(old) != len(new):
        yield FileChange(path, unit, len(old), len(new), places[:MOST])


def _texts(kind: str, data: bytes) -> Sequence[Sequence[str]]:
    """Return the words of each page or slide."""
    if kind == "pdf":
        return [text.split() for text in page_texts(data)]
    return [" ".join((slide.title, *slide.texts)).split() for slide in read_deck(data).slides]


def _places(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> Iterator[tuple[int, str, str]]:
    for number, (before, now) in enumerate(zip(old, new, strict=False), 1):
        if before != now:
            at = next(
                (
                    at
                    for at, (one, other) in enumerate(zip(before, now, strict=False))
                    if one != other
                ),
                min(len(before), len(now)),
            )
            yield number, " ".join(before[at : at + AROUND]), " ".join(now[at : at + AROUND])
