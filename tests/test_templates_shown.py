"""Decks in templates of others as LibreOffice shows them: all can be read, nothing collides."""

import shutil
from dataclasses import replace

import pytest

import deck_sample as sample
import templates
from deck_sample import S, bullets, figure, p, slide, t
from foreign_templates import render
from legibility import seen
from reportgen.deck.plan.plan import plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import ResolvedDocument, Section, Slide
from test_templates import design_of

NAMES = ("dark", "with_band", "pale", "patterned")
SLIDES = ("s-beside", "s-small-table", "s-number", "s-section")


def document() -> ResolvedDocument:
    """Return a talk of a few slides: two levels of a list, a figure, a table, a number."""
    known = [one for one in sample.slides() if isinstance(one, Slide) and one.id in SLIDES]
    deep = slide("s-deep", "Two levels", bullets((p("Above"), bullets("Below"))))
    blocks = (figure("fig-a", 1), figure("fig-b", 2), deep, *known)
    return replace(sample.document(), blocks=(Section("sec-one", 1, t("Who"), blocks, S, "1"),))


def decks() -> dict[str, bytes]:
    found, told = document(), Diagnostics()
    plans = {
        name: plan(found, sample.theme(), told, design_of(getattr(templates, name)()))
        for name in NAMES
    }
    assert [one.message for one in told if one.rule is not Rule.LEFT_OUT] == []
    return {
        name: write(found, one, sample.drawings(slide_places(one))) for name, one in plans.items()
    }


def test_nothing_in_them_is_unreadable_or_collides(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path_factory.mktemp("shown")
    made = decks()
    for name, data in made.items():
        (out / f"{name}.pptx").write_bytes(data)
    render(out, list(made))
    faults = {
        name: [str(one) for one in seen(data, out / f"{name}.pdf")] for name, data in made.items()
    }
    assert faults == {name: [] for name in NAMES}
