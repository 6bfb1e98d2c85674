"""Correct documents: neither build nor check finds an error in what authors often write."""

import io
import re
from pathlib import Path

import pikepdf
import pptx
import pypdfium2
import pytest
from PIL import Image

from reportgen.checks.naming_numbers import is_day_or_ordinal, without_dates
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS

REFERENCES = """[{"id": "doe", "type": "book", "title": "Counting", "publisher": "P",
  "author": [{"family": "Doe"}], "issued": {"date-parts": [[2020]]}}]
"""
TEXT = """---
title: T
bibliography: references.json
abstract: |
  What it is about:

  - one thing
  - another
---

# A heading with a citation [@doe] and a note^[Of the heading.] {#sec-one}

See @sec-three, and [^twice] here and there[^twice].

[^twice]: A note that is used twice.

- [x] A task that is done
- [ ] One that is not

A note with more in it[^more] than a sentence.

[^more]: It holds a list,

    - of one item
    - of another, with *emphasis*,

    and code:

        print("of a note")

    before it ends.

## Two {#sec-two}

### Three {#sec-three}

The floor grew to km^2^. In 2024 came `print(7)`.

#### Four

# Notes

What a section may be called.

::: {lang=de}
Er sagte "ja".

::: {.callout-note}
Ein Hinweis, der so heißt.
:::
:::

::: {.slide #s-none}
## No notes at all

- One
:::

::: {.slide #s-code}
## Code and powers

- km^2^ and H~2~O in 2019, on the 3rd of May, see <https://example.org/x?a=11&b=22>

```
def f(x):
    return x < 33
```

::: notes
Say this **first**, [there](https://example.org/notes).

- a bullet
    - below
- another

3. third
4. fourth

`code` and [mot]{lang=fr}.
:::
:::

::: {.slide #s-data}
## Data

![](data/count.csv){columns="year"}

::: notes
It says more.
:::
:::

::: {.slide #s-same}
## The same [@doe]

![](red.png){alt="A red square"}

::: notes
x
:::
:::

::: {.slide #s-again}
## The same

1. a) Another thing
2.
3. A third one

::: notes
y
:::
:::

::: {.slide #s-title}
## It took 48 years

- Three points

::: notes
z
:::
:::

::: {.slide #s-counted}
## Rows that are counted

| Name | What it is |
|------|------------|
| Row 31 | the first |
| Row 32 | the second |
| Row 33 | the third |

- An item with

    $$a = b^2$$

::: notes
x
:::
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Diagnostics]:
    """The project, built and checked, with all that was found."""
    from PIL import Image

    root = tmp_path_factory.mktemp("alarm")
    (root / "content/data").mkdir(parents=True)
    (root / "content/brief.md").write_text(TEXT)
    (root / "content/references.json").write_text(REFERENCES)
    (root / "content/data/count.csv").write_text("year,total\n2019,12\n2020,15\n")
    Image.new("RGB", (40, 40), "red").save(root / "content/red.png")
    diagnostics = Diagnostics()
    list(build(Project(root), FORMATS, diagnostics))
    list(check(Project(root), diagnostics))
    return root, diagnostics


def test_there_is_no_error_and_each_warning_has_its_slide(made: tuple[Path, Diagnostics]) -> None:
    lines = TEXT.splitlines()
    found = [
        (one.rule, lines[one.span.line - 1]) for one in made[1] if one.span.path.endswith(".md")
    ]
    assert [
        (one.rule.code, str(one.span), one.message) for one in made[1] if one.level == "error"
    ] == []
    assert (Rule.NO_NOTES, "::: {.slide #s-none}") in found
    assert (Rule.SAME_TITLE, "::: {.slide #s-again}") in found
    assert (Rule.NUMBER_IN_TITLE, "## It took 48 years") in found
    first = [one.message for one in made[1] if str(one.span) == "content/brief.md:1:1"]
    assert first == []
    assert not [said for rule, said in found if rule is Rule.UNSOURCED_NUMBER and "Row" in said]


def test_an_equation_of_an_item_is_a_line_of_it(made: tuple[Path, Diagnostics]) -> None:
    slides = pptx.Presentation(str(made[0] / "build/brief.pptx")).slides
    slide = next(one for one in slides if one.name == "s-counted")
    lines = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
    assert any("An item with\na\u00a0=\u00a0b2" in one for one in lines), lines


def test_an_item_that_says_nothing_itself_keeps_its_number(made: tuple[Path, Diagnostics]) -> None:
    slides = pptx.Presentation(str(made[0] / "build/brief.pptx")).slides
    slide = next(one for one in slides if one.name == "s-again")
    lines = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
    assert "\u00a0\nAnother thing\n\u00a0\nA third one" in lines


def test_notes_keep_lists_emphasis_links_and_languages(made: tuple[Path, Diagnostics]) -> None:
    slides = pptx.Presentation(str(made[0] / "build/brief.pptx")).slides
    notes = next(one for one in slides if one.name == "s-code").notes_slide
    frame = notes.notes_text_frame
    assert frame is not None
    body = frame._txBody
    assert [one.text for one in frame.paragraphs][:3] == [
        "Say this first, there.",
        "a bullet",
        "below",
    ]
    assert body.xpath(".//a:r[a:rPr/@b='1']/a:t")[0].text == "first"
    assert len(body.xpath(".//a:buChar")) == 3
    assert [one.get("startAt") for one in body.xpath(".//a:buAutoNum")] == ["3", "3"]
    assert body.xpath(".//a:r[a:rPr/@lang='fr-FR']/a:t")[0].text == "mot"
    links = [one.target_ref for one in notes.part.rels.values() if one.is_external]
    assert links == ["https://example.org/notes"]


def test_headings_are_bare_in_contents_and_bookmarks_and_numbered_where_referred_to(
    made: tuple[Path, Diagnostics],
) -> None:
    pdf = (made[0] / "build/brief.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        titles = [str(one.title) for one in outline.root]
        inner = [str(one.title) for top in outline.root for one in top.children]
    assert any(one.endswith("1 A heading with a citation and a note") for one in (*titles, *inner))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    assert re.search(r"1 A heading with a citation and a note\s+\d", "\n".join(pages))
    body = "".join(pages[1:])
    assert "1.1.1 Three" in body
    assert "1.1.1.1" not in body
    assert body.count("A note that is used twice.") == 1


DATES = """---
title: Daten
lang: de
bibliography: references.json
---

Am 12.10.2019 begann es mit {{ one }} [@doe], um 14:30 endete es. Version 1.2.3 blieb.

Ein Begriff mit 77 Leuten
:   erklärt

::: {.box title="Es waren 78 Leute"}
Mehr nicht.
:::

1.  Erstens

2.
        stack setup

    `stack setup` tut es.

::: {.slide #s-dates}
## Was an zwei Tagen geschah

- Am 12. Oktober begann es, am 3.4.2021 um 9:15 Uhr ging es weiter
- Vom 4. bis 14. März dauerte der 17. Versuch
- 61 Leute kamen

::: notes
Sagen.
:::
:::

::: {.slide #s-own}
## Ein Bild, das nur hier steht

![**Ein Bild.** Mit Worten darunter.](dot.png){alt="Ein Punkt"}

::: notes
Sagen. <!-- Nur für uns

und niemanden sonst --> Schluss.
:::
:::
"""


def test_days_times_and_ordinals_claim_nothing_and_other_numbers_have_their_place(
    tmp_path: Path,
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/brief.md").write_text(DATES, "utf-8")
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "content/dot.png")
    (tmp_path / "content/references.json").write_text(REFERENCES, "utf-8")
    (tmp_path / "content/facts.yaml").write_text("one: {value: 1200, cite: doe}", "utf-8")
    found = Diagnostics()
    list(build(Project(tmp_path), FORMATS, found))
    list(check(Project(tmp_path), found))
    said = {(one.rule, one.span.line, one.message.split(",")[0]) for one in found}
    assert said == {
        (Rule.UNSOURCED_NUMBER, 9, "77 has neither a fact nor a citation in its sentence"),
        (Rule.UNSOURCED_NUMBER, 12, "78 has neither a fact nor a citation in its sentence"),
        (Rule.UNSOURCED_NUMBER, 28, "61 has neither a fact nor a citation in its sentence"),
        (Rule.TWINS_DIFFER, 23, "slide 2 says 61"),
    }


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("le 12 octobre", "fr"), ("el 12 de octubre", "es"), ("10월 12일", "ko"),
        ("12 октября", "ru"), ("12 أكتوبر", "ar"), ("the 12th of May", "en"),
        ("2019. 10. 12.", "ko"), ("10/12/2019", "en"), ("2019-10-12", "en"), ("le 12e jour", "fr"),
        ("12. Sitzung", "de"), ("12. Oktober", "ru"), ("am 3. März", "ar"), ("le 12 octobre", "ko"),
    ],
)  # fmt: skip
def test_dates_of_many_languages_are_no_claims(text: str, lang: str) -> None:
    plain = without_dates(text)
    for found in re.finditer(r"\d+", plain):
        before, behind = plain[: found.start()], plain[found.end() :]
        assert is_day_or_ordinal(found[0], before, behind, lang), text


@pytest.mark.parametrize(
    "text", ["12 people", "It was 12. They left", "12.5", "12:345", "1,234", "12 out of 20"]
)
def test_what_only_looks_like_a_date_is_a_claim(text: str) -> None:
    plain = without_dates(text)
    found = re.search(r"\d+", plain)
    assert found is not None
    assert not is_day_or_ordinal(found[0], plain[: found.start()], plain[found.end() :], "en")


def test_a_caption_of_what_only_a_slide_shows_stands_on_it(tmp_path: Path) -> None:
    """It is the first of the slide's last line; one that is too long stands in the notes alone."""
    slide = (
        "::: {{.slide #s-{0}}}\n## Of {0}\n\n![{1}](dot.png){{alt='{0}' credit='A · B'}}\n\n"
        "::: notes\nSay.\n:::\n:::\n\n"
    )
    text = slide.format("one", "**A field.** Rice^2^, the 7^th^ [@doe].") + slide.format(
        "two", "Long. " * 80
    )
    (tmp_path / "content").mkdir()
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "content/dot.png")
    (tmp_path / "content/references.json").write_text(REFERENCES)
    head = "---\ntitle: T\nbibliography: references.json\n---\n\n# One\n\nBy [@doe].\n\n"
    (tmp_path / "content/brief.md").write_text(head + text)
    diagnostics = Diagnostics()
    list(build(Project(tmp_path), FORMATS, diagnostics))
    list(check(Project(tmp_path), diagnostics))
    assert not diagnostics.errors, list(diagnostics)
    shown = [
        [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for slide in pptx.Presentation(str(tmp_path / "build/brief.pptx")).slides
    ]
    assert "A field. Rice2, the 7th. Photograph: A · B.\xa0· Source: 1\xa0Doe 2020" in shown[1]
    assert "Photograph: A · B" in shown[2]
