"""Reads what a map shows from a table: areas with values, points, and flows between places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.charts.boxes import Point
from reportgen.charts.grammar import ChartFault
from reportgen.charts.table import Table
from reportgen.diagnostics import suggestion
from reportgen.maps.countries import carried, country, country_name, is_group, known_names
from reportgen.maps.topology import Shapes, ShapesFault, read_shapes

REGIONS: Mapping[str, tuple[float, float, float, float]] = {
    "world": (-180, -58, 180, 84),
    "africa": (-19, -36, 53, 38),
    "asia": (34, -11, 146, 56),
    "central america": (-93, 7, -76, 19),
    "caribbean": (-86, 9, -58, 28),
    "east asia": (95, 17, 147, 54),
    "europe": (-12, 35, 42, 70),
    "latin america": (-118, -56, -33, 33),
    "middle east": (25, 11, 64, 43),
    "north america": (-168, 13, -52, 75),
    "oceania": (110, -48, 205, 12),
    "south america": (-83, -56, -33, 13),
    "south asia": (59, 4, 99, 38),
    "southeast asia": (91, -12, 142, 29),
}
"""West, south, east, north of what `show` can name."""
MILLION = 1_000_000
"""From here on numbers of places print in words: 1.4 billion."""
LATITUDES = ("latitude", "lat", "y")
LONGITUDES = ("longitude", "lon", "lng", "long", "x")
ORIGINS = ("origin", "from", "source")
DESTINATIONS = ("destination", "to", "asylum", "target")


@dataclass(frozen=True, slots=True)
class Atlas:
    """The areas that a map may show: countries by code, or those of an author's file by key."""

    shapes: Shapes
    lang: str
    countries: bool = True

    def key(self, written: Any) -> str | None:
        """Return the key of a place as data have it, None where it is none."""
        if self.countries:
            return country(written, self.lang)
        text = str(written).strip()
        return text if any(area.key == text for area in self.shapes.areas) else None

    def name(self, key: str, written: Any = "") -> str:
        """Return what a place is called: as data have it, where that is a name to read."""
        text = str(written).strip()
        if not self.countries:
            return text or key
        is_code = len(text) <= 3 and text.upper() == text
        if text and not is_code and (self.lang.startswith("en") or text == key):
            return text
        return country_name(key, self.lang)

    def is_group(self, written: Any) -> bool:
        """Return whether a name is the world's, a part of it, a group, or of nobody knows where."""
        return self.countries and is_group(written, self.lang)

    def refuse(self, unknown: Sequence[str], setting: str) -> None:
        """Raise ChartFault for names that are no places of the map."""
        if not unknown:
            return
        known = known_names(self.lang) if self.countries else [a.key for a in self.shapes.areas]
        listed = ", ".join(f"`{one}`" for one in unknown[:5])
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        what = "no country" if self.countries else "no area of the shapes"
        verb = "is" if len(unknown) == 1 else "are"
        hint = suggestion(unknown[0], known, "country" if self.countries else "area")
        raise ChartFault(
            f"{listed}{more} {verb} {what}",
            f"{hint}; codes of ISO 3166 do as well" if self.countries else hint,
            setting,
        )


def atlas(table: Table, shapes: str, key: str) -> Atlas:
    """Return the areas of a map: those of its shapes, else the countries of the world."""
    lang = str(table.locale.language)
    own = table.others[shapes].shapes if shapes else table.shapes
    if own is None:
        if shapes:
            message, hint = f"`{shapes}` holds no shapes", "name a dataset of GeoJSON or TopoJSON"
            raise ChartFault(message, hint, "shapes")
        return Atlas(carried(coarse=True), lang)
    try:
        found = read_shapes(own, key)
    except ShapesFault as fault:
        raise ChartFault(f"no map can be made of the shapes: {fault}", "", "shapes") from fault
    if key and not any(area.key for area in found.areas):
        properties = list(dict.fromkeys(name for area in found.areas for name in area.properties))
        hint = suggestion(key, properties, "property")
        raise ChartFault(f"the shapes have no property `{key}`", hint, "key")
    return Atlas(found, lang, countries=False)


def areas_of(table: Table, place: str, value: str, known: Atlas) -> dict[str, tuple[str, Any]]:
    """Return by key the name and the value of each place (None where it has no value).

    The world, its parts and groups of countries are left out. Raises ChartFault for other names
    that are no places, and for a place that has two rows.
    """
    found: dict[str, tuple[str, Any]] = {}
    rows: dict[str, str] = {}
    unknown: dict[str, None] = {}
    values = table.values(value) if value else [None] * len(table)
    for written, one in zip(table.values(place), values, strict=True):
        if written is None:
            continue
        key = known.key(written)
        if key is None:
            if not known.is_group(written):
                unknown[str(written)] = None
            continue
        if key in found:
            if str(written) == rows[key]:
                message = f"`{written}` has more than one row"
            else:
                message = f"`{rows[key]}` and `{written}` are rows of one place"
            raise ChartFault(message, 'pick the rows to show: `where="year = 2024"`', "place")
        rows[key] = str(written)
        found[key] = known.name(key, written), one
    known.refuse(list(unknown), "place")
    if not found:
        raise ChartFault("no row is of a country", "`place` names the column of countries", "place")
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a map: its place in degrees, its name, and a value, None for none."""

    place: Point
    name: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow from one place to another, by key; `says` is printed beside its arrow."""

    origin: str
    destination: str
    value: float | None = None
    says: str = ""
    dashed: bool = False
    bend: float | None = None


def spots_of(table: Table, latitude: str, longitude: str, size: str, label: str) -> list[Spot]:
    """Return the points of a table; a row without a place has none. Raises ChartFault."""
    norths, easts = table.numbers(latitude), table.numbers(longitude)
    names = table.names(label) if label else [""] * len(norths)
    sizes = table.numbers(size) if size else [None] * len(norths)
    found = []
    for north, east, name, value in zip(norths, easts, names, sizes, strict=True):
        if north is None or east is None:
            continue
        if not (-90 <= north <= 90 and -180 <= east <= 360):
            message = f"{north:g} north, {east:g} east is no place on the globe"
            raise ChartFault(message, "write degrees: `latitude` -90 to 90", "latitude")
        found.append(Spot((east, north), name, value))
    return found


def flows_of(
    table: Table, origin: str, destination: str, value: str, label: str, known: Atlas
) -> list[Flow]:
    """Return the flows of a table. Raises ChartFault for names that are no places."""
    values = table.numbers(value) if value else [None] * len(table)
    says = table.names(label) if label else [""] * len(table)
    lines = table.values("line") if "line" in table.columns else [None] * len(table)
    bends = table.numbers("bend") if "bend" in table.columns else [None] * len(table)
    found, unknown = [], dict[str, None]()
    rows = zip(
        table.values(origin), table.values(destination), values, says, lines, bends, strict=True
    )
    for start, end, one, words, line, bend in rows:
        if start is None or end is None or any(known.is_group(name) for name in (start, end)):
            continue
        keys = [known.key(start), known.key(end)]
        unknown.update(
            (str(name), None) for name, key in zip((start, end), keys, strict=True) if key is None
        )
        if keys[0] is not None and keys[1] is not None and keys[0] != keys[1]:
            printed = words or ("" if one is None or not value else table.printed(value, one))
            found.append(Flow(keys[0], keys[1], one, printed, line in ("dashed", "dotted"), bend))
    known.refuse(list(unknown), "origin")
    return found


def column_of(table: Table, names: Sequence[str]) -> str:
    """Return the first column of a table that has one of these names, "" for none."""
    folded = {name.lower(): name for name in table.columns}
    return next((folded[name] for name in names if name in folded), "")


def text_column(table: Table) -> str:
    """Return the first column that holds texts, "" for none."""
    return next((name for name in table.columns if name not in table.numeric), "")
