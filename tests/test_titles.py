"""Titles break by sense, and a field of dots tells what its figure does."""

from itertools import pairwise

import pytest

from reportgen.brief.titles import Room, broken_by_sense, set_title
from reportgen.document import Break, Text
from reportgen.resolving.addresses import printed_address


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
