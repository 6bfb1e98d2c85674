"""Shows image files of a project as figures: their pixels, and nothing else of them."""

import io

from lxml import etree

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Drawing, Figure, Place, Settled
from reportgen.files.door import Kind, read_with

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PPM", "JPEG2000", "TGA", "ICO")
"""What is read: Pillow would start other programs for some of the rest."""


def as_drawing(
    figure: Figure[Settled], place: Place, data: bytes, diagnostics: Diagnostics
) -> Drawing | None:
    """Return an image file as a drawing, upright and without metadata; report one that is none."""
    path, span = figure.source, figure.span
    if path.lower().endswith(".svg"):
        if read_with(lambda: _checked(data), Kind.DRAWING, path, span, diagnostics) is None:
            return None
        if place.kind == "brief":
            return Drawing(figure.id, place, data, b"")
        message = "an SVG file cannot be shown on a slide, which needs pixels beside it"
        diagnostics.add(Rule.BAD_IMAGE, message, span, "use a PNG file, or draw it in a module")
        return None
    pixels = read_with(lambda: _pixels(data), Kind.PICTURE, path, span, diagnostics)
    return None if pixels is None else Drawing(figure.id, place, b"", pixels)


def _checked(data: bytes) -> bytes:
    """Return an SVG file, which is whole and calls nothing. Raises ValueError for another kind."""
    root = etree.fromstring(data, etree.XMLParser(no_network=True, load_dtd=False))
    if etree.QName(root).localname != "svg":
        raise ValueError("not SVG")
    return data


def _pixels(data: bytes) -> bytes:
    """Return a picture as PNG."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        upright = ImageOps.exif_transpose(image)
        pixels = upright.convert("RGBA" if image.has_transparency_data else "RGB")
        pixels.info = {}
    written = io.BytesIO()
    pixels.save(written, "PNG")
    return written.getvalue()
