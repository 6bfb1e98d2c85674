"""Nothing in a chart collides or is cut: forms, sizes, words, languages and brands at random.

`make soak` and hands draw a thousand; here a few of a fixed seed are drawn.
"""

import pytest

from drawn_charts import Sample, collisions, samples
from reportgen.charts.forms import NAMES
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.theme import load_theme

COUNT = 39


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    theme = load_theme(Project(tmp_path_factory.mktemp("none")), Diagnostics())
    return list(samples(7, COUNT, theme))


def test_no_words_meet_others_or_are_cut(drawn: list[Sample]) -> None:
    assert [(one.words, one.collisions) for one in drawn if one.collisions] == []


def test_few_are_refused_and_each_says_what_to_do(drawn: list[Sample]) -> None:
    refused = [one.refused for one in drawn if one.refused]
    assert len(refused) <= COUNT // 6
    assert all(one.endswith(")") and "()" not in one for one in refused)


def test_what_collides_is_seen(drawn: list[Sample]) -> None:
    """A text that is laid over another one, a bar, and the edge is found by the same measure."""
    one = next(one for one in drawn if one.words.startswith("columns") and not one.refused)
    axes = one.canvas.axes[0]
    shown = next(text for text in axes.texts if text.get_text())
    axes.text(*shown.get_position(), shown.get_text(), fontsize=20)
    axes.text(-4, 20, "outside")
    found = " ".join(collisions(one.canvas))
    assert "meets" in found
    assert "is cut" in found


def test_every_form_is_among_them(drawn: list[Sample]) -> None:
    assert {one.words.split()[0] for one in drawn} == set(NAMES) - {"map"}
