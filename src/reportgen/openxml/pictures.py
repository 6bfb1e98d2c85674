"""Takes out of pictures what is not their pixels: EXIF, words, times, who drew them."""

import re
import struct
from collections.abc import Iterator

from lxml import etree

PNG = b"\x89PNG\r\n\x1a\n"
PNG_TELLS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
"""Chunks of a PNG that hold words, EXIF data or a time (ISO/IEC 15948, 11.3)."""
JPEG_TELLS = (0xE1, 0xED, 0xFE)
"""Segments of a JPEG that hold EXIF and XMP, IPTC, a comment (ITU-T T.81, B.1.1.3)."""
DRAWING_PROGRAMS = re.compile(r"\{[^}]*(inkscape|sodipodi|adobe|sketch|xmpmeta|rdf-syntax)[^}]*\}")


def without_tells(data: bytes) -> bytes:
    """Return a picture with the same pixels and nothing else; of another kind as it is."""
    if data.startswith(b"\xff\xd8"):
        return b"".join(_jpeg(data))
    if data.startswith(PNG):
        return PNG + b"".join(_png(data))
    if b"<svg" in data[:2000]:
        return _svg(data)
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        (size,) = struct.unpack(">H", data[at + 2 : at + 4])
        if data[at + 1] not in JPEG_TELLS:
            yield data[at : at + 2 + size]
        at += 2 + size
    yield data[at:]


def _png(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at + 8 <= len(data):
        (size,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        if kind not in PNG_TELLS:
            yield data[at : at + 12 + size]
        at += 12 + size


def _svg(data: bytes) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return data
    told = False
    for element in list(root.iter()):
        name = element.tag if isinstance(element.tag, str) else ""
        parent = element.getparent()
        if parent is not None and (
            not name or name.endswith("}metadata") or DRAWING_PROGRAMS.match(name)
        ):
            parent.remove(element)
            told = True
            continue
        for key in [str(one) for one in element.attrib if DRAWING_PROGRAMS.match(str(one))]:
            del element.attrib[key]
            told = True
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) if told else data
