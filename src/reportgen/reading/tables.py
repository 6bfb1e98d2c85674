"""Reads tables that are written in the text."""

from typing import Any

from reportgen.document import (
    Align,
    Blocks,
    Break,
    Column,
    Inline,
    Inlines,
    Table,
    Written,
)
from reportgen.pandoc import Attributes
from reportgen.reading.context import Context
from reportgen.reading.figures import read_caption
from reportgen.reading.words import words_of_blocks

ALIGNS = {"AlignRight": Align.RIGHT, "AlignCenter": Align.CENTER}


def table(content: Any, context: Context) -> Blocks[Written]:
    """Return a table with its caption."""
    attr, (_, caption), specs, (_, head), bodies, _ = content
    attributes = Attributes(attr)
    place = context.source.block(words_of_blocks(head[0][1][0][4]) if _filled(head) else "")
    rows = [row for body in bodies for part in body[2:] for row in part]
    if any(cell[2] > 1 or cell[3] > 1 for row in [*head, *rows] for cell in row[1]):
        context.refuse("a table with merged cells")
    found: Table[Written] = Table(
        id=attributes.id,
        columns=tuple(
            Column(ALIGNS.get(align["t"], Align.LEFT), width.get("c")) for align, width in specs
        ),
        head=tuple(_cell(cell, context) for cell in head[0][1]) if head else (),
        rows=tuple(tuple(_cell(cell, context) for cell in row[1]) for row in rows),
        caption=read_caption(caption[0]["c"] if caption else [], context),
        span=place,
    )
    context.account(attributes, "table", place)
    return (found,)


def _cell(cell: Any, context: Context) -> Inlines[Written]:
    found: list[Inline[Written]] = []
    context.source.find(words_of_blocks(cell[4]), fewest=1)
    for node in cell[4]:
        if node["t"] not in ("Plain", "Para"):
            context.refuse("a table cell with more than text")
            continue
        found.extend((Break(),) if found else ())
        found.extend(context.inlines(node["c"]))
    return tuple(found)


def _filled(head: Any) -> bool:
    return bool(head and head[0][1] and head[0][1][0][4])
