"""A PDF that a program wrote anew, compared with the true one by what readers meet of it."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pikepdf

from reportgen.checks.alterations.change import Change, Kind, aligned, quoted
from reportgen.checks.alterations.pdf_entries import attachment_changes, bookmarks, xmp
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_objects import Value
from reportgen.checks.alterations.pdf_rendered import Rendered
from reportgen.checks.alterations.pdf_spoken import spoken_changes
from reportgen.checks.alterations.pdf_structure import Element

NEAR = 1.5
"""Points by which the edges of a page may differ after it was written anew."""

ABOUT = frozenset({"title", "creator", "description", "subject", "Keywords", "rights", "language"})
"""Properties of XMP that say what a document is."""

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
    yield from meaning_changes(old, new)


def meaning_changes(old: PdfFile, new: PdfFile, *, pages: bool = True) -> Iterator[Change]:
    """Yield what a whole document says otherwise: to screen readers, by links, of itself.

    On which page a bookmark leads is compared where both have the same `pages`.
    """
    yield from _structure(old, new)
    yield from _bookmarks(old, new, pages=pages)
    yield from _properties(old, new)
    yield from _acts(old, new)
    files = [_files(one) for one in (old, new)]
    if not pages:  # the ledger says on which pages claims stand; it is compared as evidence
        files = [
            {name: one for name, one in each.items() if name[:7] != "claims."} for each in files
        ]
    yield from attachment_changes(*files)


ACTS = {
    "/OpenAction": "what happens when the document is opened (OpenAction)",
    "/AA": "what happens by itself (AA)",
    "/AcroForm": "a form",
    "/OCProperties": "layers",
    "/Collection": "a collection of files",
    "/PageLabels": "numbers by which viewers call the pages",
    "/URI": "an address before all links",
    "/PieceInfo": "private data of a program (PieceInfo)",
}
"""Entries of the catalog that readers meet."""


def _acts(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield what a document does, or is called, that it did not."""
    for key, name in ACTS.items():
        if key in new.root:
            value = new.values.of(new.root[key])
            if key not in old.root:
                yield Change("", f"{name} was added")
            elif value != old.values.of(old.root[key]):
                yield Change("", f"{name} is another")
    scripts = [one.names("/JavaScript") for one in (old, new)]
    if scripts[1] != scripts[0]:
        yield Change("", "a script was added" if scripts[1] else "a script is gone")


def led(file: PdfFile) -> set[str]:
    """Return the addresses to which links lead."""
    links = {one for at in range(len(file.pages)) for one in _links(file, at)}
    return {one for one in links if not one.startswith("page ") and one != "nothing"}


def annotation_changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield which kinds of annotations a file has that the other has not, on any page."""
    before, after = (
        {kind for at in range(len(file.pages)) for kind in _kinds(file, at)} for file in (old, new)
    )
    for kind in sorted(after - before):
        yield Change("", f"an annotation ({kind}) was added")


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
            kind = str(action.get("/S", "/GoTo"))
            if kind not in ("/GoTo", "/URI") or "/Next" in action or "/AA" in one:
                yield f"something that a program does ({kind.lstrip('/')})"
                continue
            yield str(action.get("/URI", "")) or _leads(file, one.get("/Dest", action.get("/D")))


def _leads(file: PdfFile, target: Any) -> str:
    """Return the page that a destination lies on (ISO 32000-1, 12.3.2)."""
    if isinstance(target, pikepdf.Name):
        return _page_of(file, ("name", str(target)))
    return _page_of(file, file.values.of(target) if target is not None else ())


def _structure(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    if old.structure.type and not new.structure.type:
        yield Change("", "the structure that screen readers go by is gone")
        return
    told = list(spoken_changes(old, new))
    yield from told
    types = [[one.type for one in _elements(file.structure)] for file in (old, new)]
    if not told and types[0] != types[1]:
        yield Change("", "the structure that screen readers go by is not as built")


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _elements(kid)


def _bookmarks(old: PdfFile, new: PdfFile, *, pages: bool) -> Iterator[Change]:
    before, after = (
        [(level, title, leads if pages else "") for level, title, leads in _marked(file)]
        for file in (old, new)
    )
    if before and not after:
        yield Change("", f"the bookmarks are gone: {len(before)}")
        return
    for _, olds, news in aligned(before, after):
        for one, other in zip_longest(olds, news):
            if one is None or other is None:
                word = "was added" if one is None else "is gone"
                yield Change("", f"the bookmark {quoted((one or other)[1])} {word}")
            elif one[1] != other[1]:
                yield Change("", f"the bookmark {quoted(one[1])} is now {quoted(other[1])}")
            else:
                what = "stands on another level" if one[0] != other[0] else "leads elsewhere"
                yield Change("", f"the bookmark {quoted(one[1])} {what}")


def _marked(file: PdfFile) -> Iterator[tuple[int, str, str]]:
    """Yield each bookmark: its level, its title, the page or address that it leads to."""
    for one in bookmarks(file.root, file.values):
        dest, action = one.leads
        held = dict(action[1]) if action and action[0] == "dict" else {}
        target = dest or held.get("/D", ())
        yield one.level, one.title, str(held.get("/URI", "")) or _page_of(file, target)


def _page_of(file: PdfFile, target: Value) -> str:
    """Return the page that a destination lies on, given as a value or by its name."""
    if isinstance(target, tuple) and len(target) == 2 and target[0] in ("string", "name"):
        target = file.names("/Dests").get(str(target[1]).lstrip("/"), ())
    if isinstance(target, tuple) and target and target[0] == "dict":
        target = dict(target[1]).get("/D", ())
    match target:
        case (("page", int(number)), *_):
            return f"page {number}"
        case _:
            return "nothing"


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
    known, said = (xmp(one.root) or {} for one in (old, new))
    for key in (one for one in known if one.partition(" ")[0] in ABOUT and one in said):
        if known[key] != said[key]:
            what = f"`{key}` in the metadata (XMP) is {quoted(said[key])}"
            yield Change("", f"{what}, not {quoted(known[key])}")
    if "part" in (xmp(old.root) or {}) and "part" not in (xmp(new.root) or {}):
        yield Change("", "it claims no standard (PDF/A, PDF/UA) any more")
