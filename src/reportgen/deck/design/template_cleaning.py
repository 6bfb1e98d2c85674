"""Takes out of a template what is not of looks: who made it, programs, what lies elsewhere.

It works on masters, layouts, themes and their pictures; slides, comments and properties go when
the template is opened. What is taken out is told, each thing once, by `reportgen template check`.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportgen.deck.design.template_packages import Parts, code_parts, without_macros
from reportgen.deck.drawingml import Element
from reportgen.openxml.package import A, P, R
from reportgen.openxml.pictures import without_tells

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
SHOWN = re.compile(r"ppt/(slideMasters|slideLayouts|notesMasters|theme)/[^/]+\.xml$")
NOT_OF_LOOKS = {
    "tags": "traces of editing",
    "comments": "comments",
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "control": "a control",
    "activeXControlBinary": "a control",
    "ctrlProp": "a control",
    "video": "a video",
    "audio": "a sound",
    "media": "a video or sound",
    "customXml": "data of a program",
    "vmlDrawing": "an old drawing",
    "legacyDrawing": "an old drawing",
    "slide": "a link to a slide",
    "printerSettings": "settings of a printer",
    "diagramData": "a diagram of Office",
    "diagramLayout": "a diagram of Office",
    "diagramQuickStyle": "a diagram of Office",
    "diagramColors": "a diagram of Office",
    "diagramDrawing": "a diagram of Office",
    "chart": "a chart",
}
"""Relations of masters and layouts that are dropped, by the last word of their type."""
PATHS = re.compile(
    r"/(?:home|Users)/\w[\w.-]*/|[A-Za-z]:\\+|\\\\\w+\\|/(?:tmp|var|private)/[\w.-]+/|file:/"
)
"""Places on someone's machine: PowerPoint writes that of a picture for its alternative."""
RUNNING = (b"ppaction://macro", b"ppaction://program")
"""What a click does that runs something."""
SAYING = ("descr", "title", "name", "tooltip")
LINKS = ("http://", "https://", "mailto:")
ANCHORS = (f"{P}custDataLst", f"{P}graphicFrame", f"{P}controls", f"{P}timing", f"{P}transition")
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
LEAST_SIDE = 100_000
"""The least side in EMU of the picture of an embedded object that someone can see."""


@dataclass
class Cleaned:
    """The parts of a template without what is not of looks, and what was taken out, in words."""

    parts: Parts
    told: list[str] = field(default_factory=list)

    def tell(self, name: str, what: str) -> None:
        said = f"`{name}` held {what}, which no deck takes over"
        if said not in self.told:
            self.told.append(said)


def cleaned(parts: Parts) -> Cleaned:
    """Return the parts of a template, cleaned."""
    found = Cleaned(without_macros(parts))
    for name in sorted(code_parts(parts)):
        found.tell(name, "macros")
    for name in [one for one in parts if SHOWN.match(one)]:
        _without_paths(found, name)
        _without_programs(found, name)
        _clean_part(found, name)
    for name, data in parts.items():
        if "/media/" in name and (kept := without_tells(data)) != data:
            found.parts[name] = kept
            found.tell(name, "words, a place or a time beside its pixels")
    return found


def _without_paths(found: Cleaned, name: str) -> None:
    """Take out what a part says of the machine that a picture came from."""
    root = etree.fromstring(found.parts[name])
    told = [
        (one, key)
        for one in root.iter()
        for key in SAYING
        if isinstance(one.tag, str) and PATHS.search(one.get(key, ""))
    ]
    for one, key in told:
        if key == "name":
            one.set(key, "Picture")
        else:
            del one.attrib[key]
    if told:
        found.parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        found.tell(name, "a path of someone's machine")


def _without_programs(found: Cleaned, name: str) -> None:
    """Take out clicks on a master or layout that run a macro or a program (20.1.2.2.24)."""
    if not any(action in found.parts[name] for action in RUNNING):
        return
    root = etree.fromstring(found.parts[name])
    for one in list(root.iter(f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver")):
        parent = one.getparent()
        if parent is not None and one.get("action", "").encode().startswith(RUNNING):
            parent.remove(one)
    found.parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    found.tell(name, "a button that runs a macro or a program")


def _clean_part(found: Cleaned, name: str) -> None:
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in found.parts:
        return
    relations = etree.fromstring(found.parts[rels])
    dropped: dict[str, str] = {}
    for one in list(relations.iter(f"{PACKAGE}Relationship")):
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        if one.get("TargetMode") == "External":
            if kind == "hyperlink" and target.startswith(LINKS):
                continue
            what = "a reference to a file elsewhere"
        elif kind in NOT_OF_LOOKS:
            what = NOT_OF_LOOKS[kind]
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in found.parts:
            what = "a reference to a part that is not there"
        else:
            continue
        dropped[one.get("Id", "")] = kind
        relations.remove(one)
        found.tell(name, what)
    if dropped:
        root = etree.fromstring(found.parts[name])
        for element in _referring(root, dropped):
            _take_out(element, dropped)
        found.parts[rels] = etree.tostring(relations, encoding="UTF-8", xml_declaration=True)
        found.parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _referring(root: Element, dropped: dict[str, str]) -> Iterator[Element]:
    for element in list(root.iter()):
        if any(
            str(key).startswith(R) and value in dropped for key, value in element.attrib.items()
        ):
            yield element


def _take_out(element: Element, dropped: dict[str, str]) -> None:
    """Take out what refers to a part that is gone, but not the picture that stands for it."""
    if element.tag == f"{A}blip":  # a picture that is linked, and mostly embedded too
        for key in [str(one) for one, value in element.attrib.items() if value in dropped]:
            del element.attrib[key]
        if element.get(f"{R}embed"):
            return
    holder = element
    for above in element.iterancestors():
        if above.tag in ANCHORS or (holder.tag in ANCHORS and above.tag == ALTERNATE):
            holder = above
        if above.tag == f"{P}pic" and holder.tag not in ANCHORS and element.tag == f"{A}blip":
            holder = above
    parent = holder.getparent()
    if parent is None:
        return
    picture = _picture_of(holder) if holder.tag in (ALTERNATE, f"{P}graphicFrame") else None
    if picture is not None:
        parent.replace(holder, picture)
    else:
        parent.remove(holder)


def _picture_of(holder: Element) -> Element | None:
    """Return the picture of an embedded object, where it is large enough to be seen."""
    for picture in holder.iter(f"{P}pic"):
        extent = picture.find(f"{P}spPr/{A}xfrm/{A}ext")
        blip = picture.find(f"{P}blipFill/{A}blip")
        if extent is None or blip is None or not blip.get(f"{R}embed"):
            continue
        if min(int(extent.get("cx", "0")), int(extent.get("cy", "0"))) >= LEAST_SIDE:
            return picture
    return None
