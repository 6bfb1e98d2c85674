"""Two PDFs compared: the true one, and the one that was found."""

from collections.abc import Iterator

import pikepdf

from reportgen.checks.alterations.change import (
    Change,
    Comparison,
    Kind,
    Pairs,
    aligned,
    once,
    order_changes,
    paired,
    quoted,
)
from reportgen.checks.alterations.pdf_content import Painted
from reportgen.checks.alterations.pdf_entries import (
    attachment_changes,
    bookmark_changes,
    bookmarks,
    destination_changes,
    info_changes,
    xmp,
    xmp_changes,
)
from reportgen.checks.alterations.pdf_file import ADDED, PdfFile
from reportgen.checks.alterations.pdf_fonts import flat, font_fault
from reportgen.checks.alterations.pdf_objects import Value
from reportgen.checks.alterations.pdf_paint import Spots, is_rewritten, paint_changes
from reportgen.checks.alterations.pdf_rendered import Rendered
from reportgen.checks.alterations.pdf_rewritten import rewritten_changes
from reportgen.checks.alterations.pdf_structure import (
    Element,
    Leaf,
    said_change,
    structure_changes,
)

APART = frozenset(
    {"/Type", "/Pages", "/StructTreeRoot", "/Outlines", "/Names", "/Dests", "/Metadata", "/AF"}
)
"""Entries of the catalog that are compared by themselves."""

PAGE_TREE = frozenset(
    {"/Type", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
)
"""Entries of the page tree that say which pages there are, or that pages inherit."""

ENTRIES = {
    "/Lang": "the language of the document",
    "/ViewerPreferences": "how viewers show and print the document (ViewerPreferences)",
    "/OpenAction": "what happens when the document is opened (OpenAction)",
    "/AA": "what happens by itself (AA)",
    "/PageLabels": "the numbers by which viewers call the pages",
    "/OCProperties": "the layers",
    "/OutputIntents": "the colour profile",
    "/MarkInfo": "the declaration that the document is tagged",
    "/AcroForm": "the form",
    "/Version": "the version of PDF",
    "/MediaBox": "the size of the page",
    "/CropBox": "the part of the page that is shown (CropBox)",
    "/TrimBox": "the trimmed size of the page",
    "/BleedBox": "the bleed of the page",
    "/UserUnit": "the scale of the page",
    "/PieceInfo": "private data of a program (PieceInfo)",
    "/Thumb": "a thumbnail",
    "/AF": "an associated file",
    "/Tabs": "the order in which keys go through links",
    "/Group": "how the page is blended",
}

SAVING = frozenset({("/PageMode", "/UseAttachments")})
"""What a program (MuPDF) adds to the catalog of a file with attachments."""

MARKERS = {
    b"%\xbf\xf7\xa2\xfe": "qpdf or pikepdf",
    b"%\xc2\xb5\xc2\xb6": "MuPDF",
    b"%\xc7\xec\x8f\xa2": "Ghostscript",
    b"%\xe2\xe3\xcf\xd3": "pypdf or another program",
}
"""The second line of a file, by the program that writes it so."""


def compare_pdf(true: bytes, found: bytes) -> Comparison:
    """Return what of a PDF is not as it was built.

    Raises pikepdf.PdfError where the found file cannot be opened, and PasswordError (one of them)
    where it asks for a password.
    """
    if true == found:
        return Comparison()
    old, new = PdfFile(true), PdfFile(found)
    try:
        changes = once(_changes(old, new))
        head = found[:64]
        likely = next((name for marker, name in MARKERS.items() if marker in head), "")
        return Comparison(changes, _program(old, new), likely)
    finally:
        old.close()
        new.close()


SAME = 0.5
"""The share of texts that stand where they stood in files that were laid out alike."""


def compare_elsewhere(true: bytes, found: bytes) -> Iterator[Change] | None:
    """Return what differs of a file whose fonts were cut down by other libraries.

    None where it was laid out otherwise, too. Raises as `compare_pdf` does.
    """
    old, new = PdfFile(true, subsets=False), PdfFile(found, subsets=False)
    try:
        if not _laid_out_alike(old, new):
            return None
        changes = list(once(_changes(old, new)))
        pages = _aligned_pages(old, new)
    finally:
        old.close()
        new.close()
    told = {one.place.partition(",")[0] for one in changes}
    changes += _looks(true, found, [(a, c) for a, c in pages if f"page {(a or 0) + 1}" not in told])
    return iter(changes)


def _laid_out_alike(old: PdfFile, new: PdfFile) -> bool:
    texts = [
        {
            (one.text, tuple(map(round, one.place)))
            for at in range(len(file.pages))
            for one in file.painted(at).items
            if one.kind == "text"
        }
        for file in (old, new)
    ]
    return len(texts[0] & texts[1]) >= SAME * len(texts[0])


def _looks(true: bytes, found: bytes, pages: Pairs) -> Iterator[Change]:
    """Yield which pages look otherwise of which nothing was told: letters have other shapes."""
    rendered = Rendered(true, found)
    try:
        for before, after in pages:
            if before is not None and after is not None:
                yield from rendered.looks(before, after, f"page {before + 1}")
    finally:
        rendered.close()


def _program(old: PdfFile, new: PdfFile) -> str:
    """Return the program that saved a file again, "" where it does not say."""
    before, after = (str(one.pdf.docinfo.get("/Producer", "")) for one in (old, new))
    if after and after != before:
        return after
    named = (xmp(new.root) or {}).get("Producer", "")
    return named if named != (xmp(old.root) or {}).get("Producer", "") else ""


def _changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    if new.pdf.is_encrypted:
        yield Change("", "it is encrypted")
    if new.pdf.get_warnings():
        yield Change("", "it is damaged: programs have to guess what is missing")
    pages = _aligned_pages(old, new)
    yield from order_changes(pages, "page")
    both = [(a, c) for a, c in pages if a is not None and c is not None]
    if any(is_rewritten(old.painted(a), new.painted(c)) for a, c in both):
        yield from rewritten_changes(old, new, both)
        return
    for before, after in both:
        yield from _page(old, new, before, after)
    if all(after is not None for _, after in pages):  # else all that led there leads nowhere
        yield from _structure(old, new)
        yield from bookmark_changes(*(bookmarks(one.root, one.values) for one in (old, new)))
        yield from destination_changes(old.names("/Dests"), new.names("/Dests"))
    yield from _attached(old, new)
    yield from _catalog(old, new)
    info = [one.values.of(one.pdf.trailer.get("/Info", pikepdf.Dictionary())) for one in (old, new)]
    told = list(info_changes(*info))
    yield from told
    known = {one.what.partition(" in the document")[2] and one.what.split("“")[-1] for one in told}
    for change in xmp_changes(xmp(old.root), xmp(new.root)):
        if not told or change.what.split("“")[-1] not in known:
            yield change


def _aligned_pages(old: PdfFile, new: PdfFile) -> Pairs:
    """Return the places (from 0) of pages that belong together, and number the new by the old."""
    pairs = paired(*([one.fingerprint(page) for page in one.pages] for one in (old, new)))
    numbers = [ADDED + at for at in range(len(new.pages))]
    for before, after in pairs:
        if before is not None and after is not None:
            numbers[after] = before + 1
    prints = [old.fingerprint(page) for page in old.pages]
    for at, number in enumerate(numbers):
        if number >= ADDED and (again := new.fingerprint(new.pages[at])) in prints:
            numbers[at] = prints.index(again) + 1  # the same page twice
    new.numbered(numbers)
    return pairs


def _page(old: PdfFile, new: PdfFile, before: int, after: int) -> Iterator[Change]:
    place = f"page {before + 1}"
    yield from _entries(place, old.entries(before), new.entries(after))
    yield from _annotations(place, old.annotated(before), new.annotated(after))
    if old.fingerprint(old.pages[before]) == new.fingerprint(new.pages[after]):
        return
    painted, found = old.painted(before), new.painted(after)
    spots = Spots(place, dict(_spots(old.structure, before + 1)))
    told = [*paint_changes(painted, found, spots)]
    if old.subsets:
        told += _fonts(painted, found)
    yield from told
    if (
        not told
        and old.subsets
        and (hidden := _hidden(old.resources(before), new.resources(after)))
    ):
        yield Change(place, f"data that nothing shows were added ({hidden})")


def _fonts(old: Painted, new: Painted) -> Iterator[Change]:
    """Yield which fonts of a page are not those that it was built with."""
    for name in {**old.fonts, **new.fonts}:
        was, now = old.fonts.get(name), new.fonts.get(name)
        if was != now and was and now:
            plain = name.rpartition("+")[2].strip("/,")
            yield Change("", font_fault(plain, was[0], now[-1]))


def _hidden(old: Value, new: Value) -> str:
    """Return where resources hold what they did not, "" for nowhere: fonts are told apart."""
    added = {*flat(new)} - {*flat(old)}
    known = {path for path, _ in flat(old)}
    return min((path for path, _ in added if path not in known), default="")


def _spots(element: Element, page: int) -> Iterator[tuple[int, str]]:
    """Yield the figures of a page by their marked content, in words."""
    if element.type == "Figure":
        alt = element.said.get("/Alt", ("string", ""))
        name = f"the figure {quoted(str(alt[1]))}"
        yield from ((leaf.number, name) for leaf in element.leaves() if leaf.page == page)
        return
    for kid in element.kids:
        if not isinstance(kid, Leaf):
            yield from _spots(kid, page)


def _entries(place: str, old: dict[str, Value], new: dict[str, Value]) -> Iterator[Change]:
    turn = (int(new.get("/Rotate", 0)) - int(old.get("/Rotate", 0))) % 360
    if turn:
        yield Change(place, f"the page is turned by {turn}°")
    for key in sorted({*old, *new} - {"/Rotate"}):
        if old.get(key) != new.get(key):
            of = ENTRIES.get(key, f"the entry {key}")
            yield Change(place, said_change(of, old.get(key), new.get(key)))


def _annotations(place: str, old: list[Value], new: list[Value]) -> Iterator[Change]:
    gone: list[Value] = []
    came: list[Value] = []
    for _, olds, news in aligned(old, new):
        if len(olds) != len(news):
            gone += olds
            came += news
            continue
        for before, after in zip(olds, news, strict=True):
            if (after in old and before in new) or _kind(before) != _kind(after):
                gone.append(before)
                came.append(after)
            else:
                yield from _annotation(place, before, after)
    for one in gone:
        if one not in came:
            yield Change(place, f"{_annotated(one)} is gone")
    for one in came:
        words = "is reached by keys in another order" if one in gone else "was added"
        yield Change(place, f"{_annotated(one)} {words}")


def _kind(annotation: Value) -> Value:
    return dict(annotation[1]).get("/Subtype")


LINK = {
    "/A": "leads elsewhere",
    "/Dest": "leads elsewhere",
    "/Contents": "is called otherwise",
    "/Rect": "stands elsewhere",
    "/QuadPoints": "stands elsewhere",
    "/F": "is shown or printed otherwise",
    "/AP": "looks otherwise",
}


def _annotation(place: str, old: Value, new: Value) -> Iterator[Change]:
    before, after = dict(old[1]), dict(new[1])
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            words = LINK.get(key, f"has another entry {key}")
            now, was = _target(after.get(key)), _target(before.get(key))
            more = f": to {quoted(now or 'nothing')}, not {quoted(was or 'nothing')}"
            shown = more if key in ("/A", "/Dest") and (now or was) else ""
            yield Change(place, f"{_annotated(old)} {words}{shown}")


def _annotated(annotation: Value) -> str:
    entries = dict(annotation[1]) if annotation[0] == "dict" else {}
    contents = entries.get("/Contents")
    name = quoted(str(contents[1])) if contents else ""
    if entries.get("/Subtype") == "/Link":
        leads = name or quoted(_target(entries.get("/A")) or _target(entries.get("/Dest")))
        return f"the link {leads}"
    return f"an annotation ({str(entries.get('/Subtype', '?')).lstrip('/')}) {name}".strip()


def _target(value: Value) -> str:
    match value:
        case ("string", str(text)):
            return text
        case ("dict", tuple(entries)):
            held = dict(entries)
            return _target(held.get("/URI")) or _target(held.get("/D"))
        case (("page", int(number)), *_):
            return f"page {number}"
        case _:
            return ""


def _structure(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    told = list(structure_changes(old.structure, new.structure, old.said))
    yield from told
    if not told and _parents_differ(old, new):
        yield Change("", "text is joined to other elements for screen readers (ParentTree)")


def _parents_differ(old: PdfFile, new: PdfFile) -> bool:
    """Return whether marks or annotations belong to other elements than they did.

    Annotations of a page that has another number of them were told.
    """
    before, after = ({number: rest for number, *rest in one.parents()} for one in (old, new))
    return any(
        before[number][0] != marks
        or (len(before[number][1]) == len(annotations) and before[number][1] != annotations)
        for number, (marks, annotations) in after.items()
        if number in before
    )


def _attached(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    before, after = old.names("/EmbeddedFiles"), new.names("/EmbeddedFiles")
    told = list(attachment_changes(before, after))
    yield from told
    files = [one.values.of(one.root.get("/AF")) for one in (old, new)]
    if files[0] != files[1] and not told:
        yield Change("", "the files that belong to the document (AF) are others")
    for kind in {*_kinds(old), *_kinds(new)} - {"/Dests", "/EmbeddedFiles"}:
        if old.names(kind) != new.names(kind):
            yield Change("", f"what the document has by name ({kind[1:]}) was changed")


def _kinds(file: PdfFile) -> list[str]:
    held = file.root.get("/Names")
    return [str(key) for key in held] if isinstance(held, pikepdf.Dictionary) else []


def _catalog(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    pages = [one.values.of(one.root.Pages, PAGE_TREE) for one in (old, new)]
    if pages[0] != pages[1]:
        yield Change("", "what is said of all pages at once was changed")
    declared = [_declared(one) for one in (old, new)]
    if declared[0] != declared[1] and all(declared):
        yield Change("", "the metadata are declared otherwise")
    for key in sorted({*map(str, old.root.keys()), *map(str, new.root.keys())} - APART):
        before, after = (
            one.values.of(one.root[key]) if key in one.root else None for one in (old, new)
        )
        if before != after:
            of = ENTRIES.get(key, f"the entry {key} of the document")
            is_trace = (key, after) in SAVING or key in ("/Version", "/Extensions")
            kind = Kind.TRACE if is_trace else Kind.MEANING
            yield Change("", said_change(of, before, after), kind)


def _declared(file: PdfFile) -> Value:
    """Return as what the metadata are declared (ISO 32000-1, table 315)."""
    held = file.root.get("/Metadata")
    if not isinstance(held, pikepdf.Stream):
        return ()
    return tuple((key, str(held.get(key, ""))) for key in ("/Type", "/Subtype"))
