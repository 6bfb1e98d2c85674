"""Anyone's template: a deck in it is whole, valid, and holds nothing of whoever made it."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pptx
import pytest
from lxml import etree

import deck_sample as sample
import templates
from conftest import TINY, copy_project, edit
from reportgen.deck.design.foreign_template import open_design, open_template
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_report import examine_template
from reportgen.deck.model import Design, Frame
from reportgen.deck.plan.plan import Plan, plan, slide_places
from reportgen.deck.write.deck import write
from reportgen.diagnostics import ContentError, Diagnostics, Level, Rule, Span
from reportgen.document import Length
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from test_cli import reportgen

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
HERE = Span("templates/theirs.pptx")


def design_of(data: bytes) -> Design:
    diagnostics = Diagnostics()
    design = open_design(data, sample.theme().brand, HERE, diagnostics)
    assert design is not None, [one.message for one in diagnostics]
    return design


@cache
def planned(name: str) -> Plan:
    diagnostics = Diagnostics()
    design = design_of(templates.MAKERS[name]())
    made = plan(sample.document(), sample.theme(), diagnostics, design)
    assert [one.message for one in diagnostics] == []
    return made


@cache
def written(name: str) -> bytes:
    made = planned(name)
    return write(sample.document(), made, sample.drawings(slide_places(made)))


def deck(name: str) -> Any:
    return pptx.Presentation(io.BytesIO(written(name)))


def words(slide: Any) -> str:
    cells = [
        cell.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    foot = ("Footer", "Slide Number")
    texts = [
        shape.text_frame.text
        for shape in slide.shapes
        if shape.has_text_frame and shape.name not in foot
    ]
    return " ".join([*texts, *cells])


every_template = pytest.mark.parametrize("name", templates.MAKERS)


@every_template
def test_a_deck_says_the_same_in_every_template(name: str) -> None:
    own, found = said(deck("ours_as_potx")), said(deck(name))
    assert own.keys() == found.keys()
    for slide, text in own.items():
        assert found[slide] == text, slide


def said(presentation: Any) -> dict[str, set[str]]:
    """Return the words of each slide by its name, of all that it was split into."""
    found: dict[str, set[str]] = {}
    for one in presentation.slides:
        name = re.sub(r"-\d+$", "", one.name)
        parts = re.sub(r"\(\d+\sof\s\d+\)|\N{ZERO WIDTH SPACE}", "", words(one))
        found.setdefault(name, set()).update(parts.split())
    return found


@every_template
def test_a_deck_in_it_is_valid(name: str, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "deck.pptx"
    path.write_bytes(written(name))
    assert [str(one) for one in OpenXmlValidator().validate(str(path)).errors] == []


@every_template
def test_placeholders_are_those_of_the_layout_and_titles_come_first(name: str) -> None:
    titles = []
    for slide in deck(name).slides:
        known = {one.placeholder_format.idx for one in slide.slide_layout.placeholders}
        first, *others = slide.shapes
        assert first._element.xpath(".//p:ph[@type='title' or @type='ctrTitle']"), slide.name
        titles.append(first.text_frame.text)
        for shape in others:
            if shape.is_placeholder:
                assert shape.placeholder_format.idx in known, f"{slide.name}: {shape.name}"
                assert not shape.has_text_frame or shape.text_frame.text, "none is left empty"
        ids = [one.get("id") for one in slide._element.iter(f"{P}cNvPr")]
        assert len({*ids}) == len(ids)
    assert len({*titles}) == len(titles)


@every_template
def test_nothing_covers_anything_or_leaves_the_slide(name: str) -> None:
    presentation = deck(name)
    for slide in presentation.slides:
        frames = dict(_frames(slide))
        for frame in frames.values():
            assert 0 <= frame.left.emu <= frame.left.emu + frame.width.emu
            assert frame.left.emu + frame.width.emu <= (presentation.slide_width or 0)
            assert frame.bottom.emu <= (presentation.slide_height or 0)
        for (one, frame), (other, second) in combinations(frames.items(), 2):
            if "Footer" not in one + other:
                assert not frame.overlap(second), f"{slide.name}: {one} and {other}"


def _frames(slide: Any) -> Iterator[tuple[str, Frame]]:
    for shape in slide.shapes:
        places = (shape.left, shape.top, shape.width, shape.height)
        yield f"{shape.name} {shape.shape_id}", Frame(*(Length(int(one)) for one in places))


@every_template
def test_the_same_template_gives_the_same_bytes(name: str) -> None:
    made = planned(name)
    drawings = sample.drawings(slide_places(made))
    again = plan(
        sample.document(), sample.theme(), Diagnostics(), design_of(templates.MAKERS[name]())
    )
    assert write(sample.document(), again, drawings) == written(name)


def test_nothing_of_the_deck_that_was_the_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(written("used"))) as archive:
        names = archive.namelist()
        assert len({*names}) == len(names)
        for name in names:
            assert templates.SECRET.encode() not in archive.read(name), name
        assert not [name for name in names if "comment" in name or "thumbnail" in name]
    assert len(deck("used").slides) == len(planned("used").slides)


def test_a_template_of_ours_comes_back_as_it_was_edited() -> None:
    layouts = design_of(templates.ours_edited()).layouts
    for name, ours in LAYOUTS.items():
        theirs = layouts[name]
        assert [box.name for box in theirs.boxes] == [box.name for box in ours.boxes], name
        if name != "Text":
            assert [box.frame for box in theirs.boxes] == [box.frame for box in ours.boxes], name
            assert [box.sizes for box in theirs.boxes] == [box.sizes for box in ours.boxes], name
    edited = layouts["Text"].boxes[1]
    assert (edited.frame.left.inches, edited.frame.width.inches) == (2, 9)
    assert edited.sizes == (20, 17)


@pytest.mark.parametrize(
    ("name", "slide", "layout"),
    [
        ("german", "title", "Titelfolie"),
        ("german", "s-tiers", "Titel und Inhalt"),
        ("korean", "title", "제목 슬라이드"),
        ("korean", "s-tiers", "제목 및 내용"),
        ("without_pictures", "s-tiers", "Title and Content"),
        ("bare", "s-tiers", "Title Only"),
    ],
)
def test_layouts_are_told_by_what_they_are_not_by_their_names(
    name: str, slide: str, layout: str
) -> None:
    found = next(one for one in deck(name).slides if one.name == slide)
    assert found.slide_layout.name == layout


def test_a_slide_takes_the_layout_that_it_names(tmp_path: Path) -> None:
    root = copy_project(TINY, tmp_path / "named")
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/theirs.pptx").write_bytes(templates.german())
    edit(root, "title:", "reference-doc: templates/theirs.pptx\ntitle:")
    edit(root, "{.slide #s-growth}", '{.slide #s-growth layout="Inhalt mit Überschrift"}')
    list(build(Project(root), ("pptx",), Diagnostics()))
    made = pptx.Presentation(str(root / "build/brief.pptx"))
    assert "Inhalt mit Überschrift" in [one.slide_layout.name for one in made.slides]
    depends = (root / "build/.reportgen/brief.pptx.d").read_text()
    assert "templates/theirs.pptx" in depends


THEME = b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">%s</a:theme>'


def with_part(name: str, data: bytes) -> bytes:
    """Return a sound template in which one part is another."""
    with zipfile.ZipFile(io.BytesIO(templates.plain())) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert name in parts
    return templates.packed({**parts, name: data})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no sound PowerPoint file"),
        (b"PK\x03\x04 torn", "no sound PowerPoint file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0 old", "of a PowerPoint older than 2007"),
        (templates.packed({"word/document.xml": b"<a/>"}), "it is a Word document"),
        (templates.packed({"Index/Document.iwa": b"x"}), "it is a Keynote presentation"),
        (templates.packed({"content.xml": b"<a/>"}), "it is an OpenDocument presentation"),
        (templates.plain()[:-300], "no sound PowerPoint file"),
        (templates.packed({"[Content_Types].xml": b"<Types/>"}), "no sound PowerPoint file"),
        (with_part("ppt/theme/theme1.xml", b"<a/>"), "`ppt/theme/theme1.xml` is no <theme>"),
        (with_part("ppt/theme/theme1.xml", THEME % b""), "theme1.xml` has no <clrScheme>"),
        (with_part("ppt/slideMasters/slideMaster1.xml", THEME % b""), "is no <sldMaster>"),
    ],
)
def test_what_is_no_template_is_refused(data: bytes, message: str) -> None:
    diagnostics = Diagnostics()
    assert open_template(data, HERE, diagnostics) is None
    (found,) = diagnostics
    assert found.rule is Rule.BAD_TEMPLATE
    assert message in found.message
    assert found.help


def test_a_template_that_is_not_there_is_reported(tmp_path: Path) -> None:
    root = copy_project(TINY, tmp_path / "gone")
    edit(root, "title:", "reference-doc: templates/none.pptx\ntitle:")
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(root), ("pptx",), diagnostics))
    assert [one.rule for one in diagnostics] == [Rule.MISSING_FILE]


def examined(data: bytes) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    diagnostics = Diagnostics()
    presentation = open_template(data, HERE, diagnostics)
    assert presentation is not None
    rows = examine_template(presentation, HERE, diagnostics)
    return {row.name: row.plays for row in rows}, [one.message for one in diagnostics]


def test_every_layout_of_ours_plays_its_own_role_and_nothing_is_wrong() -> None:
    plays, faults = examined(templates.ours_as_potx())
    assert plays == {name: (name,) for name in LAYOUTS}
    assert faults == []


def test_what_a_template_lacks_is_said() -> None:
    _, faults = examined(templates.without_pictures())
    assert "no layout is made for `Section`; `Title and Content` stands in" in faults
    presentation: Any = pptx.Presentation(io.BytesIO(templates.plain()))
    title, text = list(presentation.slide_layouts[1].placeholders)[:2]
    text.top = title.top
    title._element.get_or_add_txBody().xpath("./a:lstStyle")[0].append(_level("999999"))
    small = presentation.slide_layouts[3].placeholders[1]
    small._element.get_or_add_txBody().xpath("./a:lstStyle")[0].insert(0, _level("000000", "900"))
    plays, faults = examined(templates.saved(presentation))
    assert "Text" in plays["Title and Content"]
    said = "\n".join(faults)
    assert "`Title 1` and `Content Placeholder 2` overlap" in said
    assert "text in `Title 1` has a contrast of 2.8:1" in said
    assert "has 9 points" in said


def _level(color: str, size: str = "4400") -> object:
    return etree.fromstring(
        f'<a:lvl1pPr xmlns:a="{templates.A[1:-1]}"><a:defRPr sz="{size}"><a:solidFill>'
        f'<a:srgbClr val="{color}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )


def test_the_verbs_write_and_check_a_template(tmp_path: Path) -> None:
    path = tmp_path / "own.potx"
    assert reportgen("template", "new", path).returncode == 0
    checked = reportgen("template", "check", path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Figure and text" in checked.stdout
    before = path.read_bytes()
    again = reportgen("template", "new", path)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert path.read_bytes() == before
    assert reportgen("template", "new", tmp_path / "own.key").returncode == 2
    broken = reportgen("template", "check", Path(__file__))
    assert broken.returncode == 1
    assert "error[bad-template]" in broken.stderr


@pytest.mark.parametrize("name", ["Metropolis", "Focus"])
def test_templates_of_libreoffice_are_used(name: str, tmp_path: Path) -> None:
    data = templates.of_libreoffice(name, tmp_path)
    if data is None:
        pytest.skip("LibreOffice is not installed")
    diagnostics = Diagnostics()
    made = plan(sample.document(), sample.theme(), diagnostics, design_of(data))
    long = ["slide `s-figure`: the title is 1 line too long"]  # and their titles are large
    assert [one.message for one in diagnostics] in ([], long)
    found = write(sample.document(), made, sample.drawings(slide_places(made)))
    assert len(pptx.Presentation(io.BytesIO(found)).slides) == len(made.slides)


def test_check_finds_nothing_in_a_deck_in_the_template_of_others(tiny: Path) -> None:
    edit(
        tiny,
        "title: A tiny brief",
        "reference-doc: content/theirs.pptx\ntitle: " + "A long title " * 9,
    )
    (tiny / "content/theirs.pptx").write_bytes(templates.plain())
    list(build(Project(tiny), ("pdf", "pptx"), Diagnostics()))
    diagnostics = Diagnostics()
    list(check(Project(tiny), diagnostics))
    assert [one.message for one in diagnostics if one.level is Level.ERROR] == []
