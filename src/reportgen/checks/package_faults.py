"""Finds what breaks a presentation as a package of parts.

Standards: ECMA-376 part 1 (PresentationML, DrawingML) and part 2 (Open Packaging Conventions).
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element as Element

from reportgen.openxml.package import CONTENT_TYPES, MAIN, P14, A, C, P, Package, R, Relation

SLIDE_IDS = range(256, 2_147_483_648)
"""The ids that a slide may have (19.7.13, ST_SlideId)."""
LAYOUT_IDS = range(2_147_483_648, 4_294_967_296)
"""The ids that masters and layouts share (19.7.11, ST_SlideMasterId)."""
BEGINNINGS = {
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".svg": (b"<svg", b"<?xml"),
    ".gif": (b"GIF8",),
    ".xlsx": (b"PK",),
}
RUNS_CODE = re.compile(r"vbaProject|activeX/|\.bin$|oleObject", re.IGNORECASE)
LEADS = {
    f"{P}sld": (("slideLayout", "layout"),),
    f"{P}sldLayout": (("slideMaster", "master"),),
    f"{P}sldMaster": (("theme", "theme"),),
    f"{P}notesMaster": (("theme", "theme"),),
    f"{P}handoutMaster": (("theme", "theme"),),
    f"{P}notes": (("notesMaster", "notes master"), ("slide", "slide")),
}
"""To what a part leads, once to each, by its root element (13.3): PowerPoint repairs others."""
LINKS = ("http", "https", "mailto")
"""The schemes of links that a slide may have."""


def package_faults(package: Package) -> Iterator[tuple[str, str]]:
    """Yield each fault of a package, as the part that it is in, and what is wrong."""
    for name, count in Counter(package.names).items():
        if count > 1:
            yield name, f"stands {count} times in the file"
    for name in package.torn:
        yield name, "is not well-formed XML"
    if MAIN not in package.trees:
        yield MAIN, "is missing"
        return
    yield from _types(package)
    yield from _relations(package)
    yield from _presentation(package)
    yield from _media(package)
    slides = package.slides
    listed = Counter(slides)
    for name in _drawn(package):
        yield from _shapes(package, name, is_slide=name in listed)
    for name in slides:
        yield from _placeholders(package, name)
    for name in (one for one, count in listed.items() if count > 1):
        yield name, "is listed twice in the presentation"


def _types(package: Package) -> Iterator[tuple[str, str]]:
    """Yield parts without a content type, and content types without a part (part 2, 6.2.3)."""
    types = package.trees.get(CONTENT_TYPES)
    if types is None:
        yield CONTENT_TYPES, "is missing"
        return
    endings = {one.get("Extension", "").lower() for one in types if one.get("Extension")}
    named = {one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in types}
    for name in package.parts:
        if name != CONTENT_TYPES and not name.endswith("/"):
            ending = name.rpartition(".")[2].lower()
            if name not in named and (ending not in endings or name.startswith("ppt/slides/slide")):
                yield name, "has no content type"
    for name in named:
        if name and name not in package.parts:
            yield name, "has a content type, but is not there"
    if "template" in named.get(MAIN, ""):
        yield MAIN, "says that the file is a template"


def _relations(package: Package) -> Iterator[tuple[str, str]]:
    reached = {one.target for found in package.relations.values() for one in found.values()}
    for source, found in package.relations.items():
        for identifier, one in found.items():
            if one.is_external:
                yield from _outside(source, one)
            elif one.target not in package.parts:
                yield source, f"refers to `{one.target}`, which is not there"
            if RUNS_CODE.search(one.target) and not one.is_external:
                yield source, f"carries code or an embedded object: `{one.target}`"
            if not identifier:
                yield source, "has a relationship without an id"
    for name, tree in package.trees.items():
        known = package.relations.get(name, {})
        wanted = {
            str(value)
            for element in tree.iter()
            for key, value in element.attrib.items()
            if str(key).startswith(R) and value
        }
        for identifier in sorted(wanted - {*known}):
            yield name, f"uses the relationship `{identifier}`, which it does not have"
    for name in package.parts:
        if name not in reached and not name.endswith((".rels", "/")) and name != CONTENT_TYPES:
            yield name, "is reached from nowhere"


def _outside(source: str, one: Relation) -> Iterator[tuple[str, str]]:
    scheme = one.target.partition(":")[0].lower()
    if one.type != "hyperlink":
        yield source, f"fetches `{one.target}` when it is opened"
    elif scheme not in LINKS:
        yield source, f"has a link that is no address: `{one.target}`"


def _presentation(package: Package) -> Iterator[tuple[str, str]]:
    root = package.trees[MAIN]
    slides = [one.get("id", "") for one in root.findall(f"{P}sldIdLst/{P}sldId")]
    for number, count in Counter(slides).items():
        if count > 1:
            yield MAIN, f"gives {count} slides the id {number}"
        if not number.isdecimal() or int(number) not in SLIDE_IDS:
            yield MAIN, f"gives a slide the id {number}, which is out of range"
    masters = root.findall(f"{P}sldMasterIdLst/{P}sldMasterId")
    layouts = [
        one
        for name in package.related(MAIN, "slideMaster")
        if (master := package.trees.get(name)) is not None
        for one in master.findall(f"{P}sldLayoutIdLst/{P}sldLayoutId")
    ]
    shared = [found for one in (*masters, *layouts) if (found := one.get("id"))]
    for number, count in Counter(shared).items():
        if count > 1:
            yield MAIN, f"gives {count} masters or layouts the id {number}"
        if not number.isdecimal() or int(number) not in LAYOUT_IDS:
            yield MAIN, f"gives a master or layout the id {number}, which is out of range"
    has_notes = any(package.related(name, "notesSlide") for name in package.slides)
    if has_notes and root.find(f"{P}notesMasterIdLst") is None:
        yield MAIN, "lists no notes master, so that not all programs show the notes"
    sections = list(root.iter(f"{P14}section"))
    within = [one.get("id", "") for section in sections for one in section.iter(f"{P14}sldId")]
    if sections and sorted(within) != sorted(slides):
        yield MAIN, "has sections that do not hold each slide once"
    for name, tree in package.trees.items():
        for kind, word in LEADS.get(str(tree.tag), ()):
            if len(package.related(name, kind)) != 1:
                yield name, f"does not have one {word}"


def _media(package: Package) -> Iterator[tuple[str, str]]:
    for name, data in package.parts.items():
        beginnings = BEGINNINGS.get(posixpath.splitext(name)[1].lower())
        if beginnings and not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(beginnings):
            yield name, "is not what its name says"
    for name, tree in package.trees.items():
        if tree.tag == f"{C}chartSpace":
            axes = [*tree.iter(f"{C}axId"), *tree.iter(f"{C}crossAx")]
            if any(one.get("val", "").startswith("-") for one in axes):
                yield name, "has an axis with a negative id"
            if not package.related(name, "package"):
                yield name, "is a chart without its workbook, so that it cannot be edited"


def _drawn(package: Package) -> list[str]:
    """Return the parts with shapes: slides, layouts, masters, notes."""
    return [name for name, tree in package.trees.items() if tree.find(f"{P}cSld") is not None]


def _shapes(package: Package, name: str, *, is_slide: bool) -> Iterator[tuple[str, str]]:
    tree = package.trees[name]
    ids = Counter(one.get("id", "") for one in tree.iter(f"{P}cNvPr"))
    if twice := [one for one, count in ids.items() if count > 1]:
        yield name, f"has several shapes of the id {', '.join(twice)}"
    if any(not one.isdecimal() for one in ids):
        yield name, "has a shape whose id is no number"
    if is_slide:
        yield from _drawn_wrong(name, tree)
    for click in (*tree.iter(f"{A}hlinkClick"), *tree.iter(f"{A}hlinkHover")):
        action = click.get("action", "")
        if action.startswith(("ppaction://program", "ppaction://macro", "ppaction://hlinkfile")):
            yield name, "has a link that runs a program"
    for text in tree.iter(f"{P}txBody"):
        if text.find(f"{A}p") is None:
            yield name, "has a text without a paragraph"


CUT = ("Photograph", "Cover picture")
"""Pictures that fill their place, cut at two sides."""


def _drawn_wrong(name: str, tree: Element) -> Iterator[tuple[str, str]]:
    """Yield what a slide does not show as it is; what a template does is its makers' affair."""
    for size in tree.iter(f"{A}ext"):
        if any(int(size.get(key, "1")) <= 0 for key in ("cx", "cy")) and not _is_line(size):
            yield name, "has a shape without a size"
    for picture in tree.iter(f"{P}pic"):
        crop, named = picture.find(f".//{A}srcRect"), picture.find(f".//{P}cNvPr")
        may_be = named is not None and named.get("name") in CUT
        if crop is not None and not may_be and any(map(int, crop.attrib.values())):
            yield name, "has a picture that is cropped"
    for fitted in tree.iter(f"{A}normAutofit"):
        if fitted.get("fontScale"):
            yield name, "has text that is scaled to fit, which only PowerPoint does"


def _is_line(size: Element) -> bool:
    """Return whether a size is that of a connector or group, which may be flat."""
    holders = {str(one.tag).rpartition("}")[2] for one in size.iterancestors()}
    return bool(holders & {"cxnSp", "grpSpPr"})


def _placeholders(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """Yield placeholders of a slide that its layout does not have (19.3.1.36)."""
    layouts = [package.trees.get(one) for one in package.related(name, "slideLayout")]
    known = {_place(one) for layout in layouts if layout is not None for one in _held(layout)}
    held = _held(package.trees[name])
    for one in held:
        if _place(one) not in known and not _stands_alone(one):
            yield name, f"has a placeholder that its layout has not: {' '.join(_place(one))}"
    for place, count in Counter(map(_place, held)).items():
        if count > 1:
            yield name, f"fills the placeholder {' '.join(place)} {count} times"


def _held(tree: Element) -> list[Element]:
    return list(tree.iter(f"{P}ph"))


def _stands_alone(holder: Element) -> bool:
    """Return whether it is a title with a place of its own, as layouts without one need it."""
    shape = next(holder.iterancestors(f"{P}sp"), None)
    has_place = shape is not None and shape.find(f"{P}spPr/{A}xfrm") is not None
    return has_place and _place(holder)[0] == "title"


def _place(holder: Element) -> tuple[str, str]:
    """Return by what a placeholder is known: a title by its type, others by their index."""
    kind = holder.get("type", "obj")
    if kind in ("title", "ctrTitle"):
        return "title", ""
    return ("index", holder.get("idx", "0"))
