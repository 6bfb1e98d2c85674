"""The lines that a document lets its finished files say, apart from those of its own slides."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest

from reportgen.checks.expected_slides import (
    Exhibits,
    aloud,
    bare,
    deck_only,
    expected_slide,
    lines_of,
    paragraphs_of,
    quotes_of,
    slides_of,
)
from reportgen.document import (
    Box,
    Document,
    Equation,
    Figure,
    FigureGroup,
    ResolvedDocument,
    Section,
    Settled,
    Table,
    captioned,
    equations,
    figure_groups,
    figures,
    plain_text,
    runs,
    tables,
    walk,
)
from reportgen.language import and_more, counted_forms, deck_words, long_date, words
from reportgen.ledger.claims import Ledger
from reportgen.ledger.evidence import described
from reportgen.ledger.passages import LONG, folded, passages

SOURCE = re.compile(r"(?:(?P<lead>[^\d·]*):\s)?(?P<number>\d+)\s(?P<works>.*)", re.DOTALL)

Captioned = Figure[Settled] | FigureGroup[Settled] | Table[Settled]


class Expected:
    """What finished files may say: lines of any slide and any notes, and those of each slide."""

    def __init__(self, written: Document, document: ResolvedDocument, ledger: Ledger) -> None:
        self.document = document
        self.ledger = ledger
        self.words = deck_words(document.metadata.lang)
        self.deck_only = deck_only(written)
        self.long = {one.bare.text for one in passages(document) if len(one.bare.text) >= LONG}
        self.alternatives = {folded(plain_text(one.alt)): one for one in figures(document)}
        of_slides = (one for one in walk(document.blocks) if isinstance(one, Figure))
        own = {folded(plain_text(one.alt)): one for one in of_slides}
        self.every_alternative = {**own, **self.alternatives}
        self._exhibits = Exhibits(document)
        self.slides = [expected_slide(one, self._exhibits) for one in slides_of(document)]
        self.notes = set(self._said())
        self.stock = set(self._stock())
        units = (captioned(one.caption)[1] or one.caption.title for one in figures(document))
        self.counted = {folded(plain_text(one)) for one in units}
        """What figures count: the title slide says it of the columns that it shows."""

    def _stock(self) -> Iterator[str]:
        """Yield the lines that the deck writes by itself: who, when, headings, words."""
        meta = self.document.metadata
        yield from (folded(word) for word in self.words.values())
        yield from map(folded, self.opening())
        yield from (folded(plain_text(run)) for run in (meta.title, meta.subtitle, meta.contact))
        yield from map(folded, (meta.url, meta.license))
        for block in walk(self.document.blocks):
            if isinstance(block, Section):
                yield folded(plain_text(block.heading))
                yield folded(f"{block.number}{plain_text(block.heading)}")
        for slide in slides_of(self.document):
            yield folded(slide.part)
        for note in self.document.notes:
            first, *rest = [*lines_of(note.blocks)] or [""]
            yield from map(folded, (f"{note.number}{first}", *rest))
        yield from (folded(bare(entry.content)) for entry in self.document.entries)

    def opening(self) -> tuple[str, ...]:
        """Return the lines of the title slide: title, subtitle, who, when."""
        meta = self.document.metadata
        house = meta.organisation
        if any(author.name == house for author in meta.authors):
            house = ""
        names = [
            author.name + (f" ({author.affiliation})" if author.affiliation else "")
            for author in meta.authors
        ]
        who = (", ".join(names), house)
        when = (self.date(meta.date), *self.imprints())
        lines = ("·".join(part for part in parts if part) for parts in (who, when))
        cover = meta.cover_image
        credit = self._credit(cover.credit) if cover is not None and cover.credit else ""
        return (plain_text(meta.title), plain_text(meta.subtitle), *lines, credit)

    def _credit(self, credit: str) -> str:
        return f"{words(self.document.metadata.lang)['photograph']}: {credit}"

    def _said(self) -> Iterator[str]:
        """Yield the lines that may stand in any slide's notes."""
        yield from (folded(word) for word in self.words.values())
        for name in ("sources", "notes"):
            named = {self.words[name], *counted_forms(self.document.metadata.lang, name)}
            yield from (folded(f"{word}{end}") for word in named for end in ".:")
        for block in walk(self.document.metadata.abstract):
            yield from (folded(aloud(run)) for run in runs(block))
        for block in walk(self.document.blocks):
            if isinstance(block, Box):
                for inner in walk(block.blocks):
                    yield from (folded(aloud(run)) for run in runs(inner))
        for note in self.document.notes:
            said = " ".join(map(aloud, paragraphs_of(note)))
            yield folded(f"[{note.number}]{said}")
        yield from (folded(plain_text(entry.content)) for entry in self.document.entries)
        yield from (folded(self.words["data"] + ":" + one) for one in self._data())
        captioned: list[Captioned] = [
            *figures(self.document),
            *figure_groups(self.document),
            *tables(self.document),
        ]
        for one in captioned:
            caption = aloud((*one.caption.title, *one.caption.legend))
            yield folded(f"{self.label(one)}.{caption}")

    def _data(self) -> Iterator[str]:
        """Yield what the notes of a slide say of the data of its figures: one figure or more."""
        named = {one.id: described(one) for one in self.ledger.exhibits}
        yield from named.values()
        blocks = walk(self.document.blocks)
        yield from (one.dataset for one in blocks if isinstance(one, Table) and one.dataset)
        for slide in slides_of(self.document):
            own = [one.id or one.source for one in walk(slide.blocks) if isinstance(one, Figure)]
            shown = (*quotes_of(slide, self._exhibits), *own)
            yield ", ".join(named[one] for one in shown if named.get(one))

    def date(self, value: str) -> str:
        """Return an ISO date as the document's language prints it; what is none, as it is."""
        try:
            return long_date(value, self.document.metadata.lang)
        except ValueError:
            return value

    def imprints(self) -> tuple[str, ...]:
        """Return draft mark, edition and state of the data as both files print them."""
        meta = self.document.metadata
        edition = f"{self.words['edition']} {meta.edition}" if meta.edition else ""
        data = f"{self.words['data-date']} {self.date(meta.data_date)}" if meta.data_date else ""
        draft = self.words["draft"] if meta.status == "draft" else ""
        return tuple(part for part in (draft, edition, data) if part)

    def label(self, one: "Captioned | Equation") -> str:
        """Return what names a numbered thing: "Figure 2", "Figure 2a"."""
        kinds = {Table: "table", Equation: "equation"}
        number = one.label if isinstance(one, Figure) else one.number
        return f"{self.words[kinds.get(type(one), 'figure')]} {number}"

    @cached_property
    def _labels(self) -> frozenset[str]:
        """What may lead a line of sources: names of figures, credits, captions of slides."""
        numbered: list[Captioned | Equation] = [
            *figures(self.document),
            *figure_groups(self.document),
            *tables(self.document),
            *equations(self.document),
        ]
        labels = {folded(self.label(one)) for one in numbered}
        shown = (one for one in walk(self.document.blocks) if isinstance(one, Figure))
        labels |= {folded(self._credit(one.credit)) for one in shown if one.credit}
        labels |= {folded(text) for text in self._captions_of_slides()}
        return frozenset(labels)

    @cached_property
    def _shorts(self) -> dict[str, str]:
        return {entry.key: entry.short for entry in self.document.entries}

    def is_source_line(self, line: str) -> bool:
        """Return whether a line names notes with their works: "Figure 2 · Sources: 12 Lee 2020"."""
        parts = line.split("\u00a0· ")  # a work's own words may hold a dot between spaces
        while parts and folded(parts[0]) in self._labels:
            parts.pop(0)
        if not parts:
            return True
        notes, sources = (
            "|".join(map(re.escape, counted_forms(self.document.metadata.lang, name)))
            for name in ("notes", "sources")
        )
        alone = re.fullmatch(rf"(?:{notes}) ([\d, ]+) → {self.words['sources']}", parts[0])
        if alone is not None:
            return all(int(one) <= len(self.document.notes) for one in alone[1].split(", "))
        lead = re.match(rf"(?:{sources}): ", parts[0])
        named = [parts[0][lead.end() :] if lead else "", *parts[1:]]
        return lead is not None and all(map(self._is_source, named))

    def _captions_of_slides(self) -> Iterator[str]:
        """Yield the captions of what slides alone show."""
        for slide in slides_of(self.document):
            for one in walk(slide.blocks):
                if isinstance(one, Figure | Table):
                    yield bare((*one.caption.title, *one.caption.legend))

    def _is_source(self, text: str) -> bool:
        shorts = self._shorts
        found = SOURCE.fullmatch(text)
        if found is None or not 0 < int(found["number"]) <= len(self.document.notes):
            return text in shorts.values()
        note = self.document.note(int(found["number"]))
        if not note.keys:
            said = " ".join(map(aloud, paragraphs_of(note)))
            return folded(said).startswith(folded(found["works"].removesuffix(" …")))
        wanted = [shorts[key] for key in note.keys]
        lang = self.document.metadata.lang
        shown = ("; ".join(wanted[:most]) for most in range(1, len(wanted) + 1))
        left = (and_more(lang, one) for one in range(len(wanted) - 1, 0, -1))
        lines = [" ".join(filter(None, pair)) for pair in zip_longest(shown, left)]
        return found["works"] in lines
