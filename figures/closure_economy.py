"""Growth of the North's economy in the last year before the closure, and in its first."""

import polars as pl
from matplotlib.figure import Figure

from _states import State, draw_states
from reportgen.figures import Brand, Facts


def draw(figure: Figure, gdp_growth_bok: pl.DataFrame, facts: Facts, brand: Brand) -> None:
    """Draw growth in 2019 upwards and the loss of 2020 downwards."""
    growth = dict(zip(gdp_growth_bok["year"], gdp_growth_bok["real_gdp_growth_pct"], strict=True))
    states = (
        State("2019", growth[2019], f"+{growth[2019]:.1f}%"),
        State("2020", float(facts["gdp_2020"].value), f"\N{MINUS SIGN}{facts['gdp_fall_2020']}"),
    )
    draw_states(figure, *states, "", brand)
