"""Maps: areas in classes or kinds, points, and arrows of flows, each with its words beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.charts.boxes import Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.cartography.arrows import Arrow, draw_arrow
from reportgen.charts.cartography.base import Fill, Map, extent_of, padded
from reportgen.charts.cartography.labels import Label, Labels
from reportgen.charts.cartography.legend import HATCH, Steps, Swatch, draw_legend
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
from reportgen.charts.grammar import LABELS, ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.look import Look, mix
from reportgen.charts.parts import FigurePart, category, noted, series
from reportgen.charts.table import Table, minus
from reportgen.diagnostics import suggestion
from reportgen.language import compact, print_value, words
from reportgen.maps.classes import METHODS, Classes, classified, given
from reportgen.maps.countries import for_extent
from reportgen.maps.projections import Extent

PALEST = 0.74
"""How much of the ground is in the colour of the lowest class."""
MOST_KINDS = 6
MILLION = 1_000_000
"""From here on numbers print in words: 1.4 billion."""
MOST_CLASSES = 9
WIDTHS = (11.0, 15.0, 8.0)
"""How wide words beside a place may be, in ems: the first that stands well is taken."""
FEW = 12
"""So many areas are all named."""
WIDEST = 5.5
"""The width of the widest arrow, in points at the scale of a brief."""
BELOW = "\\\\\\\\"
"""How classes below zero are drawn beside their colour, for grey print."""
SHORT = 0.35
"""An arrow ends so much of its way within a large area before its middle: there stand words."""
LARGEST = 15.0
"""The size of the largest point, likewise."""


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


def check(spec: MapSpec, table: Table) -> None:
    """Refuse words of a map that cannot be followed."""
    content = _content(spec, table)
    _extent(spec, content)
    values = [value for _, value in content.areas.values() if value is not None]
    if spec.value and spec.place and not values:
        raise ChartFault(f"no place has a value in `{spec.value}`", "", "value")
    if spec.place and spec.value in table.numeric:
        _classes(spec, [float(one) for one in values])
    elif spec.place and len(_kinds(spec, values)) > MOST_KINDS:
        message = f"`{spec.value}` has more than {MOST_KINDS} kinds"
        raise ChartFault(
            message, "a map can tell so many colours apart: put some together", "value"
        )


def draw(canvas: Canvas, area: Area, spec: MapSpec, table: Table) -> None:
    """Draw a map: legend, land, points, arrows, labels."""
    content = _content(spec, table)
    extent = _extent(spec, content)
    fills, steps, swatches = _fills(canvas.look, spec, table, content)
    box = area.box
    if spec.legend != "none":
        box = draw_legend(canvas, box, steps, swatches)
    shapes = for_extent(extent) if content.atlas.countries else content.atlas.shapes
    parts = {key: content.parts(key) for key in fills} if canvas.look.place.builds else {}
    made = Map(canvas, shapes, extent, box, fills, countries=content.atlas.countries, parts=parts)
    made.draw()
    _draw_points(made, content, canvas)
    arrows = _draw_flows(made, content, canvas)
    lost = Labels(made).write(_labels(made, spec, table, content, arrows))
    if lost:
        message = f"there is no room for “{lost[0].text}”"
        setting = "notes" if content.notes else "labels"
        raise ChartFault(message, "make it shorter, or the map larger", setting)


def _content(spec: MapSpec, table: Table) -> Content:
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


def _extent(spec: MapSpec, content: Content) -> Extent:
    """Return what the map is to show: as `show` says, else all that it speaks of."""
    said = " ".join(spec.show.lower().replace("-", " ").split())
    if said in REGIONS:
        return Extent(*REGIONS[said])
    parts = [one.strip() for one in spec.show.split(",") if one.strip()]
    if len(parts) == 4 and all(_is_number(one) for one in parts):
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


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


# --- colours ---


def _classes(spec: MapSpec, values: Sequence[float]) -> Classes:
    """Return the classes of values, as `breaks` says. Raises ChartFault for words of no method."""
    if not 2 <= spec.classes <= MOST_CLASSES or spec.classes != int(spec.classes):
        message = f"a map has 2 to {MOST_CLASSES} classes, not {spec.classes:g}"
        raise ChartFault(message, "five are read with ease", "classes")
    if spec.breaks in METHODS:
        return _about_zero(values, spec.breaks, int(spec.classes))
    bounds = [one.strip() for one in spec.breaks.split(",")]
    if not all(_is_number(one) for one in bounds):
        hint = suggestion(spec.breaks, list(METHODS), "method")
        hint = f'{hint}, or write the bounds: `breaks="1, 5, 10"`'
        raise ChartFault(f"`breaks` cannot be `{spec.breaks}`", hint, "breaks")
    return given(values, [float(one) for one in bounds])


def _about_zero(values: Sequence[float], method: str, count: int) -> Classes:
    """Return classes of which none has values on both sides of zero."""
    below = [value for value in values if value < 0]
    above = [value for value in values if value >= 0]
    if not below or not above:
        return classified(values, method, count)
    under = min(count - 1, max(1, round(count * len(below) / len(values))))
    lower, upper = classified(below, method, under), classified(above, method, count - under)
    return Classes(lower.least, (*lower.bounds[:-1], 0.0, *upper.bounds))


def _fills(
    look: Look, spec: MapSpec, table: Table, content: Content
) -> tuple[dict[str, Fill], Steps | None, list[Swatch]]:
    """Return how each area is filled, and what the legend says of it."""
    empty = Fill(mix(look.mist, look.ground, 0.4), HATCH)
    said = words(content.atlas.lang)["no-data"]
    values = {key: value for key, (_, value) in content.areas.items()}
    lacking = [Swatch(empty.color, said, HATCH)] if None in values.values() and spec.value else []
    if spec.value and spec.value in table.numeric and not spec.origin:
        numbers = {key: float(value) for key, value in values.items() if value is not None}
        classes = _classes(spec, list(numbers.values()))
        ramp = _ramp(look, classes)
        fills = {key: ramp[classes.of(numbers[key])] if key in numbers else empty
                 for key in values}  # fmt: skip
        bounds = [_bound(table, spec.value, one) for one in (classes.least, *classes.bounds)]
        steps = Steps([one.color for one in ramp], bounds, [one.pattern for one in ramp])
        return fills, steps, lacking
    if spec.value and not spec.origin:
        kinds = _kinds(spec, values.values())
        special = {str(values[key]) for key in content.highlight if key in values}
        colors = dict(zip(kinds, look.series(max(len(kinds), 2)), strict=False))
        colors |= {kind: look.accent for kind in special if kind in colors}
        fills = {key: empty if value is None else Fill(colors[str(value)])
                 for key, value in values.items()}  # fmt: skip
        alone = [key for key in content.highlight if key not in fills]
        fills |= dict.fromkeys(alone, Fill(look.accent))
        return fills, None, [*(Swatch(colors[one], one) for one in kinds), *lacking]
    plain = Fill(mix(look.main, look.ground, 0.62))
    fills = dict.fromkeys(content.keys, plain)
    return fills | dict.fromkeys(content.highlight, Fill(look.accent)), None, []


def _kinds(spec: MapSpec, values: Iterable[Any]) -> list[str]:
    """Return the kinds that areas have, in the order of `kinds`, else of the data.

    Raises ChartFault where `kinds` names none that there is.
    """
    found = list(dict.fromkeys(str(value) for value in values if value is not None))
    unknown = next((one for one in spec.kinds if one not in found), None)
    if unknown is not None:
        hint = suggestion(unknown, found, "kind")
        raise ChartFault(f"no area is of the kind `{unknown}`", hint, "kinds")
    return [*spec.kinds, *(one for one in found if one not in spec.kinds)]


def _bound(table: Table, column: str, value: float) -> str:
    """Return the bound of a class as it prints: with no digits that it does not need."""
    header = table.headers.get(column)
    unit = header.unit if header else ""
    if abs(value) >= MILLION and not (header and header.format):
        return compact(value, str(table.locale), short=True)
    digits = next((one for one in range(4) if round(value, one) == value), None)
    if digits is None:
        digits = header.digits if header and header.digits is not None else 1
    return minus(print_value(value, table.locale, header.format if header else "", unit, digits))


def _ramp(look: Look, classes: Classes) -> list[Fill]:
    """Return the fills of classes: darker for more; below zero in the accent, and dotted."""
    below = sum(bound <= 0 for bound in classes.bounds)
    above = len(classes.bounds) - below
    if below and not above:
        return [Fill(mix(look.main, look.ground, tone)) for tone in reversed(_tones(below))]
    under = [Fill(mix(look.accent, look.ground, tone), BELOW) for tone in reversed(_tones(below))]
    return under + [Fill(mix(look.main, look.ground, tone)) for tone in _tones(above)]


def _tones(count: int) -> list[float]:
    """Return how much of the ground is in the colour of each class, the least value first."""
    if count < 2:
        return [0.3] * count
    return [PALEST * (1 - at / (count - 1)) for at in range(count)]


# --- points, arrows, labels ---


def _draw_points(made: Map, content: Content, canvas: Canvas) -> None:
    most = max((abs(spot.value) for spot in content.spots if spot.value is not None), default=0.0)
    largest = LARGEST if len(content.spots) <= 40 else 0.6 * LARGEST
    order = sorted(content.spots, key=lambda spot: -(spot.value or 0))
    dots: list[tuple[str, tuple[Point, str, float]]] = []
    for spot in order:
        if not made.frame.shows(spot.place):
            continue
        at = made.frame.point(spot.place)
        size = 3.2
        if most and spot.value is not None:
            size = max(1.6, largest * (abs(spot.value) / most) ** 0.5)
        color = canvas.look.accent if most else canvas.look.text
        dots.append((spot.name, (at, color, size)))
    if not canvas.look.place.builds:
        made.dots([dot for _, dot in dots])
        return
    for name, dot in dots:
        with canvas.part(*filter(None, [name])):
            made.dots([dot])


_Said = tuple[Arrow, str, tuple[FigurePart, ...]]
"""An arrow, what it says, and the parts of the map that it is of."""


def _draw_flows(made: Map, content: Content, canvas: Canvas) -> list[_Said]:
    most = max((flow.value or 0 for flow in content.flows), default=0.0)
    drawn = []
    for flow in sorted(content.flows, key=lambda flow: -(flow.value or 0)):
        ends = made.anchor(flow.origin), made.anchor(flow.destination)
        if ends[0] is None or ends[1] is None:
            continue
        width = 1.4
        if most:
            width = max(0.9, WIDEST * (flow.value or 0) / most)
        bend = 0.18 if flow.bend is None else -flow.bend
        arrow = _between(made, ends[0], ends[1], canvas.look.stroke(width), bend, flow.destination)
        arrow = replace(arrow, dashed=flow.dashed)
        parts = content.parts(flow.origin, flow.destination)
        with canvas.part(*parts):
            draw_arrow(canvas, arrow)
        drawn.append((arrow, flow.says, parts))
    return drawn


def _between(
    made: Map, start: tuple[float, float], end: tuple[float, float], width: float, bend: float,
    destination: str,
) -> Arrow:  # fmt: skip
    """Return an arrow between two anchors: it begins a little off, and ends well within an area."""
    whole = Arrow(start, end, width, bend).line()
    length = float(sum(((whole[1:] - whole[:-1]) ** 2).sum(axis=1) ** 0.5))
    off = min(0.5 * made.canvas.look.size, 0.15 * length)
    steps = max(1, round(off / max(length, 1e-6) * 24))
    within = made.steps_within(destination, whole)
    first, last = whole[steps], whole[-1 - max(steps, round(SHORT * within))]
    return Arrow((float(first[0]), float(first[1])), (float(last[0]), float(last[1])), width, bend)


def _labels(
    made: Map, spec: MapSpec, table: Table, content: Content, arrows: Sequence[_Said]
) -> Iterator[Label]:
    """Yield what is written on a map: notes, numbers of arrows, names of points and of areas."""
    look = made.canvas.look
    inks = dict.fromkeys(content.highlight, look.accent_text)
    for key, said in content.notes.items():
        if (anchor := made.anchor(key)) is not None:
            name = (content.name(key), "bold")
            folded = [made.canvas.lines(said, width * look.size, even=True) for width in WIDTHS]
            variants = [(name, *((one, "normal") for one in lines)) for lines in folded]
            parts = (*noted(content.name(key)), *content.parts(key))
            ways = tuple(dict.fromkeys(variants))
            yield Label(key, anchor, ways, inks.get(key, ""), must=True, parts=parts)
    for key, must in _named(made, spec, table, content):
        if key in content.notes or (anchor := made.anchor(key)) is None:
            continue
        value = content.areas[key][1] if key in content.areas else None
        lines = [(content.name(key), "bold")]
        if value is not None and spec.value in table.numeric and not spec.origin:
            lines.append((_said(table, spec.value, value), "normal"))
        near = not must and len(content.areas) > FEW
        parts = content.parts(key)
        ink = inks.get(key, "")
        yield Label(key, anchor, (tuple(lines),), ink, must=must, near=near, parts=parts)
    for arrow, says, parts in arrows:
        if says:
            folded = [made.canvas.lines(says, width * look.size, even=True) for width in WIDTHS]
            variants = [tuple((one, "normal") for one in lines) for lines in folded]
            ways = tuple(dict.fromkeys(variants))
            first, *along = arrow.along
            yield Label("", first, ways, must=True, anywhere=True, parts=parts, along=tuple(along))
    for spot in content.spots:
        if spot.name and made.frame.shows(spot.place) and spec.labels != "none":
            at = made.frame.point(spot.place)
            own = (category(spot.name),)
            yield Label("", at, (((spot.name, "normal"),),), near=True, anywhere=True, parts=own)


def _said(table: Table, column: str, value: Any) -> str:
    """Return a value as it prints beside a place."""
    header = table.headers.get(column)
    if abs(value) >= MILLION and not (header and (header.format or header.unit)):
        return compact(value, str(table.locale))
    return table.printed(column, value)


def _named(made: Map, spec: MapSpec, table: Table, content: Content) -> list[tuple[str, bool]]:
    """Return the areas that are named, and whether they must be: highlighted ones, the largest."""
    if spec.labels == "none":
        return [(key, True) for key in content.highlight]
    found = dict.fromkeys((key for key in content.keys if key in content.highlight), True)
    ends = [end for flow in content.flows for end in (flow.origin, flow.destination)]
    found |= dict.fromkeys((key for key in ends if key not in found), True)
    numeric = spec.value in table.numeric and not spec.origin
    ranked = [
        key for key, (_, value) in content.areas.items() if value is not None or not spec.value
    ]  # fmt: skip
    if numeric:
        ranked.sort(key=lambda key: -float(content.areas[key][1]))
    count = len(ranked) if spec.labels == "all" or len(ranked) <= FEW else 0
    if not count and numeric:
        count = 1 if made.canvas.look.is_slide else 3
    found |= {key: False for key in ranked[:count] if key not in found}
    return list(found.items())


FORM = Form(
    name="map",
    says="Maps of countries or of your own areas: values in classes, kinds, points, flows.",
    spec=MapSpec,
    settings=(
        Setting("place", Kind.COLUMN,
                "Countries by name or code (ISO 3166), or areas by the `key` of your shapes."),
        Setting("value", Kind.COLUMN,
                "What colours an area: numbers make classes, words make kinds; of flows, their "
                "width."),
        Setting("classes", Kind.NUMBER, "How many classes there are, five if not given."),
        Setting("breaks", Kind.WORDS,
                "Where classes end: `natural` (where values leave gaps), `quantile` (as many areas "
                "in each), `equal` (as wide), or bounds: `1, 5, 10`."),
        Setting("kinds", Kind.NAMES, "The order of kinds, the darkest first."),
        Setting("latitude", Kind.COLUMN, "Points: degrees north.", numbers=True),
        Setting("longitude", Kind.COLUMN, "Points: degrees east.", numbers=True),
        Setting("size", Kind.COLUMN, "Points: their area.", numbers=True),
        Setting("label", Kind.COLUMN, "What a point or an arrow says."),
        Setting("origin", Kind.COLUMN, "Flows: where they come from."),
        Setting("destination", Kind.COLUMN, "Flows: where they go."),
        Setting("points", Kind.DATASET,
                "Another dataset of points: `latitude`, `longitude`, and a name."),
        Setting("flows", Kind.DATASET,
                "Another dataset of flows: `origin`, `destination`, and if given a number, a "
                "`label`, a `line` (`dashed`), a `bend` (-0.5 to 0.5)."),
        Setting("shapes", Kind.DATASET, "Areas of your own: GeoJSON or TopoJSON in content/data."),
        Setting("key", Kind.WORDS, "The property of your shapes that `place` names."),
        Setting("show", Kind.WORDS,
                "What the map shows: a region (`world`, `africa`, `east asia` …), countries, or "
                "`west, south, east, north` in degrees; else all that it speaks of."),
        LABELS,
        Setting("legend", Kind.CHOICE, "Whether the colours are told above the map.",
                ("auto", "none")),
    ),
    draw=draw,
    check=check,
    shapes=True,
    example='chart=map place=country value=refugees breaks=quantile highlight="Turkey"',
)  # fmt: skip
