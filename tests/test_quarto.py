"""Quarto's conventions: what both files carry of them."""

import io
import re
from pathlib import Path

import pikepdf
import pytest

from projects import Made
from reportgen.files.project import Project

PART = """## An included part {#sec-part}

This part is of “{{< meta title >}}” by {{< meta author >}}. Press {{< kbd Ctrl-C >}}.
"""
TEXT = """# Callouts {#sec-one}

::: callout-note
A note.
:::

::: {.callout-warning title="Mind the step" collapse="true"}
A warning.
:::

::: callout-tip
## The title of a tip
A tip.
:::

> [!IMPORTANT]
> As GitHub writes it.

::: {.callout-caution appearance="simple"}
A caution.
:::

{{< include parts/_part.md >}}

{{< pagebreak >}}

# After a page {#sec-two}

Text.

\\newpage

# After another {#sec-three}

Text.

::: {.slide #s-one}
## A slide with a callout

::: callout-warning
Mind the gap.
:::

::: notes
x
:::
:::

::: {.slide #s-two visibility="hidden"}
## A slide that a show passes over

- backup

::: notes
x
:::
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    files = {"content/parts/_part.md": PART, "content/_other.md": "Nothing.\n"}
    return Made(tmp_path_factory.mktemp("quarto"), TEXT, files)


def test_both_files_are_sound(made: Made) -> None:
    assert made.errors == []


def test_callouts_say_what_they_are(made: Made) -> None:
    text = "".join(made.brief.pages)
    for title in ("Note", "Mind the step", "The title of a tip", "Important", "Caution"):
        assert title in text
    assert "Warning\nMind the gap." in "\n".join(made.deck.slides[1].texts)


def test_callouts_are_named_in_the_language_of_the_document(tmp_path: Path) -> None:
    text = "::: callout-note\nText.\n:::\n\n::: {.slide #s}\n## S\n\nx\n\n::: notes\nx\n:::\n:::\n"
    made = Made(tmp_path, text, lang="de-DE")
    assert made.errors == []
    assert "Hinweis" in "".join(made.brief.pages)


def test_an_included_file_stands_in_its_place_and_is_no_document(made: Made) -> None:
    text = re.sub(r"\\s+", " ", "".join(made.brief.pages))
    assert "This part is of “A test of text” by Ada. Press Ctrl-C." in text.replace("\r\n", " ")
    assert Project(made.root).documents() == ("content/brief.md",)
    assert "_part.md" in (made.root / "build/.reportgen/brief.pdf.d").read_text()


def test_a_page_ends_where_the_text_says(made: Made) -> None:
    before, after, last = made.brief.pages[-3:]
    assert "An included part" in before
    assert "After a page" in after
    assert "After another" not in after
    assert "After another" in last


def test_a_hidden_slide_is_hidden_and_no_other(made: Made) -> None:
    hidden = {slide.name for slide in made.deck.slides if slide.is_hidden}
    assert hidden == {"s-two"}


def test_pictures_keep_their_shape_at_the_width_that_is_asked_for(tmp_path: Path) -> None:
    from PIL import Image

    files = {}
    for name, size in (("wide", (800, 400)), ("tall", (400, 800))):
        data = io.BytesIO()
        Image.new("RGB", size, "#336699").save(data, "PNG")
        files[f"content/{name}.png"] = data.getvalue()
    text = (
        '![A.](wide.png){#fig-a fig-alt="a" height="30mm"}\n\n'
        '![B.](tall.png){#fig-b alt="b" height="30mm"}\n\n'
        '![C.](wide.png){#fig-c alt="c" width=30%}\n\n'
        '![D.](tall.png){#fig-d alt="d" width="20mm"}\n\n'
        "::: {.slide #s}\n## S\n\nx\n\n::: notes\nx\n:::\n:::\n"
    )
    made = Made(tmp_path, text, files)
    assert made.errors == []
    shown = [(round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in _images(made.pdf)]
    assert shown == [(60, 30), (15, 30), (51, 26), (20, 40)]  # 30% of 170 mm


def _images(pdf: bytes) -> list[tuple[float, float]]:
    """Return the width and height in points at which images are painted, in their order."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            stack = [pikepdf.Matrix()]
            for step in pikepdf.parse_content_stream(page):
                operands, name = step.operands, str(step.operator)
                if name == "q":
                    stack.append(stack[-1])
                elif name == "Q":
                    stack.pop()
                elif name == "cm":
                    stack[-1] = pikepdf.Matrix(*map(float, operands)) @ stack[-1]
                elif name == "Do" and page.Resources.XObject[str(operands[0])].Subtype == "/Image":
                    found.append((abs(stack[-1].a), abs(stack[-1].d)))
    return found


PANELS = """::: {#fig-pair layout-ncol=2}

![First.](wide.png){#fig-a fig-alt="first"}

![Second.](tall.png){alt="second"}

**Two figures.** One beside the other.
:::

See @fig-pair, @fig-a and [-@fig-a].

::: {layout-ncol=2}
| a | b |
|---|---|
| 1 | 2 |

- beside
:::

::: columns
::: {.column width="30%"}
Left.
:::
::: {.column width="70%"}
Right.
:::
:::

::: {.slide #s}
## The pair

![](#fig-pair)

::: notes
x
:::
:::
"""


@pytest.fixture(scope="module")
def panels(tmp_path_factory: pytest.TempPathFactory) -> Made:
    from PIL import Image

    files = {}
    for name, size in (("wide", (80, 40)), ("tall", (40, 80))):
        data = io.BytesIO()
        Image.new("RGB", size, "#336699").save(data, "PNG")
        files[f"content/{name}.png"] = data.getvalue()
    return Made(tmp_path_factory.mktemp("panels"), PANELS, files)


def test_figures_that_stand_together_have_one_number_and_letters(panels: Made) -> None:
    assert panels.errors == []
    text = re.sub(r"\s+", " ", "".join(panels.brief.pages))
    assert "Figure 1 Two figures." in text
    assert "(a) First. (b) Second." in text
    assert "See Figure 1, Figure 1a and 1a." in text
    assert panels.brief.alternatives.count("first") == 1


def test_a_slide_shows_a_group_side_by_side(panels: Made) -> None:
    slide = next(one for one in panels.deck.slides if one.name == "s")
    assert slide.pictures == ("first", "second")
    assert "Figure 1. Two figures. One beside the other." in slide.notes.replace("\xa0", " ")


def test_columns_stand_side_by_side_in_the_brief(panels: Made) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(panels.pdf)) as file:
        words = {w["text"]: w for page in file.pages for w in page.extract_words()}
    left, right = words["Left."], words["Right."]
    assert abs(left["top"] - right["top"]) < 1
    assert right["x0"] - left["x0"] > 100


def test_long_lines_of_code_go_on_and_none_is_lost(tmp_path: Path) -> None:
    line = "value = " + " + ".join(f"part_{number}" for number in range(40))
    made = Made(
        tmp_path,
        f"```python\n{line}\n\nx  = 1   # columns hold\n```\n\n"
        "::: {.slide #s}\n## S\n\n```python\nx = 1\ny = 2\n```\n\n::: notes\nx\n:::\n:::\n",
    )
    assert made.errors == []
    text = re.sub(r"\s+", "", "".join(made.brief.pages))
    assert re.sub(r"\s+", "", line) in text
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        names = {str(one.get("/BaseFont", "")) for one in file.objects if hasattr(one, "get")}
    assert any("Source-Code-Pro" in name for name in names)


def test_everything_at_once_gives_no_finding(tmp_path: Path) -> None:
    text = (
        "# One $x^2$ {#sec-one}\n\n"
        "> [!TIP]\n> Press {{< kbd Ctrl-C >}} on 5 km^2^.^[A $n$ in it.]\n\n"
        "::: {.callout-note}\n## Its title\n\n$$\n\\frac{a}{b}\n$$ {#eq-a}\n\n- See @eq-a.\n:::\n\n"
        ':::: columns\n::: {.column width="40%"}\nOn the left hand side.\n:::\n'
        '::: {.column width="60%"}\n```json\n{"a": 1}\n```\n:::\n::::\n\n{{< pagebreak >}}\n\n'
        "Behind the break.\n\n::: {.slide #s .incremental}\n## It says $x^2$\n\n"
        "- one of $n$\n- two\n\n"
        "::: notes\nSaid $\\frac{a}{b}$.\n:::\n:::\n"
    )
    assert Made(tmp_path, text).errors == []
