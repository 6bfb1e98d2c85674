"""Age on arrival in South Korea, by sex."""

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from _house import SMALL, block, canvas, head, ink, number, stroke, wrap, write
from reportgen.figures import Brand, Facts

AS_OF = "2024-09"
YOUNG = ("20-29", "30-39")


def draw(figure: Figure, ages: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    """Draw a pyramid, the youngest at the bottom: men to the left, women to the right."""
    axes, width, height = canvas(figure)
    table = ages.filter(pl.col("as_of") == AS_OF).sort("age_at_entry")
    text = "People by age on arrival, all arrivals to end September 2024, as transcribed"
    top = head(axes, height, text, brand) - 2.2
    step = top / len(table)
    gap, numbers, aside = 2.6, 3.4, min(10.5, 0.2 * width)
    longest = {sex: float(max(table[sex].to_list())) for sex in ("male", "female")}
    scale = (width - 2 * gap - 2 * numbers - aside) / sum(longest.values())
    middle = numbers + longest["male"] * scale + gap
    for place, row in enumerate(table.iter_rows(named=True)):
        y = step * (place + 0.5)
        write(axes, middle, y, row["age_at_entry"].replace("-", "–"), ha="center")
        _bar(axes, middle - gap, y, step, -scale, row["male"], brand.color("secondary"))
        _bar(axes, middle + gap, y, step, scale, row["female"], brand.color("primary"))
    write(
        axes,
        middle - gap,
        top + 0.9,
        "Men",
        ha="right",
        weight="bold",
        color=ink(brand.color("secondary")),
    )
    write(axes, middle, top + 0.9, "Age", SMALL, ha="center", color=brand.color("muted"))
    write(axes, middle + gap, top + 0.9, "Women", weight="bold", color=brand.color("primary"))
    young = table.with_row_index().filter(pl.col("age_at_entry").is_in(YOUNG))
    places = young["index"].to_list()
    low, high = step * (places[0] + 0.15), step * (places[-1] + 0.85)
    _aside(axes, width - aside + 0.6, low, high, str(facts["young_share"]), aside - 1.4, brand)


def _bar(
    axes: Axes, x: float, y: float, step: float, scale: float, people: int, color: str
) -> None:
    thick = 0.72 * step
    axes.add_patch(Rectangle((x, y - thick / 2), people * scale, thick, color=color, lw=0))
    side = 0.4 if scale > 0 else -0.4
    write(
        axes,
        x + people * scale + side,
        y,
        number(people),
        SMALL,
        ha="left" if scale > 0 else "right",
    )


def _aside(
    axes: Axes, x: float, low: float, high: float, share: str, width: float, brand: Brand
) -> None:
    """Bracket the two largest groups and say how much of the whole they are."""
    color = brand.color("muted")
    axes.plot([x - 0.4, x, x, x - 0.4], [low, low, high, high], color=color, lw=stroke(0.8))
    words = wrap("were 20 to 39 years old on arrival", width)
    tall = 1.2 + SMALL * 1.2 * (words.count("\n") + 1)
    bottom = block(axes, x + 0.8, (low + high + tall) / 2, share, weight="bold")
    block(axes, x + 0.8, bottom, words, SMALL)
