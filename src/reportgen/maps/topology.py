"""Reads shapes from GeoJSON (RFC 7946) and TopoJSON: areas whose borders are known once.

Neighbours that share a border share its points too, however much of them is left out for print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Cell = tuple[float, float]
AREAS = ("Polygon", "MultiPolygon")


class ShapesFault(ValueError):
    """Says why a file holds no shapes that a map can be made of."""


@dataclass(frozen=True, slots=True)
class Area:
    """A feature with its polygons: each is rings, the first its outline; each ring is arcs.

    Arcs are numbered as in TopoJSON: `~n` is arc n from its end to its start.
    """

    key: str
    properties: Mapping[str, Any]
    polygons: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def arcs(self) -> set[int]:
        """The numbers of its arcs, whichever way they run."""
        return {
            at if at >= 0 else ~at for polygon in self.polygons for ring in polygon for at in ring
        }


@dataclass(frozen=True)
class Shapes:
    """Areas, and the lines (n x 2, degrees) that they are made of."""

    arcs: tuple[Any, ...]
    areas: tuple[Area, ...] = field(default_factory=tuple)

    def ring(self, numbers: Sequence[int], arcs: Sequence[Any] | None = None) -> Any:
        """Return a closed ring of arcs (n x 2), of `arcs` where they were changed."""
        known = self.arcs if arcs is None else arcs
        parts = [known[at] if at >= 0 else known[~at][::-1] for at in numbers]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def outlines(self, area: Area) -> list[Any]:
        """Return the outer ring of each polygon of an area."""
        return [self.ring(polygon[0]) for polygon in area.polygons]


def read_shapes(contents: Any, key: str = "", name: str = "") -> Shapes:
    """Return the areas of a parsed GeoJSON or TopoJSON file. Raises ShapesFault for none.

    `key` is the property that names an area, else its `id`; `name` is the object of a TopoJSON
    file, where it has more than one.
    """
    if not isinstance(contents, dict):
        raise ShapesFault("it is no GeoJSON")
    if contents.get("type") == "Topology":
        return _topology(contents, key, name)
    features = contents.get("features")
    if contents.get("type") == "Feature":
        features = [contents]
    if contents.get("type") != "FeatureCollection" and features is None:
        raise ShapesFault(f"its type is `{contents.get('type')}`, not `FeatureCollection`")
    if not isinstance(features, list):
        raise ShapesFault("its `features` are no list")
    _refuse_projected(contents)
    rings: list[list[Cell]] = []
    found = [one for one in (_feature(each, key, rings) for each in features) if one is not None]
    if not found:
        raise ShapesFault("it holds no areas (`Polygon` or `MultiPolygon`)")
    arcs, cut = cut_rings(rings)
    areas = (
        Area(
            area_key,
            properties,
            tuple(tuple(tuple(cut[ring]) for ring in polygon) for polygon in polygons),
        )
        for area_key, properties, polygons in found
    )
    return Shapes(tuple(np.array(arc, dtype=float) for arc in arcs), tuple(areas))


def _refuse_projected(contents: Mapping[str, Any]) -> None:
    """Raise for coordinates of another system than WGS 84, as files before RFC 7946 name one."""
    crs = contents.get("crs")
    said = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if said and not said.endswith(("CRS84", "4326", "WGS84", "4269", "4258")):
        raise ShapesFault(f"its coordinates are of `{said}`, not longitude and latitude (WGS 84)")


Found = tuple[str, Mapping[str, Any], list[list[int]]]


def _feature(feature: Any, key: str, rings: list[list[Cell]]) -> Found | None:
    """Return an area's key, properties and polygons, as numbers of `rings`; None for no area."""
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        return None
    properties = feature.get("properties") or {}
    geometry = feature["geometry"]
    parts = geometry.get("geometries", [geometry])
    polygons: list[list[int]] = []
    for part in parts:
        if not isinstance(part, dict) or part.get("type") not in AREAS:
            continue
        given = part.get("coordinates")
        if not isinstance(given, list):
            raise ShapesFault("a geometry has no `coordinates`")
        for polygon in [given] if part["type"] == "Polygon" else given:
            numbers = list(_numbered(polygon, rings))
            if numbers:
                polygons.append(numbers)
    if not polygons:
        return None
    return _key(feature.get("id"), properties, key), properties, polygons


def _numbered(polygon: Any, rings: list[list[Cell]]) -> Iterable[int]:
    """Add a polygon's rings, the outer one anticlockwise, and yield their numbers."""
    for at, ring in enumerate(polygon):
        try:
            points = [(round(float(one[0]), 6), round(float(one[1]), 6)) for one in ring]
        except (TypeError, ValueError, IndexError) as error:
            raise ShapesFault("a ring is no list of positions") from error
        outside = next((p for p in points if not (-541 <= p[0] <= 541 and -90 <= p[1] <= 90)), None)
        if outside is not None:
            x, y = outside
            message = f"a position is {x:g}, {y:g}: no longitude and latitude in degrees"
            raise ShapesFault(message)
        points = [a for a, b in zip(points, [*points[1:], None], strict=True) if a != b]
        if points and points[0] != points[-1]:
            points.append(points[0])
        if len(points) < 4:
            if at == 0:
                return
            continue
        if (signed_area(np.array(points)) < 0) == (at == 0):
            points.reverse()
        yield len(rings)
        rings.append(points)


def signed_area(ring: Any) -> float:
    """Return the area of a closed ring, less than zero where it runs clockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _key(identity: Any, properties: Mapping[str, Any], key: str) -> str:
    if key:
        return str(properties.get(key, ""))
    return str(identity) if identity is not None else str(properties.get("name", ""))


def cut_rings(rings: Sequence[Sequence[Cell]]) -> tuple[list[tuple[Cell, ...]], list[list[int]]]:
    """Return the arcs of closed rings, each once, and for each ring the numbers of its arcs.

    An arc ends where what follows a point is not the same in every ring through it.
    """
    neighbours: dict[Cell, set[frozenset[Cell]]] = {}
    for ring in rings:
        for before, at, after in zip([ring[-2], *ring[:-2]], ring[:-1], ring[1:], strict=True):
            neighbours.setdefault(at, set()).add(frozenset((before, after)))
    arcs: dict[tuple[Cell, ...], int] = {}
    cut = []
    for ring in rings:
        body = ring[:-1]
        ends = [at for at, point in enumerate(body) if len(neighbours[point]) > 1]
        ends = ends or [body.index(min(body))]
        numbers = []
        for start, end in zip(ends, [*ends[1:], ends[0] + len(body)], strict=True):
            arc = tuple([*body, *body][start : end + 1])
            if arc[::-1] in arcs and arc != arc[::-1]:
                numbers.append(~arcs[arc[::-1]])
            else:
                numbers.append(arcs.setdefault(arc, len(arcs)))
        cut.append(numbers)
    return list(arcs), cut


def _topology(contents: Mapping[str, Any], key: str, name: str) -> Shapes:
    objects = contents.get("objects")
    if not isinstance(objects, dict) or not objects:
        raise ShapesFault("it has no `objects`")
    chosen = name or next(iter(objects))
    if chosen not in objects:
        raise ShapesFault(f"it has no object `{chosen}`, but {', '.join(objects)}")
    try:
        arcs = tuple(_decoded(contents))
        geometries = objects[chosen].get("geometries", [objects[chosen]])
        areas = tuple(_area(one, key) for one in geometries if one.get("type") in AREAS)
        most = max((max(one.arcs) for one in areas), default=-1)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ShapesFault("it is no TopoJSON") from error
    if not areas:
        raise ShapesFault("it holds no areas (`Polygon` or `MultiPolygon`)")
    if most >= len(arcs):
        raise ShapesFault("an area names an arc that the file has not")
    return Shapes(arcs, areas)


def _decoded(contents: Mapping[str, Any]) -> Iterable[Any]:
    transform = contents.get("transform")
    for arc in contents["arcs"]:
        points = np.array(arc, dtype=float)[:, :2]
        if transform is not None:
            points = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
        yield points


def _area(geometry: Mapping[str, Any], key: str) -> Area:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    properties = geometry.get("properties") or {}
    polygons = tuple(tuple(tuple(int(at) for at in ring) for ring in polygon) for polygon in parts)
    return Area(_key(geometry.get("id"), properties, key), properties, polygons)
