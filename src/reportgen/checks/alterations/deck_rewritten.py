"""A deck that a program wrote anew, compared with the true one by what readers meet of it."""

import re
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, order_changes, paired, quoted
from reportgen.checks.alterations.deck_hidden import hidden_changes, slide_size
from reportgen.checks.alterations.deck_met import met
from reportgen.checks.alterations.package import BrokenPackage, Package
from reportgen.checks.alterations.slide_met import slide_changes
from reportgen.checks.alterations.xml_nodes import Node

MOST_ALIKE = 40
"""A slide in which more is written otherwise was written anew, not edited."""

PROPERTIES = ("dc:title", "dc:creator", "dc:subject", "dc:description", "dc:language")
"""Properties that say what a deck is; programs keep them."""

KEPT = ("cp:keywords", "cp:version", "cp:category", "cp:contentStatus", "dcterms:created")
"""Properties that some programs lose: told where they say something else."""

ABOUT_HOUSE = ("ep:Company", "ep:Manager", "ep:HyperlinkBase")


def deck_rewritten_changes(old: Package, new: Package) -> Iterator[Change]:
    """Yield what readers meet otherwise of a deck that was written anew."""
    slides = [
        [name for name in deck.referred(deck.main, "p:sldId") if name in deck.parts]
        for deck in (old, new)
    ]
    read = [
        [met(deck, name, names) for name in names]
        for deck, names in zip((old, new), slides, strict=True)
    ]
    pairs = paired(*([hash((*one.texts, *one.tables)) for one in each] for each in read))
    yield from order_changes(pairs, "slide")
    for before, after in pairs:
        if before is not None and after is not None:
            place = f"slide {before + 1}"
            yield Change(place, "it was written anew by a program", Kind.TRACE)
            names = slides[0][before], slides[1][after]
            both = read[0][before], read[1][after]
            yield from slide_changes((before + 1, after + 1), (old, new), *both)
            yield from hidden_changes(place, (old, new), names)
    yield from _properties(old, new)
    yield from _show(old, new)
    yield from _brought(old, new)
    if _evidence(old) and not _evidence(new):
        yield Change("", "the evidence (edition, digests of figures) is gone")
    elif _evidence(old) != _evidence(new):
        yield Change("", "the evidence (edition, digests of figures) is another")
    sections = [
        [one.get("name") for one in deck.node(deck.main).each("p14:section")] for deck in (old, new)
    ]
    if sections[0] != sections[1]:
        yield Change("", "the sections are gone" if not sections[1] else "the sections are others")


def _show(old: Package, new: Package) -> Iterator[Change]:
    """Yield how the show runs otherwise: which slides, in a loop, of which size."""
    before, after = ({*_shown(deck)} for deck in (old, new))
    for what in sorted(after - before):
        yield Change("", f"how the show runs was changed ({what})")
    shapes = [box[2] / box[3] for box in map(slide_size, (old, new))]
    if abs(shapes[0] / shapes[1] - 1) > RATIO:
        yield Change("", "slides have other proportions")


RATIO = 0.01
"""The share by which proportions of slides may differ."""


def _shown(deck: Package) -> Iterator[str]:
    for name in deck.leads(deck.main, "presProps"):
        for show in deck.node(name).each("p:showPr") if name in deck.parts else ():
            yield from (one.name for one in show.kids if one.name not in ("p:present", "p:extLst"))
            yield from (key for key, value in show.attributes if key != "showNarration" and value)


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


def _evidence(deck: Package) -> set[str]:
    """Return what the parts of evidence say."""
    return {
        deck.node(name).said for name in deck.parts if re.fullmatch(r"customXml/item\d+\.xml", name)
    }


def _properties(old: Package, new: Package) -> Iterator[Change]:
    said = [_said(deck, "docProps/core.xml") for deck in (old, new)]
    for name in (*PROPERTIES, *KEPT):
        before, after = (one.get(name, "") for one in said)
        if before != after and (after or name in PROPERTIES):
            word = name.partition(":")[2]
            what = f"{word} is {quoted(after or 'nothing')}, not {quoted(before or 'nothing')}"
            yield Change("the properties", what)
    programs = [_said(deck, "docProps/app.xml") for deck in (old, new)]
    for name in ABOUT_HOUSE:
        was, now = (one.get(name, "") for one in programs)
        if now and was != now:
            yield Change("the properties", f"{name[3:]} is {quoted(now)}")
    custom = [_custom(deck) for deck in (old, new)]
    for text in sorted(custom[1] - custom[0]):
        yield Change("the properties", f"a property was added: {quoted(text)}")


def _said(deck: Package, name: str) -> dict[str, str]:
    try:
        return {one.name: one.text for one in deck.node(name).kids}
    except BrokenPackage:
        return {}


def _custom(deck: Package) -> set[str]:
    try:
        return {f"{one.get('name')}: {one.said}" for one in deck.node("docProps/custom.xml").kids}
    except BrokenPackage:
        return set()
