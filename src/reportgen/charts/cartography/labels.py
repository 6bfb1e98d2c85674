"""Labels of a map: each in its area, or beside it with a leader, where all together stand best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations
from random import Random

import numpy as np

from reportgen.charts.boxes import Box, Point, touches
from reportgen.charts.cartography.base import Map
from reportgen.charts.cartography.room import nearest_point
from reportgen.charts.lettering import LEADING
from reportgen.charts.parts import FigurePart

FAR, NEAR = 9.0, 2.2
"""In ems: a longer leader had better cover land; how near a label is that may be left out."""
COVERING = 10.0
"""In ems of leader: what it costs a label to cover the land of others."""
CROSSING = 6.0
"""Likewise: what it costs that two leaders cross."""
ORDERS = 40
"""So many orders of the labels beside their areas are tried."""

Lines = tuple[tuple[str, str], ...]
"""Lines of a label, each with its weight."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be written where. `variants` are ways to break it into lines, the best first.

    `must` lets it cover land, rather than be left out; `near` leaves it out where it would stand
    far off; `anywhere` counts land as good as sea, as for the number of an arrow.
    `parts` are those of the map that it is of.
    """

    key: str
    anchor: Point
    variants: tuple[Lines, ...]
    color: str = ""
    must: bool = False
    near: bool = False
    anywhere: bool = False
    parts: tuple[FigurePart, ...] = ()
    along: tuple[Point, ...] = ()
    """Other points that it may stand beside as well."""

    @property
    def text(self) -> str:
        """Its words, without breaks."""
        return " ".join(text for text, _ in self.variants[0])


@dataclass(frozen=True, slots=True)
class Placed:
    """A label's lines and the box that they take; `inside` its area, or over the land of others."""

    label: Label
    lines: Lines
    box: Box
    inside: bool = False
    covers: bool = False

    @property
    def leader(self) -> tuple[Point, Point]:
        """The line from the label to what it is about."""
        return nearest_point(self.box, self.label.anchor), self.label.anchor

    @property
    def away(self) -> float:
        """How far the label stands from what it is about, in points."""
        (x, y), (to_x, to_y) = self.leader
        return float(np.hypot(x - to_x, y - to_y))


class Labels:
    """Finds places for the labels of a map, and writes them."""

    def __init__(self, made: Map) -> None:
        self.map, self.canvas, self.room = made, made.canvas, made.room
        self.size = self.canvas.look.size
        self.gap = 0.28 * self.size
        self.placed: list[Placed] = []

    def write(self, labels: Iterable[Label]) -> list[Label]:
        """Write labels, and return those that must stand somewhere and find no room."""
        for box in self.canvas.taken.boxes:
            self.room.take(box.padded(0.15 * self.size))
        waiting, lost = [], []
        for label in labels:
            if (found := self._inside(label)) is not None:
                self._put(found)
            else:
                waiting.append(label)
        for label, found in zip(waiting, self._best(waiting), strict=True):
            if found is not None:
                self._put(found)
            elif label.must:
                lost.append(label)
        return lost

    # --- where ---

    def _measured(self, lines: Lines) -> tuple[float, float]:
        width = max(self.canvas.width_of(text, self.size, weight) for text, weight in lines)
        return width + 2 * self.gap, LEADING * self.size * len(lines) + self.gap

    def _inside(self, label: Label) -> Placed | None:
        number = self.map.number(label.key)
        for lines in label.variants if number else ():
            box = self.room.inside(number, *self._measured(lines), label.anchor)
            if box is not None:
                return Placed(label, lines, box, inside=True)
        return None

    def _best(self, labels: Sequence[Label]) -> list[Placed | None]:
        """Return the places of labels in the order of writing that stands them best."""
        taken, texts = self.room.taken.copy(), list(self.room.texts)
        best: tuple[float, list[Placed | None]] | None = None
        tried = permutations(range(len(labels))) if len(labels) < 5 else _shuffled(len(labels))
        for order in islice(tried, ORDERS):
            self.room.taken, self.room.texts = taken.copy(), list(texts)
            found: list[Placed | None] = [None] * len(labels)
            for at in order:
                found[at] = one = self._beside(labels[at])
                if one is not None:
                    self._keep(one)
            cost = self._cost(labels, found)
            if best is None or cost < best[0] - 1e-6:
                best = cost, found
            if not any(label.must for label in labels):
                break
        self.room.taken, self.room.texts = taken, texts
        return best[1] if best else []

    def _cost(self, labels: Sequence[Label], found: Sequence[Placed | None]) -> float:
        cost = 0.0
        for label, one in zip(labels, found, strict=True):
            if one is None:
                cost += 1000.0 if label.must else 10.0 * self.size
                continue
            cost += one.away + (COVERING * self.size if one.covers else 0)
            others = [*self.placed, *(other for other in found if other is not None)]
            crossed = sum(_cross(one, other) for other in others if other is not one)
            cost += CROSSING * self.size * crossed
        return cost

    def _beside(self, label: Label) -> Placed | None:
        number, look = self.map.number(label.key), self.canvas.look
        is_light = (
            bool(number)
            and not label.color
            and look.on(self.map.fills[label.key].color) == look.text
        )
        options: list[tuple[float, Placed]] = []
        for at, lines in enumerate(label.variants):
            size = self._measured(lines)
            beside = None
            if not label.anywhere:
                beside = self.room.beside(number, *size, label.anchor, over=is_light)
            if beside is not None:
                placed = Placed(label, lines, beside)
                options.append((placed.away + at * 0.4 * self.size, placed))
            is_far = beside is None or options[-1][1].away > FAR * self.size
            if label.anywhere or (label.must and is_far):
                for point in (label.anchor, *label.along):
                    over = self.room.anywhere(*size, point)
                    if over is None:
                        continue
                    own = replace(label, anchor=point)
                    placed = Placed(own, lines, over, covers=not label.anywhere)
                    more = COVERING if placed.covers else 0.0
                    options.append((placed.away + (more + at * 0.4) * self.size, placed))
        if not options:
            return None
        placed = min(options, key=lambda option: option[0])[1]
        return None if label.near and placed.away > NEAR * self.size else placed

    def _keep(self, one: Placed) -> None:
        """Keep others away from a label and its leader."""
        self.room.take(one.box)
        self.room.texts.append(one.box)
        if not one.inside and self._has_leader(one):
            self.room.take_line(*one.leader)

    def _has_leader(self, one: Placed) -> bool:
        return one.away > (1.2 if one.label.anywhere else 0.5) * self.size

    # --- ink ---

    def _put(self, one: Placed) -> None:
        with self.canvas.part(*one.label.parts):
            self._write(one)

    def _write(self, one: Placed) -> None:
        canvas, look, size = self.canvas, self.canvas.look, self.size
        if one.covers and self.room.fills(one.box):
            canvas.plate(one.box.padded(-self.gap / 2), self.gap)
        ink = one.label.color or look.text
        if one.inside:
            ink = look.on(self.map.fills[one.label.key].color)
        middle, align = one.box.middle[0], "center"
        if not one.inside and abs(middle - one.label.anchor[0]) > one.box.width / 3:
            align = "left" if middle > one.label.anchor[0] else "right"
        x = {"left": one.box.left + self.gap, "right": one.box.right - self.gap}.get(align, middle)
        y = one.box.top - self.gap / 2
        for text, weight in one.lines:
            canvas.text(x, y - LEADING * size / 2, text, weight=weight, color=ink, align=align,
                        over=8)  # fmt: skip
            y -= LEADING * size
        self._keep(one)
        self.placed.append(one)
        if not one.inside and self._has_leader(one):
            start, end = one.leader
            canvas.line([start, end], ink, 0.5, over=7, takes=False)
            canvas.taken.add_line([start, end], look.stroke(0.5))
            if not one.label.anywhere:
                canvas.dot(*end, ink, 1.8, over=7, takes=False)


def _shuffled(count: int) -> Iterator[tuple[int, ...]]:
    """Yield the order as given, then others by chance, the same at each build."""
    order = list(range(count))
    chance = Random(count)  # noqa: S311  (no secret)
    while True:
        yield tuple(order)
        chance.shuffle(order)


def _cross(one: Placed, other: Placed) -> bool:
    """Return whether a label's leader passes through another label, or crosses its leader."""
    if one.inside:
        return False
    start, end = one.leader
    if touches(other.box, start, end):
        return True
    return not other.inside and _meet((start, end), other.leader)


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Return whether two lines cross each other."""

    def side(line: tuple[Point, Point], at: Point) -> float:
        (x, y), (to_x, to_y) = line
        return (to_x - x) * (at[1] - y) - (to_y - y) * (at[0] - x)

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )
