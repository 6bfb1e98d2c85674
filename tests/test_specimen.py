"""The specimen of every element that a brief can have: it builds, and stands on the grid."""

import io
from collections import Counter

import pdfplumber
import pikepdf
import pytest

from conftest import ROOT, copy_project
from figure_text import sizes
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build

GRID = (20.0, 128.0, 136.0, 190.0)
"""Edges of the column of text and of the margin beside it, in mm from the left (docs/design.md)."""
MM = 72 / 25.4


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = copy_project(ROOT / "examples/specimen", tmp_path_factory.mktemp("specimen") / "all")
    diagnostics = Diagnostics()
    list(build(Project(root), ("pdf",), diagnostics))
    assert [one.message for one in diagnostics] == []
    return (root / "build/specimen.pdf").read_bytes()


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[pdfplumber.page.Page]:
    return pdfplumber.open(io.BytesIO(pdf)).pages


def test_it_has_every_element(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = Counter(
            str(one.S) for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        )  # fmt: skip
    wanted = ("/H1", "/H2", "/H3", "/H4", "/P", "/L", "/Table", "/TH", "/Figure", "/Formula",
              "/Note", "/BlockQuote", "/TOC")  # fmt: skip
    assert [one for one in wanted if not found[one]] == []


def test_words_begin_on_the_grid(pages: list[pdfplumber.page.Page]) -> None:
    """Headings, numbered or not, begin at the column's edge; asides in the margin."""
    for page in pages[1:]:
        for line in page.extract_text_lines(return_chars=True):
            first = line["chars"][0]
            if first.get("tag") in ("Figure", "Artifact", "Formula"):
                continue
            left = first["x0"] / MM
            assert left > GRID[0] - 0.3, (page.page_number, line["text"])
            if first["size"] > 20.5:
                assert any(abs(left - edge) < 0.6 for edge in starts(GRID)), line["text"]


def starts(grid: tuple[float, ...]) -> tuple[float, ...]:
    """Return where things begin: the column, the margin, and three numbers abreast."""
    return (grid[0], grid[2], grid[0] + 59, grid[0] + 118)


def test_a_line_of_text_is_no_longer_than_the_column(pages: list[pdfplumber.page.Page]) -> None:
    text = [one for one in pages[2].chars if one["size"] == pytest.approx(10, abs=0.1)]
    assert max(one["x1"] for one in text) / MM < GRID[1] + 0.5


def test_text_in_figures_is_7_points_or_more(pdf: bytes) -> None:
    found = list(sizes(pdf))
    assert found
    assert min(size for _, size in found) >= 7


def test_no_part_of_a_table_is_fewer_than_two_rows(pages: list[pdfplumber.page.Page]) -> None:
    years = [[line for line in page.extract_text().splitlines() if line[:3] == "202" and
              len(line.split()) == 2] for page in pages[3:5]]  # fmt: skip
    assert all(len(rows) >= 2 for rows in years if rows)
