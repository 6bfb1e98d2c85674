"""Arrivals in the years after the famine, up to the first fall."""

import polars as pl
from matplotlib.figure import Figure

from _ems import stroke
from reportgen.figures import Brand, Facts


def draw(figure: Figure, arrivals_annual_totals: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    """Draw one column a year from 1998 to 2012 beside the years of the famine."""
    known = arrivals_annual_totals.filter(pl.col("year") <= 2012)
    totals = dict(zip(known["year"], known["total"], strict=True))
    axes = figure.subplots()
    axes.axvspan(1992.6, 2000.4, color=brand.color("light"), lw=0, zorder=0)
    accent, primary = brand.color("accent"), brand.color("primary")
    colors = [accent if year == 1998 else primary for year in totals]
    axes.bar(list(totals), list(totals.values()), 0.8, color=colors)
    axes.set(xlim=(1992.6, 2012.6), ylim=(0, 3300))
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_xticks([1993, 1998, 2000, 2005, 2009, 2012])
    axes.text(1992.9, 3220, "Famine years", va="top", weight="bold", fontsize="large")
    low, high = facts["famine_census_low"], facts["famine_census_high"]
    deaths = f"Deaths by studies of the\ncensus: {low} to {high}"
    axes.text(1992.9, 2900, deaths, va="top", linespacing=1.2)
    muted = brand.color("muted")
    axes.text(1992.9, 1180, "Yearly counts here\nbegin in 1998", va="top", color=muted)
    axes.text(2000.8, 3220, "People arriving in\nSouth Korea in a year", va="top", color=muted)
    for year, name, size, color in (
        (1998, "arrivals_1998_alone", "xx-large", brand.color("accent-text")),
        (2009, "arrivals_2009", "large", primary),
    ):
        axes.annotate(
            str(facts[name]), (year, totals[year]), (0, stroke(1)), ha="center", va="bottom",
            textcoords="offset points", weight="bold", color=color, fontsize=size,
        )  # fmt: skip
