"""Editions in other languages: begun, compared with their original, stale, recorded."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli.verbs import cli
from reportgen.diagnostics import Diagnostics, Level, Rule, UsageError
from reportgen.files.project import Project
from reportgen.importing.translation import begun
from reportgen.recipes.translating import (
    begin_translation,
    check_translation,
    hold,
    translations,
)

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
