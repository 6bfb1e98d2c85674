"""Reads tables that are written in the text."""

from typing import Any

from reportgen.document import (
    Align,
    Block,
    Blocks,
    Cell,
    CodeBlock,
    Column,
    DefinitionList,
    ItemList,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    Written,
    walk,
)
from reportgen.pandoc import Attributes
from reportgen.reading.context import Context
from reportgen.reading.figures import read_caption
from reportgen.reading.signs_of_blocks import report_braces
from reportgen.reading.words import words_of_blocks

ALIGNS = {"AlignRight": Align.RIGHT, "AlignCenter": Align.CENTER}
IN_CELLS = (Paragraph, ItemList, DefinitionList, Quote, CodeBlock)
"""What both files can hold in a cell."""


def table(content: Any, context: Context) -> Blocks[Written]:
    """Return a table with its caption: rows of head, body and foot, merged cells as such."""
    attr, (_, caption), specs, (_, head), bodies, (_, foot) = content
    attributes = Attributes(attr)
    groups = (head, [row for body in bodies for part in body[2:] for row in part], foot)
    words = (words_of_blocks(cell[4]) for group in groups for row in group for cell in row[1])
    first = next(filter(None, words), "")
    place = context.source.find(first, fewest=1, moves=False) or context.source.here()
    rows = [tuple(_row(row, context) for row in group) for group in groups]
    found: Table[Written] = Table(
        id=attributes.id,
        columns=tuple(
            Column(ALIGNS.get(align["t"], Align.LEFT), width.get("c")) for align, width in specs
        ),
        head=tuple(row for row in rows[0] if any(cell.blocks for cell in row)),
        rows=rows[1],
        foot=rows[2],
        caption=read_caption(caption[0]["c"] if caption else [], context, place),
        span=place,
    )
    if caption:
        at = context.source.find(words_of_blocks(caption), moves=False) or place
        report_braces(caption[0]["c"], at, context)
    context.account(attributes, "table", place)
    return (found,)


def _row(row: Any, context: Context) -> Row[Written]:
    return tuple(_cell(cell, context) for cell in row[1])


def _cell(cell: Any, context: Context) -> Cell[Written]:
    _, _, rows, columns, nodes = cell
    place = context.source.find(words_of_blocks(nodes), fewest=1, moves=False)
    blocks = context.blocks(nodes)
    for block in walk(blocks):
        if not isinstance(block, IN_CELLS):
            hint = "put it below the table"
            if isinstance(block, Section):  # as GitHub has a line of `-` between the bars
                hint += "; a line that parts rows of a grid begins and ends with `+`"
            context.refuse(f"{_named(block)} in a cell of a table", place, hint)
            return Cell((), columns, rows)
    return Cell(blocks, columns, rows)


def _named(block: Block[Written]) -> str:
    if isinstance(block, Section):
        return "a heading"
    return f"what is no text or list ({type(block).__name__.lower()})"
