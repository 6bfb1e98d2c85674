"""Columns that stand on an axis: for each place on it one, some side by side, or a stack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.charts.axes import FOOT, draw_value_axis, draw_years, gutter, value_axis
from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    CHANGE,
    EVENTS,
    LABELS,
    LIMITS,
    MULTIPLES,
    SERIES,
    SPANS,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.look import Look
from reportgen.charts.naming import key_height, name_key
from reportgen.charts.noting import (
    check_spans,
    draw_change,
    draw_events,
    draw_notes,
    draw_span,
    events_of,
    parted,
    spans_of,
    with_headroom,
)
from reportgen.charts.parts import FigurePart, category
from reportgen.charts.parts import series as series_part
from reportgen.charts.scales import Scale
from reportgen.charts.series import Plotted, check_series, plotted
from reportgen.charts.table import Table

STACKS = ("stacked", "share")
FEW = 4
"""So many columns at most are few: what they come to stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Spec):
    """What a chart of columns says."""

    x: str
    y: tuple[str, ...]
    series: str = ""
    bars: str = "side by side"
    labels: str = "auto"
    change: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    events: str = ""
    spans: tuple[tuple[str, str], ...] = ()
    multiples: str = ""


def shown(spec: Columns, table: Table) -> Plotted:
    """Return what is drawn: values, or shares of 100 of each place's sum."""
    found = plotted(spec, table)
    if spec.bars != "share":
        return found
    if any(value < 0 for value in found.values):
        message = "a share of 100 cannot be drawn of values below zero"
        raise ChartFault(message, "write `bars=stacked`", "bars")
    totals = found.totals
    parts = tuple(
        replace(
            one,
            values=tuple(
                None if value is None or not total else 100 * value / total
                for value, total in zip(one.values, totals, strict=True)
            ),
        )
        for one in found.series
    )
    return replace(found, series=parts)


def extent(spec: Columns, table: Table) -> tuple[float, float]:
    """Return the least and the greatest end of a column; zero lies between."""
    found = shown(spec, table)
    if spec.bars in STACKS and len(found.series) > 1:
        highs = [sum(max(v or 0, 0) for v in column) for column in _columns(found)]
        lows = [sum(min(v or 0, 0) for v in column) for column in _columns(found)]
        return min(0.0, *lows), max(0.0, *highs)
    return min(0.0, *found.values), max(0.0, *found.values)


def _columns(found: Plotted) -> list[tuple[float | None, ...]]:
    return list(zip(*(one.values for one in found.series), strict=True))


def check(spec: Columns, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    check_series(spec, table)
    shown(spec, table)
    if spec.limits is not None and not spec.limits[0] <= 0 <= spec.limits[1]:
        message = "columns stand on zero, and these limits leave it out"
        raise ChartFault(message, "let them hold 0, or draw `chart=lines`", "limits")
    if spec.limits is not None:
        low, high = extent(spec, table)
        if low < spec.limits[0] or high > spec.limits[1]:
            message = f"a value lies outside of these limits: {table.number(high)}"
            raise ChartFault(message, "widen them, or leave them out", "limits")
    found = plotted(spec, table)
    check_spans(spec.spans, found)
    if spec.change and spec.bars == "share":
        message = "every column is 100, so that there is no change to show"
        raise ChartFault(message, "write `bars=stacked`", "change")
    for name in spec.change:
        if not found.at(name):
            message = f"there is nothing before `{name}` from which it could have changed"
            raise ChartFault(message, "name a later place", "change")
    if spec.events:
        events_of(spec.events, table)


def draw(canvas: Canvas, area: Area, spec: Columns, table: Table) -> None:
    """Draw columns, their names or years below, a light grid, and the values that count."""
    found = shown(spec, table)
    if not _fit_below(found, canvas, area.box) and not spec.events and not spec.change:
        from reportgen.charts.forms import bars

        bars.draw_plotted(canvas, area, spec, table, found)
        return
    drawing = _Drawing(canvas, area, spec, table, found)
    with_headroom(canvas, drawing.draw)


def is_on_scale(found: Plotted) -> bool:
    """Return whether only some places are named below an axis: many numbers, years with gaps."""
    if found.numbers is None:
        return False
    has_gaps = found.is_years and found.numbers[-1] - found.numbers[0] + 1 > len(found.keys)
    return len(found.keys) > 6 or has_gaps


def _fit_below(found: Plotted, canvas: Canvas, box: Box) -> bool:
    """Return whether the names have room below their columns: years always have."""
    if is_on_scale(found):
        return True
    step = (box.width - 3 * canvas.look.size) / len(found.names)
    lines = [canvas.lines(name, step - 0.3 * canvas.look.size) for name in found.names]
    broken = any(
        canvas.widest(name.split()) > step - 0.3 * canvas.look.size for name in found.names
    )
    return not broken and max(map(len, lines)) <= 3


@dataclass
class _Drawing:
    """One chart of columns on an area."""

    canvas: Canvas
    area: Area
    spec: Columns
    table: Table
    found: Plotted

    @property
    def look(self) -> Look:
        return self.canvas.look

    @property
    def is_stacked(self) -> bool:
        return self.spec.bars in STACKS and len(self.found.series) > 1

    def draw(self, headroom: float) -> None:
        """Draw all of it, with a part of its height left free above the columns."""
        spec, found, size, box = self.spec, self.found, self.look.size, self.area.box
        self.colors = self.look.series(len(found.series))
        if len(found.series) > 1:
            names = [one.name for one in found.series]
            box = name_key(self.canvas, box, names, self.colors) if self.area.is_first else (
                box.inset(top=key_height(self.canvas, box.width, names))
            )  # fmt: skip
        low, high = self.area.values or extent(spec, self.table)
        if spec.limits is not None:
            low, high = spec.limits
        below = self._foot(box)
        head = 1.6 * self._value_size if spec.labels != "none" else 0.5 * size
        inner = box.inset(bottom=below, top=head + headroom * box.height)
        if low < 0:
            inner = inner.inset(bottom=1.5 * self._value_size)
        if inner.height < 2.5 * size:
            raise ChartFault("there is no room for columns", "make the figure higher", "notes")
        fixed = spec.bars == "share"
        axis = value_axis(
            low, high, inner.height, self.canvas, self.table, spec.y[0], spec.limits, fixed=fixed
        )
        is_plain = self._is_plain()
        gap = gutter(self.canvas, self.area, axis, is_plain=is_plain)
        inner = inner.inset(left=gap, right=self._aside(box))
        self.inner = inner
        self.scale = Scale(axis.low, axis.high, inner.bottom, inner.top)
        self._place(inner)
        draw_value_axis(self.canvas, self.area, axis, self.scale, inner, is_plain=is_plain)
        self._spans(Box(inner.left, inner.bottom, inner.right, box.top))
        self._bars()
        self.above = list(self.tops)
        self._names(box.bottom + below)
        self._values()
        self._words(Box(inner.left, inner.bottom, box.right, box.top))

    def _aside(self, box: Box) -> float:
        """Return the room beside few columns for the change that leads to the last of them."""
        last = self.found.names[-1].casefold()
        if len(self.found.keys) > FEW or last not in {one.casefold() for one in self.spec.change}:
            return 0.0
        notes = {key.casefold(): said for key, said in self.spec.notes}
        number, _ = parted(notes.get(last, "") or "−100%")
        wide = self.canvas.width_of(number, self.look.large, "bold") + 1.6 * self.look.size
        return min(wide, 0.4 * box.width)

    @property
    def _value_size(self) -> float:
        """The size of printed values: few columns on a slide have large ones."""
        is_few = self.look.is_slide and len(self.found.keys) <= FEW
        return self.look.size * (1.5 if is_few and len(self.found.series) == 1 else 1)

    def _is_plain(self) -> bool:
        """Return whether values are printed instead of an axis."""
        count = len(self.found.keys) * (1 if self.is_stacked else len(self.found.series))
        all_printed = self.spec.labels == "all" or (self.spec.labels != "none" and count <= 8)
        return self.look.is_slide or (all_printed and not self.is_stacked)

    def _foot(self, box: Box) -> float:
        """Return the height of the names below the axis."""
        if is_on_scale(self.found):
            return FOOT * self.look.size
        step = (box.width - 3 * self.look.size) / len(self.found.names)
        self.named = [
            self.canvas.lines(name, step - 0.3 * self.look.size) for name in self.found.names
        ]
        return self.look.leading * self.look.size * max(map(len, self.named)) + 0.5 * self.look.size

    def _place(self, inner: Box) -> None:
        """Give each place its middle: years lie to scale, so that missing ones leave a gap."""
        numbers = self.found.numbers
        if numbers is not None and self.found.is_years and len(numbers) > 1:
            least = min(b - a for a, b in pairwise(numbers))
            slots = round((numbers[-1] - numbers[0]) / least) + 1
            self.step = inner.width / slots
            first = numbers[0]
            self.middles = [
                inner.left + self.step * ((one - first) / least + 0.5) for one in numbers
            ]
            return
        self.step = inner.width / len(self.found.keys)
        self.middles = [inner.left + self.step * (at + 0.5) for at in range(len(self.found.keys))]

    def _spans(self, within: Box) -> None:
        for start, end, said in spans_of(self.spec.spans, self.found):
            half = self.step / 2
            left, right = self.middles[start] - half, self.middles[end] + half
            draw_span(self.canvas, Box(left, within.bottom, right, within.top), said, within)

    def _bars(self) -> None:
        """Draw the columns; `tops` and `bottoms` are where those of each place end."""
        found, zero = self.found, self.scale(0)
        self.tops, self.bottoms = [zero] * len(found.keys), [zero] * len(found.keys)
        self.ends: list[list[tuple[float, float, float, float | None]]] = []
        count = 1 if self.is_stacked else len(found.series)
        wide = self.step * (0.78 if count == 1 else 0.86)
        for number, series in enumerate(found.series):
            ends = []
            for at, value in enumerate(series.values):
                left = (
                    self.middles[at] - wide / 2 + (0 if self.is_stacked else wide / count * number)
                )
                right = left + wide / count
                base = zero
                if self.is_stacked:
                    base = self.tops[at] if (value or 0) >= 0 else self.bottoms[at]
                end = base + self.scale(value or 0) - zero
                color = self._color(number, at)
                if value:
                    with self.canvas.part(series_part(series.name), found.names[at]):
                        self.canvas.bar(left, base, right, end, color)
                self.tops[at] = max(self.tops[at], end)
                self.bottoms[at] = min(self.bottoms[at], end)
                ends.append((left, right, end, value))
            self.ends.append(ends)

    def _color(self, number: int, at: int) -> str:
        found, highlight = self.found, [one.casefold() for one in self.spec.highlight]
        is_place = any(found.at(one) == at for one in self.spec.highlight)
        is_series = found.series[number].name.casefold() in highlight
        if len(found.series) == 1:
            return self.look.accent if is_place or is_series else self.look.main
        if is_series or (is_place and number == 0):
            return self.look.accent
        return self.colors[number]

    def _names(self, top: float) -> None:
        size, found = self.look.size, self.found
        if found.numbers is not None and is_on_scale(found):
            places = dict(zip(found.numbers, self.middles, strict=True))
            if found.is_years:
                first, left = found.numbers[0], self.middles[0]
                least = (self.middles[-1] - left) / ((found.numbers[-1] - first) or 1)
                draw_years(
                    self.canvas, found.numbers, lambda year: left + (year - first) * least,
                    top - 0.85 * size, self.inner,
                )  # fmt: skip
            else:
                self._thinned(places, top - 0.85 * size)
            return
        for middle, lines in zip(self.middles, self.named, strict=True):
            self.canvas.block(
                middle, top - 0.3 * size, lines, color=self.look.quiet, align="center"
            )

    def _thinned(self, places: dict[float, float], y: float) -> None:
        last = None
        for (_, middle), name in zip(places.items(), self.found.names, strict=True):
            half = self.canvas.width_of(name) / 2
            if last is None or middle - half > last + 0.5 * self.look.size:
                self.canvas.text(middle, y, name, color=self.look.quiet, align="center")
                last = middle + half

    def _values(self) -> None:
        """Print values at the ends of columns: those of a stack are its sums."""
        if self.spec.labels == "none" or self.spec.bars == "share":
            return
        for _, left, right, end, value, hot, parts in sorted(
            self._printed(), key=lambda one: one[0]
        ):  # fmt: skip
            text = self.table.printed(self.spec.y[0], value)
            at = ((left + right) / 2, end)
            with self.canvas.part(*parts):
                box = self.canvas.label(
                    text, at, sides=("above",) if value >= 0 else ("below",),
                    gap=0.25 * self._value_size, size=self._value_size,
                    weight="bold" if hot or self._value_size > self.look.size else "normal",
                    color=self.look.accent_text if hot else self.look.text,
                    within=Box(self.area.box.left, self.area.box.bottom, self.area.box.right,
                               self.canvas.whole.top),
                )  # fmt: skip
            if box is not None and value >= 0:
                place = self._place_of(left, right)
                self.above[place] = max(self.above[place], box.top)

    def _place_of(self, left: float, right: float) -> int:
        middle = (left + right) / 2
        return min(range(len(self.middles)), key=lambda at: abs(self.middles[at] - middle))

    def _printed(self) -> list[tuple[int, float, float, float, float, bool, list[FigurePart]]]:
        """Return the values that are printed, by how much they count, with the parts they are of.

        The sum of a stack comes with the last of its series.
        """
        found = self.found
        if self.is_stacked:
            totals, every = found.totals, found.all_series
            bars = [
                (at, *self.ends[0][at][:2], self.tops[at], totals[at], every)
                for at in range(len(totals))
            ]
        else:
            bars = [
                (at, left, right, end, value, (part,))
                for ends, part in zip(self.ends, found.all_series, strict=True)
                for at, (left, right, end, value) in enumerate(ends)
                if value is not None
            ]
        widest = self.canvas.widest(self.table.printed(self.spec.y[0], one[4]) for one in bars)
        room = min(one[2] - one[1] for one in bars) * (1.2 if len(found.series) == 1 else 1.1)
        all_fit = widest <= room and (self.spec.labels == "all" or len(bars) <= 12)
        greatest = max(bars, key=lambda one: one[4])[4]
        last = max(one[0] for one in bars)
        kept = []
        for at, left, right, end, value, parts in bars:
            hot = any(found.at(name) == at for name in (*self.spec.highlight, *self.spec.change))
            ranks = [(0, hot), (1, at == last), (1, value == greatest), (2, all_fit),
                     (3, self.spec.labels == "all")]  # fmt: skip
            rank = next((rank for rank, counts in ranks if counts), None)
            if rank is not None and value is not None:
                own = [category(found.names[at]), *parts]
                kept.append((rank, left, right, end, value, hot, own))
        return kept

    def _words(self, within: Box) -> None:
        """Write what stands beside columns: changes, notes, events."""
        notes = dict(self.spec.notes)
        for name in self.spec.change:
            at = self.found.at(name)
            if at:
                self._change(at, notes.pop(self._key(notes, name), ""), within)
        parts = self.found.parts_of_note
        draw_notes(self.canvas, tuple(notes.items()), self._anchor, within, parts)
        if self.spec.events and not (self.look.is_slide and self.look.is_narrow):
            numbers = self.found.numbers or ()
            first, left = (numbers or (0,))[0], self.middles[0]
            run = (numbers[-1] - first) if numbers else 1
            per = (self.middles[-1] - left) / (run or 1)
            events = [one for one in events_of(self.spec.events, self.table) if numbers]
            draw_events(
                self.canvas, [one for one in events if numbers[0] <= one[0] <= numbers[-1]],
                lambda year: left + (year - first) * per, self._height, within,
            )  # fmt: skip

    def _height(self, year: float) -> float:
        numbers = self.found.numbers or ()
        near = [self.tops[at] for at, one in enumerate(numbers) if int(one) == int(year)]
        return max([self.scale(0), *near])

    def _key(self, notes: dict[str, str], name: str) -> str:
        return next((key for key in notes if key.casefold() == name.casefold()), "")

    def _change(self, at: int, said: str, within: Box) -> None:
        totals = self.found.totals
        before, after = totals[at - 1], totals[at]
        if not said and before:
            percent = round(100 * (after - before) / before)
            said = ("+" if percent > 0 else "") + self.table.number(percent) + "%"
        edge = self.ends[-1][at - 1][1] if self.is_stacked or len(self.ends) == 1 else None
        start = edge or self.middles[at - 1], self.tops[at - 1]
        is_fall = self.above[at] <= start[1]
        end = self.middles[at], self.above[at] if is_fall else self.tops[at]
        with self.canvas.part(*self.found.parts_of_note(self.found.names[at])):
            draw_change(self.canvas, start, end, said, within)

    def _anchor(self, key: str) -> Point | None:
        at = self.found.at(key)
        if at is not None:
            return self.middles[at], self.above[at]
        if self.found.is_series(key):
            number = [one.name.casefold() for one in self.found.series].index(key.casefold())
            left, right, end, _ = self.ends[number][-1]
            return (left + right) / 2, end
        return None


SETTINGS: Sequence[Setting] = (
    Setting("x", Kind.COLUMN, "What stands along the axis: years, or names.", needed=True),
    Setting("y", Kind.COLUMNS, "What is measured: a series for each column.", needed=True,
            numbers=True),
    SERIES,
    Setting(
        "bars", Kind.CHOICE,
        "How several series stand: side by side, stacked, or as shares of 100.",
        ("side by side", "stacked", "share"), default="side by side",
        classes=(("stack", "stacked"), ("share", "share")),
    ),
    LABELS, CHANGE, LIMITS, EVENTS, SPANS, MULTIPLES,
)  # fmt: skip

FORM = Form(
    name="columns",
    says="Columns for counts over time, or for a few things compared.",
    spec=Columns,
    settings=tuple(SETTINGS),
    draw=draw,
    check=check,
    extent=extent,
    example='chart=columns x=year y="female,male" .stack highlight="2012,2020"',
)
