"""All arrivals in South Korea by province of origin and sex."""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from _house import SMALL, block, canvas, head, mix, number, stroke, width_of, wrap, write
from reportgen.figures import Brand

LEFT = 10.4
"""Where the bars start, in ems."""


def draw(figure: Figure, provinces: pl.DataFrame, brand: Brand) -> None:
    """Draw a bar a province, longest first, and the residual last."""
    axes, width, height = canvas(figure)
    known = pl.col("borders_china").is_not_null()
    rows = provinces.sort(known, "total", descending=True)
    people, most = int(rows["total"].sum()), int(rows["total"][0])
    date = str(rows["as_of"][0]).replace("Sept", "September")
    text = f"People, all arrivals to {date}, as transcribed"
    top = head(axes, height, text, brand) - 0.5
    scale = (width - LEFT - 7.6) / most
    step = top / len(rows)
    for place, row in enumerate(rows.iter_rows(named=True)):
        _row(axes, row, top - step * (place + 0.5), scale, people, brand)
    y = top - step / 2
    write(axes, LEFT + 0.6, y, "Women", color="white", weight="bold")
    write(axes, LEFT + scale * most - 0.6, y, "Men", ha="right", weight="bold")
    border = int(rows.filter(pl.col("borders_china") == "yes")["total"].sum())
    _notes(axes, border, people, max(LEFT + scale * 6900, LEFT + 9.5), width, brand)


def _row(
    axes: Axes, row: dict[str, Any], y: float, scale: float, people: int, brand: Brand
) -> None:
    border, rest = row["borders_china"] == "yes", row["borders_china"] is None
    start = LEFT
    for column, color in (("female", "primary"), ("male", "secondary")):
        shade = mix(brand.color(color), "#ffffff", 0.45 if rest else 0)
        axes.add_patch(Rectangle((start, y - 0.55), row[column] * scale, 1.1, color=shade, lw=0))
        start += row[column] * scale
    if border:
        _diamond(axes, 0.5, y, brand)
    weight, tone = "bold" if border else "normal", brand.color("muted" if rest else "foreground")
    name = "Other or not stated" if rest else row["province"]
    share = f"{100 * row['total'] / people:.1f}%"
    write(axes, 1.3, y, name, weight=weight, color=tone)
    write(axes, start + 0.5, y, share, weight=weight, color=tone)
    x = start + 1 + width_of(share, 1, weight)
    write(axes, x, y, number(row["total"]), SMALL, color=brand.color("muted"))


def _diamond(axes: Axes, x: float, y: float, brand: Brand) -> None:
    axes.plot(x, y, marker="D", ms=stroke(3.4), color=brand.color("foreground"))


def _notes(axes: Axes, border: int, people: int, x: float, width: float, brand: Brand) -> None:
    """Say what the bold names mean and what the table is, in the space beside the short bars."""
    width = min(width - x, 24)
    key = f"Provinces on the border with China, together {100 * border / people:.0f}%"
    method = (
        f"{number(people)} people, from one hand transcription of the ministry’s table. "
        "People still in protection facilities are not counted."
    )
    _diamond(axes, x - 1, 10.4, brand)
    bottom = block(axes, x, 11, wrap(key, width), SMALL)
    block(axes, x, bottom - 0.4, wrap(method, width), SMALL, color=brand.color("muted"))
