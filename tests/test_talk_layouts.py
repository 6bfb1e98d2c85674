"""Layouts that draw what a list means: steps in a row, dates to scale, a talk's parts."""

from dataclasses import replace
from itertools import pairwise

import pytest

import deck_sample as sample
from deck_sample import bullets, p, slide, t
from reportgen.deck.model import Frame, PlannedSlide, Role, ShapePart, TextPart
from reportgen.deck.plan.parts import parts_of
from reportgen.deck.plan.plan import Plan, plan
from reportgen.diagnostics import Diagnostic, Diagnostics, Rule
from reportgen.document import Block, Columns, DefinitionList, Length, Section, Settled, Slide


def plan_of(*slides: Block[Settled]) -> tuple[Plan, list[Diagnostic]]:
    whole = sample.document()
    diagnostics = Diagnostics()
    made = plan(
        replace(whole, blocks=(Section("sec", 1, t("Section"), slides, sample.S),)),
        sample.theme(),
        diagnostics,
        sample.design(),
    )
    return made, list(diagnostics)


def planned(*slides: Block[Settled]) -> Plan:
    made, found = plan_of(*slides)
    assert found == []
    return made


def only(*blocks: Block[Settled], layout: str) -> PlannedSlide:
    made = planned(slide("s-x", "A title", *blocks, layout=layout))
    (found,) = [one for one in made.slides if one.id == "s-x"]
    return found


def texts(made: PlannedSlide) -> list[TextPart]:
    return [part for part in made.parts if isinstance(part, TextPart)]


def shapes(made: PlannedSlide, kind: str) -> list[ShapePart]:
    return [part for part in made.parts if isinstance(part, ShapePart) and part.shape == kind]


def words(part: TextPart) -> str:
    return " ".join(para.text for para in part.paragraphs)


def right(frame: Frame) -> Length:
    return frame.left + frame.width


def overlap(one: Frame, other: Frame) -> bool:
    return (
        one.left < right(other)
        and other.left < right(one)
        and one.top < other.bottom
        and other.top < one.bottom
    )


def dates(*items: tuple[str, str]) -> DefinitionList[Settled]:
    return DefinitionList(tuple((t(term), (p(said),)) for term, said in items))


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_steps_stand_in_a_row_with_an_arrow_between_two(count: int) -> None:
    made = only(bullets(*(f"Step {at}" for at in range(count))), layout="Steps")
    found = texts(made)
    assert [words(one) for one in found] == [f"Step {at}" for at in range(count)]
    assert len({one.frame.top for one in found}) == 1
    arrows = shapes(made, "chevron")
    assert len(arrows) == count - 1
    for (one, other), arrow in zip(pairwise(found), arrows, strict=True):
        assert right(one.frame) < arrow.frame.left
        assert right(arrow.frame) < other.frame.left


@pytest.mark.parametrize(
    ("block", "layout"),
    [
        (bullets("One"), "Steps"),
        (bullets(*(f"Step {at}" for at in range(6))), "Steps"),
        (dates(*((f"{2000 + at}", f"In {at}") for at in range(9))), "Timeline"),
    ],
)
def test_what_a_layout_cannot_draw_is_refused_and_not_dropped(
    block: Block[Settled], layout: str
) -> None:
    _, (found,) = plan_of(slide("s-x", "A title", block, layout=layout))
    assert found.rule is Rule.BAD_SLIDE
    assert layout in found.message
    assert found.help == "take out `layout`, and one is chosen by what the slide holds"


def test_what_leads_to_steps_stands_above_and_what_comes_of_them_below() -> None:
    made = only(
        p("Before"),
        bullets("One", "Two", "Three", start=1),
        Columns(((0.5, (p("Good"),)), (0.5, (p("Bad"),)))),
        layout="Steps",
    )
    found = {words(one): one.frame for one in texts(made)}
    assert list(found) == ["Before", "One", "Two", "Three", "Good", "Bad"]
    assert found["Before"].bottom <= found["One"].top
    assert found["Two"].bottom <= found["Good"].top
    assert right(found["Good"]) < found["Bad"].left


def test_dates_stand_on_a_line_to_scale_and_cover_one_another_nowhere() -> None:
    years = (1998, 2001, 2009, 2012, 2020, 2025)
    made = only(dates(*((str(year), f"What {year} was") for year in years)), layout="Timeline")
    found = {words(one): one.frame for one in texts(made)}
    assert len(found) == len(years)
    assert all(any(f"What {year} was" in said for said in found) for year in years)
    assert not any(
        overlap(one, other) for one in found.values() for other in found.values() if one != other
    )
    dots = sorted(one.frame.left.emu for one in shapes(made, "ellipse"))
    share = [(one - dots[0]) / (dots[-1] - dots[0]) for one in dots]
    assert share == pytest.approx([(year - 1998) / (2025 - 1998) for year in years], abs=0.002)


def test_dates_close_together_move_apart() -> None:
    close = only(dates(*((f"{year}", f"In {year}") for year in (2019, 2020, 2021, 1990))),
                 layout="Timeline")  # fmt: skip
    frames = [one.frame for one in texts(close)]
    assert not any(overlap(one, other) for one in frames for other in frames if one != other)


def test_two_columns_of_dates_have_a_lane_each() -> None:
    lanes = tuple(
        (0.5, (Section("", 3, t(head), (dates(("2001", f"{head} one"), ("2012", f"{head} two")),),
                       sample.S),))
        for head in ("North", "South")
    )  # fmt: skip
    made = only(Columns(lanes), layout="Timeline")
    found = {words(one): one.frame for one in texts(made)}
    upper = next(frame for said, frame in found.items() if "North one" in said)
    lower = next(frame for said, frame in found.items() if "South two" in said)
    assert upper.bottom <= lower.top


def test_a_tracker_names_the_parts_of_a_talk_where_slides_name_them() -> None:
    def part(name: str, of: str) -> Block[Settled]:
        made = slide(name, f"Title of {name}", p("a"))
        assert isinstance(made, Slide)
        return replace(made, part=of)

    slides = (part("s-a", "Means"), part("s-b", ""), part("s-c", "Way"))
    made = planned(*slides)
    assert [one.part for one in made.slides if one.id.startswith("s-")] == ["Means", "Means", "Way"]
    whole, design = sample.document(), sample.design()
    box = design.layouts["Text"].box(Role.PART)
    assert box is not None
    assert parts_of(replace(whole, blocks=slides), design.family, box) == ("Means", "Way")
    assert parts_of(replace(whole, blocks=slides[:2]), design.family, box) == ()
