"""What a speaker notices in a finished deck: everything is there, once, and nothing runs over."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

import deck_sample as sample
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.model import ShapePart, TablePart, TextPart
from reportgen.deck.plan.measure import fits
from reportgen.deck.plan.plan import Plan, plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@cache
def planned() -> Plan:
    diagnostics = Diagnostics()
    made = plan(sample.document(), sample.theme(), diagnostics, sample.design())
    assert list(diagnostics) == []
    return made


@cache
def written() -> bytes:
    made = planned()
    return write(sample.document(), made, sample.drawings(slide_places(made)))


@cache
def opened() -> Presentation:
    return pptx.Presentation(io.BytesIO(written()))


def slide(name: str) -> Slide:
    return next(one for one in opened().slides if one.name == name)


def texts(of: Slide) -> str:
    return "\n".join(shape.text_frame.text for shape in of.shapes if shape.has_text_frame)


def xml(of: Slide, tag: str) -> list[Any]:
    return list(of._element.iter(tag))


def pictures(of: Slide) -> list[BaseShape]:
    return [shape for shape in of.shapes if shape._element.tag == f"{P}pic"]


def test_slides_come_in_the_order_of_the_document_and_sources_last() -> None:
    names = [one.name for one in opened().slides]
    assert names[:3] == ["title", "s-sec-key", "s-tiers"]
    assert names.index("s-long") < names.index("s-long-2") < names.index("s-numbers")
    assert names[-1].startswith("sources-")


def test_titles_are_unique_and_come_first() -> None:
    titles = [one.shapes[0].text_frame.text for one in opened().slides]
    assert len(set(titles)) == len(titles)
    assert all(one.shapes[0].is_placeholder and one.shapes.title for one in opened().slides)
    assert any("on the next slide (2\u00a0of\u00a0" in title for title in titles)


def test_no_placeholder_is_left_empty() -> None:
    for one in opened().slides:
        for shape in one.placeholders:
            if shape.has_text_frame and not list(shape._element.iter(f"{A}fld")):
                assert shape.text_frame.text.strip(), (one.name, shape.name)


def test_no_text_is_taller_or_wider_than_its_box() -> None:
    family = sample.theme().brand.deck
    for one in planned().slides:
        for part in (one.title, *one.parts):
            if isinstance(part, TextPart):
                type_ = part.type(family)
                box = part.frame
                assert fits(part.paragraphs, type_, box.width.pt, box.height.pt + 0.1), one.id
            assert part.frame.left.inches >= 0.59
            assert (part.frame.left + part.frame.width).inches <= 12.74
            assert part.frame.bottom.inches <= 7.2


def test_boxes_on_a_slide_do_not_overlap() -> None:
    for one in planned().slides:
        shown = [part for part in one.parts if not isinstance(part, ShapePart)]
        frames = [one.title.frame, *(part.frame for part in shown)]
        for at, first in enumerate(frames):
            for second in frames[at + 1 :]:
                beside = (
                    first.left + first.width <= second.left
                    or second.left + second.width <= first.left
                )
                stacked = first.bottom <= second.top or second.bottom <= first.top
                assert beside or stacked, one.id


def test_a_long_list_loses_no_item_and_keeps_items_whole() -> None:
    bodies = [texts(one) for one in opened().slides if one.name.startswith("s-long")]
    found = "\n".join(bodies)
    assert [f"{at}. Women" in found for at in range(1, 13)] == [True] * 12
    assert all(f"{at}. {sample.LONG * 2}" in found for at in range(1, 13))


def test_a_long_table_goes_on_with_its_head() -> None:
    parts = [
        part
        for one in planned().slides
        if one.id.startswith("s-table")
        for part in one.parts
        if isinstance(part, TablePart)
    ]
    assert len(parts) > 1
    assert len({part.rows[0] for part in parts}) == 1
    years = [row[0][0].text for part in parts for row in part.rows[1:]]
    assert years == [str(1996 + at) for at in range(28)]


def test_tables_have_a_head_row_and_numbers_stand_right() -> None:
    (frame,) = [shape for shape in slide("s-small-table").shapes if shape.has_table]
    assert frame.table.first_row
    assert frame.table.cell(1, 1).text_frame.paragraphs[0].alignment.name == "RIGHT"
    assert frame._element._nvXxPr.cNvPr.get("descr") == "Arrivals by year. Source:"


def test_figures_are_whole_and_described_with_svg_beside() -> None:
    (picture,) = pictures(slide("s-figure"))
    assert picture._element._nvXxPr.cNvPr.get("descr") == "Columns that grow"
    assert not list(picture._element.iter(f"{A}srcRect"))
    ((_, place),) = [one for one in slide_places(planned()) if one[0] == "fig-a"]
    assert (picture.width, picture.height) == (place.size.width.emu, place.size.height.emu)
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        names = archive.namelist()
    assert sum(name.endswith(".svg") for name in names) == 2
    assert sum(name.endswith(".png") for name in names) == 2


def test_raster_images_keep_their_shape_and_decoration_is_marked() -> None:
    figure = sample.figure("images/a.png", 0, alt="")
    document = sample.document(sample.slide("s-image", "An image", figure))
    made = plan(document, sample.theme(), Diagnostics(), sample.design())
    drawings = {
        key: replace(one, svg=b"") for key, one in sample.drawings(slide_places(made)).items()
    }
    found = pptx.Presentation(io.BytesIO(write(document, made, drawings)))
    (picture,) = pictures(next(one for one in found.slides if one.name == "s-image"))
    assert [one for one in picture._element.iter() if str(one.tag).endswith("}decorative")]
    assert picture.width / picture.height == pytest.approx(
        picture.image.size[0] / picture.image.size[1], rel=0.01
    )
    assert picture._element._nvXxPr.cNvPr.get("descr") is None


def test_every_slide_has_notes_with_its_sources_in_full() -> None:
    for one in opened().slides:
        assert one.has_notes_slide
        assert one.notes_slide.notes_text_frame.text.strip(), one.name
    said = slide("s-figure").notes_slide.notes_text_frame.text
    assert said.startswith("Say it slowly[3].")
    assert "[7] Note 7: A Book of Leaving (Seoul: House 7, 2020), 12–27" in said
    assert "Figure\u00a01. Arrivals grew. People a year. [7]" in said
    assert "Data: arrivals" in said
    assert "Data: arrivals" in slide("s-table").notes_slide.notes_text_frame.text


def test_key_points_make_a_slide_with_notes() -> None:
    made = slide("s-sec-key")
    assert "Point one\nPoint two" in texts(made)
    assert made.notes_slide.notes_text_frame.text == "Point one\nPoint two"


def test_the_source_line_names_each_note_and_its_works() -> None:
    assert "Sources: 1\u00a0Lee et al. 2020\u00a0· 2\u00a0Cohen 2014; Park & Kim 2011" in texts(
        slide("s-tiers")
    )
    assert "Figure\u00a01\u00a0· Source: 7\u00a0Lee et al. 2020" in texts(slide("s-figure"))
    assert "→ Sources" in texts(slide("s-many"))


def test_every_cited_note_stands_on_a_reference_slide_once() -> None:
    shown = "\n".join(texts(one) for one in opened().slides if one.name.startswith("sources-"))
    cited = {number for one in planned().slides for number in one.sources}
    for number in range(1, 41):
        assert shown.count(f"Note {number}: A Book of Leaving") == (number in cited)


def test_note_marks_are_raised_and_the_source_line_leads_to_their_slide() -> None:
    one = slide("s-tiers")
    runs = [run for run in xml(one, f"{A}r") if run.rPr is not None and run.rPr.get("baseline")]
    assert [run.t.text for run in runs if run.t.text.isdigit()][:2] == ["1", "2"]
    assert all(run.rPr.hlinkClick is None for run in runs), "what leads on is underlined"
    (line,) = [shape for shape in one.shapes if shape.name == "Source"]
    click = line._element.nvSpPr.cNvPr.hlinkClick
    assert one.part.rels[click.rId].target_part.slide.name == "sources-1"
    assert click.get("action") == "ppaction://hlinksldjump"


def test_a_show_passes_over_the_sources_unless_they_alone_are_wanted() -> None:
    by = {one.name: one._element.get("show") for one in opened().slides}
    assert by["sources-1"] == "0"
    alone = replace(sample.document().metadata, sources="end")
    document = replace(sample.document(), metadata=alone)
    made = plan(document, sample.theme(), Diagnostics(), sample.design())
    assert not any(one.hidden for one in made.slides)


def test_links_in_notes_are_kept_in_pieces_that_spell_the_address() -> None:
    one = slide("sources-1")
    addresses = {relation.target_ref for relation in one.part.rels.values() if relation.is_external}
    assert "https://example.org/1" in addresses


def test_every_run_has_a_language_and_korean_its_own() -> None:
    for one in opened().slides:
        for run in xml(one, f"{A}rPr"):
            assert run.get("lang"), one.name
    korean = [run for run in xml(slide("s-korean"), f"{A}r") if run.rPr.get("lang") == "ko-KR"]
    assert korean
    assert korean[0].rPr.find(f"{A}ea") is not None


def test_no_text_is_smaller_than_twelve_points_but_sources_and_footer() -> None:
    for one in planned().slides:
        for part in one.parts:
            assert not isinstance(part, TextPart | TablePart) or part.size >= 12
    for layout in LAYOUTS.values():
        for box in layout.boxes:
            assert min(box.sizes) >= 12 or box.role in ("source", "footer", "slide number")


def test_slide_numbers_are_fields_and_the_footer_says_edition_and_data() -> None:
    one = slide("s-tiers")
    assert [field.get("type") for field in xml(one, f"{A}fld")] == ["slidenum"]
    assert "Edition 1.0 · Data as of 15 January 2026" in texts(one)


def test_sections_hold_every_slide_once() -> None:
    root = opened().part._element
    sections = [one for one in root.iter() if str(one.tag).endswith("}section")]
    names = [one.get("name") for one in sections]
    assert names[1:] == ["Key findings", "Who came", "What they said", "Sources"]
    ids = [one.get("id") for one in root.iter() if str(one.tag).endswith("/2010/main}sldId")]
    assert ids == [one.get("id") for one in opened().slides._sldIdLst]


def test_properties_tell_the_document_and_nothing_of_the_machine() -> None:
    core = opened().core_properties
    assert core.title == "Leaving North Korea: who came, when, and why"
    assert core.author == core.last_modified_by == "Example House"
    assert (core.language, core.revision) == ("en-GB", 1)
    assert core.created.isoformat()[:10] == "2026-01-31"
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for private in (Path.home(), Path.cwd(), Path(__file__).parent, Path(sys.prefix)):
        assert len(private.parts) == 1 or str(private).encode() not in everything


def test_the_same_input_gives_the_same_bytes_everywhere() -> None:
    program = "import test_deck, hashlib; print(hashlib.sha256(test_deck.written()).hexdigest())"
    here = Path(__file__).parent
    expected = hashlib.sha256(written()).hexdigest()
    for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": os.pathsep.join([str(here.parent / "src"), str(here)]),
        }
        found = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == expected


def test_the_deck_is_valid(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "deck.pptx"
    path.write_bytes(written())
    assert list(OpenXmlValidator().validate(str(path)).errors) == []
