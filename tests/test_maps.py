"""Maps: shapes, names of countries, projections that keep areas true, classes of values."""

from typing import Any

import numpy as np
import pytest

from reportgen.maps.classes import METHODS, classified, given
from reportgen.maps.countries import (
    carried,
    country,
    country_name,
    is_disputed,
    is_group,
)
from reportgen.maps.outlines import Frame, Outlines, label_point
from reportgen.maps.projections import (
    Albers,
    Azimuthal,
    EqualEarth,
    Extent,
    Projection,
    bounds,
    suited,
)
from reportgen.maps.topology import ShapesFault, read_shapes, signed_area

WORLD = Extent(-180, -58, 180, 84)
TWO = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, 0], [x, 5], [x, 9], [x + 9, 9], [x + 9, 5], [x + 9, 0], [x, 0]]
                ],
            },
        }
        for name, x in (("West", 0), ("East", 9))
    ],
}


@pytest.mark.parametrize(
    ("projection", "place", "expected"),
    [
        # Snyder 1987, pages 291 and 332; Šavrič, Patterson, Jenny 2018, table 1
        (Albers((-96, 23), (29.5, 45.5)), (-75, 35), (0.2952720, 0.2416774)),
        (Azimuthal((-100, 40)), (100, -20), (-4.2339303 / 3, 4.0257775 / 3)),
        (EqualEarth((0, 0)), (180, 0), (2.7066, 0)),
        (EqualEarth((0, 0)), (0, 90), (0, 1.3173)),
    ],
)
def test_projections_give_the_values_of_their_authors(
    projection: Projection, place: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert projection(np.array([place]))[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "extent",
    [WORLD, Extent(-11, 35, 35, 70), Extent(-18, -35, 52, 38), Extent(140, -30, 220, 20)],
)
def test_a_land_as_large_as_another_is_as_large_on_the_map(extent: Extent) -> None:
    projection = suited(extent)
    shares = []
    for north in np.linspace(extent.south + 2, extent.north - 4, 5):
        x = extent.centre[0] + extent.width / 5
        corners = [(x, north), (x + 1, north), (x + 1, north + 1), (x, north + 1), (x, north)]
        on_globe = np.radians(1) * (np.sin(np.radians(north + 1)) - np.sin(np.radians(north)))
        shares.append(signed_area(projection(np.array(corners, dtype=float))) / on_globe)
    assert shares == pytest.approx([1.0] * 5, rel=0.002)


def test_the_projection_is_chosen_by_the_extent() -> None:
    assert isinstance(suited(WORLD), EqualEarth)
    assert isinstance(suited(Extent(-11, 35, 35, 70)), Albers)
    assert isinstance(suited(Extent(-18, -35, 52, 38)), Azimuthal)
    assert suited(Extent(-180, 60, 180, 90)).centre[1] == 90


def test_places_on_both_sides_of_the_180th_meridian_are_near_each_other() -> None:
    fiji_and_samoa = bounds(np.array([(178.0, -18.0), (-172.0, -13.7)]))
    assert fiji_and_samoa.width == pytest.approx(10)
    assert fiji_and_samoa.centre == pytest.approx((-177, -15.85))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("KOR", "KR"), ("KR", "KR"), (410, "KR"), ("4", "AF"), ("Korea, Rep.", "KR"),
        ("Republic of Korea", "KR"), ("korea, dem. people's rep.", "KP"), ("Viet Nam", "VN"),
        ("Cote d’Ivoire", "CI"), ("Côte d'Ivoire", "CI"), ("Iran (Islamic Rep. of)", "IR"),
        ("Congo, Dem. Rep.", "CD"), ("Congo", "CG"), ("St. Lucia", "LC"), ("Turkey", "TR"),
        ("The Gambia", "GM"), ("Bahamas, The", "BS"), ("Tuvalu", "TV"), ("Holy See", "VA"),
        ("Atlantis", None), ("de", None), ("World", None), ("", None),
    ],
)  # fmt: skip
def test_countries_are_known_by_codes_and_by_the_names_that_bodies_use(
    written: Any, code: str | None
) -> None:
    assert country(written) == code


def test_countries_are_known_and_named_in_the_documents_language() -> None:
    assert country("Südkorea", "de") == country("대한민국", "ko") == "KR"
    assert country_name("KP", "de") == "Nordkorea"
    assert country("South Korea", "ar") == "KR"


def test_parts_of_the_world_and_groups_are_told_from_countries() -> None:
    for name in ("World", "Africa", "Sub-Saharan Africa", "High income", "EUU", "European Union"):
        assert is_group(name), name
        assert country(name) is None
    assert is_group("Welt", "de")
    assert not is_group("Atlantis")


def test_the_shapes_that_the_tool_carries_are_those_that_the_docs_tell_of() -> None:
    for coarse in (True, False):
        shapes = carried(coarse=coarse)
        by_code = {area.key: area for area in shapes.areas}
        assert len(by_code) >= 236
        crimea = [one for one in shapes.areas if one.key == "UA" and one.properties]
        assert len(crimea) == 1
        (ring, *_) = shapes.outlines(crimea[0])
        assert bounds(ring).centre == pytest.approx((34.4, 45.3), abs=0.8)
    assert is_disputed(frozenset(("EH", "MA")), (-10, 27))
    assert is_disputed(frozenset(("IN", "PK")), (74.5, 34.5))
    assert not is_disputed(frozenset(("IN", "PK")), (70, 25))


def test_neighbours_share_the_points_of_their_border() -> None:
    shapes = read_shapes(TWO, "name")
    west, east = shapes.areas
    assert [west.key, east.key] == ["West", "East"]
    assert len(west.arcs & east.arcs) == 1
    frame = Frame(Extent(0, 0, 20, 10), 0, 0, 200, 100)
    rings = [Outlines(shapes, frame).rings(one) for one in shapes.areas]
    shared = {tuple(map(float, p)) for p in rings[0][0]} & {
        tuple(map(float, p)) for p in rings[1][0]
    }
    assert len(shared) == 3


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([], "no GeoJSON"),
        ({"type": "Point"}, "not `FeatureCollection`"),
        ({"type": "FeatureCollection", "features": []}, "no areas"),
        ({**TWO, "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}, "3857"),
        (
            {"type": "Feature", "geometry": {"type": "Polygon",
             "coordinates": [[[300000, 1], [300010, 1], [300010, 9], [300000, 1]]]}},
            "no longitude and latitude",
        ),
        ({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [["a"]]}}, "positions"),
        ({"type": "Topology", "objects": {"a": {"geometries": 1}}, "arcs": []}, "no TopoJSON"),
    ],
)  # fmt: skip
def test_what_holds_no_shapes_is_refused_in_words(contents: Any, words: str) -> None:
    with pytest.raises(ShapesFault, match=words):
        read_shapes(contents)


def test_lands_over_the_180th_meridian_and_round_the_pole_leave_no_streaks() -> None:
    frame = Frame(WORLD, 0, 0, 480, 240)
    outlines = Outlines(carried(coarse=True), frame)
    for area in outlines.shapes.areas:
        for ring in outlines.rings(area):
            steps = np.abs(np.diff(ring[:, 0]))
            height = np.ptp(ring[:, 1])
            assert area.key == "AQ" or steps.max() < 60 or height > 20, area.key
    pacific = Outlines(carried(coarse=False), Frame(Extent(160, -30, 200, 0), 0, 0, 300, 200))
    for area in pacific.shapes.areas:
        for ring in pacific.rings(area):
            assert ring.min() >= -0.01
            assert ring[:, 0].max() <= 300.01


def test_a_label_stands_in_the_largest_part_of_a_land() -> None:
    frame = Frame(Extent(-130, 15, -60, 72), 0, 0, 300, 250)
    outlines = Outlines(carried(coarse=False), frame)
    (point, room) = label_point(
        [
            ring
            for area in outlines.shapes.areas
            if area.key == "US"
            for ring in outlines.rings(area)
        ]
    ) or ((0, 0), 0)
    denver = frame.point((-104.9, 39.7))
    assert np.hypot(point[0] - denver[0], point[1] - denver[1]) < 60
    assert room > 20


@pytest.mark.parametrize("method", METHODS)
def test_every_value_is_in_one_class_and_bounds_are_round(method: str) -> None:
    values = [0.3, 1.2, 2.7, 3.1, 8.8, 9.1, 41.3, 44.2, 97.1, 120.6]
    classes = classified(values, method, 4)
    assert len(classes.bounds) <= 4
    assert classes.bounds[-1] == 120.6
    assert {classes.of(value) for value in values} == set(range(len(classes.bounds)))
    assert all(len(f"{bound:g}") <= 4 for bound in classes.bounds[:-1])


def test_natural_breaks_fall_between_clusters() -> None:
    values = [1, 2, 3, 50, 51, 52, 300, 301]
    classes = classified(values, "natural", 3)
    assert [classes.of(one) for one in values] == [0, 0, 0, 1, 1, 1, 2, 2]


def test_few_values_make_few_classes_and_given_bounds_hold() -> None:
    assert classified([4, 4, 4], "quantile", 5).bounds == (4,)
    assert given([0.5, 3, 12], (1, 5, 10)).bounds == (1, 5, 10, 12)
    with pytest.raises(ValueError, match="no values"):
        classified([], "natural", 3)
