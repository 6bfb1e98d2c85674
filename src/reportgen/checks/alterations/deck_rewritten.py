"""A deck that a program wrote anew, compared with the true one by what readers meet of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from reportgen.checks.alterations.change import Change, Kind, quoted, text_changes
from reportgen.checks.alterations.deck_hidden import hidden_changes, slide_size
from reportgen.checks.alterations.package import BrokenPackage, Package
from reportgen.checks.alterations.pictures import look_alike
from reportgen.checks.alterations.xml_nodes import Node, read_xml
from reportgen.diagnostics import counted

MOST_ALIKE = 40
"""A slide in which more is written otherwise was written anew, not edited."""

ASIDE = frozenset({"sldNum", "dt", "ftr"})
PROPERTIES = ("dc:title", "dc:creator", "dc:subject", "cp:keywords", "dc:language", "cp:version")


@dataclass(frozen=True, slots=True)
class Met:
    """What readers meet of a slide."""

    texts: tuple[str, ...]
    aside: tuple[str, ...]
    tables: tuple[tuple[str, ...], ...]
    charts: tuple[tuple[str, ...], ...]
    alternatives: tuple[str, ...]
    pictures: tuple[bytes, ...]
    links: tuple[str, ...]
    notes: tuple[str, ...]
    hidden: bool


def deck_rewritten_changes(old: Package, new: Package) -> Iterator[Change]:
    """Yield what readers meet otherwise of a deck that was written anew."""
    slides = [deck.referred(deck.main, "p:sldId") for deck in (old, new)]
    sizes = slide_size(old), slide_size(new)
    for number, (before, after) in enumerate(zip_longest(*slides), 1):
        place = f"slide {number}"
        if after is None:
            yield Change(place, "the slide is gone")
        elif before is None:
            yield Change(place, "a slide was added")
        else:
            yield Change(place, "it was written anew by a program", Kind.TRACE)
            yield from _slide(place, _met(old, before), _met(new, after))
            nodes = old.node(before), new.node(after)
            yield from hidden_changes(place, *nodes, sizes)
    yield from _properties(old, new)
    yield from _brought(old, new)
    if _evidence(old) and not _evidence(new):
        yield Change("", "the evidence (edition, digests of figures) is gone")
    sections = [
        [one.get("name") for one in deck.node(deck.main).each("p14:section")] for deck in (old, new)
    ]
    if sections[0] != sections[1]:
        yield Change("", "the sections are gone" if not sections[1] else "the sections are others")


BROUGHT = {
    "comments": "comments were added",
    "comment": "comments were added",
    "audio": "a sound was added",
    "video": "a film was added",
    "media": "a film or sound was added",
    "oleObject": "an embedded object was added",
    "vbaProject": "macros were added",
    "control": "a control was added",
}
"""What parts of a deck lead to that no slide of ours has."""


def _brought(old: Package, new: Package) -> Iterator[Change]:
    """Yield what was brought along beside slides: comments, films, links of layouts."""
    before, after = ({*_leads(deck)} for deck in (old, new))
    for kind, target in sorted(after - before):
        if kind in BROUGHT:
            yield Change("", BROUGHT[kind])
        elif target:
            yield Change("", f"a link to {quoted(target)} was added to a layout or master")
    for name in sorted(new.parts):
        if name.startswith("ppt/comments/") and name not in old.parts:
            yield Change("", BROUGHT["comments"])
    for what in ("p:timing", "p:custShow", "p:modifyVerifier"):
        counts = [sum(1 for _ in _all(deck, what)) for deck in (old, new)]
        if counts[1] > counts[0]:
            yield Change("", f"{SHOWS[what]} was added")


SHOWS = {
    "p:timing": "an animation",
    "p:custShow": "a custom show",
    "p:modifyVerifier": "a write protection",
}


def _all(deck: Package, name: str) -> Iterator[Node]:
    for part in (deck.main, *deck.referred(deck.main, "p:sldId")):
        if part in deck.parts:
            yield from deck.node(part).each(name)


def _leads(deck: Package) -> Iterator[tuple[str, str]]:
    """Yield what parts lead to: kinds that slides have none of, and addresses of layouts."""
    for part in deck.parts:
        if not part.endswith(".rels"):
            for _, kind, target in deck.targets(part):
                if kind in BROUGHT:
                    yield kind, ""
                elif target.startswith("→") and ("Layout" in part or "Master" in part):
                    yield "hyperlink", target.lstrip("→")


def _evidence(deck: Package) -> bool:
    return any(name.startswith("customXml/item") for name in deck.parts)


def _met(deck: Package, name: str) -> Met:
    root = deck.node(name)
    notes = deck.leads(name, "notesSlide")
    shown = [_texts(shape) for shape in _shapes(root) if _kind(shape) not in ASIDE]
    relations = {key: target for key, _, target in deck.targets(name)}
    raw = read_xml(deck.parts[name])
    return Met(
        texts=tuple(text for texts in shown for text in texts),
        aside=tuple(
            text for shape in _shapes(root) if _kind(shape) == "ftr" for text in _texts(shape)
        ),
        tables=tuple(
            tuple(cell.said.strip() for cell in table.each("a:tc")) for table in root.each("a:tbl")
        ),
        charts=tuple(
            tuple(one.text for one in deck.node(chart).each("c:v"))
            for chart in deck.leads(name, "chart")
            if chart in deck.parts
        ),
        alternatives=tuple(
            one.get("descr")
            for shape in root.each("p:pic", "p:graphicFrame")
            for one in list(shape.each("p:cNvPr"))[:1]
            if one.get("descr").strip()
        ),
        pictures=tuple(
            deck.parts.get(relations.get(one.get("r:embed"), ""), b"") for one in raw.each("a:blip")
        ),
        links=tuple(
            sorted({target for _, _, target in deck.targets(name) if target.startswith("→")})
        ),
        notes=tuple(_notes(deck, notes[0])) if notes else (),
        hidden=root.get("show") in ("0", "false"),
    )


def _shapes(root: Node) -> Iterator[Node]:
    yield from root.each("p:sp")


def _kind(shape: Node) -> str:
    return next((one.get("type") for one in shape.each("p:ph")), "")


def _texts(shape: Node) -> list[str]:
    """Return the paragraphs of a shape that say something."""
    found = (" ".join(one.said.split()) for one in shape.each("a:p"))
    return [text for text in found if text]


def _notes(deck: Package, name: str) -> Iterator[str]:
    for shape in _shapes(deck.node(name)):
        if _kind(shape) not in ASIDE and _kind(shape) != "sldImg":
            yield from _texts(shape)


def _slide(place: str, old: Met, new: Met) -> Iterator[Change]:
    if old.hidden != new.hidden:
        yield Change(place, "the slide is hidden" if new.hidden else "the slide is shown")
    yield from _lines(place, old.texts, new.texts)
    yield from _lines(f"{place}, the footer", old.aside, new.aside)
    yield from _lines(f"the notes of {place}", old.notes, new.notes)
    for what, before, after in (
        ("a table", old.tables, new.tables),
        ("a chart", old.charts, new.charts),
    ):
        if len(before) != len(after):
            words = "is gone" if len(after) < len(before) else "was added"
            yield Change(place, f"{what} {words}")
        for one, other in zip(before, after, strict=False):
            yield from _values(f"{place}, {what}", one, other)
    gone = Counter(old.alternatives) - Counter(new.alternatives)
    came = Counter(new.alternatives) - Counter(old.alternatives)
    for text in gone:
        yield Change(place, f"the alternative {quoted(text)} is gone")
    for text in came:
        yield Change(place, f"the alternative {quoted(text)} was added")
    for link in Counter(old.links) - Counter(new.links):
        yield Change(place, f"the link to {quoted(link.lstrip('→'))} is gone")
    for link in Counter(new.links) - Counter(old.links):
        yield Change(place, f"a link to {quoted(link.lstrip('→'))} was added")
    yield from _pictures(place, old.pictures, new.pictures)


def _lines(place: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Compare paragraphs, whatever their order in the file."""
    gone = list((Counter(old) - Counter(new)).elements())
    came = list((Counter(new) - Counter(old)).elements())
    for before, after in zip_longest(gone, came, fillvalue=""):
        if "".join(before.split()) != "".join(after.split()):
            yield from text_changes(place, before, after)
    if not gone and not came and old != new:
        yield Change(place, "paragraphs stand in another order")


def _values(place: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    if len(old) != len(new):
        yield Change(place, "it has another number of cells or values")
        return
    for before, after in zip(old, new, strict=True):
        if before != after and not _same_number(before, after):
            yield Change(place, f"{quoted(before)} is now {quoted(after)}")


def _same_number(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))
    except ValueError:
        return False


def _pictures(place: str, old: tuple[bytes, ...], new: tuple[bytes, ...]) -> Iterator[Change]:
    if len(old) != len(new):
        yield Change(place, f"there are {counted(len(new), 'picture')}, not {len(old)}")
        return
    for before, after in zip(old, new, strict=True):
        if before != after and not look_alike(before, after):
            yield Change(place, "the picture was replaced")


def _properties(old: Package, new: Package) -> Iterator[Change]:
    said = []
    for deck in (old, new):
        try:
            said.append({one.name: one.text for one in deck.node("docProps/core.xml").kids})
        except BrokenPackage:
            said.append({})
    for name in PROPERTIES:
        before, after = (one.get(name, "") for one in said)
        if before != after:
            word = name.partition(":")[2]
            what = f"{word} is {quoted(after or 'nothing')}, not {quoted(before or 'nothing')}"
            yield Change("the properties", what)
