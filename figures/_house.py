"""What all figures share: the unit line, inks and tints, numbers, and a canvas measured in ems."""

from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from reportgen.figures import Brand

SMALL = 0.833
"""Size of small text, as a part of the base size; it is what matplotlib means by "small"."""

LEADING = 1.2
"""From line to line, in ems of the text."""
CAPITALS = 0.66
"""Height of capitals and figures in Source Sans 3, in ems."""


def base() -> float:
    """Return the base text size in points."""
    return float(rcParams["font.size"])


def stroke(width: float) -> float:
    """Return a line width or marker size given for the brief, at the scale of this place."""
    return width * base() / 8


def ems(figure: Figure) -> tuple[float, float]:
    """Return the width and height of a figure in ems of its base text."""
    return 72 * figure.get_figwidth() / base(), 72 * figure.get_figheight() / base()


def unit(figure: Figure, text: str, brand: Brand) -> None:
    """Write what the figure counts at its top left."""
    figure.suptitle(text, x=0, ha="left", fontsize="medium", color=brand.color("muted"))


def canvas(figure: Figure) -> tuple[Axes, float, float]:
    """Return bare axes over the whole figure, whose data units are ems, and their size."""
    figure.set_layout_engine("none")
    width, height = ems(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes, width, height


def head(axes: Axes, height: float, text: str, brand: Brand) -> float:
    """Write what a canvas shows at its top left, and return where that line ends."""
    return block(axes, 0, height - 0.2, text, color=brand.color("muted"))


def mix(color: str, other: str, part: float) -> str:
    """Return a colour with a part of another in it."""
    red, green, blue = (
        a + (b - a) * part for a, b in zip(to_rgb(color), to_rgb(other), strict=True)
    )
    return to_hex((red, green, blue))


def ink(color: str) -> str:
    """Return a colour dark enough for small text on white."""
    return mix(color, "#000000", 0.27)


def width_of(text: str, size: float = 1, weight: str = "normal") -> float:
    """Return the width of one line of text in ems of the base size."""
    font = FontProperties(size=base() * size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)  # noqa: FBT003
    return float(width) / base()


def wrap(text: str, width: float, weight: str = "normal") -> str:
    """Break a text into lines at most `width` ems wide: small text, or bold of the base size."""
    size = 1 if weight == "bold" else SMALL
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def block(axes: Axes, x: float, top: float, text: str, size: float = 1, **style: Any) -> float:
    """Write lines of text on a canvas from `top` downwards, and return where they end.

    Each line is a text of its own: matplotlib's line spacing differs with the letters in a line.
    """
    for line in text.split("\n"):
        write(axes, x, top - LEADING * size / 2, line, size, **style)
        top -= LEADING * size
    return top


def write(axes: Axes, x: float, y: float, text: str, size: float = 1, **style: Any) -> None:
    """Write one line on a canvas, its capitals and figures centred on `y`."""
    axes.text(x, y - CAPITALS / 2 * size, text, fontsize=size * base(), va="baseline", **style)


def number(value: float) -> str:
    """Return a whole number with commas."""
    return f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")
