"""Compares what a brief's structure tree holds with the document: contents, captions, pictures.

Each is held as a whole and exactly: a row of contents with its number and its page, a caption with
its number and all its sentences, the alternatives of all pictures in their order.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.checks.expected_lines import Captioned, Expected
from reportgen.checks.tally import Tally
from reportgen.checks.witness.finished import Piece
from reportgen.checks.witness.letters import letters
from reportgen.document import (
    Figure,
    FigureGroup,
    Inlines,
    ResolvedDocument,
    Section,
    Settled,
    Table,
    brief_blocks,
    captioned,
    figures,
    heading_text,
    plain_text,
)
from reportgen.ledger.passages import folded, printed

ROW, CAPTION, HEADING = "TOCI", "Caption", re.compile(r"H[1-6]")
"""Types of structure elements (ISO 32000-1, 14.8.4)."""
POINTS = re.compile(r"[\W_]+")
"""What stands between the words and numbers of a row: points, dots, dashes."""


@dataclass(frozen=True, slots=True)
class OwnPictures:
    """Alternatives of what a brief shows beside its figures: on its cover, and at its end.

    Of `logos` one stands on the cover: that for its ground. Where a project's own template sets the
    pages, it `may` also leave them out or repeat them.
    """

    cover: tuple[str, ...] = ()
    logos: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    may: bool = False


@dataclass
class TaggedParity:
    """The comparisons of a brief's texts as its structure tree orders them."""

    document: ResolvedDocument
    expected: Expected
    tagged: Sequence[Piece]
    tally: Tally

    def contents(self) -> None:
        """Compare each row of the contents with a heading: its number, its words and its page."""
        rows = [one for one in self.tagged if one.kind == ROW]
        headings = [*self._headings()] if rows else []
        opened = Counter(f"{heading}{page}" for heading, page in headings)
        pages: dict[str, list[int]] = {}
        for heading, page in headings:
            pages.setdefault(heading, []).append(page)
        said = {_row(row.text) for row in rows}
        for row in rows:
            text = _row(row.text)
            message = f"the contents say “{' '.join(row.text.split())}”"
            self.tally.count("contents", opened[text] > 0, message)
            opened[text] -= 1
        for section in self.document.blocks if rows else ():
            if isinstance(section, Section) and section.number:
                own = _row(f"{section.number}{heading_text(section.heading)}")
                held = any(f"{own}{page}" in said for page in pages.get(own, ()))
                message = f"the contents lack “{plain_text(section.heading)}”"
                self.tally.count("contents", held, message)

    def _headings(self) -> Iterator[tuple[str, int]]:
        """Yield each heading of the pages, without the marks of its notes, and its page."""
        bare = {
            _row(f"{one.number}{_tagged(one.heading)}"): f"{one.number}{heading_text(one.heading)}"
            for one in brief_blocks(self.document)
            if isinstance(one, Section)
        }
        for piece in self.tagged:
            if HEADING.fullmatch(piece.kind):
                yield _row(bare.get(_row(piece.text), piece.text)), piece.at

    def captions(self) -> None:
        """Compare what stands above each figure and table, and the notes and source below it."""
        starts = [at for at, one in enumerate(self.tagged) if one.kind == CAPTION]
        found: dict[str, list[int]] = {}
        for at in starts:
            found.setdefault(folded(self.tagged[at].text), []).append(at)
        file = self.tally.where
        for one in _captioned(self.document):
            self.tally.where = one.span
            label = self.expected.label(one)
            above, below = _parts(one)
            places = found.get(folded(f"{label} {above}"), [])
            self.tally.count("captions", bool(places), f"the brief has another title of {label}")
            if not places or not below:
                continue
            at = places.pop(0)
            end = next((start for start in starts if start > at), len(self.tagged))
            texts = [folded(piece.text) for piece in self.tagged[at + 1 : end]]
            together = {*texts, *map("".join, pairwise(texts))}  # the source has a line of its own
            said = folded(below) in together
            self.tally.count("captions", said, f"the brief has another legend of {label}")
        self.tally.where = file

    def alternatives(self, shown: Sequence[str], own: OwnPictures) -> None:
        """Compare the alternatives of all pictures with those that are to stand there, in order."""
        texts = [one for one in map(folded, shown) if one]
        places = {folded(plain_text(one.alt)): one.span for one in figures(self.document)}
        wanted = [folded(plain_text(one.alt)) for one in figures(self.document)]
        wanted = [one for one in wanted if one]
        cover, logos, end = ([*map(folded, part)] for part in (own.cover, own.logos, own.end))
        if own.may:
            extra = {*cover, *logos, *end} - {*wanted}
            texts = [one for one in texts if one not in extra]
            cover, logos, end = [], [], []
        logo = [one for one in logos if one in texts][:1] or logos[:1]
        whole = [*cover, *logo, *wanted, *end]
        count, file = Counter(texts), self.tally.where
        for at, text in enumerate(whole, 1):
            count[text] -= 1
            message = f"the brief lacks “{text[:60]}”, the alternative of picture {at}"
            self.tally.where = places.get(text, file)
            self.tally.count("alternatives", count[text] >= 0, message)
        known, self.tally.where = Counter(whole), file
        for text in texts:
            known[text] -= 1
            message = f"the brief has the alternative “{text[:60]}”"
            self.tally.count("alternatives", known[text] >= 0, message)
        if Counter(texts) == Counter(whole):
            message = "the pictures of the brief stand in another order"
            self.tally.count("alternatives", texts == whole, message)


def _row(text: str) -> str:
    """Return a row or heading without what may stand between its words."""
    return POINTS.sub("", folded(text))


def _captioned(document: ResolvedDocument) -> Iterator[Captioned]:
    """Yield what the brief prints with a number: no members of groups, no groups without one."""
    for block in brief_blocks(document):
        match block:
            case Figure() if not block.part:
                yield block
            case FigureGroup() | Table() if block.number:
                yield block


def _parts(one: Captioned) -> tuple[str, str]:
    """Return what stands above a figure or table, and what below it."""
    above: tuple[Inlines[Settled], ...]
    if isinstance(one, Figure):
        title, unit, below = captioned(one.caption)
        above = (title, unit)
    else:
        above = (one.caption.title or one.caption.legend,)
        below = one.caption.legend if one.caption.title else ()
    return "".join(map(_tagged, above)), _tagged(below)


def _tagged(inlines: Inlines[Settled]) -> str:
    """Return inlines as a structure tree reads: with the alternatives of formulas among them."""
    return printed(inlines, lambda math: math.text if letters(math.text).text else "formula")
