"""The Word file for review: whole, plain, the same each time, and compared by `check`."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.checks.review_words import check_review
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.prepared import prepare
from reportgen.review.word_file import to_word

CONTENT = r"""---
title: A study of *three* things
subtitle: With notes
lang: en-GB
date: 2026-01-31
edition: '1'
author: [Hana Lee]
bibliography: works.json
csl: apa
---

# First things {#sec-first}

One claim.[^a] It comes back.[^a] See @fig-dot and @tbl-few, and $x^2$. [Far](https://example.org).

[^a]: What is *said* of it.

$$E = mc^2$$ {#eq-e}

![**A dot.** Red. Source: ours.](images/dot.png){#fig-dot alt="A red dot, alone"}

| Year | People |
|-----:|:-------|
| 2019 | 12 |

: **Few.** Of many [@kim]. {#tbl-few}

1. one
2. two

::: {.box}
**Aside**

Words in a box.
:::

::: {.slide #s-one}
## It holds

- A point [@kim]

![](#fig-dot)

::: notes
Say it slowly.
:::
:::
"""
WORKS = (
    '[{"id": "kim", "type": "book", "title": "Rivers", "publisher": "House",'
    ' "author": [{"family": "Kim", "given": "Minji"}], "issued": {"date-parts": [[2020]]}}]'
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from PIL import Image

    root = tmp_path_factory.mktemp("review")
    (root / "content/images").mkdir(parents=True)
    (root / "content/brief.md").write_text(CONTENT)
    (root / "content/works.json").write_text(WORKS)
    Image.new("RGB", (60, 60), "red").save(root / "content/images/dot.png")
    diagnostics = Diagnostics()
    list(build(Project(root), ("docx",), diagnostics))
    assert [one.message for one in diagnostics if one.rule is Rule.REVIEW_DIFFERS] == []
    return root


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(f"word/{name}.xml").decode()


def test_it_holds_text_notes_tables_pictures_and_slides(project: Path) -> None:
    data = (project / "build/brief.docx").read_bytes()
    text, notes = part(data, "document"), part(data, "footnotes")
    plain = re.sub(r"<[^>]+>", "", text)
    for words in ("One claim.", "Words in a box.", "Figure 1.", "Say it slowly.", "Edition 1"):
        assert words in plain
    assert "is <" not in notes
    assert "What is" in re.sub(r"<[^>]+>", "", notes)
    assert text.count("<w:footnoteReference ") == 1
    assert "numRestart" not in text, "LibreOffice would count anew under each heading"
    assert text.count("<m:oMath>") == 2
    assert 'descr="A red dot, alone"' in text
    assert "base64" not in text
    ids = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text)
    assert {"sec-first", "fig-dot", "tbl-few", "eq-e", "s-one"} <= set(ids)


def test_it_is_the_same_each_time(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(project / "content", other / "content")
    list(build(Project(other), ("docx",), Diagnostics()))
    built = (project / "build/brief.docx").read_bytes()
    assert (other / "build/brief.docx").read_bytes() == built


CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "a word that a reviewer wrote": (
        lambda xml: xml.replace("One", "Another", 1),
        "it lacks “one”, has besides “another”",
    ),
    "a paragraph that is gone": (
        lambda xml: xml.replace("Words in a box.", "in a box."),
        "it lacks “words”",
    ),
    "a mark of a note that is gone": (
        lambda xml: re.sub(r"<w:footnoteReference [^>]*>", "", xml),
        "it has 1 marks of notes for 2",
    ),
    "an alternative that is gone": (
        lambda xml: xml.replace("A red dot, alone", ""),
        "it lacks “a”, “dot”, “red”, “alone”",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_in_it_is_told(project: Path, name: str) -> None:
    change, told = CHANGES[name]
    prepared = prepare(Project(project), "content/brief.md", Diagnostics())
    data = io.BytesIO()
    with (
        zipfile.ZipFile(project / "build/brief.docx") as file,
        zipfile.ZipFile(data, "w") as changed,
    ):
        for one in file.namelist():
            text = file.read(one)
            if one == "word/document.xml":
                text = change(text.decode()).encode()
            changed.writestr(one, text)
    diagnostics = Diagnostics()
    check_review(prepared.document, data.getvalue(), "build/brief.docx", diagnostics)
    (found,) = diagnostics
    assert found.rule is Rule.REVIEW_DIFFERS
    assert found.message.endswith(told)


def test_a_file_that_is_no_word_file_is_told(project: Path) -> None:
    prepared = prepare(Project(project), "content/brief.md", Diagnostics())
    diagnostics = Diagnostics()
    check_review(prepared.document, b"no zip", "build/brief.docx", diagnostics)
    assert [one.message for one in diagnostics] == ["it is no Word file"]


def test_pictures_that_are_no_pixels_are_words(project: Path) -> None:
    prepared = prepare(Project(project), "content/brief.md", Diagnostics())
    diagnostics = Diagnostics()
    data = to_word(prepared.document, {})
    check_review(prepared.document, data, "build/brief.docx", diagnostics)
    assert list(diagnostics) == []
