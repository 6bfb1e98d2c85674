"""Fits tables: widths of columns, heights of rows, parts where rows are too many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.deck.model import Frame, Paras, Placeholder, TablePart, Type, inset
from reportgen.deck.plan.measure import evenly, measure, widest_word, width_of
from reportgen.deck.plan.metrics import lasting
from reportgen.deck.plan.paragraphs import paras
from reportgen.diagnostics import Span
from reportgen.document import Row, Settled, Table, grid, pt

CELL_MARGIN = 7.2
"""The margin in points on either side of a cell; the table's own edges have none."""
ROW_MARGIN = 2.9
SLACK = 1.03
"""What a column is wider than its text by, since lines end 2 % before the edge."""
HEAD_SHARE = 0.45
"""How much of its width in one line a head asks for: it may take two or three."""
MOST_SPREAD = 1.4
"""By how much rows grow at most to fill a slide, in em."""
STRETCH = 1.8
"""How much wider than its text a column may get, so that a row can still be read across."""

Cells = tuple[Paras, ...]


@dataclass(frozen=True, slots=True)
class FittedTable:
    """A table set at one size: its parts, and by how many points what is too wide or too high.

    `word` is the widest word of a table that is too wide, `at` where that or the highest row is.
    """

    parts: tuple[TablePart, ...]
    excess: float = 0.0
    too_high: float = 0.0
    word: str = ""
    at: Span | None = None


def fit_table(
    table: Table[Settled], box: Placeholder | None, frame: Frame, family: str, size: float
) -> FittedTable:
    """Return a table in as many parts as `frame` needs, each with the head row.

    On a slide no cell goes over several: its text stands in each of them. Several rows of a head
    are one, so that a screen reader says all of it with each cell.
    """
    head = _head(table)
    body = _cells((*table.rows, *table.foot), len(table.columns))
    own = box.family if box is not None and box.style else ""
    type_ = Type(lasting(own or family), size)
    widths, excess = _widths(table, (head, *body), type_, frame.width.pt)
    heights = {row: _height(row, widths, type_, head=row is head) for row in (head, *body)}
    top = heights[head] if table.head else 0.0
    room = frame.height.pt - top
    groups = evenly(body, lambda rows: sum(heights[row] for row in rows), room) or ((),)
    whole = TablePart(
        box=box,
        frame=frame,
        table=table,
        rows=(),
        widths=widths,
        heights=(),
        size=size,
        heads=1 if table.head else 0,
    )
    heads = (head,) if table.head else ()
    parts = [_part(whole, (*heads, *group), heights) for group in groups]
    parts[-1] = replace(parts[-1], feet=min(len(table.foot), len(groups[-1])))
    too_high = max((part.frame.height.pt - frame.height.pt for part in parts), default=0.0)
    word, at = _widest((head, *body), type_) if excess else ("", None)
    if too_high > 0.01 and not excess:
        highest = max((head, *body), key=lambda row: heights[row])
        at = next((para.span for cell in highest for para in cell if para.span), None)
    return FittedTable(tuple(parts), excess, max(0.0, too_high - 0.01), word, at)


def _head(table: Table[Settled]) -> Cells:
    """Return the rows of a head as one: in each column what stands over it, from the top."""
    rows = grid(table.head, len(table.columns))
    if not rows:
        return tuple(() for _ in table.columns)
    found: list[Paras] = []
    for column in zip(*rows, strict=True):
        own = [cell for at, cell in enumerate(column) if not at or cell is not column[at - 1]]
        found.append(tuple(para for cell in own for para in paras(cell.blocks)))
    return tuple(found)


def _cells(rows: Sequence[Row[Settled]], width: int) -> list[Cells]:
    return [tuple(paras(cell.blocks) for cell in row) for row in grid(rows, width)]


def _widest(rows: Sequence[Cells], type_: Type) -> tuple[str, Span | None]:
    """Return the widest word of a table, and where it stands."""
    known = [para for row in rows for cell in row for para in cell]
    if not known:
        return "", None
    widest = max(known, key=lambda para: widest_word(para.runs, type_))
    word = max(widest.text.split(), key=len, default="")
    return word, widest.span


def margins(at: int, count: int) -> tuple[float, float]:
    """Return the left and right margin in points of the cells in column `at` of `count`."""
    return (0.0 if at == 0 else CELL_MARGIN, 0.0 if at == count - 1 else CELL_MARGIN)


def _part(whole: TablePart, rows: tuple[Cells, ...], heights: dict[Cells, float]) -> TablePart:
    """Return the part of a table with `rows`, in a frame of their size."""
    own = tuple(heights[row] for row in rows)
    place = Frame(whole.frame.left, whole.frame.top, pt(sum(whole.widths)), pt(sum(own)))
    return replace(whole, frame=place, rows=rows, heights=own)


def stretched(part: TablePart, frame: Frame) -> TablePart:
    """Return a table that has a frame to itself, its rows higher so that they fill it."""
    left = frame.height.pt - sum(part.heights)
    extra = min(max(0.0, left / max(1, len(part.rows))), MOST_SPREAD * part.size)
    own = tuple(height + extra for height in part.heights)
    return replace(part, heights=own, spread=extra, frame=replace(part.frame, height=pt(sum(own))))


def _bold(type_: Type) -> Type:
    return Type(type_.family, type_.size, bold=True)


def _widths(
    table: Table[Settled], rows: Sequence[Cells], type_: Type, room: float
) -> tuple[tuple[float, ...], float]:
    """Return the widths of the columns, and by how much the widest words do not fit together."""
    count = len(table.columns)
    pads = [sum(margins(at, count)) for at in range(count)]
    natural, least = list(pads), list(pads)
    for number, row in enumerate(rows):
        used = type_ if number else _bold(type_)
        for at, cell in enumerate(row[:count]):
            word = max(
                (widest_word(para.runs, used) + inset(para, used) for para in cell), default=0.0
            )
            full = max(
                (width_of(para.runs, used) + inset(para, used) for para in cell), default=0.0
            )
            wanted_width = full if number else max(word, full * HEAD_SHARE)
            natural[at] = max(natural[at], wanted_width * SLACK + 1 + pads[at])
            least[at] = max(least[at], word * SLACK + 1 + pads[at])
    shares = [column.share for column in table.columns]
    if all(shares) and shares:
        wanted = [room * (share or 0) / sum(one or 0 for one in shares) for share in shares]
        if all(width >= low for width, low in zip(wanted, least, strict=True)):
            return tuple(wanted), 0.0
    if sum(natural) <= room:
        factor = min(STRETCH, room / sum(natural)) if natural else 1.0
        return tuple(width * factor for width in natural), 0.0
    spare = room - sum(least)
    if spare < 0:
        return tuple(width * room / sum(least) for width in least), -spare
    wish = sum(natural) - sum(least)
    return tuple(
        low + spare * (full - low) / wish for low, full in zip(least, natural, strict=True)
    ), 0.0


def _height(row: Cells, widths: Sequence[float], type_: Type, *, head: bool) -> float:
    """Return the height of a row: PowerPoint lets it grow to this on opening."""
    used = _bold(type_) if head else type_
    tallest = type_.size * 1.2
    for at, cell in enumerate(row[: len(widths)]):
        room = widths[at] - sum(margins(at, len(widths)))
        tallest = max(tallest, sum(measure(para, used, room).height for para in cell))
    return tallest + 2 * ROW_MARGIN
