"""Pieces of finished files: each text with what it is, and where a reader meets it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a finished file that stands by itself.

    `kind` is its type: of a structure element, or one of a slide's. `at` is its page or slide,
    `cell` the table, row and column that it stands in.
    """

    kind: str
    text: str
    at: int = 0
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that lead somewhere: to an address, or within their file, where it is ""."""

    text: str
    address: str
    at: int = 0
    spoken: bool = False
    """Whether it stands in speaker notes."""


@dataclass(frozen=True, slots=True)
class FinishedTexts:
    """All texts of a file: what is seen, what is spoken, what stands for pictures, what is hidden.

    `aside` are running titles, page numbers and what is within pictures, `about` the metadata.
    """

    shown: tuple[Piece, ...]
    spoken: tuple[Piece, ...]
    alternatives: tuple[Piece, ...]
    about: tuple[Piece, ...]
    aside: tuple[Piece, ...] = ()
    formulas: int = 0
    leads: tuple[Lead, ...] = ()
