"""Writes endnotes and the list of sources as HTML, each with ways back into the text."""

from collections.abc import Mapping
from typing import Protocol

from markupsafe import Markup

from reportgen.document import (
    Blocks,
    Entry,
    Inlines,
    Note,
    ResolvedDocument,
    Settled,
)
from reportgen.language import counted_word


class Writes(Protocol):
    """What turns the text of notes and entries into HTML, and knows on which page a mark is."""

    terms: Mapping[str, str]
    pages: Mapping[str, int]
    document: ResolvedDocument

    def inlines(self, inlines: Inlines[Settled], /) -> Markup: ...
    def inner(self, blocks: Blocks[Settled], /, *, of_note: bool = False) -> Markup: ...


def notes_html(notes: tuple[Note, ...], writer: Writes) -> Markup:
    """Return the endnotes; each leads back to every mark that leads to it."""
    return Markup("\n").join(
        Markup('<div class="note" data-tag="Note" id="note-{}">{} {}{}</div>').format(
            note.number,
            _back(note.marks[0], str(note.number), "back", writer),
            writer.inner(note.blocks, of_note=True),
            _further(note, writer),
        )
        for note in notes
    )


def _back(mark: str, text: str, kind: str, writer: Writes) -> Markup:
    """Return a link to a mark in the text; one without text prints the page (brief.css)."""
    title = f"{writer.terms['back']} {text}"
    tag = Markup(' data-tag="Lbl"') if kind == "back" else Markup("")
    return Markup('<a class="{}"{} href="#{}" title="{}">{}</a>').format(
        kind, tag, mark, title, text if kind == "back" else ""
    )


def _further(note: Note, writer: Writes) -> Markup:
    """Return links to the second and later marks of a note, which print their pages.

    A letter for each, as pages of the web have them, means nothing to who reads on paper.
    """
    if not (marks := note.marks[1:]):
        return Markup("")
    lang, name = writer.document.metadata.lang, str(note.number)
    links = (_back(mark, name, "again", writer) for mark in marks)
    return Markup(' <span class="also-on">{} {}.</span>').format(
        counted_word(lang, "also-on", len(marks)), Markup(", ").join(links)
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
