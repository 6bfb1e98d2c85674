"""Two states compared: a column each, from zero, and the change from one to the other."""

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from _ems import canvas, stroke, width_of, write
from reportgen.figures import Brand

BIG, LARGE = 1.7, 2.3
"""Sizes of the values and of the change, as a part of the base size."""


class State(NamedTuple):
    """A state's name, value, and the value as it prints."""

    name: str
    value: float
    shown: str


def draw_states(figure: Figure, before: State, after: State, change: str, brand: Brand) -> None:
    """Draw the column of each state; an arrow leads down to the second where that is lower."""
    axes, width, height = canvas(figure)
    low, high = min(0.0, before.value, after.value), max(0.0, before.value, after.value)
    foot, head = (1.6 if not low else 0.5), BIG + 0.6
    scale = (height - foot - head) / (high - low)
    zero = foot - low * scale
    wide = min(width * 0.26, 6.0)
    lefts = (0.4, 0.4 + wide * 1.35)
    accent, primary = brand.color("accent"), brand.color("primary")
    inks = (primary, brand.color("accent-text"))
    for left, state, color, ink in zip(
        lefts, (before, after), (primary, accent), inks, strict=True
    ):
        end = zero + state.value * scale
        bottom, tall = min(zero, end), abs(end - zero)
        axes.add_patch(Rectangle((left, bottom), wide, tall, lw=0, color=color))
        middle = left + wide / 2
        if state.value >= 0:
            write(
                axes,
                middle,
                end + BIG * 0.55,
                state.shown,
                BIG,
                ha="center",
                weight="bold",
                color=ink,
            )
            write(axes, middle, zero - 0.8, state.name, 1.1, ha="center")
        else:
            write(axes, middle, zero + 0.8, state.name, 1.1, ha="center")
    axes.plot([0, lefts[1] + wide + 0.4], [zero, zero], color=brand.color("muted"), lw=stroke(0.8))
    beside = lefts[1] + wide + 0.7
    if after.value < 0:
        at = zero + after.value * scale + LARGE * 0.5
        write(axes, beside, at, after.shown, LARGE, weight="bold", color=inks[1])
        return
    top, end = zero + before.value * scale, zero + after.value * scale + BIG + 0.9
    middle = lefts[1] + wide / 2
    axes.plot([lefts[1] - 0.1, lefts[1] + wide], [top, top], color=accent, lw=stroke(1.1))
    axes.annotate(
        "", (middle, end), (middle, top),
        arrowprops={"arrowstyle": "-|>", "color": accent, "lw": stroke(1.4), "shrinkA": 0,
                    "shrinkB": 0, "mutation_scale": stroke(10)},
    )  # fmt: skip
    size = min(LARGE, (width - beside) / max(0.1, width_of(change, "bold")))
    write(axes, beside, top - size * 0.4, change, size, weight="bold", color=inks[1])
