"""What of a deck's parts was changed, as a reader would say it."""

import re
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, quoted, text_changes
from reportgen.checks.alterations.xml_nodes import Differing, Node, Pair, differences

SHAPES = ("p:sp", "p:pic", "p:graphicFrame", "p:cxnSp", "p:grpSp")
KINDS = {
    "p:sp": "the text box",
    "p:pic": "the picture",
    "p:graphicFrame": "the frame",
    "p:cxnSp": "the line",
    "p:grpSp": "the group",
    "mc:AlternateContent": "content with a fallback (AlternateContent)",
}
PLACEHOLDERS = {
    "title": "the title",
    "ctrTitle": "the title",
    "subTitle": "the subtitle",
    "ftr": "the footer",
    "dt": "the date",
    "sldNum": "the slide number",
    "body": "the text",
}
TEXTS = ("p:txBody", "a:txBody", "c:rich", "a:tc")
MOST_OF_ONE = 3
"""Changes of how one shape looks that are told one by one."""

SPEAKS = frozenset({"a:t", "a:br", "a:r", "a:p", "a:fld", "m:t", "m:r"})

ATTRIBUTES = {
    ("p:cNvPr", "descr"): "the alternative",
    ("p:cNvPr", "title"): "the title that is read aloud",
    ("p:cNvPr", "name"): "the name",
    ("p:sld", "show"): "whether the slide is shown (show)",
    ("a:rPr", "lang"): "the language of text",
    ("a:endParaRPr", "lang"): "the language of text",
    ("p:cSld", "name"): "the name",
    ("p14:section", "name"): "the name of a section",
    ("p:sldSz", "cx"): "the width of all slides",
    ("p:sldSz", "cy"): "the height of all slides",
}
"""Attributes that are told by a name of their own."""

GROUPS = (
    (
        ("a:off", "a:ext", "a:chOff", "a:chExt", "a:xfrm", "p:xfrm"),
        "stands elsewhere, or is turned",
    ),
    (("a:blip", "asvg:svgBlip", "a:blipFill", "p:blipFill"), "the picture was replaced"),
    (("a:srcRect", "a:stretch", "a:fillRect"), "the picture is cropped or stretched"),
    (("a:hlinkClick", "a:hlinkHover", "a:hlinkMouseOver", "a:snd"), "a link was changed"),
    (("p:timing", "p:transition"), "an animation or change of slides was added or changed"),
    (("p:bg", "p:bgPr", "p:bgRef"), "the background was changed"),
    (("a:tblPr", "a:tableStyleId"), "the look or the head row of the table was changed"),
    (("a:gridCol", "a:tblGrid"), "the columns of the table are others in width"),
)
"""What is told of an element, or of anything in it."""


def xml_changes(place: str, old: Node, new: Node) -> Iterator[Change]:
    """Yield what of a part is another than it was; where a text is, its runs are not told too."""
    found = list(differences(old, new))
    holders = {id(holder[0]): holder for one in found if (holder := _text_holder(one))}
    others = {key for key, (one, other) in holders.items() if one.said != other.said}
    told: set[int] = set()
    looks: dict[str, list[Change]] = {}
    for one in found:
        holder = _text_holder(one)
        if holder is not None and id(holder[0]) not in told:
            told.add(id(holder[0]))
            yield from _text_change(place, one, holder)
        elif holder is None and not any(id(pair[0]) in others for pair in one.path):
            for change in _told(place, one):
                looks.setdefault(change.place, []).append(change)
    for changes in looks.values():
        yield from _few(changes)


def _few(changes: list[Change]) -> Iterator[Change]:
    """Yield the changes of one shape: many are told as one, by the first."""
    if len(changes) <= MOST_OF_ONE:
        yield from changes
        return
    first, more = changes[0], len(changes) - 1
    kind = Kind.MEANING if any(one.kind is Kind.MEANING for one in changes) else Kind.LOOK
    yield Change(first.place, f"{first.what}, and {more} things more of it are others", kind)


def _text_holder(one: Differing) -> Pair | None:
    """Return the text in which something differs that is read; None where it is of another kind."""
    node = one.node
    speaks = one.what == "text" or (
        one.what in ("added", "gone", "moved") and node is not None and node.name in SPEAKS
    )
    if not speaks:
        return None
    return next((pair for pair in reversed(one.path) if pair[0].name in TEXTS), None)


def _text_change(place: str, one: Differing, holder: Pair) -> Iterator[Change]:
    before, after = holder[0].said, holder[1].said
    where = ", ".join(part for part in (place, _shape_in(one.path), _cell(one.path)) if part)
    if before != after:
        yield from text_changes(where, before, after)
    else:
        yield Change(where, f"the paragraphs of {quoted(after)} are cut or marked otherwise")


def _cell(path: tuple[Pair, ...]) -> str:
    """Return which cell of a table a path leads through, in words."""
    rows = next((a for a, _ in path if a.name == "a:tbl"), None)
    row = next((a for a, _ in path if a.name == "a:tr"), None)
    cell = next((a for a, _ in path if a.name == "a:tc"), None)
    if rows is None or row is None or cell is None:
        return ""
    at = [one for one in rows.kids if one.name == "a:tr"].index(row) + 1
    column = [one for one in row.kids if one.name == "a:tc"].index(cell) + 1
    return f"row {at}, column {column} of the table"


def _shape_in(path: tuple[Pair, ...]) -> str:
    """Return the innermost shape that a path leads through, in words, "" for none."""
    shape = next((a for a, _ in reversed(path) if a.name in SHAPES), None)
    return shape_name(shape) if shape is not None else ""


def shape_name(shape: Node) -> str:
    """Return a shape in words: "the title", "the picture “Columns: …”"."""
    about = next(shape.each("p:cNvPr"), None)
    kind = next((one.get("type") or "body" for one in shape.each("p:ph")), "")
    if kind in PLACEHOLDERS and kind != "body":
        return PLACEHOLDERS[kind]
    if any(True for _ in shape.each("a:tbl")):
        name = "the table"
    elif any(True for _ in shape.each("c:chart")):
        name = "the chart"
    else:
        name = KINDS.get(shape.name, "a shape")
    said = (about.get("descr") or about.get("name")) if about is not None else ""
    return f"{name} {quoted(said)}" if said else name


def _told(place: str, one: Differing) -> Iterator[Change]:
    node = one.node
    where = ", ".join(part for part in (place, _shape_in(one.path), _cell(one.path)) if part)
    if node is not None and node.name in (*SHAPES, "mc:AlternateContent"):
        yield _of_shape(where if len(one.path) and _shape_in(one.path) else place, one, node)
        return
    if one.what == "attribute":
        name = ATTRIBUTES.get((one.path[-1][0].name, one.name))
        if name:
            yield Change(where, f"{name} {_became(one.before, one.after)}")
            return
    names = [a.name for a, _ in one.path] + ([node.name] if node is not None else [])
    for elements, words in GROUPS:
        if any(name in elements for name in names):
            kind = Kind.LOOK if words.startswith("stands") else Kind.MEANING
            yield Change(where, words + _link(one), kind)
            return
    yield Change(where, _plainly(one))


def _of_shape(place: str, one: Differing, node: Node) -> Change:
    words = {"added": "was added", "gone": "is gone", "moved": "is read and painted in other order"}
    said = f", which says {quoted(node.said)}" if node.said.strip() else ""
    name = shape_name(node) if node.name in SHAPES else KINDS[node.name]
    return Change(place, f"{name} {words[one.what]}{said}")


def _link(one: Differing) -> str:
    """Return to what a link leads now, where a link was changed."""
    pair = next((pair for pair in one.path if pair[0].name.startswith("a:hlink")), None)
    if pair is not None:
        now, was = (node.get("r:id").lstrip("→") for node in pair)
        if now != was:
            return f": it leads to {quoted(now or 'nothing')}, not {quoted(was or 'nothing')}"
    if one.node is not None and one.node.name.startswith("a:hlink"):
        target = quoted(one.node.get("r:id").lstrip("→") or one.node.get("action"))
        return f": {target} {'was added' if one.what == 'added' else 'is gone'}"
    return ""


def _became(before: str, after: str) -> str:
    if not before:
        return f"was added: {quoted(after)}"
    return f"is {quoted(after)}, not {quoted(before)}" if after else f"is gone: {quoted(before)}"


LOOKS = {
    "sz": "the size of text",
    "b": "bold",
    "i": "italics",
    "strike": "striking out",
    "baseline": "raising of text",
    "u": "underlining",
    "cap": "capitals",
    "val": "the value",
    "typeface": "the typeface",
}
ELEMENTS = {
    "a:srgbClr": "the colour",
    "a:schemeClr": "the colour",
    "a:alpha": "the opacity",
    "a:sysClr": "the colour",
    "a:rPr": "how text looks",
    "a:pPr": "the paragraph",
    "a:defRPr": "how text looks",
    "a:latin": "the typeface",
    "a:solidFill": "the colour",
    "a:noFill": "the lack of a fill",
    "a:ln": "the outline",
    "a:tr": "a row of the table",
    "a:tc": "a cell of the table",
    "a:bodyPr": "how the text stands in its box",
    "p:sldId": "a slide in the list of slides",
    "p14:sldId": "a slide in a section",
    "p14:section": "a section",
    "p:custShowLst": "a custom show",
    "p:modifyVerifier": "a write protection",
    "p:showPr": "how the show runs",
    "p:clrMap": "which colours of the theme are used",
    "c:ser": "a series of the chart",
}


def _plainly(one: Differing) -> str:
    """Return what differs by the names that it has in the file."""
    holder = one.path[-1][0]
    line = [a for a, _ in one.path]
    text = next((a.said for a in reversed(line) if a.name in ("a:r", "a:p", "a:tc")), "")
    of = f" of {quoted(text)}" if text.strip() else ""
    if one.node is not None:
        name = ELEMENTS.get(one.node.name, f"the element {one.node.name}")
        words = {"added": "was added", "gone": "is gone", "moved": "stands in another order"}
        said = f": {quoted(one.node.said)}" if one.node.said.strip() else ""
        return f"{name}{of} {words[one.what]}{said}"
    name = ELEMENTS.get(holder.name, f"the element {holder.name}")
    if one.what == "attribute":
        known = LOOKS.get(one.name)
        what = known if known and one.name not in ("val",) else name
        detail = "" if known else f" ({one.name})"
        return f"{what}{detail}{of} {_became(*_measured(one))}"
    if one.what == "name":
        other = ELEMENTS.get(one.after, one.after)
        return f"{name}{of} is another: {other}"
    return f"{name}{of} {_became(one.before, one.after)}"


def _measured(one: Differing) -> tuple[str, str]:
    """Return values before and after in units that people know."""
    if one.name == "sz" and re.fullmatch(r"\d+", one.before + one.after or "x"):
        return tuple(
            f"{int(value) / 100:g} pt" if value else "" for value in (one.before, one.after)
        )  # type: ignore[return-value]
    return one.before, one.after
