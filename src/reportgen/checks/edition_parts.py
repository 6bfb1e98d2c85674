"""A document as parts that its editions in other languages have too, each with a digest."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from reportgen.diagnostics import Span
from reportgen.document import (
    Blocks,
    Box,
    Cite,
    CodeBlock,
    CrossRef,
    DataTable,
    Document,
    Equation,
    FactUse,
    Figure,
    FigureGroup,
    FigureQuote,
    Footnote,
    Foreign,
    HorizontalRule,
    Inline,
    Inlines,
    ItemList,
    Link,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Section,
    Slide,
    Styled,
    Table,
    Text,
    When,
    Written,
    plain_text,
    runs,
    walk_inlines,
    within,
)

LENGTH = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A block: what it is, its words with facts by name, and what they use.

    `kind` is alike in every edition: "paragraph", "figure fig-x", "list of 3".
    """

    kind: str
    words: str
    span: Span
    facts: frozenset[str]
    works: frozenset[str]
    text: str = ""
    """Its words with cross-references where they stand, as they are written: `@fig-x`."""

    @property
    def has_words(self) -> bool:
        """Whether something in it is to be translated: letters that are no fact's name."""
        return bool(re.search(r"[^\W\d_]", re.sub(r"\{\{.*?\}\}|@[\w:-]+", "", self.words)))

    @property
    def digest(self) -> str:
        """The first letters of the SHA-256 of what it says."""
        told = "\n".join((self.kind, " ".join(self.words.split()), *sorted(self.works)))
        return hashlib.sha256(told.encode()).hexdigest()[:LENGTH]


@dataclass(frozen=True, slots=True)
class Unit:
    """A section or slide of its own: what it is, its id, where it begins, and its parts."""

    kind: str
    id: str
    span: Span
    parts: list[Part] = field(default_factory=list)

    def facts(self) -> frozenset[str]:
        """Return the names of the facts that it states."""
        return frozenset().union(*(part.facts for part in self.parts))

    def works(self) -> frozenset[str]:
        """Return the keys of the works that it cites."""
        return frozenset().union(*(part.works for part in self.parts))


def units(document: Document) -> list[Unit]:
    """Return the units of a document, in the order of its text; the first is its front matter."""
    meta, at = document.metadata, document.metadata.place
    front = Unit("front matter", "", Span(document.path))
    for name, run in (("title", meta.title), ("subtitle", meta.subtitle)):
        if run:
            front.parts.append(_part(name, (run,), at(name, document.path)))
    for number, run in enumerate(meta.changes, 1):
        front.parts.append(_part(f"change {number}", (run,), at("changes", document.path)))
    found = [front]
    _visit(meta.abstract, front, found)
    _visit(document.blocks, front, found)
    return found


def _visit(blocks: Blocks[Written], unit: Unit, found: list[Unit]) -> None:
    last = unit.span
    for block in blocks:
        match block:
            case Section():
                inner = Unit(f"section of level {block.level}", block.id, block.span)
                found.append(inner)
                inner.parts.append(_part("heading", (block.heading,), block.span))
                _visit(block.blocks, inner, found)
            case Slide():
                inner = Unit("slide", block.id, block.span)
                found.append(inner)
                inner.parts.append(_part("title", (block.title,), block.span))
                _visit(block.blocks, inner, found)
                _visit(block.notes, inner, found)
            case PageBreak() | Pause() | HorizontalRule():
                continue
            case _:
                last = getattr(block, "span", last)
                words = block.text if isinstance(block, CodeBlock) else ""
                unit.parts.append(_part(_kind(block), runs(block), last, words))
                for group in within(block):
                    _visit(group, unit, found)


def _kind(block: object) -> str:
    match block:
        case Paragraph():
            return "paragraph"
        case ItemList(items):
            return f"list of {len(items)}"
        case Figure() | FigureGroup():
            return f"figure {block.id}".strip()
        case FigureQuote(target):
            return f"figure {target} again"
        case Table() | DataTable():
            return f"table {block.id}".strip()
        case Equation():
            return f"equation {block.id}".strip()
        case Box(kind):
            return kind
        case Only(target, _, where):
            return f"part of the {target} only" if target else f"part shown when {where}"
        case _:
            return type(block).__name__.lower()


def _part(kind: str, of: Iterable[Inlines[Written]], span: Span, words: str = "") -> Part:
    told, facts, works = [words] * bool(words), set[str](), set[str]()
    texts = [words] * bool(words)
    for run in _all_runs(of):
        told.append(plain_text(run))
        texts.append(plain_text(_referring(run)))
        for inline in walk_inlines(run):
            if isinstance(inline, FactUse):
                facts.add(inline.name)
            elif isinstance(inline, Cite):
                works.update(one.key for one in inline.citations)
                for one in inline.citations:
                    told += [plain_text(one.prefix), plain_text(one.suffix)]
            elif isinstance(inline, CrossRef):
                told.append(f"@{inline.id}")
    lines, text = ("\n".join(filter(None, one)) for one in (told, texts))
    return Part(kind, lines, span, frozenset(facts), frozenset(works), text)


def _referring(run: Inlines[Written]) -> Inlines[Written]:
    """Return inlines with cross-references as text."""
    found: list[Inline[Written]] = []
    for inline in run:
        match inline:
            case CrossRef():
                found.append(Text(f"@{inline.id}"))
            case Styled() | Foreign() | Link() | When():
                found.append(replace(inline, content=_referring(inline.content)))
            case _:
                found.append(inline)
    return tuple(found)


def _all_runs(of: Iterable[Inlines[Written]]) -> Iterator[Inlines[Written]]:
    """Yield runs, and those of the footnotes in them."""
    for run in of:
        yield run
        for inline in walk_inlines(run):
            if isinstance(inline, Footnote):
                yield from _runs_in(inline.blocks)


def _runs_in(blocks: Blocks[Written]) -> Iterator[Inlines[Written]]:
    for block in blocks:
        yield from _all_runs(runs(block))
        for group in within(block):
            yield from _runs_in(group)
