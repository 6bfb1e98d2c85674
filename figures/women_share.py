"""Women's share of arrivals in South Korea by year."""

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from _house import mix, number, stroke, unit
from reportgen.figures import Brand, Facts

PLAIN = {"fc": "white", "ec": "none", "pad": 0.5}
"""Behind words that stand on a grid line."""
LOW = 30
"""Below this share there is no room for words under a step: they stand on it."""
FEW = 100
"""Below so many arrivals a share says little: its marker is open."""


def draw(figure: Figure, arrivals: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    """Draw yearly shares as a line, and periods that pool several years as steps."""
    share = arrivals.with_columns(share=100 * pl.col("female") / pl.col("total"))
    annual = share.filter(pl.col("kind") == "annual").sort("year")
    axes = figure.subplots()
    unit(figure, "Women, per cent of people arriving", brand)
    axes.set(xlim=(1993.2, 2026), ylim=(0, 100))
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    axes.set_xticks([2002, 2005, 2010, 2015, 2020, 2025])
    axes.axhline(50, color=brand.color("muted"), lw=stroke(0.8), ls=(0, (4, 2)))
    axes.text(2010, 48.5, "Half are women", fontsize="small", color=brand.color("muted"), va="top")
    _periods(axes, share.filter(pl.col("kind") == "pooled").sort("year"), brand)
    _years(axes, annual, facts, brand)


def _periods(axes: Axes, pooled: pl.DataFrame, brand: Brand) -> None:
    """Draw each pooled period as a broad step; the first, of fifty years, is not to scale."""
    left = 1993.6
    bold: dict[str, Any] = {"weight": "bold"}
    quiet: dict[str, Any] = {"fontsize": "small", "color": brand.color("muted"), "bbox": PLAIN}
    for row in pooled.iter_rows(named=True):
        right, share = row["period_end"] + 0.5, row["share"]
        axes.plot(
            [left, right - 0.2],
            [share, share],
            color=brand.color("tertiary"),
            lw=stroke(5),
            solid_capstyle="butt",
        )
        lines = [f"{share:.0f}%", "Years pooled:", row["label"].replace("-", "–")]
        if share < LOW:
            lines = [lines[0], lines[2], lines[1]]
        for line, distance, style in zip(lines, (5, 16, 25), (bold, quiet, quiet), strict=True):
            offset = (0, stroke(distance if share < LOW else -distance))
            axes.annotate(
                line,
                (left, share),
                offset,
                textcoords="offset points",
                va="bottom" if share < LOW else "top",
                **style,
            )
        left = right


def _years(axes: Axes, annual: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    primary = brand.color("primary")
    years, shares = annual["year"].to_list(), annual["share"].to_list()
    totals = annual["total"].to_list()
    few = [year for year, total in zip(years, totals, strict=True) if total < FEW]
    at = dict(zip(years, shares, strict=True))
    pale = mix(primary, "#ffffff", 0.45)
    axes.plot(years, shares, color=pale, lw=stroke(1), ls=(0, (2, 1.2)), zorder=2)
    before = [year for year in years if year < few[0]]
    after = [year for year in years if year > few[-1]]
    for solid in (before, after):
        axes.plot(
            solid,
            [at[year] for year in solid],
            color=primary,
            lw=stroke(1.6),
            marker="o",
            ms=stroke(3.2),
        )
    axes.plot(
        few,
        [at[year] for year in few],
        ls="none",
        marker="o",
        ms=stroke(4.4),
        mfc="white",
        mec=primary,
        mew=stroke(1.1),
        zorder=4,
    )
    for year, x, y in ((2002, -1.1, 0.2), (2018, 0, 0.75), (2021, 0, -0.75), (2024, 0, 0.75)):
        offset = (stroke(8 * x), stroke(8 * y))
        axes.annotate(
            str(facts[f"women_share_{year}"]),
            (year, at[year]),
            offset,
            textcoords="offset points",
            ha="center",
            va="top" if y < 0 else "bottom",
            weight="bold",
            color=primary,
        )
    counts = " and ".join(number(totals[years.index(year)]) for year in few)
    note = f"{few[0]} and {few[-1]}:\nonly {counts}\narrivals"
    axes.annotate(
        note,
        (few[0], at[few[0]]),
        (stroke(0), stroke(-17)),
        ha="center",
        va="top",
        textcoords="offset points",
        fontsize="small",
        color=brand.color("muted"),
        bbox=PLAIN,
    )
