"""Writes tables as HTML: heads of several rows, merged cells, feet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from markupsafe import Markup

from reportgen.document import (
    Align,
    Blocks,
    Cell,
    Column,
    Inlines,
    Paragraph,
    Row,
    Settled,
    Table,
    grid,
    plain_text,
    runs,
    walk,
)

KINDS = ((16, " turned many"), (12, " turned"), (8, " tight"))
"""From so many columns on a table is set smaller, and on a page of its own in landscape."""
ROOM = {"": 104, " tight": 118, " turned": 172, " turned many": 200}
"""How many characters, each half an em wide, a row has room for, by how a table is set."""
BETWEEN = 2
"""What stands between two columns, in such characters."""


class Writes(Protocol):
    """What turns the text in cells and captions into HTML."""

    def inlines(self, inlines: Inlines[Settled], /) -> Markup: ...
    def blocks(self, blocks: Blocks[Settled], /) -> Markup: ...


def table_html(
    table: Table[Settled],
    identifier: Markup,
    caption: Markup,
    later: str,
    legend: Markup,
    writer: Writes,
) -> Markup:
    """Return a table in its frame; `identifier` is its attribute `id`, as `caption` its element.

    `later` stands above it on each page that it goes on to.
    """
    head = Markup("").join(
        Markup("<tr>{}</tr>").format(_row(row, table.columns, writer, is_head=True))
        for row in placed(table.head, len(table.columns))
    )
    kind = _kind(table)
    group = "thead" if table.rows else "tbody"  # a head alone is no table (ISO 32000-1, 14.8.4.3.4)
    return Markup('<div class="table{}"{}><table{}>{}{}\n{}{}</table>{}</div>').format(
        (" data" if table.dataset else "") + kind + _wrapping(table, kind),
        identifier,
        _attribute("data-later", later),
        caption,
        Markup("<{0}>{1}</{0}>").format(group, head) if head else Markup(""),
        _body(table.rows, table.columns, writer, Markup("<tbody>")),
        _body(table.foot, table.columns, writer, Markup('<tbody class="foot" data-tag="TFoot">')),
        legend,
    )


def placed(rows: Sequence[Row[Settled]], width: int) -> Iterator[list[tuple[int, Cell[Settled]]]]:
    """Yield for each row the cells that begin in it, with their columns; no row is too short."""
    whole = grid(rows, width)
    for number, row in enumerate(whole):
        above = whole[number - 1] if number else ()
        yield [
            (at, cell)
            for at, cell in enumerate(row)
            if not (above and above[at] is cell) and not (at and row[at - 1] is cell)
        ]


def _body(
    rows: Sequence[Row[Settled]], columns: Sequence[Column], writer: Writes, tag: Markup
) -> Markup:
    """Return rows as a group of their own, nothing where there are none.

    A foot is no `tfoot`, which would stand at the end of every page.
    """
    found = Markup("\n").join(
        Markup("<tr>{}</tr>").format(_row(row, columns, writer, is_head=False))
        for row in placed(rows, len(columns))
    )
    return Markup("{}{}</tbody>").format(tag, found) if rows else Markup("")


def _row(
    cells: Iterable[tuple[int, Cell[Settled]]],
    columns: Sequence[Column],
    writer: Writes,
    *,
    is_head: bool,
) -> Markup:
    found = Markup("")
    for at, cell in cells:
        column = columns[at]
        tag = "th" if is_head or at == 0 else "td"
        scope = "col" if is_head else "row" if at == 0 else ""
        share = column.share if not is_head and column.align is not Align.RIGHT else None
        wide = cell.columns > 1
        found += Markup("<{0}{1}{2}{3}{4}{5}>{6}</{0}>").format(
            tag,
            _attribute("scope", scope),
            Markup(' class="{}"').format("center" if wide and is_head else column.align),
            _attribute("style", f"width:{round(share * 100)}%" if share and not wide else ""),
            _attribute("colspan", str(cell.columns) if wide else ""),
            _attribute("rowspan", str(cell.rows) if cell.rows > 1 else ""),
            _content(cell, writer),
        )
    return found


def _attribute(name: str, value: str) -> Markup:
    return Markup(' {}="{}"').format(name, value) if value else Markup("")


def _content(cell: Cell[Settled], writer: Writes) -> Markup:
    """Return what stands in a cell; a single paragraph stands in it without `<p>`."""
    if len(cell.blocks) == 1 and isinstance(only := cell.blocks[0], Paragraph):
        return writer.inlines(only.content)
    return writer.blocks(cell.blocks)


def _kind(table: Table[Settled]) -> str:
    return next((kind for least, kind in KINDS if len(table.columns) >= least), "")


def _wrapping(table: Table[Settled], kind: str) -> str:
    """Return the class of a table whose words have to break, for else it would be too wide.

    In tables of data, whose first column stands in a line, that one may have to go on in another.
    """
    rows = grid(table.all_rows, len(table.columns))
    longest = [max((_longest_word(row[at]) for row in rows), default=0) for at in _range(table)]
    room = ROOM[kind] - BETWEEN * len(longest)
    if sum(longest) > room:
        return " wrapping"
    named = max((len(_text(row[0])) for row in rows), default=0) if table.dataset else 0
    return " long" if named + sum(longest[1:]) > room else ""


def _range(table: Table[Settled]) -> range:
    return range(len(table.columns))


def _text(cell: Cell[Settled]) -> str:
    return " ".join(plain_text(run) for block in walk(cell.blocks) for run in runs(block))


def _longest_word(cell: Cell[Settled]) -> int:
    """Return the length of the longest word in a cell; merged cells have room enough."""
    if cell.columns > 1:
        return 0
    return max(map(len, _text(cell).split()), default=0)
