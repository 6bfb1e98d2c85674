"""Code on slides: its columns hold, a long line goes on behind a mark, words have colours."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from projects import Made
from reportgen.code_tokens import lines, token_colors
from reportgen.contrast import TEXT_CONTRAST, contrast
from reportgen.deck.model import LINE_BREAK, Para, Type
from reportgen.deck.plan.code_lines import GOES_ON, code_runs, in_lines

LONG = "total = sum(one for one in rows if one.year in (2019, 2020, 2021)) + others_of(rows)"
TEXT = f"""# Code

::: {{.slide #s-code}}
## A message

```python
def of(x):
	return 7  # seven
{LONG}

a    b
1    2
```

::: notes
Say it.
:::
:::
"""


def para(text: str, language: str = "python") -> Para:
    return Para(tuple(code_runs(lines(text, language))), code=True)


def test_long_lines_go_on_behind_a_mark_and_nothing_is_lost() -> None:
    found = in_lines(para(LONG), Type("Arial", 24.0), 500.0)
    rows = found.text.split(LINE_BREAK)
    assert len(rows) > 1
    assert all(row.startswith(GOES_ON) for row in rows[1:])
    assert all(len(row) * 0.6 * 24 <= 500 for row in rows)
    assert found.text.replace(LINE_BREAK + GOES_ON, "") == LONG
    assert in_lines(found, Type("Arial", 24.0), 500.0) == found


def test_lines_that_fit_and_tabs_keep_their_columns() -> None:
    found = in_lines(para("a\tb\nlong\tc\n\n  d"), Type("Arial", 20.0), 600.0)
    assert found.text.split(LINE_BREAK) == ["a   b", "long    c", "", "  d"]


@pytest.mark.parametrize("text", ["x" * 300, "값" * 90, " " * 200 + "x", "a " * 150])
def test_any_line_is_broken(text: str) -> None:
    found = in_lines(para(text, ""), Type("Arial", 24.0), 400.0)
    assert found.text.replace(LINE_BREAK + GOES_ON, "") == text


def test_code_of_a_slide_is_sound_coloured_and_as_typed(tmp_path: Path) -> None:
    made = Made(tmp_path, TEXT)
    assert made.errors == []
    slide = Presentation(io.BytesIO(made.pptx)).slides[1]
    runs = [
        run
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.name == "Courier New"
    ]
    shown = "".join(run.text for run in runs)
    assert "def of(x):" in shown
    assert "    return 7" in shown
    assert LONG in shown.replace(GOES_ON, "")
    colours = {run.text.strip(): run._r.rPr.find(".//{*}srgbClr") for run in runs}
    assert colours["def"] is not None
    assert colours["# seven"].get("val") != colours["def"].get("val")


def test_colours_of_words_can_be_read() -> None:
    brand = dict.fromkeys(("muted", "primary", "success", "danger"), "#8899aa")
    found = token_colors({**brand, "background": "#ffffff"}, "background")
    assert all(contrast(one, "#ffffff") >= TEXT_CONTRAST for one in found.values())
