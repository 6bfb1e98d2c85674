"""What readers meet of a chart of PowerPoint's own, however a program writes it.

ECMA-376 part 1, 21.2: how it is drawn, of which values, on which axes, with which words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.chart import number
from reportgen.checks.alterations.xml_nodes import Node
from reportgen.diagnostics import counted

PLOTS = {
    "c:barChart": "bars",
    "c:lineChart": "lines",
    "c:areaChart": "areas",
    "c:pieChart": "a pie",
    "c:doughnutChart": "a ring",
    "c:scatterChart": "points",
    "c:bubbleChart": "bubbles",
    "c:radarChart": "a radar",
    "c:bar3DChart": "bars in three dimensions",
    "c:line3DChart": "lines in three dimensions",
    "c:pie3DChart": "a pie in three dimensions",
    "c:area3DChart": "areas in three dimensions",
}
AXES = {
    "c:valAx": "the axis of values",
    "c:catAx": "the axis of categories",
    "c:dateAx": "the axis",
}
USUAL = {"orientation": "minMax", "grouping": "standard"}
"""What holds where nothing is said."""

Key = tuple[str, ...]
"""What of a chart says something: the kind of it, the series, the place on the axis."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a chart says: in words what says it, and what it is."""

    words: str
    value: str


def chart_met_changes(place: str, old: Node, new: Node) -> Iterator[Change]:
    """Yield what readers meet otherwise of a chart that was written anew."""
    before, after = dict(_said(old)), dict(_said(new))
    counts = [sum(key[0] == "name" for key in said) for said in (before, after)]
    if counts[0] != counts[1]:
        yield Change(place, f"it has {counted(counts[1], 'series', 'series')}, not {counts[0]}")
    for key in {**before, **after}:
        both = before.get(key), after.get(key)
        if counts[0] != counts[1] and len(key) > 1:
            continue
        was, now = (one.value if one else "" for one in both)
        if was != now:
            words = next(one for one in both if one).words
            yield Change(place, f"{words} {now or 'nothing'} ({was or 'nothing'} as built)")


def _said(chart: Node) -> Iterator[tuple[Key, Said]]:
    area = next(chart.each("c:plotArea"), None)
    if area is None:
        return
    plots = [kid for kid in area.kids if kid.name in PLOTS]
    yield ("plot",), Said("it is drawn as", " and ".join(map(_plot, plots)))
    for at, series in enumerate(one for plot in plots for one in plot.kids if one.name == "c:ser"):
        yield from _series(at + 1, series)
    for axis in area.kids:
        if axis.name in AXES:
            yield from _axis(axis)
    words = [one.text for one in chart.each("a:t") if one.text.strip()]
    yield ("words",), Said("its words are", quoted(" / ".join(words)) if words else "")
    legend = any(True for _ in chart.each("c:legend"))
    yield ("legend",), Said("its legend is", "shown" if legend else "")


def _plot(plot: Node) -> str:
    kind, runs = PLOTS[plot.name], _value(plot, "c:barDir")
    grouping = _value(plot, "c:grouping") or USUAL["grouping"]
    lying = " that lie" if runs == "bar" else ""
    return f"{kind}{lying}" + (f", {grouping}" if grouping not in ("standard", "clustered") else "")


def _value(node: Node, name: str) -> str:
    found = node.child(name)
    return found.get("val") if found is not None else ""


def _series(at: int, series: Node) -> Iterator[tuple[Key, Said]]:
    of, own = f"series {at}", str(at)
    name = series.child("c:tx")
    said = " ".join(one.text for one in name.each("c:v")) if name is not None else ""
    yield ("name", own), Said(f"the name of {of} is", said)
    names = dict(_points(series, "c:cat", "c:xVal"))

    def spot(key: str) -> str:
        return f"{of} at {quoted(names.get(key, f'place {key}'))}"

    for key, text in names.items():
        yield ("place", own, key), Said(f"place {int(key) + 1} of {of} is called", text)
    for key, text in _points(series, "c:val", "c:yVal"):
        yield ("value", own, key), Said(f"the value of {spot(key)} is", number(text))
    usual = _colour(series)
    yield ("colour", own), Said(f"the colour of {of} is", usual)
    for point in series.kids:
        if point.name == "c:dPt" and (colour := _colour(point)) != usual:
            key = _value(point, "c:idx")
            yield ("colour", own, key), Said(f"the colour of {spot(key)} is", colour)
    for label in series.each("c:dLbl"):
        shown = [kind for kind in SHOWS if _value(label, f"c:{kind}") == "1"]
        key = _value(label, "c:idx")
        yield ("label", own, key), Said(f"the label of {spot(key)} shows", ", ".join(shown))


SHOWS = ("showVal", "showCatName", "showSerName", "showPercent")


def _points(series: Node, *holders: str) -> Iterator[tuple[str, str]]:
    holder = series.child(*holders)
    for point in holder.each("c:pt") if holder is not None else ():
        if point.get("idx").isdigit():
            yield point.get("idx"), point.said.strip()


def _colour(holder: Node) -> str:
    about = holder.child("c:spPr")
    fill = about.child("a:solidFill") if about is not None else None
    if fill is None and about is not None and (line := about.child("a:ln")) is not None:
        fill = line.child("a:solidFill")
    found = next(fill.each("a:srgbClr"), None) if fill is not None else None
    return f"#{found.get('val').lower()}" if found is not None else ""


def _axis(axis: Node) -> Iterator[tuple[Key, Said]]:
    name = AXES[axis.name]
    scale = axis.child("c:scaling")
    if scale is not None:
        for key, words in (("min", "begins at"), ("max", "ends at"), ("logBase", "has the base")):
            yield (f"{name} {key}",), Said(f"{name} {words}", number(_value(scale, f"c:{key}")))
        runs = _value(scale, "c:orientation") or USUAL["orientation"]
        yield (f"{name} runs",), Said(f"{name} runs", runs)
    gone = axis.child("c:delete")
    hidden = gone is not None and (gone.get("val") or "1") in ("1", "true")  # so by default
    yield (f"{name} is",), Said(f"{name} is", "hidden" if hidden else "shown")
    written = axis.child("c:numFmt")
    if written is not None and not hidden and name != AXES["c:catAx"]:
        form = quoted(written.get("formatCode"))
        yield (f"{name} numbers",), Said(f"numbers of {name} are written as", form)
