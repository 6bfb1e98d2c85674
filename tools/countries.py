"""Makes the shapes of countries that the tool carries, of Natural Earth's by way of `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/countries.py package src/reportgen/maps/natural_earth

It takes the coordinates to a grid that print can show, gives each country its code of two letters
(ISO 3166-1), and draws the borders that Natural Earth decides de facto as the United Nations do:
docs/maps.md lists them.
"""

import json
import sys
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from babel.core import get_global

from reportgen.maps.topology import cut_rings

CODES = {"Kosovo": "XK", "Indian Ocean Ter.": "CX"}
"""Those without a number of ISO 3166-1 that stand alone; the others are part of a country."""
PARTS = {"N. Cyprus": "CY", "Somaliland": "SO"}
CRIMEA = (32.4, 44.3, 36.7, 46.3)
"""West, south, east, north: a ring of Russia's that lies within is the peninsula."""
SCALES = {"countries-50m.json": 0.01, "countries-110m.json": 0.02}
"""The grid of each file, in degrees."""


def main() -> None:
    """Write the two files that the tool carries, of those of the package `world-atlas`."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    detailed = _countries(json.loads((source / "countries-50m.json").read_text("utf-8")))
    coarse = _countries(json.loads((source / "countries-110m.json").read_text("utf-8")))
    # What is too small for the coarse file is a dot on a map of the world, but none may lack.
    small = {code: one for code, one in detailed.items() if code not in coarse}
    for name, known in (
        ("countries-50m.json", detailed), ("countries-110m.json", {**coarse, **small}),
    ):  # fmt: skip
        text = json.dumps(_topology(known, SCALES[name]), separators=(",", ":"))
        (target / name).write_text(text + "\n", "utf-8")
        print(name, len(known), "countries", len(text) // 1000, "kB")


Ring = list[tuple[float, float]]


def _countries(file: dict[str, Any]) -> dict[str, list[tuple[str, list[Ring]]]]:
    """Return the polygons of each country by code, each with the name it has in the file."""
    arcs = _decoded(file)
    found: dict[str, list[tuple[str, list[Ring]]]] = {}
    for one in file["objects"]["countries"]["geometries"]:
        name, number = one["properties"]["name"], one.get("id")
        code = CODES.get(name) or PARTS.get(name)
        if code is None:
            if number is None or number not in get_global("territory_aliases"):
                print("left out:", name, number)
                continue
            code = get_global("territory_aliases")[number][0]
        parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        for part in parts:
            rings = [_ring(ring, arcs) for ring in part]
            owner, said = ("UA", "Crimea") if _crimea(rings[0]) else (code, name)
            found.setdefault(owner, []).append((said, rings))
    return found


def _decoded(file: dict[str, Any]) -> list[Ring]:
    """Return the arcs of a quantised TopoJSON file, in degrees."""
    (kx, ky), (dx, dy) = file["transform"]["scale"], file["transform"]["translate"]
    arcs = []
    for arc in file["arcs"]:
        x = y = 0
        ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            ring.append((x * kx + dx, y * ky + dy))
        arcs.append(ring)
    return arcs


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for at in indices:
        arc = arcs[at] if at >= 0 else arcs[~at][::-1]
        ring += arc[1 if ring else 0 :]
    return ring


def _crimea(ring: Ring) -> bool:
    west, south, east, north = CRIMEA
    inside = all(west <= x <= east and south <= y <= north for x, y in ring)
    return inside and max(x for x, _ in ring) - min(x for x, _ in ring) > 2


def _topology(countries: dict[str, list[tuple[str, list[Ring]]]], grid: float) -> dict[str, Any]:
    """Return countries as TopoJSON: each border once, and which of them is disputed."""
    rings: list[list[tuple[float, float]]] = []
    geometries: list[dict[str, Any]] = []
    for code, parts in sorted(countries.items()):
        polygons: dict[str, list[list[int]]] = {}
        for said, polygon in parts:
            numbers = []
            for ring in polygon:
                cells: Ring = [(round(x / grid), round(y / grid)) for x, y in ring]
                cells = [a for a, b in pairwise([*cells, (inf, inf)]) if a != b]
                if len(cells) >= 4:
                    numbers.append(len(rings))
                    rings.append(cells)
            if numbers:
                polygons.setdefault(said, []).append(numbers)
        for said, own in polygons.items():
            disputed = said in PARTS or said in ("Crimea", "Kosovo", "W. Sahara")
            properties = {"disputed": True} if disputed else {}
            geometries.append({"type": "MultiPolygon", "id": code, "arcs": own,
                               **({"properties": properties} if properties else {})})  # fmt: skip
    arcs, cut = cut_rings(rings)
    for one in geometries:
        one["arcs"] = [[cut[ring] for ring in polygon] for polygon in one["arcs"]]
    return {
        "type": "Topology",
        "transform": {"scale": [grid, grid], "translate": [0, 0]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(arc) for arc in arcs],
    }


def _steps(arc: tuple[tuple[float, float], ...]) -> list[list[float]]:
    steps, last = [], (0.0, 0.0)
    for x, y in arc:
        steps.append([x - last[0], y - last[1]])
        last = (x, y)
    return steps


if __name__ == "__main__":
    main()
