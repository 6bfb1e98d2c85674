"""Finds what makes notes: citations and footnotes, in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.citing.citations import AuthorNote, Filled
from reportgen.document import (
    Blocks,
    Citation,
    Cite,
    Code,
    Inline,
    Inlines,
    Metadata,
    Slide,
    Text,
    Value,
    rebuilt,
    walk_inlines,
)


def note_events(metadata: Metadata[Filled], blocks: Blocks[Filled]) -> Iterator[Cite | AuthorNote]:
    """Yield the brief's cites and footnotes in reading order."""
    for run in (metadata.title, metadata.subtitle):
        yield from events_in(run)
    yield from events_of(metadata.abstract)
    for change in metadata.changes:
        yield from events_in(change)
    yield from events_of(blocks)


def events_of(blocks: Blocks[Filled]) -> Iterator[Cite | AuthorNote]:
    """Yield the cites and footnotes in blocks, without those of slides."""
    found: list[Cite | AuthorNote] = []

    def see(inlines: Inlines[Filled]) -> Inlines[Filled]:
        found.extend(events_in(inlines))
        return inlines

    def go(group: Blocks[Filled]) -> Blocks[Filled]:
        for block in group:
            if not isinstance(block, Slide):
                rebuilt(block, see, go)
        return group

    go(blocks)
    yield from found


def events_in(inlines: Iterable[Inline[Filled]]) -> Iterator[Cite | AuthorNote]:
    """Yield the cites and footnotes in a run of inlines, however deep."""
    for inline in walk_inlines(inlines):
        if isinstance(inline, AuthorNote) or (isinstance(inline, Cite) and inline.citations):
            yield inline


def what_is_cited(cite: Cite) -> tuple[Citation, ...]:
    """Return the citations of a cite without their places: equal ones print the same note."""
    return tuple(replace(one, span=None) for one in cite.citations)


def told_apart(
    events: Iterable[Cite | AuthorNote], *, is_note: bool
) -> tuple[list[Cite | AuthorNote], dict[int, int]]:
    """Return the events that differ, and for each serial that of the first event like it.

    In a note style, citing the same pages of the same works again leads to the note that is there
    already: a reader looks up one note, and it leads back to all the places. So does a footnote
    that is named twice, in any style.
    """
    found: list[Cite | AuthorNote] = []
    firsts: dict[int, int] = {}
    seen: dict[tuple[Citation, ...], int] = {}
    named: dict[tuple[str, str], int] = {}
    for event in events:
        firsts[event.serial] = event.serial
        if is_note and isinstance(event, Cite):
            firsts[event.serial] = seen.setdefault(what_is_cited(event), event.serial)
        if isinstance(event, AuthorNote) and event.label:
            words = "".join(map(repr, map(_words, event.paragraphs)))
            firsts[event.serial] = named.setdefault((event.label, words), event.serial)
        if firsts[event.serial] == event.serial:
            found.append(event)
    return found, firsts


def _words(run: Inlines[Filled]) -> str:
    """Return the words of a run, by which footnotes of one name in two files differ."""
    return "".join(one.text for one in walk_inlines(run) if isinstance(one, Text | Value | Code))
