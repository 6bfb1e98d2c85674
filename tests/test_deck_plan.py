"""What an author is told about slides that cannot be made as written; how layouts are chosen."""

from dataclasses import replace
from typing import Any

import pytest

import deck_sample as sample
from deck_sample import bullets, p, slide, t
from reportgen.deck.model import PlannedSlide, TablePart, TextPart
from reportgen.deck.plan.plan import Plan, plan, slide_figures, slide_places
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Cited,
    Columns,
    Entry,
    FigureQuote,
    Inlines,
    Link,
    Paragraph,
    Quote,
    Section,
    Settled,
    Slide,
    plain_text,
)

QUOTED = FigureQuote("fig-a", sample.S)


def planned(*slides: Block[Settled]) -> tuple[Plan, Diagnostics]:
    """Plan a document with nothing but these slides."""
    whole = sample.document()
    figures = tuple(sample.figure(name, at) for at, name in enumerate(("fig-a", "fig-b"), 1))
    blocks = (
        Section("sec", 1, t("Section"), (*figures, sample.table("tbl-a", 28), *slides), sample.S),
    )
    diagnostics = Diagnostics()
    return plan(
        replace(whole, blocks=blocks), sample.theme(), diagnostics, sample.design()
    ), diagnostics


def only(*blocks: Block[Settled], layout: str = "") -> PlannedSlide:
    made, diagnostics = planned(slide("s-x", "A title", *blocks, layout=layout))
    assert list(diagnostics) == []
    (found,) = [one for one in made.slides if one.id == "s-x"]
    return found


def told(*slides: Block[Settled]) -> list[tuple[Rule, str, str]]:
    _, diagnostics = planned(*slides)
    return [(one.rule, one.message, one.help) for one in diagnostics]


@pytest.mark.parametrize(
    ("blocks", "layout"),
    [
        ((QUOTED,), "Figure"),
        ((QUOTED, bullets("a")), "Figure and text"),
        ((bullets("a"), QUOTED), "Figure and text"),
        ((FigureQuote("tbl-a", sample.S), p("a")), "Table"),
        ((Columns(((0.5, (p("a"),)), (0.5, (p("b"),)))),), "Two columns"),
        ((Columns(((0.3, (p("a"),)), (0.3, (p("b"),)), (0.4, (p("c"),)))),), "Three columns"),
        ((Quote((p("a"),)), p("b")), "Quotation"),
        ((p("a"),), "Text"),
        ((), "Text"),
    ],
)
def test_the_layout_is_chosen_by_the_content(
    blocks: tuple[Block[Settled], ...], layout: str
) -> None:
    made, _ = planned(slide("s-x", "A title", *blocks))
    assert made.slides[1].layout.name == layout


def test_a_named_layout_is_taken() -> None:
    assert only(p("a"), layout="Closing").layout.name == "Closing"


def test_an_unknown_layout_is_reported_with_the_nearest_name() -> None:
    assert told(slide("s-x", "A title", p("a"), layout="Figure & text")) == [
        (
            Rule.BAD_SLIDE,
            "there is no layout `Figure & text`",
            "there is a layout with a similar name: `Figure and text`",
        )
    ]


def test_a_slide_without_notes_is_a_warning_and_has_notes_all_the_same() -> None:
    made, diagnostics = planned(slide("s-x", "A title", p("a"), notes=False))
    assert [one.rule for one in diagnostics] == [Rule.NO_NOTES]
    assert [para.text for para in made.slides[1].notes] == ["A title"]


def test_a_word_wider_than_its_box_is_reported_with_its_excess() -> None:
    word = (
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
        + "x" * 120
    )
    ((rule, message, _),) = told(slide("s-x", "A title", bullets(word)))
    assert rule is Rule.TEXT_OVERFLOW
    assert message.startswith(f"slide `s-x`: the word `{word}` is ")
    assert message.endswith(" mm wider than its box")


def test_a_title_of_three_lines_is_reported_with_the_lines_too_many() -> None:
    ((rule, message, help_line),) = told(slide("s-x", "A title that never ends " * 7, p("a")))
    assert (rule, message) == (Rule.TEXT_OVERFLOW, "slide `s-x`: the title is 1 line too long")
    assert help_line == "say it in at most 2 lines"


def test_a_paragraph_higher_than_its_box_is_reported() -> None:
    ((rule, message, _),) = told(slide("s-x", "A title", p("many words " * 300)))
    assert rule is Rule.TEXT_OVERFLOW
    assert "mm higher than its box" in message


def test_a_figure_inside_a_list_is_reported_not_lost() -> None:
    ((rule, message, _),) = told(slide("s-x", "A title", bullets((p("a"), QUOTED))))
    assert rule is Rule.BAD_SLIDE
    assert "a list or quotation holds a figure" in message


def test_equal_titles_stay_as_written_and_are_told_at_the_second() -> None:
    second: Any = slide("s-y", "Same", p("b"))
    second = replace(second, span=Span("x", 9))
    made, diagnostics = planned(slide("s-x", "Same", p("a")), second)
    titles = [one.title.paragraphs[0].text for one in made.slides[1:3]]
    assert titles == ["Same", "Same"]
    found = [(one.rule, one.span.line) for one in diagnostics if one.rule is Rule.SAME_TITLE]
    assert found == [(Rule.SAME_TITLE, 9)]


def test_the_figure_stays_while_the_text_beside_it_goes_on() -> None:
    made, _ = planned(slide("s-x", "A title", QUOTED, bullets(*([sample.LONG] * 5))))
    pages = [one for one in made.slides if one.id.startswith("s-x")]
    assert len(pages) > 1
    assert all(one.pictures for one in pages)
    assert len(slide_places(made)) == 1


def test_several_figures_stand_side_by_side() -> None:
    found = only(QUOTED, FigureQuote("fig-b", sample.S))
    first, second = found.pictures
    assert first.frame.left + first.frame.width < second.frame.left
    assert first.frame.size == second.frame.size


def test_column_widths_are_honoured_for_any_number_of_columns() -> None:
    parts = only(Columns(tuple((share, (p("a"),)) for share in (0.4, 0.3, 0.2, 0.1)))).parts
    widths = [part.frame.width.inches for part in parts]
    assert widths == pytest.approx([one * sum(widths) for one in (0.4, 0.3, 0.2, 0.1)], rel=1e-3)
    assert parts[3].box is None


def test_text_stands_above_and_below_columns() -> None:
    parts = only(p("above"), Columns(((0.5, (p("a"),)), (0.5, (p("b"),)))), p("below")).parts
    assert all(isinstance(part, TextPart) for part in parts)
    assert [part.paragraphs[0].text for part in parts if isinstance(part, TextPart)] == [
        "above", "a", "b", "below"
    ]  # fmt: skip
    assert parts[0].frame.bottom <= parts[1].frame.top
    assert parts[1].frame.bottom <= parts[3].frame.top


def test_text_fills_a_slide_and_is_smaller_before_it_is_split() -> None:
    short, long = only(bullets("a")), only(bullets(*["Six words in each one line"] * 8))
    split, _ = planned(slide("s-x", "A title", bullets(*["Six words in each one line"] * 30)))
    sizes = [one.parts[0].size for one in (short, long) if isinstance(one.parts[0], TextPart)]
    assert sizes == [40, 28]
    assert sum(one.id.startswith("s-x") for one in split.slides) > 1


def test_a_figure_on_a_slide_only_has_a_place_too() -> None:
    made, _ = planned(slide("s-x", "A title", sample.figure("fig-own", 0)))
    assert set(slide_figures(made)) == {name for name, _ in slide_places(made)} == {"fig-own"}


def test_no_part_of_a_table_is_larger_than_its_box() -> None:
    made, _ = planned(slide("s-x", "A title", FigureQuote("tbl-a", sample.S)))
    parts = [part for one in made.slides for part in one.parts if isinstance(part, TablePart)]
    for part in parts:
        assert sum(part.heights) <= 5.4 * 72 + 0.1
        assert sum(part.widths) <= 12.14 * 72


def test_works_cited_in_the_text_end_on_the_slides_of_sources() -> None:
    whole = replace(
        sample.document(),
        prints_entries=True,
        notes=(),
        blocks=(
            Slide(
                "s-x",
                t("A title"),
                (p("It grew ", Cited(("lee",), t("(Lee 2020)"))),),
                (),
                "",
                sample.S,
            ),
        ),
        entries=(Entry("lee", t("Lee, A. 2020. Title."), "Lee 2020"),),
    )
    made = plan(whole, sample.theme(), Diagnostics(), sample.design())
    assert made.slides[1].source_line[0].text == "Source: Lee 2020"
    assert made.key_slides == {"lee": "sources-1"}
    ending = [para.text for para in made.slides[1].notes[-2:]]
    assert ending == ["Source:", "Lee, A. 2020. Title."]


def test_a_document_with_a_contact_closes_with_it() -> None:
    whole = sample.document()
    asked = replace(whole.metadata, contact=t("mail the house"), url="https://example.org/brief")
    own = replace(whole, metadata=asked, blocks=whole.blocks[:1])
    made = plan(own, sample.theme(), Diagnostics(), sample.design())
    (closing,) = [one for one in made.slides if one.layout.name == "Closing"]
    said = [p.text for one in closing.parts if isinstance(one, TextPart) for p in one.paragraphs]
    (code,) = closing.pictures
    assert plain_text(code.figure.alt) == "QR code of the address: https://example.org/brief"
    assert said == ["mail the house", "https://example.org/brief", "CC BY 4.0"]
    closed = replace(whole, metadata=asked)
    ids = [one.id for one in plan(closed, sample.theme(), Diagnostics(), sample.design()).slides]
    assert "contact" not in ids, "the author's own slide closes the deck"


def test_a_link_leads_to_the_slide_that_shows_what_it_names() -> None:
    words: Inlines[Settled] = (
        Link("#sec", t("a section"), "", sample.S),
        Link("#fig-a", t("a figure"), "", sample.S),
        Link("#fig-b", t("another"), "", sample.S),
    )
    made, diagnostics = planned(
        slide("s-x", "A title", Paragraph(words, sample.S)), slide("s-y", "Another", QUOTED)
    )
    assert made.leads["sec"] == "s-x"
    assert made.leads["fig-a"] == "s-y"
    assert [one.message for one in diagnostics] == [
        "no slide shows `#fig-b`: “another” leads nowhere in the deck"
    ]
