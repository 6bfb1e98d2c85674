"""Charts of PowerPoint's own: read from what a figure draws, written with a workbook, checked."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pptx
import pytest
from matplotlib.figure import Figure
from openxml_audit import OpenXmlValidator

from conftest import edit
from reportgen.checks.read_back import read_deck
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
    edit(tiny, "title:", "native: true\ntitle:")
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
    assert [one.message for one in diagnostics if one.level is Level.ERROR] == []


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


FORMS = {
    "columns": 'chart=columns x=year y="women,men" highlight=2020',
    "stacked": 'chart=columns x=year y="women,men" .stack',
    "share": 'chart=bars x=year y="women,men" .share',
    "lines": "chart=lines x=year y=women highlight=2021",
    "areas": "chart=areas x=year y=women",
    "histogram": "chart=histogram x=women bins=3",
    "scatter": "chart=scatter x=women y=men name=place highlight=Bonn",
    "dots": 'chart=dots x=place y="women,men"',
    "pyramid": 'chart=pyramid x=place y="men,women"',
    "noted": 'chart=columns x=year y=women notes="2020: a note"',
}
NOT_NATIVE = {
    "events": "chart=columns x=year y=women events=events",
    "ranges": "chart=ranges x=place low=men high=all",
}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Rule, str]]]:
    """Return a built project with a native chart of each form on a slide, and what was found."""
    root = tmp_path_factory.mktemp("forms")
    (root / "content/data").mkdir(parents=True)
    (root / "content/data/people.csv").write_text(
        "year,place,women,men,all\n2018,Ulm,40,35,75\n2019,Bonn,52,61,113\n"
        "2020,Kiel,20,11,31\n2021,Trier,9,8,17\n"
    )
    (root / "content/data/events.csv").write_text("year,what\n2020,Borders close\n")
    for name in ("people", "events"):
        (root / f"content/data/{name}.yaml").write_text(
            "title: T\nsource: []\nlicense: CC0\npublic: true\n"
        )
    figures = "\n\n".join(
        f'![**{name}.** B.](data/people.csv){{#fig-{name} {words} alt="Chart {name}"}}'
        for name, words in (FORMS | NOT_NATIVE).items()
    )
    slides = "\n\n".join(
        f"::: {{.slide}}\n## Slide {name}\n\n![](#fig-{name})\n\n"
        f"::: notes\nSaid of {name}.\n:::\n:::"
        for name in FORMS | NOT_NATIVE
    )
    head = "---\ntitle: T\nauthor: A\ndate: 2026-11-23\nlang: en\nnative: true\n---\n\n"
    head += "# One {#sec-one}\n\nText."
    (root / "content/brief.md").write_text(f"{head}\n\n{figures}\n\n{slides}\n")
    diagnostics = Diagnostics()
    list(build(Project(root), ("pdf", "pptx"), diagnostics))
    return root, [(one.rule, one.message) for one in diagnostics]


def charts_of(root: Path) -> dict[str, Any]:
    slides = pptx.Presentation(str(root / "build/brief.pptx")).slides
    shapes = [one for slide in slides for one in slide.shapes if one.has_chart]
    return {one._element.xpath(".//p:cNvPr")[0].get("descr"): one.chart for one in shapes}


def test_every_form_that_powerpoint_has_is_a_chart_of_its_own(forms: Any) -> None:
    root, found = forms
    charts = charts_of(root)
    assert set(charts) == {f"Chart {name}" for name in FORMS}
    told = [message for rule, message in found if rule is Rule.NO_NATIVE_CHART]
    assert len(told) == len(NOT_NATIVE)
    assert any("events" in one for one in told)
    errors = OpenXmlValidator().validate(str(root / "build/brief.pptx")).errors
    assert [str(one) for one in errors] == []


def test_native_charts_keep_highlights_labels_and_notes(forms: Any) -> None:
    charts = charts_of(forms[0])
    columns = charts["Chart columns"].plots[0]
    fills = [columns.series[0].points[at].format.fill for at in range(4)]
    assert [one.type is not None and str(one.fore_color.rgb) for one in fills][2] == "D9762B"
    noted = charts["Chart noted"].plots[0].series[0].points[2].data_label
    assert noted.text_frame.text == "20\na note"
    pyramid = charts["Chart pyramid"].plots[0]
    assert tuple(pyramid.series[0].values) == (-35.0, -61.0, -11.0, -8.0)
    scatter = charts["Chart scatter"].plots[0].series[0]
    assert scatter.points[1].data_label.text_frame.text == "Bonn"
    assert charts["Chart histogram"].plots[0].gap_width == 6


def test_the_tag_of_a_figure_leads_to_the_table_of_its_data(forms: Any) -> None:
    with pikepdf.open(forms[0] / "build/brief.pdf") as file:
        tags = [
            one for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]  # fmt: skip
        tables = {str(tag.get("/Alt")): [str(one.UF) for one in tag.get("/AF", [])] for tag in tags}
    assert tables["Chart lines"] == ["people.csv"]
    assert tables["Chart events"] == ["events.csv", "people.csv"]


def test_check_compares_the_values_of_native_charts_of_every_form(forms: Any) -> None:
    root, _ = forms
    diagnostics = Diagnostics()
    list(check(Project(root), diagnostics))
    assert [one.message for one in diagnostics if one.level is Level.ERROR] == []
    before = (root / "build/brief.pptx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name, part in parts.items() if b"<c:xVal>" in part and b">61.0<" in part)
    parts[name] = parts[name].replace(b">61.0<", b">16.0<")
    changed = read_deck(package(parts))
    same = [
        one == other
        for one, other in zip(read_deck(before).slides, changed.slides, strict=True)
    ]  # fmt: skip
    assert same.count(False) == 1, "the two values of a point are compared"
