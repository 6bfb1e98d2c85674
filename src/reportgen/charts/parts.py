"""Parts of a figure that slides can show one after another: series, rows or years, notes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MARK = "_reportgen_parts"
"""The attribute of a matplotlib artist that says of which parts it is."""


class PartKind(StrEnum):
    """What a part of a figure is; the value is the word for all parts of the kind."""

    SERIES = "series"
    CATEGORY = "categories"
    NOTE = "notes"


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A part of a figure, by its kind and by the name that it has in the figure."""

    kind: PartKind
    name: str


def series(name: str) -> FigurePart:
    """Return the part that a series is."""
    return FigurePart(PartKind.SERIES, name)


def category(name: str) -> FigurePart:
    """Return the part that a row, a year or a place is."""
    return FigurePart(PartKind.CATEGORY, name)


def noted(key: str) -> tuple[FigurePart, ...]:
    """Return the parts that a note is of: itself, and what it is about."""
    about = (category(one.strip()) for one in key.split(" + "))
    return (FigurePart(PartKind.NOTE, key), *about)


def mark(artist: Any, parts: Iterable[FigurePart]) -> None:
    """Remember of which parts an artist is."""
    if found := tuple(dict.fromkeys((*marks(artist), *parts))):
        setattr(artist, MARK, found)


def marks(artist: Any) -> tuple[FigurePart, ...]:
    """Return the parts that an artist is of, none for what stands from the beginning."""
    found: tuple[FigurePart, ...] = getattr(artist, MARK, ())
    return found


def parts_in(artists: Iterable[Any]) -> Iterator[FigurePart]:
    """Yield the parts of artists, each once, in the order in which they were drawn."""
    yield from dict.fromkeys(part for artist in artists for part in marks(artist))
