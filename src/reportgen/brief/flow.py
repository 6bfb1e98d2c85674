"""Puts the blocks of a section on the grid: in the column of text, across it, or beside it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from markupsafe import Markup

from reportgen.brief import code, formulas
from reportgen.document import (
    Align,
    Block,
    Blocks,
    Box,
    Build,
    CodeBlock,
    DefinitionList,
    Equation,
    Figure,
    FigureGroup,
    FigurePlace,
    HorizontalRule,
    ItemList,
    Paragraph,
    Quote,
    Section,
    Settled,
    Slide,
    SourceList,
    Table,
)

NARROW_COLUMNS = 5
"""A table of more columns goes across the page."""


class Setting(Enum):
    """Where a block stands: in the column (a heading too), across the page, in the margin."""

    COLUMN = 1
    HEADING = 2
    WIDE = 3
    MARGIN = 4
    KEY_NUMBER = 5


class Part(NamedTuple):
    """A block as HTML, where it stands, and what names it there."""

    setting: Setting
    html: Markup
    key: str = ""


def arranged(parts: Iterable[Part], inlined: Container[str] = (), *, margin: bool = True) -> Markup:
    """Return parts on the grid.

    What stands in the margin comes after its block in the file, and beside it on the page: it is
    a float, so it stands before that block here, with a mark by which the PDF's structure puts it
    behind again (`structure.py`). Key numbers in a row of two or more go across the page; a single
    one stands in the column where it is `inlined`, or where there is no margin.
    """
    found: list[Markup] = []
    text: list[Part] = []
    for part in _with_rows(parts):
        match part.setting:
            case Setting.COLUMN | Setting.HEADING:
                text.append(part)
            case Setting.KEY_NUMBER if not margin or part.key in inlined:
                text.append(part)
            case Setting.MARGIN | Setting.KEY_NUMBER:
                last = _last_block(text)
                found += [_column(text[: len(text) - len(last)]), _side(part, after=bool(last))]
                found.append(_column(last))
                text = []
            case Setting.WIDE:
                found += [_column(text), Markup('<div class="wide">{}</div>').format(part.html)]
                text = []
    return Markup("\n").join((*filter(None, found), _column(text)))


def _with_rows(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts, with two or more key numbers that follow one another as one row."""
    row: list[Part] = []
    for part in (*parts, None):
        if part is not None and part.setting is Setting.KEY_NUMBER:
            row.append(part)
            continue
        if len(row) > 1:
            yield Part(Setting.WIDE, div("key-numbers", *row))
        else:
            yield from row
        row = []
        if part is not None:
            yield part


def _last_block(text: list[Part]) -> list[Part]:
    """Return the block that a thing in the margin stands beside: the last, with its headings."""
    start = len(text) - 1
    while start > 0 and text[start - 1].setting is Setting.HEADING:
        start -= 1
    return text[max(start, 0) :]


def _side(part: Part, *, after: bool) -> Markup:
    mark = Markup(' data-read="after"') if after else Markup("")
    return Markup('<div class="side" data-side="{}"{}>{}</div>').format(part.key, mark, part.html)


def _column(text: list[Part]) -> Markup:
    return div("text", *text) if text else Markup("")


def div(kind: str, *parts: Part) -> Markup:
    """Return parts in a division of a class."""
    inside = Markup("\n").join(part.html for part in parts)
    return Markup('<div class="{}">\n{}\n</div>').format(kind, inside)


def moved(blocks: Blocks[Settled], later: Mapping[str, int]) -> Blocks[Settled]:
    """Return blocks with figures and tables behind so many of those that follow them."""
    found = list(blocks)
    for name, count in later.items():
        at = next((at for at, one in enumerate(found) if _is_named(one, name)), None)
        if at is None:
            continue
        end = at
        for _ in range(count):
            end += 1
            while end < len(found) and isinstance(found[end], Slide):
                end += 1
        if end < len(found) and not any(isinstance(one, Section) for one in found[at : end + 1]):
            found.insert(end, found.pop(at))
    return tuple(found)


def _is_named(block: Block[Settled], name: str) -> bool:
    return isinstance(block, Figure | FigureGroup | Table) and block.id == name


def setting_of(block: Block[Settled]) -> Setting:
    """Return where a block stands on the grid; a table of few columns of numbers in the column."""
    match block:
        case Box(kind="margin" | "key-points"):
            return Setting.MARGIN
        case Box(kind="key-number"):
            return Setting.KEY_NUMBER
        case Box() if block.kind.startswith("callout"):
            return Setting.COLUMN
        case CodeBlock() | Equation() if _is_wide(block):
            return Setting.WIDE
        case Figure(place=FigurePlace.MARGIN):
            return Setting.MARGIN
        case Table() if _is_narrow(block):
            return Setting.COLUMN
        case Paragraph() | ItemList() | DefinitionList() | Quote() | CodeBlock() | Equation():
            return Setting.COLUMN
        case HorizontalRule() | Build() | SourceList():
            return Setting.COLUMN
        case _:
            return Setting.WIDE


def _is_wide(block: CodeBlock | Equation) -> bool:
    return code.is_wide(block) if isinstance(block, CodeBlock) else formulas.is_wide(block)


def _is_narrow(table: Table[Settled]) -> bool:
    """Return whether a table is a few columns of numbers, for which the column has room."""
    return len(table.columns) <= NARROW_COLUMNS and all(
        column.align is Align.RIGHT for column in table.columns[1:]
    )


def key_of(block: Block[Settled]) -> str:
    """Return what names a thing in the margin between two layouts: where it stands in the file."""
    match block:
        case Box() | Figure():
            return f"{block.span.line}-{block.span.column}"
        case _:
            return ""
