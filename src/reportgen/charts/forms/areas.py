"""Areas that stand on zero: a sum over time, and what it is made of."""

from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.charts.axes import FOOT, draw_value_axis, draw_years, gutter, value_axis
from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    EVENTS,
    LIMITS,
    MULTIPLES,
    SERIES,
    ChartFault,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.naming import name_key, spread
from reportgen.charts.noting import draw_events, draw_notes, events_of, with_headroom
from reportgen.charts.parts import series as series_part
from reportgen.charts.scales import Scale
from reportgen.charts.series import Plotted, check_series, plotted
from reportgen.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas(Spec):
    """What a chart of areas says."""

    x: str
    y: tuple[str, ...]
    series: str = ""
    bars: str = "stacked"
    limits: tuple[float, float] | None = None
    events: str = ""
    multiples: str = ""


def shown(spec: Areas, table: Table) -> Plotted:
    """Return what is drawn: values, or shares of 100 of each place's sum."""
    found = plotted(spec, table)
    if spec.bars != "share":
        return found
    totals = found.totals
    parts = tuple(
        replace(one, values=tuple(
            None if value is None or not total else 100 * value / total
            for value, total in zip(one.values, totals, strict=True)
        ))
        for one in found.series
    )  # fmt: skip
    return replace(found, series=parts)


def extent(spec: Areas, table: Table) -> tuple[float, float]:
    """Return zero and the greatest sum."""
    return 0.0, max(shown(spec, table).totals)


def check(spec: Areas, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    check_series(spec, table)
    if plotted(spec, table).numbers is None:
        message = f"`{spec.x}` holds names, and an area runs over years, dates or numbers"
        raise ChartFault(message, "draw `chart=columns`", "x")
    if any(value < 0 for value in plotted(spec, table).values):
        message = "areas stand on zero, and a value lies below it"
        raise ChartFault(message, "draw `chart=lines`", "y")
    if spec.limits is not None and (spec.limits[0] > 0 or extent(spec, table)[1] > spec.limits[1]):
        message = "these limits leave out zero, or a value"
        raise ChartFault(message, "widen them, or leave them out", "limits")
    if spec.events:
        events_of(spec.events, table)


def draw(canvas: Canvas, area: Area, spec: Areas, table: Table) -> None:
    """Draw areas one upon the other, each named at its end; where a value is missing they stop."""
    with_headroom(canvas, _Drawing(canvas, area, spec, table, shown(spec, table)).draw)


@dataclass
class _Drawing:
    """One chart of areas."""

    canvas: Canvas
    area: Area
    spec: Areas
    table: Table
    found: Plotted

    def draw(self, headroom: float) -> None:
        """Draw all of it, with a part of its height left free above."""
        canvas, size, box = self.canvas, self.canvas.look.size, self.area.box
        colors = self._colors()
        names = [one.name for one in self.found.series] if len(self.found.series) > 1 else []
        right = canvas.widest(names, weight="bold") + 0.9 * size if names else 0.5 * size
        if names and right > 0.34 * box.width:
            box, names, right = name_key(canvas, box, names, colors), [], 0.5 * size
        low, high = self.spec.limits or self.area.values or extent(self.spec, self.table)
        inner = box.inset(bottom=FOOT * size, top=0.8 * size + headroom * box.height, right=right)
        if inner.height < 3 * size or inner.width < 5 * size:
            raise ChartFault("there is no room for areas", "make the figure larger", "notes")
        fixed = self.spec.bars == "share"
        axis = value_axis(low, high, inner.height, canvas, self.table, self.spec.y[0],
                          self.spec.limits, fixed=fixed)  # fmt: skip
        inner = inner.inset(left=gutter(canvas, self.area, axis, is_plain=False))
        numbers = self.found.numbers or ()
        self.y = Scale(axis.low, axis.high, inner.bottom, inner.top)
        self.x = Scale(numbers[0], numbers[-1], inner.left, inner.right)
        draw_value_axis(canvas, self.area, axis, self.y, inner, is_plain=False)
        foot = Box(box.left, 0, box.right, 0)
        draw_years(canvas, numbers, self.x, inner.bottom - 0.85 * size, foot)
        middles = self._stack(colors)
        if names:
            low = inner.bottom - 0.2 * size
            self._name(names, middles, colors, Box(inner.right, low, box.right, box.top))
        within = Box(inner.left, inner.bottom, box.right, box.top)
        draw_notes(canvas, self.spec.notes, self._anchor, within, self.found.parts_of_note)
        if self.spec.events:
            events = events_of(self.spec.events, self.table)
            draw_events(canvas, events, self.x, self._height, within)

    def _colors(self) -> tuple[str, ...]:
        hot = {one.casefold() for one in self.spec.highlight}
        look = self.canvas.look
        return tuple(
            look.accent if one.name.casefold() in hot else color
            for one, color in zip(
                self.found.series, look.series(len(self.found.series)), strict=True
            )
        )

    def _stack(self, colors: tuple[str, ...]) -> list[float]:
        """Draw the areas, and return where each ends at the right: its middle."""
        numbers = self.found.numbers or ()
        base, middles = [0.0] * len(numbers), []
        whole = [all(one.values[at] is not None for one in self.found.series)
                 for at in range(len(numbers))]  # fmt: skip
        steps = [b - a for a, b in pairwise(numbers)]
        usual = max(set(steps), key=steps.count) if steps else 1.0
        for series, color in zip(self.found.series, colors, strict=True):
            tops = [low + (value or 0) for low, value in zip(base, series.values, strict=True)]
            run: list[int] = []
            for at in range(len(numbers) + 1):
                ends = at == len(numbers) or not whole[at]
                jumps = bool(run) and not ends and numbers[at] - numbers[run[-1]] > 1.5 * usual
                if (ends or jumps) and run:
                    with self.canvas.part(series_part(series.name)):
                        self._piece(run, base, tops, color)
                    run = []
                if not ends:
                    run.append(at)
            last = max(at for at, is_whole in enumerate(whole) if is_whole) if any(whole) else -1
            middles.append(self.y((base[last] + tops[last]) / 2))
            base = tops
        self.tops = base
        return middles

    def _piece(self, run: list[int], base: list[float], tops: list[float], color: str) -> None:
        numbers = self.found.numbers or ()
        upper = [(self.x(numbers[at]), self.y(tops[at])) for at in run]
        lower = [(self.x(numbers[at]), self.y(base[at])) for at in reversed(run)]
        if len(run) == 1:
            x = upper[0][0]
            self.canvas.bar(x - 1, lower[0][1], x + 1, upper[0][1], color)
            return
        self.canvas.polygon([*upper, *lower], color)
        self.canvas.line(upper, self.canvas.look.ground, 0.5, takes=False, over=3)
        self.canvas.taken.add_line(upper, 1.0)
        for x, top in upper:
            low = self.y(0)
            self.canvas.taken.add(Box(x - 2, low, x + 2, top))

    def _name(
        self, names: list[str], wanted: list[float], colors: tuple[str, ...], right: Box
    ) -> None:
        size = self.canvas.look.size
        middles = spread(
            wanted, [self.canvas.look.leading * size] * len(names), right.bottom, right.top
        )
        for name, y, middle, color in zip(names, wanted, middles, colors, strict=True):
            start = right.left + 0.6 * size
            ink = self.canvas.look.ink(color)
            with self.canvas.part(series_part(name)):
                if abs(middle - y) > 0.4 * size:
                    self.canvas.line(
                        [(right.left + 0.1 * size, y), (start - 0.1 * size, middle)], "", 0.5,
                        takes=False, over=2,
                    )  # fmt: skip
                self.canvas.text(start, middle, name, weight="bold", color=ink)

    def _anchor(self, key: str) -> Point | None:
        at = self.found.at(key)
        numbers = self.found.numbers or ()
        return None if at is None else (self.x(numbers[at]), self.y(self.tops[at]))

    def _height(self, year: float) -> float:
        numbers = self.found.numbers or ()
        near = [self.tops[at] for at, one in enumerate(numbers) if int(one) == int(year)]
        return self.y(max(near)) if near else self.y(0)


FORM = Form(
    name="areas",
    says="Areas for a sum over time and its parts.",
    spec=Areas,
    settings=(
        Setting("x", Kind.COLUMN, "Years or dates along the axis.", needed=True),
        Setting("y", Kind.COLUMNS, "What is measured: an area for each column.", needed=True,
                numbers=True),
        SERIES,
        Setting("bars", Kind.CHOICE, "Whether areas are values or shares of 100.",
                ("stacked", "share"), default="stacked",
                classes=(("stack", "stacked"), ("share", "share"))),
        LIMITS, EVENTS, MULTIPLES,
    ),
    draw=draw,
    check=check,
    extent=extent,
    example='chart=areas x=year y="female,male"',
)  # fmt: skip
