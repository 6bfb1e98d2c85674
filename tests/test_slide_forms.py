"""Forms of slides: steps with arrows, dates along a line, the parts of a talk at the top."""

from dataclasses import replace

import pytest

import deck_sample as sample
from deck_sample import bullets, p, slide, t
from reportgen.deck.design.own_layouts import LAYOUTS, PART
from reportgen.deck.model import Frame, PlannedSlide, Role, ShapePart, TextPart
from reportgen.deck.plan.parts import parts_of, too_long, tracked
from reportgen.document import Columns, DefinitionList, Settled, Slide
from test_deck_plan import only, told


def texts(made: PlannedSlide, role: Role) -> list[TextPart]:
    found = (one for one in made.parts if isinstance(one, TextPart))
    return [one for one in found if one.box is not None and one.box.role is role]


def shapes(made: PlannedSlide, kind: str) -> list[Frame]:
    return [one.frame for one in made.parts if isinstance(one, ShapePart) and one.shape == kind]


def right(frame: Frame) -> int:
    return frame.left.emu + frame.width.emu


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_steps_stand_in_a_row_with_an_arrow_between_each(count: int) -> None:
    made = only(p("What leads to it"), bullets(*"abcde"[:count]), layout="Steps")
    arrows, steps = shapes(made, "chevron"), texts(made, Role.STEP)
    assert (len(steps), len(arrows)) == (count, count - 1)
    assert len({(one.frame.top, one.frame.width, one.size) for one in steps}) == 1
    for before, arrow, after in zip(steps, arrows, steps[1:], strict=False):
        assert right(before.frame) < arrow.left.emu
        assert right(arrow) < after.frame.left.emu


def test_what_is_no_process_of_two_to_five_steps_is_told() -> None:
    for blocks in ((p("alone"),), (bullets("one"),), (bullets(*"abcdef"),)):
        ((_, message, _),) = told(slide("s-x", "A title", *blocks, layout="Steps"))
        assert message == "the layout `Steps` holds a list of 2 to 5 steps"


def dates(*years: str) -> DefinitionList[Settled]:
    return DefinitionList(tuple((t(year), (p(f"what came in {year}"),)) for year in years))


def test_dates_stand_to_scale_in_two_lanes() -> None:
    made = only(dates("1960", "1980", "2020"))
    assert made.layout.name == "Timeline"
    dots = shapes(made, "ellipse")
    lefts = sorted(one.left.emu for one in dots)
    first, second, third = lefts
    assert (third - first) / (second - first) == pytest.approx(3, rel=0.01)
    events = texts(made, Role.EVENT)
    assert len({one.frame.top for one in events}) == 2


def test_two_columns_of_dates_are_two_lanes_and_nine_dates_no_timeline() -> None:
    halves = Columns(((0.5, (dates("1960", "1980"),)), (0.5, (dates("1970", "1990"),))))
    assert only(halves).layout.name == "Timeline"
    many = slide("s-x", "A title", dates(*map(str, range(1990, 1999))), layout="Timeline")
    ((_, message, _),) = told(many)
    assert "at most 8" in message


def test_parts_are_those_that_slides_name_each_once() -> None:
    named = ("One", "", "Two", "One")
    slides = tuple(
        Slide(f"s-{at}", t(f"Title {at}"), (p("a"),), (), "", sample.S, part=part)
        for at, part in enumerate(named)
    )
    found = parts_of(replace(sample.document(), blocks=slides), "Arial", PART)
    assert found == ("One", "Two")
    alone = parts_of(replace(sample.document(), blocks=slides[:2]), "Arial", PART)
    assert alone == (), "one part needs no tracker"


def test_names_of_parts_share_the_line_at_one_size() -> None:
    boxes = tracked(("The question", "Movement", "A way"), "Arial", PART)
    assert len({one.sizes for one in boxes}) == 1
    assert sum(one.frame.width.emu for one in boxes) == pytest.approx(
        PART.frame.width.emu, rel=0.01
    )
    assert too_long(("A part of a talk whose name goes on and on", *"abcdef"), "Arial", PART)[0]


def test_a_photograph_fills_its_place_and_words_stand_beside_it() -> None:
    layout = LAYOUTS["Photograph"]
    picture, title = layout.box(Role.PICTURE), layout.title
    assert picture is not None
    assert picture.filled
    assert right(picture.frame) < title.frame.left.emu
    ((_, message, _),) = told(slide("s-x", "A title", bullets("a"), layout="Photograph"))
    assert message == "the layout `Photograph` holds one picture from a file, and text"
