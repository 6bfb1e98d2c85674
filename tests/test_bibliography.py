"""Bibliography files: what is broken is named with its line, and the rest is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen.citing.references import References, load_references
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project


def loaded(root: Path, name: str, text: str) -> tuple[References, list[tuple[str, int, str]]]:
    (root / name).write_text(text)
    diagnostics = Diagnostics()
    references = load_references([name], "brief.md", Project(root), diagnostics)
    return references, [(one.rule.code, one.span.line, one.message) for one in diagnostics]


BIBTEX = """\
@string{aw = "Asian Women"}
% a comment
@article{sung2018,
  author = {Sung, Kieun and Cho, Sunwoong},
  title = {Why Are {North Korean} Women More Likely},
  journal = aw, year = 2018, month = sep, volume = 34, number = 3, pages = {97--118},
  file = {Full Text:/home/someone/Zotero/storage/X/sung.pdf:application/pdf},
}
@book{broken,
  title = {Marked {for Life},
  year = 2012
@book{collins2012, author = {Collins, Robert M.}, title = {Marked for Life}, date = {2012-06}}
@book{collins2012, author = {Nobody}, title = {Another}, year = {2013}}
@thesis{nocomma title = {China’s Crackdown}}
@online{king2021, author = {King, Robert R.}, title = {Number}, url = {https://example.org/a_b}}
"""


def test_bibtex_is_read_but_for_what_is_broken(tmp_path: Path) -> None:
    references, found = loaded(tmp_path, "works.bib", BIBTEX)
    assert [(code, line) for code, line, _ in found] == [
        ("bad-bibliography", 9),
        ("duplicate-id", 13),
        ("bad-bibliography", 14),
    ]
    assert "a `}` is missing" in found[0][2]
    sung = references.works["sung2018"]
    assert sung["container-title"] == "Asian Women"
    assert sung["page"] == "97-118"
    assert sung["issued"] == {"date-parts": [[2018, 9]]}
    assert "North Korean" in sung["title"]
    assert references.works["collins2012"]["author"][0]["family"] == "Collins"
    assert references.works["king2021"]["URL"] == "https://example.org/a_b"
    assert references.place("sung2018", "container-title").line == 6
    assert references.place("sung2018", "page").line == 6
    assert references.place("king2021", "URL").line == 15
    assert "/home" not in json.dumps(references.works)


def test_a_broken_entry_stands_in_for_itself(tmp_path: Path) -> None:
    """So that the citations of it are not faults of their own."""
    references, _ = loaded(tmp_path, "works.bib", BIBTEX)
    assert references.works["broken"] == {"id": "broken", "type": "document"}


YAML = """\
---
references:
- id: one
  type: book
  title: "*Marked* for Life"
  issued: 2012-06
- id: two
  type: book
  title: "No end
- id: three
  type: article-journal
  title: Likely: more
- id: four
  type: book
  issued:
  - year: 2011
    month: 3
---
"""


def test_yaml_is_read_but_for_what_is_broken(tmp_path: Path) -> None:
    references, found = loaded(tmp_path, "works.yaml", YAML)
    assert [(code, line) for code, line, _ in found] == [("bad-yaml", 9), ("bad-yaml", 12)]
    assert references.works["one"]["title"] == "<i>Marked</i> for Life"
    assert references.works["one"]["issued"] == {"date-parts": [[2012, 6]]}
    assert references.works["four"]["issued"] == {"date-parts": [[2011, 3]]}
    assert references.place("four", "issued").line == 15


def test_an_item_that_is_no_work_is_named(tmp_path: Path) -> None:
    text = "- just words\n- id: one\n  type: book\n- {}\n- id: two\n"
    references, found = loaded(tmp_path, "works.yaml", text)
    assert [(code, line) for code, line, _ in found] == [
        ("bad-bibliography", 1),
        ("bad-bibliography", 4),
    ]
    assert references.works == {
        "one": {"id": "one", "type": "book"},
        "two": {"id": "two", "type": "document"},
    }


def test_yaml_without_faults_knows_the_place_of_each_field(tmp_path: Path) -> None:
    text = "- id: one\n  type: book\n- id: two\n  type: book\n  ISBN: 978098564800\n"
    references, found = loaded(tmp_path, "works.yaml", text)
    assert found == []
    assert references.place("two", "ISBN").line == 5
    assert references.place("one", "ISBN").line == 1


def test_json_is_read_but_for_what_is_broken(tmp_path: Path) -> None:
    text = """[
 {"id": "one", "type": "book", "author": [{"family": "A"}, {"family": "B"}]},
 {"id": "two", "type": "book" "title": "No comma", "author": [{"family": "A"}, {"family": "B"}]},
 {"id": "three", "type": "book"},
 {"title": "nameless", "type": "book"},
 {"id": "one", "type": "book"}"""
    references, found = loaded(tmp_path, "works.json", text)
    assert [(code, line) for code, line, _ in found] == [
        ("bad-json", 3),
        ("bad-bibliography", 5),
        ("duplicate-id", 6),
        ("bad-json", 6),
    ]
    assert list(references.works) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"issued": {"date-parts": [["2018", "9"]]}}, {"issued": {"date-parts": [[2018, 9]]}}),
        ({"issued": {"date-parts": [["2018", ""]]}}, {"issued": {"date-parts": [[2018]]}}),
        ({"issued": {"date-parts": [[2018, None]]}}, {"issued": {"date-parts": [[2018]]}}),
        ({"issued": {"date-parts": [[]]}}, {}),
        ({"issued": {}, "author": [], "title": None}, {}),
        ({"issued": "2018-09"}, {"issued": "2018-09"}),
        ({"volume": 14.5, "issue": 2}, {"volume": "14.5", "issue": 2}),
        ({"file": "/home/someone/a.pdf", "note": "issued: 1999", "abstract": "A"}, {}),
    ],
)
def test_what_exporters_write_is_read(
    tmp_path: Path, given: dict[str, Any], kept: dict[str, Any]
) -> None:
    text = json.dumps([{"id": "one", "type": "book"} | given])
    references, found = loaded(tmp_path, "works.json", text)
    assert found == []
    assert references.works["one"] == {"id": "one", "type": "book"} | kept


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"type": "artcle-journal"}, "no type of work"),
        ({"author": "Kim"}, "expected `array`, got `str`"),
        ({"author": [{"family": 3}]}, "author[0].family"),
        ({"issued": {"date-parts": [["c. 1990"]]}}, "no number of a date"),
        ({"title": ["A"]}, "holds text, not a list"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(
    tmp_path: Path, field: dict[str, Any], words: str
) -> None:
    text = json.dumps([{"id": "one", "type": "book"} | field])
    _, ((code, _, message),) = loaded(tmp_path, "works.json", text)
    assert code == "bad-bibliography"
    assert words in message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("works.json", "{}"),
        ("works.json", ""),
        ("works.json", "[" * 100_000),
        ("works.yaml", "just words"),
        ("works.yaml", "&a [*a, *a]"),
        ("works.yaml", "[" * 100_000),
        ("works.bib", "@book{one, title = {" + "{" * 5000),
    ],
)
def test_a_file_that_is_no_bibliography_is_named(tmp_path: Path, name: str, text: str) -> None:
    references, found = loaded(tmp_path, name, text)
    assert len(found) == 1
    assert set(references.works) <= {"one"}
