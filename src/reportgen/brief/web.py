"""Makes the web edition: one HTML file that holds its fonts and figures and asks for nothing."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

import lxml.html
from lxml import etree

from reportgen.brief.embedded_fonts import font_faces
from reportgen.document import Drawing
from reportgen.theme import Theme

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
OURS = ("data-tag", "data-read", "data-short", "data-bookmark", "data-target")
"""Attributes that are for the PDF's structure."""
LONGEST_NOTE = 130
"""Characters of a note that stand beside the text, at most; whole it stands among the notes."""

Rows = Sequence[Sequence[str]]


def web_page(
    html: str,
    drawings: Mapping[str, Drawing],
    narrow: Mapping[str, Drawing],
    tables: Mapping[str, tuple[str, Rows]],
    theme: Theme,
) -> bytes:
    """Return the page of `web.html` with its figures and fonts in it, as UTF-8.

    `drawings` are the pictures by the name in their address, `narrow` those that take their place
    on a phone; `tables` gives for figures, by id, what their data is called and its rows, the head
    first.
    """
    page: Any = lxml.html.document_fromstring(html)
    for image in list(page.iter("img")):
        address = image.get("src", "")
        if address.startswith("drawing:"):
            _put(image, address.removeprefix("drawing:"), drawings, narrow)
    for figure in page.iter("figure"):
        if (found := tables.get(figure.get("id", ""))) is not None:
            figure.append(_data(*found))
    for table in list(page.iter("table")):
        _scrolled(table)
    _beside(page)
    for one in page.iter():
        for name in OURS:
            if name in one.attrib:
                del one.attrib[name]
        if "font-size:" in one.get("style", "") and one.tag == "span":
            del one.attrib["style"]  # measured for a page of paper
    for one in page.find_class("cited-on"):
        one.getparent().remove(one)
    style = page.find(".//style")
    text = page.text_content()
    style.text = "\n".join((*font_faces(theme, text), style.text))
    body: str = lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
    return body.encode() + b"\n"


def _put(
    image: Any, name: str, drawings: Mapping[str, Drawing], narrow: Mapping[str, Drawing]
) -> None:
    """Put a drawing in the place of the image that names it, and beside it that for a phone."""
    drawing, alt = drawings[name], image.get("alt", "")
    if not drawing.svg:
        kind = "png" if drawing.raster.startswith(b"\x89PNG") else "jpeg"
        image.set("src", f"data:image/{kind};base64,{base64.b64encode(drawing.raster).decode()}")
        image.attrib.pop("style", None)
        image.set("class", "drawing")
        return
    shown = [_picture(drawing, f"{name}-", alt)]
    if name in narrow:
        shown[0].set("class", "drawing broad")
        shown.append(_picture(narrow[name], f"{name}-narrow-", alt))
        shown[1].set("class", "drawing narrow")
    shown[-1].tail = image.tail
    around = image.getparent()
    at = around.index(image)
    around[at : at + 1] = shown


def _picture(drawing: Drawing, prefix: str, alt: str) -> Any:
    """Return a drawing to stand in HTML, with its alternative; "" is that of decoration."""
    svg = inlined(drawing.svg, prefix)
    if alt:
        svg.set("role", "img")
        svg.set("aria-label", alt)
    else:
        svg.set("aria-hidden", "true")
    svg.set("class", "drawing")
    svg.set("direction", "ltr")  # its texts are anchored so, whichever way a page runs
    return svg


def inlined(data: bytes, prefix: str) -> Any:
    """Return an SVG to stand in HTML: its ids begin with `prefix`, its size is the page's."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    root: Any = etree.fromstring(data, parser)
    width, height = root.get("width", "").rstrip("pt"), root.get("height", "").rstrip("pt")
    if root.get("viewBox") is None and width and height:
        root.set("viewBox", f"0 0 {width} {height}")
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for metadata in root.findall(f".//{SVG}metadata"):
        metadata.getparent().remove(metadata)
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        for name, value in list(one.attrib.items()):
            if name == "id":
                one.set(name, prefix + value)
            elif name in (XLINK, "href") and value.startswith("#"):
                one.attrib.pop(name)
                one.set("href", f"#{prefix}{value[1:]}")
            elif "url(" in value:
                one.set(name, REFERENCE.sub(lambda found: f"url(#{prefix}{found[1]})", value))
        if one.text and one.tag == f"{SVG}style":
            one.text = REFERENCE.sub(lambda found: f"url(#{prefix}{found[1]})", one.text)
    text = etree.tostring(root, encoding="unicode")
    text = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", text, count=9)
    return lxml.html.fragment_fromstring(text)


def _data(words: str, rows: Rows) -> Any:
    """Return the data of a figure as a table that opens."""
    made = lxml.html.fromstring('<details class="figure-data"><summary></summary></details>')
    made[0].text = words
    table = etree.SubElement(made, "table")
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for cell in rows[0]:
        etree.SubElement(head, "th", scope="col").text = cell
    body = etree.SubElement(table, "tbody")
    for row in rows[1:]:
        line = etree.SubElement(body, "tr")
        for cell in row:
            etree.SubElement(line, "td").text = cell
    return made


def _scrolled(table: Any) -> None:
    """Put a table into a box that scrolls, where a screen is narrower; keys reach it."""
    box = lxml.html.fromstring('<div class="scrolled" tabindex="0" role="region"></div>')
    box.set("aria-label", _name(table) or "—")
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)


def _name(table: Any) -> str:
    """Return what a table is called: its caption, or that it is the data of a figure, and which."""
    caption, summary = table.find(".//caption"), table.getparent().find("summary")
    if caption is not None or summary is None:
        return _words(caption)
    title = next((_words(one) for one in _figure(table).find_class("title")), "")
    return f"{summary.text}: {title}" if title else str(summary.text)


def _figure(table: Any) -> Any:
    """Return the figure whose data a table holds."""
    return next(one for one in table.iterancestors() if one.tag == "figure")


def _words(element: Any) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _beside(page: Any) -> None:
    """Put the beginning of each note beside its first mark, for eyes alone: it is read below."""
    notes = {one.get("id"): one for one in page.find_class("note")}
    for mark in list(page.find_class("mark")):
        note = notes.pop((mark.get("href") or "")[1:], None)
        block = next((one for one in mark.iterancestors() if one.tag in ("p", "li", "dd")), None)
        if (
            note is None
            or block is None
            or not any("text" in (one.get("class") or "").split() for one in mark.iterancestors())
        ):
            continue
        also = "".join(one.text_content() for one in note.find_class("also-in"))
        words = " ".join(note.text_content().removesuffix(also).split())
        if len(words) > LONGEST_NOTE:
            words = words[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"
        made = lxml.html.fromstring('<span class="sidenote" aria-hidden="true"></span>')
        made.text = words
        there = sum(one.get("class") == "sidenote" for one in block)
        if there:
            made.tail, block[there - 1].tail = block[there - 1].tail, None
        else:
            made.tail, block.text = block.text, None
        block.insert(there, made)
