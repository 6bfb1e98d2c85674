"""What the source lets the slides of a finished deck say."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from reportgen.document import (
    Block,
    Box,
    Cited,
    Document,
    FigureQuote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Note,
    NoteMark,
    Only,
    Paragraph,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Styled,
    Table,
    figures,
    plain_text,
    runs,
    tables,
    walk,
    walk_inlines,
)
from reportgen.ledger.passages import folded


@dataclass(frozen=True)
class ExpectedSlide:
    """What a slide of the source says: runs of text, marks of notes, figures that it quotes."""

    id: str
    title: str
    texts: frozenset[str]
    spoken: frozenset[str]
    marks: frozenset[str]
    named: frozenset[str]
    figures: frozenset[str]


def deck_only(document: Document) -> frozenset[str]:
    """Return the slides that the source marks as standing in the deck only."""
    only = [one for one in walk(document.blocks) if isinstance(one, Only) and one.target == "deck"]
    return frozenset(
        slide.id for one in only for slide in walk(one.blocks) if isinstance(slide, Slide)
    )


def addresses_of(document: ResolvedDocument) -> Iterator[str]:
    """Yield every address that a document leads to."""
    meta = document.metadata
    yield unquote(meta.url)
    found = [meta.title, meta.subtitle, meta.contact, *meta.changes]
    for block in (*walk(document.blocks), *walk(meta.abstract)):
        found += runs(block)
    for note in document.notes:
        found += paragraphs_of(note)
    found += [entry.content for entry in document.entries]
    rest: list[Inline[Settled]] = [one for run in found for one in run]
    while rest:
        match rest.pop():
            case Link(target, content):
                yield unquote(target)
                rest += content
            case Styled(_, content) | Foreign(_, content) | Cited(_, content):
                rest += content
            case _:
                pass
    yield meta.url


def slides_of(document: ResolvedDocument) -> Iterator[Slide[Settled]]:
    """Yield the slides of the source, and those that key points make where a section has none."""
    for block in walk(document.blocks):
        if isinstance(block, Slide):
            yield block
        elif isinstance(block, Section) and block.level == 1:
            inside = list(walk(block.blocks))
            boxes = [one for one in inside if isinstance(one, Box) and one.kind == "key-points"]
            if boxes and not any(isinstance(one, Slide) for one in inside):
                points = boxes[0].blocks
                yield Slide(f"s-{block.id}", block.heading, points, points, "", block.span)


def quotes_of(slide: Slide[Settled]) -> list[str]:
    """Return the figures and tables of the brief that a slide shows again."""
    return [one.target for one in walk(slide.blocks) if isinstance(one, FigureQuote)]


def expected_slide(slide: Slide[Settled], document: ResolvedDocument) -> ExpectedSlide:
    """Return what a slide of the source says."""
    quoted = quotes_of(slide)
    shown = [table for table in tables(document) if table.id in quoted]
    blocks: list[Block[Settled]] = [
        *(one for one in walk(slide.blocks) if not isinstance(one, Table)),
    ]
    cells = [
        cell
        for table in (*(one for one in walk(slide.blocks) if isinstance(one, Table)), *shown)
        for row in (table.head, *table.rows)
        for cell in row
    ]
    texts = [slide.title, *(run for block in blocks for run in runs(block)), *cells]
    drawn = {one.id for one in figures(document)}
    naming: list[Block[Settled]] = [
        *walk(slide.notes),
        *(one for one in figures(document) if one.id in quoted),
        *shown,
    ]
    named = [run for block in naming for run in runs(block)]
    return ExpectedSlide(
        id=slide.id,
        title=folded(bare(slide.title)),
        texts=frozenset(found for run in texts if (found := folded(bare(run)))),
        spoken=frozenset(
            folded(aloud(run)) for block in walk(slide.notes) for run in runs(block) if run
        ),
        marks=frozenset(str(one) for run in texts for one in _marks(run)),
        named=frozenset(str(one) for run in named for one in _marks(run)),
        figures=frozenset(quoted) & drawn,
    )


def _marks(run: Inlines[Settled]) -> Iterator[int]:
    return (one.number for one in walk_inlines(run) if isinstance(one, NoteMark))


def bare(run: Inlines[Settled]) -> str:
    """Return a run as a slide shows it, without what is raised."""
    found = []
    for inline in run:
        match inline:
            case Styled("superscript"):
                pass
            case Styled(_, content):
                found.append(bare(content))
            case _:
                found.append(plain_text((inline,)))
    return "".join(found)


def aloud(run: Inlines[Settled]) -> str:
    """Return a run as a speaker's notes have it: note marks as numbers in brackets."""
    found = []
    for inline in run:
        match inline:
            case NoteMark(number):
                found.append(f"[{number}]")
            case Styled(_, content) if any(isinstance(one, NoteMark) for one in content):
                found.append(aloud(content))
            case _:
                found.append(plain_text((inline,)))
    return "".join(found)


def paragraphs_of(note: Note) -> list[Inlines[Settled]]:
    """Return the paragraphs of a note."""
    return [block.content for block in note.blocks if isinstance(block, Paragraph)]
