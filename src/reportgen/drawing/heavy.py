"""Keeps drawings light: a hundred thousand marks become pixels, thousands of ticks are refused."""

from collections.abc import Iterator
from typing import Any

MOST_MARKS = 3_000
"""An artist of more marks or points is drawn as pixels inside the vector figure."""

MOST_ARTISTS = 1_500
"""Of more lines or shapes in one plot, all are."""

MOST_TICKS = 200
"""More ticks than these on an axis cannot be told apart on any page."""


def lighten(canvas: Any) -> None:
    """Let what would make a vector file of megabytes be drawn as pixels; texts and axes stay."""
    for axes in canvas.axes:
        artists = [*axes.lines, *axes.patches, *axes.collections]
        crowded = len(artists) > MOST_ARTISTS
        for artist in artists:
            if crowded or _marks(artist) > MOST_MARKS:
                artist.set_rasterized(True)


def _marks(artist: Any) -> int:
    """Return of how many marks or points an artist is."""
    import numpy as np
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D

    if isinstance(artist, Line2D):
        markers = artist.get_marker() not in ("None", "", " ", None)
        points = len(np.asarray(artist.get_xdata(orig=False)))  # a line alone is simplified
        return points if markers else points // 10
    if isinstance(artist, Collection):
        held: Any = artist
        corners = sum(len(one.vertices) for one in held.get_paths())
        return max(len(held.get_offsets()), len(held.get_paths()), corners // 4)
    return 1


def crowded_axes(canvas: Any) -> Iterator[str]:
    """Yield what is said of each axis with more ticks than anyone can read."""
    for axes in canvas.axes:
        for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            try:
                count = len(axis.get_majorticklocs())
            except (ValueError, RuntimeError, ArithmeticError, TypeError):
                continue  # drawing it says why
            if count > MOST_TICKS and axes.axison and axis.get_visible():
                yield f"the {name} axis has {count:,} ticks; {MOST_TICKS} can be read at most"
