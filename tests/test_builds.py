"""What appears on slides by clicks."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from projects import Made

ROWS = "year,women,men\n2001,900,300\n2002,1100,1200\n2005,1500,700\n"
TEXT = """# One {#sec-one}

Text. They were 900 and 300, then 1,100 and 1,200, then 1,500 and 700.

![**Numbers grew.** Source: a test.](data/people.csv){#fig-people alt="Columns of people."
  chart=columns x=year y="women,men" notes="2002: more men"}

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

::: {.slide #s-parts}
## A figure part by part

![](#fig-people){builds="men; notes"}

::: notes
x
:::
:::

::: {.slide #s-native}
## A chart of PowerPoint's own

First.

. . .

![](data/people.csv){#fig-own alt="Columns of women." chart=columns x=year y=women
  native=true builds=categories}

::: notes
x
:::
:::

::: {.slide #s-whole}
## A whole figure waits for its click

Words.

. . .

![](#fig-people)

More words.

::: notes
x
:::
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("builds"), TEXT, {"content/data/people.csv": ROWS})


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


def shapes(slide: Any) -> dict[str, Any]:
    return {str(one.shape_id): one for one in slide.shapes}


def effects(slide: Any) -> list[tuple[str, Any]]:
    """Return each effect of a slide: the kind of its node, and its target."""
    found = slide._element.iterfind(".//{*}cTn[@presetClass='entr']")
    return [(one.get("nodeType"), one.find(".//{*}spTgt")) for one in found]


def test_a_figure_grows_by_states_that_cover_one_another(made: Made) -> None:
    slide = list(Presentation(io.BytesIO(made.pptx)).slides)[5]
    pictures = [one for one in slide.shapes if one._element.tag.endswith("}pic")]
    assert len(pictures) == 3
    assert len({(one.left, one.top, one.width, one.height) for one in pictures}) == 1
    decorative = [one._element.find(".//{*}decorative") is not None for one in pictures]
    said = [one._element.nvPicPr.cNvPr.get("descr") for one in pictures]
    assert decorative == [True, True, False]
    assert said == [None, None, "Columns of people."]
    shown = [target.get("spid") for _, target in effects(slide)]
    assert shown == [str(one.shape_id) for one in pictures[1:]]
    assert {node for node, _ in effects(slide)} == {"clickEffect"}
    assert all(target.find("{*}txEl") is None for _, target in effects(slide))
    assert slide._element.find(".//{*}bldLst") is None, "it would be empty, which is no list"


def test_each_state_has_what_the_one_before_it_has_and_more(made: Made) -> None:
    slide = list(Presentation(io.BytesIO(made.pptx)).slides)[5]
    pictures = [one for one in slide.shapes if one._element.tag.endswith("}pic")]
    pixels = [Image.open(io.BytesIO(one.image.blob)).convert("RGBA") for one in pictures]
    assert len({one.size for one in pixels}) == 1
    assert all(one.getchannel("A").getextrema() == (255, 255) for one in pixels), (
        "none is seen through"
    )
    inks = [sum(1 for dot in one.convert("L").tobytes() if dot < 250) for one in pixels]
    assert inks == sorted(set(inks))
    first, whole = (set(one.getcolors(1 << 24) or ()) for one in (pixels[0], pixels[-1]))
    assert {color for _, color in first} < {color for _, color in whole}, "men have a colour"


def test_a_chart_of_powerpoints_own_appears_by_its_categories(made: Made) -> None:
    slide = list(Presentation(io.BytesIO(made.pptx)).slides)[6]
    (chart,) = [one for one in slide.shapes if one.has_chart]
    parts = [target.find(".//{*}chart") for _, target in effects(slide)]
    told = [dict(one.attrib) for one in parts if one is not None]
    assert told == [
        {"seriesIdx": "-4", "categoryIdx": str(at), "bldStep": "category"} for at in range(5)
    ]
    nodes = [node for (node, _), one in zip(effects(slide), parts, strict=True) if one is not None]
    assert nodes.count("clickEffect") == 3, "two years are missing: nobody clicks for them"
    (build,) = slide._element.iterfind(".//{*}bldGraphic")
    assert build.get("spid") == str(chart.shape_id)
    assert dict(build.find(".//{*}bldChart").attrib) == {"bld": "category", "animBg": "0"}


def test_a_whole_figure_comes_with_its_pause(made: Made) -> None:
    slide = list(Presentation(io.BytesIO(made.pptx)).slides)[7]
    kinds = [node for node, _ in effects(slide)]
    assert kinds == ["clickEffect", "withEffect"]
    tags = {shapes(slide)[target.get("spid")]._element.tag for _, target in effects(slide)}
    assert {tag.rpartition("}")[2] for tag in tags} == {"pic", "sp"}


def test_parts_that_a_figure_has_not_are_told_where_the_slide_names_them(tmp_path: Path) -> None:
    text = (
        'Text 900.\n\n![**A.** Source: b.](data/people.csv){#fig-a alt="c" chart=bars x=year '
        'y=women}\n\n::: {.slide #s}\n## S\n\n![](#fig-a){builds="2001; woman"}\n\n'
        "::: notes\nx\n:::\n:::\n"
    )
    made = Made(tmp_path, text, {"content/data/people.csv": ROWS})
    (told,) = made.errors
    assert "content/brief.md:16:3: error[bad-slide]: no part of this figure is called" in told


def test_a_table_does_not_wait_for_a_click(tmp_path: Path) -> None:
    text = (
        "Text.\n\n::: {.slide #s}\n## S\n\nOne.\n\n. . .\n\n| a |\n|---|\n| 1 |\n\n"
        "::: notes\nx\n:::\n:::\n\n::: {.slide #t}\n## T\n\n"
        '![](a.png){alt="d" builds=series}\n\n::: notes\nx\n:::\n:::\n'
    )
    dot = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(dot, "PNG")
    made = Made(tmp_path, text, {"content/a.png": dot.getvalue()})
    assert len(made.errors) == 2
    assert "appears by a click" in made.errors[0]
    assert "`builds` is for a figure that is drawn, and this is a picture" in made.errors[1]
