"""Maps: areas in classes or kinds, points, and arrows of flows, each with its words beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportgen.charts.boxes import Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.cartography.arrows import Arrow, draw_arrow
from reportgen.charts.cartography.base import Map
from reportgen.charts.cartography.content import Content, MapSpec, content_of, extent_shown
from reportgen.charts.cartography.labels import Label, Labels
from reportgen.charts.cartography.legend import draw_legend
from reportgen.charts.cartography.places import MILLION
from reportgen.charts.cartography.shading import classes_of, fills_of, kinds_of
from reportgen.charts.grammar import LABELS, ChartFault, Form, Kind, Setting
from reportgen.charts.parts import FigurePart, category, noted
from reportgen.charts.table import Table
from reportgen.language import compact
from reportgen.maps.countries import for_extent

MOST_KINDS = 6
WIDTHS = (11.0, 15.0, 8.0)
"""How wide words beside a place may be, in ems: the first that stands well is taken."""
FEW = 12
"""So many areas are all named."""
WIDEST = 5.5
"""The width of the widest arrow, in points at the scale of a brief."""
SHORT = 0.35
"""An arrow ends so much of its way within a large area before its middle: there stand words."""
LARGEST = 15.0
"""The size of the largest point, likewise."""


def check(spec: MapSpec, table: Table) -> None:
    """Refuse words of a map that cannot be followed."""
    content = content_of(spec, table)
    extent_shown(spec, content)
    values = [value for _, value in content.areas.values() if value is not None]
    if spec.value and spec.place and not values:
        raise ChartFault(f"no place has a value in `{spec.value}`", "", "value")
    if spec.place and spec.value in table.numeric:
        classes_of(spec, [float(one) for one in values])
    elif spec.place and len(kinds_of(spec, values)) > MOST_KINDS:
        message = f"`{spec.value}` has more than {MOST_KINDS} kinds"
        raise ChartFault(
            message, "a map can tell so many colours apart: put some together", "value"
        )


def draw(canvas: Canvas, area: Area, spec: MapSpec, table: Table) -> None:
    """Draw a map: legend, land, points, arrows, labels."""
    content = content_of(spec, table)
    extent = extent_shown(spec, content)
    fills, steps, swatches = fills_of(canvas.look, spec, table, content)
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
