"""Every text that the bytes of a finished file hold, whether a reader meets it or not."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree

PACKAGES = (".pptx", ".xlsx", ".docx", ".zip", ".potx")
DEEPEST = 3
MOST_BYTES = 400_000_000

PRINTABLE = re.compile(r"[^\W_][\w '’.,-]{3,}")
"""What is looked at of streams that are no text: words in them."""

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
PICTURE_WORDS = re.compile(rb"(?:tEXt|iTXt|Exif|<x:xmpmeta|Photoshop).{0,60000}", re.DOTALL)
"""Where pictures hold words beside their pixels."""

PACKED = re.compile(
    rb"(?:zTXt[^\x00]{1,79}\x00\x00|iTXt[^\x00]{1,79}\x00\x01\x00[^\x00]*\x00[^\x00]*\x00)(.+)",
    re.DOTALL,
)
"""Words beside pixels that are compressed (ISO/IEC 15948, 11.3.4)."""

WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff]){4,}")
"""Words in UTF-16, wherever they begin."""

Texts = Iterator[tuple[str, str]]
"""Where a text stands, and the text."""


def texts_in(path: str, data: bytes) -> Texts:
    """Yield every text in a finished file, with where it stands; a broken file is read as bytes."""
    yield "the name of a file", path
    if path.endswith(".pdf"):
        yield from _of_pdf(data)
    elif path.endswith(".html"):
        yield "the web edition", unescape(data.decode(errors="replace"))
    else:
        yield from _of_package("the deck", data, 0)


def _of_pdf(data: bytes) -> Texts:
    import pikepdf
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            for number, page in enumerate(document, 1):
                yield f"page {number} of the PDF", page.get_textpage().get_text_range()
        with pikepdf.open(io.BytesIO(data)) as file:
            yield from _of_objects(file)
        yield from _beside_objects(data)
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        yield "the PDF (as bytes)", _words(data)


STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def _beside_objects(data: bytes) -> Texts:
    """Yield what stands in a PDF beside its objects, and in its earlier revisions."""
    yield "the PDF (beside its objects)", _words(STREAM.sub(b" ", data))
    if data.count(b"startxref") > 1:
        for held in STREAM.findall(data):
            try:
                opened = zlib.decompressobj().decompress(held, MOST_BYTES)
            except zlib.error:
                continue
            yield from _of_bytes("the PDF (an earlier revision)", opened, 0)


def _of_objects(file: object) -> Texts:
    import pikepdf

    assert isinstance(file, pikepdf.Pdf)
    for part in file.objects:
        if isinstance(part, pikepdf.Stream):
            yield from _of_stream(part)
        for key, text in _strings(part, 0):
            yield f"the PDF ({key.lstrip('/') or 'a text'})", text
    for name, spec in file.attachments.items():
        yield f"the attachment `{name}`", name
        yield from _of_bytes(f"the attachment `{name}`", spec.get_file().read_bytes(), 0)
    for key, value in file.docinfo.items():
        yield f"the PDF ({str(key).lstrip('/')})", str(value)


def _strings(thing: object, depth: int) -> Texts:
    """Yield the strings in an object; what it refers to is an object of its own."""
    import pikepdf

    if depth > 30:
        return
    held: Any = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if isinstance(held, pikepdf.Dictionary):
        pairs: list[tuple[str, Any]] = list(held.items())
    elif isinstance(held, pikepdf.Array):
        pairs = [("", one) for one in held]
    else:
        pairs = [("", held)] if depth == 0 else []
    for key, value in pairs:
        if isinstance(value, pikepdf.String):
            yield key, str(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            for inner, text in _strings(value, depth + 1):
                yield inner or key, text


def _of_stream(stream: object) -> Texts:
    import pikepdf

    assert isinstance(stream, pikepdf.Stream)
    try:
        data = bytes(stream.read_bytes())
    except pikepdf.PdfError:
        data = bytes(stream.read_raw_bytes())
    kind = "metadata" if stream.get("/Type") == "/Metadata" else "a stream"
    if "/Length1" in stream or stream.get("/Subtype") in ("/CIDFontType0C", "/OpenType"):
        return  # the program of a font: its names are those of its makers
    if stream.get("/Subtype") == "/Image":
        yield from ((f"the PDF ({kind})", words) for words in _in_picture(data))
        return
    yield from _of_bytes(f"the PDF ({kind})", data, 0)


def _of_package(where: str, data: bytes, depth: int) -> Texts:
    """Yield the texts of a ZIP file: names of parts, their texts, and packages in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(one.file_size for one in infos) > MOST_BYTES:
                return
            if archive.comment:
                yield f"the comment of {where}", _words(archive.comment)
            for info in infos:
                yield f"the name of a part of {where}", info.filename
                named = f"{_slide(archive, info.filename)}`{info.filename}` of {where}"
                yield from _of_bytes(named, archive.read(info), depth + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        yield f"{where} (as bytes)", _words(data)


SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
NOTES = re.compile(r"ppt/notesSlides/(notesSlide\d+)\.xml")


def _slide(archive: zipfile.ZipFile, part: str) -> str:
    """Return which slide a part is, or has the notes of, as words before its name; "" for none."""
    if found := SLIDE.fullmatch(part):
        return f"slide {found[1]}, "
    links = f"ppt/notesSlides/_rels/{found[1]}.xml.rels" if (found := NOTES.fullmatch(part)) else ""
    if links not in archive.namelist():
        return ""
    slide = re.search(rb"slides/slide(\d+)\.xml", archive.read(links))
    return f"the notes of slide {slide[1].decode()}, " if slide else ""


def _of_bytes(where: str, data: bytes, depth: int) -> Texts:
    if data.startswith(b"PK\x03\x04") and depth <= DEEPEST:
        yield from _of_package(where, data, depth)
    elif data.startswith(PICTURES):
        yield from ((where, words) for words in _in_picture(data))
    elif data.lstrip()[:1] == b"<" and (texts := _of_xml(data)) is not None:
        yield from ((where, text) for text in texts)
    else:
        yield where, _words(data)


def _of_xml(data: bytes) -> list[str] | None:
    """Return the texts of an XML part: each paragraph whole; attributes and comments."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    rest, found = [], []
    for element in root.iter():
        if not isinstance(element.tag, str):
            rest.append(str(element.text))
            continue
        if etree.QName(element).localname == "p":
            found.append("".join(str(text) for text in element.itertext()))
        rest += [str(value) for value in element.attrib.values()]
        rest += [text for text in (element.text, element.tail) if text and text.strip()]
    return [*found, "\n".join(rest)]


def _in_picture(data: bytes) -> Iterator[str]:
    for found in PICTURE_WORDS.findall(data):
        yield _words(found)
    for found in PACKED.findall(data):
        try:
            yield _words(zlib.decompressobj().decompress(found, MOST_BYTES))
        except zlib.error:
            continue


def _words(data: bytes) -> str:
    """Return bytes as text: as they are where they are text, else the words that are in them."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\n".join(PRINTABLE.findall(data.decode("latin-1")))
    else:
        if "\x00" not in text:
            return text
    wide = [one.decode("utf-16-le") for one in WIDE.findall(data)]
    wide += [one.decode("utf-16-be") for one in WIDE_BIG.findall(data)]
    return "\n".join((text, *wide))
