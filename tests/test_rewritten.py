"""Decks that a program wrote anew: what it hides of their text is told, what it writes is not."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from conftest import Built
from reportgen.recipes.authenticity import compare

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


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
    assert lines
    assert all("is there and not seen" in line for line in lines)
