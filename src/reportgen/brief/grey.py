"""Turns a finished brief into shades of grey, as an office printer prints it.

Colours become greys as PDF itself does it: 30 % red, 59 % green, 11 % blue (ISO 32000-1, 10.3.2).
"""

import io

import pikepdf

SHADES = {"rg": "g", "RG": "G"}
"""Operators that set a colour (ISO 32000-1, 8.6.8), and those that set a grey."""


def in_grey(pdf: bytes) -> bytes:
    """Return a PDF with all colours of text, drawings and pictures as greys; tags stay as they are.

    What WeasyPrint writes is turned: RGB operators and images, in pages and the forms they draw.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.Contents = document.make_stream(_grey_operators(page))
        for part in document.objects:
            if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Form":
                part.write(_grey_operators(part))
            elif isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Image":
                _grey_image(part)
        document.save(written, deterministic_id=True, compress_streams=True)
    return written.getvalue()


def _grey_operators(of: pikepdf.Page | pikepdf.Stream) -> bytes:
    found: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    for part in pikepdf.parse_content_stream(of):
        if isinstance(part, pikepdf.ContentStreamInstruction) and str(part.operator) in SHADES:
            red, green, blue = map(float, part.operands)
            grey = round(0.3 * red + 0.59 * green + 0.11 * blue, 4)
            operator = pikepdf.Operator(SHADES[str(part.operator)])
            found.append(pikepdf.ContentStreamInstruction([grey], operator))
        else:
            found.append(part)
    return pikepdf.unparse_content_stream(found)


def _grey_image(image: pikepdf.Stream) -> None:
    if image.get("/ColorSpace") != "/DeviceRGB":
        return
    pixels = pikepdf.PdfImage(image).as_pil_image().convert("L")
    image.write(pixels.tobytes())
    image.ColorSpace = pikepdf.Name.DeviceGray
    image.BitsPerComponent = 8
