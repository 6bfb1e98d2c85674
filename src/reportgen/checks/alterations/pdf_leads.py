"""Where links within a PDF lead, compared with the true one when both are laid out otherwise."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from reportgen.checks.alterations.change import Change, aligned, quoted
from reportgen.checks.alterations.pdf_entries import bookmarks
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_objects import Value
from reportgen.checks.alterations.pdf_structure import Element

Link = tuple[str, frozenset[str]]
"""What a link says, and the names of what it leads to."""


def lead_changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield which links within a document lead elsewhere.

    Pages and places on them may differ: links are compared in the order in which they are read, by
    the names that they lead to (ISO 32000-1, 12.3.2.3), and these with the bookmarks.
    """
    for _, olds, news in aligned([*_links(old)], [*_links(new)]):
        if len(olds) != len(news):
            continue  # that links are gone or were added is told by the structure
        for (said, before), (_, after) in zip(olds, news, strict=True):
            if before != after:
                what = f"it leads to {_named(after)}, not to {_named(before)}"
                yield Change(f"the link {quoted(said)}", what)
    yield from _moved(old, new)


def _named(names: frozenset[str]) -> str:
    return " and ".join(quoted(one) for one in sorted(names)) if names else "nothing"


def _links(file: PdfFile) -> Iterator[Link]:
    """Yield the links of a document as it is read, but those that lead out of it."""
    places = {number: at for at, number in enumerate(file.numbers)}
    for element in _elements(file.structure):
        if element.type == "Link":
            held = [
                _annotation(file, places[leaf.page], leaf.number)
                for leaf in element.leaves()
                if leaf.kind == "OBJR" and leaf.page in places
            ]
            leads = frozenset(name for one in held for name in _leads(one))
            if leads or not any("/A" in one for one in held):
                yield " ".join(file.said(element).split()), leads


def _annotation(file: PdfFile, page: int, at: int) -> Any:
    held: Any = file.pages[page].obj.get("/Annots", [])
    one = held[at] if 0 <= at < len(held) else None
    return one if isinstance(one, pikepdf.Dictionary) else pikepdf.Dictionary()


def _leads(annotation: Any) -> Iterator[str]:
    """Yield the name of the destination of a link, or where it lies where it has none."""
    action = annotation.get("/A", pikepdf.Dictionary())
    target = annotation.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    if isinstance(target, pikepdf.String | pikepdf.Name):
        yield str(target).lstrip("/")
    elif target is not None:
        yield "a place without a name"


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _elements(kid)


def _moved(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield which names are gone, or lie no more where the bookmark of their heading leads."""
    olds, news = _places(old), _places(new)
    for name in olds:
        if name not in news:
            yield Change("", f"what links to {quoted(name)} lead to is gone")
    before, after = _marked(old), _marked(new)
    titles = {place: title for title, place in before.items()}
    for name, place in olds.items():
        title = titles.get(place, "")
        if title in after and name in news and news[name] != after[title]:
            what = f"links to it (`{name}`) lead elsewhere, to page {news[name][0]}"
            yield Change(f"the heading {quoted(title)}", what)


Place = tuple[int, float]


def _places(file: PdfFile) -> dict[str, Place]:
    """Return where the names lie that links can lead to."""
    found = ((name, _place(target)) for name, target in file.names("/Dests").items())
    return {name: place for name, place in found if place is not None}


def _marked(file: PdfFile) -> dict[str, Place]:
    """Return where the bookmarks lead that have a title of their own."""
    found: dict[str, list[Place | None]] = {}
    for one in bookmarks(file.root, file.values):
        found.setdefault(one.title, []).append(_place(next(iter(one.leads or ()), ())))
    return {title: places[0] for title, places in found.items() if len(places) == 1 and places[0]}


def _place(target: Value) -> Place | None:
    """Return the page of a destination and how far below its top corner it lies, in points."""
    if isinstance(target, tuple) and target and target[0] == "dict":
        target = dict(target[1]).get("/D", ())
    match target:
        case (("page", int(number)), "/XYZ", _, (int() | float()) as top, *_):
            return number, -round(float(top))
        case (("page", int(number)), *_):
            return number, 0.0
        case _:
            return None
