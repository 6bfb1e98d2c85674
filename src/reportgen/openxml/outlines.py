"""The outlines of shapes: presets and drawn ones as polygons (ECMA-376 part 1, 20.1.9)."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

from lxml.etree import _Element as Element

from reportgen.openxml.package import A

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = tuple[Point, ...]
WHOLE: Polygon = ((0, 0), (1, 0), (1, 1), (0, 1))
LINES = ("line", "straightConnector1", "bentConnector3", "arc", "leftBracket", "rightBracket")
STEPS = 12

Shape: TypeAlias = Callable[[float, float], tuple[Polygon, ...]]
"""Given an adjustment (a share) and width over height, returns polygons in a unit square."""


def outline(properties: Element, ratio: float) -> tuple[tuple[Polygon, ...], bool]:
    """Return the polygons of a shape in a unit square, and whether they are closed.

    `ratio` is width over height. Where one polygon lies in another it is a hole.
    """
    drawn = properties.find(f"{A}custGeom")
    if drawn is not None:
        try:
            return tuple(_paths(drawn)) or (WHOLE,), True
        except ValueError:  # coordinates that are names of guides
            return (WHOLE,), True
    preset = properties.find(f"{A}prstGeom")
    name = "rect" if preset is None else preset.get("prst", "rect")
    if name in LINES:
        return (((0, 0), (1, 1)),), False
    made = PRESETS.get(name)
    if made is None:
        return (WHOLE,), True
    return made(_adjustment(preset), ratio), True


def _adjustment(preset: Element | None) -> float:
    """Return the first adjust value of a preset as a share, -1 where it has none of its own."""
    guide = None if preset is None else next(preset.iter(f"{A}gd"), None)
    formula = "" if guide is None else guide.get("fmla", "")
    number = formula.removeprefix("val ").strip()
    return int(number) / 100_000 if number.lstrip("-").isdecimal() else -1.0


def _ellipse(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    turns = [math.tau * at / 48 for at in range(48)]
    return (tuple((0.5 + math.cos(one) / 2, 0.5 + math.sin(one) / 2) for one in turns),)


def _of_short_side(adjust: float, usual: float, ratio: float) -> float:
    """Return an adjustment of the shorter side as a share of the width."""
    share = usual if adjust < 0 else adjust
    return min(1.0, share / ratio if ratio > 1 else share)


def _triangle(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    return (((0.5 if adjust < 0 else adjust, 0), (1, 1), (0, 1)),)


def _parallelogram(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    lean = _of_short_side(adjust, 0.25, ratio)
    return (((lean, 0), (1, 0), (1 - lean, 1), (0, 1)),)


def _trapezoid(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    lean = _of_short_side(adjust, 0.25, ratio)
    return (((lean, 0), (1 - lean, 0), (1, 1), (0, 1)),)


def _home_plate(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    tip = _of_short_side(adjust, 0.5, ratio)
    return (((0, 0), (1 - tip, 0), (1, 0.5), (1 - tip, 1), (0, 1)),)


def _chevron(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    tip = _of_short_side(adjust, 0.5, ratio)
    return (((0, 0), (1 - tip, 0), (1, 0.5), (1 - tip, 1), (0, 1), (tip, 0.5)),)


def _frame(adjust: float, ratio: float) -> tuple[Polygon, ...]:
    share = 0.125 if adjust < 0 else adjust
    wide = share / ratio if ratio > 1 else share
    high = share if ratio > 1 else share * ratio
    inner = ((wide, high), (1 - wide, high), (1 - wide, 1 - high), (wide, 1 - high))
    return WHOLE, inner


PRESETS: dict[str, Shape] = {
    "ellipse": _ellipse,
    "triangle": _triangle,
    "rtTriangle": lambda _adjust, _ratio: (((0, 0), (1, 1), (0, 1)),),
    "diamond": lambda _adjust, _ratio: (((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),),
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "homePlate": _home_plate,
    "chevron": _chevron,
    "frame": _frame,
}
"""What is not here fills its rectangle."""


def _paths(drawn: Element) -> list[Polygon]:
    """Return the paths of a drawn shape (20.1.9.15), curves as short lines."""
    found: list[Polygon] = []
    for path in drawn.iter(f"{A}path"):
        wide, high = int(path.get("w", "0")) or 1, int(path.get("h", "0")) or 1
        points: list[Point] = []
        for step in path:
            ends = [
                (int(one.get("x", "")) / wide, int(one.get("y", "")) / high)
                for one in step.iter(f"{A}pt")
            ]
            match str(step.tag).removeprefix(A):
                case "moveTo":
                    found += [tuple(points)] if len(points) > 1 else []
                    points = ends
                case "lnTo":
                    points += ends
                case "cubicBezTo" | "quadBezTo" if points:
                    points += _curve([points[-1], *ends])
                case "arcTo" if points:
                    points += _arc(points[-1], step, wide, high)
                case _:
                    pass
        found += [tuple(points)] if len(points) > 1 else []
    return found


def _curve(ends: Sequence[Point]) -> list[Point]:
    """Return points on a Bézier curve, without the first (de Casteljau)."""
    found: list[Point] = []
    for step in range(1, STEPS + 1):
        share, row = step / STEPS, list(ends)
        while len(row) > 1:
            row = [
                (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)
                for one, two in pairwise(row)
            ]
        found.append(row[0])
    return found


def _arc(start: Point, step: Element, wide: int, high: int) -> list[Point]:
    across, down = int(step.get("wR", "")) / wide, int(step.get("hR", "")) / high
    begins, swings = (math.radians(int(step.get(name, "")) / 60_000) for name in ("stAng", "swAng"))
    center = start[0] - across * math.cos(begins), start[1] - down * math.sin(begins)
    turns = [begins + swings * at / STEPS for at in range(1, STEPS + 1)]
    return [(center[0] + across * math.cos(one), center[1] + down * math.sin(one)) for one in turns]
