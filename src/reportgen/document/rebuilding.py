"""Rebuilds blocks with other inlines, in reading order."""

from collections.abc import Callable
from typing import TypeVar, assert_never

from reportgen.document.blocks import (
    Block,
    Blocks,
    Box,
    Caption,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Figure,
    FigureQuote,
    HorizontalRule,
    ItemList,
    Only,
    Paragraph,
    Quote,
    Section,
    Slide,
    SourceList,
    Table,
)
from reportgen.document.inlines import Inlines

A = TypeVar("A")
B = TypeVar("B")


def rebuilt(
    block: Block[A],
    inlines: Callable[[Inlines[A]], Inlines[B]],
    blocks: Callable[[Blocks[A]], Blocks[B]],
) -> Block[B]:
    """Return a block of the same kind, its runs passed through `inlines`, its parts `blocks`.

    Runs are passed in reading order: a pass that counts what it meets counts as a reader does.
    """

    def caption(of: Caption[A]) -> Caption[B]:
        return Caption(inlines(of.title), inlines(of.legend))

    match block:
        case Paragraph(content, span):
            return Paragraph(inlines(content), span)
        case ItemList(items, start, numerals, delimiter):
            return ItemList(tuple(blocks(item) for item in items), start, numerals, delimiter)
        case DefinitionList(items):
            return DefinitionList(tuple((inlines(term), blocks(body)) for term, body in items))
        case Quote(content):
            return Quote(blocks(content))
        case Only(target, content):
            return Only(target, blocks(content))
        case Box(kind, title, content, span):
            return Box(kind, inlines(title), blocks(content), span)
        case Columns(columns):
            return Columns(tuple((share, blocks(content)) for share, content in columns))
        case Figure():
            return Figure(
                id=block.id,
                source=block.source,
                caption=caption(block.caption),
                alt=inlines(block.alt),
                span=block.span,
                number=block.number,
                height=block.height,
                charts=block.charts,
            )
        case Table():
            return Table(
                id=block.id,
                columns=block.columns,
                caption=caption(block.caption),
                head=tuple(inlines(cell) for cell in block.head),
                rows=tuple(tuple(inlines(cell) for cell in row) for row in block.rows),
                span=block.span,
                number=block.number,
                dataset=block.dataset,
            )
        case Slide():
            return Slide(
                id=block.id,
                title=inlines(block.title),
                blocks=blocks(block.blocks),
                notes=blocks(block.notes),
                layout=block.layout,
                span=block.span,
            )
        case Section():
            return Section(
                id=block.id,
                level=block.level,
                heading=inlines(block.heading),
                blocks=blocks(block.blocks),
                span=block.span,
                number=block.number,
                numbered=block.numbered,
                appendix=block.appendix,
            )
        case CodeBlock() | HorizontalRule() | FigureQuote() | DataTable() | SourceList():
            return block
        case _:
            assert_never(block)
