"""A deck in anyone's template looks as its owner would have made it, and can be read."""

import io
from functools import cache
from typing import Any

import pptx
import pytest
from lxml import etree

import deck_sample as sample
import templates
from conftest import TINY, copy_project, edit
from reportgen.deck.design.foreign_template import open_design, open_template
from reportgen.deck.design.template_report import examine_template
from reportgen.deck.model import Design, Role
from reportgen.deck.plan.plan import plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
from reportgen.openxml.pictures import without_tells
from reportgen.recipes.building import build
from test_cli import reportgen

A, HERE = templates.A, Span("templates/theirs.pptx")
PLACED = ("Title", "Footer", "Slide Number", "Source")


@cache
def design(name: str) -> Design:
    diagnostics = Diagnostics()
    made = open_design(getattr(templates, name)(), sample.theme().brand, HERE, diagnostics)
    assert made is not None, [one.message for one in diagnostics]
    return made


@cache
def deck(name: str) -> Any:
    diagnostics = Diagnostics()
    made = plan(sample.document(), sample.theme(), diagnostics, design(name))
    assert [one.message for one in diagnostics if one.rule is not Rule.LEFT_OUT] == []
    drawings = sample.drawings(slide_places(made))
    return pptx.Presentation(io.BytesIO(write(sample.document(), made, drawings)))


def test_boxes_that_the_tool_makes_look_as_the_text_of_the_template() -> None:
    made = [
        shape
        for slide in deck("google").slides
        for shape in slide.shapes
        if shape.has_text_frame and not shape.is_placeholder and shape.name not in PLACED
    ]
    assert made
    for shape in made:
        look = shape._element.find(f".//{A}lvl1pPr/{A}defRPr")
        assert look.find(f"{A}latin").get("typeface") == "Georgia", shape.name
        color = look.find(f"{A}solidFill/{A}srgbClr")
        assert color is None or color.get("val") == "595959" or shape.name == "Number"
    cells = [
        run
        for slide in deck("google").slides
        for run in slide._element.iterfind(f".//{A}tc//{A}rPr")
    ]
    assert {run.find(f"{A}latin").get("typeface") for run in cells} == {"Georgia"}


def test_a_placeholder_says_nothing_that_its_template_says() -> None:
    slide = next(one for one in deck("plain").slides if one.name == "s-tiers")
    text = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
    style = text._element.find(f".//{A}lstStyle")
    assert all(one.find(f"{A}lnSpc") is None for one in style)


def test_text_keeps_clear_of_a_band() -> None:
    for slide in deck("with_band").slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text and shape.name not in ("Title",):
                assert (shape.left or 0) >= templates.BAND * 0.97, f"{slide.name}: {shape.name}"


def test_text_on_a_restless_picture_has_a_plain_ground() -> None:
    slide = next(one for one in deck("photographed").slides if one.name == "s-tiers")
    text = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
    assert text._element.spPr.find(f"{A}solidFill") is not None
    brand = design("photographed").brand
    assert brand is not None
    assert not brand.transparent


def test_figures_have_the_colours_of_the_template() -> None:
    brand = design("dark").brand
    assert brand is not None
    assert brand.transparent
    assert (brand.color("background"), brand.color("foreground")) == ("#000000", "#ffffff")


@pytest.mark.parametrize("name", ["strict", "theme_file"])
def test_other_kinds_of_files_are_read(name: str) -> None:
    assert design(name).layouts.keys() == design("plain").layouts.keys()


def test_macros_stay_out() -> None:
    parts = templates.parts_of(templates.plain())
    parts["ppt/vbaProject.bin"] = b"code"
    found = open_template(templates.packed(parts), HERE, Diagnostics())
    assert found is not None
    written = templates.parts_of(templates.saved(found))
    assert not [one for one in written if "vba" in one]


def test_pictures_keep_their_pixels_alone() -> None:
    jpeg = b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xdb\x00\x04ab\xff\xda\x00\x02rest"
    assert without_tells(jpeg) == b"\xff\xd8\xff\xdb\x00\x04ab\xff\xda\x00\x02rest"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><!-- Kim --><metadata>Kim</metadata><g/></svg>'
    assert b"Kim" not in without_tells(svg)
    assert len(etree.fromstring(without_tells(svg))) == 1


def test_the_title_slide_never_stops_a_build(tmp_path: Any) -> None:
    root = copy_project(TINY, tmp_path / "long")
    presentation: Any = pptx.Presentation(io.BytesIO(templates.plain()))
    layout = presentation.slide_layouts[0]
    for holder in layout.placeholders:
        holder.height = 300_000
    layout.background.fill.patterned()  # and nowhere is there a free part for the details
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/theirs.pptx").write_bytes(templates.saved(presentation))
    edit(root, "title:", "reference-doc: templates/theirs.pptx\ntitle:")
    diagnostics = Diagnostics()
    list(build(Project(root), ("pptx",), diagnostics))
    first = pptx.Presentation(str(root / "build/brief.pptx")).slides[0]
    seen = " ".join(one.text_frame.text for one in first.shapes if one.has_text_frame)
    spoken = first.notes_slide.notes_text_frame.text if first.has_notes_slide else ""
    left_out = [one.message for one in diagnostics if one.rule is Rule.LEFT_OUT]
    for part in ("A. Writer", "1.0"):
        assert part in seen or (part in spoken and left_out), (seen, spoken)


def test_a_preview_shows_each_layout(tmp_path: Any) -> None:
    template, preview = tmp_path / "theirs.pptx", tmp_path / "preview.pptx"
    template.write_bytes(templates.plain())
    done = reportgen("template", "check", template, "--preview", preview)
    assert done.returncode == 0, done.stderr
    said = {slide.shapes.title.text for slide in pptx.Presentation(str(preview)).slides}
    assert {"Figure and text", "Three columns", "Comparison", "Big number", "Quotation"} <= said
    assert reportgen("template", "check", template, "--preview", preview).returncode == 2


def test_text_is_larger_on_larger_slides() -> None:
    presentation: Any = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = 24_384_000, 13_716_000
    found = open_design(templates.saved(presentation), sample.theme().brand, HERE, Diagnostics())
    assert found is not None
    sizes = {box.role: box.sizes[-1] for box in found.layouts["Text"].boxes}
    assert sizes[Role.SOURCE] == 20, "10 points on slides of half the width"
    assert sizes[Role.CONTENT] >= 24


def test_text_runs_from_the_left_where_the_template_is_from_the_right() -> None:
    slide = next(one for one in deck("pale").slides if one.name == "s-tiers")
    text = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
    levels = list(text._element.find(f".//{A}lstStyle"))
    assert {(one.get("rtl"), one.get("algn")) for one in levels} == {("0", "l")}


def test_a_path_that_a_picture_of_the_template_is_named_after_stays_out() -> None:
    parts = templates.parts_of(templates.plain())
    name = "ppt/slideLayouts/slideLayout2.xml"
    told = parts[name].replace(b'id="2" name="', b'descr="C:\\Users\\kim\\a.png" id="2" name="', 1)
    assert told != parts[name]
    parts[name] = told
    data = templates.packed(parts)
    found = open_template(data, HERE, Diagnostics())
    assert found is not None
    assert b"kim" not in templates.parts_of(templates.saved(found))[name]
    told_of = Diagnostics()
    examine_template(found, HERE, told_of, data)
    assert any("a path of someone's machine" in one.message for one in told_of)
