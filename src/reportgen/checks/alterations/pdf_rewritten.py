"""A PDF that a program wrote anew, compared with the true one by what readers meet of it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from reportgen.checks.alterations.change import Change, Kind, quoted
from reportgen.checks.alterations.pdf_entries import attachment_changes, bookmarks, xmp
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_objects import Value
from reportgen.checks.alterations.pdf_rendered import Rendered
from reportgen.checks.alterations.pdf_structure import Element

NEAR = 1.5
"""Points by which the edges of a page may differ after it was written anew."""

SAID = {"/Title": "title", "/Author": "author", "/Subject": "subject", "/Keywords": "keywords"}


def rewritten_changes(old: PdfFile, new: PdfFile, pages: list[tuple[int, int]]) -> Iterator[Change]:
    """Yield what readers meet otherwise in a file whose `pages` (from 0) were written anew."""
    rendered = Rendered(old.data, new.data)
    try:
        for before, after in pages:
            place = f"page {before + 1}"
            yield Change(place, "it was written anew by a program", Kind.TRACE)
            yield from _page(place, old, new, before, after)
            yield from rendered.changes(before, after, place)
    finally:
        rendered.close()
    yield from attachment_changes(*(_files(one) for one in (old, new)))
    yield from meaning_changes(old, new)


def meaning_changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield what a whole document says otherwise: to screen readers, by links, of itself."""
    yield from _structure(old.structure, new.structure)
    yield from _bookmarks(old, new)
    yield from _properties(old, new)


def led(file: PdfFile) -> set[str]:
    """Return the addresses to which links lead."""
    links = {one for at in range(len(file.pages)) for one in _links(file, at)}
    return {one for one in links if not one.startswith("page ") and one != "nothing"}


def _page(place: str, old: PdfFile, new: PdfFile, before: int, after: int) -> Iterator[Change]:
    entries, others = old.entries(before), new.entries(after)
    turn = (int(others.get("/Rotate", 0)) - int(entries.get("/Rotate", 0))) % 360
    if turn:
        yield Change(place, f"the page is turned by {turn}°")
    boxes = [each.get("/CropBox", each.get("/MediaBox")) for each in (entries, others)]
    if not _near(*boxes):
        yield Change(place, "the size of the page was changed")
    links, found = (Counter(_links(*one)) for one in ((old, before), (new, after)))
    for what, count in (links - found).items():
        yield Change(
            place, f"the link to {quoted(what)} is gone{f' ({count} times)' * (count > 1)}"
        )
    for what in found - links:
        yield Change(place, f"a link to {quoted(what)} was added")
    for kind in _kinds(new, after) - _kinds(old, before):
        yield Change(place, f"an annotation ({kind}) was added")


def _near(one: Value, other: Value) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple) or len(one) != len(other):
        return bool(one == other)
    return all(abs(float(a) - float(b)) <= NEAR for a, b in zip(one, other, strict=True))


def _kinds(file: PdfFile, at: int) -> set[str]:
    return {str(one.get("/Subtype", "")).lstrip("/") for one in _annotations(file, at)}


def _annotations(file: PdfFile, at: int) -> list[Any]:
    held: Any = file.pages[at].obj.get("/Annots", [])
    return [one for one in held if isinstance(one, pikepdf.Dictionary)]


def _links(file: PdfFile, at: int) -> Iterator[str]:
    """Yield where the links of a page lead: an address, or a page by its number."""
    for one in _annotations(file, at):
        if one.get("/Subtype") == "/Link":
            action = one.get("/A", pikepdf.Dictionary())
            yield str(action.get("/URI", "")) or _leads(file, one.get("/Dest", action.get("/D")))


def _leads(file: PdfFile, target: Any) -> str:
    """Return the page that a destination lies on (ISO 32000-1, 12.3.2)."""
    if isinstance(target, pikepdf.String | pikepdf.Name):
        value = file.names("/Dests").get(str(target).lstrip("/"))
        if isinstance(value, tuple) and value and value[0] == "dict":
            value = dict(value[1]).get("/D")
    else:
        value = file.values.of(target) if target is not None else None
    match value:
        case (("page", int(number)), *_):
            return f"page {number}"
        case _:
            return "nothing"


def _structure(old: Element, new: Element) -> Iterator[Change]:
    if old.type and not new.type:
        yield Change("", "the structure that screen readers go by is gone")
        return
    alternatives = [Counter(_said(one, "/Alt")) for one in (old, new)]
    for text in alternatives[0] - alternatives[1]:
        yield Change("", f"the alternative {quoted(text)} is gone")
    for text in alternatives[1] - alternatives[0]:
        yield Change("", f"the alternative {quoted(text)} was added")
    types = [[one.type for one in _elements(root)] for root in (old, new)]
    if types[0] != types[1]:
        yield Change("", "the structure that screen readers go by is not as built")


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _elements(kid)


def _said(root: Element, key: str) -> Iterator[str]:
    for one in _elements(root):
        if key in one.said:
            yield str(one.said[key][1])


def _bookmarks(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    before, after = (
        [(one.level, one.title) for one in bookmarks(file.root, file.values)] for file in (old, new)
    )
    if before and not after:
        yield Change("", f"the bookmarks are gone: {len(before)}")
    elif before != after:
        yield Change("", "the bookmarks are others, or stand in another order")


def _files(file: PdfFile) -> dict[str, Value]:
    """Return the attached files by what is in them."""
    return {
        name: ("dict", (("/EF", value),))
        for name, value in (
            (name, one.get_file().read_bytes()) for name, one in file.pdf.attachments.items()
        )
    }


def _properties(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    for key, name in SAID.items():
        before, after = (str(one.pdf.docinfo.get(key, "")) for one in (old, new))
        if before != after:
            yield Change("", f"the {name} is {quoted(after or 'nothing')}, not {quoted(before)}")
    before, after = (str(one.root.get("/Lang", "")) for one in (old, new))
    if before != after:
        yield Change("", f"the language is {after or 'not said'}, not {before}")
    if "part" in (xmp(old.root) or {}) and "part" not in (xmp(new.root) or {}):
        yield Change("", "it claims no standard (PDF/A, PDF/UA) any more")
