"""A deck in anyone's template looks as its owner would have made it, and can be read."""

import io
import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import pptx
import pytest
from lxml import etree

import deck_sample as sample
import templates
from conftest import TINY, copy_project, edit
from reportgen.deck.design.foreign_template import (
    open_design,
    open_template,
    read_cast,
)
from reportgen.deck.design.template_cleaning import cleaned
from reportgen.deck.design.template_report import examine_template
from reportgen.deck.drawingml import list_style
from reportgen.deck.model import Design, Role
from reportgen.deck.plan.plan import plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Length
from reportgen.files.project import Project
from reportgen.openxml.pictures import without_tells
from reportgen.recipes.building import build
from test_cli import reportgen

A, P, HERE = templates.A, templates.P, Span("templates/theirs.pptx")
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
    told = Diagnostics()
    examine_template(found, HERE, told, templates.packed(parts))
    assert "macros" in " ".join(one.message for one in told)


def test_a_click_on_a_master_that_runs_a_macro_stays_out() -> None:
    parts = templates.parts_of(templates.plain())
    name = "ppt/slideMasters/slideMaster1.xml"
    click = b'<a:hlinkClick r:id="" action="ppaction://macro?name=Go"/></p:cNvPr>'
    parts[name] = re.sub(
        rb'(<p:cNvPr id="2" name="[^"]*")/>', rb"\1>" + click, parts[name], count=1
    )
    assert b"ppaction" in parts[name]
    assert b"ppaction" not in cleaned(parts).parts[name]


def test_a_bar_of_the_template_is_no_panel_for_text() -> None:
    presentation: Any = pptx.Presentation(io.BytesIO(templates.without_pictures()))
    body = next(
        one for one in presentation.slide_layouts[1].placeholders if one.placeholder_format.idx == 1
    )
    body.left, body.top, body.width, body.height = 457_200, 1_500_000, 8_229_600, 300_000
    fill = f'<a:solidFill xmlns:a="{A[1:-1]}"><a:srgbClr val="000000"/></a:solidFill>'
    body._element.spPr.append(etree.fromstring(fill))
    text = opened(templates.saved(presentation)).layouts["Text"].box(Role.CONTENT)
    assert text is not None
    assert text.free
    assert text.frame.height.emu > 2_000_000


def test_columns_side_by_side_have_one_size() -> None:
    presentation: Any = pptx.Presentation()
    left = presentation.slide_layouts[3].placeholders[1]
    for look in left._element.iter(f"{A}defRPr"):
        look.set("sz", "1400")
    boxes = opened(templates.saved(presentation)).layouts["Two columns"].all(Role.CONTENT)
    assert {box.sizes[0] for box in boxes} == {14.0}


def test_a_title_without_a_placeholder_stands_where_its_master_has_titles() -> None:
    presentation: Any = pptx.Presentation(io.BytesIO(templates.without_pictures()))
    for layout in presentation.slide_layouts:
        title = next(one for one in layout.placeholders if one.placeholder_format.idx == 0)
        title._element.getparent().remove(title._element)
    title = opened(templates.saved(presentation)).layouts["Text"].title
    own = presentation.slide_master.placeholders[0]
    assert (title.frame.left.emu, title.frame.top.emu) == (own.left, own.top)


def test_a_picture_of_the_cover_fills_the_placeholder_that_a_template_has_for_it() -> None:
    presentation: Any = pptx.Presentation()
    cover, pictured = presentation.slide_layouts[0], presentation.slide_layouts[8]
    holder = deepcopy(pictured.placeholders[1]._element)
    cover.shapes._spTree.append(holder)
    for one in cover.placeholders:
        one.left, one.width = 4_800_000, 4_000_000
    taken = next(one for one in cover.placeholders if one.placeholder_format.type == 18)
    taken.left, taken.top, taken.width, taken.height = 300_000, 300_000, 4_000_000, 6_000_000
    made = opened(templates.saved(presentation))
    box = made.layouts["Title with picture"].box(Role.PICTURE)
    assert box is not None
    assert box.filled
    assert box.frame.height.emu == 6_000_000
    assert "Title with picture" not in design("plain").layouts


def test_a_shape_that_shows_the_ground_is_seen_in_its_colour() -> None:
    presentation: Any = pptx.Presentation(io.BytesIO(templates.with_band()))
    ground = presentation.slide_master.background.fill
    ground.solid()
    ground.fore_color.theme_color = 5
    tree = presentation.slide_master.shapes._spTree
    band = next(
        one for one in tree.iter(f"{P}sp") if one.find(f".//{P}cNvPr[@id='77']") is not None
    )
    over = deepcopy(band)
    over.set("useBgFill", "1")
    over.spPr.remove(over.spPr.find(f"{A}solidFill"))
    band.addnext(over)
    found = open_template(templates.saved(presentation), HERE, Diagnostics())
    assert found is not None
    sheet = read_cast(found)[0][1]
    at = (0, 0, templates.BAND, 6_000_000)
    assert sheet.backdrop.ground(at) == sheet.palette.named("accent1")


def test_a_large_number_has_no_lines_at_the_distance_of_small_text() -> None:
    presentation: Any = pptx.Presentation()
    style = presentation.slide_master._element.find(f"{P}txStyles/{P}bodyStyle")
    for level in style:
        for old in level.findall(f"{A}lnSpc"):
            level.remove(old)
        fixed = f'<a:lnSpc xmlns:a="{A[1:-1]}"><a:spcPts val="1800"/></a:lnSpc>'
        level.insert(0, etree.fromstring(fixed))
    box = opened(templates.saved(presentation)).layouts["Big number"].box(Role.NUMBER)
    assert box is not None
    assert box.levels[0].exact == 0.0
    assert "1800" not in etree.tostring(list_style(box, box.sizes[0])[0]).decode()


def test_a_hairline_is_artwork_however_thin_it_is_filled() -> None:
    band = templates.BAND
    parts = templates.parts_of(templates.with_band())
    name = "ppt/slideMasters/slideMaster1.xml"
    parts[name] = parts[name].replace(b'cx="%d" cy="6858000"' % band, b'cx="9000000" cy="7200"')
    parts[name] = parts[name].replace(
        b'<a:off x="0" y="0"/><a:ext cx="9000000"', b'<a:off x="0" y="3000000"/><a:ext cx="9000000"'
    )
    found = open_template(templates.packed(parts), HERE, Diagnostics())
    assert found is not None
    sheet = read_cast(found)[0][1]
    assert not sheet.backdrop.is_clear((500_000, 2_500_000, 4_000_000, 1_000_000))


def test_a_place_too_small_for_the_labels_of_a_figure_is_told() -> None:
    made, small = design("plain"), {"width": Length(1_600_000), "height": Length(900_000)}
    boxes = tuple(
        replace(one, frame=replace(one.frame, **small)) if one.role is Role.PICTURE else one
        for one in made.layouts["Figure"].boxes
    )
    layouts = {**made.layouts, "Figure": replace(made.layouts["Figure"], boxes=boxes)}
    diagnostics = Diagnostics()
    plan(sample.document(), sample.theme(), diagnostics, replace(made, layouts=layouts))
    told = [one.message for one in diagnostics if one.rule is Rule.SMALL_FIGURE]
    assert told == [
        "slide `s-figure`: the template has 59 x 33 mm for the figure, "
        "and below 103 x 60 mm labels may collide"
    ]


def opened(data: bytes) -> Design:
    made = open_design(data, sample.theme().brand, HERE, Diagnostics())
    assert made is not None
    return made


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
