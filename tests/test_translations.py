"""Editions in other languages: begun, compared with their original, stale, recorded."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from click.testing import CliRunner

from reportgen import library
from reportgen.brief.inlines import InlineWriter
from reportgen.citing.references import load_references
from reportgen.citing.terms import in_language
from reportgen.cli.verbs import cli
from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Level, Rule, Span, UsageError
from reportgen.document import (
    DataTable,
    Figure,
    Reference,
    Style,
    Styled,
    Text,
    Value,
    plain_text,
    walk,
)
from reportgen.files.project import Project
from reportgen.importing.translation import begun
from reportgen.ledger.claims import Ledger, from_json
from reportgen.reading.blocks import read
from reportgen.recipes.translating import (
    begin_translation,
    check_translation,
    hold,
    translations,
)
from reportgen.resolving.charts import Binder
from reportgen.resolving.data_tables import DataTables

ORIGINAL = """---
title: "Numbers of {{ year }}"
changes: [one, two]
bibliography: refs.json
---

# They grew

In {{ year }} many came [@doe, p. 3].^[Some say {{ few }} [@roe].]

- first
- second {{ few }}

![**They grew.** Source: [@doe]](data/x.csv){#fig-x alt="Columns to {{ few }}"}

::: {.slide #s-one}
## They grew

- {{ year }}

::: notes
Say it.
:::
:::

| what | n |
|---|---|
| all people | 3 |

: **All.** Counted. {#tbl-x}
"""
KOREAN = """---
lang: ko
title: "{{ year }}년의 숫자"
changes: [하나, 둘]
bibliography: refs.json
---

# 늘었다 {#they-grew}

{{ year }}년에 많이 왔다 [@doe, p. 3].^[{{ few }}라고도 한다 [@roe].]

- 첫째
- 둘째 {{ few }}

![**늘었다.** 출처: [@doe]](data/x.csv){#fig-x alt="{{ few }}까지의 막대"}

::: {.slide #s-one}
## 늘었다

- {{ year }}

::: notes
말한다.
:::
:::

| 무엇 | 수 |
|---|---|
| 모두 | 3 |

: **모두.** 센 것. {#tbl-x}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content/data").mkdir(parents=True)
    (tmp_path / "content/data/x.csv").write_text("a,b\n1,2\n")
    (tmp_path / "content/data/x.ko.yaml").write_text("columns: {a: 가, b: 나}\n")
    (tmp_path / "content/brief.md").write_text(ORIGINAL)
    (tmp_path / "content/brief.ko.md").write_text(KOREAN)
    return tmp_path


def found(folder: Path, *, publish: bool = False) -> list[tuple[Rule, int]]:
    """Return the findings of the comparison: rule and line in the edition."""
    return [(one.rule, one.span.line) for one in compared(folder, publish=publish)]


def compared(folder: Path, *, publish: bool = False) -> Diagnostics:
    project, diagnostics = Project(folder), Diagnostics()
    (one,) = translations(project)
    check_translation(project, one, diagnostics, publish=publish)
    return diagnostics


def test_the_original_stands_before_its_editions(folder: Path) -> None:
    """It is what `preview` shows where nothing is named."""
    assert Project(folder).documents() == ("content/brief.md", "content/brief.ko.md")


def record(folder: Path, *lines: int) -> int:
    return hold(Project(folder), "ko", "", lines, Diagnostics())[1]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"content/{name}"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def test_an_edition_that_says_the_same_has_no_finding_once_it_is_recorded(folder: Path) -> None:
    assert found(folder) == [(Rule.UNRECORDED_EDITION, 1)]
    assert record(folder) == 13
    assert found(folder, publish=True) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("- 둘째 {{ few }}\n", "", 13),
        ("{{ year }}년에 많이 왔다 [@doe, p. 3].^[{{ few }}라고도 한다 [@roe].]\n\n", "", 9),
        (" [@roe]", "", 9),
        ("{{ year }}년에", "2020년에", 9),
        ("[@doe, p. 3]", "[@doe; @other]", 11),
        ("# 늘었다 {#they-grew}", "# 늘었다\n\n## 또 하나", 11),
        ("::: notes\n말한다.\n:::\n", "", 20),
        ("{#fig-x ", "{#fig-y ", 16),
    ],
)
def test_what_an_edition_lacks_or_adds_is_an_error(
    folder: Path, old: str, new: str, line: int
) -> None:
    record(folder)
    edit(folder, "brief.ko.md", old, new)
    differs = [at for rule, at in found(folder) if rule is Rule.EDITIONS_DIFFER]
    assert differs
    assert any(abs(at - line) <= 3 for at in differs), differs


def test_a_changed_original_makes_its_counterpart_stale_until_it_is_touched(folder: Path) -> None:
    record(folder)
    edit(folder, "brief.md", "many came", "very many came")
    assert found(folder) == [(Rule.STALE_EDITION, 10)]
    (stale,) = compared(folder)
    assert "content/brief.md:9:1" in stale.message
    assert stale.level is Level.WARNING
    assert [one.level for one in compared(folder, publish=True)] == [Level.ERROR]
    edit(folder, "brief.ko.md", "많이", "아주 많이")
    assert found(folder) == [(Rule.UNRECORDED_EDITION, 1)], "it was written anew since"


def test_someone_can_say_that_it_still_holds(folder: Path) -> None:
    record(folder)
    edit(folder, "brief.md", "many came", "very many came")
    edit(folder, "brief.md", "- first", "- the first")
    record(folder, 10)
    assert found(folder) == [(Rule.STALE_EDITION, 12)], "the other stays as it was recorded"
    with pytest.raises(UsageError, match="line 99"):
        record(folder, 99)
    record(folder)
    assert found(folder) == []


def test_an_edition_is_begun_with_all_that_is_not_words(folder: Path) -> None:
    (folder / "content/brief.ko.md").unlink()
    done = CliRunner().invoke(cli, ["translate", "init", "ko", "--project", str(folder)])
    assert done.exit_code == 0, done.output
    text = (folder / "content/brief.ko.md").read_text()
    for kept in (
        "lang: ko",
        "# … {#they-grew}",
        "… {{ year }} [@doe, p. 3] ^[… {{ few }} [@roe]]",
        "- … {{ few }}",
        '![**…** … [@doe]](data/x.csv){#fig-x alt="… {{ few }}"}',
        ": **…** … {#tbl-x}",
        "| … | 3 |",
        "<!-- In {{ year }} many came",
    ):
        assert kept in text, kept
    assert found(folder) == [(Rule.UNTRANSLATED, 5)]
    with pytest.raises(UsageError, match="already"):
        begin_translation(Project(folder), "ko", "", Diagnostics())


def test_code_and_settings_of_another_kind_stay_as_they_are() -> None:
    kept = "```python\n# no heading\n```\n\n$$x$$\n\n{{< pagebreak >}}\n"
    made = begun(f"---\ntitle: A\ncsl: apa\n---\n\n{kept}", "ar", [])
    assert "csl: apa" in made
    assert kept in made


def test_only_a_tag_of_a_language_beside_its_original_makes_an_edition(folder: Path) -> None:
    (folder / "content/brief.v2.draft.md").write_text(ORIGINAL)
    (folder / "content/other.de.md").write_text(ORIGINAL)
    (folder / "content/brief.pt-BR.md").write_text(ORIGINAL)
    assert [one.tag for one in translations(Project(folder))] == ["ko", "pt-BR"]


def test_a_language_that_is_not_that_of_the_name_is_told(folder: Path) -> None:
    edit(folder, "brief.ko.md", "lang: ko", "lang: de")
    assert (Rule.BAD_SETTING, 2) in found(folder)


# --- words of data ----------------------------------------------------------------------------

PLACES = """

![**Where.** Source: [@doe]](data/places.csv){#tbl-p columns="place,women"}

![**Bars.** Source: [@doe]](data/places.csv){#fig-p chart=bars x=place y=women highlight="North"
notes="North + South: {{ few }}" alt="Bars."}
"""
WORDED = """columns: {place: 곳, women: 여성}
values:
  place: {North: 북쪽, South: 남쪽}
"""


@pytest.fixture
def placed(folder: Path) -> Path:
    """A project whose data have names and a label that are printed."""
    (folder / "content/data/places.csv").write_text("place,women\nNorth,1\nSouth,2\n")
    (folder / "content/data/places.yaml").write_text("columns: {women: {label: Women}}\n")
    for name in ("brief.md", "brief.ko.md"):
        path = folder / f"content/{name}"
        path.write_text(path.read_text() + PLACES)
    record(folder)
    return folder


def test_data_without_words_in_the_language_are_told_until_they_have_them(placed: Path) -> None:
    (one,) = compared(placed)
    assert one.rule is Rule.UNTRANSLATED
    assert one.message == (
        "the dataset `places` has no words in `ko` for `place` (“North”, “South”), "
        "2 labels of columns"
    )
    (strict,) = compared(placed, publish=True)
    assert (strict.stricter, strict.level) == (Level.ERROR, Level.ERROR)
    written = begin_translation(Project(placed), "ko", "", Diagnostics())
    assert written == ("content/data/places.ko.yaml",)
    begun_file = (placed / written[0]).read_text()
    assert begun_file == "columns:\n  place:\n  women:\nvalues:\n  place:\n    North:\n    South:\n"
    assert len(compared(placed)) == 1, "what is empty is no word"
    (placed / written[0]).write_text(WORDED)
    assert not compared(placed)


def test_tables_and_charts_print_the_words_of_their_language(placed: Path) -> None:
    (placed / "content/data/places.ko.yaml").write_text(WORDED)
    diagnostics = Diagnostics()
    plain = Datasets(Project(placed), diagnostics)
    for datasets, lang, expected in (
        (plain, "en", (("place", "Women"), ("North", "South"))),
        (plain.in_language("ko-KR"), "ko", (("곳", "여성"), ("북쪽", "남쪽"))),
    ):
        document = read("content/brief.ko.md", Project(placed), Diagnostics())
        assert document is not None
        tables = (one for one in walk(document.blocks) if isinstance(one, DataTable))
        table = next(one for one in tables if one.id == "tbl-p")
        made = DataTables(datasets, diagnostics, Locale(lang), "-").made(table)
        rows = [[plain_text(run) for cell in row for run in _runs(cell)] for row in made.rows]
        head = [plain_text(run) for cell in made.head[0] for run in _runs(cell)]
        assert (tuple(head), tuple(row[0] for row in rows)) == expected
        figures = (one for one in walk(document.blocks) if isinstance(one, Figure))
        chart = next(one for one in figures if one.chart is not None)
        plot = Binder(datasets, Locale(lang), diagnostics).bound(chart, "brief")
        assert plot is not None
        assert tuple(plot.table.names("place")) == expected[1]
        assert plot.spec.highlight == (expected[1][0],)
        assert plot.spec.notes[0][0] == " + ".join(expected[1])
    assert not diagnostics


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("columns: {wome: 여성}\n", "has no column `wome`", 1),
        ("values:\n  place: {Nort: 북쪽}\n", "no cell of `place` in `content/data/places.csv`", 2),
        ("labels: {}\n", "unknown", 1),
    ],
)
def test_words_for_what_the_data_do_not_have_are_a_finding(
    placed: Path, text: str, message: str, line: int
) -> None:
    (placed / "content/data/places.ko.yaml").write_text(text)
    diagnostics = Diagnostics()
    Datasets(Project(placed), diagnostics).in_language("ko").get("places", Span("x"))
    (one,) = diagnostics
    assert message in one.message
    assert (one.span.path, one.span.line) == ("content/data/places.ko.yaml", line)
    assert one.level is Level.ERROR


def _runs(cell: Any) -> Any:
    return [block.content for block in cell.blocks]


def test_facts_are_listed_with_their_wording_in_every_edition(folder: Path) -> None:
    (folder / "content/facts.yaml").write_text(
        "year: {value: 2020, format: year, cite: roe}\nfew: {value: 3500000, format: compact}\n"
    )
    done = CliRunner().invoke(cli, ["facts", "--wording", str(folder)])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "year"
    assert "  ko  content/brief.ko.md:3  2020년의 숫자" in lines
    assert "  en  content/brief.md:9  In 2020 many came." in lines
    assert lines.index("few") > lines.index("year")
    assert any("second 3.5 million" in one for one in lines)
    assert any("둘째 350만" in one for one in lines)


def test_a_ledger_has_the_wordings_of_every_edition_and_no_file_is_made_of_others(
    tmp_path: Path,
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/facts.yaml").write_text("few: {value: 3500000, format: compact}\n")
    of = {"": ("en", "Many", "They are {{ few }}."), ".ko": ("ko", "많다", "모두 {{ few }}이다.")}
    for tag, (lang, title, words) in of.items():
        text = f"---\ntitle: {title}\nlang: {lang}\n---\n\n# {title} {{#many}}\n\n{words}\n"
        (tmp_path / f"content/brief{tag}.md").write_text(text)
    first = _worded(tmp_path)
    assert [one.words for one in first.claims[0].wordings or ()] == [
        "They are 3.5 million.",
        "모두 350만이다.",
    ]
    assert "content/brief.ko.md" not in first.inputs
    assert "content/brief.ko.md" in (tmp_path / "build/.reportgen/brief.pdf.d").read_text()

    edit(tmp_path, "brief.ko.md", "모두", "다")
    second = _worded(tmp_path, changed=False)
    assert [one.words for one in second.claims[0].wordings or ()][1] == "다 350만이다."
    assert second.files == first.files


def _worded(folder: Path, *, changed: bool = True) -> Ledger:
    """Return the ledger of a brief that is built now, its files anew or not."""
    made = library.build(folder, document="brief")
    assert {one.changed for one in made.outputs} == {changed}
    return from_json((folder / "build/brief.claims.json").read_bytes())


def differing(folder: Path) -> list[str]:
    return [one.message for one in compared(folder) if one.rule is Rule.EDITIONS_DIFFER]


def test_a_paragraph_that_is_gone_is_one_finding_whatever_it_states(folder: Path) -> None:
    edit(
        folder, "brief.md", "- first\n", "Few, {{ few }} and {{ other }} [@doe; @roe].\n\n- first\n"
    )
    (message,) = differing(folder)
    assert "has no counterpart here: “Few, {{ few }} and" in message


def test_facts_and_works_that_are_missing_in_a_section_are_one_finding(folder: Path) -> None:
    edit(folder, "brief.md", "many came", "{{ a }} and {{ b }} came [@c]")
    (message,) = differing(folder)
    assert message.startswith("the facts `a`, `b` and the work `c` of content/brief.md:7")


def test_a_fact_in_place_of_another_of_its_section_is_found(folder: Path) -> None:
    edit(folder, "brief.ko.md", "- 둘째 {{ few }}", "- 둘째 {{ year }}")
    (message,) = differing(folder)
    assert message.startswith("this paragraph has the fact `year`, where that of content/brief.md")


# --- words of works ---------------------------------------------------------------------------

WORKS = """[{"id": "roe", "type": "article-newspaper", "title": "[News]", "title-short": "[N]",
 "container-title": "Dong-A Ilbo", "language": "en", "issued": {"date-parts": [[2020]]},
 "author": [{"family": "Roe", "given": "A"}, {"family": "Doe", "given": "B"}]}]"""


def test_works_are_called_in_the_language_of_the_document(folder: Path) -> None:
    (folder / "content/refs.json").write_text(WORKS)
    (folder / "content/refs.ko.yaml").write_text(
        'roe: {title: "[소식]", container-title: 동아일보}\nrow: {title: x}\n'
    )
    diagnostics = Diagnostics()
    project = Project(folder)
    english = load_references(["refs.json"], "content/brief.md", project, diagnostics, lang="en")
    assert not diagnostics
    korean = load_references(["refs.json"], "content/b.ko.md", project, diagnostics, lang="ko-KR")
    assert english.works["roe"]["title"] == "[News]"
    work = korean.works["roe"]
    assert (work["title"], work["title-short"], work["container-title"], work["language"]) == (
        "[소식]", "[소식]", "동아일보", "ko-KR"
    )  # fmt: skip
    (unknown,) = diagnostics
    assert unknown.message == "there is no work `row` beside `content/refs.ko.yaml`"
    assert unknown.span.line == 2


def test_korean_joins_names_with_a_dot_unless_the_style_says_otherwise() -> None:
    style = b"<style><info><title/></info><citation/></style>"
    assert 'name="and">·<' in in_language(style, "ko-KR").decode()
    assert in_language(style, "en") == style
    own = style.replace(b"<citation", b'<locale xml:lang="ko"/><citation')
    assert in_language(own, "ko") == own


def test_a_korean_word_stays_on_one_line_with_the_number_before_it() -> None:
    run: Any = (
        Text("모두 "),
        Value("n", "223"),
        Text("명이 왔다"),
        Styled(Style.STRONG, (Text("a"),)),
    )
    written = str(InlineWriter("ko").inlines((*run, Text("는"))))
    assert written.startswith(
        '<span class="word">모두</span> 223\u2060<span class="word">명이</span> '
    )
    assert written.endswith("</strong>\u2060는"), "a particle stays with what it marks"
    assert "\u2060" not in str(InlineWriter("en").inlines(run))
    named = str(InlineWriter("ko").inline(Reference("fig-a", "그림 6")))
    assert '<span class="word">그림</span> 6</a>' in named, "so do words of references"


STARTER = Path(__file__).parent.parent / "src/reportgen/starter/content"
ARABIC = Path(__file__).parent / "starter_ar"


def test_the_starter_in_arabic_says_what_the_starter_says(tmp_path: Path) -> None:
    shutil.copytree(STARTER, tmp_path / "content")
    shutil.copy(ARABIC / "brief.ar.md", tmp_path / "content")
    shutil.copy(ARABIC / "people.ar.yaml", tmp_path / "content/data")
    project, diagnostics = Project(tmp_path), Diagnostics()
    assert hold(project, "ar", "", (), diagnostics)[1] == 18
    (one,) = translations(project)
    assert check_translation(project, one, diagnostics, publish=True) == 24
    assert not list(diagnostics)
