"""Shows image files of a project as figures: their pixels, and nothing else of them.

A photograph stays a JPEG; what has more than 300 dots an inch at its place is made smaller; colours
become sRGB. Neither EXIF nor thumbnails nor comments are taken over.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from lxml import etree

from reportgen.brand.font_faces import shipped
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import Drawing, Figure, Place, Settled
from reportgen.drawing.svg_size import (
    MOST_PARTS,
    embedded,
    lack_of_size,
    no_number,
    parts,
    undrawn_text,
)
from reportgen.files.door import Kind, read_with

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PPM", "JPEG2000", "TGA", "ICO",
           "AVIF")  # fmt: skip
"""What is read: Pillow would start other programs for some of the rest."""


def as_drawing(
    figure: Figure[Settled], place: Place, data: bytes, diagnostics: Diagnostics
) -> Drawing | None:
    """Return an image file as a drawing, upright and without metadata; report one that is none."""
    path, span = figure.source, figure.span
    if path.lower().endswith(".svg"):
        root = read_with(lambda: _checked(data), Kind.DRAWING, path, span, diagnostics)
        if root is None:
            return None
        if fault := _fault_of(root):
            diagnostics.add(Rule.BAD_IMAGE, f"`{path}` {fault[0]}", span, fault[1])
            return None
        if place.kind == "brief":
            return Drawing(figure.id, place, data, b"")
        raster = read_with(lambda: _pixels_of(data, place), Kind.DRAWING, path, span, diagnostics)
        return None if raster is None else Drawing(figure.id, place, b"", raster)
    size = read_with(lambda: _size(data), Kind.PICTURE, path, span, diagnostics)
    if size is None:
        return None
    if size[0] * size[1] > MOST_PIXELS:
        message = f"`{path}` has {size[0]:,} x {size[1]:,} pixels: more than {MOST_PIXELS:,}"
        diagnostics.add(Rule.BAD_IMAGE, message, span, "save it smaller: a page shows 10 million")
        return None
    animated = read_with(lambda: _is_animated(data), Kind.PICTURE, path, span, diagnostics)
    if animated is None:
        return None
    if animated:
        message = f"`{path}` is animated, and a page shows one picture"
        diagnostics.add(Rule.BAD_IMAGE, message, span, "save the frame that is meant as PNG")
        return None
    raster = read_with(lambda: _raster(data, place), Kind.PICTURE, path, span, diagnostics)
    return None if raster is None else Drawing(figure.id, place, b"", raster)


MOST_PIXELS = 120_000_000
"""A larger picture takes more than a gigabyte while it is made smaller."""


def _size(data: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        return image.size


def _is_animated(data: bytes) -> bool:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        return image.format in MOVING and getattr(image, "n_frames", 1) > 1


HREF = "{http://www.w3.org/1999/xlink}href"


def _checked(data: bytes) -> Any:
    """Return the root of an SVG file that is whole. Raises ValueError for another kind."""
    root = etree.fromstring(data, etree.XMLParser(no_network=True, load_dtd=False))
    if etree.QName(root).localname != "svg":
        raise ValueError("not SVG")
    return root


def _fault_of(root: Any) -> tuple[str, str] | None:
    """Return what is wrong with an SVG file that cannot be drawn, and what mends it."""
    if parts(root) > MOST_PARTS:
        return f"draws more than {MOST_PARTS} parts, with all that it uses again", "save it as PNG"
    if wrong := lack_of_size(root):
        hint = 'give it one, as in `width="90mm" height="60mm"`'
        return f"has no size in which it could be drawn: `{wrong}`", hint
    if wrong := no_number(root):
        hint = "save it anew, or as PNG"
        return f"has no number where one has to be: `{wrong}`", hint
    if words := undrawn_text(root):
        hint = "save it with its text as text of SVG (Mermaid: `htmlLabels: false`), or as PNG"
        return f"holds HTML, which would not be drawn: “{words[:60]}”", hint
    if linked := _linked(root):
        hint = "save it with its pictures in it: embedded, not linked"
        return f"shows another file, `{linked[:80]}`", hint
    try:
        for picture in embedded(root):
            _size(picture)
    except Exception:  # whatever is raised on what is no picture
        return "shows a picture that cannot be read", "put that one in anew"
    return None


def _linked(root: Any) -> str:
    """Return the address of another file that an SVG file shows, "" where it holds all."""
    shown = (
        element.get(name, "#")
        for element in root.iter(etree.Element)
        for name in ("href", HREF)
        if etree.QName(element).localname != "a"
    )
    return next((one for one in shown if not one.startswith(("#", "data:"))), "")


def _pixels_of(data: bytes, place: Place) -> bytes:
    """Return an SVG file as PNG, as large as its place in its own proportions; text in our fonts.

    Slides show it so: what a program makes of SVG depends on the program and its fonts.
    """
    import resvg_py

    width, height = _most(place)
    fonts = [str(face.path) for face in shipped()]
    drawn = partial(
        resvg_py.svg_to_bytes,
        svg_string=data.decode(),
        dpi=CSS_DPI,
        skip_system_fonts=True,
        font_files=fonts,
        font_family=SVG_FONT,
        sans_serif_family=SVG_FONT,
    )
    made = bytes(drawn(width=width))
    if int.from_bytes(made[20:24]) > height:  # the IHDR chunk (PNG 3, 11.2.1)
        made = bytes(drawn(height=height))
    return made


SVG_FONT = "Liberation Sans"
CSS_DPI = 96
"""Pixels of an inch (CSS Values 3, 5.2); without it the library takes sizes in mm for none."""
MOVING = ("GIF", "PNG", "WEBP", "AVIF")
MOST_DOTS = 300
"""Dots an inch: more than these no printer and no projector shows."""
JPEG_QUALITY = 88


def _raster(data: bytes, place: Place) -> bytes:
    """Return a picture as PNG, or as JPEG where it is one, as large as its place needs."""
    from PIL import Image, ImageOps

    with _whole(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
        is_photo = image.format in ("JPEG", "MPO")
        most = _most(place)
        is_turned = image.getexif().get(ORIENTATION, 1) != 1
        fits = image.width <= most[0] and image.height <= most[1]
        if is_photo and fits and not is_turned and image.mode in ("L", "RGB") and _is_srgb(image):
            return _saved(image, "JPEG", quality="keep")
        shown = _in_srgb(ImageOps.exif_transpose(image))
        if shown.width > most[0] or shown.height > most[1]:
            shown.thumbnail(most, Image.Resampling.LANCZOS)
        if is_photo:
            return _saved(shown, "JPEG", quality=JPEG_QUALITY, optimize=True)
        return _saved(shown, "PNG")


def _most(place: Place) -> tuple[int, int]:
    """Return how many pixels a place can show."""
    size = place.size
    return round(size.width.inches * MOST_DOTS), round(size.height.inches * MOST_DOTS)


@contextmanager
def _whole() -> Iterator[None]:
    """Let a picture that ends too early be a fault, which WeasyPrint lets pass in its process."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


ORIENTATION = 0x0112
"""Where EXIF says which side of a photograph is up (CIPA DC-008, 4.6.4)."""


def _saved(image: "Image.Image", kind: str, **options: Any) -> bytes:
    image.info = {}
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def _is_srgb(image: "Image.Image") -> bool:
    """Return whether a picture has no colour profile but sRGB's, by its name."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile:
        return True
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return True  # a broken profile says nothing
    return "srgb" in name.casefold()


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """Return a picture in RGB or RGBA of eight bits, its colours as its profile has them."""
    from PIL import ImageCms

    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 257).convert("L")
    if not _is_srgb(image) and image.mode in ("RGB", "CMYK", "L"):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        try:
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(image, profile, target, outputMode="RGB")
            if changed is not None:
                return changed
        except ImageCms.PyCMSError:
            pass  # a profile that does not fit its picture says nothing
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
