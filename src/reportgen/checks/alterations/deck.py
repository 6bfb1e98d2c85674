"""Two decks compared: the true one, and the one that was found."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from reportgen.checks.alterations.change import (
    Change,
    Comparison,
    Kind,
    Pairs,
    once,
    order_changes,
    paired,
    quoted,
)
from reportgen.checks.alterations.chart import chart_changes, workbook_changes
from reportgen.checks.alterations.deck_rewritten import MOST_ALIKE, deck_rewritten_changes
from reportgen.checks.alterations.deck_words import xml_changes
from reportgen.checks.alterations.package import BrokenPackage, Package
from reportgen.checks.alterations.pictures import look_alike
from reportgen.checks.alterations.xml_nodes import Node, differences, read_xml

CORE, APP, TYPES = "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml"

SAVING = frozenset({"cp:lastModifiedBy", "dcterms:modified", "cp:revision"})
"""Core properties that tell who saved the file and when (ECMA-376 part 2, 11)."""

PLACES = (
    (r"ppt/presentation\.xml", "the presentation"),
    (r"ppt/presProps\.xml", "how the show runs and prints (presProps)"),
    (r"ppt/viewProps\.xml", "how the window opens (viewProps)"),
    (r"ppt/tableStyles\.xml", "the styles of tables"),
    (r"ppt/theme/.*", "the theme's colours and fonts"),
    (r"ppt/slideMasters/.*", "the slide master"),
    (r"ppt/notesMasters/.*", "the notes master"),
    (r"ppt/handoutMasters/.*", "the handout master"),
    (r"customXml/.*", "the evidence"),
    (r"docProps/core\.xml", "the properties"),
    (r"docProps/.*", "the properties"),
    (r"ppt/media/.*", "a picture"),
    (r"ppt/comments.*", "comments"),
)
"""What parts are called."""

LOST = frozenset({"ppt/viewProps.xml", APP, "docProps/thumbnail.jpeg"})
"""Parts that tell of the program that saved the file; no reader meets them."""


def compare_deck(true: bytes, found: bytes, *, elsewhere: bool = False) -> Comparison:
    """Return what of a deck is not as it was built. Raises BrokenPackage where it is none.

    Where it was built `elsewhere`, pictures that look alike are the same.
    """
    if true == found:
        return Comparison()
    old, new = Package(true), Package(found)
    drawn = _redrawn(old, new) if elsewhere else []
    changes = once(_Decks(old, new).changes())
    if drawn:  # the evidence holds the digests of pictures
        changes = tuple(one for one in changes if one.place != "the evidence")
    return Comparison(changes, _program(old, new))


def _redrawn(old: Package, new: Package) -> list[str]:
    """Take pictures that look like the true ones for these; return which."""
    found = []
    for name, data in old.parts.items():
        other = new.parts.get(name)
        if not name.startswith("ppt/media/") or other is None or other == data:
            continue
        if look_alike(data, other):
            new.parts[name] = data
            found.append(name)
    return found


def _program(old: Package, new: Package) -> str:
    """Return the program that saved a deck again, "" where it does not say."""
    said = [
        next((one.text for one in deck.node(APP).each("ep:Application")), "")
        if APP in deck.parts
        else ""
        for deck in (old, new)
    ]
    return said[1] if said[1] != said[0] else ""


class _Decks:
    def __init__(self, old: Package, new: Package) -> None:
        self.old, self.new = old, new
        self.slides = [deck.referred(deck.main, "p:sldId") for deck in (old, new)]
        self.compared: set[str] = set()
        for deck, slides in zip((old, new), self.slides, strict=True):
            for name in deck.parts:
                if re.fullmatch(r"ppt/slideLayouts/slideLayout\d+\.xml", name):
                    deck.labels[name] = f"layout {_layout(deck, name)}"
            _label_slides(deck, slides)

    def changes(self) -> Iterator[Change]:
        """Yield what differs: slides with their notes and charts, then what is behind them."""
        prints = [
            [_print(deck, name) for name in slides]
            for deck, slides in zip((self.old, self.new), self.slides, strict=True)
        ]
        pairs = paired(*prints)
        if self._is_rewritten(pairs):
            yield from deck_rewritten_changes(self.old, self.new)
            return
        yield from order_changes(pairs, "slide")
        olds, news = self.slides
        for before, after in pairs:
            if before is not None and after is not None:
                yield from self._slide(before + 1, olds[before], news[after])
        for name in news if len(news) > len(olds) else ():
            self.compared |= self._around(self.new, name)
        for name in olds if len(olds) > len(news) else ():
            self.compared |= self._around(self.old, name)
        yield from self._others(reordered=pairs != [(at, at) for at in range(len(olds))])

    def _is_rewritten(self, pairs: Pairs) -> bool:
        """Return whether a program wrote the slides anew: most are hardly as they were."""
        both = [(a, c) for a, c in pairs if a is not None and c is not None]
        count = 0
        for before, after in both:
            old, new = (
                deck.node(one[at])
                for deck, one, at in (
                    (self.old, self.slides[0], before),
                    (self.new, self.slides[1], after),
                )
            )
            if old.digest != new.digest and sum(1 for _ in differences(old, new)) > MOST_ALIKE:
                count += 1
        return count > len(both) / 2

    def _around(self, deck: Package, name: str) -> set[str]:
        """Return a slide, its relationships and what belongs to it alone."""
        own = {name, _relations_of(name)}
        for _, kind, target in deck.targets(name):
            if kind in ("notesSlide", "chart", "package", "chartColorStyle", "chartStyle"):
                own |= self._around(deck, target)
        return own

    def _slide(self, number: int, old: str, new: str) -> Iterator[Change]:
        place = f"slide {number}"
        self.compared |= {old, new, _relations_of(old), _relations_of(new)}
        told = list(xml_changes(place, self.old.node(old), self.new.node(new)))
        yield from told
        layouts = [
            [deck.labels.get(one, "") for one in deck.leads(name, "slideLayout")]
            for deck, name in ((self.old, old), (self.new, new))
        ]
        if layouts[0] != layouts[1] and all(layouts[1]):
            yield Change(place, f"it stands on the {', '.join(layouts[1])}, not {layouts[0][0]}")
        yield from self._notes(place, old, new)
        yield from self._charts(place, old, new)
        if not told:
            yield from self._relations(place, old, new)

    def _notes(self, place: str, old: str, new: str) -> Iterator[Change]:
        notes = [
            deck.leads(name, "notesSlide") for deck, name in ((self.old, old), (self.new, new))
        ]
        self.compared |= {one for names in notes for one in names}
        self.compared |= {_relations_of(one) for names in notes for one in names}
        if notes[0] and notes[1]:
            before, after = notes[0][0], notes[1][0]
            told = list(
                xml_changes(f"the notes of {place}", self.old.node(before), self.new.node(after))
            )
            yield from told
            if not told:
                yield from self._relations(f"the notes of {place}", before, after)
        elif notes[0] or notes[1]:
            yield Change(place, f"the notes {'are gone' if notes[0] else 'were added'}")

    def _charts(self, place: str, old: str, new: str) -> Iterator[Change]:
        charts = [deck.leads(name, "chart") for deck, name in ((self.old, old), (self.new, new))]
        for before, after in zip(*charts, strict=False):
            if before not in self.old.parts or after not in self.new.parts:
                continue
            self.compared |= {before, after, _relations_of(before), _relations_of(after)}
            where = f"{place}, the chart"
            told = list(chart_changes(where, self.old.node(before), self.new.node(after)))
            yield from told
            books = [
                deck.leads(name, "package")
                for deck, name in ((self.old, before), (self.new, after))
            ]
            for book, other in zip(*books, strict=False):
                self.compared |= {book, other}
                yield from workbook_changes(
                    where, self.old.parts.get(book, b""), self.new.parts.get(other, b"")
                )
            if not told:
                yield from self._relations(where, before, after)

    def _relations(self, place: str, old: str, new: str) -> Iterator[Change]:
        """Compare what two parts lead to beside what their elements name; a part gone is told."""
        lost = self.old.parts.keys() - self.new.parts.keys()

        before, after = (
            sorted(
                deck.relations(name)[key]
                for key, kind, target in deck.targets(name)
                if target not in lost
                and not (kind == "slideLayout" and target in known)
                and not (kind == "slide" and target in self.old.labels | known)
            )
            for deck, name, known in (
                (self.old, old, self.old.labels),
                (self.new, new, self.new.labels),
            )
        )
        yield from _attached(place, before, after)

    def _others(self, *, reordered: bool) -> Iterator[Change]:
        """Compare the parts that belong to no slide."""
        names = dict.fromkeys((*self.old.parts, *self.new.parts))
        for name in names:
            if name in self.compared or name == TYPES or name.endswith(".rels"):
                continue
            yield from self._part(name, reordered=reordered)
        for name in ("", *names):
            relations = _relations_of(name)
            both = relations in self.old.parts and relations in self.new.parts
            if both and relations not in self.compared:
                yield from self._relations(_place(name, self.old), name, name)
        yield from self._types()

    def _part(self, name: str, *, reordered: bool) -> Iterator[Change]:
        before, after = self.old.parts.get(name), self.new.parts.get(name)
        if before == after:
            return
        place = _place(name, self.old if before is not None else self.new)
        if before is None or after is None:
            yield from self._alone(name, place)
        elif not name.endswith(".xml"):
            if not name.startswith("ppt/media/"):  # pictures are compared where they are shown
                yield Change(place, f"the part `{name}` is another")
        elif name == CORE:
            yield from _properties(self.old.node(name), self.new.node(name))
        elif name in LOST:
            if self.old.node(name).digest != self.new.node(name).digest:
                yield Change(place, f"`{name}` was written anew", Kind.TRACE)
        else:
            for change in xml_changes(place, self.old.node(name), self.new.node(name)):
                if not (reordered and "list of slides" in change.what):
                    yield change

    def _alone(self, name: str, place: str) -> Iterator[Change]:
        """Tell of a part that only one of the decks has."""
        added = name in self.new.parts
        data = (self.new if added else self.old).parts[name]
        other = self.old if added else self.new
        if name.startswith("ppt/media/"):
            shown = data in other.parts.values()
            if added and not shown and not self._is_shown(name):
                yield Change(place, f"a file was added that no slide shows (`{name}`)")
            return
        kind = Kind.TRACE if name in LOST else Kind.MEANING
        yield Change(place, f"the part `{name}` {'was added' if added else 'is gone'}", kind)

    def _is_shown(self, name: str) -> bool:
        return any(
            target == name
            for part in self.new.parts
            if not part.endswith(".rels")
            for _, _, target in self.new.targets(part)
        )

    def _types(self) -> Iterator[Change]:
        """Compare of which type each part is that both have (ECMA-376 part 2, 7.3)."""
        types = [_types(deck) for deck in (self.old, self.new)]
        for name in self.old.parts.keys() & self.new.parts.keys():
            before, after = (found.get(name, "") for found in types)
            if before != after:
                yield Change("", f"the part `{name}` is declared as {after or 'nothing'}")


def _attached(
    place: str, old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> Iterator[Change]:
    """Yield what a part leads to by its relationships that it did not, and what no more."""
    before, after = Counter(old) - Counter(new), Counter(new) - Counter(old)
    gone, came = list(before.elements()), list(after.elements())
    for kind, target in came:
        was = next((one for one in gone if one[0] == kind), None)
        if was is None:
            yield Change(place, f"something was attached ({kind}): {quoted(target)}")
            continue
        gone.remove(was)
        what = f"something else is attached ({kind}): {quoted(target)}, not {quoted(was[1])}"
        yield Change(place, what)
    for kind, target in gone:
        yield Change(place, f"something is attached no more ({kind}): {quoted(target)}")


def _types(deck: Package) -> dict[str, str]:
    root = deck.node(TYPES)
    endings = {
        one.get("Extension").lower(): one.get("ContentType")
        for one in root.each("content-types:Default")
    }
    own = {
        one.get("PartName").lstrip("/"): one.get("ContentType")
        for one in root.each("content-types:Override")
    }
    return {
        name: own.get(name, endings.get(name.rpartition(".")[2].lower(), ""))
        for name in deck.parts
        if name != TYPES
    }


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _print(deck: Package, name: str) -> int:
    """Return a fingerprint of a slide with its notes; 0 where it is broken."""
    try:
        notes = [deck.node(one).digest for one in deck.leads(name, "notesSlide")]
        return hash((deck.node(name).digest, *notes))
    except BrokenPackage:
        return hash(name)


def _label_slides(deck: Package, slides: list[str]) -> None:
    """Call slides by their names, else by what they say: numbers change where one is gone."""
    seen: dict[str, int] = {}
    for name in slides:
        if name not in deck.parts:
            continue
        try:
            root = read_xml(deck.parts[name])
        except etree.XMLSyntaxError:
            continue
        called = next((one.get("name") for one in root.each("p:cSld")), "") or root.said[:60]
        seen[called] = seen.get(called, 0) + 1
        deck.labels[name] = f"slide {called}" + (f" ({seen[called]})" if seen[called] > 1 else "")


def _layout(deck: Package, name: str) -> str:
    try:
        return next((one.get("name") for one in deck.node(name).each("p:cSld")), "")
    except BrokenPackage:
        return ""


def _place(name: str, deck: Package | None = None) -> str:
    if name.startswith("ppt/slideLayouts/") and deck is not None:
        return f"the layout {quoted(_layout(deck, name))}"
    return next((words for pattern, words in PLACES if re.fullmatch(pattern, name)), "")


def _properties(old: Node, new: Node) -> Iterator[Change]:
    """Compare the core properties."""
    before, after = ({one.name: one for one in root.kids} for root in (old, new))
    if len(after) < len(new.kids):
        yield Change("the properties", "a property stands there twice")
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or was.digest != now.digest:
            kind = Kind.TRACE if name in SAVING else Kind.MEANING
            word = name.partition(":")[2]
            yield Change("the properties", f"{word} {_property(was, now)}", kind)


def _property(was: Node | None, now: Node | None) -> str:
    if was is None or now is None:
        found = was or now
        said = quoted(found.text) if found else ""
        return f"was added: {said}" if was is None else f"is gone: {said}"
    if was.text == now.text:
        return "is declared otherwise"
    return f"is {quoted(now.text)}, not {quoted(was.text)}"
