"""What a map shows: its words bound to the places, points and flows of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.charts.cartography.base import extent_of, padded
from reportgen.charts.cartography.places import (
    DESTINATIONS,
    LATITUDES,
    LONGITUDES,
    ORIGINS,
    REGIONS,
    Atlas,
    Flow,
    Spot,
    areas_of,
    atlas,
    column_of,
    flows_of,
    spots_of,
    text_column,
)
from reportgen.charts.grammar import ChartFault, Spec
from reportgen.charts.parts import FigurePart, category, series
from reportgen.charts.table import Table
from reportgen.diagnostics import suggestion
from reportgen.maps.projections import Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSpec(Spec):
    """What a map says."""

    place: str = ""
    value: str = ""
    classes: float = 5
    breaks: str = "natural"
    kinds: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    size: str = ""
    label: str = ""
    origin: str = ""
    destination: str = ""
    shapes: str = ""
    key: str = ""
    points: str = ""
    flows: str = ""
    show: str = ""
    labels: str = "auto"
    legend: str = "auto"


@dataclass(frozen=True, slots=True)
class Content:
    """What a map shows, read from its tables."""

    atlas: Atlas
    areas: dict[str, tuple[str, Any]]
    spots: list[Spot]
    flows: list[Flow]
    highlight: frozenset[str]
    notes: dict[str, str]

    @property
    def keys(self) -> list[str]:
        """The areas that it speaks of, in the order of data."""
        ends = [end for flow in self.flows for end in (flow.origin, flow.destination)]
        return list(dict.fromkeys([*self.areas, *ends, *self.highlight, *self.notes]))

    def name(self, key: str) -> str:
        return self.areas[key][0] if key in self.areas else self.atlas.name(key)

    def parts(self, *keys: str) -> tuple[FigurePart, ...]:
        """Return what places are parts of: each itself, those of one kind together."""
        values = [self.areas[key][1] for key in keys if key in self.areas]
        kinds = [one for one in values if isinstance(one, str)]
        return *(category(self.name(key)) for key in keys), *map(series, kinds)


def content_of(spec: MapSpec, table: Table) -> Content:
    """Return what a map shows. Raises ChartFault for words that its tables do not have."""
    known = atlas(table, spec.shapes, spec.key)
    areas: dict[str, tuple[str, Any]] = {}
    if spec.place:
        areas = areas_of(table, spec.place, spec.value, known)
    elif table.shapes is not None:
        areas = {area.key: (area.key, None) for area in known.shapes.areas}
    spots: list[Spot] = []
    if spec.latitude and spec.longitude:
        spots = spots_of(table, spec.latitude, spec.longitude, spec.size, spec.label)
    elif spec.latitude or spec.longitude:
        missing = "longitude" if spec.latitude else "latitude"
        raise ChartFault(f"points need `{missing}` too", "name the column of degrees", missing)
    if spec.points:
        other = table.others[spec.points]
        columns = [_needed(other, names, "points") for names in (LATITUDES, LONGITUDES)]
        spots += spots_of(other, columns[0], columns[1], "", text_column(other))
    flows: list[Flow] = []
    if spec.origin and spec.destination:
        flows = flows_of(table, spec.origin, spec.destination, spec.value, spec.label, known)
    elif spec.origin or spec.destination:
        missing = "destination" if spec.origin else "origin"
        raise ChartFault(f"flows need `{missing}` too", "name the column of places", missing)
    if spec.flows:
        other = table.others[spec.flows]
        columns = [_needed(other, names, "flows") for names in (ORIGINS, DESTINATIONS)]
        value = next((one for one in other.columns if one in other.numeric and one != "bend"), "")
        label = column_of(other, ("label",))
        flows += flows_of(other, columns[0], columns[1], value, label, known)
    if not (areas or spots or flows):
        hint = "name `place` for countries, `latitude` and `longitude` for points, `origin` and"
        raise ChartFault("this map shows nothing", f"{hint} `destination` for flows")
    if areas and spots and spec.latitude and spec.value:
        raise ChartFault("a row is either an area or a point", "take `points=` for points", "value")
    return Content(
        known, areas, spots, flows, frozenset(_keys(spec.highlight, known, "highlight")),
        dict(zip(_keys([at for at, _ in spec.notes], known, "notes"),
                 [said for _, said in spec.notes], strict=True)),
    )  # fmt: skip


def _needed(table: Table, names: Sequence[str], setting: str) -> str:
    column = column_of(table, names)
    if not column:
        message = f"the dataset `{table.name}` has no column `{names[0]}`"
        raise ChartFault(message, f"call it {' or '.join(f'`{one}`' for one in names)}", setting)
    return column


def _keys(written: Sequence[str], known: Atlas, setting: str) -> list[str]:
    keys = {one: known.key(one) for one in written}
    known.refuse([one for one, key in keys.items() if key is None], setting)
    return [key for key in keys.values() if key is not None]


def extent_shown(spec: MapSpec, content: Content) -> Extent:
    """Return what the map is to show: as `show` says, else all that it speaks of."""
    said = " ".join(spec.show.lower().replace("-", " ").split())
    if said in REGIONS:
        return Extent(*REGIONS[said])
    parts = [one.strip() for one in spec.show.split(",") if one.strip()]
    if len(parts) == 4 and all(is_number(one) for one in parts):
        west, south, east, north = (float(one) for one in parts)
        if not (-90 <= south < north <= 90 and -180 <= west <= 360 and west != east):
            message, hint = f"`{spec.show}` is no part of the globe", "west, south, east, north"
            raise ChartFault(message, hint, "show")
        return Extent(west, south, east, north)
    if spec.show:
        keys = [content.atlas.key(one) for one in parts]
        unknown = [one for one, key in zip(parts, keys, strict=True) if key is None]
        if unknown:
            hint = suggestion(unknown[0].lower(), list(REGIONS), "region")
            message = f"`show` names neither a region nor a country: `{unknown[0]}`"
            raise ChartFault(message, f"{hint}, or write west, south, east, north", "show")
        found = extent_of(content.atlas.shapes, [key for key in keys if key], ())
    else:
        places = [spot.place for spot in content.spots]
        keys = [] if content.areas or content.flows or not places else [None]
        found = extent_of(content.atlas.shapes, content.keys, places)
    if found is None:
        raise ChartFault("none of the places is on the map", "", "place")
    return padded(found) if content.atlas.countries else padded(found, 0.02, 0.0)


def is_number(text: str) -> bool:
    """Return whether a text is a number as Python writes it."""
    try:
        float(text)
    except ValueError:
        return False
    return True
