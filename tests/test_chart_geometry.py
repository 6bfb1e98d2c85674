"""Nothing in a chart collides or is cut: forms, sizes, words, languages and brands at random.

`make soak` and hands draw a thousand; here a few of a fixed seed are drawn.
"""

import pytest

from drawn_charts import Sample, collisions, samples
from reportgen.charts.forms import NAMES
from reportgen.charts.parts import marks, parts_in
from reportgen.diagnostics import Diagnostics
from reportgen.drawing.states import states
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


def test_every_form_can_appear_part_by_part(drawn: list[Sample]) -> None:
    """Each click adds something, and before the first no bar and no value is seen."""
    for one in drawn:
        if one.refused:
            continue
        artists = one.canvas.findobj()
        kinds = {part.kind for part in parts_in(artists)}
        words = "categories" if "categories" in kinds else "series"
        named = [part.name for part in parts_in(artists) if part.kind == words]
        joined = f"{named[0]}; {' + '.join(named[1:])}" if named[1:] else words
        if any(";" in name or " + " in name for name in named):
            continue
        seen = [
            (sum(artist.get_visible() for artist in artists),
             {part for artist in artists if artist.get_visible() for part in marks(artist)})
            for _ in states(one.canvas, joined)
        ]  # fmt: skip
        counts = [count for count, _ in seen] + [len(artists)]
        assert counts == sorted(set(counts)), one.words
        assert not {part.name for part in seen[0][1]} & set(named), one.words
        bars = [patch for patch in one.canvas.axes[0].patches if patch.get_zorder() == 3]
        assert all(marks(patch) for patch in bars), one.words


def test_every_form_is_among_them(drawn: list[Sample]) -> None:
    assert {one.words.split()[0] for one in drawn} == set(NAMES) - {"map"}
