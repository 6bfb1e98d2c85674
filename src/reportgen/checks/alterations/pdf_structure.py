"""The structure tree of a PDF, which screen readers go by, and what of it was changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pikepdf

from reportgen.checks.alterations.change import Change, aligned, quoted
from reportgen.checks.alterations.pdf_objects import Key, Value, Values

DEEPEST = 150
LATER = frozenset({"/S", "/K", "/P", "/Pg", "/Type"})

LEAF = frozenset({"/Type", "/Pg", "/MCID", "/Obj", "/Stm", "/StmOwn"})

TYPES = {
    "P": "a paragraph",
    "TH": "a head cell",
    "TD": "a cell",
    "TR": "a row",
    "Table": "a table",
    "Figure": "a figure",
    "Caption": "a caption",
    "Link": "a link",
    "Note": "a note",
    "L": "a list",
    "LI": "an item of a list",
    "Lbl": "a label",
    "LBody": "the text of an item",
    "BlockQuote": "a quotation",
    "Formula": "a formula",
    "TOCI": "a line of the contents",
    "Reference": "a reference",
}
"""Structure types (ISO 32000-1, 14.8.4) as readers call them; headings are told by level."""

ABOUT = {
    "/Alt": "the alternative",
    "/ActualText": "the text that is read aloud (ActualText)",
    "/E": "the expansion of the abbreviation",
    "/Lang": "the language",
    "/T": "the title",
    "/ID": "the identifier",
    "/A": "the attributes (scope, headers, size)",
}
"""What an element says of itself, by its key."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What an element holds of a page: marked content ("MCID") or an annotation ("OBJR").

    `more` are entries that neither has by the standard.
    """

    kind: str
    page: int
    number: int
    more: Value = ()


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its type, what it says of itself, what it holds, and where it begins.

    `own` is the page that it names itself.
    """

    type: str
    about: Value
    kids: tuple["Element | Leaf", ...]
    page: int
    own: int = 0

    def leaves(self) -> Iterator[Leaf]:
        """Yield what the element and those in it hold of pages."""
        for kid in self.kids:
            if isinstance(kid, Leaf):
                yield kid
            else:
                yield from kid.leaves()

    @property
    def said(self) -> dict[str, Value]:
        """What it says of itself, by key."""
        return dict(self.about[1])


def read_structure(
    root: Any, values: Values, pages: dict[Key, int], annotations: dict[Key, tuple[int, int]]
) -> tuple[Element, dict[Key, int]]:
    """Return the structure tree, and which object is its n-th element.

    `annotations` are page and place of each annotation, by object.
    """
    tree = root.get("/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary):
        return Element("", ("dict", ()), (), 0), {}
    reader = _Reader(values, pages, annotations, {})
    kids = tuple(reader.kids(tree.get("/K"), 0, 0))
    about = values.of(tree, LATER | {"/ParentTree", "/IDTree", "/ParentTreeNextKey"})
    return Element("StructTreeRoot", about, kids, 0), reader.order


@dataclass(frozen=True)
class _Reader:
    values: Values
    pages: dict[Key, int]
    annotations: dict[Key, tuple[int, int]]
    order: dict[Key, int]
    count: Iterator[int] = field(default_factory=count)

    def kids(self, held: Any, page: int, depth: int) -> Iterator[Element | Leaf]:
        if held is None or depth > DEEPEST:
            return
        if isinstance(held, pikepdf.Array):
            for one in held:
                yield from self.kids(one, page, depth + 1)
        elif isinstance(held, pikepdf.Dictionary):
            yield self._one(held, page, depth)
        elif isinstance(held, int):
            yield Leaf("MCID", page, held)

    def _one(self, held: Any, page: int, depth: int) -> Element | Leaf:
        own = held.get("/Pg")
        page = self._page(own, page if "/S" not in held else 0)
        if held.get("/Type") == "/MCR":
            return Leaf("MCID", page, int(held.get("/MCID", -1)), self._more(held))
        if held.get("/Type") == "/OBJR":
            target = held.get("/Obj")
            key = target.objgen if target is not None else (0, 0)
            return Leaf("OBJR", *self.annotations.get(key, (page, -1)), self._more(held))
        self.order[held.objgen] = next(self.count)  # a program may make one of two that are alike
        kids = tuple(self.kids(held.get("/K"), page, depth + 1))
        first = next((one.page for one in kids if one.page), page)
        about = self.values.of(held, LATER)
        return Element(str(held.get("/S", "")).lstrip("/"), about, kids, first, page)

    def _more(self, held: Any) -> Value:
        own = held.get("/Pg")
        page = self.pages.get(own.objgen, 0) if own is not None else 0
        return (page, self.values.of(held, LEAF)[1])

    def _page(self, own: Any, page: int) -> int:
        """Return the number of a page, which an element does not inherit (ISO 32000-1, 14.7.2)."""
        return page if own is None else self.pages.get(own.objgen, 0)


Says = Callable[[Element], str]
"""Returns what an element says on its page."""


def named(element: Element, says: Says) -> str:
    """Return an element in words: "the heading “Numbers grew”"."""
    kind = element.type
    text = says(element)
    if kind[:1] == "H" and kind[1:].isdigit():
        name = f"the heading of level {kind[1:]}"
    else:
        name = TYPES.get(kind, f"an element {kind}")
    return f"{name} {quoted(text)}" if text.strip() else name


def structure_changes(old: Element, new: Element, says: Says) -> Iterator[Change]:
    """Yield what of a structure tree is another than it was, the smallest element that tells it."""
    if old == new:
        return
    if old.type and not new.type:
        yield Change("", "the structure that screen readers go by is gone")
        return
    if old.type != new.type:
        what = f"{named(old, says)} is tagged as {_type(new.type)} now, not {_type(old.type)}"
        yield Change(_page(old), what)
    if old.own != new.own and list(old.leaves()) == list(new.leaves()):
        yield Change(_page(old), f"{named(old, says)} is said to stand on another page")
    yield from _about(old, new, says)
    yield from _kids(old, new, says)


def _type(kind: str) -> str:
    return f"heading of level {kind[1:]}" if kind[1:].isdigit() else kind


def _page(element: Element) -> str:
    return f"page {element.page}" if element.page else ""


def _about(old: Element, new: Element, says: Says) -> Iterator[Change]:
    before, after = old.said, new.said
    for key in sorted({*before, *after}):
        if before.get(key) == after.get(key):
            continue
        what = ABOUT.get(key, f"the entry {key}")
        of = f"{what} of {named(old, says)}"
        yield Change(_page(old), said_change(of, before.get(key), after.get(key)))


def said_change(of: str, before: Value, after: Value) -> str:
    """Return in words what became of a value: added, gone, or now another."""
    if before is None:
        return f"{of} was added{_shown(after)}"
    if after is None:
        return f"{of} is gone{_shown(before)}"
    now, was = _text(after), _text(before)
    return f"{of} is {quoted(now)}, not {quoted(was)}" if now or was else f"{of} was changed"


def _shown(value: Value) -> str:
    text = _text(value)
    return f": {quoted(text)}" if text else ""


def _text(value: Value) -> str:
    match value:
        case ("string", str(text)):
            return text
        case str() | int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case _:
            return ""


def _kids(old: Element, new: Element, says: Says) -> Iterator[Change]:
    gone: list[Element | Leaf] = []
    came: list[Element | Leaf] = []
    for _, olds, news in aligned(list(old.kids), list(new.kids)):
        pairs, left, right = _paired(olds, news)
        for before, after in pairs:
            yield from structure_changes(before, after, says)
        gone += left
        came += right
    moved = [one for one in gone if one in came]
    for one in moved:
        what = named(one, says) if isinstance(one, Element) else f"a part of {named(old, says)}"
        yield Change(_page(old), f"{what} is read in another order")
    for kids, words in ((gone, "is tagged no more"), (came, "was added to what is read")):
        for one in kids:
            if one not in moved:
                what = named(one, says) if isinstance(one, Element) else _leaf(one, old, says)
                place = f"page {one.page}" if one.page else _page(old)
                yield Change(place, f"{what} {words}")


def _leaf(leaf: Leaf, holder: Element, says: Says) -> str:
    what = "the link in" if leaf.kind == "OBJR" else "a part of"
    return f"{what} {named(holder, says)}"


def _paired(
    olds: list[Element | Leaf], news: list[Element | Leaf]
) -> tuple[list[tuple[Element, Element]], list[Element | Leaf], list[Element | Leaf]]:
    """Pair elements of a block that hold the same of the page, then those of the same type."""
    pairs: list[tuple[Element, Element]] = []
    left, right = list(olds), list(news)
    for key in (_held, _kind):
        for one in list(left):
            other = next(
                (
                    each
                    for each in right
                    if isinstance(one, Element)
                    and isinstance(each, Element)
                    and key(each) == key(one)
                ),
                None,
            )
            if other is not None and isinstance(one, Element) and isinstance(other, Element):
                if one == other and left.index(one) != right.index(other):
                    continue  # it is told as moved
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    return pairs, left, right


def _held(element: Element) -> Value:
    leaves = tuple(element.leaves())
    return leaves or (element.type, element.about)


def _kind(element: Element) -> Value:
    return element.type
