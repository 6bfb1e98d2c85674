"""Documents from right to left: both files, read back and measured."""

import io
import zipfile
from pathlib import Path
from typing import Any
from unicodedata import normalize

import page
import pdfplumber
import pikepdf
import pytest
from lxml import etree
from pptx import Presentation

from conftest import Built
from reportgen.checks import read_back
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check

ARABIC = """---
title: تقرير عن اللاجئين (2023)
author: الكاتب
date: 2026-11-23
lang: ar
abstract: |
  ملخص قصير فيه "اقتباس" واحد.
---

# اللاجئون في العالم {#sec-one}

هذه فقرة باللغة العربية، فيها رقم 1234 وكلمة English (مهمة جدا) في الوسط.^[حاشية سفلية عن "العدد".]

بلغ التغير -5.2% بين 2020–2023، [**مُحَمَّد**]{.smallcaps} لَا يعلم.

This paragraph is in English (all of it).

```python
return 7
```

1. العنصر الأول
2. العنصر الثاني

| البلد | الاسم | العدد |
|---|---|---:|
| مصر | القاهرة | 12 |
| Jordan | عمّان | 345 |

: **جدول البلدان.** شرح الجدول. {#tbl-ar}

::: {.slide #s-one}
## العنوان بالعربية (2024)

- العنصر الأول (مهم) من القائمة
- Hebrew [שלום עולם]{lang=he} inside

::: notes
كلام المتحدث.
:::
:::
"""
ENGLISH = """---
title: English with others
date: 2026-11-23
lang: en-GB
---

# Words {#sec-one}

English with Arabic
[اللاجئون في العالم (2023)]{lang=ar} inside, then Hebrew [שָׁלוֹם עולם 123]{lang=he}^[A
note.] and more.

שורה שלמה בעברית (עם סוגריים) ומספר 42.

::: {lang=fa}
می‌خواهم به خانه بروم، قیمت ۱۲۳۴ است.

- یک
- دو
:::

::: {.slide #s-one}
## A title with حقوق الإنسان

- שורה בעברית עם 42

::: notes
x
:::
:::
"""


HEBREW = """---
title: Report with x²
lang: he
date: 2026-11-23
edition: "1.0"
status: draft
---

# One {#sec-one}

[€5 νερό νερό σύνορα]{.smallcaps} and [a link\\
over two lines](https://example.org/a)^[A note.].

::: {.slide #s-one}
## A title

- An item that ends with a mark^[Another note.]

::: notes
x
:::
:::

\\newpage

# Two

A page without a Hebrew letter.
"""

BODY = 1
"""The page, from 0, on which the text begins: behind cover and contents."""


def project(root: Path, text: str) -> Path:
    """Write a project of one document."""
    (root / "content").mkdir(parents=True)
    (root / "content/brief.md").write_text(text)
    return root


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(project(tmp_path_factory.mktemp("rtl") / "ar", ARABIC))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(project(tmp_path_factory.mktemp("rtl") / "en", ENGLISH))


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(project(tmp_path_factory.mktemp("rtl") / "he", HEBREW))


def letters(pdf: bytes, number: int, wanted: str) -> list[Any]:
    """Return the characters of a page that are among `wanted`, with their places."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [one for one in file.pages[number].chars if one["text"] in wanted]


@pytest.mark.parametrize("which", ["arabic", "english", "hebrew"])
def test_the_build_is_quiet_and_the_check_clean(which: str, request: pytest.FixtureRequest) -> None:
    """No paragraph is called lost; the twins say the same; both standards are met."""
    built: Built = request.getfixturevalue(which)
    assert [str(found.message) for found in built.diagnostics] == []
    diagnostics = Diagnostics()
    check(Project(built.root), diagnostics)
    errors = [
        found.message for found in diagnostics
        if found.rule not in (Rule.UNSOURCED_NUMBER,) and "2024" not in found.message
    ]  # fmt: skip
    assert errors == []
    for profile in ("ua1", "3a"):
        assert page.validate_pdf_bytes(built.pdf, profile=profile).is_compliant


def test_pages_are_read_in_logical_order(arabic: Built, english: Built) -> None:
    """Brackets, numbers and words of the other direction stand where the author typed them."""
    text = " ".join(read_back.page_texts(arabic.pdf)[BODY].split())
    assert "فيها رقم 1234 وكلمة English (مهمة جدا) في الوسط." in text
    assert "بلغ التغير -5.2% بين 2020–2023،" in text
    assert "مُحَمَّد" in text
    assert "This paragraph is in English (all of it)." in text
    text = " ".join(normalize("NFC", read_back.page_texts(english.pdf)[BODY]).split())
    assert "Arabic اللاجئون في العالم (2023) inside, then Hebrew " in text
    assert normalize("NFC", "שָׁלוֹם עולם 123") in text
    assert "שורה שלמה בעברית (עם סוגריים) ומספר 42." in text


def test_small_capitals_of_greek_keep_their_accents(hebrew: Built) -> None:
    """One glyph is drawn for a letter with an accent and without: each is read as it is typed."""
    assert "νερό σύνορα" in normalize("NFC", read_back.page_texts(hebrew.pdf)[BODY])


def test_without_that_reading_paragraphs_would_be_lost(
    english: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium turns round each word of a right-to-left phrase in a left-to-right line."""
    monkeypatch.setattr(read_back, "has_shaped", lambda _: False)
    read = read_back._read_pages.__wrapped__  # what was read of these bytes is kept
    text = " ".join(read(english.pdf)[0][BODY].split())
    assert "اللاجئون في العالم (2023) inside" not in text


def test_the_document_says_which_way_it_runs(arabic: Built) -> None:
    """The tag tree has the language; an English paragraph in it is set from left to right."""
    with pikepdf.open(io.BytesIO(arabic.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    (first, *_) = letters(arabic.pdf, BODY, "T")
    line = letters(arabic.pdf, BODY, "hisparg")
    assert first["x0"] < min(one["x0"] for one in line if abs(one["top"] - first["top"]) < 2)
    stops = letters(arabic.pdf, BODY, ".")
    assert all(one["x0"] > first["x1"] for one in stops if abs(one["top"] - first["top"]) < 6)


def test_columns_of_tables_go_from_right_to_left(arabic: Built) -> None:
    """The first column stands at the right, numbers in the last one at the left."""
    (jordan,) = letters(arabic.pdf, BODY, "J")
    numbers = [
        one for one in letters(arabic.pdf, BODY, "345") if abs(one["top"] - jordan["top"]) < 2
    ]
    assert [one["text"] for one in sorted(numbers, key=lambda one: one["x0"])] == ["3", "4", "5"]
    assert max(one["x1"] for one in numbers) < jordan["x0"]


def test_note_marks_stand_behind_their_words(arabic: Built, english: Built) -> None:
    """Behind is to the left in Arabic, and to the right of a Hebrew word in English."""
    (mark,) = [one for one in letters(arabic.pdf, BODY, "1") if one["size"] < 7]
    line = [
        one
        for one in letters(arabic.pdf, BODY, "طسولاف")
        if abs(one["top"] - mark["top"]) < 8
    ]  # fmt: skip
    assert mark["x1"] <= min(one["x0"] for one in line) + 1
    (mark,) = [one for one in letters(english.pdf, BODY, "1") if one["size"] < 7]
    hebrew = [
        one
        for one in letters(english.pdf, BODY, "שלוםעולם")
        if abs(one["top"] - mark["top"]) < 8
    ]  # fmt: skip
    assert mark["x0"] >= max(one["x1"] for one in hebrew) - 1


def test_the_sign_of_a_number_stands_before_it(arabic: Built) -> None:
    """A minus that went behind its number would make it another one."""
    (five,) = [one for one in letters(arabic.pdf, BODY, "5") if one["size"] > 8][:1]
    signs = [one for one in letters(arabic.pdf, BODY, "-") if abs(one["top"] - five["top"]) < 3]
    assert [one for one in signs if 0 <= five["x0"] - one["x1"] < 2]


def test_lists_have_their_numbers_at_the_right(arabic: Built) -> None:
    """The dot stands to the left of the number, and both to the right of the text."""
    with pdfplumber.open(io.BytesIO(arabic.pdf)) as file:
        chars = file.pages[BODY].chars
        width = file.pages[BODY].width
    dots = [one for one in chars if one["text"] == "." and one["x0"] > width * 0.8]
    assert len(dots) >= 2


def test_text_of_the_other_direction_stands_right_below(arabic: Built) -> None:
    """The float that asks for room at the start of a part once moved English and code below it."""
    with pdfplumber.open(io.BytesIO(arabic.pdf)) as file:
        tops = sorted({round(one["top"]) for one in file.pages[BODY].chars if one["size"] > 8})
    english = next(one["top"] for one in letters(arabic.pdf, BODY, "T") if one["size"] > 8)
    before = max(one for one in tops if one < english - 3)
    assert english - before < 30
    code = next(one["top"] for one in letters(arabic.pdf, BODY, "7") if one["top"] > english + 3)
    assert code - english < 40


# --- decks ------------------------------------------------------------------------------------


def slide(built: Built, number: int) -> Any:
    return Presentation(io.BytesIO(built.pptx)).slides[number - 1]


def xml(built: Built, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(built.pptx)) as archive:
        return etree.fromstring(archive.read(name))


def test_an_arabic_deck_is_turned_round(arabic: Built) -> None:
    """Title, bullets, accent and slide number stand on the other side; text runs as it should."""
    presentation = xml(arabic, "ppt/presentation.xml")
    assert presentation.get("rtl") == "1"
    shown = slide(arabic, 2)
    width = Presentation(io.BytesIO(arabic.pptx)).slide_width or 0
    number = next(one for one in shown.placeholders if one.placeholder_format.type == 13)
    assert number.left + number.width < width / 2
    for paragraph in shown._element.iter("{*}pPr"):
        assert paragraph.get("rtl") == "1"
        assert paragraph.get("algn") == "r"
    master = xml(arabic, "ppt/slideMasters/slideMaster1.xml")
    for style in master.iter("{*}lvl1pPr"):
        assert style.get("algn") in ("r", "l")
        assert style.get("rtl") == "1"


def test_a_paragraph_in_another_direction_is_marked_alone(english: Built) -> None:
    """A Hebrew bullet of an English deck stands at the right; the title stays as it is."""
    shown = slide(english, 2)
    title = shown.shapes.title._element
    assert all(one.get("rtl") is None for one in title.iter("{*}pPr"))
    bullets = [one for one in shown._element.iter("{*}p") if "שורה" in "".join(one.itertext())]
    assert [(one.find("{*}pPr").get("rtl"), one.find("{*}pPr").get("algn")) for one in bullets] == [
        ("1", "r")
    ]


def test_speaker_notes_run_as_their_letters_do(arabic: Built) -> None:
    """What the speaker says in Arabic is set from right to left."""
    notes = slide(arabic, 2).notes_slide._element
    sides = [one.get("rtl") for one in notes.iter("{*}pPr")]
    assert sides[:1] == ["1"]


def test_tables_of_an_arabic_deck_are_turned_round(tmp_path: Path) -> None:
    """The table says that its columns go from right to left; its cells keep their order."""
    table = "| البلد | العدد |\n|---|---:|\n| مصر | 12 |\n"
    text = (
        "---\ntitle: جدول\ndate: 2026-11-23\nlang: ar\n---\n\n# قسم {#sec-a}\n\nنص.\n\n"
        f"::: {{.slide #s-a}}\n## جدول البلدان\n\n{table}\n::: notes\nx\n:::\n:::\n"
    )
    built = Built(project(tmp_path / "p", text))
    shown = slide(built, 2)
    (shape,) = [one for one in shown.shapes if one.has_table]
    assert shape.table._tbl.tblPr.get("rtl") == "1"
    assert [cell.text for cell in shape.table.rows[0].cells] == ["البلد", "العدد"]
    width = Presentation(io.BytesIO(built.pptx)).slide_width or 0
    assert shape.left > width / 2
    aligns = [one.get("algn") for one in shape._element.iter("{*}pPr")]
    assert aligns == ["r"] * 4


def face(run: Any, kind: str) -> str:
    """Return the font that a run names for East Asian or complex scripts."""
    found = run.find(f"{{*}}rPr/{{*}}{kind}")
    return "" if found is None else str(found.get("typeface"))


def test_fonts_of_scripts_are_those_of_office(tmp_path: Path) -> None:
    """Chinese in a Korean deck is not set in a Korean font, Hindi and Thai not in Arial."""
    text = (
        "---\ntitle: Fonts\ndate: 2026-11-23\nlang: ko\n---\n\n# One {#sec-a}\n\nText.\n\n"
        "::: {.slide #s-a}\n## Title\n\n- [联合国]{lang=zh-CN} and [संयुक्त]{lang=hi}, ไทย, 한국\n\n"
        "::: notes\nx\n:::\n:::\n"
    )
    root = project(tmp_path / "p", text)
    list(build(Project(root), ("pptx",), Diagnostics()))
    with zipfile.ZipFile(root / "build/brief.pptx") as archive:
        tree = etree.fromstring(archive.read("ppt/slides/slide2.xml"))
        theme = archive.read("ppt/theme/theme1.xml").decode()
    fonts = {run.findtext("{*}t"): (face(run, "ea"), face(run, "cs")) for run in tree.iter("{*}r")}
    assert fonts["联合国"] == ("Microsoft YaHei", "")
    assert fonts["संयुक्त"][1] == "Nirmala UI"
    assert fonts[", ไทย, 한국"] == ("+mn-ea", "Leelawadee UI")
    assert '<a:ea typeface="Malgun Gothic"/>' in theme


def test_letters_of_figures_join_in_both_files(tmp_path: Path) -> None:
    """Arabic in a figure is one word in the brief, not letters that stand alone."""
    root = project(
        tmp_path / "p",
        "---\ntitle: رسم\ndate: 2026-11-23\nlang: ar\n---\n\n# قسم {#sec-a}\n\n"
        '![**رسم.** شرح.](figures/f.py){#fig-a alt="أعمدة."}\n',
    )
    (root / "figures").mkdir()
    (root / "figures/f.py").write_text(
        "def draw(figure):\n    axes = figure.subplots()\n"
        "    axes.bar(['الأردن (2021)', 'لبنان'], [1, 2])\n"
    )
    built = Built(root)
    assert [str(one.message) for one in built.diagnostics] == []
    text = " ".join(" ".join(read_back.page_texts(built.pdf)).split())
    assert "الأردن (2021)" in normalize("NFKC", text)
    assert "لبنان" in text
    forms = {one["text"] for one in letters(built.pdf, 1, "لبنان")}
    assert forms  # the letters are there as themselves, whatever forms they take
