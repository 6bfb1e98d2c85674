"""Keeps drawings light: many marks become pixels, thousands of ticks or texts are refused."""

from collections.abc import Iterator
from typing import Any

MOST_MARKS = 3_000
"""An artist of more marks or points is drawn as pixels inside the vector figure."""

MOST_ARTISTS = 1_500
"""Of more lines or shapes in one plot, all are; shapes are then drawn together."""

MOST_TICKS = 200
"""More ticks than these on an axis cannot be told apart on any page."""


MOST_TEXTS = 2_000
"""More texts than these nobody reads on a page: forty rows of forty numbers have room."""


def lighten(canvas: Any, *, by_parts: bool = False) -> None:
    """Let what would make a vector file of megabytes be drawn as pixels; texts and axes stay.

    What appears `by_parts` is drawn one by one.
    """
    for axes in canvas.axes:
        artists = [*axes.lines, *axes.patches, *axes.collections]
        too_many = len(artists) > MOST_ARTISTS
        for artist in artists:
            if too_many or _marks(artist) > MOST_MARKS:
                artist.set_rasterized(True)
                artist.set_in_layout(not too_many)
        if too_many and not by_parts:
            _gather(axes)


def _gather(axes: Any) -> None:
    """Let the shapes of a plot be drawn as one: each by itself takes half a millisecond.

    They stay where they are, unseen, so that the plot is still read as a chart.
    """
    from matplotlib.collections import PathCollection

    by_order: dict[float, list[Any]] = {}
    for one in axes.patches:
        if one.get_visible() and one.get_data_transform() == axes.transData and not one.get_hatch():
            by_order.setdefault(one.get_zorder(), []).append(one)
    for order, shapes in by_order.items():
        together = PathCollection(
            [one.get_patch_transform().transform_path(one.get_path()) for one in shapes],
            facecolors=[one.get_facecolor() if one.get_fill() else (0, 0, 0, 0) for one in shapes],
            edgecolors=[one.get_edgecolor() for one in shapes],
            # a width without an edge would still move a shape by half a dot
            linewidths=[one.get_linewidth() if one.get_edgecolor()[3] else 0.0 for one in shapes],
            linestyles=[one.get_linestyle() for one in shapes],
            transform=axes.transData,
            zorder=order,
            rasterized=True,
        )
        for one in shapes:
            one.set_visible(False)
        together.set_in_layout(False)
        axes.add_collection(together, autolim=False)


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


def crowded(canvas: Any) -> Iterator[str]:
    """Yield what is said of each axis with more ticks, or texts, than anyone can read."""
    count = sum(len(axes.texts) for axes in canvas.axes) + len(canvas.texts)
    if count > MOST_TEXTS:
        yield f"the figure has {count:,} texts; {MOST_TEXTS:,} can be read at most"
    for axes in canvas.axes:
        for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            try:
                count = len(axis.get_majorticklocs())
            except (ValueError, RuntimeError, ArithmeticError, TypeError):
                continue  # drawing it says why
            if count > MOST_TICKS and axes.axison and axis.get_visible():
                yield f"the {name} axis has {count:,} ticks; {MOST_TICKS} can be read at most"
