"""Pictures come as they are: photographs as JPEG, in their colours, without a word in them."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Caption, Drawing, Figure, Place, Settled, Size, mm
from reportgen.drawing.images import as_drawing

PLACE = Place("brief", Size(mm(100), mm(80)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def photo(width: int = 600, height: int = 400) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def drawn(data: bytes, name: str = "a.jpg") -> tuple[Drawing | None, list[str]]:
    figure: Figure[Settled] = Figure("fig-a", name, Caption((), ()), (), Span("content/brief.md"))
    diagnostics = Diagnostics()
    return as_drawing(figure, PLACE, data, diagnostics), [one.message for one in diagnostics]


def shown(data: bytes) -> Image.Image:
    made, found = drawn(data)
    assert found == []
    assert made is not None
    return Image.open(io.BytesIO(made.raster))


def test_a_photograph_stays_a_jpeg_without_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken by Ann Lee"
    data = saved(photo(), "JPEG", quality=80, exif=exif, comment=b"secret")
    made, _ = drawn(data)
    assert made is not None
    assert made.raster.startswith(b"\xff\xd8\xff")
    assert len(made.raster) < 1.2 * len(data)
    assert b"Ann Lee" not in made.raster
    assert b"secret" not in made.raster


def test_a_photograph_lies_as_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert shown(saved(photo(), "JPEG", exif=exif)).size == (400, 600)


def test_what_is_larger_than_its_place_needs_is_made_smaller_in_its_proportions() -> None:
    image = shown(saved(photo(6000, 3000), "JPEG"))
    assert (image.format, image.size) in (("JPEG", (1181, 590)), ("JPEG", (1181, 591)))
    assert shown(saved(photo(6000, 3000), "PNG")).size[0] == 1181


def test_cmyk_and_sixteen_bits_and_profiles_keep_their_colours() -> None:
    cmyk = shown(saved(Image.new("CMYK", (10, 10), (0, 255, 255, 0)), "JPEG", quality=95))
    red, green, blue = cmyk.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 60 > max(green, blue)
    deep = Image.new("I;16", (4, 4), 32_768)
    assert shown(saved(deep, "PNG")).convert("L").getpixel((1, 1)) in (127, 128)
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert shown(saved(photo(), "JPEG", icc_profile=wide)).mode == "RGB"


def test_transparency_of_a_palette_stays() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((1, 1), 1)
    made = shown(saved(image, "PNG", transparency=0))
    assert made.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert made.convert("RGBA").getpixel((1, 1)) == (0, 255, 0, 255)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animated_picture_is_a_finding(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue", "green")]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    made, found = drawn(data, f"a.{kind.lower()}")
    assert made is None
    assert found == [f"`a.{kind.lower()}` is animated, and a page shows one picture"]


@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "BMP", "AVIF"])
def test_other_kinds_are_shown(kind: str, tmp_path: Path) -> None:
    assert shown(saved(photo(40, 30), kind)).size == (40, 30)


def test_a_picture_that_ends_too_early_is_a_finding_whoever_was_imported_before() -> None:
    import weasyprint  # noqa: F401  it lets truncated pictures pass, for all of its process

    for kind in ("JPEG", "PNG"):
        data = saved(photo(), kind)
        made, found = drawn(data[: len(data) // 2])
        assert made is None
        assert found == ["`a.jpg` is no picture that can be read"]


@pytest.mark.parametrize(
    ("inner", "wrong"),
    [
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Hi</p></foreignObject>", "“Hi”"),
        ("<switch><foreignObject>Hi</foreignObject><text y='9'>Hi</text></switch>", ""),
        ("<foreignObject/>", ""),
        ("<g transform='rotate(nan)'/>", 'transform="rotate(nan)"'),
        ("<g class='inf nan' id='nan'><text y='9'>nan</text></g>", ""),
        ("<image href='data:image/png;base64,AAAA'/>", "cannot be read"),
        ("<image href='data:image/svg+xml,%3Csvg/%3E'/>", ""),
    ],
)
def test_what_an_svg_picture_holds_and_nobody_draws_is_told(inner: str, wrong: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="50">{inner}</svg>'
    made, found = drawn(svg.encode(), "a.svg")
    assert (made is None) == bool(wrong)
    assert [wrong in one for one in found] == [True] * bool(wrong)
