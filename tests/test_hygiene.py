"""Hygiene of references and of citing: every defect named, and no false alarm."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reportgen.checks.citation_prose import check_prose
from reportgen.checks.reference_faults import check_references
from reportgen.citing.references import load_references
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.reading.blocks import read

HYGIENE = Path(__file__).parent / "hygiene"
PROJECT = Project(HYGIENE)


def of_file(name: str) -> list[tuple[str, str]]:
    diagnostics = Diagnostics()
    references = load_references([name], "content/typed.md", PROJECT, diagnostics)
    assert not list(diagnostics)
    assert check_references(references, "2024-07-01", diagnostics) == 23
    return [(one.rule.code, one.message.split("`")[1]) for one in diagnostics]


def of_work(root: Path, *works: dict[str, Any]) -> list[tuple[Rule, str, str]]:
    (root / "works.json").write_text(json.dumps(works))
    diagnostics = Diagnostics()
    references = load_references(["works.json"], "x.md", Project(root), diagnostics)
    check_references(references, "2026-01-31", diagnostics)
    return [(one.rule, one.message, one.help) for one in diagnostics]


def of_text(root: Path, text: str) -> list[tuple[Rule, int]]:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/works.json").write_text(
        json.dumps([
            {"id": "paper", "type": "article-journal", "title": "A", "page": "97-118"},
            {"id": "page", "type": "webpage", "title": "B"},
        ])
    )  # fmt: skip
    head = "---\ntitle: T\ndate: 2026-01-31\nbibliography: works.json\n---\n\n# H {#sec-h}\n\n"
    (root / "content/x.md").write_text(head + text)
    diagnostics, project = Diagnostics(), Project(root)
    document = read("content/x.md", project, diagnostics)
    assert document
    references = load_references(["works.json"], "content/x.md", project, diagnostics)
    check_prose(document, references, diagnostics)
    return [(one.rule, one.span.line - head.count("\n")) for one in diagnostics]


# --- the source's notes -----------------------------------------------------------------------


def test_every_defect_of_the_works_as_first_typed_is_named() -> None:
    """What no program can see stays: notes 2, 4, 11, 17, the spelling of names, one title."""
    assert of_file("typed.json") == [
        ("bad-url", "@mou-statistics"),
        ("bad-doi", "@lee2020"),
        ("two-names", "@mou2017"),
        ("missing-field", "@ernst2016"),
        ("missing-field", "@cohen2014"),
        ("missing-field", "@cohen2014"),
        ("missing-field", "@cohen2014"),
        ("bad-url", "@bremer2023"),
        ("conflicting-works", "@song2016"),
        ("missing-field", "@fes-mongolia"),
        ("missing-field", "@rinna2019"),
        ("missing-field", "@lee1997"),
        ("bad-number", "@collins2012"),
        ("bad-url", "@king2021"),
        ("bad-url", "@smith2002"),
    ]


def test_of_the_corrected_works_only_those_are_named_that_stay_open() -> None:
    assert of_file("corrected.json") == [
        ("conflicting-works", "@song2016"),
        ("missing-field", "@fes-mongolia"),
        ("missing-field", "@lee1997"),
    ]


def test_every_defect_of_the_notes_as_first_typed_is_named() -> None:
    diagnostics = Diagnostics()
    document = read("content/typed.md", PROJECT, diagnostics)
    assert document
    references = load_references(["typed.json"], "content/typed.md", PROJECT, diagnostics)
    check_prose(document, references, diagnostics)
    kinds = Counter(one.message.split("“")[0] for one in diagnostics)
    ibid = [one.span.line for one in diagnostics if "ibid" in one.message]
    assert len(ibid) == 4
    assert kinds["this footnote holds several works typed by hand"] == 2
    assert kinds["this footnote holds a work typed by hand"] == 20
    assert [one.message for one in diagnostics if "that in line" in one.message] == [
        "this footnote says what that in line 18 says"
    ]
    quotations = [one.message for one in diagnostics if one.rule is Rule.NO_PAGE]
    assert ["lives like this" in quotations[0], "next to nothing" in quotations[1]] == [True, True]
    assert len(quotations) == 2


# --- one rule at a time -----------------------------------------------------------------------

BOOK = {
    "id": "b", "type": "book", "title": "A Book", "author": [{"family": "Kim"}],
    "publisher": "House", "issued": {"date-parts": [[2020]]},
}  # fmt: skip
PAGE = {"id": "p", "type": "webpage", "title": "A Page", "URL": "https://example.org/a"}
READ = {"accessed": {"date-parts": [[2025, 1, 2]]}}


@pytest.mark.parametrize(
    ("work", "rule"),
    [
        (BOOK | {"DOI": "10.1186/s13031 020"}, Rule.BAD_DOI),
        (BOOK | {"DOI": "11.1186/x"}, Rule.BAD_DOI),
        (BOOK | {"DOI": "10.1186/s13031."}, Rule.BAD_DOI),
        (BOOK | {"ISBN": "9780985648009"}, Rule.BAD_NUMBER),
        (BOOK | {"ISSN": "1225-9251"}, Rule.BAD_NUMBER),
        (BOOK | {"URL": "htp://example.org"}, Rule.BAD_URL),
        (BOOK | {"URL": "https://example.org/a b"}, Rule.BAD_URL),
        (BOOK | {"URL": "https://[broken"}, Rule.BAD_URL),
        (BOOK | {"URL": "https://example.org/?utm_source=x"}, Rule.BAD_URL),
        (PAGE, Rule.NO_ACCESS_DATE),
        (BOOK | {"publisher": ""}, Rule.MISSING_FIELD),
        (BOOK | {"issued": {"date-parts": [[2027]]}}, Rule.BAD_DATE),
        (BOOK | {"accessed": {"date-parts": [[2019, 12, 31]]}}, Rule.BAD_DATE),
        (BOOK | {"page": "218-197"}, Rule.BAD_PAGES),
    ],
)
def test_a_fault_of_a_work_is_named(tmp_path: Path, work: dict[str, Any], rule: Rule) -> None:
    assert [found for found, _, _ in of_work(tmp_path, work)] == [rule]


@pytest.mark.parametrize(
    "work",
    [
        BOOK | {"DOI": "10.1002/(SICI)1099-1468(199905/06)20:3"},
        BOOK | {"DOI": "https://doi.org/10.1186/s13031-020-00284-y"},
        BOOK | {"ISBN": "0-9856480-0-7 978-0-9856480-0-8"},
        BOOK | {"ISSN": "1225-925X"},
        BOOK | {"page": "97-118"} | READ,
        BOOK | {"page": "1233-45"},
        BOOK | {"issued": {"date-parts": [["2025", 1]]}} | READ,
        PAGE | READ,
        PAGE | {"URL": "https://example.org/한국?q=(a)"} | READ,
    ],
)
def test_a_sound_work_gives_no_alarm(tmp_path: Path, work: dict[str, Any]) -> None:
    assert of_work(tmp_path, work) == []


def test_the_repaired_number_is_proposed(tmp_path: Path) -> None:
    ((_, message, hint),) = of_work(tmp_path, BOOK | {"ISBN": "978098564800"})
    assert "978098564800" in message
    assert "9780985648008" in hint
    ((_, _, hint),) = of_work(tmp_path, BOOK | {"ISSN": "1225-9251"})
    assert "1225-925X" in hint


@pytest.mark.parametrize(
    ("other", "rules"),
    [
        ({"title": "A Book"}, [Rule.SAME_WORK]),
        ({"title": "Book, A"}, [Rule.SAME_WORK]),
        ({"URL": "https://example.org/a", "title": "Its second chapter"}, []),
        ({"issued": {"date-parts": [[2021]]}, "title": "A Book"}, []),
        (
            {"URL": "https://example.org/a", "author": [{"family": "Lee"}], "title": "Else"},
            [Rule.CONFLICTING_WORKS],
        ),
        ({"title": "Another Work of the Same Year"}, []),
    ],
)
def test_two_entries_of_one_work_are_named(
    tmp_path: Path, other: dict[str, Any], rules: list[Rule]
) -> None:
    first = BOOK | {"URL": "https://example.org/a"}
    found = of_work(tmp_path, first, BOOK | {"id": "c"} | other)
    assert [rule for rule, _, _ in found] == rules


QUOTE = '"Nobody knows how many went across"'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It grew.^[Ibid., p. 4.]", [(Rule.NOTE_FORM, 1)]),
        ("It grew.^[Kim, *Op. cit.*, 4.]", [(Rule.NOTE_FORM, 1)]),
        ("- a\n- It grew.^[Kim, A (Seoul, 2011); Lee, B (Seoul, 2012).]", [(Rule.NOTE_FORM, 2)]),
        (f"{QUOTE} [@paper].", [(Rule.NO_PAGE, 1)]),
        (f"*He said: {QUOTE} [@paper].*", [(Rule.NO_PAGE, 1)]),
        ("It grew [@paper, p. 90].", [(Rule.BAD_PAGES, 1)]),
        ("It grew.^[Counted by us, see [@paper, pp. 120-125].]", [(Rule.BAD_PAGES, 1)]),
        (f"{QUOTE} [@paper, p. 99].", []),
        (f"{QUOTE} [@page].", []),
        ('The "arduous march" [@paper].', []),
        ("In 2011 it grew.^[Until 2011, the count left out children.]", []),
        ("It grew.^[See [@paper], who counts from 2011 (2012 without them).]", []),
    ],
)  # fmt: skip
def test_how_a_text_cites(tmp_path: Path, text: str, found: list[tuple[Rule, int]]) -> None:
    assert of_text(tmp_path, text) == found
