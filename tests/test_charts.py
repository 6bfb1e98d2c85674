"""Charts of PowerPoint's own: read from what a figure draws, written with a workbook, checked."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pptx
import pytest
from matplotlib.figure import Figure
from openxml_audit import OpenXmlValidator

from conftest import edit
from reportgen.deck.package import package
from reportgen.diagnostics import Diagnostics, Level, Rule
from reportgen.document import Chart, ChartKind
from reportgen.drawing.chart_reading import read_chart
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check

YEARS = [2019, 2020, 2021]


def drawn(draw: Any) -> Chart | str:
    figure = Figure()
    draw(figure.subplots())
    return read_chart(figure)


def test_columns_have_their_ticks_for_names() -> None:
    def draw(axes: Any) -> None:
        axes.bar(
            YEARS, [3, 1.5, float("nan")], color=["#123456", "#123456", "#ff0000"], label="All"
        )

    chart = drawn(draw)
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.categories) == (ChartKind.COLUMN, ("2019", "2020", "2021"))
    (series,) = chart.series
    assert (series.name, series.values) == ("All", (3.0, 1.5, None))
    assert series.colors == ("#123456", "#123456", "#ff0000")


def test_bars_on_bars_are_stacked_and_words_name_them() -> None:
    def draw(axes: Any) -> None:
        axes.barh(["North", "South"], [3, 1], label="Women")
        axes.barh(["North", "South"], [2, 2], left=[3, 1], label="Men")
        axes.axvline(2, color="red")

    chart = drawn(draw)
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.stacked, chart.from_below) == (ChartKind.BAR, True, True)
    assert chart.categories == ("North", "South")
    assert [one.name for one in chart.series] == ["Women", "Men"]


def test_bars_side_by_side_are_not_stacked() -> None:
    def draw(axes: Any) -> None:
        axes.bar([0.8, 1.8], [3, 1], 0.4, label="Women")
        axes.bar([1.2, 2.2], [2, 2], 0.4, label="Men")
        axes.set_xticks([1, 2], ["old", "young"])

    chart = drawn(draw)
    assert isinstance(chart, Chart)
    assert (chart.stacked, chart.categories) == (False, ("old", "young"))


def test_lines_with_a_label_are_series_and_others_are_not() -> None:
    def draw(axes: Any) -> None:
        axes.plot(YEARS, [1, 2, 3], label="Share", color="#00aa00")
        axes.plot([2019, 2020], [3, 3])

    chart = drawn(draw)
    assert isinstance(chart, Chart)
    assert chart.kind is ChartKind.LINE
    assert [(one.name, one.values, one.colors) for one in chart.series] == [
        ("Share", (1.0, 2.0, 3.0), ("#00aa00",))
    ]


@pytest.mark.parametrize(
    ("draw", "why"),
    [
        (lambda axes: axes.scatter(YEARS, YEARS), "not exactly one axes"),
        (lambda axes: axes.bar(YEARS, YEARS), "no `label`"),
        (lambda axes: axes.barh(YEARS, [1, 2, 3], left=[5, 5, 5], label="a"), "begin at zero"),
        (
            lambda axes: (
                axes.bar(YEARS, [3, 4, 5], label="a"),
                axes.bar(YEARS, [1, 1, 1], label="b"),
            ),
            "begin at zero",
        ),
        (
            lambda axes: (axes.bar(YEARS, YEARS, label="a"), axes.plot(YEARS, YEARS, label="b")),
            "at once",
        ),
        (
            lambda axes: (axes.plot(YEARS, YEARS, label="a"), axes.plot([1], [1], label="b")),
            "the same positions",
        ),
    ],
)
def test_what_is_no_plain_chart_says_why(draw: Any, why: str) -> None:
    found = drawn(draw)
    assert isinstance(found, str)
    assert why in found


def native(root: Path) -> tuple[bytes, list[Rule]]:
    diagnostics = Diagnostics()
    list(build(Project(root), ("pdf", "pptx"), diagnostics))
    return (root / "build/brief.pptx").read_bytes(), [one.rule for one in diagnostics]


@pytest.fixture
def charted(tiny: Path) -> Path:
    edit(tiny, "title:", "charts: native\ntitle:")
    module = tiny / "figures/count.py"
    text = module.read_text()
    module.write_text(
        text.replace('color=brand.color("primary")', 'color=brand.color("primary"), label="People"')
    )
    return tiny


def test_a_slide_has_a_chart_that_can_be_edited(charted: Path, tmp_path: Path) -> None:
    data, rules = native(charted)
    assert rules == []
    shapes = [one for slide in pptx.Presentation(io.BytesIO(data)).slides for one in slide.shapes]
    (shape,) = [one for one in shapes if one.has_chart]
    chart: Any = shape.chart
    (series,) = chart.plots[0].series
    assert (series.name, tuple(series.values)) == ("People", (1200.0, 1500.0))
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), "it has its figure's alternative"
    workbook = chart.part.chart_workbook.xlsx_part.blob
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        cells = archive.read("xl/worksheets/sheet1.xml")
    assert b"<v>1200</v>" in cells
    assert b"<v>1500</v>" in cells
    assert [
        str(one) for one in OpenXmlValidator().validate(str(charted / "build/brief.pptx")).errors
    ] == []
    assert native(charted)[0] == data
    diagnostics = Diagnostics()
    list(check(Project(charted), diagnostics))
    assert [one.message for one in diagnostics if one.rule is not Rule.UNUSED_FACT] == []


def test_the_same_chart_has_the_same_bytes(charted: Path) -> None:
    first, _ = native(charted)
    (charted / "build/brief.pptx").unlink()
    assert native(charted)[0] == first


def test_a_value_changed_in_the_chart_is_found(charted: Path) -> None:
    data, _ = native(charted)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(one for one in parts if re.fullmatch(r"ppt/charts/chart\w*\.xml", one))
    assert b"<c:v>1500" in parts[name]
    parts[name] = parts[name].replace(b"<c:v>1500", b"<c:v>1900")
    (charted / "build/brief.pptx").write_bytes(package(parts))
    diagnostics = Diagnostics()
    list(check(Project(charted), diagnostics))
    assert [(one.rule, one.message) for one in diagnostics if one.level is Level.ERROR] == [
        (
            Rule.ALTERED,
            "slide 3, the chart, the series “People”, at “2020”: a value is 1900 (1500 as built)",
        )
    ]


def test_a_figure_that_is_no_chart_stays_a_picture_and_says_so(tiny: Path) -> None:
    edit(tiny, '{#fig-count alt="', '{#fig-count charts="native" alt="')
    data, rules = native(tiny)
    assert rules == [Rule.NO_NATIVE_CHART]
    assert b"ppt/charts" not in data


def test_an_unknown_kind_of_chart_is_reported(tiny: Path) -> None:
    edit(tiny, '{#fig-count alt="', '{#fig-count charts="real" alt="')
    diagnostics = Diagnostics()
    with pytest.raises(Exception, match="errors"):
        list(build(Project(tiny), ("pptx",), diagnostics))
    assert [one.message for one in diagnostics] == ["`charts=real` is unknown"]
