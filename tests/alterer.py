"""Changes finished files at random, by the grammar of their formats: any object, any element.

`python tests/alterer.py PDF PPTX [N] [SEED]` makes N changes of each file, one at a time, and
prints how they are told; what is not found, or told in more than three lines, is printed whole.
"""

import io
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from reportgen.checks.alterations.telling import tell
from reportgen.deck.package import package
from reportgen.recipes.authenticity import compare

Parts = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Altered:
    """A changed file, in words what was done, and whether no reader can meet it."""

    data: bytes
    what: str
    harmless: bool = False


def other_text(text: str, chance: random.Random) -> str:
    """Return a text with one character changed, added or gone."""
    if not text:
        return "x"
    at = chance.randrange(len(text))
    new = chance.choice("aeinrst1234567890")
    if new == text[at]:
        new = "Q"
    return chance.choice(
        [text[:at] + new + text[at + 1 :], text[:at] + new + text[at:], f"{text} {new}{new}"]
    )


# --- PDF --------------------------------------------------------------------------------------

UNMET = frozenset(
    {
        "/Type",
        "/Length",
        "/Filter",
        "/DecodeParms",
        "/Producer",
        "/ModDate",
        "/Creator",
        "/ID",
        "/Count",
        "/Last",
        "/Prev",
        "/Parent",
        "/P",
        "/Size",
        "/Index",
        "/W",
        "/Info",
        "/Root",
        "/Version",
        "/ParentTreeNextKey",
        "/Limits",
        "/Names2",
        "/CheckSum",
        "/First",
        "/Next",
    }
)
"""Entries that say how a file is written, or lead back to where one comes from."""


def pdf_spots(pdf: pikepdf.Pdf) -> list[tuple[Any, str]]:
    """Return every dictionary with each key of it that is compared, reachable from the catalog."""
    found: list[tuple[Any, str]] = []
    seen: set[Any] = set()
    waiting: list[tuple[Any, int]] = [(pdf.Root, 0), (pdf.docinfo, 0)]
    while waiting:
        held, depth = waiting.pop()
        if getattr(held, "is_indirect", False):
            if held.objgen in seen:
                continue
            seen.add(held.objgen)
        if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            for key in sorted(held.keys()):  # a set: its order is chance
                if key not in UNMET and not _is_empty(held[key]):
                    found.append((held, str(key)))
                if key not in ("/Parent", "/P"):
                    waiting.append((held[key], depth + 1))
        elif isinstance(held, pikepdf.Array):
            waiting += [(one, depth + 1) for one in held]
    return found


def _is_empty(value: Any) -> bool:
    """Return whether an object holds nothing, or colour spaces that no page uses."""
    if isinstance(value, pikepdf.Dictionary) and "/lab-d50" in value:
        return True
    if isinstance(value, pikepdf.Array) and len(value) and value[0] == "/Lab":
        return True
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary):
        return len(value) == 0
    return False


def other_value(value: Any, chance: random.Random) -> Any:
    """Return an object of a PDF with something in it changed, None where it cannot be."""
    match value:
        case bool():
            return not value
        case pikepdf.String():
            return pikepdf.String(other_text(str(value), chance))
        case pikepdf.Name():
            return pikepdf.Name(str(value) + "X")
        case pikepdf.Array() if len(value) > 1:
            items = list(value)
            at, to = chance.sample(range(len(items)), 2)
            if chance.random() < 0.5:
                del items[at]
            else:
                items[at], items[to] = items[to], items[at]
            return pikepdf.Array(items)
        case pikepdf.Dictionary() | pikepdf.Stream() | pikepdf.Array():
            return None
        case _:
            try:
                return type(value)(float(value) + 7)
            except (TypeError, ValueError):
                return None


def pdf_entry(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    held, key = chance.choice(pdf_spots(pdf))
    before = str(held[key])[:50]
    new = other_value(held[key], chance)
    if new is None or chance.random() < 0.2:
        del held[key]
        return f"{key} dropped ({before}) of {str(held)[:150]}"
    held[key] = new
    return f"{key} changed from {before} to {str(new)[:50]}"


def pdf_added(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    held, _ = chance.choice(pdf_spots(pdf))
    key = chance.choice(["/Foo", "/AA", "/Alt", "/Lang", "/PieceInfo", "/OC"])
    held[key] = pikepdf.Dictionary(X=pikepdf.String("secret"))
    return f"{key} added to {str(held)[:200]}"


def pdf_content(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    """Change an instruction of a page: an operand, its presence, its place."""
    page = chance.choice(list(pdf.pages))
    content: list[Any] = list(pikepdf.parse_content_stream(page))
    paints = {
        "Tj",
        "TJ",
        "f",
        "S",
        "Do",
        "B",
        "f*",
        "rg",
        "re",
        "l",
        "m",
        "cm",
        "Tm",
        "Tf",
        "Td",
        "BDC",
        "gs",
        "c",
        "w",
    }
    spots = [at for at, one in enumerate(content) if str(one.operator) in paints]
    at = chance.choice(spots)
    operands, operator = list(content[at].operands), content[at].operator
    what = f"{operator} {[str(one)[:30] for one in operands]}"
    way = chance.choice(["drop", "change", "double"])
    if str(operator) in ("Tf", "gs", "w", "rg"):  # said twice, or not again, it changes nothing
        operands, operator, way = [], pikepdf.Operator("f"), "double"
    if way == "change" and not operands:
        way = "drop"
    if way == "double" and str(operator) in ("m", "Tm", "cm"):  # said twice it may change nothing
        way = "change"
    if way == "change":
        place = chance.randrange(len(operands))
        new = _operand(operands[place], chance)
        if new is None:
            way = "drop"
        else:
            operands[place] = new
            content[at] = pikepdf.ContentStreamInstruction(operands, operator)
    if way == "drop":
        del content[at]
    elif way == "double":
        content.insert(at, pikepdf.ContentStreamInstruction(operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    return f"page {page.index + 1}: {way} {what}"


def _operand(value: Any, chance: random.Random) -> Any:
    if isinstance(value, pikepdf.Array) and len(value):
        items: list[Any] = list(value)
        at = chance.randrange(len(items))
        if isinstance(items[at], pikepdf.String):
            data = bytes(items[at])
            items[at] = pikepdf.String(data[2:] + data[:2] if len(set(data)) > 2 else data + data)
        else:
            items[at] = float(items[at]) + 400
        return pikepdf.Array(items)
    if isinstance(value, pikepdf.String):
        data = bytes(value)
        return pikepdf.String(data + data[:2])
    if isinstance(value, pikepdf.Name):
        return None
    if isinstance(value, pikepdf.Dictionary):
        return None
    return float(value) + 20


SHAPES = (
    b"q 1 1 1 rg 100 300 300 60 re f Q",
    b"q 0 0 1 RG 2 w 50 50 m 300 400 l S Q",
    b"/Artifact BMC q 1 1 1 rg 80 200 200 200 re f Q EMC",
    b"q /Nope gs 0 0 0 rg 10 10 90 9 re f Q",
)


def pdf_painted(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    page = chance.choice(list(pdf.pages))
    shape = chance.choice(SHAPES)
    page.contents_add(shape, prepend=chance.random() < 0.3)
    return f"page {page.index + 1}: painted {shape.decode()}"


def pdf_written(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    """Add a text: seen, white, invisible, tiny, as an artifact or in a paragraph's tag."""
    page = chance.choice(list(pdf.pages))
    font = chance.choice(sorted(page.Resources.Font.keys()))
    look = chance.choice([b"0 0 0 rg", b"1 1 1 rg", b"3 Tr", b"0.1 Tc"])
    size = chance.choice([b"12", b"1"])
    tag = chance.choice([b"/Artifact BMC", b"/P <</MCID 1>> BDC"])
    text = b" ".join(
        [tag, b"q BT", look, font.encode(), size, b"Tf 1 0 0 1 90 90 Tm <00240025> Tj ET Q EMC"]
    )
    page.contents_add(text)
    return f"page {page.index + 1}: wrote {text.decode()}"


def pdf_pages(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    at = chance.randrange(len(pdf.pages))
    way = chance.choice(["drop", "double", "turn", "crop", "swap", "blank"])
    page = pdf.pages[at]
    if way == "drop":
        del pdf.pages[at]
    elif way == "double":
        pdf.pages.insert(at, page)
    elif way == "turn":
        page.rotate(chance.choice([90, 180, 270]), relative=True)
    elif way == "crop":
        page.CropBox = [0, 0, 300, 300]
    elif way == "blank":
        pdf.add_blank_page()
    elif len(pdf.pages) > 1:
        other = (at + 1) % len(pdf.pages)
        first, second = sorted((at, other))
        moved = pdf.pages[second]
        del pdf.pages[second]
        pdf.pages.insert(first, moved)
    return f"page {at + 1}: {way}"


def pdf_metadata(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    data = pdf.Root.Metadata.read_bytes()
    root = etree.fromstring(data)
    texts = [one for one in root.iter() if isinstance(one.tag, str) and (one.text or "").strip()]
    texts = [one for one in texts if "ModifyDate" not in one.tag]
    one = chance.choice(texts)
    before, one.text = one.text, other_text(one.text or "", chance)
    pdf.Root.Metadata = pdf.make_stream(
        etree.tostring(root), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    return f"metadata: {before} is now {one.text}"


def pdf_annotation(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    page = chance.choice(list(pdf.pages))
    kind = chance.choice(["Text", "Link", "FreeText", "Square", "Widget"])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name("/" + kind),
        Rect=[50, 50, 90, 90],
        Contents="added",
    )
    if "/Annots" not in page:
        page.Annots = pikepdf.Array([])
    page.Annots.append(pdf.make_indirect(note))
    return f"page {page.index + 1}: annotation {kind}"


def pdf_stream(pdf: pikepdf.Pdf, chance: random.Random) -> str:
    """Change a byte of a stream that is reached: a font, a picture, an attachment, a form."""
    streams = {}
    for held, key in pdf_spots(pdf):
        value = held[key]
        if isinstance(value, pikepdf.Stream) and key not in ("/Metadata", "/Contents"):
            streams[value.objgen] = (key, value)
    key, stream = chance.choice(sorted(streams.values(), key=lambda one: one[1].objgen))
    data = bytearray(stream.read_bytes())
    at = chance.randrange(len(data))
    data[at] ^= 1
    stream.write(bytes(data))
    return f"a byte of the stream {key}"


PDF: dict[str, Callable[[pikepdf.Pdf, random.Random], str]] = {
    "entry": pdf_entry,
    "added": pdf_added,
    "content": pdf_content,
    "painted": pdf_painted,
    "written": pdf_written,
    "pages": pdf_pages,
    "metadata": pdf_metadata,
    "annotation": pdf_annotation,
    "stream": pdf_stream,
}


def altered_pdf(data: bytes, seed: int) -> Altered:
    """Return a PDF with one change."""
    chance = random.Random(seed)
    kind = chance.choices(list(PDF), [8, 2, 6, 2, 2, 2, 1, 1, 2])[0]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        what = PDF[kind](pdf, chance)
        written = io.BytesIO()
        pdf.save(written)
    return Altered(written.getvalue(), f"{kind}: {what}")


# --- the deck ---------------------------------------------------------------------------------

QUIET = ("docProps/app.xml", "ppt/viewProps.xml")
"""Parts that tell of the program that saved the file."""


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _weighed(parts: Parts, chance: random.Random) -> str:
    """Choose an XML part: mostly slides, notes and charts."""
    names = [name for name in sorted(parts) if name.endswith(".xml") and name not in QUIET]
    names = [name for name in names if name != "[Content_Types].xml"]
    own = [
        name for name in names if "/slides/" in name or "/notesSlides/" in name or "chart" in name
    ]
    return chance.choice(own if chance.random() < 0.75 else names)


def deck_element(parts: Parts, chance: random.Random) -> str:
    """Change, drop, double or exchange any element, attribute or text of a part."""
    name = _weighed(parts, chance)
    root = etree.fromstring(parts[name])
    elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
    if not elements:
        return deck_element(parts, chance)
    one = chance.choice(elements)
    tag = etree.QName(one).localname
    way = chance.choice(["attribute", "text", "drop", "double", "exchange", "unset"])
    holder = one.getparent()
    assert holder is not None
    texts = [each for each in elements if (each.text or "").strip()]
    if way == "attribute" and one.attrib:
        key = chance.choice(sorted(map(str, one.attrib)))
        value = str(one.attrib[key])
        one.set(
            key, str(int(value) + 7) if value.lstrip("-").isdigit() else other_text(value, chance)
        )
        what = f"{tag}@{etree.QName(key).localname} {value} is now {one.get(key)}"
    elif way == "unset" and one.attrib:
        key = chance.choice(sorted(map(str, one.attrib)))
        value = str(one.attrib.pop(key))
        what = f"{tag}@{etree.QName(key).localname} {value} is gone"
    elif way == "text" and texts:
        one = chance.choice(texts)
        before, one.text = one.text, other_text(one.text or "", chance)
        what = f"text {before} is now {one.text}"
    elif way == "double":
        holder.insert(holder.index(one), etree.fromstring(etree.tostring(one)))
        what = f"{tag} doubled"
    elif (
        way == "exchange"
        and (after := one.getnext()) is not None
        and (etree.tostring(after).strip() != etree.tostring(one).strip())
    ):
        holder.insert(holder.index(one), after)
        what = f"{tag} exchanged with {etree.QName(after).localname}"
    else:
        holder.remove(one)
        what = f"{tag} dropped"
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return f"{name}: {what}"


def deck_media(parts: Parts, chance: random.Random) -> str:
    names = [name for name in sorted(parts) if name.startswith(("ppt/media/", "ppt/embeddings/"))]
    name = chance.choice(names)
    data = bytearray(parts[name])
    data[len(data) // 2] ^= 1
    parts[name] = bytes(data)
    return f"a byte of {name}"


def deck_part(parts: Parts, chance: random.Random) -> str:
    if chance.random() < 0.4:
        name = chance.choice(
            ["ppt/media/x.png", "ppt/comments/comment1.xml", "customXml/item9.xml"]
        )
        parts[name] = b"<x/>"
        return f"{name} added"
    names = [name for name in sorted(parts) if name not in QUIET and not name.endswith(".rels")]
    name = chance.choice(names)
    del parts[name]
    return f"{name} dropped"


def deck_relation(parts: Parts, chance: random.Random) -> str:
    """Change where a relationship leads, or drop or add one."""
    names = [name for name in sorted(parts) if name.endswith(".rels")]
    names = [name for name in names if b"<Relationship " in parts[name]]
    name = chance.choice(names)
    root = etree.fromstring(parts[name])
    one = chance.choice(list(root))
    way = chance.choice(["address", "drop", "add"])
    if way == "address":
        one.set("Target", other_text(one.get("Target") or "", chance))
    elif way == "drop":
        root.remove(one)
    else:
        added = etree.fromstring(etree.tostring(one))
        added.set("Id", "rId99")
        added.set("Target", "https://example.net/")
        added.set("TargetMode", "External")
        root.append(added)
    parts[name] = etree.tostring(root)
    return f"{name}: {way} of {one.get('Type', '').rsplit('/', 1)[-1]}"


def deck_slides(parts: Parts, chance: random.Random) -> str:
    name = "ppt/presentation.xml"
    root = etree.fromstring(parts[name])
    listed = next(one for one in root.iter() if str(one.tag).endswith("}sldIdLst"))
    at = chance.randrange(len(listed) - 1)
    if chance.random() < 0.5:
        listed.insert(at, listed[at + 1])
        what = f"slides {at + 1} and {at + 2} exchanged"
    else:
        listed.remove(listed[at])
        what = f"slide {at + 1} gone"
    parts[name] = etree.tostring(root)
    return what


DECK: dict[str, Callable[[Parts, random.Random], str]] = {
    "element": deck_element,
    "media": deck_media,
    "part": deck_part,
    "relation": deck_relation,
    "slides": deck_slides,
}


def altered_deck(data: bytes, seed: int) -> Altered:
    """Return a deck with one change."""
    chance = random.Random(seed)
    kind = chance.choices(list(DECK), [14, 1, 1, 2, 1])[0]
    parts = _parts(data)
    what = DECK[kind](parts, chance)
    return Altered(package(parts), f"{kind}: {what}")


# --- trying them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """A change, and the lines in which it is told; none where it is not found."""

    altered: Altered
    lines: tuple[str, ...]


def tried(path: str, data: bytes, seeds: range) -> Iterator[Tried]:
    """Yield changes of a file, each with how it is told."""
    alter = altered_pdf if path.endswith(".pdf") else altered_deck
    for seed in seeds:
        altered = alter(data, seed)
        compared = compare(path, data, altered.data)
        lines = (compared,) if isinstance(compared, str) else tuple(tell(compared.met))
        yield Tried(altered, lines)


def main(pdf: str, pptx: str, count: str = "150", first: str = "0", show: str = "") -> int:
    write = sys.stdout.write
    for path in (pdf, pptx):
        data = Path(path).read_bytes()
        told: Counter[int] = Counter()
        for one in tried(path, data, range(int(first), int(first) + int(count))):
            told[len(one.lines)] += 1
            if not 0 < len(one.lines) < 4 or show:
                write(f"{len(one.lines)}: {one.altered.what}\n")
                for line in one.lines:
                    write(f"      {line}\n")
        write(f"{path}: {dict(sorted(told.items()))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
