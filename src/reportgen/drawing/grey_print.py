"""Finds neighbours in a figure that differ in hue alone: one grey in print."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from reportgen.contrast import luminance

FEWEST = 15.0
"""The least difference of CIE lightness (L*, 0 to 100) at which two greys are told apart."""

REACH = 1.0
"""Shapes no farther apart than so many points are neighbours."""

Color = tuple[float, float, float]


def lightness(color: Color) -> float:
    """Return the CIE lightness L* (0 to 100) of an sRGB colour (0 to 1; IEC 61966-2-1)."""
    light = luminance(color)
    if light > (6 / 29) ** 3:
        return float(116 * light ** (1 / 3) - 16)
    return float(light * (29 / 3) ** 3)


def alike(figure: Any) -> tuple[tuple[str, str], ...]:
    """Return pairs of colours (`#rrggbb`) of neighbours in a matplotlib figure that print alike.

    Neighbours are filled shapes that touch, and lines of one kind in the same axes.
    """
    from matplotlib.colors import to_hex

    found: dict[tuple[str, str], None] = {}
    for axes in figure.axes:
        for one, other in (*_touching(axes), *_lines(axes)):
            if one != other and abs(lightness(one) - lightness(other)) < FEWEST:
                found[to_hex(one), to_hex(other)] = None
    return tuple(found)


def _touching(axes: Any) -> Iterator[tuple[Color, Color]]:
    """Yield the colours of filled shapes in axes that touch."""
    from matplotlib.colors import to_rgb

    reach = REACH * axes.figure.dpi / 72
    shapes = [
        (shape.get_window_extent().padded(reach / 2), to_rgb(shape.get_facecolor()))
        for shape in axes.patches
        if shape.get_visible() and shape.get_fill() and shape.get_facecolor()[3] > 0
    ]
    for (box, one), (beside, other) in combinations(shapes, 2):
        if one != other and box.overlaps(beside):
            yield one, other


def _lines(axes: Any) -> Iterator[tuple[Color, Color]]:
    """Yield the colours of lines in axes that nothing but colour tells apart."""
    from matplotlib.colors import to_rgb

    seen = (line for line in axes.lines if line.get_visible() and len(line.get_xdata()) > 2)
    looks = ((one.get_linestyle(), str(one.get_marker()), to_rgb(one.get_color())) for one in seen)
    for (*look, one), (*beside, other) in combinations(dict.fromkeys(looks), 2):
        if look == beside and look[0] != "None":
            yield one, other
