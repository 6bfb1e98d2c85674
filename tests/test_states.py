"""Figures of which parts appear by clicks: what is seen before each, in every form of chart."""

import re

import pytest
from matplotlib.figure import Figure as Canvas

from reportgen.charts.parts import category, series
from reportgen.drawing.states import MOST, BuildsFault, mark_labelled, states, steps_of

KNOWN = (series("Men"), series("Women"), category("2012"), category("2020"))


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("series", [{"Men"}, {"Women"}]),
        ("categories", [{"2012"}, {"2020"}]),
        ("women; men", [{"Women"}, {"Men"}]),
        ("2020 + Women", [{"2020", "Women"}]),
        ("Women; series", [{"Women"}, {"Men"}]),
        ("2012; series + 2020", [{"2012"}, {"Men", "Women", "2020"}]),
    ],
)
def test_parts_come_as_they_are_named(words: str, steps: list[set[str]]) -> None:
    found = steps_of(words, KNOWN)
    assert [{one.name for one in step} for step in found] == steps


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ("Woman", "no part of this figure is called `Woman`", "`Women`"),
        ("notes", "this figure has no notes that could appear by clicks", "`series` and `categor"),
        (" ; ", "names no part", "builds=series"),
    ],
)
def test_what_is_not_in_the_figure_is_told(words: str, message: str, hint: str) -> None:
    with pytest.raises(BuildsFault, match=re.escape(message)) as raised:
        steps_of(words, KNOWN)
    assert hint in raised.value.help


def test_more_clicks_than_a_room_waits_for_are_refused() -> None:
    years = [category(str(year)) for year in range(2000, 2001 + MOST)]
    with pytest.raises(BuildsFault, match="13 clicks"):
        steps_of("categories", years)


def test_bars_and_lines_of_a_module_are_known_by_their_labels() -> None:
    figure = Canvas()
    axes = figure.add_subplot()
    women = axes.bar(["2001", "2002"], [3, 4], label="Women")
    (line,) = axes.plot([0, 1], [3, 5], label="Trend")
    said = axes.text(0, 0, "said", label="Words")
    mark_labelled(figure, "it is no chart")
    seen = [
        [women.patches[0].get_visible(), line.get_visible(), said.get_visible()]
        for _ in states(figure, "women; Trend; words")
    ]
    assert seen == [[False, False, False], [True, False, False], [True, True, False]]
    assert women.patches[0].get_visible()
    assert said.get_visible()
