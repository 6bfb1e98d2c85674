"""The entries of a PDF beside its pages: bookmarks, destinations, attachments, properties."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from reportgen.checks.alterations.change import Change, Kind, aligned, quoted
from reportgen.checks.alterations.pdf_objects import Value, Values, keys, said
from reportgen.checks.alterations.pdf_structure import said_change

SAVING = frozenset({"/Producer", "/ModDate", "/Creator"})
"""What of the document information tells who saved the file and when (ISO 32000-1, 14.3.3)."""

SAVING_XMP = ("Producer", "ModifyDate", "MetadataDate", "CreatorTool", "xmptk", "InstanceID")
"""The same in XMP, by the end of the property's name (ISO 16684-1)."""

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An item of the outline (ISO 32000-1, 12.3.3)."""

    title: str
    level: int
    leads: Value
    look: Value


def bookmarks(root: Any, values: Values) -> list[Bookmark]:
    """Return the bookmarks in their order."""
    found: list[Bookmark] = []
    outlines = root.get("/Outlines")
    if isinstance(outlines, pikepdf.Dictionary):
        _walk(outlines.get("/First"), 1, values, found, set())
    return found


def _walk(item: Any, level: int, values: Values, found: list[Bookmark], seen: set[Any]) -> None:
    while isinstance(item, pikepdf.Dictionary) and item.objgen not in seen:
        if len(found) > MOST_ITEMS or level > 100:
            return
        seen.add(item.objgen)
        leads = tuple(values.of(item[key]) if key in item else () for key in ("/Dest", "/A"))
        known = frozenset(
            {"/Title", "/Dest", "/A", "/First", "/Last", "/Next", "/Prev", "/Count", "/SE"}
        )
        found.append(Bookmark(str(item.get("/Title", "")), level, leads, values.of(item, known)))
        _walk(item.get("/First"), level + 1, values, found, seen)
        item = item.get("/Next")


def bookmark_changes(old: list[Bookmark], new: list[Bookmark]) -> Iterator[Change]:
    """Yield what became of the bookmarks."""
    if old and not new:
        yield Change("", f"the bookmarks are gone: {len(old)}")
        return
    gone: list[Bookmark] = []
    came: list[Bookmark] = []
    for _, olds, news in aligned(old, new):
        if len(olds) == len(news):
            for one, other in zip(olds, news, strict=True):
                yield from _bookmark(one, other)
        else:
            gone += olds
            came += news
    for one in gone:
        words = "stands elsewhere" if one in came else "is gone"
        yield Change("", f"the bookmark {quoted(one.title)} {words}")
    for one in came:
        if one not in gone:
            yield Change("", f"the bookmark {quoted(one.title)} was added")


def _bookmark(old: Bookmark, new: Bookmark) -> Iterator[Change]:
    of = f"the bookmark {quoted(old.title)}"
    if old.title != new.title:
        yield Change("", f"{of} is now {quoted(new.title)}")
    if old.leads != new.leads:
        yield Change("", f"{of} leads elsewhere")
    if old.level != new.level:
        yield Change("", f"{of} stands on level {new.level}, not {old.level}")
    if old.look != new.look:
        yield Change("", f"{of} looks otherwise", Kind.LOOK)


def tree(held: Any, key: str, values: Values) -> dict[str, Value]:
    """Return the entries of a name or number tree (ISO 32000-1, 7.9.6), by `key`."""
    found: dict[str, Value] = {}
    waiting, steps = [held], 0
    while waiting and steps < MOST_ITEMS:
        node, steps = waiting.pop(0), steps + 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        listed = list(node.get(key, []))
        others = {*keys(node)} - {key, "/Kids", "/Limits", "/Type"}
        found |= {f"the entry {one}": values.of(node[one]) for one in others}
        for name, value in zip(listed[::2], listed[1::2], strict=False):
            found[str(name)] = values.of(value)
        waiting = [*list(node.get("/Kids", [])), *waiting]
    return found


def destination_changes(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Change]:
    """Yield what became of the named destinations, to which links and bookmarks lead."""
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            words = (
                "was added"
                if name not in old
                else "is gone"
                if name not in new
                else "lies elsewhere"
            )
            yield Change("", f"the destination {quoted(name)}, to which links lead, {words}")


def attachment_changes(old: dict[str, Value], new: dict[str, Value]) -> Iterator[Change]:
    """Yield what became of the attached files."""
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if before is None or after is None:
            yield Change("", f"the attachment `{name}` {'was added' if after else 'is gone'}")
            continue
        entries, others = _of(before), _of(after)
        if entries.get("/EF") != others.get("/EF"):
            yield Change("", f"the attached file `{name}` is another")
        for key in sorted({*entries, *others} - {"/EF"}):
            if entries.get(key) != others.get(key):
                of = f"`{key.lstrip('/')}` of the attachment `{name}`"
                yield Change("", said_change(of, entries.get(key), others.get(key)))


def _of(value: Value) -> dict[str, Value]:
    return dict(value[1]) if value and value[0] == "dict" else {}


NAMES = {
    "/Title": "the title",
    "/Author": "the author",
    "/Subject": "the subject",
    "/Keywords": "the keywords",
    "/CreationDate": "the date",
}


def info_changes(old: Value, new: Value) -> Iterator[Change]:
    """Yield what became of the document information."""
    before, after = _of(old), _of(new)
    if before and not after:
        yield Change("", "the document information is gone", Kind.TRACE)
        return
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            kind = Kind.TRACE if key in SAVING else Kind.MEANING
            of = f"{NAMES.get(key, f'the property {key[1:]}')} in the document information"
            yield Change("", said_change(of, before.get(key), after.get(key)), kind)


Properties = dict[str, str]


def xmp(root: Any) -> Properties | None:
    """Return the metadata as properties with their values, None where they are no XMP."""
    stream = root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return dict(_properties(etree.fromstring(said(stream).strip(b"\x00 \r\n"), parser)))
    except etree.XMLSyntaxError:
        return None


def _properties(root: Any) -> Iterator[tuple[str, str]]:
    """Yield each text and attribute with the names that lead to it, counted where they repeat."""
    seen: dict[str, int] = {}
    waiting: list[tuple[Any, str]] = [(root, "")]
    while waiting:
        element, path = waiting.pop(0)
        if not isinstance(element.tag, str):
            yield _counted(seen, f"{path} comment"), str(element.text)
            continue
        name = etree.QName(element).localname
        own = (
            path
            if name in ("xmpmeta", "RDF", "Description", "li", "Bag", "Seq", "Alt")
            else (f"{path} {name}".strip())
        )
        for key, value in element.attrib.items():
            said_as = etree.QName(key).localname
            if said_as not in ("about", "parseType"):
                yield _counted(seen, f"{own} {said_as}".strip()), str(value)
        for text in (element.text, element.tail):
            if text and text.strip():
                yield _counted(seen, own), text.strip()
        waiting = [(one, own) for one in element] + waiting


def _counted(seen: dict[str, int], name: str) -> str:
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"


def xmp_changes(old: Properties | None, new: Properties | None) -> Iterator[Change]:
    """Yield what became of the metadata."""
    if old == new or old is None:
        return
    if new is None:
        yield Change("", "the metadata (XMP) are broken")
        return
    if old and not new:
        yield Change("", "the metadata (XMP) are gone")
        return
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before != after:
            saving = any(one in name for one in SAVING_XMP)
            values = [None if one is None else ("string", one) for one in (before, after)]
            what = said_change(f"`{name}` in the metadata (XMP)", *values)
            yield Change("", what, Kind.TRACE if saving else Kind.MEANING)
