"""Lines over years or numbers, each named at its end; where values are missing a line breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.charts.axes import (
    FOOT,
    axis_texts,
    draw_numbers,
    draw_value_axis,
    draw_years,
    gutter,
    value_axis,
)
from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
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
from reportgen.charts.naming import name_key, spread
from reportgen.charts.noting import (
    check_spans,
    draw_events,
    draw_notes,
    draw_span,
    events_of,
    spans_of,
    with_headroom,
)
from reportgen.charts.parts import series as series_part
from reportgen.charts.scales import Scale, ticks
from reportgen.charts.series import Plotted, Series, check_series, plotted
from reportgen.charts.table import Table

NAMED = 0.34
"""The part of the width that names at the ends of lines may take."""
FLAT = 0.45
"""A scale begins at zero unless its least value is a greater part of its greatest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Spec):
    """What a chart of lines says."""

    x: str
    y: tuple[str, ...]
    series: str = ""
    labels: str = "auto"
    open: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    events: str = ""
    spans: tuple[tuple[str, str], ...] = ()
    multiples: str = ""


def extent(spec: Lines, table: Table) -> tuple[float, float]:
    """Return the ends of the scale: from zero, unless all values lie far above it."""
    values = plotted(spec, table).values
    low, high = min(values), max(values)
    if low >= 0 and (low < FLAT * high or low == high):
        low = 0.0
    return low, high


def check(spec: Lines, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    check_series(spec, table)
    if plotted(spec, table).numbers is None:
        message = f"`{spec.x}` holds names, and a line runs over years, dates or numbers"
        raise ChartFault(message, "draw `chart=columns`, or `chart=slopes` for two of them", "x")
    check_spans(spec.spans, plotted(spec, table))
    low, high = extent(spec, table)
    if spec.limits is not None and (low < spec.limits[0] or high > spec.limits[1]):
        values = plotted(spec, table).values
        if min(values) < spec.limits[0] or max(values) > spec.limits[1]:
            message = "a value lies outside of these limits"
            raise ChartFault(message, "widen them, or leave them out", "limits")
    if spec.events:
        events_of(spec.events, table)


def draw(canvas: Canvas, area: Area, spec: Lines, table: Table) -> None:
    """Draw lines with their names and last values at their ends."""
    with_headroom(canvas, _Drawing(canvas, area, spec, table, plotted(spec, table)).draw)


@dataclass
class _Drawing:
    """One chart of lines on an area."""

    canvas: Canvas
    area: Area
    spec: Lines
    table: Table
    found: Plotted

    def draw(self, headroom: float) -> None:
        """Draw all of it, with a part of its height left free above."""
        canvas, size, box = self.canvas, self.canvas.look.size, self.area.box
        self.colors = self._colors()
        ends = [canvas.lines(one, NAMED * box.width, weight="bold") for one in self._ends()]
        high = sum(map(len, ends)) * canvas.look.leading * size
        if self._breaks(ends) or high > box.height - 3 * size:
            self.colors = self._colors(alike=False)
            box = name_key(canvas, box, [one.name for one in self.found.series], self.colors)
            ends = [(one,) for one in self._ends(values_only=True)]
        shown = [line for lines in ends for line in lines if line]
        right = canvas.widest(shown, weight="bold") + 0.8 * size if shown else 0.0
        low, high = self.spec.limits or self.area.values or extent(self.spec, self.table)
        inner = box.inset(
            bottom=FOOT * size, top=1.0 * size + headroom * box.height, right=right + 0.3 * size
        )
        if inner.height < 3 * size or inner.width < 5 * size:
            raise ChartFault("there is no room for lines", "make the figure larger", "notes")
        is_plain = canvas.look.is_slide and len(self.found.series) == 1
        axis = value_axis(
            low, high, inner.height, canvas, self.table, self.spec.y[0], self.spec.limits
        )
        inner = inner.inset(left=max(
            gutter(canvas, self.area, axis, is_plain=is_plain), 0.3 * size,
        ))  # fmt: skip
        numbers = self.found.numbers or ()
        self.y = Scale(axis.low, axis.high, inner.bottom, inner.top)
        self.x = Scale(numbers[0], numbers[-1], inner.left, inner.right)
        draw_value_axis(canvas, self.area, axis, self.y, inner, is_plain=is_plain)
        for start, end, said in spans_of(self.spec.spans, self.found):
            part = Box(self.x(numbers[start]), inner.bottom, self.x(numbers[end]), box.top)
            draw_span(canvas, part, said, Box(inner.left, inner.bottom, inner.right, box.top))
        self._foot(inner, Box(box.left, box.bottom, box.right, inner.bottom))
        for series, color in zip(self.found.series, self.colors, strict=True):
            with canvas.part(series_part(series.name)):
                self._line(series, color)
        low = inner.bottom - 0.3 * size
        self._name(ends, Box(inner.right, low, box.right, box.top))
        self._values(inner)
        within = Box(inner.left, inner.bottom, box.right, box.top)
        draw_notes(canvas, self.spec.notes, self._anchor, within, self.found.parts_of_note)
        if self.spec.events and not (canvas.look.is_slide and canvas.look.is_narrow):
            draw_events(
                canvas, events_of(self.spec.events, self.table), self.x, self._height, within
            )

    def _breaks(self, ends: Sequence[tuple[str, ...]]) -> bool:
        """Return whether the names of lines would be broken within words to stand at their ends."""
        words = {word for line in self._ends() for word in line.split()}
        shown = {word for lines in ends for line in lines for word in line.split()}
        return len(self.found.series) > 1 and not words <= shown

    def _colors(self, *, alike: bool = True) -> tuple[str, ...]:
        """Return the colours of the lines; beside a highlighted one the others may be `alike`."""
        look, hot = self.canvas.look, {one.casefold() for one in self.spec.highlight}
        count = len(self.found.series)
        if not any(one.name.casefold() in hot for one in self.found.series):
            return look.series(count)
        others = look.main if count == 2 else look.pale
        return tuple(
            look.accent if one.name.casefold() in hot else others if alike else own
            for one, own in zip(self.found.series, look.series(count), strict=True)
        )

    def _ends(self, *, values_only: bool = False) -> list[str]:
        """Return what stands at the end of each line: its name, and its last value."""
        texts = []
        for series in self.found.series:
            last = next(value for value in reversed(series.values) if value is not None)
            value = self.table.printed(self.spec.y[0], last)
            name = "" if values_only or len(self.found.series) == 1 else series.name
            prints = self.spec.labels != "none"
            texts.append(" ".join(filter(None, (name, value if prints else ""))))
        return texts

    def _foot(self, inner: Box, below: Box) -> None:
        y = inner.bottom - 0.85 * self.canvas.look.size
        numbers = self.found.numbers or ()
        if self.found.is_years:
            draw_years(self.canvas, numbers, self.x, y, Box(below.left, 0, below.right, 0))
            return
        marks = tuple(ticks(numbers[0], numbers[-1], max(2, int(inner.width / 60))))
        texts = axis_texts(marks, self.table, self.spec.x)
        draw_numbers(self.canvas, marks, texts, self.x, y, below)

    def _runs(self, series: Series) -> Iterator[list[Point]]:
        """Yield the pieces of a line: it breaks where a value, or a year, is missing."""
        numbers = self.found.numbers or ()
        steps = [b - a for a, b in pairwise(numbers)]
        step = min(steps, default=1.0) if self.found.is_years else float("inf")
        usual = max(set(steps), key=steps.count) if steps and self.found.is_years else step
        run: list[Point] = []
        before = None
        for number, value in zip(numbers, series.values, strict=True):
            if run and before is not None and number - before > usual * 1.5:
                yield run
                run = []
            if value is None:
                if run:
                    yield run
                run = []
            else:
                run.append((self.x(number), self.y(value)))
                before = number
        if run:
            yield run

    def _line(self, series: Series, color: str) -> None:
        canvas = self.canvas
        is_single = len(self.found.series) == 1
        width = 1.6 if is_single or color == canvas.look.accent else 1.4
        over = 4 if color == canvas.look.accent else 3
        for run in self._runs(series):
            if len(run) == 1:
                canvas.dot(*run[0], color, 3)
            else:
                canvas.line(run, color, width, over=over, ends="round")
        few = {name.casefold() for name in self.spec.open}
        for at, value in enumerate(series.values):
            if value is None:
                continue
            x, y = self.x((self.found.numbers or ())[at]), self.y(value)
            with canvas.part(self.found.names[at]):
                if self.found.names[at].casefold() in few:
                    canvas.dot(x, y, color, 3.6, is_open=True, over=6)
                elif is_single and self.found.at_any(self.spec.highlight) == at:
                    canvas.dot(x, y, canvas.look.accent, 5, over=6)
        last = max(at for at, value in enumerate(series.values) if value is not None)
        x, y = self.x((self.found.numbers or ())[last]), self.y(series.values[last] or 0)
        if self.found.names[last].casefold() not in few:
            canvas.dot(x, y, color, 3.2, over=5)

    def _name(self, ends: Sequence[tuple[str, ...]], right: Box) -> None:
        size = self.canvas.look.size
        wanted = []
        for series in self.found.series:
            last = max(at for at, value in enumerate(series.values) if value is not None)
            wanted.append((self.x((self.found.numbers or ())[last]),
                           self.y(series.values[last] or 0)))  # fmt: skip
        if not any(map(any, ends)):
            return
        line = self.canvas.look.leading * size
        heights = [line * len(lines) if any(lines) else 0.0 for lines in ends]
        middles = spread([y for _, y in wanted], heights, right.bottom, right.top)
        named = zip(ends, wanted, middles, self.colors, self.found.all_series, strict=True)
        for lines, (x, y), middle, color, part in named:
            start = right.left + 0.55 * size
            ink = self.canvas.look.accent_text if color == self.canvas.look.accent else (
                self.canvas.look.ink(color)
            )  # fmt: skip
            top = middle + line * len(lines) / 2
            with self.canvas.part(part):
                if abs(middle - y) > 0.4 * size or right.left - x > 0.5 * size:
                    self.canvas.line(
                        [(x + 0.25 * size, y), (start - 0.15 * size, middle)],
                        self.canvas.look.quiet, 0.5, takes=False, over=2,
                    )  # fmt: skip
                self.canvas.block(start, top, lines, weight="bold", color=ink)

    def _values(self, inner: Box) -> None:
        """Print the greatest and the highlighted values of a line, all where they are wanted."""
        canvas, found = self.canvas, self.found
        if self.spec.labels == "none":
            return
        for series in found.series:
            values = [(value, at) for at, value in enumerate(series.values) if value is not None]
            last, greatest = values[-1][1], max(values)[1]
            least = min(values)[1]
            hot = [at for name in self.spec.highlight if (at := found.at(name)) is not None]
            wanted = [(at, True) for at in hot]
            if len(found.series) == 1 or self.spec.labels == "all":
                wanted += [(greatest, False), (values[0][1], False), (least, False)]
            if self.spec.labels == "all":
                wanted += [(at, False) for _, at in values]
            done = {last}
            for at, is_hot in wanted:
                value = series.values[at]
                if at in done or value is None:
                    continue
                done.add(at)
                is_low = self._is_low(series, at)
                with canvas.part(series_part(series.name), found.names[at]):
                    canvas.label(
                        self.table.printed(self.spec.y[0], value),
                        (self.x((found.numbers or ())[at]), self.y(value)),
                        sides=("below", "above") if is_low else ("above", "below"),
                        weight="bold" if is_hot else "normal",
                        color=canvas.look.accent_text if is_hot else canvas.look.text,
                        within=Box(inner.left, inner.bottom, inner.right + canvas.look.size,
                                   self.area.box.top),
                    )  # fmt: skip

    def _is_low(self, series: Series, at: int) -> bool:
        value = series.values[at] or 0.0
        around = (*series.values[max(0, at - 1) : at], *series.values[at + 1 : at + 2])
        near = [one for one in around if one is not None]
        return bool(near) and value < sum(near) / len(near)

    def _anchor(self, key: str) -> Point | None:
        at = self.found.at(key)
        for series in self.found.series:
            if at is not None and (value := series.values[at]) is not None:
                return self.x((self.found.numbers or ())[at]), self.y(value)
            if series.name.casefold() == key.casefold():
                place = max(n for n, one in enumerate(series.values) if one is not None)
                return self.x((self.found.numbers or ())[place]), self.y(series.values[place] or 0)
        return None

    def _height(self, year: float) -> float:
        numbers = self.found.numbers or ()
        values = [
            one.values[at] or 0
            for one in self.found.series
            for at, number in enumerate(numbers)
            if int(number) == int(year)
        ]
        return self.y(max(values)) if values else self.y(self.y.low)


FORM = Form(
    name="lines",
    says="Lines for what changes over time, each named at its end.",
    spec=Lines,
    settings=(
        Setting("x", Kind.COLUMN, "Years, dates or numbers along the axis.", needed=True),
        Setting("y", Kind.COLUMNS, "What is measured: a line for each column.", needed=True,
                numbers=True),
        SERIES,
        Setting("open", Kind.NAMES, "Years whose values rest on few cases: an open circle."),
        LABELS, LIMITS, EVENTS, SPANS, MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    example='chart=lines x=year y=female_share_pct open="2021,2022" highlight=2024',
)  # fmt: skip
