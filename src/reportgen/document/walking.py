"""Walks over blocks and inlines, and their plain text."""

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from reportgen.document.blocks import (
    Block,
    Blocks,
    Box,
    Build,
    Cell,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    HorizontalRule,
    ItemList,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    Row,
    Section,
    Slide,
    SourceList,
    Table,
)
from reportgen.document.documents import ResolvedDocument
from reportgen.document.inlines import (
    Break,
    Cite,
    Cited,
    Code,
    CrossRef,
    FactUse,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    M,
    Math,
    NoteMark,
    Reference,
    Settled,
    Styled,
    Text,
    Value,
    When,
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
        case Math():
            return inline.text
        case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content, _):
            return plain_text(content)
        case When(_, content):
            return plain_text(content)
        case Break():
            return " "
        case FactUse(name):
            return "{{ " + name + " }}"
        case Cite() | Footnote() | CrossRef() | NoteMark():
            return ""
        case _:
            assert_never(inline)


def heading_text(heading: "Inlines[Settled]") -> str:
    """Return the words of a heading without what it cites: as contents and bookmarks have them."""
    found = ""
    for inline in heading:
        match inline:
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                found += heading_text(content)
            case NoteMark() | Cited():
                pass
            case Text() | Break() | Code() | Math() | Value() | Reference():
                found += plain_text((inline,))
            case _:
                assert_never(inline)
    return " ".join(found.split())


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
        case FigureGroup():
            return (block.figures,)
        case Box() | Build() | Section():
            return (block.blocks,)
        case Slide():
            return (block.blocks, block.notes)
        case Table():
            return tuple(cell.blocks for row in block.all_rows for cell in row)
        case (
            Paragraph()
            | CodeBlock()
            | Equation()
            | PageBreak()
            | Pause()
            | HorizontalRule()
            | Figure()
            | FigureQuote()
            | DataTable()
            | SourceList()
        ):
            return ()
        case _:
            assert_never(block)


def grid(rows: Iterable[Row[M]], width: int) -> tuple[Row[M], ...]:
    """Return rows of `width` cells each, one that goes over several standing in each of them."""
    found: list[list[Cell[M] | None]] = []
    wanted = list(rows)
    for at, row in enumerate(wanted):
        while len(found) <= at:
            found.append([None] * width)
        free = (column for column in range(width) if found[at][column] is None)
        for cell in row:
            first = next(free, None)
            if first is None:
                break
            for below in range(at, min(at + cell.rows, len(wanted))):
                while len(found) <= below:
                    found.append([None] * width)
                for column in range(first, min(first + cell.columns, width)):
                    found[below][column] = cell
            free = (column for column in range(width) if found[at][column] is None)
    return tuple(tuple(cell or Cell(()) for cell in row) for row in found)


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
            case Styled(_, content) | Foreign(_, content) | Link(_, content) | When(_, content):
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


def equations(document: ResolvedDocument) -> tuple[Equation, ...]:
    """Return the brief's displayed equations in their order."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Equation))


def figure_groups(document: ResolvedDocument) -> tuple[FigureGroup[Settled], ...]:
    """Return the brief's groups of figures that have a number."""
    found = (block for block in brief_blocks(document) if isinstance(block, FigureGroup))
    return tuple(one for one in found if one.number)


def tables(document: ResolvedDocument) -> tuple[Table[Settled], ...]:
    """Return the brief's tables in the order of their numbers."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Table))
