"""Titles say what is shown under them: numbers that claim something are held against it."""

from pathlib import Path

import pytest

from projects import Made
from reportgen.checks.claims_in_titles import claims, is_shown, numbers


@pytest.mark.parametrize(
    ("title", "lang", "claimed"),
    [
        ("Three in four were women", "en", []),
        ("7 in 10 were women", "en", []),
        ("Arrivals fell by 44% in 2012", "en", ["44"]),
        ("Arrivals fell from 2,706 to 1,502", "en", ["2,706", "1,502"]),
        ("Am 3. Oktober 1990 kamen 1.200 Menschen", "de", ["1.200"]),
        ("Le 14 juillet, 35 % sont parties", "fr", ["35"]),
        ("Article 33 forbids it, and 147 states agreed", "en", ["147"]),
        ("People aged 20 to 29 are 28 per cent", "en", ["28"]),
        ("The 20th group has 314 people", "en", ["314"]),
        ("2023년 4월 10일, 196명이 왔다", "ko", ["196"]),
        ("In the 1990s COVID-19 was unknown", "en", []),
        ("Im Alter von 20 bis 29: 57 Prozent", "de", ["57"]),
        ("В 2023 году прибыли 196 человек", "ru", ["196"]),
    ],
)
def test_only_numbers_that_claim_something_are_claims(
    title: str, lang: str, claimed: list[str]
) -> None:
    assert [one.shown for one in claims(title, lang)] == claimed


@pytest.mark.parametrize(
    ("title", "shown", "agree"),
    [
        ("Fell by 44%", "44.4 per cent", True),
        ("Fell by 44%", "0.444", True),
        ("Fell by 45%", "44.4 per cent", False),
        ("About 34,000 arrived", "34,314", True),
        ("34,300 arrived", "34,314", True),
        ("35,000 arrived", "34,314", False),
        ("1.2 million", "1,234,567", True),
        ("1.3 million", "1,234,567", False),
        ("أكثر من ٣٤٠٠٠ شخص", "34,314", True),
        ("3만 4천 명", "34,314", False),
        ("1.234 Menschen", "1234", True),
        ("43 percent", "57 %, 20 %", False),
    ],
)
def test_a_claim_may_round_what_is_shown_and_no_more(title: str, shown: str, agree: bool) -> None:
    known = list(numbers(shown))
    assert all(is_shown(one, known) for one in claims(title, "en")) == agree


SLIDES = """# One {{#sec-one}}

Words.

![**Figure title {figure}.** By year. Source: ours.](data/people.csv){{#fig-p {chart_of}}}

::: {{.slide #s-chart}}
## People fell from {chart} to 196

![](#fig-p)
:::

::: {{.slide #s-list}}
## There were {listed} of them

- They were 314 in all
:::
"""
CHART = 'chart=columns x=year y=people alt="Columns."'
DATA = {
    "content/data/people.csv": "year,people\n2019,1047\n2020,229\n2023,196\n",
    "content/data/people.yaml": "source: ours\nretrieved: 2026-01-01\n",
}


def titles_told(root: Path, **numbers: str) -> list[str]:
    text = SLIDES.format(chart_of=CHART, **numbers)
    made = Made(root, text, DATA)
    lines = [at for at, line in enumerate(text.splitlines(), 9) if line.startswith(("##", "![**"))]
    found = [one for one in made.found if "number-in-title" in one]
    for one in found:
        assert any(f"brief.md:{line}:" in one for line in lines), one
    unsourced = [one for one in made.found if "unsourced-number" in one]
    again = [one for one in unsourced if any(f" {told} " in one for told in numbers.values())]
    assert found == [] or again == [], "a number of a title is told once"
    return found


def test_a_number_in_a_title_that_nothing_under_it_shows_is_told_at_the_title(
    tmp_path: Path,
) -> None:
    assert titles_told(tmp_path / "a", figure="1,047", chart="1,047", listed="314") == []
    told = titles_told(tmp_path / "b", figure="1,200", chart="1,300", listed="570")
    assert [number in one for one, number in zip(told, ("1,200", "1,300", "570"), strict=True)]
    assert len(told) == 3


def test_what_one_document_uses_is_no_leftover_of_another(tmp_path: Path) -> None:
    facts = "".join(
        f"{name}: {{value: {value}, cite: one}}\n"
        for name, value in (("first", 11), ("second", 12), ("third", 13))
    )
    works = "\n".join(
        f"- id: {key}\n  type: book\n  title: {key}\n  author: [{{literal: House}}]\n"
        f"  issued: 2020\n  publisher: House\n  language: en"
        for key in ("one", "two", "three")
    )
    head = "---\ntitle: T\nauthor: Ada\ndate: 2026-11-23\nlang: en\nbibliography: works.yaml\n---\n"
    files = {
        "content/facts.yaml": facts,
        "content/works.yaml": works,
        "content/other.md": f"{head}\n# Two\n\nIt is {{{{ second }}}} [@two].\n",
    }
    text = f"{head}\n# One\n\nIt is {{{{ first }}}} [@one].\n"
    (tmp_path / "content").mkdir()
    made = Made(tmp_path, "", {**files, "content/brief.md": text})
    left = [one for one in made.found if "unused-fact" in one or "uncited-work" in one]
    assert len(left) == 2, made.found
    assert "`third`" in left[0]
    assert "the work `@three`" in left[1]
