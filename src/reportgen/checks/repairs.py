"""Finds what PowerPoint, Keynote or Google Slides repair or refuse, valid as it may be.

What is held here is what others measured in these programs; schemas and libraries take most of it.
"""

import io
import math
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lxml.etree import _Element as Element

from reportgen.openxml.package import MAIN, A, C, P, Package, R

SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LEAST_FORMATS = 3
"""How many entries each list of a theme's formats has (20.1.4.1.14)."""
FORMATS = ("fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst")
NOTES_HOLDERS = frozenset(("hdr", "dt", "sldImg", "body", "ftr", "sldNum"))
"""The placeholders of a notes master (19.7.10): Keynote takes none without."""
RATIOS = {
    "screen4x3": 4 / 3, "screen16x9": 16 / 9, "screen16x10": 16 / 10, "A4": 780 / 540,
    "35mm": 3 / 2, "overhead": 4 / 3, "banner": 8.0, "letter": 4 / 3,
}  # fmt: skip
"""How wide slides of a type are for their height (19.7.13)."""
NEAR = 0.03
"""How far a ratio may be from another of the same meaning."""
OTHER_PRESETS = {
    "line": 0, "straightConnector1": 0, "bentConnector2": 0, "curvedConnector2": 0,
    "bentConnector3": 1, "bentConnector4": 2, "bentConnector5": 3,
    "curvedConnector3": 1, "curvedConnector4": 2, "curvedConnector5": 3,
}  # fmt: skip
"""Lines and connectors, with how many adjust values each has (20.1.10.55)."""
HEX = re.compile(r"[0-9A-Fa-f]{6}")
FONT_FILES = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
"""How bare fonts begin: an embedded one is wrapped (EOT)."""
WORKBOOK_CELLS = re.compile(r"(?:'([^']+)'|(\w+))!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


def repairs(package: Package) -> Iterator[tuple[str, str]]:
    """Yield each fault, as the part that it is in, and what is wrong."""
    yield from _relations(package)
    yield from _presentation(package)
    for name, tree in package.trees.items():
        for held in tree.iter(f"{A}txBody"):
            if held.find(f"{A}p") is None:
                yield name, "has a cell without a paragraph"
        yield from ((name, fault) for fault in _shapes(tree))
        yield from ((name, fault) for fault in _pictures(package, name, tree))
        if tree.tag == f"{A}theme":
            yield from ((name, fault) for fault in _formats(tree))
        if tree.tag == f"{C}chartSpace":
            yield from ((name, fault) for fault in _chart(package, name, tree))
    yield from _notes(package)


def _relations(package: Package) -> Iterator[tuple[str, str]]:
    """Yield relationships of one id, and what a slide leads to twice (part 2, 6.5.3)."""
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        known = list(tree.iter(RELATIONSHIP))
        for key, count in Counter(one.get("Id") for one in known).items():
            if count > 1:
                yield name, f"has {count} relationships of the id {key}"
        targets = Counter((one.get("Type"), one.get("Target")) for one in known)
        for (_, target), count in targets.items():
            if count > 1 and name.startswith("ppt/slides/"):
                yield name, f"leads {count} times to `{target}`"
        if any(one.get("Type", "").endswith("/printerSettings") for one in known):
            yield name, "leads to settings of a printer, with which Keynote opens no deck"


def _presentation(package: Package) -> Iterator[tuple[str, str]]:
    root = package.trees.get(MAIN)
    if root is None:
        return
    size = root.find(f"{P}sldSz")
    ratio = RATIOS.get(size.get("type", "")) if size is not None else None
    if size is not None and ratio is not None:
        found = int(size.get("cx", "1")) / max(1, int(size.get("cy", "1")))
        if abs(found / ratio - 1) > NEAR and abs(found * ratio - 1) > NEAR:
            yield MAIN, f"calls its slides {size.get('type')}, which they are not"
    fonts = root.findall(f"{P}embeddedFontLst/{P}embeddedFont")
    names = Counter(one.get("typeface", "") for held in fonts for one in held.iter(f"{P}font"))
    for family, count in names.items():
        if count > 1:
            yield MAIN, f"embeds the font {family} {count} times"
    for held in fonts:
        if held.find(f"{P}regular") is None:
            yield MAIN, "embeds a font without its regular face"
    for target in package.related(MAIN, "font"):
        if package.parts.get(target, b"").startswith(FONT_FILES):
            yield target, "is a bare font, which makes the file unreadable"


def _shapes(tree: Element) -> Iterator[str]:
    """Yield presets and colours that do not exist (20.1.10.55, 20.1.2.3.32)."""
    for one in tree.iter(f"{A}prstGeom"):
        name = one.get("prst", "")
        known = presets().get(name)
        if known is None:
            yield f"has a shape of no kind that exists: `{name}`"
            continue
        foreign = {guide.get("name", "") for guide in one.iter(f"{A}gd")} - known
        if foreign:
            yield f"adjusts a `{name}` by `{min(foreign)}`, which it does not have"
    for one in tree.iter(f"{A}srgbClr"):
        if not HEX.fullmatch(one.get("val", "")):
            yield f"has a colour that is none: `{one.get('val', '')}`"


@cache
def presets() -> dict[str, frozenset[str]]:
    """Return the names of preset shapes, each with those of its adjust values (20.1.10.55)."""
    from pptx.spec import autoshape_types

    found = {
        str(kind.xml_value): frozenset(name for name, _ in about["avLst"])
        for kind, about in autoshape_types.items()
    }
    for name, count in OTHER_PRESETS.items():
        found[name] = frozenset(f"adj{at}" for at in range(1, count + 1))
    found["foldedCorner"] = frozenset(("adj",))
    return {**found, "upDownArrow": frozenset(("adj1", "adj2"))}


def _pictures(package: Package, name: str, tree: Element) -> Iterator[str]:
    """Yield pictures in SVG without pixels of the same shape beside them."""
    known = package.relations.get(name, {})
    for blip in tree.iter(f"{A}blip"):
        svg = next(blip.iter(SVG_BLIP), None)
        beside = known.get(blip.get(f"{R}embed", ""))
        if beside.target.endswith(".svg") if beside is not None else svg is not None:
            yield "has a picture in SVG without pixels, which not all programs show"
        elif svg is not None and beside is not None:
            drawn = known.get(svg.get(f"{R}embed", ""))
            ratios = [_ratio(package.parts.get(one.target, b"")) for one in (beside, drawn) if one]
            if len(ratios) == 2 and all(ratios) and abs(ratios[0] / ratios[1] - 1) > NEAR:
                yield "has a picture whose pixels are not as wide for their height as its SVG"


def _ratio(data: bytes) -> float:
    """Return how wide a picture is for its height, 0 where that cannot be told."""
    if data.startswith(b"\x89PNG"):
        wide, high = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        return wide / high if high else 0.0
    box = re.search(rb'<svg[^>]*\sviewBox="([^"]*)"', data)
    numbers = box[1].replace(b",", b" ").split() if box else []
    try:
        _, _, across, down = (float(one) for one in numbers)
    except ValueError:
        return 0.0
    return across / down if down else 0.0


def _formats(theme: Element) -> Iterator[str]:
    for name in FORMATS:
        found = theme.find(f".//{A}fmtScheme/{A}{name}")
        count = 0 if found is None else sum(1 for one in found if isinstance(one.tag, str))
        if count < LEAST_FORMATS:
            yield f"has {count} entries in `{name}`, where PowerPoint wants three"


def _chart(package: Package, name: str, tree: Element) -> Iterator[str]:
    """Yield numbers that are none, and those that the chart's workbook has otherwise."""
    for one in tree.iter(f"{C}v"):
        if (one.text or "").strip().lower() in ("nan", "inf", "-inf", "infinity", "-infinity"):
            yield f"has a value that is no number: `{one.text}`"
            return
    books = package.related(name, "package")
    if not books or books[0] not in package.parts:
        return  # told as a chart without its workbook
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(package.parts[books[0]]), data_only=True)
    except Exception:  # whatever openpyxl and zipfile raise on a torn workbook
        yield f"has a workbook that cannot be read: `{posixpath.basename(books[0])}`"
        return
    for held in (*tree.iter(f"{C}numRef"), *tree.iter(f"{C}strRef")):
        place = held.findtext(f"{C}f") or ""
        cells = _cells(book, place)
        if cells is None:
            yield f"takes values from `{place}`, which its workbook has not"
            continue
        for point in held.iter(f"{C}pt"):
            at, said = int(point.get("idx", "0")), point.findtext(f"{C}v") or ""
            if not _same(cells[at] if at < len(cells) else None, said):
                yield f"shows `{said}` where its workbook has another value: `{place}`"
                break


def _cells(book: object, place: str) -> list[object] | None:
    """Return the values of a row or column of a workbook, None where there is no such place."""
    found = WORKBOOK_CELLS.fullmatch(place)
    name = (found[1] or found[2]) if found else ""
    if found is None or name not in book.sheetnames:  # type: ignore[attr-defined]
        return None
    sheet = book[name]  # type: ignore[index]
    first, last = f"{found[3]}{found[4]}", f"{found[5] or found[3]}{found[6] or found[4]}"
    return [cell.value for row in sheet[f"{first}:{last}"] for cell in row]


def _same(value: object, said: str) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return math.isclose(float(said), float(value), rel_tol=1e-9)
        except ValueError:
            return False
    return said == ("" if value is None else str(value))


def _notes(package: Package) -> Iterator[tuple[str, str]]:
    """Yield what notes lack: Keynote opens no deck whose notes master is not whole."""
    pages = [one for name in package.slides for one in package.related(name, "notesSlide")]
    for page in pages:
        if len(package.related(page, "notesMaster")) != 1:
            yield page, "has no notes master"
        tree = package.trees.get(page)
        if tree is not None and "sldImg" not in _held(tree):
            yield page, "prints without its slide: it has no place for it"
    for master in package.related(MAIN, "notesMaster"):
        tree = package.trees.get(master)
        if not package.related(master, "theme"):
            yield master, "has no theme"
        lacking = NOTES_HOLDERS - _held(tree) if tree is not None else frozenset()
        if lacking:
            yield master, f"lacks placeholders: {', '.join(sorted(lacking))}"


def _held(tree: Element) -> set[str]:
    return {one.get("type", "obj") for one in tree.iter(f"{P}ph")}
