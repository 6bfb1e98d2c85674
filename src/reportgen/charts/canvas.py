"""A canvas over a whole figure, in points: text that is measured, marks, and what is taken."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from reportgen.charts.boxes import Box, Obstacles, Point, touches
from reportgen.charts.grammar import ChartFault
from reportgen.charts.lettering import CAPITALS, balanced, extent, wrapped
from reportgen.charts.look import Look
from reportgen.charts.parts import FigurePart, category, mark

SIDES = {"left": (0.0, 1.0), "center": (0.5, 0.5), "right": (1.0, 0.0)}
MIRRORED = {"left": "right", "right": "left", "center": "center"}


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a canvas that a form draws on.

    `values` are the ends of the scale where several areas share one; `title` is what a small
    multiple shows; of a row of them only the first has labels on its axis.
    """

    box: Box
    values: tuple[float, float] | None = None
    is_first: bool = True


@dataclass
class Canvas:
    """What forms and figure modules draw on. Its unit is the point, its origin below at the left.

    `mirrored` turns it round for languages that are written from right to left.
    """

    figure: Any
    look: Look
    mirrored: bool = False
    axes: Any = None
    taken: Obstacles = field(default_factory=Obstacles)
    """What no label may cover."""
    words: list[Box] = field(default_factory=list)
    """The lines of text that were written."""
    grid: list[Box] = field(default_factory=list)
    """Lines of the grid, over which a label has a ground of its own."""
    _parts: tuple[FigurePart, ...] = field(default=(), init=False)
    """The parts of the figure that are drawn now."""
    _is_whole: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.figure.set_layout_engine("none")
        self.width = 72 * float(self.figure.get_figwidth())
        self.height = 72 * float(self.figure.get_figheight())
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, self.width), ylim=(0, self.height))
        self.axes.set_axis_off()

    @property
    def whole(self) -> Box:
        """The canvas without a hair at its edges, where strokes would be cut."""
        return Box(0, 0, self.width, self.height).padded(-0.5)

    @contextmanager
    def part(self, *parts: FigurePart | str, whole: bool = False) -> Iterator[None]:
        """Draw a part of the figure, which a slide can show after others; a text names a row.

        A `whole` one has no parts of its own.
        """
        before = self._parts, self._is_whole
        own = (category(one) if isinstance(one, str) else one for one in parts)
        if not self._is_whole:
            self._parts = (*self._parts, *own)
        self._is_whole = self._is_whole or whole
        try:
            yield
        finally:
            self._parts, self._is_whole = before

    def add(self, artist: Any) -> Any:
        """Put an artist of matplotlib on the canvas, of the part that is drawn."""
        self.mark(artist)
        return self.axes.add_artist(artist)

    def collect(self, artists: Any) -> Any:
        """Put a collection of matplotlib on the canvas, likewise."""
        self.mark(artists)
        return self.axes.add_collection(artists, autolim=False)

    def mark(self, artist: Any) -> None:
        """Say of an artist that it is of the part that is drawn."""
        mark(artist, self._parts)

    def state(self) -> tuple[int, ...]:
        """Return what is drawn by now, for `back_to`."""
        axes = self.axes
        return (
            len(axes.texts), len(axes.lines), len(axes.patches), len(self.taken.boxes),
            len(self.grid), len(self.words),
        )  # fmt: skip

    def back_to(self, state: tuple[int, ...]) -> None:
        """Take away what was drawn since a state."""
        texts, lines, patches, taken, grid, words = state
        axes = self.axes
        for drawn, kept in ((axes.texts, texts), (axes.lines, lines), (axes.patches, patches)):
            for artist in list(drawn)[kept:]:
                artist.remove()
        self.taken = Obstacles(self.taken.boxes[:taken])
        del self.grid[grid:]
        del self.words[words:]

    # --- text ---

    def width_of(self, text: str, size: float | None = None, weight: str = "normal") -> float:
        """Return the width of a line of text in points."""
        return extent(text, size or self.look.size, weight).width

    def widest(
        self, texts: Iterable[str], size: float | None = None, weight: str = "normal"
    ) -> float:
        """Return the width of the widest of some lines."""
        return max((self.width_of(one, size, weight) for one in texts), default=0.0)

    def lines(
        self,
        text: str,
        width: float,
        size: float | None = None,
        weight: str = "normal",
        *,
        even: bool = False,
    ) -> tuple[str, ...]:
        """Return a text in lines that are at most so wide; `even` makes them alike."""
        fold = balanced if even else wrapped
        return fold(text, width, size or self.look.size, weight, self.look.lang)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        color: str = "",
        weight: str = "normal",
        style: str = "normal",
        align: str = "left",
        takes: bool = True,
        over: int = 5,
    ) -> Box:
        """Write one line, its capitals and figures centred on `y`, and return its box.

        `takes` keeps other labels away from it.
        """
        size = size or self.look.size
        box = self.box_of(x, y, text, size, weight, align)
        if not text:
            return box
        self._prove(text, box, size)
        self._clear(box)
        written = self.axes.text(
            self._x(x), y - CAPITALS / 2 * size, text, fontsize=size, weight=weight, style=style,
            color=color or self.look.text, ha=MIRRORED[align] if self.mirrored else align,
            va="baseline", parse_math=False, zorder=over,
        )  # fmt: skip
        self.mark(written)
        self.words.append(box)
        if takes:
            self.taken.add(box)
        return box

    def _prove(self, text: str, box: Box, size: float) -> None:
        """Raise ChartFault for a text that would be cut, or written over another one."""
        inner = box.padded(-0.14 * size)
        is_cut = not self.whole.padded(0.04 * size + 0.6).holds(box)
        if is_cut or any(one.overlaps(inner) for one in self.words):
            message = f"“{text}” has no room in a place of this size"
            raise ChartFault(message, "make the figure larger, or show less of it")

    def box_of(
        self, x: float, y: float, text: str, size: float, weight: str = "normal",
        align: str = "left",
    ) -> Box:  # fmt: skip
        """Return the box that a line of text would take."""
        taken = extent(text, size, weight)
        before, behind = SIDES[align]
        baseline = y - CAPITALS / 2 * size
        return Box(
            x - taken.width * before,
            baseline - taken.below,
            x + taken.width * behind,
            baseline + taken.above,
        )

    def block(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float | None = None,
        **style: Any,
    ) -> float:
        """Write lines from `top` downwards, and return where they end."""
        size = size or self.look.size
        for line in lines:
            self.text(x, top - self.look.leading * size / 2, line, size=size, **style)
            top -= self.look.leading * size
        return top

    def head(self, text: str, area: Box | None = None) -> Box:
        """Write what is counted at the top, and return the area below it."""
        area = area or self.whole
        if not text:
            return area
        size = self.look.small
        lines = self.lines(text, area.width, size)
        is_turned = self.look.is_rtl and not self.mirrored
        x, align = (area.right, "right") if is_turned else (area.left, "left")
        top = self.block(x, area.top, lines, size=size, color=self.look.quiet, align=align)
        return replace(area, top=top - 0.5 * size)

    def clear_words(self) -> None:
        """Lay a ground under all words that were written before the grid was drawn."""
        for box in self.words:
            self._clear(box)

    def _clear(self, box: Box) -> None:
        """Lay a ground under a text where lines of the grid pass behind it."""
        if any(one.overlaps(box) for one in self.grid):
            self._patch(box.padded(0.08 * box.height), self.look.ground, over=2)

    # --- marks ---

    def bar(
        self, left: float, bottom: float, right: float, top: float, color: str, *, over: int = 3,
        takes: bool = True, pattern: str = "",
    ) -> Box:  # fmt: skip
        """Draw a filled rectangle, whichever way its ends are given."""
        left, right = sorted((left, right))
        bottom, top = sorted((bottom, top))
        box = Box(left, bottom, right, top)
        self._patch(box, color, over=over, pattern=pattern)
        if takes:
            self.taken.add(box)
        return box

    def plate(self, box: Box, rounding: float, *, over: int = 7) -> None:
        """Lay a light ground under words: what lies below is still seen through it."""
        from matplotlib.patches import FancyBboxPatch

        left = self.width - box.right if self.mirrored else box.left
        self.add(
            FancyBboxPatch(
                (left, box.bottom), box.width, box.height, linewidth=0, zorder=over, alpha=0.82,
                facecolor=self.look.ground, boxstyle=f"round,pad=0,rounding_size={rounding:.3f}",
            )
        )  # fmt: skip

    def _patch(self, box: Box, color: str, *, over: int, pattern: str = "") -> None:
        from matplotlib.patches import Rectangle

        left = self.width - box.right if self.mirrored else box.left
        self.add(
            Rectangle(
                (left, box.bottom), box.width, box.height, facecolor=color, linewidth=0,
                zorder=over, hatch=pattern or None, edgecolor=self.look.ground,
            )
        )  # fmt: skip

    def line(
        self,
        points: Sequence[Point],
        color: str = "",
        width: float = 0.6,
        *,
        dash: Sequence[float] | None = None,
        over: int = 3,
        takes: bool = True,
        ends: Literal["butt", "round"] = "butt",
    ) -> None:
        """Draw a line from point to point; `width` is in points at the scale of a brief."""
        stroke = self.look.stroke(width)
        xs, ys = [self._x(x) for x, _ in points], [y for _, y in points]
        from matplotlib.lines import Line2D

        self.add(
            Line2D(
                xs, ys, color=color or self.look.quiet, lw=stroke, zorder=over,
                ls="-" if dash is None else (0, tuple(dash)),
                solid_capstyle=ends, dash_capstyle="butt", solid_joinstyle="round",
            )
        )  # fmt: skip
        if takes:
            self.taken.add_line(points, stroke)

    def rule(self, start: Point, end: Point, color: str = "", width: float = 0.5) -> None:
        """Draw a line of the grid: labels may stand on it, on a ground of their own."""
        self.line([start, end], color or self.look.line, width, over=1, takes=False)
        stroke = self.look.stroke(width)
        xs, ys = sorted((start[0], end[0])), sorted((start[1], end[1]))
        self.grid.append(Box(xs[0], ys[0], xs[1], ys[1]).padded(stroke / 2))

    def dot(
        self,
        x: float,
        y: float,
        color: str,
        size: float = 4,
        *,
        is_open: bool = False,
        shape: str = "o",
        over: int = 4,
        takes: bool = True,
    ) -> Box:
        """Draw a marker, `size` points across at the scale of a brief; an open one says "few"."""
        across = self.look.stroke(size)
        edge = self.look.stroke(1.1) if is_open else 0
        from matplotlib.lines import Line2D

        self.add(
            Line2D(
                [self._x(x)], [y], marker=shape, ms=across, color=color, ls="none", zorder=over,
                mfc=self.look.ground if is_open else color, mew=edge, mec=color,
            )
        )  # fmt: skip
        half = (across + edge) / 2
        box = Box(x - half, y - half, x + half, y + half)
        if takes:
            self.taken.add(box)
        return box

    def polygon(self, points: Sequence[Point], color: str, *, over: int = 2) -> None:
        """Draw a filled shape; labels may stand on it."""
        from matplotlib.patches import Polygon

        self.add(
            Polygon(
                [(self._x(x), y) for x, y in points], closed=True, facecolor=color, linewidth=0,
                zorder=over,
            )
        )  # fmt: skip

    def arrow(
        self,
        start: Point,
        end: Point,
        color: str,
        width: float = 1.0,
        *,
        bend: float = 0,
        head: float = 7,
        over: int = 4,
    ) -> None:
        """Draw an arrow, bent by a part of its length."""
        from matplotlib.patches import FancyArrowPatch

        if self.mirrored:
            bend = -bend
        self.add(
            FancyArrowPatch(
                (self._x(start[0]), start[1]), (self._x(end[0]), end[1]), arrowstyle="-|>",
                connectionstyle=f"arc3,rad={bend}", mutation_scale=self.look.stroke(head),
                lw=self.look.stroke(width), color=color, shrinkA=0, shrinkB=0, zorder=over,
            )
        )  # fmt: skip
        self.taken.add_line(curve(start, end, bend), self.look.stroke(max(width, head * 0.5)))

    def _x(self, x: float) -> float:
        return self.width - x if self.mirrored else x

    # --- labels that find their place ---

    def label(
        self,
        text: str,
        at: Point,
        *,
        sides: Sequence[str] = ("above",),
        gap: float | None = None,
        within: Box | None = None,
        size: float | None = None,
        weight: str = "normal",
        **style: Any,
    ) -> Box | None:
        """Write a line beside a point, at the first of `sides` that is free; None where none is.

        Sides are above, below, right, left.
        """
        size = size or self.look.size
        gap = 0.35 * size if gap is None else gap
        within = within or self.whole
        for side in sides:
            x, y, align = _beside(at, side, gap, size)
            box = self.box_of(x, y, text, size, weight, align)
            shift = max(within.left - box.left, 0.0) or min(within.right - box.right, 0.0)
            if abs(shift) > (box.width * 0.6 if side in ("above", "below") else 0.01):
                continue
            moved = Box(box.left + shift, box.bottom, box.right + shift, box.top)
            apart = moved.padded(0.08 * size)
            is_free = self.taken.is_free(moved) and not any(map(apart.overlaps, self.words))
            if within.holds(moved) and is_free:
                return self.text(x + shift, y, text, size=size, weight=weight, align=align, **style)
        return None

    def note(
        self,
        text: str,
        at: Point,
        *,
        within: Box,
        color: str = "",
        size: float | None = None,
        weight: str = "normal",
        widest: float | None = None,
        number: str = "",
        setting: str = "notes",
        leads: bool = True,
    ) -> Box:
        """Write words as near to a point as there is room; `leads` draws a line from afar.

        `number` is the one that counts: it stands large above the words. Raises ChartFault where
        there is no room.
        """
        size = size or self.look.small
        large = self.look.large
        best: tuple[float, Box, tuple[str, ...]] | None = None
        widest = min(widest or 15 * size, within.width)
        gap = 0.3 * size
        for part in (1.0, 0.75, 0.55, 0.4):
            lines = self.lines(text, max(widest * part, 3 * size), size, weight, even=True)
            lines = lines if text else ()
            width = max(self.widest(lines, size, weight), self.width_of(number, large, "bold"))
            height = self.look.leading * (size * len(lines) + (large if number else 0))
            size_ = width + 2 * gap, height + 2 * gap
            places = self.taken.nearest(*size_, at, within, 0.5 * size)
            box = next((one for one in places if not leads or self._is_led(one, at, size)), None)
            if box is None:
                continue
            away = _distance(box, at) + 0.4 * size * len(lines)
            if best is None or away < best[0]:
                best = away, box, lines
        if best is None:
            message = f"there is no room for “{(number + ' ' + text).strip()}”"
            raise ChartFault(message, "make it shorter, or the figure higher", setting)
        _, box, lines = best
        inner = box.padded(-gap)
        align = "left" if box.middle[0] >= at[0] else "right"
        if leads and abs(box.middle[0] - at[0]) < box.width / 4:
            align = "center"
        x = {"left": inner.left, "right": inner.right, "center": box.middle[0]}[align]
        top = inner.top
        if number:
            top = self.block(x, top, [number], size=large, weight="bold", color=color, align=align)
        self.block(
            x, top, lines, size=size, weight=weight, align=align,
            color=self.look.text if number else color,
        )  # fmt: skip
        if leads:
            self._lead(box, at, size)
        return box

    def _is_led(self, box: Box, at: Point, size: float) -> bool:
        """Return whether a line from words to their point would pass clear of other words."""
        if _distance(box, at) < size:
            return True
        start = min(max(at[0], box.left), box.right), min(max(at[1], box.bottom), box.top)
        return not any(touches(one, start, at) for one in self.words)

    def _lead(self, box: Box, at: Point, size: float) -> None:
        """Draw a line from words to what they are about, where they stand apart from it."""
        if _distance(box, at) < size:
            return
        x = min(max(at[0], box.left), box.right)
        y = min(max(at[1], box.bottom), box.top)
        away = _distance(box, at)
        part = 1 - 0.25 * size / away
        end = x + (at[0] - x) * part, y + (at[1] - y) * part
        self.line([(x, y), end], self.look.quiet, 0.5, takes=False, over=2)


def curve(start: Point, end: Point, bend: float) -> list[Point]:
    """Return points along an arc as matplotlib bends it (`arc3`): a quadratic Bézier curve."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    dx, dy = end[0] - start[0], end[1] - start[1]
    control = x + bend * dy, y - bend * dx
    steps = [at / 12 for at in range(13)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t * t * end[1],
        )
        for t in steps
    ]


def _beside(at: Point, side: str, gap: float, size: float) -> tuple[float, float, str]:
    """Return where a line of text stands beside a point, and how it is aligned."""
    x, y = at
    match side:
        case "above":
            return x, y + gap + CAPITALS / 2 * size, "center"
        case "below":
            return x, y - gap - CAPITALS / 2 * size, "center"
        case "left":
            return x - gap, y, "right"
        case _:
            return x + gap, y, "left"


def _distance(box: Box, at: Point) -> float:
    x = max(0.0, box.left - at[0], at[0] - box.right)
    y = max(0.0, box.bottom - at[1], at[1] - box.top)
    return float((x * x + y * y) ** 0.5)
