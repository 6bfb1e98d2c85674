"""Sets one figure with its title, source and alternative as a picture for the web: PNG or SVG."""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from lxml import etree
from PIL.PngImagePlugin import PngInfo
from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from reportgen.brief.embedded_fonts import font_faces
from reportgen.brief.pdf import Fetcher
from reportgen.coverage import printed_text
from reportgen.document import Drawing, Size, mm
from reportgen.theme import Theme

SVG = "{http://www.w3.org/2000/svg}"
WIDTH = mm(98)
"""How wide the picture is set: shown on a phone its smallest text has 9 pixels of CSS."""
TALLEST = mm(4000)
PIXELS_PER_MM = 96 / 25.4


@dataclass(frozen=True, slots=True)
class Alone:
    """A figure as its template sees it: words, and the size of its drawing and of the picture.

    `width` and `height` are in mm.
    """

    id: str
    title: str
    legend: str
    alt: str
    drawn: Size
    width: float = WIDTH.mm
    height: float = TALLEST.mm


def _laid_out(
    write: Callable[[Alone], str], figure: Alone, drawing: Drawing, theme: Theme
) -> tuple[Any, float]:
    """Return WeasyPrint's document of one page as high as its content, and that height in mm."""
    fetcher, fonts = Fetcher(theme.project, {figure.id: drawing}), FontConfiguration()

    def render(figure: Alone) -> Any:
        page = HTML(string=write(figure), base_url="file:///", url_fetcher=fetcher)
        return page.render(font_config=fonts)

    # The height is known when all lines are broken: once to find it, once to set it.
    first = render(figure).pages[0]._page_box  # WeasyPrint has no public door to its boxes
    height = _content(first).margin_height() / PIXELS_PER_MM
    return render(replace(figure, height=round(height, 3))), height


def _content(page: Any) -> Any:
    """Return the box of the picture on a page."""
    found = (
        box
        for box in page.descendants()
        if box.element is not None and "picture" in box.element.get("class", "").split()
    )
    return next(found)


def as_png(
    write: Callable[[Alone], str], figure: Alone, drawing: Drawing, theme: Theme, width: int
) -> bytes:
    """Return the picture as PNG, `width` pixels wide, with its alternative as description."""
    document, _ = _laid_out(write, figure, drawing, theme)
    page = pypdfium2.PdfDocument(document.write_pdf())[0]
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    told, out = PngInfo(), io.BytesIO()
    told.add_itxt("Title", figure.title)
    told.add_itxt("Description", figure.alt)
    told.add_itxt("Source", figure.legend)
    image.save(out, "PNG", pnginfo=told, optimize=True)
    return out.getvalue()


def as_svg(
    write: Callable[[Alone], str], figure: Alone, drawing: Drawing, theme: Theme, width: int
) -> bytes:
    """Return the picture as SVG that holds its fonts: text stays text, `<desc>` the alternative."""
    html = write(figure)
    document, height = _laid_out(write, figure, drawing, theme)
    page = document.pages[0]._page_box
    across = WIDTH.mm * PIXELS_PER_MM
    down = height * PIXELS_PER_MM
    root = etree.Element(
        f"{SVG}svg",
        nsmap={None: SVG[1:-1]},  # type: ignore[dict-item]  # lxml-stubs
        attrib={
            "width": str(width),
            "height": f"{width * down / across:g}",
            "viewBox": f"0 0 {across:g} {down:g}",
            "role": "img",
            "aria-labelledby": "title desc",
        },
    )
    etree.SubElement(root, f"{SVG}title", id="title").text = figure.title
    etree.SubElement(root, f"{SVG}desc", id="desc").text = figure.alt
    used = printed_text(html, (drawing.svg,))
    etree.SubElement(root, f"{SVG}style").text = "\n".join(font_faces(theme, used))
    _shapes(root, page, drawing, _content(page))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _shapes(root: etree._Element, page: Any, drawing: Drawing, ground: Any) -> None:
    etree.SubElement(root, f"{SVG}rect", width="100%", height="100%", fill="#ffffff")
    for box in page.descendants():
        if isinstance(box, boxes.TextBox) and box.text.strip():
            _text(root, box)
        elif isinstance(box, boxes.ReplacedBox):
            place = (box.content_box_x(), box.content_box_y(), box.width, box.height)
            _picture(root, drawing, place)
    top = ground.style["border_top_width"]
    etree.SubElement(
        root,
        f"{SVG}rect",
        width="100%",
        height=f"{top:g}",
        fill=_color(ground.style["border_top_color"]),
    )


def _text(root: etree._Element, box: Any) -> None:
    style = box.style
    right_to_left = style["direction"] == "rtl"
    made = etree.SubElement(
        root,
        f"{SVG}text",
        attrib={
            "x": f"{box.position_x + box.width * right_to_left:.2f}",
            "y": f"{box.position_y + box.baseline:.2f}",
            "font-family": ", ".join(f"'{name}'" for name in style["font_family"]),
            "font-size": f"{style['font_size']:g}",
            "font-weight": str(style["font_weight"]),
            "font-style": style["font_style"],
            "fill": _color(style["color"]),
            "direction": style["direction"],
            "style": "white-space: pre",
        },
    )
    made.text = box.text.upper() if style["text_transform"] == "uppercase" else box.text


def _color(color: Any) -> str:
    red, green, blue = (round(part * 255) for part in color.to("srgb").coordinates)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _picture(
    root: etree._Element, drawing: Drawing, place: tuple[float, float, float, float]
) -> None:
    x, y, width, height = (f"{side:.2f}" for side in place)
    sides = {"x": x, "y": y, "width": width, "height": height}
    if drawing.svg:
        drawn = etree.fromstring(drawing.svg)
        for name, value in sides.items():
            drawn.set(name, value)
        root.append(drawn)
        return
    kind = "png" if drawing.raster.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(drawing.raster).decode()
    etree.SubElement(root, f"{SVG}image", {**sides, "href": f"data:image/{kind};base64,{data}"})


MAKERS = {"png": as_png, "svg": as_svg}
