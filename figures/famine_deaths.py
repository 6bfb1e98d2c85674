"""Published estimates of deaths in the famine of the 1990s."""

import polars as pl
from matplotlib.figure import Figure

from _ranges import Estimate, draw_ranges
from reportgen.figures import Brand


def draw(figure: Figure, famine_death_estimates: pl.DataFrame, brand: Brand) -> None:
    """Draw the estimates from the lowest to the highest; those from censuses stand out."""
    rows = []
    for row in famine_death_estimates.sort("low", "high").iter_rows(named=True):
        census = "census" in (row["note"] or "")
        color = brand.color("primary" if census else "tertiary")
        rows.append(Estimate(row["author"], _note(row), row["low"], row["high"], color))
    unit = "Deaths in millions, low to high estimate; dark: from census data"
    ticks = [n * 500_000 for n in range(8)]
    draw_ranges(figure, unit, rows, ticks, lambda value: f"{value / 1e6:g}", brand)


def _note(row: dict[str, str | None]) -> str:
    parts = [part for part in (row["period"], row["note"]) if part]
    return "; ".join(parts).replace("1995-1998", "1995–1998").replace("1993-2000", "1993–2000")
