"""Arrivals in the last year before the closure of the border, and in its first."""

from matplotlib.figure import Figure

from _states import State, draw_states
from reportgen.figures import Brand, Facts


def draw(figure: Figure, facts: Facts, brand: Brand) -> None:
    """Draw a column for 2019 and one for 2020, and by how much the second is lower."""
    before, after = facts["arrivals_2019"], facts["arrivals_2020"]
    states = (
        State("2019", float(before.value), str(before)),
        State("2020", float(after.value), str(after)),
    )
    draw_states(figure, *states, f"\N{MINUS SIGN}{facts['fall_2020']}", brand)
