"""What stands beside the words of a title slide: a figure's columns, where there is room."""

from dataclasses import replace

import pytest

import deck_sample as sample
from reportgen.deck.model import Role, ShapePart, TextPart
from reportgen.deck.plan.cover_columns import CoverColumns
from reportgen.deck.plan.own_slides import title_slide
from reportgen.diagnostics import Diagnostics
from reportgen.document import CoverImage

VALUES = (1142.0, 1285.0, 2914.0, 1502.0, 229.0, 63.0, 223.0)


def opened(title: str, **settings: object) -> tuple[list[ShapePart], list[TextPart]]:
    """Return the columns on the title slide of a document, and its words."""
    whole = sample.document()
    meta = replace(whole.metadata, title=sample.t(title), **settings)  # type: ignore[arg-type]
    columns = CoverColumns(VALUES, "People arriving in a year.")
    made = title_slide(
        replace(whole, metadata=meta), sample.theme(), sample.design(), Diagnostics(), columns
    )
    bars = [one for one in made.parts if isinstance(one, ShapePart)]
    return bars, [made.title, *(one for one in made.parts if isinstance(one, TextPart))]


def test_columns_are_to_scale_from_one_foot_and_clear_of_all_words() -> None:
    bars, words = opened("Who reaches it")
    assert len(bars) == len(VALUES)
    assert len({one.frame.bottom.emu for one in bars}) == 1
    heights = [one.frame.height.emu for one in bars]
    for high, value in zip(heights, VALUES, strict=True):
        assert high / max(heights) == pytest.approx(value / max(VALUES), abs=0.001)
    assert [one.color for one in bars[-2:]] == ["accent3", "accent2"]
    for bar in bars:
        assert not any(bar.frame.overlap(one.frame) for one in words)
    said = [one for one in words if one.box is not None and one.box.role is Role.META]
    assert "People arriving in a year." in [one.paragraphs[0].text for one in said]


def test_a_long_title_and_a_picture_keep_the_slide_to_themselves() -> None:
    long = "What lets people leave a country that does not let them go, and reach another that does"
    assert opened(long)[0] == []
    assert opened("Short", cover_image=CoverImage(file=""))[0] == []
