"""Rebuilds blocks with other inlines, in reading order."""

from collections.abc import Callable
from typing import TypeVar, assert_never

from reportgen.document.blocks import (
    Block,
    Blocks,
    Box,
    Build,
    Caption,
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
        case Build(by_item, content, click):
            return Build(by_item, blocks(content), click)
        case Only(target, content, where):
            return Only(target, blocks(content), where, block.span)
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
                width=block.width,
                align=block.align,
                part=block.part,
                beside=block.beside,
                place=block.place,
                charts=block.charts,
                credit=block.credit,
                consent=block.consent,
                chart=block.chart,
                builds=block.builds,
                click=block.click,
            )
        case FigureGroup():
            return _rebuilt_group(block, inlines, blocks)
        case Table():
            return _rebuilt_table(block, inlines, blocks)
        case Slide():
            return Slide(
                id=block.id,
                title=inlines(block.title),
                blocks=blocks(block.blocks),
                notes=blocks(block.notes),
                layout=block.layout,
                span=block.span,
                hidden=block.hidden,
                part=block.part,
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
                short=block.short,
            )
        case (
            CodeBlock()
            | Equation()
            | PageBreak()
            | Pause()
            | HorizontalRule()
            | FigureQuote()
            | DataTable()
            | SourceList()
        ):
            return block
        case _:
            assert_never(block)


def _rebuilt_group(
    group: FigureGroup[A],
    inlines: Callable[[Inlines[A]], Inlines[B]],
    blocks: Callable[[Blocks[A]], Blocks[B]],
) -> FigureGroup[B]:
    """Return a group of figures with its caption passed on, then its figures."""
    caption = Caption(inlines(group.caption.title), inlines(group.caption.legend))
    members = tuple(one for one in blocks(group.figures) if isinstance(one, Figure))
    return FigureGroup(group.id, group.columns, members, caption, group.span, group.number)


def _rebuilt_table(
    table: Table[A],
    inlines: Callable[[Inlines[A]], Inlines[B]],
    blocks: Callable[[Blocks[A]], Blocks[B]],
) -> Table[B]:
    """Return a table rebuilt in reading order: its title, its rows, the legend below."""

    def rows(of: tuple[Row[A], ...]) -> tuple[Row[B], ...]:
        return tuple(
            tuple(Cell(blocks(one.blocks), one.columns, one.rows) for one in row) for row in of
        )

    title = inlines(table.caption.title)
    early = None if table.caption.title else inlines(table.caption.legend)
    head, body, foot = rows(table.head), rows(table.rows), rows(table.foot)
    legend = inlines(table.caption.legend) if early is None else early
    return Table(
        id=table.id,
        columns=table.columns,
        head=head,
        rows=body,
        foot=foot,
        caption=Caption(title, legend),
        span=table.span,
        number=table.number,
        dataset=table.dataset,
    )
