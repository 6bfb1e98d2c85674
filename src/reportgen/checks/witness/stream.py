"""The texts of a finished file one after another, as letters, and what of them is explained."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.checks.witness.finished import Piece
from reportgen.checks.witness.letters import Letters, letters, runs_left

Spans = list[tuple[int, int]]
"""Where letters begin and end in a stream."""


def is_turned(text: str) -> bool:
    """Return whether a text has a letter that is written from right to left."""
    return any(map(runs_left, text))


@dataclass
class Stream:
    """Texts of a file one after another, as letters; `claimed` are those that a unit explains."""

    pieces: Sequence[Piece]
    name: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    edges: list[bool] = field(default_factory=list)
    claimed: bytearray = field(default_factory=bytearray)
    read: list[Letters] = field(default_factory=list)

    def __post_init__(self) -> None:
        length = 0
        for piece in self.pieces:
            found = letters(piece.text)
            self.read.append(found)
            self.starts.append(length)
            self.edges.extend(found.edges)
            length += len(found.text)
        self.text = "".join(found.text for found in self.read)
        self.edges.append(True)
        self.claimed = bytearray(len(self.text))

    @cached_property
    def turned(self) -> list[int]:
        """Which pieces have letters that run from right to left, each with the one before it."""
        found = [at for at, piece in enumerate(self.pieces) if is_turned(piece.text)]
        return sorted({one for at in found for one in (max(0, at - 1), at)})

    def piece(self, at: int) -> int:
        """Return which piece holds the letter at a place."""
        return bisect_right(self.starts, at) - 1

    def end_of_piece(self, at: int) -> int:
        """Return where the text ends that holds the letter at a place."""
        after = self.piece(at) + 1
        return self.starts[after] if after < len(self.starts) else len(self.text)

    def is_edge(self, at: int) -> bool:
        """Return whether a word may begin at a place, or end before it."""
        return self.edges[at]  # the first letter of a text is one

    def between(self, at: int) -> str:
        """Return what stands between the letter at a place and the next one."""
        number = self.piece(at)
        first = self.read[number].places[at - self.starts[number]] + 1
        if at + 1 < self.end_of_piece(at):
            return self.pieces[number].text[
                first : self.read[number].places[at + 1 - self.starts[number]]
            ]
        said = self.pieces[number].text[first:] + "\n"
        if at + 1 < len(self.text):
            following = self.piece(at + 1)
            said += self.pieces[following].text[: self.read[following].places[0]]
        return said

    def rest(self, at: int) -> str:
        """Return what stands behind a letter in its text."""
        number = self.piece(at)
        return self.pieces[number].text[self.read[number].places[at - self.starts[number]] + 1 :]

    def unclaimed(self) -> str:
        """Return the letters that no unit explains, with a space before each word."""
        every = zip(self.text, self.edges, self.claimed, strict=False)
        return "".join(
            " " if taken else f" {letter}" if edge else letter for letter, edge, taken in every
        )

    def has_free(self, words: str) -> bool:
        """Return whether letters stand where a word begins and no unit has been found."""
        at = self.text.find(words)
        while at >= 0 and not (self.is_edge(at) and self.is_free(at, at + len(words))):
            at = self.text.find(words, at + 1)
        return at >= 0

    def parts(self, at: int) -> bool:
        """Return whether a word may end before a letter: at an edge, or next to a digit."""
        return self.is_edge(at) or self.text[at - 1].isdigit() or self.text[at].isdigit()

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no unit has been found there."""
        return not any(self.claimed[start:end])
