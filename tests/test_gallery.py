"""The gallery in docs/ shows every form of chart, as its document says, in small pictures."""

import re
from pathlib import Path

import gallery
from reportgen.charts.forms import NAMES

DOCS = Path(__file__).parent.parent / "docs"
MOST = 1_500_000
"""Bytes that all pictures together may take."""


def test_the_page_is_made_of_its_document() -> None:
    text = (DOCS / "gallery/brief.md").read_text("utf-8")
    assert (DOCS / "gallery.md").read_text("utf-8") == gallery.page(text)


def test_every_form_has_its_words_and_a_picture() -> None:
    text = (DOCS / "gallery/brief.md").read_text("utf-8")
    assert set(re.findall(r"chart[=:] ?(\w+)", text)) - {"s"} >= set(NAMES)
    for name in re.findall(r"#fig-([\w-]+)", text):
        assert (DOCS / f"gallery/{name}.png").is_file(), name


def test_the_pictures_are_small() -> None:
    assert sum(one.stat().st_size for one in (DOCS / "gallery").glob("*.png")) < MOST
