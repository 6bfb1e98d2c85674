"""Walks over blocks and inlines, and their plain text."""

from collections.abc import Callable, Iterable, Iterator

from reportgen.document.blocks import (
    Block,
    Blocks,
    Box,
    Columns,
    DefinitionList,
    Figure,
    ItemList,
    Only,
    Quote,
    Section,
    Slide,
    Table,
)
from reportgen.document.documents import ResolvedDocument
from reportgen.document.inlines import (
    Break,
    Cited,
    Code,
    FactUse,
    Foreign,
    Inline,
    Inlines,
    Link,
    M,
    Reference,
    Settled,
    Styled,
    Text,
    Value,
    Written,
)
from reportgen.document.rebuilding import rebuilt


def plain_text(inlines: "Inlines[Settled] | Inlines[Written]") -> str:
    """Return the characters of inlines: no styles, no note marks, a space for a line break."""
    return "".join(_characters(inline) for inline in inlines)


def _characters(inline: "Inline[Settled] | Inline[Written]") -> str:
    match inline:
        case Text(text) | Code(text) | Value(_, text) | Reference(_, text):
            return text
        case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content, _):
            return plain_text(content)
        case Break():
            return " "
        case FactUse(name):
            return "{{ " + name + " }}"
        case _:
            return ""


def within(block: Block[M]) -> tuple[Blocks[M], ...]:
    """Return the groups of blocks directly inside a block, in reading order."""
    match block:
        case ItemList(items):
            return items
        case DefinitionList(items):
            return tuple(blocks for _, blocks in items)
        case Columns(columns):
            return tuple(blocks for _, blocks in columns)
        case Quote(blocks) | Only(_, blocks):
            return (blocks,)
        case Box() | Section():
            return (block.blocks,)
        case Slide():
            return (block.blocks, block.notes)
        case _:
            return ()


def walk(
    blocks: Blocks[M], enter: Callable[[Block[M]], bool] = lambda _: True
) -> Iterator[Block[M]]:
    """Yield every block in reading order, a block before what it holds.

    `enter` says whether to go into a block; it is itself yielded in any case.
    """
    for block in blocks:
        yield block
        if enter(block):
            for group in within(block):
                yield from walk(group, enter)


def walk_inlines(inlines: Iterable[Inline[M]]) -> Iterator[Inline[M]]:
    """Yield every inline in reading order, one before what it holds. Footnotes are not entered."""
    for inline in inlines:
        yield inline
        match inline:
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                yield from walk_inlines(content)


def runs(block: Block[M]) -> tuple[Inlines[M], ...]:
    """Return a block's own runs of inlines: its text, title, caption, cells or terms."""
    found: list[Inlines[M]] = []

    def keep(run: Inlines[M]) -> Inlines[M]:
        found.append(run)
        return run

    rebuilt(block, keep, lambda blocks: blocks)
    return tuple(found)


def brief_blocks(document: ResolvedDocument) -> Iterator[Block[Settled]]:
    """Yield every block that the brief prints."""
    return (
        block
        for block in walk(document.blocks, lambda block: not isinstance(block, Slide))
        if not isinstance(block, Slide)
    )


def figures(document: ResolvedDocument) -> tuple[Figure[Settled], ...]:
    """Return the brief's figures in the order of their numbers."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Figure))


def tables(document: ResolvedDocument) -> tuple[Table[Settled], ...]:
    """Return the brief's tables in the order of their numbers."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Table))
