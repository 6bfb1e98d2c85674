"""Rows one below the other, each with its name: at the left where there is room, else above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Canvas
from reportgen.charts.grammar import ChartFault
from reportgen.charts.parts import series
from reportgen.diagnostics import counted

WIDEST = 0.4
"""The part of a place's width that a column of names may take."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, what explains it, and the heading of the group that begins with it."""

    name: str
    note: str = ""
    group: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row's mark lies: its middle, and how thick it may be."""

    middle: float
    thick: float


@dataclass(frozen=True, slots=True)
class _Measured:
    """A row's lines: of its name, of what explains it, of the heading above it.

    Above a mark what explains a name stands `beside` it, so far from its start in points, where
    one line has room for both: a mark is then nearer to its own name than to the next. 0 is below.
    """

    names: tuple[str, ...]
    notes: tuple[str, ...]
    group: tuple[str, ...]
    beside: float = 0.0

    @property
    def below(self) -> int:
        """How many lines of what explains it stand below its name."""
        return 0 if self.beside else len(self.notes)


def placed_rows(
    canvas: Canvas, box: Box, rows: Sequence[Row], *, thick: float = 1.3, above: bool | None = None
) -> tuple[Box, list[Placed]]:
    """Write the names of rows; return the box for their marks, and where in it each lies.

    `thick` is the least height of a mark, in ems. Raises ChartFault where they do not fit.
    """
    size = canvas.look.size
    widest = canvas.widest((one.name for one in rows), weight="bold")
    column = min(widest, WIDEST * box.width) + 0.8 * size
    tries = [above] if above is not None else [False, True]
    for is_above in tries:
        width = box.width if is_above else column - 0.8 * size
        lines = [_measured(canvas, one, width, is_above) for one in rows]
        heads = [canvas.look.leading * size * len(one.group) + (0.9 * size if one.group else 0)
                 for one in lines]  # fmt: skip
        heads[0] = max(0.0, heads[0] - 0.9 * size)
        tall = [_height(canvas, one, is_above, thick) for one in lines]
        least = sum(heads) + sum(tall)
        broken = any(len(one.names) > 2 for one in lines) and not is_above and above is None
        if least <= box.height + 0.01 and not broken:
            spare = min((box.height - least) / len(rows), 1.1 * size)
            return _written(canvas, box, rows, lines, heads, tall, spare, is_above, column, thick)
    needed = (canvas.height - box.height + least) * 25.4 / 72
    raise ChartFault(
        f"there is no room here for {counted(len(rows), 'row')}",
        f"give it a height of {needed:.0f} mm, or show fewer: `most={max(2, len(rows) // 2)}`",
        "most",
    )


def _measured(canvas: Canvas, row: Row, width: float, is_above: bool) -> _Measured:  # noqa: FBT001
    names = canvas.lines(row.name, width, weight="bold" if row.is_strong else "normal")
    notes = canvas.lines(row.note, width, canvas.look.small) if row.note else ()
    group = canvas.lines(row.group, canvas.width, weight="bold") if row.group else ()
    beside = canvas.width_of(row.name, weight="bold") + 0.6 * canvas.look.size
    is_short = beside + canvas.width_of(row.note, canvas.look.small) <= width if row.note else False
    return _Measured(names, notes, group, beside if is_above and is_short else 0.0)


def _height(canvas: Canvas, lines: _Measured, is_above: bool, thick: float) -> float:  # noqa: FBT001
    size = canvas.look.size
    named = canvas.look.leading * (size * len(lines.names) + canvas.look.small * lines.below)
    return (
        named + (_lying(thick) + 0.3) * size if is_above else max(named, thick * size) + 0.15 * size
    )


def _lying(thick: float) -> float:
    """Return how thick a mark is below its name, in ems: several in one row each bear a number."""
    return 0.55 * thick if thick <= 1.3 else 0.95 * thick


def _written(
    canvas: Canvas, box: Box, rows: Sequence[Row], lines: Sequence[_Measured],
    heads: Sequence[float], tall: Sequence[float], spare: float, is_above: bool,  # noqa: FBT001
    column: float, thick: float,
) -> tuple[Box, list[Placed]]:  # fmt: skip
    size, top, found = canvas.look.size, box.top, []
    for at, (row, shown) in enumerate(zip(rows, lines, strict=True)):
        if shown.group:
            with canvas.part(series(row.group)):
                canvas.block(box.left, top - (0.9 * size if at else 0), shown.group, weight="bold")
        top -= heads[at]
        height = tall[at] + spare
        named = canvas.look.leading * (size * len(shown.names) + canvas.look.small * shown.below)
        start = top - spare / 2 if is_above else top - height / 2 + named / 2
        x, align = (box.left, "left") if is_above else (box.left + column - 0.8 * size, "right")
        with canvas.part(row.name):
            below = canvas.block(
                x, start, shown.names, weight="bold" if row.is_strong else "normal", align=align
            )
            if shown.beside:
                lower = canvas.look.leading * (size - canvas.look.small) / 2
                x, below = x + shown.beside, start - lower
            canvas.block(
                x, below, shown.notes, size=canvas.look.small, color=canvas.look.quiet, align=align
            )
        if is_above:
            mark = _lying(thick) * size
            found.append(Placed(start - named - 0.12 * size - mark / 2, mark))
        else:
            mark = min(height * 0.8, max(1.9, thick) * size)
            found.append(Placed(top - height / 2, mark))
        top -= height
    inner = box if is_above else box.inset(left=column)
    return Box(inner.left, top, inner.right, box.top), found
