"""A PDF opened to be compared: its pages, what each paints, its structure and entries."""

import io
from functools import cached_property
from typing import Any

import pikepdf

from reportgen.checks.alterations.pdf_content import Painted, Painter, inherited
from reportgen.checks.alterations.pdf_entries import tree
from reportgen.checks.alterations.pdf_objects import Key, Value, Values, keys
from reportgen.checks.alterations.pdf_signature import take_signature
from reportgen.checks.alterations.pdf_structure import Element, read_structure

ADDED = 10_000
"""Pages that the true file does not have are numbered from here."""

BESIDE = frozenset({"/Annots", "/Parent", "/Type", "/StructParents"})
"""Entries of a page that are compared by themselves."""

INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")


class PdfFile:
    """A PDF without its signature; its pages are numbered from 1, or as `numbered` says.

    Without `subsets` it makes no difference how its fonts were cut down.
    """

    def __init__(self, data: bytes, *, subsets: bool = True) -> None:
        self.data = data
        self.subsets = subsets
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.signed = take_signature(self.pdf)
        self.root: Any = self.pdf.Root
        self.pages = list(self.pdf.pages)
        self._digests: dict[Key, str] = {}
        self.numbered([*range(1, len(self.pages) + 1)])

    def numbered(self, numbers: list[int]) -> None:
        """Call the pages by these numbers: those of the pages of the true file."""
        self.numbers = numbers
        self.by_object: dict[Key, int] = {
            page.obj.objgen: number for page, number in zip(self.pages, numbers, strict=True)
        }
        self.values = Values(self.by_object, self._digests)
        self._prints: dict[Key, int] = {}
        self._painted: dict[int, Painted] = {}
        self.__dict__.pop("_structure", None)
        self.__dict__.pop("annotations", None)

    def fingerprint(self, page: Any) -> int:
        """Return all that a page is, but for its annotations, as one number."""
        key: Key = page.obj.objgen
        if key not in self._prints and not self.subsets:
            self._prints[key] = hash(tuple(self.painted(self.pages.index(page)).items))
        if key not in self._prints:
            entries = self.values.of(page.obj, BESIDE)
            own = (self.values.of(inherited(page.obj, name)) for name in INHERITED)
            self._prints[key] = hash((entries, *own))
        return self._prints[key]

    def resources(self, at: int) -> Value:
        """Return the resources of a page."""
        return self.values.of(inherited(self.pages[at].obj, "/Resources", pikepdf.Dictionary()))

    def painted(self, at: int) -> Painted:
        """Return what the page at a place (from 0) paints."""
        if at not in self._painted:
            self._painted[at] = Painter(self.values, subsets=self.subsets).page(self.pages[at])
        return self._painted[at]

    def entries(self, at: int) -> dict[str, Value]:
        """Return the entries of a page: its own, and what it inherits, without what it paints."""
        page = self.pages[at].obj
        known = {"/Contents", "/Resources", *BESIDE}
        found = {key: self.values.of(page[key]) for key in keys(page) if key not in known}
        for key in INHERITED[:3]:
            if (value := inherited(page, key)) is not None:
                found[key] = self.values.of(value)
        if "/CropBox" not in found or found["/CropBox"] == found.get("/MediaBox"):
            found.pop("/CropBox", None)
        if found.get("/Rotate") == 0.0:
            del found["/Rotate"]
        return found

    @cached_property
    def annotations(self) -> dict[Key, tuple[int, int]]:
        """Page and place of each annotation, by object."""
        return {
            one.objgen: (number, at)
            for page, number in zip(self.pages, self.numbers, strict=True)
            for at, one in enumerate(page.obj.get("/Annots", []))
        }

    def annotated(self, at: int) -> list[Value]:
        """Return the annotations of a page, as values."""
        return [self.values.of(one) for one in self.pages[at].obj.get("/Annots", [])]

    @cached_property
    def _structure(self) -> tuple[Element, dict[Key, int]]:
        return read_structure(self.root, self.values, self.by_object, self.annotations)

    @property
    def structure(self) -> Element:
        """The structure tree."""
        return self._structure[0]

    def parents(self) -> Value:
        """Return to which element the marks and annotations of each page belong, by its number."""
        held = self.root.get("/StructTreeRoot", {})
        listed = _numbers(held.get("/ParentTree")) if isinstance(held, pikepdf.Dictionary) else {}
        order = self._structure[1]

        def of(thing: Any) -> Value:
            if isinstance(thing, pikepdf.Array):
                return tuple(of(one) for one in thing)
            return order.get(getattr(thing, "objgen", (0, 0)), -1) if thing is not None else None

        return tuple(
            (
                number,
                of(listed.get(_number(page.obj, "/StructParents"))),
                tuple(
                    of(listed.get(_number(one, "/StructParent")))
                    for one in page.obj.get("/Annots", [])
                ),
            )
            for page, number in zip(self.pages, self.numbers, strict=True)
        )

    def names(self, kind: str) -> dict[str, Value]:
        """Return what the document has by name: destinations, attachments, scripts."""
        found = tree(self.root.get("/Names", {}).get(kind), "/Names", self.values)
        if kind == "/Dests" and isinstance(old := self.root.get("/Dests"), pikepdf.Dictionary):
            found |= {key.lstrip("/"): self.values.of(old[key]) for key in keys(old)}
        return found

    def said(self, element: Element) -> str:
        """Return what an element says on its pages."""
        places = {number: at for at, number in enumerate(self.numbers)}
        parts = []
        for leaf in element.leaves():
            if leaf.kind == "MCID" and leaf.page in places:
                items = self.painted(places[leaf.page]).items
                parts += [one.text for one in items if one.spot == leaf.number]
        return " ".join(parts)

    def close(self) -> None:
        """Close the file."""
        self.pdf.close()


def _number(held: Any, key: str) -> int:
    number = held.get(key, -1)
    return number if isinstance(number, int) else -1


def _numbers(held: Any) -> dict[int, Any]:
    """Return the entries of a number tree (ISO 32000-1, 7.9.7) as objects."""
    found: dict[int, Any] = {}
    waiting, steps = [held], 0
    while waiting and steps < ADDED:
        node, steps = waiting.pop(0), steps + 1
        if isinstance(node, pikepdf.Dictionary):
            listed = list(node.get("/Nums", []))
            pairs = zip(listed[::2], listed[1::2], strict=False)
            found |= {int(key): one for key, one in pairs if isinstance(key, int)}
            waiting += list(node.get("/Kids", []))
    return found
