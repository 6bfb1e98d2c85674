"""Remembers where an axis has its ticks: matplotlib finds them ten times a figure."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.figure import Figure

STOCK = ("matplotlib.category", "matplotlib.dates", "matplotlib.ticker")
"""Modules whose locators and formatters say the same each time that they are asked the same."""
ASKING = ("FuncFormatter",)
"""Of these, those that ask a function of anyone's."""


@contextmanager
def remembered_ticks(canvas: Figure) -> Iterator[None]:
    """Let an axis find its ticks anew only where its limits or its place have changed.

    Axes that share a locator or formatter, or have a function of anyone's, find them as ever.
    """
    kind: Any = Axis
    update = kind._update_ticks
    alone = _alone(canvas)
    found: dict[int, tuple[object, list[Any]]] = {}

    def remembered(axis: Any) -> Any:
        if id(axis) not in alone or not _is_stock(axis):
            return update(axis)
        state, (before, ticks) = _state(axis), found.get(id(axis), (None, []))
        if state != before:
            ticks = update(axis)
            found[id(axis)] = _state(axis), ticks
        return [*ticks]

    kind._update_ticks = remembered
    try:
        yield
    finally:
        kind._update_ticks = update


def _alone(canvas: Figure) -> dict[int, Any]:
    """Return the axes of a figure, by id, that share no locator and no formatter with another."""
    inside = [part for axes in canvas.axes for part in (axes, *axes.child_axes)]
    found: list[Any] = [axis for axes in inside for axis in axes._axis_map.values()]
    users = Counter(id(one) for axis in found for one in _tickers(axis))
    return {
        id(axis): axis
        for axis in found
        if type(axis) in (XAxis, YAxis) and all(users[id(one)] == 1 for one in _tickers(axis))
    }


def _tickers(axis: Any) -> tuple[Any, ...]:
    return axis.major.locator, axis.major.formatter, axis.minor.locator, axis.minor.formatter


def _is_stock(axis: Any) -> bool:
    kinds = [type(one) for one in _tickers(axis)]
    return all(kind.__module__ in STOCK and kind.__name__ not in ASKING for kind in kinds)


def _state(axis: Any) -> tuple[object, ...]:
    """Return what decides where an axis has ticks, while a figure is being written."""
    return (
        *axis.get_view_interval(), *axis.axes.bbox.bounds, axis.get_figure(root=True).dpi,
        len(axis.majorTicks), len(axis.minorTicks), *_tickers(axis),
    )  # fmt: skip
