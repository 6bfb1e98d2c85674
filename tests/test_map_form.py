"""Maps in words: what they show, what they refuse, and labels that keep clear of each other."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from reportgen.brand import Brand
from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.cartography.content import MapSpec
from reportgen.charts.cartography.room import Room
from reportgen.charts.forms.map import FORM
from reportgen.charts.grammar import ChartFault
from reportgen.charts.look import Look
from reportgen.charts.table import Header, Table
from reportgen.diagnostics import Diagnostics
from reportgen.document import Place, Size, mm
from reportgen.files.project import Project
from reportgen.theme import load_theme


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brand]:
    """Return the default brand, with its fonts set as in a build."""
    theme = load_theme(Project(Path(tmp_path_factory.mktemp("brand"))), Diagnostics())
    for face in theme.fonts:
        font_manager.fontManager.addfont(str(face.path))
    with rc_context({"font.family": list(theme.brand.families(theme.brand.figures))}):
        yield theme.brand


def table(lang: str = "en", **columns: list[Any]) -> Table:
    numeric = {
        name for name, values in columns.items() if any(isinstance(v, int | float) for v in values)
    }
    headers = {name: Header() for name in columns}
    return Table("data", columns, headers, Locale(lang), numeric=frozenset(numeric))


def drawn(
    brand: Brand, spec: MapSpec, rows: Table, kind: str = "brief", size: tuple[int, int] = (108, 80)
) -> Canvas:
    width, height = size
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    look = Look(brand, Place(kind, Size(mm(width), mm(height))), str(rows.locale))
    canvas = Canvas(figure, look)
    if FORM.check is not None:
        FORM.check(spec, rows)
    FORM.draw(canvas, Area(canvas.whole), spec, rows)
    return canvas


def texts(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in canvas.axes.texts]


def collisions(canvas: Canvas) -> list[tuple[str, str]]:
    """Return pairs of texts of a canvas that cover each other, and those that are cut."""
    canvas.figure.set_dpi(72)
    renderer: Any = FigureCanvasAgg(canvas.figure).get_renderer()  # type: ignore[no-untyped-call]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in canvas.axes.texts]
    whole = Box(-0.5, -0.5, canvas.width + 0.5, canvas.height + 0.5)
    found = [
        (one, other)
        for (one, box), (other, beside) in combinations(boxes, 2)
        if box.x0 < beside.x1 - 0.3 and beside.x0 < box.x1 - 0.3
        and box.y0 < beside.y1 - 0.25 * beside.height and beside.y0 < box.y1 - 0.25 * box.height
    ]  # fmt: skip
    cut = [
        (text, "the edge") for text, box in boxes
        if not whole.holds(Box(box.x0, box.y0, box.x1, box.y1))
    ]  # fmt: skip
    return found + cut


ROUTE = ["China", "Mongolia", "Laos", "Vietnam", "Thailand", "South Korea", "North Korea"]
SAYS = tuple((name, "lets people go on; nine were handed over in 2013") for name in ROUTE[:5])
COUNTRIES = table(
    place=["KOR", "PRK", "CHN", "JPN", "MNG", "World"], value=[3.2, None, 8.8, 1.0, 5.5, 4.0]
)


def test_a_map_of_values_has_its_classes_its_hatch_and_its_largest(brand: Brand) -> None:
    canvas = drawn(brand, MapSpec(place="place", value="value", classes=3), COUNTRIES)
    said = texts(canvas)
    assert {"China", "8.8", "no data"} <= set(said)
    assert "World" not in said
    assert [one for one in said if re.fullmatch(r"[\d.]+", one)][:2] == ["1", "5"]
    hatched = [one for one in canvas.axes.collections if one.get_hatch()]
    assert len(hatched) == 1


@pytest.mark.parametrize(
    ("lang", "size"), [("en", (60, 50)), ("de", (108, 90)), ("ko", (170, 70)), ("ar", (300, 120))]
)
def test_no_label_covers_another_or_is_cut(brand: Brand, lang: str, size: tuple[int, int]) -> None:
    kind = "deck" if size[0] > 170 else "brief"
    rows = table(
        lang,
        origin=["KP", "CN", "CN", "CN", "LA", "TH"],
        destination=["CN", "MN", "LA", "VN", "TH", "KR"],
        value=[100, 20, 60, 30, 55, 90],
    )
    spec = MapSpec(origin="origin", destination="destination", value="value", highlight=("TH",))
    if size[0] >= 170:
        spec = replace(spec, notes=tuple((at, said) for at, said in SAYS))
    canvas = drawn(brand, spec, rows, kind, size)
    assert collisions(canvas) == []


def test_countries_are_named_in_the_documents_language(brand: Brand) -> None:
    rows = table("de", place=["KR", "Japan"], value=[1, 2])
    assert {"Südkorea", "Japan"} <= set(texts(drawn(brand, MapSpec(place="place"), rows)))


def test_classes_keep_to_one_side_of_zero(brand: Brand) -> None:
    rows = table(place=["FR", "DE", "ES", "IT", "PL"], change=[-8, -3, 2, 5, 11])
    canvas = drawn(brand, MapSpec(place="place", value="change", classes=4), rows)
    assert "0" in texts(canvas)
    assert any(one.get_hatch() for one in canvas.axes.collections)


@pytest.mark.parametrize(
    ("spec", "rows", "words"),
    [
        (MapSpec(), table(a=["x"]), "shows nothing"),
        (MapSpec(place="p"), table(p=["Sout Korea"]), "no country"),
        (MapSpec(place="p"), table(p=["World", "Africa"]), "no row is of a country"),
        (MapSpec(place="p"), table(p=["KR", "KR"]), "more than one row"),
        (MapSpec(place="p"), table(p=["KR", "South Korea"]), "rows of one place"),
        (MapSpec(place="p", value="v"), table(p=["KR"], v=[None]), "no place has a value"),
        (MapSpec(place="p", value="v", breaks="jenks"), table(p=["KR"], v=[1]), "cannot be"),
        (MapSpec(place="p", value="v", classes=12), table(p=["KR"], v=[1]), "2 to 9"),
        (MapSpec(place="p", show="Atlantis"), table(p=["KR"]), "neither a region"),
        (MapSpec(place="p", show="1, 9, 2, 3"), table(p=["KR"]), "no part of the globe"),
        (MapSpec(latitude="a"), table(a=[1.0]), "`longitude`"),
        (MapSpec(latitude="a", longitude="a"), table(a=[91.0]), "no place on the globe"),
        (MapSpec(origin="p"), table(p=["KR"]), "`destination`"),
        (MapSpec(place="p", highlight=("Nowhere",)), table(p=["KR"]), "no country"),
    ],
)
def test_what_no_map_can_show_is_refused(spec: MapSpec, rows: Table, words: str) -> None:
    assert FORM.check is not None
    with pytest.raises(ChartFault) as caught:
        FORM.check(spec, rows)
    assert words in caught.value.message


def test_shapes_of_the_author_are_joined_by_their_key(brand: Brand) -> None:
    square = [[[127, 35], [128, 35], [128, 36], [127, 36], [127, 35]]]
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"name": "Jeonbuk"},
             "geometry": {"type": "Polygon", "coordinates": square}}
        ],
    }  # fmt: skip
    rows = table(place=["Jeonbuk"], value=[4])
    rows = replace(rows, others={"areas": replace(table(), shapes=shapes)})
    spec = MapSpec(place="place", value="value", shapes="areas", key="name")
    assert "Jeonbuk" in texts(drawn(brand, spec, rows))
    with pytest.raises(ChartFault, match="property"):
        drawn(brand, replace(spec, key="nam"), rows)


def test_the_svg_of_a_map_of_the_world_is_small(brand: Brand) -> None:
    rows = table(place=["KR", "US", "BR", "ZA", "FR", "TV"], value=[1, 2, 3, 4, 5, 6])
    spec = MapSpec(place="place", value="value", show="world")
    canvas = drawn(brand, spec, rows, size=(170, 80))
    svg = io.BytesIO()
    canvas.figure.savefig(svg, format="svg")
    assert len(svg.getvalue()) < 400_000


def test_a_box_finds_the_nearest_free_place() -> None:
    room = Room(Box(0, 0, 100, 100), 2)
    room.take(Box(40, 0, 60, 100))
    found = room.anywhere(20, 10, (50, 50))
    assert found is not None
    assert found.right <= 40 or found.left >= 60
    assert room.anywhere(120, 10, (50, 50)) is None
