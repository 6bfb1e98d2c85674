"""What the source lets the slides of a finished deck say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, assert_never
from urllib.parse import unquote

from reportgen.checks.counters import counters
from reportgen.checks.naming_numbers import ORDINAL_BEHIND
from reportgen.diagnostics import Span
from reportgen.document import (
    Block,
    Blocks,
    Box,
    Break,
    Cited,
    Code,
    CodeBlock,
    Columns,
    Document,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Foreign,
    Inline,
    Inlines,
    ItemList,
    Link,
    Math,
    Note,
    NoteMark,
    Only,
    Paragraph,
    Quote,
    Reference,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Table,
    Text,
    Value,
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
    """What a slide of the source says: runs of text, marks of notes, figures that it quotes.

    `named` are the notes of captions of what it shows, which its source line names.
    `spoken` has to stand in its notes, `may_say` may: what the deck itself says of what it shows.
    `counts` are how many things of a kind are shown, and the numbers that count them; `codes` the
    code, whose numbers are no claims.
    """

    id: str
    span: Span
    title: str
    texts: frozenset[str]
    spoken: frozenset[str]
    may_say: frozenset[str]
    marks: frozenset[str]
    powers: frozenset[str]
    named: frozenset[str]
    figures: frozenset[str]
    counts: frozenset[str]
    codes: tuple[str, ...]
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
    yield unquote(meta.corrections)
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
            case Text() | Break() | Code() | Math() | Value() | Reference() | NoteMark():
                pass
            case other:
                assert_never(other)
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


class Exhibits:
    """What of the brief slides may show again, found once for all of them."""

    def __init__(self, document: ResolvedDocument) -> None:
        self.groups = {one.id: [each.id for each in one.figures] for one in figure_groups(document)}
        self.tables, self.figures = tables(document), figures(document)
        self.drawn = {one.id for one in self.figures}
        self.equations = {one.id: one.math for one in equations(document) if one.id}


def quotes_of(slide: Slide[Settled], exhibits: Exhibits) -> list[str]:
    """Return the figures and tables of the brief that a slide shows again, groups as figures."""
    named = [one.target for one in walk(slide.blocks) if isinstance(one, FigureQuote)]
    return [name for target in named for name in exhibits.groups.get(target, [target])]


def expected_slide(slide: Slide[Settled], exhibits: Exhibits) -> ExpectedSlide:
    """Return what a slide of the source says."""
    quoted = quotes_of(slide, exhibits)
    shown = [table for table in exhibits.tables if table.id in quoted]
    blocks = [*walk((*slide.blocks, *shown))]
    texts = [slide.title, *(run for block in blocks for run in _runs_on_slide(block))]
    naming: list[Block[Settled]] = [
        *(one for one in exhibits.figures if one.id in quoted),
        *shown,
    ]
    named = [run for block in naming for run in runs(block)]
    captions = [run for one in blocks if isinstance(one, Figure | Table) for run in runs(one)]
    codes = tuple(_codes(blocks, texts))
    return ExpectedSlide(
        id=slide.id,
        span=slide.span,
        title=folded(bare(slide.title)),
        texts=frozenset(
            filter(None, map(folded, (*map(bare, texts), *(_code(one) for one in blocks))))
        ),
        spoken=frozenset(filter(None, (folded(one) for one in _spoken(slide.notes)))),
        may_say=frozenset(map(folded, _may_say(slide, blocks))),
        marks=frozenset(one for run in texts for one in _marks(run)),
        powers=frozenset(one for run in (*texts, *captions) for one in _powers(run)),
        named=frozenset(one for run in named for one in _marks(run)),
        figures=frozenset(quoted) & exhibits.drawn,
        counts=frozenset(map(str, _counts(blocks))).union(
            *counters(blocks).values(), *map(_ordinals, (*texts, *captions))
        ),
        codes=codes,
        equations=tuple(_equations(slide, exhibits)),
        hidden=slide.hidden,
    )


def _runs_on_slide(block: Block[Settled]) -> tuple[Inlines[Settled], ...]:
    """Return the runs of a block that stand on a slide; captions stand in its notes."""
    return () if isinstance(block, Figure | FigureGroup | Table) else runs(block)


def _code(block: Block[Settled]) -> str:
    return block.text if isinstance(block, CodeBlock) else ""


def _codes(blocks: Iterable[Block[Settled]], texts: Iterable[Inlines[Settled]]) -> Iterator[str]:
    yield from filter(None, map(_code, blocks))
    for run in texts:
        yield from (one.text for one in walk_inlines(run) if isinstance(one, Code))


def _spoken(notes: Blocks[Settled]) -> Iterator[str]:
    """Yield each paragraph that a slide's notes have to hold."""
    for block in walk(notes):
        if isinstance(block, Equation):
            yield block.math.text
        elif isinstance(block, CodeBlock):
            yield block.text
        else:
            yield from map(aloud, runs(block))


def _may_say(slide: Slide[Settled], blocks: Iterable[Block[Settled]]) -> Iterator[str]:
    """Yield what the deck puts into a slide's notes by itself, "Data: name" apart."""
    yield plain_text(slide.title)
    for block in blocks:
        if isinstance(block, Figure | FigureGroup | Table):
            yield aloud((*block.caption.title, *block.caption.legend))


def _counts(blocks: Iterable[Block[Settled]]) -> Iterator[int]:
    """Yield how many items, rows, columns and figures are shown."""
    known = list(blocks)
    yield sum(isinstance(one, Figure | FigureQuote) for one in known)
    for block in known:
        match block:
            case ItemList(items):
                yield len(items)
            case Table():
                yield from (len(block.rows), len(block.columns))
            case Columns(columns):
                yield len(columns)


def _equations(slide: Slide[Settled], exhibits: Exhibits) -> Iterator[Math]:
    """Yield the displayed equations of a slide in their order, those of the brief quoted."""
    named = exhibits.equations
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
        elif isinstance(one, Cited):
            yield from _powers(one.content)


def _ordinals(run: Inlines[Settled]) -> Iterator[str]:
    """Yield the numbers that a run raises an ending of ordinals behind: 5^th^."""
    for one, other in pairwise(run):
        raised = isinstance(other, Styled) and other.style is Style.SUPERSCRIPT
        digits = re.search(r"\d+$", one.text) if isinstance(one, Text) else None
        if digits and raised and ORDINAL_BEHIND.fullmatch(plain_text((other,))):
            yield digits[0]


def bare(run: Inlines[Settled]) -> str:
    """Return a run as a slide shows it, without what is raised."""
    return "".join(map(_bare, run))


def _bare(inline: Inline[Settled]) -> str:
    match inline:
        case Styled(style, content):
            return "" if style is Style.SUPERSCRIPT else bare(content)
        case Foreign(_, content) | Link(_, content) | Cited(_, content):
            return bare(content)
        case Math(inlines=parts):
            return bare(parts) if parts else inline.text
        case NoteMark():
            return ""
        case Text() | Break() | Code() | Value() | Reference():
            return plain_text((inline,))
        case _:
            assert_never(inline)


def aloud(run: Inlines[Settled]) -> str:
    """Return a run as a speaker's notes have it: note marks as numbers in brackets."""
    return "".join(map(_aloud, run))


def _aloud(inline: Inline[Settled]) -> str:
    match inline:
        case NoteMark(number):
            return f"[{number}]"
        case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content):
            return aloud(content)
        case Text() | Break() | Code() | Math() | Value() | Reference():
            return plain_text((inline,))
        case _:
            assert_never(inline)


BULLET = "•"


def lines_of(blocks: Blocks[Settled], mark: str = "") -> Iterator[str]:
    """Yield the paragraphs of a note as a slide prints them; `mark` stands before an item."""
    for block in blocks:
        match block:
            case ItemList(items):
                for at, item in enumerate(items):
                    own = BULLET if block.start is None else block.marker(at)
                    yield from lines_of(item, own)
            case Quote(content):
                yield from lines_of(content, mark)
            case CodeBlock(text):
                yield mark + text
            case _:
                yield from (mark + bare(run) for run in runs(block))
        mark = ""


def paragraphs_of(note: Note) -> list[Inlines[Settled]]:
    """Return the paragraphs, items and blocks of code of a note."""
    found: list[Inlines[Settled]] = []
    for block in walk(note.blocks):
        if isinstance(block, CodeBlock):
            found.append((Code(block.text),))
        elif isinstance(block, Paragraph):
            found.append(block.content)
    return found
