"""A chart of PowerPoint's own and the workbook behind it, compared with the true ones."""

from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.package import BrokenPackage, Package
from reportgen.checks.alterations.xml_nodes import Differing, Node, differences

SAYS = {
    "c:min": "the axis begins at",
    "c:max": "the axis ends at",
    "c:orientation": "the axis runs",
    "c:barDir": "bars run",
    "c:grouping": "series are grouped as",
    "c:numFmt": "numbers are written as",
    "c:formatCode": "numbers are written as",
    "c:delete": "whether an axis or a label is hidden is",
    "c:overlap": "bars overlap by",
    "c:gapWidth": "the gap between bars is",
    "c:logBase": "the axis is logarithmic, with the base",
    "c:crosses": "the axes cross at",
    "c:crossesAt": "the axes cross at",
    "c:showVal": "whether values are shown is",
    "c:f": "values are taken from",
    "c:v": "a value is",
}
"""What an element of a chart decides, before its value."""


def chart_changes(place: str, old: Node, new: Node) -> Iterator[Change]:
    """Yield what of a chart is another than it was (ECMA-376 part 1, 21.2)."""
    for one in differences(old, new):
        where = ", ".join(part for part in (place, _series(one), _point(one)) if part)
        node, holder = one.node, one.path[-1][0]
        if node is not None:
            words = {"added": "was added", "gone": "is gone", "moved": "stands in another order"}
            value = node.get("val") or node.said
            shown = f": {SAYS[node.name]} {value}" if node.name in SAYS else ""
            said = f" {quoted(node.said)}" if node.said.strip() and not shown else ""
            yield Change(where, f"{_named(node)}{said} {words[one.what]}{shown}")
        elif one.what == "name":
            yield Change(where, f"it is drawn as {_plain(one.after)}, not {_plain(one.before)}")
        elif holder.name in SAYS:
            now, was = (number(value) or "nothing" for value in (one.after, one.before))
            yield Change(where, f"{SAYS[holder.name]} {now} ({was} as built)")
        else:
            now, was = quoted(one.after), quoted(one.before)
            detail = f" ({one.name})" if one.name and one.name != "val" else ""
            yield Change(where, f"{_named(holder)}{detail} is {now}, not {was}")


NAMES = {
    "c:ser": "a series",
    "c:title": "a title",
    "c:barChart": "a plot of bars",
    "c:lineChart": "a plot of lines",
    "c:valAx": "the axis of values",
    "c:catAx": "the axis of categories",
    "c:legend": "the legend",
    "c:dLbls": "the labels of values",
    "c:dPt": "the look of one bar or point",
    "c:pt": "a value",
    "a:t": "a text",
    "a:srgbClr": "a colour",
    "a:schemeClr": "a colour",
}


def number(text: str) -> str:
    """Return a number without digits that say nothing: "1900" for "1900.0"."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _named(node: Node) -> str:
    return NAMES.get(node.name, f"the element {node.name}")


def _plain(name: str) -> str:
    return NAMES.get(name, name)


def _series(one: Differing) -> str:
    """Return the series that a difference lies in, in words."""
    pair = next((pair for pair in one.path if pair[0].name == "c:ser"), None)
    if pair is None:
        return ""
    name = pair[0].child("c:tx")
    values = [] if name is None else [value.text for value in name.each("c:v")]
    return f"the series {quoted(values[0])}" if values else "a series"


def _point(one: Differing) -> str:
    """Return the value that a difference lies in, by its category."""
    series = next((pair[0] for pair in one.path if pair[0].name == "c:ser"), None)
    point = next((pair[0] for pair in one.path if pair[0].name == "c:pt"), None)
    if series is None or point is None or not any(a.name == "c:val" for a, _ in one.path):
        return ""
    names = {kid.get("idx"): kid.said for cat in series.each("c:cat") for kid in cat.each("c:pt")}
    return f"at {quoted(names[point.get('idx')])}" if point.get("idx") in names else ""


def workbook_changes(place: str, old: bytes, new: bytes) -> Iterator[Change]:
    """Yield what of the workbook behind a chart is another: cells, by their addresses."""
    if old == new:
        return
    where = f"{place}, its workbook"
    try:
        before, after = Package(old), Package(new)
        cells, others = _cells(before), _cells(after)
        rest = [
            name
            for name in sorted({*before.parts, *after.parts})
            if "/worksheets/" not in name
            and "sharedStrings" not in name
            and _digest(before, name) != _digest(after, name)
        ]
    except BrokenPackage as error:
        yield Change(where, str(error) if new else "it is gone")
        return
    told = False
    for address in sorted({*cells, *others}):
        was, now = cells.get(address, ""), others.get(address, "")
        if was != now:
            told = True
            yield Change(where, f"cell {address} is {quoted(now)}, not {quoted(was)}")
    if rest:
        yield Change(where, f"the part `{rest[0]}` is another")
    elif not told:
        sheets = [name for name in before.parts if "/worksheets/" in name]
        if any(_digest(before, name) != _digest(after, name) for name in sheets):
            yield Change(where, "how its cells look is another")


def _digest(book: Package, name: str) -> int:
    if name not in book.parts:
        return 0
    return book.node(name).digest if name.endswith((".xml", ".rels")) else hash(book.parts[name])


def _cells(book: Package) -> dict[str, str]:
    """Return the cells of a workbook by address ("sheet1!B3"), formulas among them."""
    shared = [
        one.said
        for name in book.parts
        if name.endswith("sharedStrings.xml")
        for one in book.node(name).each("x:si")
    ]
    found = {}
    for name in book.parts:
        if "/worksheets/" not in name or not name.endswith(".xml"):
            continue
        sheet = name.rpartition("/")[2].removesuffix(".xml")
        for cell in book.node(name).each("x:c"):
            said = cell.said
            if cell.get("t") == "s" and said.isdigit() and int(said) < len(shared):
                said = shared[int(said)]
            found[f"{sheet}!{cell.get('r')}"] = said
    return found
