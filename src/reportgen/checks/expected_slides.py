"""What the source lets the slides of a finished deck say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from reportgen.document import (
    Block,
    Box,
    Cited,
    CodeBlock,
    Document,
    Equation,
    FigureQuote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Math,
    Note,
    NoteMark,
    Only,
    Paragraph,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Table,
    equations,
    figure_groups,
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
    powers: frozenset[str]
    named: frozenset[str]
    figures: frozenset[str]
    equations: tuple[Math, ...] = ()
    hidden: bool = False


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


def quotes_of(slide: Slide[Settled], document: ResolvedDocument) -> list[str]:
    """Return the figures and tables of the brief that a slide shows again, groups as figures."""
    groups = {one.id: [member.id for member in one.figures] for one in figure_groups(document)}
    named = [one.target for one in walk(slide.blocks) if isinstance(one, FigureQuote)]
    return [name for target in named for name in groups.get(target, [target])]


def expected_slide(slide: Slide[Settled], document: ResolvedDocument) -> ExpectedSlide:
    """Return what a slide of the source says."""
    quoted = quotes_of(slide, document)
    shown = [table for table in tables(document) if table.id in quoted]
    code = [one.text for one in walk(slide.blocks) if isinstance(one, CodeBlock)]
    blocks = [one for one in walk((*slide.blocks, *shown)) if not isinstance(one, Table)]
    texts = [slide.title, *(run for block in blocks for run in runs(block))]
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
        texts=frozenset(found for text in (*map(bare, texts), *code) if (found := folded(text))),
        spoken=frozenset(
            folded(said)
            for block in walk(slide.notes)
            for said in (
                (block.math.text,)
                if isinstance(block, Equation)
                else (aloud(run) for run in runs(block) if run)
            )
        )
        or frozenset({folded(aloud(slide.title)), folded(bare(slide.title))}),
        marks=frozenset(one for run in texts for one in _marks(run)),
        powers=frozenset(one for run in texts for one in _powers(run)),
        named=frozenset(one for run in named for one in _marks(run)),
        figures=frozenset(quoted) & drawn,
        equations=tuple(_equations(slide, document)),
        hidden=slide.hidden,
    )


def _equations(slide: Slide[Settled], document: ResolvedDocument) -> Iterator[Math]:
    """Yield the displayed equations of a slide in their order, those of the brief quoted."""
    named = {one.id: one.math for one in equations(document) if one.id}
    for block in walk(slide.blocks):
        if isinstance(block, Equation):
            yield block.math
        elif isinstance(block, FigureQuote) and block.target in named:
            yield named[block.target]


def _marks(run: Inlines[Settled]) -> Iterator[str]:
    return (str(one.number) for one in walk_inlines(run) if isinstance(one, NoteMark))


def _powers(run: Inlines[Any]) -> Iterator[str]:
    """Yield the numbers that a run raises and that are no marks of notes: km², x²."""
    for one in walk_inlines(run):
        if isinstance(one, Styled) and one.style is Style.SUPERSCRIPT:
            yield plain_text(one.content).strip()
        elif isinstance(one, Math):
            yield from _powers(one.inlines)


def bare(run: Inlines[Settled]) -> str:
    """Return a run as a slide shows it, without what is raised."""
    found = []
    for inline in run:
        match inline:
            case Styled("superscript"):
                pass
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                found.append(bare(content))
            case Math(inlines=parts) if parts:
                found.append(bare(parts))
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
            case Foreign(_, content) | Link(_, content):
                found.append(aloud(content))
            case _:
                found.append(plain_text((inline,)))
    return "".join(found)


def paragraphs_of(note: Note) -> list[Inlines[Settled]]:
    """Return the paragraphs of a note."""
    return [block.content for block in note.blocks if isinstance(block, Paragraph)]
