"""Reads what an OpenDocument text says, apart from pandoc (ISO/IEC 26300-1, OpenDocument 1.2)."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from reportgen.importing.office_parts import SAFE, Remark

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
APART = (f"{TEXT}note", f"{DRAW}frame", f"{DRAW}custom-shape", f"{OFFICE}annotation", f"{TEXT}list")
"""What hangs on a paragraph and is no part of its line; its paragraphs are read by themselves."""
LISTS = {
    f"{TEXT}table-of-content": "list of contents (the tool makes its own)",
    f"{TEXT}illustration-index": "list of figures",
    f"{TEXT}table-index": "list of tables",
    f"{TEXT}object-index": "list of objects",
    f"{TEXT}user-index": "list of entries",
    f"{TEXT}alphabetical-index": "index of words",
    f"{TEXT}bibliography": "list of works",
}
"""What a program makes of a text, and what it is called."""
MADE = (f"{TEXT}tracked-changes", f"{OFFICE}annotation", *LISTS)
"""What a program makes, or is told as a remark."""
PAGES = (f"{TEXT}page-number", f"{TEXT}page-count", f"{TEXT}bibliography-mark")


@dataclass(frozen=True, slots=True)
class OdtParts:
    """The paragraphs of an OpenDocument text, its comments and changes, and what pandoc leaves."""

    paragraphs: tuple[str, ...]
    remarks: tuple[Remark, ...]
    left: tuple[tuple[str, int], ...]


def read_odt(file: zipfile.ZipFile) -> OdtParts:
    """Return what an .odt says. Raises KeyError or lxml.etree.XMLSyntaxError for what is none."""
    root = etree.fromstring(file.read("content.xml"), SAFE)
    return OdtParts(
        tuple(_paragraphs(root)),
        tuple(_remarks(root)),
        tuple((what, count) for what, count in _left(root).items() if count),
    )


def _paragraphs(root: Element) -> Iterator[str]:
    for one in root.iter(f"{TEXT}p", f"{TEXT}h"):
        text = " ".join("".join(_line(one)).split())
        if text and not any(up.tag in MADE for up in one.iterancestors()):
            yield text


def _line(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            yield " "
        elif child.tag not in (*APART, *PAGES) and isinstance(child.tag, str):
            yield from _line(child)
        elif child.tag in APART:
            yield " " if child.tag == f"{TEXT}note" else ""
        yield child.tail or ""


def _remarks(root: Element) -> Iterator[Remark]:
    for one in root.iter(f"{OFFICE}annotation"):
        author = one.findtext(f"{DC}creator") or ""
        said = " ".join("".join(_line(part)) for part in one.iter(f"{TEXT}p"))
        near = next(iter(one.iterancestors(f"{TEXT}p", f"{TEXT}h")), None)
        around = "" if near is None else " ".join("".join(_line(near)).split())
        yield Remark("comment", author, " ".join(said.split()), around)
    for change in root.iter(f"{TEXT}changed-region"):
        for kind in ("insertion", "deletion"):
            part = change.find(f"{TEXT}{kind}")
            if part is not None:
                author = part.findtext(f".//{DC}creator") or ""
                said = " ".join("".join(_line(one)) for one in part.iter(f"{TEXT}p", f"{TEXT}h"))
                yield Remark(kind, author, " ".join(said.split()), "")


def _left(root: Element) -> Counter[str]:
    count: Counter[str] = Counter()
    count["text box"] = sum(not _is_caption(one) for one in root.iter(f"{DRAW}text-box"))
    count["drawing"] = sum(1 for _ in root.iter(f"{DRAW}custom-shape", f"{DRAW}g"))
    for tag, what in LISTS.items():
        count[what] = sum(1 for _ in root.iter(tag))
    count["embedded object"] = sum(1 for _ in root.iter(f"{DRAW}object-ole"))
    for one in root.iter(f"{STYLE}paragraph-properties"):
        count["page break"] += one.get(f"{FO}break-before") == "page"
        count["page break"] += one.get(f"{FO}break-after") == "page"
    return count


def _is_caption(box: Element) -> bool:
    """Return whether a box only frames a picture and its caption."""
    return next(box.iter(f"{DRAW}image"), None) is not None
