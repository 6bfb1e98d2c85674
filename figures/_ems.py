"""A canvas whose units are ems of the place's text, and lines of text on it."""

from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

CAPITALS = 0.72
"""Height of capitals and figures in the fonts of slides, in ems."""


def base() -> float:
    """Return the base text size in points."""
    return float(rcParams["font.size"])


def stroke(width: float) -> float:
    """Return a line width or marker size given for the brief, at the scale of this place."""
    return width * base() / 8


def canvas(figure: Figure) -> tuple[Axes, float, float]:
    """Return bare axes over the whole figure, whose data units are ems, and their size."""
    figure.set_layout_engine("none")
    width, height = (72 * side / base() for side in figure.get_size_inches())
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes, width, height


def width_of(text: str, weight: str = "normal") -> float:
    """Return the width of one line of text in ems."""
    font = FontProperties(size=base(), weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)  # noqa: FBT003
    return float(width) / base()


def write(axes: Axes, x: float, y: float, text: str, size: float = 1, **style: Any) -> None:
    """Write one line, its capitals and figures centred on `y`; `size` is in ems."""
    axes.text(x, y - CAPITALS / 2 * size, text, fontsize=size * base(), va="baseline", **style)
