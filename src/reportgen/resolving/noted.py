"""The last pass: citations and footnotes get their numbers and marks."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import assert_never

from reportgen.citing.citations import AuthorNote, Filled, Renderings, cites_in, render
from reportgen.citing.styles import CitationStyle
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Block,
    Blocks,
    Break,
    Cite,
    Cited,
    Code,
    CodeBlock,
    Foreign,
    Inline,
    Inlines,
    Link,
    Math,
    Metadata,
    Note,
    NoteMark,
    Paragraph,
    Reference,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Text,
    Use,
    Value,
    Written,
    plain_text,
    rebuilt,
    walk,
)
from reportgen.document import runs as block_runs
from reportgen.resolving.events import events_in, events_of, what_is_cited
from reportgen.resolving.inputs import Sources

CLOSING = ".,;:!?”’)"


def rendered_events(
    events: list[Cite | AuthorNote],
    blocks: Blocks[Filled],
    sources: Sources,
    metadata: Metadata[Written],
) -> Renderings:
    """Return what the style prints; where it prints no notes, also for the cites of the slides."""
    cited = list(events)
    if not sources.style.is_note:
        for slide in walk(blocks):
            if isinstance(slide, Slide):
                cited.extend(events_in(slide.title))
                cited.extend(events_of((*slide.blocks, *slide.notes)))
    return render(cited, sources.references, sources.style, metadata.lang, metadata.nocite)


def numbered_notes(
    events: list[Cite | AuthorNote], firsts: dict[int, int], rendered: Renderings
) -> tuple[Note, ...]:
    """Return the notes of the brief: the author's and, where the style has them, the citations'."""
    notes: list[Note] = []
    for event in events:
        if isinstance(event, AuthorNote):
            blocks = _with_runs(event.blocks, iter(rendered.notes[event.serial]))
            keys = [
                one.key for run in event.paragraphs for c in cites_in(run) for one in c.citations
            ]
        else:
            note = rendered.cites[event.serial].note
            if note is None:
                continue
            blocks = (Paragraph(note, event.span),)
            keys = [one.key for one in event.citations]
        marks = tuple(f"mark-{one}" for one, first in firsts.items() if first == event.serial)
        number = len(notes) + 1
        notes.append(Note(number, blocks, tuple(dict.fromkeys(keys)), marks, event.span))
    return tuple(notes)


def _with_runs(blocks: Blocks[Filled], runs: Iterator[Inlines[Settled]]) -> Blocks[Settled]:
    """Return blocks with other runs of text in their place, the next of `runs` for each."""
    inner = partial(_with_runs, runs=runs)
    return tuple(rebuilt(block, lambda _: next(runs), inner) for block in blocks)


def cited_at(events: list[Cite | AuthorNote], firsts: dict[int, int]) -> dict[str, tuple[str, ...]]:
    """Return for each work the marks of the places that cite it, in reading order."""
    places: dict[str, list[str]] = {}
    for event in events:
        runs = ((event,),) if isinstance(event, Cite) else event.paragraphs
        cites = list(chain.from_iterable(map(cites_in, runs)))
        marks = [f"mark-{one}" for one, first in firsts.items() if first == event.serial]
        for key in dict.fromkeys(one.key for cite in cites for one in cite.citations):
            places.setdefault(key, []).extend(marks)
    return {key: tuple(marks) for key, marks in places.items()}


class Noter:
    """Puts in note marks, and what citations print in the text."""

    def __init__(
        self,
        notes: tuple[Note, ...],
        events: list[Cite | AuthorNote],
        firsts: dict[int, int],
        rendered: Renderings,
        style: CitationStyle,
        diagnostics: Diagnostics,
    ) -> None:
        self.rendered = rendered
        self.is_note = style.is_note
        self.diagnostics = diagnostics
        self.firsts = firsts
        self.numbers = {mark: note.number for note in notes for mark in note.marks}
        self.for_cite = {
            what_is_cited(event): self.numbers.get(f"mark-{event.serial}", 0)
            for event in events
            if isinstance(event, Cite) and any(one.suffix for one in event.citations)
        }
        """The note that a slide names where it cites pages: that of the same pages;"""
        self.for_key: dict[str, int] = {}
        """else, for each work, the note with the fewest other works in it."""
        for note in sorted(notes, key=lambda note: (len(note.keys), note.number)):
            for key in note.keys:
                self.for_key.setdefault(key, note.number)
        self.for_keys = {frozenset(note.keys): note.number for note in reversed(notes)}
        self.sizes = {note.number: len(note.keys) for note in notes}
        self.cited = {key for rendering in rendered.entries for key in (rendering.key,)}
        self.shorts = {entry.key: entry.short for entry in rendered.entries}
        self.uses: list[Use] = []
        self.target, self.within = "brief", ""

    def blocks(self, blocks: Blocks[Filled]) -> Blocks[Settled]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block[Filled]) -> Block[Settled]:
        before = self.target, self.within
        try:
            if isinstance(block, Slide):
                self.target, self.within = "slide", block.id
                title, blocks = self.inlines(block.title), self.blocks(block.blocks)
                self.target = "speaker notes"
                notes = self.blocks(block.notes)
                return Slide(
                    block.id, title, blocks, notes, block.layout, block.span, block.hidden,
                    block.part,
                )  # fmt: skip
            if isinstance(block, Section):
                self.within = block.id
            return rebuilt(block, self.inlines, self.blocks)
        finally:
            self.target, self.within = before

    def inlines(self, inlines: Inlines[Filled]) -> Inlines[Settled]:
        found: list[Inline[Settled]] = []
        rest = list(inlines)
        while rest:
            inline = rest.pop(0)
            match inline:
                case Cite() if self.is_note or self.target != "brief":
                    words, marks = self._marks(inline)
                    found.extend(words)
                    if marks:
                        closing, rest = _closing(rest)
                        named = "" if words else self._named(found, inline)
                        _close(found, named + closing.removeprefix("." * named.endswith(".")))
                    found.extend(_apart(found, marks))
                case Cite(serial):
                    keys = tuple(one.key for one in inline.citations)
                    text = self.rendered.cites[serial].text
                    found.append(Cited(keys, text, f"mark-{serial}"))
                case AuthorNote():
                    found.extend(_apart(found, self._footnote(inline)))
                case Styled(style, content):
                    found.append(Styled(style, self.inlines(content)))
                case Foreign(lang, content, direction):
                    found.append(Foreign(lang, self.inlines(content), direction))
                case Link(target, content, title, span):
                    found.append(Link(target, self.inlines(content), title, span))
                case (
                    Text()
                    | Break()
                    | Code()
                    | Math()
                    | Value()
                    | NoteMark()
                    | Cited()
                    | Reference()
                ):
                    found.append(inline)
                case _:
                    assert_never(inline)
        return tuple(part for part in found if part != Text(""))

    def _named(self, found: list[Inline[Settled]], cite: Cite) -> str:
        """Return the works in short where a colon waits for them, as in "Source: [@key]"."""
        if not found or not plain_text(tuple(found[-1:])).rstrip().endswith(":"):
            return ""
        known = (one.key for one in cite.citations if one.key in self.shorts)
        return " " + "; ".join(self.shorts[key] for key in known)

    def _marks(self, cite: Cite) -> tuple[Inlines[Settled], list[Inline[Settled]]]:
        """Return what stands for a cite: words in the text, and marks of the brief's notes."""
        if self.target == "brief":
            number = self.numbers[f"mark-{cite.serial}"]
            self.uses.append(Use("note", str(number), "brief", self.within, cite.span))
            text = self.rendered.cites[self.firsts[cite.serial]].text
            return text, [NoteMark(number, f"mark-{cite.serial}")]
        for one in cite.citations:
            if one.key not in (self.for_key if self.is_note else self.cited):
                self.diagnostics.add(
                    Rule.UNCITED_IN_BRIEF,
                    f"the brief does not cite `@{one.key}`, which this slide does",
                    one.span or cite.span,
                    "cite it in the text of the brief too, so that it has a note there",
                )
        if not self.is_note:
            cited = tuple(one.key for one in cite.citations)
            return (Cited(cited, self.rendered.cites[cite.serial].text),), []
        keys = [one.key for one in cite.citations if one.key in self.for_key]
        exact = self.for_cite.get(what_is_cited(cite))
        if not exact and keys:
            self._report_pages(cite)
        whole = exact or self.for_keys.get(frozenset(keys))
        numbers = [whole] if whole else self._covering(frozenset(keys))
        by_name = (one.key for one in cite.citations if one.author_in_text)
        named = [self.shorts[key] for key in by_name if key in self.shorts]
        for number in numbers:
            self.uses.append(Use("note", str(number), self.target, self.within, cite.span))
        return (Text(", ".join(named)),) if named else (), _row(numbers)

    def _covering(self, keys: frozenset[str]) -> list[int]:
        """Return as few notes as name all works: one mark is better than two.

        A note counts that names one other work at most: else the source line would be of others.
        Of notes that name as many of them, it is the one with the fewest others; where they name
        one each, they are those of `for_key`.
        """
        found: list[int] = []
        left = keys
        while left:
            held = {
                note: left & works
                for works, note in self.for_keys.items()
                if left & works and len(works) <= len(keys) + 1
            }
            if not held:
                return sorted({*found, *(self.for_key[key] for key in left)})
            best = max(held, key=lambda note: (len(held[note]), -self.sizes[note], -note))
            if len(held[best]) == 1:
                return sorted({*found, *(self.for_key[key] for key in left)})
            found.append(best)
            left -= held[best]
        return sorted(found)

    def _report_pages(self, cite: Cite) -> None:
        """Report pages and words of a slide's citation that no note of the brief has."""
        for one in cite.citations:
            said = plain_text((*one.prefix, *one.suffix)).strip(" ,\u00a0")
            if said:
                message = f"the brief does not cite `@{one.key}` with “{said}”, as this slide does"
                hint = "cite it so in the brief too, so that a note says it, or leave it out here"
                place = one.span or cite.span
                self.diagnostics.add(Rule.UNCITED_IN_BRIEF, message, place, hint)

    def _footnote(self, note: AuthorNote) -> list[Inline[Settled]]:
        if self.target == "brief":
            number = self.numbers[f"mark-{note.serial}"]
            self.uses.append(Use("note", str(number), "brief", self.within))
            return [NoteMark(number, f"mark-{note.serial}")]
        runs = [self.inlines(run) for run in _said(note)]
        parts = [part for run in runs for part in (Text(" "), *run)]
        return [Text(" ("), *parts[1:], Text(")")]


def _said(note: AuthorNote) -> Iterator[Inlines[Filled]]:
    """Yield what a footnote says, code included, a paragraph or item at a time."""
    for block in walk(note.blocks):
        if isinstance(block, CodeBlock):
            yield (Code(block.text.replace("\n", " ")),)
        else:
            yield from block_runs(block)


COMMA: Inline[Settled] = Styled(Style.SUPERSCRIPT, (Text(","),))
"""What parts note marks that stand next to each other: 3 and 4 are not 34."""


def _row(numbers: list[int]) -> list[Inline[Settled]]:
    """Return note marks with raised commas between them."""
    row: list[Inline[Settled]] = []
    for number in numbers:
        row.extend(_apart(row, [NoteMark(number)]))
    return row


def _apart(found: Sequence[Inline[Settled]], added: list[Inline[Settled]]) -> list[Inline[Settled]]:
    """Return inlines that are added, behind a raised comma where two marks would be one number."""
    meet = found and isinstance(found[-1], NoteMark) and added and isinstance(added[0], NoteMark)
    return [COMMA, *added] if meet else added


def _closing(rest: list[Inline[Filled]]) -> tuple[str, list[Inline[Filled]]]:
    """Return the punctuation with which inlines begin, and the inlines without it."""
    if not rest or not isinstance(rest[0], Text):
        return "", rest
    behind = rest[0].text
    left = behind.lstrip(CLOSING)
    kept = [Text(left)] if left else []
    return behind[: len(behind) - len(left)], [*kept, *rest[1:]]


def _close(found: list[Inline[Settled]], closing: str) -> None:
    """Take the space before a note mark away, and put the punctuation there that followed it.

    Where marks stand there already, it goes before them.
    """
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip(" \u00a0"))
        if found[-1] == Text(""):
            found.pop()
    end = len(found)
    while end and (isinstance(found[end - 1], NoteMark) or found[end - 1] == COMMA):
        end -= 1
    if closing and end and isinstance(before := found[end - 1], Text):
        found[end - 1] = Text(before.text.rstrip(" \u00a0") + closing)
    elif closing:
        found.insert(end, Text(closing))
