"""Bars that lie: one for each name, longest first, with its value at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    LABELS,
    LIMITS,
    MOST,
    MULTIPLES,
    REST,
    SERIES,
    SORT,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.naming import name_key
from reportgen.charts.noting import no_mark, parted
from reportgen.charts.parts import FigurePart, noted
from reportgen.charts.parts import series as series_part
from reportgen.charts.rows import Placed, Row, placed_rows
from reportgen.charts.scales import Scale
from reportgen.charts.series import Plotted, check_series, parts_of, plotted
from reportgen.charts.table import Table, dashed
from reportgen.language import and_more

STACKS = ("stacked", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Spec):
    """What a chart of bars says."""

    x: str
    y: tuple[str, ...]
    series: str = ""
    bars: str = "side by side"
    labels: str = "auto"
    sort: str = ""
    most: float = 0
    rest: str = ""
    group: str = ""
    text: str = ""
    limits: tuple[float, float] | None = None
    multiples: str = ""


def check(spec: Bars, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    if not spec.group:
        check_series(spec, table)
    if spec.limits is not None and not spec.limits[0] <= 0 <= spec.limits[1]:
        message = "bars begin at zero, and these limits leave it out"
        raise ChartFault(message, "let them hold 0, or draw `chart=dots`", "limits")
    if spec.group and len(spec.y) > 1:
        raise ChartFault("groups of rows show one column", "name one in `y`", "y")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to be drawn: its name, its values, words in place of a number, and its group."""

    name: str
    values: tuple[float | None, ...]
    text: str = ""
    group: str = ""
    at: tuple[int, ...] = ()


def extent(spec: Bars, table: Table) -> tuple[float, float]:
    """Return the ends of the longest bars; zero lies between."""
    rows = rows_of(spec, table)
    if spec.bars in STACKS:
        sums = [sum(value or 0 for value in row.values) for row in rows]
        return min(0.0, *sums), max(0.0, *sums)
    values = [value for row in rows for value in row.values if value is not None]
    return min([0.0, *values]), max([0.0, *values])


def draw(canvas: Canvas, area: Area, spec: Bars, table: Table) -> None:
    """Draw rows of names, bars and values; the values need no axis."""
    names = series_names(spec, table)
    _draw(canvas, area, spec, table, rows_of(spec, table), names)


def draw_plotted(canvas: Canvas, area: Area, spec: Any, table: Table, found: Plotted) -> None:
    """Draw what columns would show, where their names have no room below them."""
    rows = [
        _Row(name, tuple(one.values[at] for one in found.series), at=(at,))
        for at, name in enumerate(found.names)
    ]
    lying = Bars(
        x=spec.x, y=spec.y, bars=spec.bars, labels=spec.labels, highlight=spec.highlight,
        notes=spec.notes, limits=spec.limits,
    )  # fmt: skip
    _draw(canvas, area, lying, table, rows, [one.name for one in found.series])


def series_names(spec: Bars, table: Table) -> list[str]:
    """Return what the series are called."""
    if spec.series and not spec.group:
        return [one.name for one in plotted(spec, table).series]
    return [table.label(one) for one in spec.y]


def rows_of(spec: Bars, table: Table) -> list[_Row]:
    """Return the rows in their order, the last of them added up where they are too many."""
    if spec.group:
        groups, texts = table.names(spec.group), _texts(spec, table)
        named = zip(table.names(spec.x), table.numbers(spec.y[0]), texts, groups, strict=True)
        found = [_Row(name, (value,), text, group) for name, value, text, group in named]
        order = list(dict.fromkeys(groups))
        return sorted(found, key=lambda one: order.index(one.group))
    shown = plotted(spec, table)
    texts = _texts(spec, table) if not spec.series else [""] * len(shown.names)
    rows = [
        _Row(name, tuple(one.values[at] for one in shown.series), texts[at], at=(at,))
        for at, name in enumerate(shown.names)
    ]
    rows = _sorted(rows, spec)
    most = int(spec.most)
    if most and len(rows) > most:
        rest = rows[most - 1 :]
        rows = rows[: most - 1]
        sums: tuple[float | None, ...] = tuple(
            sum(row.values[at] or 0 for row in rest) if spec.rest else None
            for at in range(len(rest[0].values))
        )
        rows.append(_Row(spec.rest or and_more(str(table.locale), len(rest)), sums))
    return rows


def _texts(spec: Bars, table: Table) -> list[str]:
    if not spec.text:
        return [""] * len(table)
    return [dashed(str(one)) if one else "" for one in table.values(spec.text)]


def _sorted(rows: list[_Row], spec: Bars) -> list[_Row]:
    def total(row: _Row) -> float:
        return sum(value or 0 for value in row.values)

    match spec.sort:
        case "largest":
            return sorted(rows, key=lambda row: -total(row))
        case "smallest":
            return sorted(rows, key=total)
        case "name":
            return sorted(rows, key=lambda row: row.name.casefold())
        case _:
            return rows


def _draw(
    canvas: Canvas, area: Area, spec: Bars, table: Table, rows: list[_Row], series: Sequence[str],
) -> None:  # fmt: skip
    """Draw rows, with their names above the bars where these have too little room beside them."""
    state = canvas.state()
    try:
        _drawn(canvas, area, spec, table, rows, series, above=None)
    except ChartFault as fault:
        canvas.back_to(state)
        try:
            _drawn(canvas, area, spec, table, rows, series, above=True)
        except ChartFault:
            raise fault from None


def _drawn(
    canvas: Canvas, area: Area, spec: Bars, table: Table, rows: list[_Row], series: Sequence[str],
    *, above: bool | None,
) -> None:  # fmt: skip
    look, size = canvas.look, canvas.look.size
    hot = {one.casefold() for one in spec.highlight}
    colors = look.series(len(series))
    box = area.box
    if len(series) > 1:
        box = name_key(canvas, box, series, colors)
    is_stacked = spec.bars in STACKS and len(series) > 1
    side = 1 if is_stacked or len(series) == 1 else len(series)
    groups = ["", *(row.group for row in rows)]
    named = [
        Row(row.name, group="" if row.group == before else row.group,
            is_strong=row.name.casefold() in hot)
        for row, before in zip(rows, groups, strict=False)
    ]  # fmt: skip
    thick = 1.25 if side == 1 else 1.05 * side
    inner, places = placed_rows(canvas, box, named, thick=thick, above=above)
    low, high = spec.limits or area.values or _ends(rows, is_stacked)
    is_share = spec.bars == "share" and len(series) > 1
    if is_share:
        low, high = 0.0, 100.0
    brackets = [(parts_of(key), said) for key, said in spec.notes if " + " in key]
    texts = [_printed(table, spec, row, at) for row in rows for at in range(side)]
    prints = not is_share and spec.labels != "none"
    wide = canvas.widest(texts, weight="bold") + 0.5 * size if prints else 0
    before = wide if low < 0 else 0.0
    scale = Scale(low, high, inner.left + before, inner.right - wide - aside(canvas, box, brackets))
    if scale.end - scale.start < (2 if above else 4) * size:
        message = "beside these names there is no room for bars"
        raise ChartFault(message, "shorten the names, or make it wider", "x")
    drawn = _Bars(canvas, spec, table, scale, colors, hot, side, tuple(map(series_part, series)))
    ends = [drawn.row(row, place) for row, place in zip(rows, places, strict=True)]
    if low < 0:
        x = scale(0)
        canvas.line([(x, inner.bottom), (x, inner.top)], look.quiet, 0.8, takes=False)
    at = {row.name.casefold(): place for place, row in enumerate(rows)}
    for key, said in spec.notes:
        if any(one.casefold() not in at for one in parts_of(key)):
            raise no_mark(key)
        held = [at[one.casefold()] for one in parts_of(key)]
        with canvas.part(*noted(key), *drawn.parts):
            if len(held) == 1:
                _beside(canvas, said, ends[held[0]], places[held[0]], inner)
            elif held:
                furthest = max(ends[one] for one in held)
                bracket(canvas, [places[one] for one in held], furthest, said, box)


def _ends(rows: Sequence[_Row], is_stacked: bool) -> tuple[float, float]:  # noqa: FBT001
    if is_stacked:
        values = [sum(value or 0 for value in row.values) for row in rows]
    else:
        values = [value for row in rows for value in row.values if value is not None]
    return min([0.0, *values]), max([0.0, *values]) or 1.0


def _printed(table: Table, spec: Bars, row: _Row, at: int) -> str:
    if row.text:
        return row.text
    if all(value is None for value in row.values):
        return ""
    if spec.bars in STACKS and len(row.values) > 1:
        return table.printed(spec.y[0], sum(value or 0 for value in row.values))
    value = row.values[at]
    return "" if value is None else table.printed(spec.y[min(at, len(spec.y) - 1)], value)


@dataclass(frozen=True)
class _Bars:
    """Draws the bars of rows."""

    canvas: Canvas
    spec: Bars
    table: Table
    scale: Scale
    colors: Sequence[str]
    hot: set[str]
    side: int
    parts: tuple[FigurePart, ...]
    """The series, as parts of the figure."""

    def row(self, row: _Row, place: Placed) -> float:
        """Draw a row's bars and values, and return where they end."""
        with self.canvas.part(row.name, *map(series_part, filter(None, [row.group]))):
            if self.spec.bars in STACKS and len(row.values) > 1:
                return self._stacked(row, place)
            thick = place.thick / self.side
            ends = []
            for at in range(self.side):
                middle = place.middle + place.thick / 2 - thick * (at + 0.5)
                with self.canvas.part(self.parts[at]):
                    ends.append(self._bar(row, at, middle, thick * (0.9 if self.side > 1 else 1)))
            return max(ends)

    def _bar(self, row: _Row, at: int, middle: float, thick: float) -> float:
        look, value = self.canvas.look, row.values[at]
        zero = self.scale(0)
        end = self.scale(value or 0)
        is_hot = row.name.casefold() in self.hot or (
            self.side > 1 and self.table.label(self.spec.y[at]).casefold() in self.hot
        )
        color = look.accent if is_hot else self.colors[at]
        if value:
            self.canvas.bar(zero, middle - thick / 2, end, middle + thick / 2, color)
        text = _printed(self.table, self.spec, row, at)
        if self.spec.labels == "none" or not text:
            return end
        gap = 0.4 * look.size
        is_left = (value or 0) < 0
        box = self.canvas.text(
            end - gap if is_left else end + gap, middle, text,
            align="right" if is_left else "left", weight="bold" if is_hot else "normal",
            style="italic" if value is None else "normal",
            color=look.accent_text if is_hot else look.quiet if value is None else look.text,
        )  # fmt: skip
        return max(end, box.right)

    def _stacked(self, row: _Row, place: Placed) -> float:
        look, start = self.canvas.look, self.scale(0)
        total = sum(value or 0 for value in row.values) or 1
        share = self.spec.bars == "share"
        is_hot = row.name.casefold() in self.hot
        for at, value in enumerate(row.values):
            part = (100 * (value or 0) / total) if share else (value or 0)
            wide = self.scale(part) - self.scale(0)
            color = look.accent if is_hot and at == 0 else self.colors[at]
            if part:
                with self.canvas.part(self.parts[at]):
                    self.canvas.bar(
                        start, place.middle - place.thick / 2, start + wide,
                        place.middle + place.thick / 2, color,
                    )  # fmt: skip
            text = self.table.number(round(part)) + "%" if share else ""
            fits = self.canvas.width_of(text) + 0.6 * look.size < wide
            if text and fits and place.thick >= 1.05 * look.size:
                with self.canvas.part(self.parts[at]):
                    self.canvas.text(
                        start + wide / 2, place.middle, text, color=look.on(color), align="center",
                        takes=False, over=6,
                    )  # fmt: skip
            start += wide
        if share or self.spec.labels == "none":
            return start
        text = _printed(self.table, self.spec, row, 0)
        with self.canvas.part(*self.parts):
            box = self.canvas.text(
                start + 0.4 * look.size, place.middle, text, weight="bold" if is_hot else "normal",
                color=look.accent_text if is_hot else look.text,
            )  # fmt: skip
        return box.right


def _beside(canvas: Canvas, said: str, end: float, place: Placed, inner: Box) -> None:
    """Write a note behind a row's value, else as near as there is room."""
    size = canvas.look.small
    x = end + 0.8 * size
    box = canvas.box_of(x, place.middle, said, size)
    if box.right <= canvas.whole.right and canvas.taken.is_free(box):
        canvas.text(x, place.middle, said, size=size, color=canvas.look.quiet)
        return
    within = Box(inner.left, inner.bottom, canvas.whole.right, inner.top)
    at = (end + 0.4 * size, place.middle)
    canvas.note(said, at, within=within, color=canvas.look.quiet)


def aside(canvas: Canvas, box: Box, brackets: Sequence[tuple[tuple[str, ...], str]]) -> float:
    """Return the width of what stands beside brackets at the right."""
    size = canvas.look.size
    if not brackets:
        return 0.0
    wide = 0.0
    for _, said in brackets:
        number, words = parted(said)
        lines = canvas.lines(words, min(9 * size, 0.24 * box.width), even=True)
        large = canvas.width_of(number, canvas.look.large, "bold")
        wide = max(wide, large, canvas.widest(lines) if words else 0)
    return wide + 2.2 * size


def bracket(canvas: Canvas, held: Sequence[Placed], end: float, said: str, box: Box) -> None:
    """Bracket rows at the right of their bars, and say what they come to."""
    look, size = canvas.look, canvas.look.size
    top = max(one.middle + one.thick / 2 for one in held)
    bottom = min(one.middle - one.thick / 2 for one in held)
    passed = [  # rows between the first and the last one held reach as far as they do
        box_.right for box_ in canvas.taken.boxes
        if box_.bottom < top and box_.top > bottom and box_.left > box.left
    ]  # fmt: skip
    x = max([end, *passed]) + 0.9 * size
    canvas.line(
        [(x - 0.5 * size, top), (x, top), (x, bottom), (x - 0.5 * size, bottom)],
        look.accent_text, 0.9,
    )  # fmt: skip
    number, words = parted(said)
    large = canvas.look.large
    room = max(box.right - x - 0.7 * size, 3 * size)
    lines = canvas.lines(words, room, even=True) if words else ()
    height = 1.2 * (large if number else 0) + 1.2 * size * len(lines)
    start = min(box.top, max((top + bottom) / 2 + height / 2, box.bottom + height))
    if number:
        start = canvas.block(
            x + 0.7 * size, start, [number], size=large, weight="bold", color=look.accent_text
        )
    canvas.block(x + 0.7 * size, start, lines, color=look.text if number else look.accent_text)


SETTINGS = (
    Setting("x", Kind.COLUMN, "What the bars are called.", needed=True),
    Setting("y", Kind.COLUMNS, "What is measured.", needed=True, numbers=True),
    SERIES,
    Setting(
        "bars", Kind.CHOICE,
        "How several series lie: side by side, stacked, or as shares of 100.",
        ("side by side", "stacked", "share"), default="side by side",
        classes=(("stack", "stacked"), ("share", "share")),
    ),
    SORT, MOST, REST,
    Setting("group", Kind.COLUMN, "Rows stand in groups that nothing joins, under this heading."),
    Setting("text", Kind.COLUMN, "Words that are printed instead of the number: “low teens”."),
    LABELS, LIMITS, MULTIPLES,
)  # fmt: skip

FORM = Form(
    name="bars",
    says="Bars for amounts of named things; long names have room.",
    spec=Bars,
    settings=SETTINGS,
    draw=draw,
    check=check,
    extent=extent,
    mirrors=True,
    example='chart=bars x=province y=total sort=largest most=8 highlight="North Hamgyong"',
)
