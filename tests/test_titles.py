"""Titles break by sense, and a field of dots tells what its figure does."""

from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.brief.titles import Room, broken_by_sense, set_title, widths_in
from reportgen.diagnostics import Diagnostics
from reportgen.document import Break, Text
from reportgen.drawing.matplotlib_canvas import with_families
from reportgen.files.project import Project
from reportgen.resolving.addresses import printed_address
from reportgen.theme import load_theme


def even(text: str) -> float:
    return 0.5 * len(text)


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("What lets people leave North Korea and reach the South", 13.5,
         ["What lets people", "leave North Korea", "and reach the South"]),
        ("Short", 13.5, ["Short"]),
        ("Leaving takes three things at once: the means, a way and a reason", 20,
         ["Leaving takes three things at once:", "the means, a way and a reason"]),
    ],
)  # fmt: skip
def test_a_title_breaks_by_sense(title: str, width: float, lines: list[str]) -> None:
    words = title.split(" ")
    counts = broken_by_sense(words, "en-GB", width, even)
    ends = [sum(counts[:at]) for at in range(len(counts) + 1)]
    found = [" ".join(words[one:other]) for one, other in pairwise(ends)]
    assert found == lines


def test_a_title_that_no_size_holds_is_left_as_it_is() -> None:
    long = (Text("x" * 400),)
    assert set_title(long, "en", Room(100, ((20, 2), (10, 4))), even).content == long


def test_a_title_keeps_its_words_at_breaks() -> None:
    made = set_title((Text("One two and three four"),), "en", Room(60, ((10, 4),)), even)
    assert Break() in made.content
    assert "".join(one.text for one in made.content if isinstance(one, Text)).split() == [
        "One", "two", "and", "three", "four",
    ]  # fmt: skip


def test_notes_name_the_host_of_an_address_and_a_doi_whole() -> None:
    assert printed_address("https://www.example.org/a/long/way?x=1") == "example.org"
    assert printed_address("https://doi.org/10.1080/1234") == "doi.org/10.1080/1234"
    repository = "https://github.com/owner/name/tree/main/data"
    assert printed_address(repository) == "github.com/owner/name"


def test_hangul_is_as_wide_as_it_is_set() -> None:
    """Fonts of headings lack it: lines were made too long, and broke again where they were."""
    theme = load_theme(Project(Path(__file__).parent), Diagnostics())
    widths = widths_in(theme, "none")
    assert widths("사람") == pytest.approx(2 * 0.92)
    assert widths("ab") == pytest.approx(2 * 0.55)


def test_a_title_with_a_word_wider_than_a_line_says_so() -> None:
    assert not set_title((Text("x" * 90 + " ends"),), "de", Room(100, ((10, 4),)), even).fits
    assert set_title((Text("Short"),), "de", Room(100, ((10, 4),)), even).fits


def test_texts_of_a_drawing_name_families_that_are_found() -> None:
    """A space behind a comma is part of the next name for WeasyPrint: no font has it."""
    svg = b"<text style=\"font-size: 8px; font-family: 'A B', 'C', 'D'; fill: #000\">a, b</text>"
    made = with_families(svg)
    assert b"font-family: 'A B','C','D'; fill" in made
    assert b">a, b<" in made
