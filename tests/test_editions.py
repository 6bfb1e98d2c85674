"""The brief for the press, in grey, and on one page."""

import io
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from matplotlib.figure import Figure

import templates
from conftest import Built, edit
from reportgen.checks.read_back import page_texts, read_deck
from reportgen.diagnostics import ContentError, Diagnostics, Rule
from reportgen.drawing.grey_print import alike, lightness
from reportgen.files.project import Project
from reportgen.ledger.passages import squeezed
from reportgen.recipes.building import build
from structure import structure


def built(root: Path, edition: str) -> bytes:
    diagnostics = Diagnostics()
    (target,) = build(Project(root), (edition,), diagnostics)
    assert target.path == f"build/brief-{edition}.pdf"
    assert not list(diagnostics)
    pdf = (root / target.path).read_bytes()
    for profile in ("ua1", "3a"):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant
    return pdf


def test_the_press_edition_has_the_same_pages_with_room_around(
    tiny_built: Built, tiny: Path
) -> None:
    pdf = built(tiny, "press")
    assert page_texts(pdf) == page_texts(tiny_built.pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.pages:
            trim, bleed, media = ([float(x) for x in one[name]] for name in
                                  ("/TrimBox", "/BleedBox", "/MediaBox"))  # fmt: skip
            assert trim == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)
            assert trim[0] - bleed[0] == pytest.approx(8.504, abs=0.01), "3 mm"
            assert media[2] - bleed[2] > 8, "room for crop marks outside of the bleed"
    cover = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    inside_bleed = round(media[2] - media[0] - 25.5 + 8.5) - 2, 200
    assert cover.getpixel(inside_bleed) == (18, 63, 86), "the cover's ground reaches over the trim"
    assert cover.getpixel((inside_bleed[0] + 12, 200)) == (255, 255, 255)


def test_the_proof_has_no_colour_left(tiny: Path) -> None:
    pdf = built(tiny, "proof")
    for one in pypdfium2.PdfDocument(pdf):
        colors = one.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20)
        assert all(red == green == blue for _, (red, green, blue) in colors)


def test_the_summary_is_one_page_with_a_code_that_leads_to_the_brief(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    address = "https://example.org/tiny"
    source.write_text(source.read_text().replace("license:", f"url: {address}\nlicense:"))
    pdf = built(tiny, "onepager")
    (text,) = page_texts(pdf)
    words = " ".join(text.split())
    assert "A tiny brief" in words
    assert "There were 1,500 of them in the second year." in words
    assert "Numbers grew by 25%." in words
    assert address in words
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (link,) = document.pages[0].Annots
        assert str(link.A.URI) == address
    figures = structure(pdf).all("Figure")
    assert figures[-1].alt == f"QR code of the address {address}"


def test_a_summary_of_a_document_without_findings_is_refused(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    text = source.read_text().replace("{#sec-findings .unnumbered}", "{#sec-findings}")
    source.write_text(text)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("onepager",), diagnostics))
    assert "key findings" in next(iter(diagnostics)).message


def test_a_summary_longer_than_a_page_is_refused(tiny: Path) -> None:
    source = tiny / "content/brief.md"
    more = "- One more finding that takes a line of its own.\n" * 40
    source.write_text(source.read_text().replace("- That is", f"{more}- That is"))
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tiny), ("onepager",), diagnostics))
    assert [one.rule for one in diagnostics] == [Rule.TEXT_OVERFLOW]


# --- greys ------------------------------------------------------------------------------------


def test_lightness_is_that_of_cie() -> None:
    assert lightness((1, 1, 1)) == pytest.approx(100)
    assert lightness((0, 0, 0)) == pytest.approx(0)
    assert lightness((0.5, 0.5, 0.5)) == pytest.approx(53.39, abs=0.01)


@pytest.mark.parametrize(
    ("upper", "found"), [("#b03030", 1), ("#e0e0e0", 0), ("#2f6f2f", 1)]
)  # fmt: skip
def test_stacked_bars_that_print_alike_are_found(upper: str, found: int) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar([1, 2], [3, 4], color="#306090")
    axes.bar([1, 2], [1, 1], bottom=[3, 4], color=upper)
    assert len(alike(figure)) == found


def test_bars_apart_from_each_other_may_print_alike() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.bar([1, 2], [3, 4], width=0.4, color=["#306090", "#b03030"])
    assert alike(figure) == ()


def test_lines_must_differ_in_more_than_hue() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 2, 3], color="#306090")
    axes.plot([1, 2, 3], [3, 2, 1], color="#b03030")
    assert len(alike(figure)) == 1
    axes.lines[1].set_linestyle("--")
    assert alike(figure) == ()


def test_a_figure_that_prints_alike_is_reported(tiny: Path) -> None:
    module = tiny / "figures/count.py"
    module.write_text(
        "def draw(figure, count):\n"
        "    axes = figure.subplots()\n"
        "    axes.bar([1], [3], color='#306090')\n"
        "    axes.bar([1], [1], bottom=[3], color='#b03030')\n"
    )
    diagnostics = Diagnostics()
    list(build(Project(tiny), ("pdf",), diagnostics))
    assert Rule.ALIKE_IN_GREY in [one.rule for one in diagnostics]


def test_the_handout_has_each_slide_with_what_its_speaker_says(
    tiny_built: Built, tiny: Path
) -> None:
    pages = page_texts(built(tiny, "handout"))
    deck = read_deck(tiny_built.pptx)
    assert len(pages) == len(deck.slides)
    for text, slide in zip(pages, deck.slides, strict=True):
        for said in (slide.title, *slide.notes.split("\n")):
            assert squeezed(said) in squeezed(text), f"slide {slide.number}"
        for word in " ".join(slide.texts).split():
            assert word in text, f"slide {slide.number}"


def test_the_handout_is_set_in_the_template_of_the_deck(tiny: Path) -> None:
    edit(tiny, "title:", "reference-doc: content/dark.pptx\ntitle:")
    (tiny / "content/dark.pptx").write_bytes(templates.dark())
    pdf = built(tiny, "handout")
    first = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    assert first.getpixel((120, 120)) == (0, 0, 0), "its ground is black"
    assert any("Numbers grew by" in text for text in page_texts(pdf))


def test_the_slides_alone_are_pages_of_their_own_size_without_notes(tiny: Path) -> None:
    pdf = built(tiny, "slides")
    pages = page_texts(pdf)
    document = pypdfium2.PdfDocument(pdf)
    assert {page.get_size() for page in document} == {(960.0, 540.0)}
    assert "Numbers grew by" in "".join(pages)
    assert "Say that it grew" not in "".join(pages)
