"""Reads a matplotlib figure as a chart: its categories, series, values and colours.

So one description serves both: what a module draws is what PowerPoint's own chart is made of.
"""

import math
from collections.abc import Sequence
from typing import Any

from reportgen.document import Chart, ChartKind, Series

HAIR = 1e-9
"""What two positions may differ by and be the same."""


def read_chart(figure: Any) -> Chart | str:
    """Return a drawn matplotlib figure as a chart, or why it is none: bars or lines in one axes.

    Series are containers of bars and lines that have a `label`; other lines are annotations.
    """
    axes = [one for one in figure.axes if one.containers or _lines(one)]
    if len(axes) != 1:
        return "it has not exactly one axes with bars, or with lines that have a `label`"
    (one,) = axes
    bars = [container for container in one.containers if hasattr(container, "orientation")]
    if bars and _lines(one):
        return "it has bars and lines with a `label` at once"
    chart = _bars(one, bars) if bars else _plotted(one, _lines(one))
    if isinstance(chart, Chart):
        values = [value for series in chart.series for value in series.values if value is not None]
        if not values:
            return "it shows no value"
        if any(math.isinf(value) for value in values):
            return "a value of it is infinite"
    return chart


def _lines(axes: Any) -> list[Any]:
    return [line for line in axes.lines if not str(line.get_label()).startswith("_")]


def _bars(axes: Any, bars: Sequence[Any]) -> Chart | str:
    orientations = {one.orientation for one in bars}
    counts = {len(one.patches) for one in bars}
    names = [str(one.get_label()) for one in bars]
    if len(orientations) != 1 or len(counts) != 1:
        return "its series of bars are not alike"
    if counts == {0}:
        return "it shows no value"
    if any(name.startswith("_") for name in names):
        return "its bars have no `label`, which is the name of a series"
    upright = orientations == {"vertical"}
    first = [patch.get_x() if upright else patch.get_y() for patch in bars[0].patches]
    stacked = len(bars) > 1 and all(
        math.isclose(at, start, abs_tol=HAIR)
        for one in bars
        for at, start in zip(
            (patch.get_x() if upright else patch.get_y() for patch in one.patches),
            first,
            strict=True,
        )
    )
    if not _stand(bars, upright=upright, stacked=stacked):
        return "its bars do not begin at zero, or where the series before them ends"
    axis = axes.xaxis if upright else axes.yaxis
    centers = [_center(bars, at, upright=upright) for at in range(len(first))]
    series = tuple(
        Series(
            name,
            tuple(_value(patch.get_height() if upright else patch.get_width()) for patch in one),
            tuple(_hex(patch.get_facecolor()) for patch in one),
        )
        for name, one in zip(names, bars, strict=True)
    )
    kind = ChartKind.COLUMN if upright else ChartKind.BAR
    turned = not upright and not axes.yaxis_inverted()
    return Chart(kind, _named(axis, centers), series, stacked=stacked, from_below=turned)


def _stand(bars: Sequence[Any], *, upright: bool, stacked: bool) -> bool:
    """Return whether bars stand on the axis, stacked ones on those before them.

    Ranges, waterfalls and bars drawn over others do not: a chart would show other values.
    """
    ends = [0.0] * len(bars[0].patches)
    for one in bars:
        for at, patch in enumerate(one.patches):
            base = patch.get_y() if upright else patch.get_x()
            if not math.isclose(base, ends[at], abs_tol=HAIR):
                return False
            length = patch.get_height() if upright else patch.get_width()
            ends[at] += length if stacked and not math.isnan(length) else 0.0
    return True


def _center(bars: Sequence[Any], at: int, *, upright: bool) -> float:
    """Return the middle of the bars of one category."""
    patches = [one.patches[at] for one in bars]
    starts = [patch.get_x() if upright else patch.get_y() for patch in patches]
    ends = [
        start + (patch.get_width() if upright else patch.get_height())
        for start, patch in zip(starts, patches, strict=True)
    ]
    return float(min(starts) + max(ends)) / 2


def _plotted(axes: Any, lines: Sequence[Any]) -> Chart | str:
    positions = [tuple(float(at) for at in line.get_xdata(orig=False)) for line in lines]
    if len({*positions}) != 1:
        return "its lines do not have the same positions"
    series = tuple(
        Series(
            str(line.get_label()),
            tuple(_value(value) for value in line.get_ydata(orig=False)),
            (_hex(line.get_color()),),
        )
        for line in lines
    )
    return Chart(ChartKind.LINE, _named(axes.xaxis, positions[0]), series)


def _named(axis: Any, positions: Sequence[float]) -> tuple[str, ...]:
    """Return the label that the author gave the tick at each position, else the number itself."""
    from matplotlib.ticker import ScalarFormatter

    labels: dict[float, str] = {}
    if not isinstance(writer := axis.get_major_formatter(), ScalarFormatter):
        places = axis.get_majorticklocs()
        texts = writer.format_ticks(places)
        labels = {round(float(at), 6): text for at, text in zip(places, texts, strict=True)}
    return tuple(labels.get(round(at, 6)) or f"{at:.12g}" for at in positions)


def _value(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return str(to_hex(color))
