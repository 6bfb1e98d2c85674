"""Published estimates of North Koreans living in China."""

import re

import polars as pl
from matplotlib.figure import Figure

from _ranges import Estimate, draw_ranges
from reportgen.figures import Brand


def draw(figure: Figure, north_koreans_in_china_estimates: pl.DataFrame, brand: Brand) -> None:
    """Draw the estimates by the year they refer to; a dotted line has only an upper end."""
    table = north_koreans_in_china_estimates
    year = pl.col("refers_to").str.extract(r"(\d{4})")
    rows = [
        Estimate(
            row["estimator"],
            _note(row["refers_to"]),
            row["low"],
            row["high"],
            brand.color("tertiary" if row["low"] is None else "primary"),
        )
        for row in table.sort(year, "high", maintain_order=True).iter_rows(named=True)
    ]
    unit = "People, low to high estimate; dotted: only an upper end is given"
    ticks = [0, 100_000, 200_000, 300_000]
    draw_ranges(figure, unit, rows, ticks, lambda value: f"{value:,.0f}", brand)


def _note(refers_to: str) -> str:
    """Return when an estimate is for, the years first, with an en dash between years."""
    text = re.sub(r"(\d{4})-(\d{4})", "\\1–\\2", refers_to)
    return text.replace("ROK ministry", "South’s ministry")
