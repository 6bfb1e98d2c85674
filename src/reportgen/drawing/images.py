"""Shows image files of a project as figures: their pixels, and nothing else of them."""

import io

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Drawing, Figure, Place, Settled


def as_drawing(
    figure: Figure[Settled], place: Place, data: bytes, diagnostics: Diagnostics
) -> Drawing | None:
    """Return an image file as a drawing, upright and without metadata; report one that is none."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if figure.source.endswith(".svg"):
        if place.kind == "brief":
            return Drawing(figure.id, place, data, b"")
        message = "an SVG file cannot be shown on a slide, which needs pixels beside it"
        diagnostics.add(
            Rule.BAD_IMAGE, message, figure.span, "use a PNG file, or draw it in a module"
        )
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image)
            pixels = upright.convert("RGBA" if "A" in image.getbands() else "RGB")
            pixels.info = {}
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        message = f"`{figure.source}` is no picture that can be read"
        diagnostics.add(Rule.BAD_IMAGE, message, figure.span)
        return None
    written = io.BytesIO()
    pixels.save(written, "PNG")
    return Drawing(figure.id, place, b"", written.getvalue())
