"""The people who arrived in 2025 beside those of the peak year 2009, one dot a person."""

import math

from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure

from _ems import canvas, write
from reportgen.figures import Brand, Facts

ROWS = 42
"""Dots one above the other."""


def draw(figure: Figure, facts: Facts, brand: Brand) -> None:
    """Draw two fields of dots, so that their difference is seen without colour too."""
    few, many = int(facts["arrivals_2025"].value), int(facts["arrivals_2009"].value)
    axes, width, height = canvas(figure)
    top, gap = 1.9, 1.0
    columns = [math.ceil(count / ROWS) for count in (few, many)]
    pitch = min((width - gap) / sum(columns), (height - top) / ROWS)
    starts = (0.0, columns[0] * pitch + gap)
    colors = (brand.color("accent"), brand.color("primary"))
    for count, start, color in zip((few, many), starts, colors, strict=True):
        places = [
            (start + (at // ROWS + 0.5) * pitch, height - top - (at % ROWS + 0.5) * pitch)
            for at in range(count)
        ]
        side = [pitch * 0.78] * count
        axes.add_collection(
            EllipseCollection(side, side, [0] * count, units="xy", offsets=places,
                              offset_transform=axes.transData, facecolors=color, linewidths=0)
        )  # fmt: skip
    end = starts[1] + columns[1] * pitch
    label = f"2009: {facts['arrivals_2009']} people"
    write(axes, 0, height - 0.8, "2025", 1.2, weight="bold", color=brand.color("accent-text"))
    write(axes, end, height - 0.8, label, 1.2, weight="bold", ha="right", color=colors[1])
