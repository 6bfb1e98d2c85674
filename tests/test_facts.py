"""Numbers: where they come from, and how they print."""

from pathlib import Path

import pytest
from babel import Locale

from reportgen.data import fact_cells
from reportgen.data.datasets import Datasets
from reportgen.data.fact import Cell, Fact, Formula
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Span
from reportgen.files.project import Project
from reportgen.language import compact, print_value

HERE = Span("content/brief.md")


def facts(root: Path, text: str, lang: str = "en-GB") -> Facts:
    (root / "content/facts.yaml").write_text(text)
    project, diagnostics = Project(root), Diagnostics()
    return Facts(project, Datasets(project, diagnostics), lang, diagnostics)


def get(register: Facts, name: str) -> Fact:
    fact = register.get(name, HERE)
    assert fact is not None
    return fact


@pytest.mark.parametrize(
    ("value", "format_", "unit", "digits", "text"),
    [
        (34537, "", "people", None, "34,537"),
        (0.18720152817574, "percent", "", None, "19%"),
        (0.185, "percent", "", None, "19%"),
        (0.445, "percent", "", 1, "44.5%"),
        (12.2, "", "percent", None, "12%"),
        (12.2, "", "percent", 1, "12.2%"),
        (2.5, "", "", None, "2.5"),
        (2.0, "", "", None, "2"),
        (1.005, "decimal", "", 2, "1.01"),
        (2025, "year", "", None, "2025"),
        (-4.5, "", "percent", 1, "-4.5%"),
        (12_500, "compact", "", 0, "13 thousand"),
        (-12_450, "compact", "", 1, "-12.5 thousand"),
        (999_950, "compact", "", 1, "1 million"),
        ("late 1980s", "", "", None, "late 1980s"),
    ],
)
def test_a_value_prints_as_a_reader_expects(
    value: float, format_: str, unit: str, digits: int | None, text: str
) -> None:
    assert print_value(value, Locale("en", "GB"), format_, unit, digits) == text


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [("ja", 9_999.5, "1万"), ("ja", 1_234.5, "1235"), ("ko", 125_000, "13만"), ("ar", 1e40, "1")],
)
def test_a_large_number_in_words_is_rounded_half_up_in_every_language(
    lang: str, value: float, text: str
) -> None:
    assert compact(value, lang, digits=0).startswith(text)


def test_a_value_prints_in_the_language_of_the_document(tiny: Path) -> None:
    register = facts(
        tiny, "big: {value: 34537}\nshare: {value: 12.5, unit: percent, digits: 1}\n", "de"
    )
    assert get(register, "big").text == "34.537"
    assert get(register, "share").text.replace("\u00a0", " ") in ("12,5%", "12,5 %")


def test_a_fact_knows_the_cell_it_comes_from(tiny: Path) -> None:
    fact = get(facts(tiny, "a: {data: count, where: {year: 2020}, column: total}\n"), "a")
    assert fact.value == 1500
    assert isinstance(fact.origin, Cell)
    assert (fact.origin.path, fact.origin.address, fact.origin.column) == (
        "content/data/count.csv",
        "line 3",
        "total",
    )
    assert len(fact.origin.digest) == 64
    assert fact.cite == ("doe2020",), "the source of the dataset is the source of the fact"


def test_a_computed_fact_knows_its_formula_and_inherits_sources(tiny: Path) -> None:
    text = "a: {value: 3, cite: x}\nb: {value: 4, cite: y}\nc: {compute: a / b, format: percent}\n"
    fact = get(facts(tiny, text), "c")
    assert fact.text == "75%"
    assert fact.origin == Formula("a / b", ("a", "b"))
    assert fact.cite == ("x", "y")


def test_a_formula_cannot_reach_out_of_the_sandbox(tiny: Path) -> None:
    (tiny / "content/facts.yaml").write_text(
        "a: {compute: \"''.__class__.__mro__\"}\nb: {compute: \"open('x')\"}\n"
    )
    project, diagnostics = Project(tiny), Diagnostics()
    register = Facts(project, Datasets(project, diagnostics), "en", diagnostics)
    register.check_all()
    assert diagnostics.errors == 2


def test_a_chain_of_facts_is_walked_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk over the whole chain for each fact took minutes for some hundred facts."""
    walked: list[object] = []

    def noted(entry: object) -> tuple[str, ...]:
        walked.append(entry)
        return fact_cells.parameters_in(entry)

    monkeypatch.setattr("reportgen.data.facts.parameters_in", noted)
    chain = "".join(f"f{at + 1}: {{compute: f{at} + 1}}\n" for at in range(300))
    register = facts(tiny, "f0: {value: 1}\n" + chain)
    register.check_all()
    assert get(register, "f300").value == 301
    assert len(register.all) == 301
    assert len(walked) == 301
