"""What appears on slides by clicks."""

import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from projects import Made

TEXT = """# One {#sec-one}

Text.

::: {.slide #s-pause}
## A pause

First part.

. . .

Second part.

Third part.

::: notes
x
:::
:::

::: {.slide #s-items .incremental}
## Item by item

1. one
2. two
    - below two
3. three

::: notes
x
:::
:::

::: {.slide #s-some}
## Some of it

Before.

::: incremental
- First
- Second
:::

::: notes
x
:::
:::

::: {.slide #s-none}
## Nothing moves

- one

::: notes
x
:::
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("builds"), TEXT)


def clicks(slide: Any) -> list[list[str]]:
    """Return the texts that appear by each click of a slide."""
    texts = {str(one.shape_id): one.text_frame.paragraphs for one in slide.shapes}
    found: list[list[str]] = []
    for effect in slide._element.iterfind(".//{*}cTn[@presetClass='entr']"):
        target = effect.find(".//{*}spTgt")
        line = int(target.find(".//{*}pRg").get("st"))
        if effect.get("nodeType") == "clickEffect":
            found.append([])
        found[-1].append(texts[target.get("spid")][line].text)
    return found


def test_paragraphs_appear_click_by_click(made: Made) -> None:
    assert made.errors == []
    slides = Presentation(io.BytesIO(made.pptx)).slides
    assert [clicks(slide) for slide in list(slides)[1:5]] == [
        [["Second part.", "Third part."]],
        [["one"], ["two", "below two"], ["three"]],
        [["First"], ["Second"]],
        [],
    ]


def test_numbers_go_on_from_click_to_click(made: Made) -> None:
    slide = list(Presentation(io.BytesIO(made.pptx)).slides)[2]
    starts = [one.get("startAt") for one in slide._element.iterfind(".//{*}buAutoNum")]
    assert starts in ([None, "1", "1"], [None, None, None])


def test_the_deck_is_valid(made: Made) -> None:
    from openxml_audit import OpenXmlValidator

    path = str(made.root / "build/brief.pptx")
    assert list(OpenXmlValidator().validate(path).errors) == []


def test_a_figure_does_not_wait_for_a_click(tmp_path: Path) -> None:
    text = (
        "Text.\n\n::: {.slide #s}\n## S\n\nOne.\n\n. . .\n\n| a |\n|---|\n| 1 |\n\n"
        "::: notes\nx\n:::\n:::\n"
    )
    made = Made(tmp_path, text)
    assert len(made.errors) == 1
    assert "appears by a click" in made.errors[0]
