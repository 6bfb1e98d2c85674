"""This module turns a Document into a ResolvedDocument, by a row of named passes.

arranged    what stands in one file only is put there, tables are made from their data
numbered    sections, figures and tables get their numbers
filled      facts and cross-references get their text
noted       citations and footnotes get their numbers and marks

Each pass returns new blocks; all but the last may report faults and put in a stand-in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from babel import Locale

from reportgen.citations import AuthorNote, Filled, Renderings, cites_in, render, without_unknown
from reportgen.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    A,
    Align,
    B,
    Block,
    Blocks,
    Break,
    Caption,
    Citation,
    Cite,
    Cited,
    Code,
    Column,
    CrossRef,
    DataTable,
    Document,
    FactUse,
    Figure,
    FigureQuote,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Metadata,
    Note,
    NoteMark,
    Only,
    Paragraph,
    Reference,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Table,
    Text,
    Use,
    Value,
    Written,
    plain_text,
    rebuilt,
    walk,
)
from reportgen.facts import Facts, parse_locale, print_value
from reportgen.references import CitationStyle, References
from reportgen.theme import words

CLOSING = ".,;:!?”’)"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document is resolved with."""

    facts: Facts
    datasets: Datasets
    references: References
    style: CitationStyle


@dataclass(frozen=True, slots=True)
class Label:
    """What a cross-reference prints, in full ("Figure 2") and bare ("2")."""

    text: str
    bare: str


def resolve(document: Document, sources: Sources, diagnostics: Diagnostics) -> ResolvedDocument:
    """Return the document with nothing open in it. Faults are reported, stand-ins put in.

    Raises ContentError where a citation cannot be rendered because errors came before.
    """
    terms = words(document.metadata.lang)
    blocks = arranged(document, sources.datasets, diagnostics)
    blocks, labels = numbered(blocks, terms, diagnostics)
    filler = _Filler(labels, sources, diagnostics)
    metadata = _metadata(document.metadata, filler.inlines, filler.blocks)
    filled = filler.blocks(blocks)
    diagnostics.stop_on_errors()
    events, firsts = _told_apart(_events(metadata, filled), is_note=sources.style.is_note)
    rendered = _rendered(events, filled, sources, document.metadata)
    notes = _numbered_notes(events, firsts, rendered)
    noter = _Noter(notes, firsts, rendered, sources.style, diagnostics)
    return ResolvedDocument(
        path=document.path,
        name=document.name,
        metadata=_metadata(metadata, noter.inlines, noter.blocks),
        blocks=noter.blocks(filled),
        notes=notes,
        entries=rendered.entries,
        prints_entries=not sources.style.is_note,
        uses=(*filler.uses, *noter.uses),
    )


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


# --- arranged ---------------------------------------------------------------------------------


def arranged(document: Document, datasets: Datasets, diagnostics: Diagnostics) -> Blocks[Written]:
    """Return the blocks with `Only` taken apart, and data tables as tables."""
    locale = parse_locale(document.metadata.lang)
    no_data = words(document.metadata.lang)["no-data"]

    def same(inlines: Inlines[Written]) -> Inlines[Written]:
        return inlines

    def of(target: str) -> Callable[[Blocks[Written]], Blocks[Written]]:
        def take(blocks: Blocks[Written]) -> Blocks[Written]:
            return tuple(part for block in blocks for part in one(block))

        def one(block: Block[Written]) -> Blocks[Written]:
            match block:
                case Only(wanted, blocks):
                    kept = blocks if wanted == target else _slides(blocks)
                    return take(kept)
                case DataTable():
                    return (_data_table(block, datasets, diagnostics, no_data, locale),)
                case Slide():
                    return (rebuilt(block, same, of("deck")),)
                case _:
                    return (rebuilt(block, same, take),)

        return take

    return of("brief")(document.blocks)


def _slides(blocks: Blocks[Written]) -> Blocks[Written]:
    return tuple(block for block in walk(blocks) if isinstance(block, Slide))


def _data_table(
    wanted: DataTable, datasets: Datasets, diagnostics: Diagnostics, no_data: str, locale: Locale
) -> Table[Written]:
    """Return the table with the wanted columns and rows of a dataset, as the locale prints them."""
    empty: Table[Written] = Table(wanted.id, (), (), (), wanted.caption, wanted.span)
    name = wanted.source.rsplit("/", 1)[-1].removesuffix(".csv")
    dataset = datasets.get(name, wanted.span)
    if dataset is None:
        return empty
    frame = dataset.frame
    columns = wanted.columns or tuple(frame.columns)
    missing = [
        one for one in (*columns, *(key for key, _ in wanted.where)) if one not in frame.columns
    ]
    for column in missing:
        diagnostics.add(
            Rule.MISSING_COLUMN,
            f"`{dataset.path}` has no column `{column}`",
            wanted.span,
            suggestion(column, frame.columns, "column"),
        )
    if missing:
        return empty
    rows = [
        row
        for row in frame.iter_rows(named=True)
        if all(str(row[key]) == value for key, value in wanted.where)
    ]
    about = dataset.about.columns

    def cell(row: dict[str, object], column: str) -> Inlines[Written]:
        info = about.get(column)
        parts = (info.format, info.unit, info.digits) if info else ("", "", None)
        return (Text(print_value(row[column], locale, *parts) or no_data),)

    return replace(
        empty,
        columns=tuple(
            Column(Align.RIGHT if number and frame[column].dtype.is_numeric() else Align.LEFT)
            for number, column in enumerate(columns)
        ),
        head=tuple(
            (Text(about[one].label if one in about and about[one].label else one),)
            for one in columns
        ),
        rows=tuple(tuple(cell(row, column) for column in columns) for row in rows),
        dataset=name,
    )


# --- numbered ---------------------------------------------------------------------------------


def numbered(
    blocks: Blocks[Written], terms: Mapping[str, str], diagnostics: Diagnostics
) -> tuple[Blocks[Written], dict[str, Label]]:
    """Return the blocks with numbers on sections, figures and tables, and the labels by id."""
    labels: dict[str, Label] = {}
    counts = {"figure": 0, "table": 0}

    def count(kind: str, name: str) -> int:
        counts[kind] += 1
        if name:
            labels[name] = Label(f"{terms[kind]}\u00a0{counts[kind]}", str(counts[kind]))
        return counts[kind]

    def number(group: Blocks[Written], above: str) -> Blocks[Written]:
        at = 0
        found: list[Block[Written]] = []
        for block in group:
            if isinstance(block, Section):
                own = ""
                if block.numbered and not block.appendix:
                    at += 1
                    own = f"{above}{at}"
                text = f"{terms['section']}\u00a0{own}" if own else plain_text(block.heading)
                labels[block.id] = Label(text, own or text)
                inside = number(block.blocks, f"{own}." if own else above)
                found.append(replace(block, number=own, blocks=inside))
            elif isinstance(block, Figure):
                _check_caption(block, diagnostics)
                found.append(replace(block, number=count("figure", block.id)))
            elif isinstance(block, Table) and (block.id or block.caption != Caption((), ())):
                found.append(replace(block, number=count("table", block.id)))
            elif isinstance(block, Slide):
                labels[block.id] = Label(plain_text(block.title), "")
                found.append(block)
            else:
                found.append(rebuilt(block, lambda run: run, lambda inner: number(inner, above)))
        return tuple(found)

    return number(blocks, ""), labels


def _check_caption(figure: Figure[Written], diagnostics: Diagnostics) -> None:
    if figure.id and not (figure.caption.title or figure.caption.legend):
        diagnostics.add(
            Rule.BAD_SETTING,
            f"the figure `#{figure.id}` has no caption",
            figure.span,
            "write it between the brackets: ![Caption.](...)",
        )


# --- filled -----------------------------------------------------------------------------------


class _Filler:
    """Puts in the text of facts and cross-references, and records where each is used."""

    def __init__(
        self, labels: dict[str, Label], sources: Sources, diagnostics: Diagnostics
    ) -> None:
        self.labels = labels
        self.sources = sources
        self.diagnostics = diagnostics
        self.uses: list[Use] = []
        self.target, self.within = "brief", ""

    def blocks(self, blocks: Blocks[Written]) -> Blocks[Filled]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block[Written]) -> Block[Filled]:
        before = self.target, self.within
        try:
            match block:
                case Section():
                    self.within = block.id
                case Slide():
                    return self._slide(block)
                case FigureQuote(target, span):
                    self._check_target(target, span)
                    self._use("figure", target, span)
                case Figure() | Table():
                    kind = "figure" if isinstance(block, Figure) else "table"
                    self._use(kind, block.id, block.span)
            return rebuilt(block, self.inlines, self.blocks)
        finally:
            self.target, self.within = before

    def _slide(self, slide: Slide[Written]) -> Slide[Filled]:
        self.target, self.within = "slide", slide.id
        title, blocks = self.inlines(slide.title), self.blocks(slide.blocks)
        self.target = "speaker notes"
        return Slide(slide.id, title, blocks, self.blocks(slide.notes), slide.layout, slide.span)

    def inlines(self, inlines: Inlines[Written]) -> Inlines[Filled]:
        return tuple(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline[Written]) -> Inline[Filled]:
        match inline:
            case Styled(style, content):
                return Styled(style, self.inlines(content))
            case Foreign(lang, content):
                return Foreign(lang, self.inlines(content))
            case Link(target, content):
                if target.startswith("#"):
                    self._check_target(target[1:], Span(""))
                return Link(target, self.inlines(content))
            case FactUse(name, span):
                self._use("fact", name, span)
                fact = self.sources.facts.get(name, span)
                return Value(name, fact.text if fact else "?")
            case CrossRef(name, span, bare):
                self._check_target(name, span)
                label = self.labels.get(name, Label("?", "?"))
                return Reference(name, label.bare if bare else label.text)
            case Cite():
                return without_unknown(inline, self.sources.references, self.diagnostics)
            case Footnote(serial, blocks, _):
                paragraphs = tuple(
                    self.inlines(block.content) for block in blocks if isinstance(block, Paragraph)
                )
                return AuthorNote(serial, paragraphs)
            case Text() | Break() | Code():
                return inline

    def _check_target(self, name: str, span: Span) -> None:
        if name not in self.labels:
            self.diagnostics.add(
                Rule.UNKNOWN_REFERENCE,
                f"nothing has the identifier `#{name}`",
                span,
                suggestion(name, list(self.labels), "thing", sign="#"),
            )

    def _use(self, kind: str, name: str, span: Span) -> None:
        self.uses.append(Use(kind, name, self.target, self.within, span))


# --- noted ------------------------------------------------------------------------------------


def _events(metadata: Metadata[Filled], blocks: Blocks[Filled]) -> Iterator[Cite | AuthorNote]:
    """Yield the brief's cites and footnotes in reading order."""
    for run in (metadata.title, metadata.subtitle):
        yield from _events_in(run)
    yield from _block_events(metadata.abstract)
    for change in metadata.changes:
        yield from _events_in(change)
    yield from _block_events(blocks)


def _block_events(blocks: Blocks[Filled]) -> Iterator[Cite | AuthorNote]:
    found: list[Cite | AuthorNote] = []

    def see(inlines: Inlines[Filled]) -> Inlines[Filled]:
        found.extend(_events_in(inlines))
        return inlines

    def go(group: Blocks[Filled]) -> Blocks[Filled]:
        for block in group:
            if not isinstance(block, Slide):
                rebuilt(block, see, go)
        return group

    go(blocks)
    yield from found


def _events_in(inlines: Iterable[Inline[Filled]]) -> Iterator[Cite | AuthorNote]:
    for inline in inlines:
        match inline:
            case Cite() if inline.citations:
                yield inline
            case AuthorNote():
                yield inline
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                yield from _events_in(content)


def _told_apart(
    events: Iterable[Cite | AuthorNote], *, is_note: bool
) -> tuple[list[Cite | AuthorNote], dict[int, int]]:
    """Return the events that differ, and for each serial that of the first event like it.

    In a note style, citing the same pages of the same works again leads to the note that is there
    already: a reader looks up one note, and it leads back to all the places.
    """
    found: list[Cite | AuthorNote] = []
    firsts: dict[int, int] = {}
    seen: dict[tuple[Citation, ...], int] = {}
    for event in events:
        firsts[event.serial] = event.serial
        if is_note and isinstance(event, Cite):
            what = tuple(replace(one, span=None) for one in event.citations)
            firsts[event.serial] = seen.setdefault(what, event.serial)
        if firsts[event.serial] == event.serial:
            found.append(event)
    return found, firsts


def _rendered(
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
                cited.extend(_events_in(slide.title))
                cited.extend(_block_events((*slide.blocks, *slide.notes)))
    return render(cited, sources.references, sources.style, metadata.lang, metadata.nocite)


def _numbered_notes(
    events: list[Cite | AuthorNote], firsts: dict[int, int], rendered: Renderings
) -> tuple[Note, ...]:
    """Return the notes of the brief: the author's and, where the style has them, the citations'."""
    notes: list[Note] = []
    for event in events:
        if isinstance(event, AuthorNote):
            runs = rendered.notes[event.serial]
            keys = [
                one.key for run in event.paragraphs for c in cites_in(run) for one in c.citations
            ]
        else:
            note = rendered.cites[event.serial].note
            if note is None:
                continue
            runs, keys = (note,), [one.key for one in event.citations]
        paragraphs: Blocks[Settled] = tuple(Paragraph(run, Span("")) for run in runs)
        marks = tuple(f"mark-{one}" for one, first in firsts.items() if first == event.serial)
        notes.append(Note(len(notes) + 1, paragraphs, tuple(dict.fromkeys(keys)), marks))
    return tuple(notes)


class _Noter:
    """Puts in note marks, and what citations print in the text."""

    def __init__(
        self,
        notes: tuple[Note, ...],
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
        self.for_key: dict[str, int] = {}
        """For each work the note that a slide names: the one with the fewest other works in it."""
        for note in sorted(notes, key=lambda note: (len(note.keys), note.number)):
            for key in note.keys:
                self.for_key.setdefault(key, note.number)
        self.for_keys = {frozenset(note.keys): note.number for note in reversed(notes)}
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
                return Slide(block.id, title, blocks, notes, block.layout, block.span)
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
                    marks = self._marks(inline)
                    if marks and isinstance(marks[0], NoteMark):
                        closing, rest = _closing(rest)
                        named = self._named(found, inline)
                        _close(found, named + closing.removeprefix("." * named.endswith(".")))
                    found.extend(marks)
                case Cite(serial):
                    keys = tuple(one.key for one in inline.citations)
                    found.append(Cited(keys, self.rendered.cites[serial].text))
                case AuthorNote():
                    found.extend(self._footnote(inline))
                case Styled(style, content):
                    found.append(Styled(style, self.inlines(content)))
                case Foreign(lang, content):
                    found.append(Foreign(lang, self.inlines(content)))
                case Link(target, content):
                    found.append(Link(target, self.inlines(content)))
                case _:
                    found.append(inline)
        return tuple(part for part in found if part != Text(""))

    def _named(self, found: list[Inline[Settled]], cite: Cite) -> str:
        """Return the works in short where a colon waits for them, as in "Source: [@key]"."""
        if not found or not plain_text(tuple(found[-1:])).rstrip().endswith(":"):
            return ""
        return " " + "; ".join(self.shorts[one.key] for one in cite.citations)

    def _marks(self, cite: Cite) -> list[Inline[Settled]]:
        """Return what stands for a cite: the brief's note mark, or on a slide the numbers of it."""
        if self.target == "brief":
            number = self.numbers[f"mark-{cite.serial}"]
            self.uses.append(Use("note", str(number), "brief", self.within, cite.span))
            text = self.rendered.cites[self.firsts[cite.serial]].text
            return [*text, NoteMark(number, f"mark-{cite.serial}")]
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
            return [Cited(cited, self.rendered.cites[cite.serial].text)]
        keys = [one.key for one in cite.citations if one.key in self.for_key]
        whole = self.for_keys.get(frozenset(keys))
        numbers = [whole] if whole else sorted({self.for_key[key] for key in keys})
        named = [self.shorts[one.key] for one in cite.citations if one.author_in_text]
        for number in numbers:
            self.uses.append(Use("note", str(number), self.target, self.within, cite.span))
        return [Text(", ".join(named)), *_row(numbers)] if named else _row(numbers)

    def _footnote(self, note: AuthorNote) -> list[Inline[Settled]]:
        if self.target == "brief":
            number = self.numbers[f"mark-{note.serial}"]
            self.uses.append(Use("note", str(number), "brief", self.within))
            return [NoteMark(number, f"mark-{note.serial}")]
        runs = [self.inlines(run) for run in note.paragraphs]
        return [Text(" ("), *(part for run in runs for part in run), Text(")")]


def _row(numbers: list[int]) -> list[Inline[Settled]]:
    """Return note marks with raised commas between them."""
    row: list[Inline[Settled]] = []
    for number in numbers:
        if row:
            row.append(Styled(Style.SUPERSCRIPT, (Text(","),)))
        row.append(NoteMark(number))
    return row


def _closing(rest: list[Inline[Filled]]) -> tuple[str, list[Inline[Filled]]]:
    """Return the punctuation with which inlines begin, and the inlines without it."""
    if not rest or not isinstance(rest[0], Text):
        return "", rest
    behind = rest[0].text
    left = behind.lstrip(CLOSING)
    return behind[: len(behind) - len(left)], [Text(left), *rest[1:]]


def _close(found: list[Inline[Settled]], closing: str) -> None:
    """Take the space before a note mark away, and put the punctuation there that followed it."""
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip(" \u00a0") + closing)
    elif closing:
        found.append(Text(closing))
