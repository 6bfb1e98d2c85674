"""Writes endnotes and the list of sources as HTML, each with ways back into the text."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Protocol

from markupsafe import Markup

from reportgen.brief.titles import shortened
from reportgen.document import (
    Block,
    Blocks,
    Cited,
    Entry,
    Figure,
    FigureGroup,
    Inlines,
    Note,
    NoteMark,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Table,
    plain_text,
    runs,
    walk,
    walk_inlines,
)
from reportgen.language import called, counted_word

LONGEST_PART = 32
"""Characters of a heading by which a part without a number is named."""


class Writes(Protocol):
    """What turns the text of notes and entries into HTML, and knows on which page a mark is."""

    terms: Mapping[str, str]
    pages: Mapping[str, int]
    document: ResolvedDocument

    def inlines(self, inlines: Inlines[Settled], /) -> Markup: ...
    def inner(self, blocks: Blocks[Settled], /, *, of_note: bool = False) -> Markup: ...


def notes_html(notes: tuple[Note, ...], writer: Writes) -> Markup:
    """Return the endnotes; each leads back to the first mark that leads to it, and names where the
    others are.
    """
    parts = _parts(writer)
    return Markup("\n").join(
        Markup('<div class="note" data-tag="Note" id="note-{}">{} {}{}</div>').format(
            note.number,
            _back(note, writer),
            writer.inner(note.blocks, of_note=True),
            _further(note, parts, writer),
        )
        for note in notes
    )


def _back(note: Note, writer: Writes) -> Markup:
    return Markup('<a class="back" data-tag="Lbl" href="#{}" title="{} {}">{}</a>').format(
        note.marks[0], writer.terms["back"], note.number, note.number
    )


def _parts(writer: Writes) -> dict[str, str]:
    """Return for each mark of the text what it stands in: "Figure 2", else "Section 2"."""
    terms, found = writer.terms, dict[str, str]()
    for part in writer.document.blocks:
        if isinstance(part, Section):
            found |= dict.fromkeys(_marks(part.blocks), _called(part, terms["section"]))
            for block in walk(part.blocks, _is_printed):
                if isinstance(block, Figure | FigureGroup | Table) and block.number:
                    term = terms["table" if isinstance(block, Table) else "figure"]
                    found |= dict.fromkeys(_marks((block,)), called(term, str(block.number)))
    return found


def _marks(blocks: Blocks[Settled]) -> Iterator[str]:
    for block in walk(blocks, _is_printed):
        for one in chain.from_iterable(map(walk_inlines, runs(block))):
            if isinstance(one, NoteMark | Cited) and one.id:
                yield one.id


def _is_printed(block: Block[Settled]) -> bool:
    return not isinstance(block, Slide)


def _called(part: Section[Settled], term: str) -> str:
    if part.number:
        return called(term, part.number)
    return shortened(part.short or plain_text(part.heading), LONGEST_PART)


def _further(note: Note, parts: Mapping[str, str], writer: Writes) -> Markup:
    """Return links to further marks, one to each figure, table or part that has not been named.

    A letter for each, as pages of the web have them, means nothing to who reads on paper.
    """
    first: dict[str, str] = {}
    for mark in note.marks:
        first.setdefault(parts.get(mark, ""), mark)
    links = [
        Markup('<a href="#{}">{}</a>').format(mark, part)
        for part, mark in first.items()
        if part and mark != note.marks[0]
    ]
    if not links:
        return Markup("")
    return Markup(' <span class="also-in">{} {}.</span>').format(
        writer.terms["also-in"], Markup(", ").join(links)
    )


def entries_html(entries: tuple[Entry, ...], writer: Writes) -> Markup:
    """Return the list of sources, one work an item, each with the pages that cite it."""
    items = Markup("\n").join(
        Markup('<li id="ref-{}">{}{}</li>').format(
            entry.key, writer.inlines(entry.content), _cited_on(entry.key, writer)
        )
        for entry in entries
        if entry.content
    )
    return Markup('<ul class="sources">\n{}\n</ul>').format(items)


def _cited_on(key: str, writer: Writes) -> Markup:
    """Return links to the pages that cite a work, each page once."""
    first: dict[int, str] = {}
    for mark in writer.document.cited_at.get(key, ()):
        first.setdefault(writer.pages.get(mark, 0), mark)
    if not first:
        return Markup("")
    links = (
        Markup('<a href="#{}" title="{} {}">{}</a>').format(mark, writer.terms["page"], page, page)
        for page, mark in sorted(first.items())
    )
    return Markup(' <span class="cited-on">{} {}</span>').format(
        counted_word(writer.document.metadata.lang, "cited-on", len(first)),
        Markup(", ").join(links),
    )
