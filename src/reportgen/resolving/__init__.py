"""Turns a Document into a ResolvedDocument, by a row of named passes, each a module.

arranged    what stands in one file only is put there, tables are made from their data
numbered    sections, figures and tables get their numbers
filled      facts and cross-references get their text
noted       citations and footnotes get their numbers and marks

Each pass returns new blocks; all but the last may report faults and put in a stand-in.
"""

from collections.abc import Callable, Iterable

from reportgen.citing.citations import AuthorNote, Renderings
from reportgen.citing.cited import unknown_nocite
from reportgen.diagnostics import ContentError, Diagnostics, Rule, Span
from reportgen.document import (
    A,
    B,
    Blocks,
    Cite,
    Document,
    Entry,
    Inlines,
    Metadata,
    ResolvedDocument,
    SourceList,
    plain_text,
    walk,
)
from reportgen.language import words
from reportgen.pandoc import PandocError
from reportgen.resolving.addresses import with_hosts
from reportgen.resolving.arranged import arranged
from reportgen.resolving.events import note_events, told_apart
from reportgen.resolving.filled import Filler
from reportgen.resolving.inputs import Sources
from reportgen.resolving.noted import Noter, cited_at, numbered_notes, rendered_events
from reportgen.resolving.numbered import numbered

__all__ = ["Sources", "resolve"]


def resolve(document: Document, sources: Sources, diagnostics: Diagnostics) -> ResolvedDocument:
    """Return the document with nothing open in it. Faults are reported, stand-ins put in.

    Raises ContentError where a citation cannot be set: for errors before, or a broken style.
    """
    terms = words(document.metadata.lang)
    blocks = arranged(document, sources.datasets, diagnostics)
    blocks, labels = numbered(blocks, terms, diagnostics)
    filler = Filler(labels, sources, diagnostics)
    metadata = _metadata(document.metadata, filler.inlines, filler.blocks)
    filled = filler.document(blocks, document.ids)
    unknown_nocite(document, sources.references, diagnostics)
    diagnostics.stop_on_errors()
    events, firsts = told_apart(note_events(metadata, filled), is_note=sources.style.is_note)
    try:
        rendered = rendered_events(events, filled, sources, document.metadata)
    except PandocError as error:
        message = f"the citations cannot be set: {str(error).splitlines()[-1]}"
        style = sources.style.path if "iteproc" in str(error) else ""
        place = document.metadata.place("bibliography", document.path)
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, message, Span(style) if style else place)
        raise ContentError(diagnostics) from error
    _report_unprinted(events, rendered, diagnostics)
    notes = numbered_notes(events, firsts, rendered)
    if document.metadata.addresses == "host":
        notes = with_hosts(notes)
    noter = Noter(notes, events, firsts, rendered, sources.style, diagnostics)
    settled = noter.blocks(filled)
    is_placed = any(isinstance(block, SourceList) for block in walk(settled))
    if is_placed or not sources.style.is_note:
        _report_unlisted(rendered.entries, sources, document, diagnostics)
    return ResolvedDocument(
        path=document.path,
        name=document.name,
        metadata=_metadata(metadata, noter.inlines, noter.blocks),
        blocks=settled,
        notes=notes,
        entries=rendered.entries,
        cited_at=cited_at(events, firsts),
        prints_entries=not sources.style.is_note
        and sources.style.has_bibliography
        and not is_placed,
        uses=(*filler.uses, *noter.uses),
    )


def _report_unprinted(
    events: Iterable[Cite | AuthorNote], rendered: Renderings, diagnostics: Diagnostics
) -> None:
    """Report citations for which the style prints nothing: authors, where they are left out."""
    for event in events:
        if not isinstance(event, Cite):
            continue
        made = rendered.cites[event.serial]
        if not plain_text(made.text) and not plain_text(made.note or ()):
            keys = ", ".join(f"@{one.key}" for one in event.citations)
            message = f"the citation style prints nothing for this citation of `{keys}`"
            hint = "cite with the author (`@key` instead of `-@key`), or take another style"
            diagnostics.add(Rule.UNSUPPORTED, message, event.span, hint)


def _report_unlisted(
    entries: Iterable[Entry], sources: Sources, document: Document, diagnostics: Diagnostics
) -> None:
    """Report the works that a list of sources lacks, since the style prints nothing for them."""
    if not sources.style.has_bibliography:
        message = f"the style `{sources.style.path}` prints no list of sources"
        place = document.metadata.places.get("csl") or Span(document.path)
        hint = "choose a style with one, or leave `::: {#refs}` out"
        diagnostics.add(Rule.UNREAD_FIELD, message, place, hint)
        return
    for entry in entries:
        if not entry.content:
            message = f"the style leaves `@{entry.key}` out of the list of sources"
            hint = "give it a publisher, an address, or another type"
            diagnostics.add(Rule.UNREAD_FIELD, message, sources.references.place(entry.key), hint)


def _metadata(
    of: Metadata[A],
    inlines: Callable[[Inlines[A]], Inlines[B]],
    blocks: Callable[[Blocks[A]], Blocks[B]],
) -> Metadata[B]:
    rest = {
        name: getattr(of, name)
        for name in Metadata.__slots__
        if name not in ("title", "subtitle", "abstract", "changes", "contact")
    }
    return Metadata(
        title=inlines(of.title),
        subtitle=inlines(of.subtitle),
        abstract=blocks(of.abstract),
        changes=tuple(inlines(change) for change in of.changes),
        contact=inlines(of.contact),
        **rest,
    )
