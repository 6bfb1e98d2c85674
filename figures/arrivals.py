"""Arrivals in South Korea by year and sex."""

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from _house import ink, number, stroke, unit
from reportgen.figures import Brand, Facts

PLAIN = {"fc": "white", "ec": "none", "pad": 0.5}
"""Behind words that stand on a grid line."""


def draw(figure: Figure, arrivals: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    """Draw one column a year; rows that pool several years are left out."""
    annual = arrivals.filter(pl.col("kind") == "annual").sort("year")
    years = annual["year"].to_list()
    women, men = annual["female"].to_list(), annual["male"].to_list()
    totals = dict(zip(years, annual["total"].to_list(), strict=True))
    axes = figure.subplots()
    axes.bar(years, women, 0.78, label="Women", color=brand.color("primary"))
    axes.bar(years, men, 0.78, bottom=women, label="Men", color=brand.color("secondary"))
    axes.set(xlim=(years[0] - 2.4, years[-1] + 1), ylim=(0, 3250))
    axes.set_yticks([0, 1000, 2000, 3000], ["0", "1,000", "2,000", "3,000"])
    axes.set_xticks([years[0], *range(2005, years[-1] + 1, 5)])
    unit(figure, "People arriving in a year", brand)
    _name(axes, years[0], women[0] / 2, "Women", brand.color("primary"))
    _name(axes, years[0], women[0] + men[0] / 2, "Men", ink(brand.color("secondary")))
    peak = max(totals, key=lambda year: totals[year])
    for year in (peak, years[-1]):
        above = (0, stroke(2))
        total = str(facts[f"arrivals_{year}"])
        label = f"{peak}: {total}" if year == peak else total
        axes.annotate(
            label,
            (year, totals[year]),
            above,
            ha="center",
            va="bottom",
            textcoords="offset points",
            weight="bold",
        )
    for year in (2012, 2020):
        _fall(axes, year, totals, facts, brand)
    _event(axes, 2013, 2340, "May 2013: Laos\nhands over nine\nNorth Koreans", totals, brand)
    _event(axes, 2020, 2120, "January 2020:\nthe North closes\nits border", totals, brand)


def _name(axes: Axes, year: int, height: float, text: str, color: str) -> None:
    axes.text(year - 0.6, height, text, color=color, weight="bold", ha="right", va="center")


def _fall(axes: Axes, year: int, totals: dict[int, int], facts: Facts, brand: Brand) -> None:
    """Point from the year before down to this year, and say by how much."""
    before, after = totals[year - 1], totals[year]
    danger, muted = brand.color("danger"), brand.color("muted")
    arrow = {
        "arrowstyle": "-|>",
        "color": danger,
        "lw": stroke(1),
        "shrinkA": 0,
        "shrinkB": 0,
        "mutation_scale": stroke(7),
    }
    axes.annotate("", (year, after + 30), (year, before), arrowprops=arrow)
    axes.plot(
        [year - 0.4, year + 0.2],
        [before, before],
        color=danger,
        lw=stroke(1),
        solid_capstyle="butt",
    )
    x, label = year + 0.35, f"{year}: \N{MINUS SIGN}{facts[f'fall_{year}']}"
    axes.text(x, before + 20, label, va="bottom", weight="bold", color=danger, bbox=PLAIN)
    label = f"{number(before)} to {number(after)}"
    axes.text(x, before - 25, label, va="top", fontsize="small", color=muted, bbox=PLAIN)


def _event(
    axes: Axes, year: int, height: float, text: str, totals: dict[int, int], brand: Brand
) -> None:
    """Name what happened, to the right of a line that rises from the year's column."""
    x = year - 0.45 if year == 2020 else year
    axes.plot(
        [x, x],
        [totals[year] + 40, height],
        color=brand.color("muted"),
        lw=stroke(0.6),
        ls=(0, (2, 1.5)),
    )
    axes.text(x + 0.15, height, text, fontsize="small", va="top", bbox=PLAIN)
