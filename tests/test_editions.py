"""One source, a pair of files for each row of its data: see docs/editions.md."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest

from reportgen import library
from reportgen.data.parameters import NoValue, Subject
from reportgen.diagnostics import ContentError, Diagnostics, Level, Rule, Span, UsageError
from reportgen.files.project import Project
from reportgen.ledger.claims import from_json
from reportgen.recipes.edition_findings import tell
from reportgen.recipes.editions import Wanted, all_editions
from reportgen.recipes.prepared import Prepared, prepare

FILES = {
    "content/data/countries.csv": """iso,country,region,deaths,language
KEN,Kenya,Africa,12,
UGA,"Uganda, Pearl",Africa,3,
FRA,France,Europe,,fr
""",
    "content/data/countries.yaml": "title: Countries\nsource: who\n",
    "content/data/years.csv": """iso,year,cases
KEN,2020,10
KEN,2021,1234
UGA,2020,4
UGA,2021,5
""",
    "content/data/years.yaml": "title: Cases\nsource: who\n",
    "content/facts.yaml": """
cases: {data: years, where: {iso: "{{ iso }}", year: 2021}, column: cases}
before: {data: years, where: 'iso == "{{ iso }}" and year == 2020', column: cases}
growth: {compute: "cases / before", digits: 1}
""",
    "content/references.json": """[{"id": "who", "type": "report", "title": "Report",
  "author": [{"literal": "WHO"}], "issued": {"date-parts": [[2020]]}}]""",
    "content/sheet.md": """---
title: "Sheet on {{ country }}"
date: 2026-01-01
bibliography: references.json
keywords: ["{{ iso }}"]
url: "https://example.org/{{ iso }}"
editions: {data: countries, name: "{{ iso }}", lang: language}
---

# What happened in {{ country }} {#sec-a}

::: {.when where="deaths > 0"}
There were {{ deaths }} deaths [in all]{.when where="deaths > 5"} [**at most**]{.when
where="deaths <= 5"} [@who].
:::

::: {.when where="missing(deaths)"}
How many died is not known.
:::

::: {.when where="cases > 0"}
There were {{ cases }} cases, {{ growth }} times as many as before [@who], as
[a page](https://example.org/{{ iso }}/cases) says.

![**Cases in {{ country }}.** By year. Source: [@who].](data/years.csv){#fig-c chart=columns x=year
y=cases where="iso={{ iso }}" alt="Cases in {{ country }}."}
:::

::: {.slide #s-a}
## {{ country }} in brief

::: {.when where='region == "Africa"'}
A country of Africa.
:::

::: {.when where='region != "Africa"'}
A country of {{ region }}.
:::

::: notes
Say it.
:::
:::
""",
}
NAMES = ("KEN", "UGA", "FRA")
HERE = Span("content/sheet.md")


def project(folder: Path, **changed: str) -> Project:
    for path, text in {**FILES, **changed}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return Project(folder)


def edited(*pairs: tuple[str, str], path: str = "content/sheet.md") -> dict[str, str]:
    """Return a file of the project with some of its texts changed."""
    text = FILES[path]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {path: text}


def findings(of: Project, edition: str = "") -> list[tuple[Rule, str]]:
    """Return what is reported of one edition, or of the list of them where that stops."""
    diagnostics = Diagnostics()
    try:
        prepare(of, "content/sheet.md", diagnostics, edition=edition)
    except (ContentError, UsageError):
        assert diagnostics.errors
    return [(one.rule, one.message) for one in diagnostics]


def resolved(of: Project, edition: str) -> Prepared:
    return prepare(of, "content/sheet.md", Diagnostics(), edition=edition)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, library.Result]:
    folder = tmp_path_factory.mktemp("editions")
    project(folder)
    return folder, library.build(folder)


# --- what is built ----------------------------------------------------------------------------


def test_each_row_has_a_brief_a_deck_and_a_ledger(built: tuple[Path, library.Result]) -> None:
    folder, result = built
    assert result.ok
    assert not result.findings
    names = {one.path.name for one in result.outputs}
    assert names == {f"sheet-{iso}.{end}" for iso in NAMES for end in ("pdf", "pptx")}
    assert not (folder / "build/sheet.pdf").exists()
    ledger = from_json((folder / "build/sheet-KEN.claims.json").read_bytes())
    claims = {one.name: one for one in ledger.claims}
    assert ledger.document == "content/sheet.md#KEN"
    assert ledger.title == "Sheet on Kenya"
    assert (claims["cases"].printed, claims["cases"].data_cell) == ("1,234", "line 3")
    assert (claims["deaths"].data_file, claims["deaths"].data_cell) == (
        "content/data/countries.csv",
        "line 2",
    )


def test_an_edition_shows_what_its_row_says(built: tuple[Path, library.Result]) -> None:
    folder, _ = built
    kenya, uganda, france = (page_text(folder / f"build/sheet-{iso}.pdf") for iso in NAMES)
    assert "1,234 cases" in kenya
    assert "12 deaths in all" in kenya
    assert "at most" not in kenya
    assert "3 deaths at most" in uganda
    assert "not known" not in kenya
    assert "not known" in france
    assert "cases" not in france


def test_check_finds_nothing_in_editions(built: tuple[Path, library.Result]) -> None:
    folder, _ = built
    result = library.check(folder)
    assert not result.findings
    assert any(line.startswith("sheet-UGA: ") for line in result.remarks)


def test_what_is_up_to_date_is_not_built_again(
    built: tuple[Path, library.Result], tmp_path: Path
) -> None:
    shutil.copytree(built[0], tmp_path / "p")
    assert not any(one.changed for one in library.build(tmp_path / "p").outputs)
    made = (tmp_path / "p/build/.reportgen/sheet.editions.mk").read_text()
    assert "build/%-KEN.pdf \\\n  build/%-KEN.pptx" in made
    assert "DOCUMENTS := $(filter-out sheet,$(DOCUMENTS)) sheet-KEN sheet-UGA sheet-FRA" in made


def page_text(path: Path) -> str:
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return " ".join(" ".join(pages).split())


# --- parameters -------------------------------------------------------------------------------


def test_settings_addresses_and_languages_take_parameters(tmp_path: Path) -> None:
    of = project(tmp_path)
    meta = resolved(of, "FRA").document.metadata
    assert (meta.lang, meta.keywords, meta.url) == ("fr", ("FRA",), "https://example.org/FRA")


def test_a_value_with_quotes_and_commas_stays_one_value() -> None:
    subject = Subject("x", {"name": 'A "b", c', "n": 3, "none": None}, HERE)
    assert subject.filled_condition("name={{ name }}", ["name"]) == '`name` == "A \\"b\\", c"'
    assert subject.filled_condition('n > 1 and name == "{{ name }}"', ["name", "n"]) == (
        'n > 1 and name == "A \\"b\\", c"'
    )
    assert subject.filled_condition("n == {{ n }}", ["n"]) == "n == 3"
    with pytest.raises(NoValue):
        subject.filled("{{ none }}")


def test_a_missing_number_that_is_stated_is_a_finding_of_its_edition(tmp_path: Path) -> None:
    changed = edited(('::: {.when where="deaths > 0"}', "::: {.when where=\"region != ''\"}"))
    project(tmp_path, **changed)
    result = library.build(tmp_path, to=["pdf"])
    (one,) = result.findings
    assert one.rule is Rule.NO_VALUE
    assert one.message == (
        "edition `FRA`: `deaths` has no value in line 4 of `content/data/countries.csv`"
    )
    assert "missing(deaths)" in one.help
    assert {one.path.name for one in result.outputs} == {"sheet-KEN.pdf", "sheet-UGA.pdf"}


def test_a_fact_without_its_row_is_told_where_it_is_stated(tmp_path: Path) -> None:
    always = ('::: {.when where="cases > 0"}', "::: {.when where=\"iso != ''\"}")
    of = project(tmp_path, **edited(always))
    found = findings(of, "FRA")
    assert {rule for rule, _ in found} == {Rule.NO_VALUE, Rule.BAD_CHART}
    assert "no row of `content/data/years.csv` has iso = FRA, year = 2021" in found[0][1]
    assert not findings(of, "KEN")


def test_a_fact_with_a_parameter_exists_only_with_editions(tmp_path: Path) -> None:
    of = project(
        tmp_path,
        **{"content/plain.md": "---\ntitle: Plain\n---\n\nThere were {{ cases }} cases.\n"},
    )
    diagnostics = Diagnostics()
    with pytest.raises(Exception, match="1 errors"):
        prepare(of, "content/plain.md", diagnostics)
    (one,) = diagnostics
    assert one.rule is Rule.UNKNOWN_FACT
    assert one.message == "the fact `cases` takes the parameter `iso`, which is none here"
    assert one.span.line == 5


def test_a_parameter_that_no_document_has_is_told_in_facts(tmp_path: Path) -> None:
    wrong = ('{{ iso }}", year', '{{ isso }}", year')
    of = project(tmp_path, **edited(wrong, path="content/facts.yaml"))
    rules = findings(of, "KEN")
    assert (
        Rule.UNKNOWN_FACT,
        "the fact `cases` takes `isso`, which is no parameter",
    ) in rules


def test_a_parameter_and_a_fact_of_one_name_are_a_finding(tmp_path: Path) -> None:
    text = FILES["content/facts.yaml"] + "deaths: {value: 3, cite: who}\n"
    (rule, message), *_ = findings(project(tmp_path, **{"content/facts.yaml": text}), "KEN")
    assert rule is Rule.DUPLICATE_ID
    assert message.startswith("`deaths` is a fact, and a parameter of the editions")


# --- the setting ------------------------------------------------------------------------------


def test_entries_of_a_list_are_editions_too(tmp_path: Path) -> None:
    kenya = "{iso: KEN, country: Kenya, region: Africa, deaths: 2}"
    entries = f'editions: {{data: [{kenya}], name: "{{{{ iso }}}}"}}'
    of = project(
        tmp_path,
        **edited(('editions: {data: countries, name: "{{ iso }}", lang: language}', entries)),
    )
    document = resolved(of, "KEN")
    assert document.document.name == "sheet-KEN"
    assert document.facts.find("deaths") is not None


@pytest.mark.parametrize(
    ("setting", "rule", "words"),
    [
        ("editions: second", Rule.BAD_SETTING, "`editions` says which files"),
        ("editions: {data: countries, name: sheet}", Rule.BAD_SETTING, "all editions would be"),
        ('editions: {data: countries, name: "{{ iso3 }}"}', Rule.UNKNOWN_FACT, "no column `iso3`"),
        ('editions: {data: countries, name: "{{ region }}"}', Rule.DUPLICATE_ID, "two editions"),
        ('editions: {data: land, name: "{{ iso }}"}', Rule.MISSING_FILE, "no dataset `land`"),
        ('editions: {data: countries, name: "{{ country }}"}', Rule.BAD_SETTING, "no file can be"),
        ('editions: {data: countries, name: "a{{ deaths }}"}', Rule.NO_VALUE, "`deaths` has no"),
        ('editions: {name: "{{ iso }}"}', Rule.BAD_SETTING, "`data` is missing"),
        (
            'editions: {data: countries, name: "{{ iso }}", lang: region}',
            Rule.BAD_SETTING,
            "`Africa` is no tag",
        ),
    ],
)
def test_what_is_wrong_with_the_setting_is_told(
    tmp_path: Path, setting: str, rule: Rule, words: str
) -> None:
    of = project(
        tmp_path,
        **edited(('editions: {data: countries, name: "{{ iso }}", lang: language}', setting)),
    )
    diagnostics = Diagnostics()
    list(all_editions(of, diagnostics))
    found = [*diagnostics]
    assert (found[0].rule, words in found[0].message) == (rule, True), found
    assert found[0].level is Level.ERROR
    assert "second" not in setting or "`edition:`" in found[0].help


def test_many_rows_with_one_fault_are_one_finding(tmp_path: Path) -> None:
    rows = "\n".join(f"A{at},same,{'' if at else 'x/y'}" for at in range(9))
    table = {"content/data/countries.csv": f"iso,country,language\n{rows}\n"}
    setting = 'editions: {data: countries, name: "{{ country }}"}'
    old = 'editions: {data: countries, name: "{{ iso }}", lang: language}'
    of = project(tmp_path, **edited((old, setting)), **table)
    diagnostics = Diagnostics()
    assert [one.subject for one in all_editions(of, diagnostics)] == ["same"]
    (one,) = diagnostics
    assert (one.rule, one.span.line) == (Rule.DUPLICATE_ID, 3)
    assert one.message.endswith("would be the same (and so with 7 more rows)")


def test_what_editions_lack_in_lines_of_data_is_one_finding_with_the_lines() -> None:
    found = {name: Diagnostics() for name in ("KEN", "UGA", "FRA")}
    for line, name in enumerate(("KEN", "UGA"), 2):
        message = f"`deaths` has no value in line {line} of `countries.csv`"
        found[name].add(Rule.NO_VALUE, message, Span("content/sheet.md", 9))
    told = Diagnostics()
    tell(found, told)
    assert [one.message for one in told] == [
        "editions `KEN`, `UGA`: `deaths` has no value in lines 2, 3 of `countries.csv`"
    ]


def test_edition_and_editions_name_each_other(tmp_path: Path) -> None:
    setting = 'editions: {data: countries, name: "{{ iso }}", lang: language}'
    of = project(tmp_path, **edited((setting, "edition: {data: countries}")))
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        prepare(of, "content/sheet.md", diagnostics)
    (one,) = diagnostics
    assert one.message.startswith("`edition` is the version")
    assert "`editions:`" in one.help


def test_editions_are_chosen_by_name_and_by_condition(tmp_path: Path) -> None:
    of = project(tmp_path)
    every = tuple(all_editions(of, Diagnostics()))

    def names(wanted: Wanted) -> list[str]:
        return [one.subject for one in wanted.of(of, every, Diagnostics())]

    assert names(Wanted(("UGA",))) == ["UGA"]
    assert names(Wanted(where='region == "Africa" and deaths > 5')) == ["KEN"]
    assert names(Wanted(where="region=Africa")) == ["KEN", "UGA"]
    for wanted, words in (
        (Wanted(("UGB",)), "similar name: `UGA`"),
        (Wanted(where="regio == 3"), "no column `regio`"),
        (Wanted(where='region == "Asia"'), "no edition has"),
    ):
        with pytest.raises(UsageError, match=words):
            names(wanted)


# --- conditions -------------------------------------------------------------------------------


def test_a_condition_may_ask_facts_in_any_document(tmp_path: Path) -> None:
    of = project(
        tmp_path,
        **{
            "content/facts.yaml": "many: {value: 7, cite: who}\nnone: {value: 0, cite: who}\n",
            "content/sheet.md": "---\ntitle: A\n---\n\n"
            '::: {.when where="many > 5"}\nShown.\n:::\n\n'
            '::: {.when where="none > 5"}\nHidden.\n:::\n',
        },
    )
    document = prepare(of, "content/sheet.md", Diagnostics())
    (block,) = document.document.blocks
    assert "Shown" in str(block)


def test_a_condition_that_cannot_be_followed_is_told(tmp_path: Path) -> None:
    wrong = {
        'where="dead > 0"': Rule.UNKNOWN_FACT,
        'where="deaths >"': Rule.BAD_FORMULA,
        'where="deaths + 1"': Rule.BAD_FORMULA,
        "": Rule.BAD_SETTING,
        'where="deaths > 0" once=yes': Rule.UNREAD_ATTRIBUTE,
    }
    blocks = "\n\n".join(f"::: {{.when {one}}}\nWords.\n:::" for one in wrong)
    text = FILES["content/sheet.md"].partition("# What")[0] + blocks
    of = project(tmp_path, **{"content/sheet.md": text})
    assert [one for one, _ in findings(of, "KEN")] == [*wrong.values()]


# --- words that count -------------------------------------------------------------------------

HEAD = "---\ntitle: A\nlang: {}\neditions: {{data: [{{n: {}}}], name: 'x{{{{ n }}}}'}}\n---\n\n"


PLURALS = {
    "en": {
        "{{ n }} people died.": "people",
        "Of them, **{{ n }}** were women.": "were",
        "{{ n }} more deaths were told of.": "more deaths",
        "There is a note.^[It counts {{ n }} countries.]": "countries",
    },
    "de": {"{{ n }} Menschen starben.": "Menschen"},
    "fr": {"{{ n }} personnes.": "personnes"},
    "es": {"{{ n }} personas.": "personas"},
}
SINGULARS = (
    "{{ n }} person died.",
    "{{ n }} in 3 people.",
    "{{ n }} was known.",
    "Level {{ n }} countries.",
    "From 0 to {{ n }} people.",
    "0–{{ n }} people.",
    "{{ n }} of the women.",
    "In {{ n }} case, people died.",
    "{{ n }} species.",
    "{{ n }} times as many.",
    "{{ n }}% of people.",
)


def of_counts(folder: Path, lang: str, number: int, texts: Iterable[str]) -> list[str]:
    """Return what is found in paragraphs that state a number of one edition."""
    (folder / "content").mkdir(exist_ok=True)
    text = HEAD.format(lang, number) + "\n\n".join(texts)
    (folder / "content/sheet.md").write_text(text)
    return [message for _, message in findings(Project(folder))]


@pytest.mark.parametrize("lang", PLURALS)
def test_one_before_words_in_the_plural_is_a_finding(tmp_path: Path, lang: str) -> None:
    found = of_counts(tmp_path, lang, 1, PLURALS[lang])
    assert found == [
        f"`n` is 1 here, and “{word}” stands in the plural" for word in PLURALS[lang].values()
    ]


def test_one_before_other_words_and_two_before_plurals_are_none(tmp_path: Path) -> None:
    assert not of_counts(tmp_path, "en", 1, SINGULARS)
    assert not of_counts(tmp_path, "en", 2, PLURALS["en"])


def test_a_row_without_a_name_of_its_own_keeps_no_other_from_being_built(tmp_path: Path) -> None:
    text = FILES["content/data/countries.csv"] + "KEN,Kenia,Africa,1,\n"
    of = project(tmp_path, **{"content/data/countries.csv": text})
    diagnostics = Diagnostics()
    assert [one.subject for one in all_editions(of, diagnostics)] == list(NAMES)
    assert [one.rule for one in diagnostics] == [Rule.DUPLICATE_ID]
    assert not findings(of, "UGA")


def test_a_column_that_no_edition_uses_may_hold_anything(tmp_path: Path) -> None:
    rows = FILES["content/data/countries.csv"].splitlines()
    dial = ("dial", "254", "256", "1-684")
    text = "".join(f"{row},{one}\n" for row, one in zip(rows, dial, strict=True))
    of = project(tmp_path, **{"content/data/countries.csv": text})
    assert not findings(of, "KEN")
    used = ("# What happened", "# {{ dial }} What happened")
    of = project(tmp_path / "b", **{"content/data/countries.csv": text, **edited(used)})
    assert [rule for rule, _ in findings(of, "KEN")] == [Rule.MIXED_COLUMN]


def test_settings_take_no_places_from_the_text(tmp_path: Path) -> None:
    of = project(tmp_path, **edited(("# What happened", "# {{ iso }} What happened")))
    uses = [
        one.span
        for one in resolved(of, "KEN").document.uses
        if one.name == "iso" and one.span is not None
    ]
    text = FILES["content/sheet.md"].splitlines()
    line = next(at for at, one in enumerate(text, 1) if one.startswith("# What"))
    assert [one.line for one in uses] == [line]
