"""XML parts as nodes that can be compared: whatever their prefixes, order of attributes, spaces."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportgen.checks.alterations.change import aligned

PREFIXES = {
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg",
    "http://schemas.microsoft.com/office/powerpoint/2010/main": "p14",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
SPACED = frozenset({"a:t", "x:t", "c:v", "m:t"})
"""Elements whose text counts with its spaces."""

DEEPEST = 200

Relation = Callable[[str], str]
"""Returns what a relationship leads to, by its id, so that ids themselves make no difference."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its name with a usual prefix, attributes, text, and the elements in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str
    kids: tuple["Node", ...] = field(compare=False)
    digest: int

    def get(self, name: str) -> str:
        """Return an attribute, "" where there is none."""
        return dict(self.attributes).get(name, "")

    def each(self, *names: str) -> Iterator["Node"]:
        """Yield this and all elements in it, in their order, those of some names."""
        if not names or self.name in names:
            yield self
        for kid in self.kids:
            yield from kid.each(*names)

    def child(self, *names: str) -> "Node | None":
        """Return the first child of one of these names."""
        return next((kid for kid in self.kids if kid.name in names), None)

    @property
    def said(self) -> str:
        """All text in it, paragraphs apart."""
        parts: list[str] = []
        for one in self.each():
            if one.name == "a:p" and parts:
                parts.append("\n")
            elif one.name == "a:br":
                parts.append(" ")
            elif not one.kids and one.text:
                parts.append(one.text)
        return "".join(parts)


def read_xml(data: bytes, relation: Relation = str) -> Node:
    """Return the root of an XML part. Raises XMLSyntaxError where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return _node(etree.fromstring(data, parser), relation, 0)


def _node(element: etree._Element, relation: Relation, depth: int) -> Node:
    if not isinstance(element.tag, str):
        return _made("comment", (), str(element.text or ""), ())
    name = _name(str(element.tag))
    attributes = tuple(
        sorted(
            (_name(str(key)), relation(str(value)) if _is_relation(str(key)) else str(value))
            for key, value in element.attrib.items()
        )
    )
    kids = tuple(_node(one, relation, depth + 1) for one in element) if depth < DEEPEST else ()
    text = element.text or ""
    tails = "".join(one.tail or "" for one in element).strip()
    if name not in SPACED:
        text = text.strip()
    return _made(name, attributes, text + tails, kids)


def _made(
    name: str, attributes: tuple[tuple[str, str], ...], text: str, kids: tuple[Node, ...]
) -> Node:
    digest = hash((name, attributes, text, tuple(kid.digest for kid in kids)))
    return Node(name, attributes, text, kids, digest)


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    return f"{PREFIXES.get(space, space.rsplit('/', 1)[-1])}:{name}"


def _is_relation(name: str) -> bool:
    return name.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")


# --- what differs -----------------------------------------------------------------------------

Pair = tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs at one place: `path` are the pairs of elements that lead to it.

    `what` is "attribute", "text", "added", "gone", "moved" or "name"; `name` that of the attribute.
    """

    path: tuple[Pair, ...]
    what: str
    name: str = ""
    before: str = ""
    after: str = ""
    node: Node | None = None


def differences(old: Node, new: Node, path: tuple[Pair, ...] = ()) -> Iterator[Differing]:
    """Yield what differs between two elements, at the deepest place that tells it."""
    if old.digest == new.digest:
        return
    here = (*path, (old, new))
    if old.name != new.name:
        yield Differing(here, "name", old.name, old.name, new.name)
        return
    before, after = dict(old.attributes), dict(new.attributes)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Differing(here, "attribute", name, before.get(name, ""), after.get(name, ""))
    if old.text != new.text:
        yield Differing(here, "text", "", old.text, new.text)
    yield from _kids(old, new, here)


def _kids(old: Node, new: Node, here: tuple[Pair, ...]) -> Iterator[Differing]:
    if old.name == "a:tr" and len(old.kids) == len(new.kids):  # a cell is what stands at its place
        for before, after in zip(old.kids, new.kids, strict=True):
            yield from differences(before, after, here)
        return
    gone: list[Node] = []
    came: list[Node] = []
    for _, olds, news in aligned(list(old.kids), list(new.kids)):
        pairs, left, right = _paired(olds, news)
        for before, after in pairs:
            yield from differences(before, after, here)
        gone += left
        came += right
    there = [one.digest for one in came]
    moved = {one.digest for one in gone if one.digest in there}
    for one in gone:
        yield Differing(here, "moved" if one.digest in moved else "gone", node=one)
    for one in came:
        if one.digest not in moved:
            yield Differing(here, "added", node=one)


def _paired(olds: list[Node], news: list[Node]) -> tuple[list[Pair], list[Node], list[Node]]:
    """Pair elements of a block: by what tells them apart, then by name and place."""
    pairs: list[Pair] = []
    left, right = list(olds), list(news)
    digests = {one.digest for one in olds} & {one.digest for one in news}
    for key in (_own_name, _similar, _name_alone):
        there: dict[object, list[Node]] = {}
        for one in right:
            if one.digest not in digests:
                there.setdefault(key(one), []).append(one)
        rest = []
        for one in left:
            found = there.get(key(one), []) if key(one) and one.digest not in digests else []
            if found:
                other = found.pop(0)
                pairs.append((one, other))
                right = [each for each in right if each is not other]
            else:
                rest.append(one)
        left = rest
    return pairs, left, right


def _own_name(node: Node) -> object:
    """Return what tells an element from its siblings: the id and name of a shape, a URI, an id."""
    for one in node.kids[:1]:
        about = one.child("p:cNvPr")
        if about is not None:
            return (node.name, about.get("id"), about.get("name"))
    for name in ("id", "uri", "idx", "r", "name", "Id", "PartName", "Extension", "type"):
        if node.get(name):
            return (node.name, name, node.get(name))
    index = node.child("c:idx")
    return (node.name, index.get("val")) if index is not None else None


def _similar(node: Node) -> object:
    return (node.name, node.said) if node.said else None


def _name_alone(node: Node) -> object:
    return node.name
