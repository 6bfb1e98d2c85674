"""Photographs and logos: where they stand, in their proportions, with credit and consent."""

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from conftest import Built
from reportgen.checks.photographs import check_photographs
from reportgen.checks.proportions import check_proportions, in_pdf, in_pptx
from reportgen.diagnostics import Diagnostics, Span, concise
from reportgen.document import Caption, Figure, Place, ResolvedDocument, Settled, Size, mm
from reportgen.drawing.images import as_drawing
from reportgen.files.project import Project
from reportgen.recipes.prepared import prepare
from test_cases import said

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">'
    '<rect width="90" height="30" fill="{}"/></svg>'
)
BRAND = "logo:\n  medium: {light: day.svg, dark: night.svg}\n  small: day.svg\n"
TEXT = """---
title: Hills
author: A. Writer
organisation: Example House
date: 2026-01-31
cover-image: {file: hills.jpg, focus: "30% 60%", alt: Hills in mist}
---

# Mist {#sec-mist}

![**Hills in mist.** From the north.](hills.jpg){#fig-hills width=40% alt="Ridges in mist"}

::: {.slide #s-hills layout="Photograph"}
## A photograph fills its side of the slide

![](#fig-hills)

::: notes
Mist.
:::
:::
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pictures")
    (made / "templates").mkdir()
    (made / "templates/_brand.yml").write_text(BRAND)
    (made / "templates/day.svg").write_text(LOGO.format("#123f56"))
    (made / "templates/night.svg").write_text(LOGO.format("#ffffff"))
    (made / "content").mkdir()
    (made / "content/brief.md").write_text(TEXT)
    Image.effect_noise((300, 200), 90).convert("RGB").save(made / "content/hills.jpg")
    (made / "content/hills.yaml").write_text("credit: B. Eye / Agency\nconsent: nobody is on it\n")
    return made


def resolved(root: Path) -> ResolvedDocument:
    return prepare(Project(root), "content/brief.md", Diagnostics()).document


@pytest.fixture(scope="module")
def built(root: Path) -> Built:
    return Built(root)


def told(built: Built, root: Path, pdf: bytes, pptx: bytes) -> list[str]:
    found = Diagnostics()
    file = (
        "content/hills.jpg",
        Span("content/brief.md"),
        (root / "content/hills.jpg").read_bytes(),
    )
    check_proportions(resolved(root), [file], ("a.pdf", pdf), ("a.pptx", pptx), found)
    return [concise(one) for one in found]


def test_pictures_keep_their_proportions_in_both_files(built: Built, root: Path) -> None:
    assert told(built, root, built.pdf, built.pptx) == []
    assert [round(one.own, 2) for one in in_pdf(built.pdf)] == [1.5, 1.5]
    shown = [(one.where, round(one.own, 1)) for one in in_pptx(built.pptx)]
    assert ("slide1", 1.5) in shown, "the cover's picture"
    assert ("slide1", 3.0) in shown, "the logo, from SVG"
    assert ("slide2", 1.5) in shown


PLACED = rb"([\d.]+) 0 0 (-?[\d.]+) ([-\d.]+ [-\d.]+) cm\n/(\w+) Do"


def wider(place: re.Match[bytes]) -> bytes:
    """Return the place of a picture on a page, twice as wide."""
    width = b"%g" % (2 * float(place[1]))
    return b"%b 0 0 %b %b cm\n/%b Do" % (width, place[2], place[3], place[4])


def test_a_stretched_picture_is_found_in_either_file(built: Built, root: Path) -> None:
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        for page in pdf.pages:
            text = page.Contents.read_bytes()
            page.Contents = pdf.make_stream(re.sub(PLACED, wider, text))
        pdf.save(wide := io.BytesIO())
    found = told(built, root, wide.getvalue(), built.pptx)
    assert any("a.pdf:1:1: error[stretched-picture]" in one and "1.50 to 1" in one for one in found)
    found = told(built, root, built.pdf, rewritten(built.pptx, r'(<a:ext cx=")(\d)', r"\g<1>1\2"))
    assert any("a.pptx:1:1: error[stretched-picture]" in one for one in found)


def test_a_picture_that_was_made_wider_itself_is_found(built: Built, root: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 300)).save(file, "JPEG")
    found = Diagnostics()
    files = [("content/hills.jpg", Span("content/brief.md"), file.getvalue())]
    check_proportions(resolved(root), files, ("a.pdf", built.pdf), ("a.pptx", built.pptx), found)
    assert ["no picture in the proportions" in one.message for one in found] == [True]


def rewritten(pptx: bytes, pattern: str, by: str) -> bytes:
    """Return a presentation with the pictures of its slides changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pptx)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                text = re.sub(
                    r"<p:pic>.*?</p:pic>", lambda pic: re.sub(pattern, by, pic[0]), text.decode(),
                    flags=re.DOTALL,
                ).encode()  # fmt: skip
            new.writestr(name, text)
    return made.getvalue()


def test_the_cover_picture_fills_its_side_with_the_focus_in_sight(built: Built) -> None:
    with zipfile.ZipFile(io.BytesIO(built.pptx)) as deck:
        slide = deck.read("ppt/slides/slide1.xml").decode()
        logos = [name for name in deck.namelist() if "media" in name and name.endswith("png")]
    cut = re.search(r'<a:srcRect l="(\d+)" r="(\d+)"/>', slide)
    assert cut is not None
    assert int(cut[1]) / int(cut[2]) == pytest.approx(30 / 70, rel=0.01)
    assert "Photograph: B. Eye / Agency" in slide
    assert len(logos) == 1, "the one for dark ground; dark slides bear no small one"


def test_a_handed_out_photograph_has_credit_and_consent(root: Path) -> None:
    found = Diagnostics()
    assert check_photographs(resolved(root), found) == 1
    assert list(found) == []
    (root / "content/hills.yaml").rename(root / "content/other.yaml")
    check_photographs(resolved(root), found)
    (root / "content/other.yaml").rename(root / "content/hills.yaml")
    assert [concise(one) for one in found] == [
        "content/brief.md:6:1: error[uncredited-picture]: the photograph `content/hills.jpg` has "
        "no credit and no consent"
    ]


def test_a_focus_is_two_shares(tmp_path: Path) -> None:
    text = TEXT.replace("30% 60%", "left; color: red")
    output = said({"content/brief.md": text}, tmp_path)
    assert "brief.md:6:" in output
    assert "`left; color: red` is no point of a picture" in output


def test_an_svg_file_that_shows_another_file_is_refused() -> None:
    place, found = Place("deck", Size(mm(40), mm(40))), Diagnostics()
    linked = LOGO.format("red").replace("<rect", '<image href="secret.png"/><rect')
    figure: Figure[Settled] = Figure("a", "a.svg", Caption((), ()), (), Span("a.md"))
    assert as_drawing(figure, place, linked.encode(), found) is None
    assert ["shows another file, `secret.png`" in one.message for one in found] == [True]
    drawn = as_drawing(figure, place, LOGO.format("red").encode(), Diagnostics())
    assert drawn is not None
    with Image.open(io.BytesIO(drawn.raster)) as image:
        assert image.width / image.height == pytest.approx(3, rel=0.02)


def test_an_svg_file_in_millimetres_is_shown_on_slides_too() -> None:
    """Inkscape saves so; the library that makes pixels of it knew no inch."""
    figure: Figure[Settled] = Figure("a", "a.svg", Caption((), ()), (), Span("a.md"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="2cm" viewBox="0 0 4 2"/>'
    drawing = as_drawing(figure, Place("deck", Size(mm(40), mm(40))), svg.encode(), Diagnostics())
    assert drawing is not None
    with Image.open(io.BytesIO(drawing.raster)) as shown:
        assert shown.width / shown.height == pytest.approx(2, rel=0.01)


@pytest.mark.parametrize("size", ['width="0"', 'width="nan"', 'height="-3mm"', 'viewBox="0 0 0 9"'])
def test_an_svg_file_without_a_size_is_refused(size: str) -> None:
    figure: Figure[Settled] = Figure("a", "a.svg", Caption((), ()), (), Span("a.md"))
    found, place = Diagnostics(), Place("brief", Size(mm(40), mm(40)))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0h1"/></svg>'
    assert as_drawing(figure, place, svg.encode(), found) is None
    assert [f"no size in which it could be drawn: `{size}`" in one.message for one in found] == [
        True
    ]
