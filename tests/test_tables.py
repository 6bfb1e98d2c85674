"""Tables: several head rows, merged cells, feet, lists in cells, many columns, long words."""

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pptx
import pytest

from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import ContentError, Diagnostics, Span
from reportgen.document import Cell, Paragraph, Row, Settled, Text, grid
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS

TEXT = """---
title: T
---

# Tables

+---------------------+---------------------+
| Group A             | Group B             |
+----------+----------+----------+----------+
| people   | share    | people   | share    |
+==========+==========+==========+==========+
| North    | alpha    | beta     | gamma    |
|          +----------+----------+----------+
|          | a merged cell       | last     |
+----------+----------+----------+----------+
| - one    | First    | x        | y        |
| - two    |          |          |          |
|          | Second   |          |          |
+==========+==========+==========+==========+
| total    | all      | of       | them     |
+==========+==========+==========+==========+

: **Merged.** {#tbl-merged}

| | |
|---|---|
| headless | pipe |

| A | B | C | D | E | F | G | H | I | J | K | L | M | N | O | P | Q | R | S | T |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| supported | unsupported | partially | supported | unsupported | partially | supported | \
unsupported | partially | supported | unsupported | partially | supported | unsupported | \
partially | supported | unsupported | partially | supported | unsupported |

| Code | Words |
|------|-------|
| a | Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenfabrikantenverband |

::: {.slide #s-a}
## Merged

![](#tbl-merged)

::: notes
It says more.
:::
:::
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with tables of all kinds, built and checked without a finding."""
    root = tmp_path_factory.mktemp("tables")
    (root / "content").mkdir()
    (root / "content/brief.md").write_text(TEXT)
    diagnostics = Diagnostics()
    list(build(Project(root), FORMATS, diagnostics))
    list(check(Project(root), diagnostics))
    assert list(diagnostics) == []
    return root


def rows_of_first_table(pdf: bytes) -> list[list[tuple[str, int, int]]]:
    """Return the first table's cells as tagged: type, and over how many columns and rows."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        table = next(one for one in file.objects if is_tag(one, "/Table"))
        groups = [child for child in table.K if str(child.S) in ("/THead", "/TBody", "/TFoot")]
        return [
            [cell(one) for one in row.K] for group in groups for row in group.K
        ]  # fmt: skip


def is_tag(one: object, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind


def cell(tag: pikepdf.Object) -> tuple[str, int, int]:
    marks: Any = tag.get("/A", {})
    return str(tag.S), int(marks.get("/ColSpan", 1)), int(marks.get("/RowSpan", 1))


def test_the_brief_keeps_merged_cells_several_heads_and_the_foot(built: Path) -> None:
    rows = rows_of_first_table((built / "build/brief.pdf").read_bytes())
    assert rows[0] == [("/TH", 2, 1), ("/TH", 2, 1)]
    assert rows[1] == [("/TH", 1, 1)] * 4
    assert rows[2] == [("/TH", 1, 2), ("/TD", 1, 1), ("/TD", 1, 1), ("/TD", 1, 1)]
    assert rows[3] == [("/TD", 2, 1), ("/TD", 1, 1)]
    assert len(rows) == 6
    with pikepdf.open(built / "build/brief.pdf") as file:
        kinds = [
            str(one.S)
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and "/S" in one
        ]
    assert kinds.count("/TFoot") == 1


def test_a_table_over_pages_says_above_each_later_part_that_it_goes_on(tmp_path: Path) -> None:
    """Its number stands there, an artifact, and on no page where a table begins or none goes on."""
    tables = [
        f"| {name} | n |\n|---|---|\n"
        + "".join(f"| {name}{row} | {row} |\n" for row in range(60))
        + f"\n: **{name}.** {{#tbl-{name}}}\n\n"
        for name in ("aa", "bb")
    ]
    last = "\n".join(f"| cc{row} |" for row in range(60))
    text = (
        f"---\ntitle: T\nlang: de\n---\n\n# Tables\n\n{tables[0]}{{{{< pagebreak >}}}}\n\n"
        f"{tables[1]}| cc |\n|---|\n{last}\n\n: **cc.** {{#tbl-cc}}\n\n# More\n\n" + "Word. " * 900
    )
    (tmp_path / "content").mkdir()
    (tmp_path / "content/brief.md").write_text(text)
    list(build(Project(tmp_path), ("pdf",), Diagnostics()))
    pages = page_texts((tmp_path / "build/brief.pdf").read_bytes())
    for number, name in enumerate(("aa", "bb", "cc"), 1):
        parts = [at for at, page in enumerate(pages) if re.search(rf"\b{name}\d+\b", page)]
        said = [at for at, page in enumerate(pages) if f"Tabelle {number} (Fortsetzung)" in page]
        assert len(parts) > 1
        assert said == parts[1:]


def test_slides_repeat_the_text_of_merged_cells(built: Path) -> None:
    slide = pptx.Presentation(str(built / "build/brief.pptx")).slides[1]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    found = [[one.text_frame.text for one in row.cells] for row in table.rows]
    assert found == [
        ["Group A\npeople", "Group A\nshare", "Group B\npeople", "Group B\nshare"],
        ["North", "alpha", "beta", "gamma"],
        ["North", "a merged cell", "a merged cell", "last"],
        ["one\ntwo", "First\nSecond", "x", "y"],
        ["total", "all", "of", "them"],
    ]
    assert (table.first_row, table.last_row) == (True, True)
    assert not any(one.is_merge_origin for row in table.rows for one in row.cells)
    marks = table.cell(3, 0).text_frame._txBody.xpath(".//a:buChar")
    assert len(marks) == 2


def test_what_does_not_fit_a_slide_is_told_at_its_cell(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    word = "x" * 200
    rows = f"| a | b |\n|---|---|\n| c | d {word} |\n"
    text = f"---\ntitle: T\n---\n\n::: {{.slide #s-a}}\n## A\n\n{rows}:::\n"
    (tmp_path / "content/brief.md").write_text(text)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tmp_path), FORMATS, diagnostics))
    found = [(one.rule.code, one.span.line, one.span.column) for one in diagnostics]
    assert ("text-overflow", 10, 7) in found


def test_a_figure_in_a_cell_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    text = "---\ntitle: T\n---\n\n| a | b |\n|---|---|\n| c | d |\n| e | ![](#tbl-x) |\n"
    (tmp_path / "content/brief.md").write_text(text)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tmp_path), FORMATS, diagnostics))
    assert [one.rule.code for one in diagnostics][:1] == ["unsupported"]


def named(name: str, columns: int = 1, rows: int = 1) -> Cell[Settled]:
    return Cell((Paragraph((Text(name),), Span("")),), columns, rows)


def test_a_grid_fills_what_cells_go_over_and_what_is_not_there() -> None:
    a, b, c = named("a", 2, 2), named("b"), named("c")
    rows: tuple[Row[Settled], ...] = ((a, b), (c,), ())
    found = grid(rows, 3)
    assert found[0] == (a, a, b)
    assert found[1] == (a, a, c)
    assert all(cell == Cell(()) for cell in found[2])
