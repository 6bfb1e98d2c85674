"""The brand drives brief, figures and deck at once; a project overrides what it wants."""

import io
import shutil
import zipfile
from pathlib import Path

import page
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from conftest import Built
from reportgen.brief.templates import environment
from reportgen.contrast import contrast
from reportgen.diagnostics import ContentError, Diagnostics, concise
from reportgen.document import Figure, Place, Settled, Size, figures, mm
from reportgen.files.project import Project
from reportgen.recipes.prepared import prepare
from reportgen.theme import load_theme
from test_cases import said

BRAND = """
color:
  palette: {sea: "#336699"}
  primary: sea
logo: logo.png
"""


@pytest.fixture
def branded(tiny: Path) -> Path:
    (tiny / "templates").mkdir()
    (tiny / "templates/_brand.yml").write_text(BRAND)
    Image.new("RGB", (300, 100), "#336699").save(tiny / "templates/logo.png")
    return tiny


def test_one_colour_changes_brief_figures_and_deck(branded: Path) -> None:
    prepared = prepare(Project(branded), "content/brief.md", Diagnostics())
    wanted: dict[str, Figure[Settled]] = {one.id: one for one in figures(prepared.document)}
    place = Place("brief", Size(mm(160), mm(80)))
    drawings = prepared.figure_pool.draw(wanted, [("fig-count", place)], prepared.project)
    assert b"#336699" in drawings["fig-count", place].svg
    built = Built(branded)
    content = pypdf.PdfReader(io.BytesIO(built.pdf)).pages[0].get_contents()
    assert content is not None
    assert b"0.2 0.4 0.6 rg" in content.get_data()
    with zipfile.ZipFile(io.BytesIO(built.pptx)) as deck:
        assert b"336699" in deck.read("ppt/theme/theme1.xml").lower()


def test_the_logo_stands_on_cover_and_title_slide(branded: Path) -> None:
    built = Built(branded)
    assert len(pypdf.PdfReader(io.BytesIO(built.pdf)).pages[0].images) == 1
    with zipfile.ZipFile(io.BytesIO(built.pptx)) as deck:
        assert b"Example House" in deck.read("ppt/slides/slide1.xml").split(b"descr=")[1][:20]


def test_a_missing_logo_and_a_bad_colour_are_named(tiny: Path) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/_brand.yml").write_text('color: {primary: "blu"}\nlogo: logo.png\n')
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        prepare(Project(tiny), "content/brief.md", diagnostics)
    messages = [concise(found) for found in diagnostics]
    assert any("`blu` is neither a colour" in message for message in messages)


def test_a_template_of_the_project_extends_the_default_one(tiny: Path) -> None:
    (tiny / "templates").mkdir()
    (tiny / "templates/brief.html").write_text(
        '{% extends "default/brief.html" %}'
        "{% block contents %}<p>No contents here</p>{% endblock %}"
    )
    (tiny / "templates/own.css").write_text("h2 { color: #ff0000 }")
    built = Built(tiny)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(built.pdf)).pages]
    assert "No contents here" in pages[1]
    assert "templates/own.css" in (tiny / "build/.reportgen/brief.pdf.d").read_text()


def test_a_faulty_template_is_named_with_its_line(tmp_path: Path) -> None:
    files = {
        "templates/brief.html": '{% extends "default/brief.html" %}\n{% block body %}\n{{ x.y }}'
    }
    output = said(files, tmp_path)
    assert output.startswith("templates/brief.html:")
    assert "bad-template" in output


EXTENDS = '{% extends "default/brief.html" %}\n'


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("{% block covr %}Mine{% endblock %}", "brief.html:2:1", "no block `covr`"),
        ("\n<p>Mine</p>{% block cover %}{% endblock %}", "brief.html:3:1", "outside of all blocks"),
        ("  {{ title }}", "brief.html:2:3", "outside of all blocks"),
        ("{% block cover %}{% block mine %}{% endblock %}{% endblock %}", "", ""),
        ("{% block mine %}a{% endblock %}{% block cover %}{{ self.mine() }}{% endblock %}", "", ""),
        ("{# mine #}\n{% set a = 1 %}\n{% block colophon %}{{ a }}{% endblock %}\n", "", ""),
        ("{% block cover %}", "", ""),  # faulty syntax, which rendering tells
    ],
)
def test_words_of_a_template_that_no_page_shows_are_told(
    tmp_path: Path, text: str, place: str, words: str
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/brief.html").write_text(EXTENDS + text)
    diagnostics = Diagnostics()
    environment(load_theme(Project(tmp_path), diagnostics), diagnostics)
    found = [concise(one) for one in diagnostics]
    assert len(found) == bool(words)
    assert all(place in one and words in one for one in found)


def test_a_second_theme_changes_cover_fonts_colours_and_running_lines(tiny: Path) -> None:
    shutil.copytree(Path(__file__).parent / "theme/templates", tiny / "templates")
    built = Built(tiny)
    assert [one.message for one in built.diagnostics] == []
    for profile in ("ua1", "3a"):
        assert page.validate_pdf_bytes(built.pdf, profile=profile).is_compliant
    with pypdfium2.PdfDocument(built.pdf) as pdf:
        cover, second = pdf[0].get_textpage(), pdf[1].get_textpage()
        assert cover.get_text_range().startswith("Example House · 31 January 2026")
        assert "Contents" in cover.get_text_range()
        top = second.get_text_bounded(bottom=pdf[1].get_height() - 40)
        bottom = second.get_text_bounded(top=45)
        assert "A tiny brief" in top
        assert bottom.strip() == "2"
        colors = pdf[0].render(scale=1).to_pil().getcolors(1 << 20)
    assert (31, 77, 58) in [color for _, color in colors]
    assert (18, 63, 86) not in [color for _, color in colors], "the default's petrol is gone"
    with pikepdf.open(io.BytesIO(built.pdf)) as document:
        dictionaries = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        fonts = {str(one.BaseFont) for one in dictionaries if "/BaseFont" in one}
    assert any("Source-Serif-4" in name for name in fonts)
    assert not any("Display" in name for name in fonts)


def test_a_colour_has_values_for_text_and_for_a_second_series(tiny: Path) -> None:
    ours = load_theme(Project(tiny), Diagnostics()).brand
    assert (ours.color("accent"), ours.color("accent-text")) == ("#d9762b", "#ad520d")
    own = 'color: {palette: {sun: "#ffd400"}, primary: "#1f4d3a", secondary: sun}\n'
    (tiny / "templates").mkdir(exist_ok=True)
    (tiny / "templates/_brand.yml").write_text(own)
    theirs = load_theme(Project(tiny), Diagnostics()).brand
    assert theirs.color("accent") == "#ffd400"
    assert contrast(theirs.color("accent-text"), "#ffffff") >= 4.5
    assert contrast(theirs.color("mid"), "#ffffff") >= 4.5
    assert contrast(theirs.color("primary"), theirs.color("pale")) >= 3
