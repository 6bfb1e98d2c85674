"""Charts in words: drawn in both files, their facts in the ledger, what is due, what is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from matplotlib.figure import Figure as Canvas

from conftest import TINY, copy_project, edit
from reportgen.brand import Brand
from reportgen.charts import ChartFault, Look
from reportgen.charts.chart import draw_chart
from reportgen.charts.forms import NAMES, form
from reportgen.charts.table import Header, Table
from reportgen.checks.read_back import page_texts
from reportgen.diagnostics import Diagnostics
from reportgen.document import Place, Size, mm
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS
from reportgen.theme import load_theme

ROWS = "year,men,women,note\n2001,900,300,a\n2002,1100,1200.5,b\n2005,700,1502,c\n2006,500,,d\n"
CHART = """
![**Numbers grew.** Source: [@doe2020].](data/people.csv){#fig-words alt="Columns: {{ two }}."}

``` {.chart}
chart: columns
x: year
y: [women, men]
bars: stacked
notes:
  2005: "{{ growth }} more than {{ one }}"
slide-y: women
slide-highlight: 2005
slide-notes: {2005: "up by {{ growth }}"}
```
"""


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    return load_theme(Project(tmp_path_factory.mktemp("none")), Diagnostics()).brand


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project with a chart in words in the brief and on a slide, built in German."""
    root = copy_project(TINY, tmp_path_factory.mktemp("words") / "tiny")
    (root / "content/data/people.csv").write_text(ROWS)
    (root / "content/data/people.yaml").write_text("units: people\n")
    edit(root, "\n![**People by year.**", CHART + "\n![**People by year.**")
    edit(root, "![](#fig-count)", "![](#fig-words)")
    edit(root, "lang: en-GB", "lang: de")
    list(build(Project(root), FORMATS, Diagnostics()))
    return root


def test_words_and_numbers_print_by_language_and_years_as_years(project: Path) -> None:
    text = " ".join(" ".join(page_texts((project / "build/brief.pdf").read_bytes())).split())
    assert "25% more than 1.200" in text.replace("\N{NO-BREAK SPACE}", " ").replace(" %", "%")
    assert "2.300,5" in text  # the greatest sum of both series
    assert re.search(r"\b2001\b", text)
    assert "2.001" not in text


def test_facts_of_a_chart_are_evidence_in_both_files(project: Path) -> None:
    ledger = json.loads((project / "build/brief.claims.json").read_text())
    claims = {one["name"]: one["figures"] for one in ledger["claims"]}
    assert "fig-words" in claims["growth"]
    assert "fig-words" in claims["one"]
    (exhibit,) = (one for one in ledger["exhibits"] if one["id"] == "fig-words")
    assert exhibit["columns"] == {"content/data/people.csv": ["year", "men", "women"]}


def test_both_files_agree_and_nothing_is_lost(project: Path) -> None:
    diagnostics = Diagnostics()
    check(Project(project), diagnostics)
    assert [str(one.message) for one in diagnostics] == []


def test_a_changed_setting_is_due_and_nothing_else_is(project: Path) -> None:
    again = [one.changed for one in build(Project(project), FORMATS, Diagnostics())]
    assert again == [False, False]
    edit(project, "slide-highlight: 2005", "slide-highlight: 2002")
    pdf, pptx = (one.changed for one in build(Project(project), FORMATS, Diagnostics()))
    assert pptx
    assert pdf  # its evidence names the settings, those of slides too
    edit(project, "slide-highlight: 2002", "slide-highlight: 2005")
    list(build(Project(project), FORMATS, Diagnostics()))


# --- what is drawn ------------------------------------------------------------------------------


def people(**columns: list[Any]) -> Table:
    headers = {"year": Header(format="year"), "women": Header("Women"), "men": Header("Men")}
    numeric = frozenset(key for key, values in columns.items() if not isinstance(values[0], str))
    return Table("people", columns, headers, Locale("en"), "", numeric)


def drawn(
    brand: Brand, name: str, table: Table, kind: str = "brief", lang: str = "en", **settings: Any
) -> Any:
    """Return the axes of a chart, 108 x 66 mm."""
    place = Place(kind, Size(mm(108), mm(66)))
    spec = form(name).spec(**settings)
    check_form = form(name).check
    if check_form is not None and not settings.get("multiples"):
        check_form(spec, table)
    canvas = Canvas(figsize=(108 / 25.4, 66 / 25.4))
    draw_chart(canvas, name, spec, table, Look(brand, place, lang), lambda fact: f"<{fact}>")
    return canvas.axes[0]


def texts(axes: Any) -> list[str]:
    return [one.get_text() for one in axes.texts]


def test_missing_years_are_gaps_between_columns_and_breaks_of_a_line(brand: Brand) -> None:
    table = people(year=[2001, 2002, 2005, 2006], women=[3.0, 4.0, 5.0, 6.0])
    columns = drawn(brand, "columns", table, x="year", y=("women",))
    bars = [one for one in columns.patches if one.get_height() > 5]
    lefts = sorted(one.get_x() for one in bars)
    assert lefts[2] - lefts[1] == pytest.approx(3 * (lefts[1] - lefts[0]))
    lines = drawn(brand, "lines", table, x="year", y=("women",))
    runs = [one for one in lines.lines if len(one.get_xdata()) == 2 and one.get_zorder() == 3]
    assert len(runs) == 2


def test_the_largest_the_last_and_the_highlighted_are_printed_by_themselves(brand: Brand) -> None:
    values = [float(one) for one in range(120, 100, -1)]
    table = people(year=list(range(2001, 2021)), women=values)
    axes = drawn(brand, "columns", table, x="year", y=("women",), highlight=("2010",))
    assert {"120", "101", "111"} <= set(texts(axes))
    assert "115" not in texts(axes)


def test_columns_stand_on_zero_or_are_refused(brand: Brand) -> None:
    table = people(year=[2001, 2002], women=[90.0, 100.0])
    axes = drawn(brand, "columns", table, x="year", y=("women",))
    one, other = (bar.get_height() for bar in axes.patches if bar.get_height() > 5)
    assert one / other == pytest.approx(0.9)
    with pytest.raises(ChartFault, match="stand on zero"):
        drawn(brand, "columns", table, x="year", y=("women",), limits=(80.0, 100.0))
    with pytest.raises(ChartFault, match="begin at zero"):
        drawn(brand, "bars", table, x="year", y=("women",), limits=(80.0, 100.0))


def test_a_name_that_is_none_is_told_with_one_that_is_near(brand: Brand) -> None:
    table = people(name=["North", "South"], women=[3.0, 4.0])
    with pytest.raises(ChartFault, match="`Nort`") as found:
        drawn(brand, "bars", table, x="name", y=("women",), highlight=("Nort",))
    assert "`North`" in found.value.help


def test_facts_stand_in_notes_and_a_number_first_is_large(brand: Brand) -> None:
    table = people(year=[2001, 2002, 2003], women=[9.0, 5.0, 4.0])
    axes = drawn(
        brand, "columns", table, x="year", y=("women",), change=("2002",),
        notes=(("2002", "−44% of {{ base }}"),),
    )  # fmt: skip
    sizes = {one.get_text(): one.get_fontsize() for one in axes.texts}
    assert sizes["−44%"] > 1.4 * sizes["of <base>"]


def test_a_slide_has_larger_type_and_no_axis(brand: Brand) -> None:
    table = people(year=list(range(2001, 2015)), women=[float(one) for one in range(14)])
    page = drawn(brand, "columns", table, x="year", y=("women",))
    slide = drawn(brand, "columns", table, "deck", x="year", y=("women",))
    assert min(one.get_fontsize() for one in slide.texts) >= 14
    assert len(slide.texts) < len(page.texts)


def test_names_that_do_not_fit_below_columns_lie_beside_bars(brand: Brand) -> None:
    names = [f"Administration of the province number {at}" for at in range(7)]
    table = people(name=names, women=[float(at + 1) for at in range(7)])
    axes = drawn(brand, "columns", table, x="name", y=("women",))
    bars = [one for one in axes.patches if one.get_width() > one.get_height()]
    assert len(bars) >= 6


def test_arabic_rows_are_mirrored(brand: Brand) -> None:
    table = people(name=["الشمال", "الجنوب"], women=[3.0, 4.0])
    axes = drawn(brand, "bars", table, lang="ar", x="name", y=("women",))
    right = 108 * 72 / 25.4
    assert max(one.get_x() + one.get_width() for one in axes.patches) > right / 2
    name = next(one for one in axes.texts if one.get_text() == "الشمال")
    assert name.get_position()[0] > right / 2


def test_two_values_for_one_place_are_refused(brand: Brand) -> None:
    table = people(year=[2001, 2001], women=[3.0, 4.0])
    with pytest.raises(ChartFault, match="two values"):
        drawn(brand, "lines", table, x="year", y=("women",))


def test_small_multiples_share_one_scale(brand: Brand) -> None:
    table = people(
        name=["a", "b", "a", "b"], women=[1.0, 2.0, 10.0, 20.0], part=["x", "x", "y", "y"]
    )
    axes = drawn(brand, "columns", table, x="name", y=("women",), multiples="part")
    heights = sorted(one.get_height() for one in axes.patches if one.get_height() > 0.5)
    assert heights[-1] / heights[-3] == pytest.approx(10, rel=0.05)


def test_every_form_says_what_it_is_for_and_each_setting_what_it_does() -> None:
    for name in NAMES:
        made = form(name)
        assert made.name == name
        assert made.says.endswith(".")
        assert made.example.startswith(f"chart={name}")
        for setting in made.settings:
            assert setting.says.rstrip("`").endswith((".", "`")), (name, setting.name)


def test_rows_are_added_up_only_where_the_author_says_so(brand: Brand) -> None:
    table = people(name=["a", "b", "c", "d"], women=[40.0, 30.0, 20.0, 10.0])
    counted = drawn(brand, "bars", table, x="name", y=("women",), most=2)
    assert "and 3 more" in texts(counted)
    assert "60" not in texts(counted)
    added = drawn(brand, "bars", table, x="name", y=("women",), most=2, rest="All others")
    assert {"All others", "60"} <= set(texts(added))


def test_dates_lie_to_scale_and_months_are_named_by_language(brand: Brand) -> None:
    days = [f"2020-{month:02}-01" for month in range(1, 13)]
    table = people(day=days, women=[float(at) for at in range(12)])
    axes = drawn(brand, "lines", table, lang="de", x="day", y=("women",))
    assert any(one.startswith("Jan 2020") for one in texts(axes))
    assert len([one for one in axes.lines if len(one.get_xdata()) == 12]) == 1


def test_lines_beside_a_highlighted_one_are_named_or_told_apart(brand: Brand) -> None:
    long = {name: f"{name} " + "Niederlassungsgenehmigung" * 2 for name in ("women", "men", "all")}
    columns = {name: [1.0, 2.0] for name in long} | {"year": [2001, 2002]}
    headers = {name: Header(label) for name, label in long.items()}
    headers["year"] = Header(format="year")
    table = Table("t", columns, headers, Locale("de"), "", frozenset(columns))
    axes = drawn(brand, "lines", table, x="year", y=tuple(long), highlight=(long["men"],))
    drawn_lines = [one for one in axes.lines if len(one.get_xdata()) == 2]
    colors = {one.get_color() for one in drawn_lines if one.get_zorder() in (3, 4)}
    assert len(colors) >= 3


def test_a_span_is_a_ground_behind_its_years(brand: Brand) -> None:
    table = people(year=list(range(2001, 2011)), women=[float(at + 5) for at in range(10)])
    span = (("2002 to 2004", "famine years"),)
    axes = drawn(brand, "columns", table, x="year", y=("women",), spans=span)
    ground = min(axes.patches, key=lambda one: one.get_zorder())
    bars = sorted(one.get_x() for one in axes.patches if one.get_zorder() == 3)
    assert bars[0] < ground.get_x() < bars[1]
    assert bars[3] < ground.get_x() + ground.get_width() < bars[4]
    assert "famine years" in " ".join(texts(axes))
    with pytest.raises(ChartFault, match="no place"):
        drawn(brand, "columns", table, x="year", y=("women",), spans=(("1990 to 2004", "x"),))


def test_a_note_without_its_mark_is_refused(brand: Brand) -> None:
    table = people(name=["a", "b", "c", "d"], women=[40.0, 30.0, 20.0, 10.0])
    with pytest.raises(ChartFault, match="no mark"):
        drawn(brand, "bars", table, x="name", y=("women",), most=2, notes=(("d", "words"),))
    with pytest.raises(ChartFault, match="no bracket"):
        drawn(brand, "dots", table, x="name", y=("women",), notes=(("a + b", "words"),))
