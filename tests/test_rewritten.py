"""Decks that a program wrote anew: what it hides of their text is told, what it writes is not."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from conftest import Built
from reportgen.checks.alterations.chart_met import chart_met_changes
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_hidden import hidden_changes
from reportgen.checks.alterations.pdf_rewritten import meaning_changes
from reportgen.checks.alterations.xml_nodes import read_xml
from reportgen.checks.held_texts import texts_in
from reportgen.recipes.authenticity import compare

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture(scope="module")
def anew(tiny_built: Built) -> bytes:
    """The tiny deck as an office program writes it: every run, paragraph and place anew."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(tiny_built.pptx)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notes")):
                root = etree.fromstring(data)
                for at, one in enumerate(root.iter(f"{A}rPr", f"{A}bodyPr", f"{A}p", f"{A}off")):
                    one.set("dirty" if one.tag == f"{A}rPr" else "rot", str(at))
                    for _ in range(12):
                        etree.SubElement(one, f"{A}extLst")
                data = etree.tostring(root)
            new.writestr(name, data)
    return written.getvalue()


def told(tiny_built: Built, data: bytes) -> list[str]:
    compared = compare("x.pptx", tiny_built.pptx, data)
    assert not isinstance(compared, str)
    return [str(one) for one in compared.met]


def test_a_deck_that_is_written_anew_has_no_change(tiny_built: Built, anew: bytes) -> None:
    compared = compare("x.pptx", tiny_built.pptx, anew)
    assert not isinstance(compared, str)
    assert any("written anew" in str(one) for one in compared.changes)
    assert compared.met == ()


WHITE: Any = RGBColor.from_string("FFFFFF")  # type: ignore[no-untyped-call]


def _run(deck: Any) -> Any:
    return deck.slides[1].shapes.title.text_frame.paragraphs[0].runs[0]


def _tiny(deck: Any) -> None:
    _run(deck).font.size = Pt(1)


def _white(deck: Any) -> None:
    _run(deck).font.color.rgb = WHITE


def _clear(deck: Any) -> None:
    _run(deck).font.color.rgb = WHITE
    color = _run(deck)._r.find(f".//{A}srgbClr")
    etree.SubElement(color, f"{A}alpha", val="0")


def _hidden(deck: Any) -> None:
    deck.slides[1].shapes.title._element.nvSpPr.cNvPr.set("hidden", "1")


def _away(deck: Any) -> None:
    title = deck.slides[1].shapes.title
    title.left, title.top, title.width, title.height = (Inches(40), 0, 900000, 900000)


def _covered(deck: Any) -> None:
    shape = deck.slides[1].shapes.add_shape(1, 0, 0, deck.slide_width, deck.slide_height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = WHITE


@pytest.mark.parametrize("hide", [_tiny, _white, _clear, _hidden, _away, _covered])
def test_text_that_is_hidden_in_it_is_told(
    hide: Callable[[Any], None], tiny_built: Built, anew: bytes, tmp_path: Path
) -> None:
    deck = Presentation(io.BytesIO(anew))
    hide(deck)
    deck.save(str(tmp_path / "x.pptx"))
    lines = told(tiny_built, (tmp_path / "x.pptx").read_bytes())
    assert any("is there and not seen" in line for line in lines)
    assert all("not seen" in line or "a shape was added" in line for line in lines)


# --- what it says otherwise ---------------------------------------------------------------------


def _apart(deck: Any) -> None:
    _number(deck).text = _number(deck).text.replace("1,500", "1,5 00")


def _negative(deck: Any) -> None:
    _number(deck).text = _number(deck).text.replace("1,500", "-1,500")


def _number(deck: Any) -> Any:
    return next(
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if "1,500" in run.text
    )


def _lowered(deck: Any) -> None:
    for run in deck.element.iter(f"{A}rPr"):
        run.attrib.pop("baseline", None)
    for slide in deck.slides:
        for run in slide._element.iter(f"{A}rPr"):
            run.attrib.pop("baseline", None)


def _language(deck: Any) -> None:
    _run(deck)._r.rPr.set("lang", "ko-KR")


def _struck(deck: Any) -> None:
    _run(deck)._r.rPr.set("strike", "sngStrike")


def _mirrored(deck: Any) -> None:
    frame = next(one for slide in deck.slides for one in slide._element.iter(f"{P}pic"))
    frame.spPr.find(f"{A}xfrm").set("flipH", "1")


def _order(deck: Any) -> None:
    body = next(
        shape.text_frame
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame and len(shape.text_frame.paragraphs) > 1
    )
    first, second = (one._p for one in body.paragraphs[:2])
    second.addnext(first)


def _on_layout(deck: Any) -> None:
    from copy import deepcopy

    box = deck.slides[1].shapes.add_textbox(0, 0, 10, 10)
    box.text_frame.text = "Another word"
    deck.slides[1].slide_layout.shapes._spTree.append(deepcopy(box._element))
    box._element.getparent().remove(box._element)


def _company(deck: Any) -> None:
    deck.core_properties.category = "Ministry"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_apart, "“1,500” is now “1,5 00”"),
        (_negative, "“1,500” is now “-1,500”"),
        (_lowered, "is raised no more"),
        (_language, "has the language ko-KR, not en-GB"),
        (_struck, "is struck out"),
        (_mirrored, "the picture is mirrored or turned"),
        (_order, "stands in another order"),
        (_on_layout, "the layout of slide 2: text added: “Another word”"),
        (_company, "category is “Ministry”"),
    ],
)
def test_what_it_says_otherwise_is_told(
    change: Callable[[Any], None], words: str, tiny_built: Built, anew: bytes
) -> None:
    deck, written = Presentation(io.BytesIO(anew)), io.BytesIO()
    change(deck)
    deck.save(written)
    lines = told(tiny_built, written.getvalue())
    assert any(words in line for line in lines), lines


CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>
<c:plotArea><c:barChart><c:barDir val="col"/><c:ser><c:tx><c:v>People</c:v></c:tx>
<c:cat><c:pt idx="0"><c:v>2019</c:v></c:pt><c:pt idx="1"><c:v>2020</c:v></c:pt></c:cat>
<c:val><c:pt idx="0"><c:v>1200</c:v></c:pt><c:pt idx="1"><c:v>1500</c:v></c:pt></c:val></c:ser>
</c:barChart><c:valAx><c:scaling><c:min val="0"/></c:scaling><c:numFmt formatCode="#,##0"/>
</c:valAx></c:plotArea></c:chart></c:chartSpace>"""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('idx="1"><c:v>1500', 'idx="1"><c:v>1700', "the value of series 1 at “2020” is 1700"),
        ("<c:v>1500", "<c:v>1500.0", ""),
        ('min val="0"', 'min val="900"', "the axis of values begins at 900 (0 as built)"),
        ("barChart", "areaChart", "it is drawn as areas (bars as built)"),
        ('barDir val="col"', 'barDir val="bar"', "it is drawn as bars that lie"),
        ("People", "Boats", "the name of series 1 is Boats (People as built)"),
        ("<c:v>2019", "<c:v>2018", "place 1 of series 1 is called 2018 (2019 as built)"),
        ("</c:scaling>", "</c:scaling><c:delete/>", "the axis of values is hidden"),
        ("#,##0", "0.0%", "numbers of the axis of values are written as “0.0%”"),
        ("<c:plotArea>", "<c:legend/><c:plotArea>", "its legend is shown"),
    ],
)
def test_a_chart_that_is_written_anew_is_compared_by_what_it_shows(
    before: str, after: str, line: str
) -> None:
    old, new = (read_xml(text.encode()) for text in (CHART, CHART.replace(before, after)))
    lines = [str(one) for one in chart_met_changes("", old, new)]
    assert any(line in one for one in lines) if line else lines == [], lines


# --- PDFs that were laid out otherwise, or written anew -----------------------------------------


def _heading(pdf: Any) -> None:
    _first(pdf, "/H1").S = pikepdf.Name("/H2")


def _first(pdf: Any, kind: str) -> Any:
    return next(one for one in _tagged(pdf.Root.StructTreeRoot) if kind == one.S)


def _tagged(holder: Any) -> Iterator[Any]:
    held = holder.get("/K", [])
    for one in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from _tagged(one)


def _of_paragraph(key: str) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        _first(pdf, "/P")[key] = pikepdf.String("ko")

    return change


def _painted(data: bytes) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        pdf.pages[1].contents_add(data)

    return change


def _unpainted(pdf: Any) -> None:
    content = list(pikepdf.parse_content_stream(pdf.pages[1]))
    at = next(n for n, one in enumerate(content) if str(one.operator) in ("TJ", "Tj"))
    content.insert(at, pikepdf.ContentStreamInstruction([3], pikepdf.Operator("Tr")))
    pdf.pages[1].Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))


def _cropped(pdf: Any) -> None:
    pdf.pages[1].CropBox = [0, 0, 300, 300]


def _opened(pdf: Any) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_heading, "is tagged as H2 now"),
        (_of_paragraph("/Lang"), "the language of an element P"),
        (_of_paragraph("/ActualText"), "what is read instead (ActualText) of an element P"),
        (_of_paragraph("/E"), "what an abbreviation stands for (E) of an element P"),
        (_painted(b"q 1 1 1 rg 0 0 600 800 re f Q"), "something lies over it"),
        (_unpainted, "it is not painted (render mode)"),
        (_cropped, "pages show a part of themselves only (CropBox)"),
        (_opened, "what happens when the document is opened (OpenAction) was added"),
    ],
)
def test_what_a_pdf_of_another_layout_means_otherwise_is_told(
    change: Callable[[Any], None], words: str, tiny_built: Built
) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(tiny_built.pdf)) as pdf:
        change(pdf)
        pdf.save(written)
    old, new = PdfFile(tiny_built.pdf), PdfFile(written.getvalue())
    changes = [*meaning_changes(old, new, pages=False), *hidden_changes(old, new)]
    assert any(words in str(one) for one in changes), changes
    assert [*meaning_changes(old, old), *hidden_changes(old, old)] == []


def test_words_are_found_wherever_bytes_hold_them(tiny_built: Built) -> None:
    picture, info = io.BytesIO(), PngInfo()
    info.add_text("Author", "Kim Secret", zip=True)
    Image.new("RGB", (9, 9)).save(picture, "PNG", pnginfo=info)
    for path, data in (
        ("x.pdf", tiny_built.pdf + b"\n% Kim Secret\n"),
        ("x.pptx", picture.getvalue()),
        ("x.pptx", b"\x00\x01" + "Kim Secret".encode("utf-16-le")),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("ppt/x.bin", data)
        held = texts_in(path, data if path.endswith("pdf") else packed.getvalue())
        assert any("Kim Secret" in text for _, text in held)
