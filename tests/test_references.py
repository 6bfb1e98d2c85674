"""What is said of works: the report on a bibliography, short forms, doubles, works not cited."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reportgen.checks.same_works import address_pairs, body_pairs, title_pairs
from reportgen.citing.short_forms import short_forms
from reportgen.cli import cli
from reportgen.diagnostics.findings import span_in
from reportgen.language import words

LIBRARY = """@book{kim, author={Kim, Minji}, title={Rivers}, publisher={House}, year=2020}
@book{broken, title={No end
@book{roe, author={Roe, Al}, title={Streams}, publisher={House}, year=2021}
"""


def told(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["references", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_a_bibliography_is_told_of_without_a_document(tmp_path: Path) -> None:
    (tmp_path / "r.bib").write_text(LIBRARY)
    code, out, err = told(str(tmp_path / "r.bib"))
    assert code == 1
    assert "@kim: Kim, Minji. Rivers. House, 2020." in out
    assert "3 works\n" in out
    assert "not cited" not in out
    assert "r.bib:2:1: error[bad-bibliography]: this entry is not closed" in err


def test_in_a_project_the_documents_say_what_is_cited(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "r.bib").write_text(LIBRARY.replace("@book{broken, title={No end\n", ""))
    head = "---\ntitle: T\ndate: 2026-01-31\nbibliography: r.bib\n---\n\n"
    (content / "brief.md").write_text(head + "Text [@kim].\n")
    code, out, err = told(str(content / "r.bib"), "--csl", "apa")
    assert code == 0
    assert "@kim: Kim, M. (2020). Rivers. House.\n" in out
    assert "@roe: Roe, A. (2021). Streams. House.  [not cited]\n" in out
    assert "2 works, 1 of them not cited" in out
    assert err == ""


def test_a_work_that_the_style_leaves_out_of_its_list_is_printed_as_a_note(tmp_path: Path) -> None:
    works = [{"id": "a", "type": "document", "title": "Talk", "author": [{"family": "Bo"}]}]
    (tmp_path / "r.json").write_text(json.dumps(works))
    _, out, _ = told(str(tmp_path / "r.json"))
    assert "@a: Bo, “Talk,” n.d." in out


# --- short forms ------------------------------------------------------------------------------


def work(key: str, *authors: tuple[str, str], year: int | None = 2020, **more: Any) -> Any:
    names = [{"family": family, "given": given} for family, given in authors]
    issued = {"issued": {"date-parts": [[year]]}} if year else {}
    people = {"author": names} if names else {}
    return {"id": key, "type": "book", "title": f"Title {key}", **people, **issued, **more}


def shorts(*works: Any, lang: str = "en") -> list[str]:
    return list(short_forms(works, words(lang)).values())


KIM, LEE, ROE = ("Kim", "Minji"), ("Lee", "Sea Young"), ("Roe", "Al")


def test_works_in_short_name_their_authors_and_year() -> None:
    assert shorts(work("a", KIM)) == ["Kim 2020"]
    assert shorts(work("a", KIM, LEE)) == ["Kim and Lee 2020"]
    assert shorts(work("a", KIM, LEE), lang="de") == ["Kim und Lee 2020"]
    assert shorts(work("a", KIM, LEE, ROE)) == ["Kim et al. 2020"]
    assert shorts(work("a", KIM, year=None)) == ["Kim, n.d."]
    assert shorts(work("a", KIM, issued={"literal": "in press"})) == ["Kim, in press"]


def test_works_that_look_alike_in_short_are_told_apart() -> None:
    assert shorts(work("a", KIM), work("b", KIM)) == ["Kim 2020a", "Kim 2020b"]
    other = ("Kim", "Young-Hee")
    assert shorts(work("a", KIM), work("b", other)) == ["M. Kim 2020", "Y.-H. Kim 2020"]
    hangul = ("김", "철수"), ("김", "영희")
    assert shorts(*(work(str(at), one) for at, one in enumerate(hangul))) == [
        "김철수 2020",
        "김영희 2020",
    ]


def test_works_without_authors_go_by_editors_a_body_or_their_title() -> None:
    editor = [{"family": "Ed"}]
    assert shorts(work("a", editor=editor)) == ["Ed 2020"]
    assert shorts(work("a", author=[{"literal": "UN Women"}])) == ["UN Women 2020"]
    assert shorts(work("a")) == ["Title a 2020"]
    paper = {**work("a", type="article-newspaper"), "container-title": "The Times"}
    assert shorts(paper) == ["The Times 2020"]
    (long,) = shorts(work("a", title="One <i>two</i> three four five six seven eight nine"))
    assert long == "One two three four five six seven eight … 2020"


# --- doubles ----------------------------------------------------------------------------------


def test_doubles_are_found_without_comparing_each_with_each() -> None:
    many = {
        f"w{at}": work(f"w{at}", title=f"Study {at * 7919} of river {at}") for at in range(2000)
    }
    many["double"] = work("double", title="Studies 7919 of river 1")
    many["one"] = work("one", title="Refugees")
    many["two"] = work("two", title="Refugee")
    found = set(title_pairs(many))
    assert ("w1", "double") in found
    assert ("one", "two") in found


def test_addresses_and_names_of_bodies_are_looked_up() -> None:
    works = {
        "a": work("a", URL="https://example.org", author=[{"literal": "Ministry of Unification"}]),
        "b": work("b", author=[{"literal": "The Ministry for Unification"}]),
        "c": work("c", URL="https://example.org", author=[{"literal": "UNHCR"}]),
    }
    assert list(address_pairs(works)) == [("a", "c")]
    assert list(body_pairs(works)) == [("a", "b")]


@pytest.mark.parametrize("count", [1, 3, 9])
def test_works_that_nothing_cites_are_one_warning(tmp_path: Path, count: int) -> None:
    from reportgen.citing.references import load_references
    from reportgen.diagnostics import Diagnostics
    from reportgen.files.project import Project
    from reportgen.recipes.unused import Unused

    (tmp_path / "r.json").write_text(json.dumps([work(f"w{at}", KIM) for at in range(count)]))
    diagnostics = Diagnostics()
    references = load_references(["r.json"], "x.md", Project(tmp_path), diagnostics, set())
    unused = Unused()
    unused.cite(references)
    unused.report(diagnostics)
    (found,) = diagnostics
    assert found.rule.code == "uncited-work"
    assert ("and 3 more" in found.message) == (count == 9)


def test_places_in_a_file_of_one_line_share_that_line() -> None:
    """Programs write bibliographies as one line: thousands of findings have not a copy each."""
    text = "[" + '{"id": "a"}, ' * 3000 + "]"
    one, other = span_in("a.json", text, 40), span_in("a.json", text, 9000)
    assert one.source is other.source
    assert span_in("a.md", "one\r\ntwo", 5).source == "two"
