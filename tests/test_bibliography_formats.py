"""Bibliographies as people have them: formats, encodings, macros, parents, and what is cited."""

import json
from pathlib import Path

import pytest
import yaml

from reportgen.citing.citations import render
from reportgen.citing.csl_yaml import plain_work
from reportgen.citing.quick_yaml import NotPlain, read_plain_yaml
from reportgen.citing.references import References, load_references
from reportgen.citing.rich import tagged
from reportgen.citing.styles import load_style
from reportgen.diagnostics import Diagnostics
from reportgen.document import plain_text
from reportgen.files.project import Project
from reportgen.pandoc import run


def loaded(
    root: Path, files: dict[str, str | bytes], wanted: set[str] | None = None
) -> tuple[References, list[tuple[str, str, int, str]]]:
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (root / name).write_bytes(data)
    diagnostics = Diagnostics()
    references = load_references(list(files), "brief.md", Project(root), diagnostics, wanted)
    found = [(one.rule.code, one.span.path, one.span.line, one.message) for one in diagnostics]
    return references, found


def printed(root: Path, references: References, style: str = "apa") -> dict[str, str]:
    read = load_style(style, "brief.md", Project(root), Diagnostics())
    assert read
    made = render([], references, read, "en-GB", ("*",))
    return {entry.key: plain_text(entry.content) for entry in made.entries}


BOOK = "@book{kim, author={Kim, Minji}, title={Rivers}, publisher={House}, year=2020}\n"


def test_formulas_capitals_and_dates_in_words_print_as_pandoc_prints_them(tmp_path: Path) -> None:
    text = r"""
@article{a, author={Roe, Al}, journal={J}, year={in press},
  title={Growth of $\alpha$-helix, {iPhone} and $x^2$ at 10\textsuperscript{th}}}
@book{b, author={Roe, Bo}, title={{Protected Title}}, publisher={P}, date={-0044-03-15}}
@book{c, author={Roe, Cy}, title={Open}, publisher={P}, date={2019/}}
@book{d, author={Roe, Di}, title={About}, publisher={P}, year={ca. 1950}}
"""
    references, found = loaded(tmp_path, {"r.bib": text})
    assert found == []
    texts = printed(tmp_path, references)
    assert "(in press). Growth of α-helix, iPhone and x2 at 10th" in texts["a"]
    assert "(45 B.C.E.). Protected Title" in texts["b"]
    assert "(2019–). Open" in texts["c"]
    assert "(ca. 1950). About" in texts["d"]


def test_months_in_words_and_fields_of_scopus_are_read(tmp_path: Path) -> None:
    text = """@article{a, author={Roe, Al}, title={T}, journal={J}, year=2020, month={June},
funding_text\u00a01={given by {someone}}, publisher={P}}
@article{b, author={Roe, Bo}, title={T}, journal={J}, year=2020, month="Sept."}
@article{c, author={Roe, Cy}, title={T}, journal={J}, year=2020, month={juin}}
"""
    references, found = loaded(tmp_path, {"r.bib": text})
    assert [(code, line) for code, _, line, _ in found] == [("unread-field", 4)]
    dates = [references.works[key]["issued"]["date-parts"] for key in "abc"]
    assert dates == [[[2020, 6]], [[2020, 9]], [[2020]]]


def test_types_that_pandoc_leaves_empty_are_documents_or_web_pages(tmp_path: Path) -> None:
    text = """@misc{a, title={A}}
@webpage{b, title={B}, url={https://example.org}}
@conference{c, title={C}, booktitle={Proceedings}}
"""
    references, _ = loaded(tmp_path, {"r.bib": text})
    types = {key: work["type"] for key, work in references.works.items()}
    assert types == {"a": "document", "b": "webpage", "c": "paper-conference"}
    assert references.works["c"]["container-title"] == "Proceedings"


def test_family_names_of_bibtex_are_not_taken_apart_again(tmp_path: Path) -> None:
    text = "@book{a, author={{van der Berg}, Jan}, title={T}, publisher={P}, year=2000}\n"
    references, _ = loaded(tmp_path, {"r.bib": text})
    assert printed(tmp_path, references)["a"].startswith("van der Berg, J.")
    assert references.works["a"]["author"][0]["family"] == "van der Berg"


# --- only what is cited -----------------------------------------------------------------------

FAULTS = """@book{sound, author={A, B}, title={T}, publisher={P}, year=2000}
@book{broken, title={No end
@book{cut, title={100% of it}, year=2000}
@book{macro, title=nothing, year=2000}
@book{sound, title={Twice}}
"""


def test_faults_of_works_that_nothing_cites_are_one_warning(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, {"r.bib": FAULTS}, {"sound"})
    assert [(code, line) for code, _, line, _ in found] == [
        ("uncited-fault", 2),
        ("duplicate-id", 5),
    ]


@pytest.mark.parametrize(
    ("key", "line", "words"),
    [
        ("broken", 2, "not closed"),
        ("cut", 3, "“of it” does not print"),
        ("macro", 4, "nothing defines the macro `nothing`"),
    ],
)
def test_faults_of_a_cited_work_stand_at_their_place(
    tmp_path: Path, key: str, line: int, words: str
) -> None:
    references, found = loaded(tmp_path, {"r.bib": FAULTS}, {key})
    code, _, at, message = next(one for one in found if one[0] == "bad-bibliography")
    assert (code, at) == ("bad-bibliography", line)
    assert words in message
    assert key in references.works


def test_parents_and_macros_may_stand_in_another_file(tmp_path: Path) -> None:
    child = "@inproceedings{child, author={A, B}, title={Kid}, crossref={parent}, pages={1--2}}\n"
    parent = "@string{house = {House}}\n@proceedings{parent, title={Talks}, year=2001,\n  "
    parent += "publisher=house}\n@book{other, title={100% wrong}}\n"
    references, found = loaded(tmp_path, {"a.bib": child, "b.bib": parent}, {"child"})
    assert found == []
    assert references.works["child"]["publisher"] == "House"
    assert references.works["child"]["container-title"] == "Talks"
    assert list(references.works) == ["child"]


def test_a_parent_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    text = "@incollection{a, author={A, B}, title={T}, crossref={none}, year=2000}\n"
    references, found = loaded(tmp_path, {"r.bib": text})
    assert [(code, line) for code, _, line, _ in found] == [("unread-field", 1)]
    assert references.works["a"]["title"] == "T"


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title={T}, crossref={a}}",
        "@book{a, title={T}, crossref={b}}\n@book{b, title={U}, crossref={a}}",
        "@book{a, title={T}, xdata={b}}\n@xdata{b, xdata={b}}",
    ],
)
def test_parents_in_a_circle_are_named_at_once(tmp_path: Path, text: str) -> None:
    _, found = loaded(tmp_path, {"r.bib": text}, {"a"})
    assert {code for code, *_ in found} == {"bad-bibliography"}
    assert "takes its fields from itself" in found[0][3]


def test_a_bomb_of_macros_is_named_at_once(tmp_path: Path) -> None:
    doubled = "\n".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}" for n in range(1, 40))
    text = f"@string{{m0 = {{ha}}}}\n{doubled}\n@book{{a, title=m39, year=2000}}\n"
    _, found = loaded(tmp_path, {"r.bib": text})
    assert "stands for more than" in found[0][3]
    _, found = loaded(tmp_path, {"r.bib": "@book{a, title={\\def\\x{y}\\x}}"})
    assert "commands cannot be defined" in found[0][3]


def test_another_name_of_a_work_leads_to_it(tmp_path: Path) -> None:
    text = "@book{kim2020, ids={kim, rivers}, title={Rivers}, author={Kim, M}, year=2020}\n"
    references, found = loaded(tmp_path, {"r.bib": text}, {"rivers"})
    assert found == []
    assert references.aliases == {"rivers": "kim2020"}
    assert list(references.works) == ["kim2020"]


def test_a_percent_sign_in_an_address_cuts_nothing_off(tmp_path: Path) -> None:
    text = "@book{a, title={T}, note={At \\url{https://example.org/a%20b} and more}}\n"
    references, found = loaded(tmp_path, {"r.bib": text})
    assert found == []
    assert "more" in references.works["a"]["note"]


def test_dates_and_commands_that_do_not_print_are_told(tmp_path: Path) -> None:
    text = "@book{a, title={T \\unknowncommand{x}}, date={199X}, urldate={yesterday}}\n"
    _, found = loaded(tmp_path, {"r.bib": text})
    assert {code for code, *_ in found} == {"unread-field"}
    words = " ".join(message for *_, message in found)
    assert "199X" in words
    assert "yesterday" in words
    assert "unknowncommand" in words


# --- encodings and endings --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["r.bib", "R.BIB", "r.bibtex", "r.biblatex", "library"])
def test_bibtex_is_told_by_any_of_its_endings_or_by_how_it_begins(
    tmp_path: Path, name: str
) -> None:
    references, found = loaded(tmp_path, {name: BOOK})
    assert found == []
    assert references.works["kim"]["title"] == "Rivers"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_that_can_be_told_are_read(tmp_path: Path, encoding: str) -> None:
    text = BOOK.replace("Kim", "Müller").replace(", ", ",\r")
    references, found = loaded(tmp_path, {"r.bib": text.encode(encoding)})
    assert found == []
    assert references.works["kim"]["author"][0]["family"] == "Müller"


def test_an_encoding_that_cannot_be_told_is_not_guessed(tmp_path: Path) -> None:
    data = ("% a comment\n" + BOOK.replace("Kim", "Müller")).encode("latin-1")
    _, found = loaded(tmp_path, {"r.bib": data})
    assert [(code, line) for code, _, line, _ in found] == [("bad-bibliography", 2)]
    assert "0xFC" in found[0][3]
    named = b"% Encoding: windows-1252\n" + data
    references, found = loaded(tmp_path, {"r.bib": named})
    assert found == []
    assert references.works["kim"]["author"][0]["family"] == "Müller"


WORK = {"type": "book", "title": "T", "author": [{"family": "F"}]}


@pytest.mark.parametrize(
    "shape",
    [
        [{"id": "a", **WORK}],
        {"items": [{"id": "a", **WORK}]},
        {"references": [{"id": "a", **WORK}]},
        {"a": WORK},
        {"id": "a", **WORK},
    ],
)
def test_csl_json_is_read_in_every_shape_that_programs_write(tmp_path: Path, shape: object) -> None:
    references, found = loaded(tmp_path, {"r.json": json.dumps(shape)})
    assert found == []
    assert references.works == {"a": {"id": "a", **WORK}}


def test_a_key_that_is_no_text_is_one_finding(tmp_path: Path) -> None:
    _, found = loaded(tmp_path, {"r.json": '[{"id":["a"],"type":"book"}]'}, {"a"})
    assert [(code, line) for code, _, line, _ in found] == [("bad-bibliography", 1)]
    _, found = loaded(tmp_path, {"r.yaml": "- id: true\n  type: book\n"}, {"a"})
    assert [(code, line) for code, _, line, _ in found] == [("bad-bibliography", 1)]


RIS = """TY  - JOUR
ID  - kim2020
AU  - Kim, Minji
AU  - Roe, Richard, Jr.
TI  - Rivers of the north
JO  - Journal
VL  - 3
SP  - 1
EP  - 9
DA  - 2020/05/07/
Y2  - 2024/01/02/
DO  - https://doi.org/10.1000/xyz
M3  - Article
XX  - lost
XX  - lost again
ER  -

TY  - BOOK
AU  - UNHCR
TI  - Trends
PB  - United Nations
CY  - Geneva
PY  - 2021
ER  -
"""


def test_ris_keeps_days_and_places_and_tells_what_does_not_print(tmp_path: Path) -> None:
    references, found = loaded(tmp_path, {"r.ris": RIS})
    assert [(code, line) for code, _, line, _ in found] == [("unread-field", 14)]
    assert "genre" not in references.works["kim2020"], "a database's own word for an article"
    kim = references.works["kim2020"]
    assert kim["issued"] == {"date-parts": [[2020, 5, 7]]}
    assert kim["accessed"] == {"date-parts": [[2024, 1, 2]]}
    assert kim["author"][1] == {"family": "Roe", "given": "Richard", "suffix": "Jr."}
    assert (kim["page"], kim["DOI"]) == ("1-9", "10.1000/xyz")
    assert references.works["UNHCR_2021"]["publisher-place"] == "Geneva"
    assert references.works["UNHCR_2021"]["author"] == [{"literal": "UNHCR"}]


ENDNOTE = """<?xml version="1.0"?><xml><records><record><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Kim, Minji</style></author></authors></contributors>
<titles><title><style face="normal">Of </style><style face="italic">Homo</style></title>
<secondary-title>Journal</secondary-title></titles><pages>1-9</pages><volume>3</volume>
<dates><year>2020</year><pub-dates><date>May 7</date></pub-dates></dates>
<electronic-resource-num>10.1000/xyz</electronic-resource-num></record></records></xml>
"""


def test_endnote_keeps_pages_days_and_italics(tmp_path: Path) -> None:
    references, found = loaded(tmp_path, {"r.xml": ENDNOTE})
    assert found == []
    assert references.works["7"] == {
        "id": "7",
        "type": "article-journal",
        "author": [{"family": "Kim", "given": "Minji"}],
        "title": "Of <i>Homo</i>",
        "container-title": "Journal",
        "page": "1-9",
        "volume": "3",
        "issued": {"date-parts": [[2020, 5, 7]]},
        "DOI": "10.1000/xyz",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [("r.docx", "PK\x03\x04"), ("r.ris", "words"), ("r.xml", "<mods/>"), ("r.ris", "")],
)
def test_what_is_no_bibliography_is_named_once(tmp_path: Path, name: str, text: str) -> None:
    _, found = loaded(tmp_path, {name: text}, {"a"})
    assert len(found) == 1
    assert found[0][0] == "bad-bibliography"


# --- identifiers and titles -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://doi.org/10.1000/xyz", "10.1000/xyz"),
        ("doi: 10.1000/xyz", "10.1000/xyz"),
        ("10.1000/a\\_b", "10.1000/a_b"),
        ("\u200e10.1000/xyz\u202c", "10.1000/xyz"),
        ("10.1002/(SICI)1097(1998)49:8$<$693::AID-A4$>$3.0.CO;2-O",
         "10.1002/(SICI)1097(1998)49:8<693::AID-A4>3.0.CO;2-O"),
        ("10.1002/(SICI)1097(1998)49:8&lt;693::AID-A4&gt;3.0.CO;2-O",
         "10.1002/(SICI)1097(1998)49:8<693::AID-A4>3.0.CO;2-O"),
    ],
)  # fmt: skip
def test_a_doi_is_bare_however_it_is_given(tmp_path: Path, given: str, kept: str) -> None:
    bib = f"@article{{a, title={{T}}, doi={{{given}}}}}\n"
    works = json.dumps([{"id": "b", "type": "book", "title": "T", "DOI": given}])
    references, _ = loaded(tmp_path, {"r.bib": bib, "r.json": works})
    assert references.works["a"]["DOI"] == kept
    assert references.works["b"]["DOI"] == kept
    assert f"https://doi.org/{kept}" in printed(tmp_path, references)["a"]


def test_tags_in_titles_are_what_they_stand_for(tmp_path: Path) -> None:
    title = "Of <i>Homo</i> &amp; H<sub>2</sub>O"
    bib = f"@book{{a, title={{{title.replace('&amp;', chr(92) + '&amp;')}}}, year=2000}}\n"
    works = json.dumps([{"id": "b", "type": "book", "title": title.replace("i>", "em>")}])
    references, _ = loaded(tmp_path, {"r.bib": bib, "r.json": works})
    texts = printed(tmp_path, references)
    assert "Of homo & h2o" in texts["a"]  # pandoc sets BibTeX's titles in sentence style
    assert "Of Homo & H2O" in texts["b"]


MARKDOWN = (
    "Leaving and staying: the North Korean 'case'",
    "Korea's border, 1990-2020",
    "ca. 1950; see p. 3 and Vol. 2",
    "A. B. Kim (ed.)",
    "1. First of all",
    "Wait... or not -- who knows",
    "Law & order; AT&T; R&amp;D",
    "*Emphasis* and x^2^",
    "한국의 이주, 第2版 – naïve",
    "#1 of 2 = half, 50%",
    "end.",
    'He said "no"',
)


def test_yaml_without_markdown_is_read_as_pandoc_reads_it(tmp_path: Path) -> None:
    works = [{"id": f"w{at}", "title": text} for at, text in enumerate(MARKDOWN)]
    plain = [plain_work(work) for work in works]
    assert [at for at, work in enumerate(plain) if work] == [1, 3, 4, 8, 9, 10]
    text = "---\n" + json.dumps({"titles": list(MARKDOWN)}) + "\n---\n"
    nodes = run(["-f", "markdown", "-t", "json"], text)["meta"]["titles"]["c"]
    for work, node in zip(plain, nodes, strict=True):
        if work:
            assert work["title"] == tagged(node["c"])


def test_yaml_that_is_plain_costs_no_call_of_pandoc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.citing.csl_yaml.run", pytest.fail)
    work = "- id: a\n  title: Korea's border\n  issued: 2020-03\n  type: book\n  ISSN: 1234-5679\n"
    references, found = loaded(tmp_path, {"r.yaml": work})
    assert not found
    assert references.works["a"]["title"] == "Korea\u2019s border"
    assert references.works["a"]["issued"] == {"date-parts": [[2020, 3]]}


@pytest.mark.parametrize("name", ["r.bib", "r.yaml"])
def test_marks_that_come_along_in_numbers_do_not_print(tmp_path: Path, name: str) -> None:
    isbn = "\u200e978-0-306-40615-7\u200f"
    text = f"@book{{a, title={{T}}, year=2000, isbn={{{isbn}}}}}\n"
    if name == "r.yaml":
        text = f"- id: a\n  title: '*T*'\n  type: book\n  ISBN: {isbn}\n"
    references, _ = loaded(tmp_path, {name: text})
    assert references.works["a"]["ISBN"] == "978-0-306-40615-7"
    rich = references.records["a"].rich
    assert rich
    assert rich["ISBN"]["c"] == "978-0-306-40615-7"


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  n: 010\n  o: 12\n  when: 2020-01-02\n  x: no\n  'no': \"yes\"\n  e: ~\n",
        "- id: a\n  t: >-\n    folded\n    text\n  l: [1, '2']\n  m: {x: +1, y: 1e3, z: .inf}\n",
        "a: 1\n---\nb: 2\n",
        "",
        "- [[1, 2], [3]]\n- 0o7\n- 0x1f\n- 1_000\n- 190:20:30\n- =\n",
        "- &x a\n- *x\n",
        "a: 1\na: 2\n",
        "<<: {a: 1}\n",
        "yes: <<\n",
        "? [a, b]\n: 1\n",
        "a: !!str 1\n",
    ],
)
def test_plain_yaml_is_read_as_pyyaml_reads_it(text: str) -> None:
    """What the quick reader takes has the values that PyYAML gives; what it leaves is no value."""
    try:
        assert read_plain_yaml(text) == next(yaml.safe_load_all(text), None)
    except NotPlain:
        assert any(sign in text for sign in ("*", "<<", "?", "!!", "- =", "\na: 2"))


def test_an_entry_that_opens_no_brace_is_told(tmp_path: Path) -> None:
    """It would be passed over as a comment; words about `@article` within a line are one."""
    text = "Of @article and @book.\n@Article,\n  title = {T}\n}\n@book{b,\n  title = {@misc x}\n}\n"
    references, found = loaded(tmp_path, {"r.bib": text})
    assert list(references.works) == ["b"]
    ((code, _, line, message),) = found
    assert (code, line) == ("bad-bibliography", 2)
    assert "a `{` is missing" in message
