"""Documents from right to left: both files, read back and measured."""

import io
from pathlib import Path
from typing import Any
from unicodedata import normalize

import page
import pdfplumber
import pikepdf
import pytest

from conftest import Built
from reportgen.checks import read_back
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
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


def letters(pdf: bytes, number: int, wanted: str) -> list[Any]:
    """Return the characters of a page that are among `wanted`, with their places."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        return [one for one in file.pages[number].chars if one["text"] in wanted]


@pytest.mark.parametrize("which", ["arabic", "english"])
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
    text = " ".join(read_back.page_texts(arabic.pdf)[1].split())
    assert "فيها رقم 1234 وكلمة English (مهمة جدا) في الوسط." in text
    assert "بلغ التغير -5.2% بين 2020–2023،" in text
    assert "مُحَمَّد" in text
    assert "This paragraph is in English (all of it)." in text
    text = " ".join(normalize("NFC", read_back.page_texts(english.pdf)[1]).split())
    assert "Arabic اللاجئون في العالم (2023) inside, then Hebrew " in text
    assert normalize("NFC", "שָׁלוֹם עולם 123") in text
    assert "שורה שלמה בעברית (עם סוגריים) ומספר 42." in text


def test_without_that_reading_paragraphs_would_be_lost(
    english: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium turns round each word of a right-to-left phrase in a left-to-right line."""
    monkeypatch.setattr(read_back, "has_rtl", lambda _: False)
    text = " ".join(read_back.page_texts(english.pdf)[1].split())
    assert "اللاجئون في العالم (2023) inside" not in text


def test_the_document_says_which_way_it_runs(arabic: Built) -> None:
    """The tag tree has the language; an English paragraph in it is set from left to right."""
    with pikepdf.open(io.BytesIO(arabic.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    (first, *_) = letters(arabic.pdf, 1, "T")
    assert first["x0"] < 120
    stop = min(letters(arabic.pdf, 1, "."), key=lambda one: one["x0"])
    assert stop["x0"] > first["x1"]


def test_columns_of_tables_go_from_right_to_left(arabic: Built) -> None:
    """The first column stands at the right, numbers in the last one at the left."""
    (jordan,) = letters(arabic.pdf, 1, "J")
    numbers = [one for one in letters(arabic.pdf, 1, "345") if abs(one["top"] - jordan["top"]) < 2]
    assert [one["text"] for one in sorted(numbers, key=lambda one: one["x0"])] == ["3", "4", "5"]
    assert max(one["x1"] for one in numbers) < jordan["x0"]


def test_note_marks_stand_behind_their_words(arabic: Built, english: Built) -> None:
    """Behind is to the left in Arabic, and to the right of a Hebrew word in English."""
    (mark,) = [one for one in letters(arabic.pdf, 1, "1") if one["size"] < 6 and one["top"] < 120]
    line = [
        one
        for one in letters(arabic.pdf, 1, "طسولاف")
        if abs(one["top"] - mark["top"]) < 8
    ]  # fmt: skip
    assert mark["x1"] <= min(one["x0"] for one in line) + 1
    (mark,) = [one for one in letters(english.pdf, 1, "1") if one["size"] < 6 and one["top"] < 120]
    hebrew = [
        one
        for one in letters(english.pdf, 1, "שלוםעולם")
        if abs(one["top"] - mark["top"]) < 8
    ]  # fmt: skip
    assert mark["x0"] >= max(one["x1"] for one in hebrew) - 1


def test_the_sign_of_a_number_stands_before_it(arabic: Built) -> None:
    """A minus that went behind its number would make it another one."""
    (five,) = [one for one in letters(arabic.pdf, 1, "5") if one["size"] > 8][:1]
    signs = [one for one in letters(arabic.pdf, 1, "-") if abs(one["top"] - five["top"]) < 3]
    assert [one for one in signs if 0 <= five["x0"] - one["x1"] < 2]


def test_lists_have_their_numbers_at_the_right(arabic: Built) -> None:
    """The dot stands to the left of the number, and both to the right of the text."""
    with pdfplumber.open(io.BytesIO(arabic.pdf)) as file:
        chars = file.pages[1].chars
        width = file.pages[1].width
    dots = [one for one in chars if one["text"] == "." and one["x0"] > width * 0.8]
    assert len(dots) >= 2
