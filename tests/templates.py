"""Makes templates of different origin, as organisations have them."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from PIL import Image, ImageDraw
from pptx.util import Inches

import deck_sample as sample
from reportgen.deck.design.own_template import as_potx, template

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SECRET = "Kim Secret-Author"
"""What the files of others carry, and no deck of ours may."""

GERMAN = (
    "Titelfolie", "Titel und Inhalt", "Abschnittsüberschrift", "Zwei Inhalte", "Vergleich",
    "Nur Titel", "Leer", "Inhalt mit Überschrift", "Bild mit Überschrift",
    "Titel und vertikaler Text", "Vertikaler Titel und Text",
)  # fmt: skip
KOREAN = (
    "제목 슬라이드", "제목 및 내용", "구역 머리글", "콘텐츠 2개", "비교", "제목만", "빈 화면",
    "캡션 있는 콘텐츠", "캡션 있는 그림", "제목 및 세로 텍스트", "세로 제목 및 텍스트",
)  # fmt: skip


def plain() -> bytes:
    """python-pptx's own: 4:3, eleven layouts, English."""
    return saved(pptx.Presentation())


def german() -> bytes:
    """With names in German."""
    return _named(GERMAN)


def korean() -> bytes:
    """With names in Korean, and no layout that says of what type it is."""
    presentation: Any = pptx.Presentation(io.BytesIO(_named(KOREAN)))
    for layout in presentation.slide_layouts:
        layout._element.attrib.pop("type", None)
    return saved(presentation)


def without_pictures() -> bytes:
    """A title slide and one for text, nothing else."""
    return _with_layouts(0, 1)


def bare() -> bytes:
    """A title and an empty slide: no placeholder for anything."""
    return _with_layouts(5, 6)


def blank() -> bytes:
    """One layout, on which there is nothing at all."""
    presentation: Any = pptx.Presentation(io.BytesIO(_with_layouts(6)))
    for shape in list(presentation.slide_layouts[0].placeholders):
        shape._element.getparent().remove(shape._element)
    return saved(presentation)


def used() -> bytes:
    """A deck of someone else's: slides, notes, its author in the properties."""
    presentation: Any = pptx.Presentation()
    for number in range(3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"{SECRET} {number}"
        slide.notes_slide.notes_text_frame.text = SECRET
    presentation.core_properties.author = SECRET
    presentation.core_properties.comments = SECRET
    parts = parts_of(saved(presentation))
    app = parts["docProps/app.xml"]
    parts["docProps/app.xml"] = app.replace(
        b"</Properties>", f"<Company>{SECRET}</Company></Properties>".encode()
    )
    return packed(parts)


def dark() -> bytes:
    """White on black, 10 by 5.6 inches as Google's are, titles bold."""
    presentation: Any = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(10), Inches(5.625)
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            for name in ("top", "height"):
                if shape._element.spPr.xfrm is not None:
                    setattr(shape, name, int(getattr(shape, name) * 0.75))
        for look in holder._element.iter(f"{A}defRPr"):
            if look.get("sz"):
                look.set("sz", str(round(int(look.get("sz")) * 0.75)))
    master = presentation.slide_master._element
    colors = master.find(f"{P}clrMap")
    colors.set("bg1", "dk1")
    colors.set("tx1", "lt1")
    look = master.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr/{A}defRPr")
    look.set("b", "1")
    return saved(presentation)


def of_two_masters() -> bytes:
    """A second master behind the first, with layouts of its own and the same ids."""
    parts = parts_of(plain())
    root: Any = etree.fromstring(parts["ppt/presentation.xml"])
    relations: Any = etree.fromstring(parts["ppt/_rels/presentation.xml.rels"])
    types: Any = etree.fromstring(parts["[Content_Types].xml"])
    for name in [
        one for one in parts if one.startswith(("ppt/slideLayouts/", "ppt/slideMasters/"))
    ]:
        parts[_second(name)] = re.sub(
            rb"slide(Layout|Master)(\d+)\.xml",
            lambda found: b"slide%s%d.xml" % (found[1], int(found[2]) + 20),
            parts[name],
        ).replace(b'name="Title ', b'name="Second title ')
    for override in list(types):
        name = override.get("PartName", "")
        if name.startswith(("/ppt/slideLayouts/", "/ppt/slideMasters/")):
            etree.SubElement(types, override.tag, {**override.attrib, "PartName": _second(name)})
    kind = next(one.get("Type") for one in relations if one.get("Type").endswith("/slideMaster"))
    attributes = {"Id": "rId99", "Type": kind, "Target": "slideMasters/slideMaster21.xml"}
    etree.SubElement(relations, relations[0].tag, attributes)
    listed = root.find(f"{P}sldMasterIdLst")
    second = etree.SubElement(listed, f"{P}sldMasterId", {"id": listed[0].get("id")})
    second.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId99")
    for name, tree in (
        ("ppt/presentation.xml", root),
        ("ppt/_rels/presentation.xml.rels", relations),
        ("[Content_Types].xml", types),
    ):
        parts[name] = etree.tostring(tree)
    return packed(parts)


def without_styles() -> bytes:
    """As LibreOffice writes them: looks on words only, no text styles, ids and indices twice."""
    presentation: Any = pptx.Presentation()
    master = presentation.slide_master._element
    master.remove(master.find(f"{P}txStyles"))
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            shape._element.xpath(".//p:cNvPr")[0].set("id", "7")
            shape._element.xpath(".//p:ph")[0].attrib.pop("idx", None)
            for styles in shape._element.xpath(".//a:lstStyle/*"):
                styles.getparent().remove(styles)
            for run in shape._element.xpath(".//a:r"):
                run.get_or_add_rPr().set("sz", "2600")
    return saved(presentation)


def ours_edited() -> bytes:
    """Our own, its text moved and made smaller in PowerPoint."""
    presentation: Any = pptx.Presentation(io.BytesIO(template(sample.theme(), "en")))
    layout = next(one for one in presentation.slide_layouts if one.name == "Text")
    text = next(one for one in layout.placeholders if one.name == "Text")
    text.left, text.width = Inches(2), Inches(9)
    for look in text._element.xpath(".//a:lvl1pPr/a:defRPr"):
        look.set("sz", "2000")
    return saved(presentation)


def ours_as_potx() -> bytes:
    """Our own, as a template by its file type."""
    return as_potx(template(sample.theme(), "de"))


def google() -> bytes:
    """As Google Slides writes them: looks in the placeholders, grey text, themes say nothing."""
    presentation: Any = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(10), Inches(7.5)
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            style = shape._element.get_or_add_txBody().xpath("./a:lstStyle")[0]
            size = "2800" if shape.placeholder_format.type in (1, 3) else "1800"
            if not len(style):
                for level in range(1, 4):
                    style.append(_grey(level, size))
    return saved(presentation)


def photographed() -> bytes:
    """Its ground is a picture of stripes, light and dark: no colour of text stands out."""
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    for left in range(0, 640, 16):
        draw.rectangle((left, 0, left + 7, 480), fill="black")
    return _on_ground(image)


def _on_ground(image: Image.Image) -> bytes:
    """Return the plain template on a picture."""
    written = io.BytesIO()
    image.save(written, format="PNG")
    presentation: Any = pptx.Presentation()
    master = presentation.slide_master
    _, relation = master.part.get_or_add_image_part(io.BytesIO(written.getvalue()))
    ground = etree.fromstring(
        f'<p:bg xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}" xmlns:r="{OFFICE}/relationships"><p:bgPr>'
        f'<a:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        "</a:blipFill><a:effectLst/></p:bgPr></p:bg>"
    )
    content = master._element.find(f"{P}cSld")
    for old in content.findall(f"{P}bg"):
        content.remove(old)
    content.insert(0, ground)
    return saved(presentation)


def with_band() -> bytes:
    """A dark band at the left, over which the placeholders reach."""
    presentation: Any = pptx.Presentation()
    shapes = presentation.slide_master.shapes
    band = etree.fromstring(
        f'<p:sp xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"><p:nvSpPr><p:cNvPr id="77" name="Band"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{BAND}" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="102040"/></a:solidFill></p:spPr></p:sp>'
    )
    shapes._spTree.insert(2, band)
    return saved(presentation)


def pale() -> bytes:
    """Pale where nobody looks: deeper levels, feet; a slide number of one digit, from the right."""
    presentation: Any = pptx.Presentation()
    master = presentation.slide_master._element
    body = master.find(f"{P}txStyles/{P}bodyStyle")
    for level in (2, 3):
        look = body.find(f"{A}lvl{level}pPr/{A}defRPr")
        look.remove(look.find(f"{A}solidFill"))
        look.insert(0, _grey(1, "1800").find(f".//{A}solidFill"))
        look.find(f".//{A}srgbClr").set("val", "DDDDDD")
    for level in body:
        level.set("rtl", "1")
        level.set("algn", "r")
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            if shape.placeholder_format.type in (13, 15, 16):
                for fill in shape._element.iterfind(f".//{A}defRPr/{A}solidFill"):
                    fill.getparent().remove(fill)
                for look in shape._element.iterfind(f".//{A}defRPr"):
                    look.insert(0, etree.fromstring(PALE))
            if shape.placeholder_format.type == 13 and shape._element.spPr.xfrm is not None:
                shape.width = 200_000
    return saved(presentation)


PALE = (
    f'<a:solidFill xmlns:a="{A[1:-1]}"><a:schemeClr val="tx1"><a:tint val="30000"/></a:schemeClr>'
    "</a:solidFill>"
)


def patterned() -> bytes:
    """Its ground is a pattern of fine lines; a picture of someone's machine is named after it."""
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    for left in range(0, 640, 9):
        draw.line((left, 0, 640 - left, 480), fill="#9fd0dd")
    return _on_ground(image)


BAND = 1_200_000
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def strict() -> bytes:
    """Plain, as Strict Open XML says it."""
    parts = parts_of(plain())
    for name in [one for one in parts if one.endswith((".xml", ".rels"))]:
        for part in ("drawingml", "presentationml", "officeDocument"):
            old = f"http://schemas.openxmlformats.org/{part}/2006/"
            parts[name] = parts[name].replace(old.encode(), STRICT + part.encode() + b"/")
    return packed(parts)


STRICT = b"http://purl.oclc.org/ooxml/"


def theme_file() -> bytes:
    """An Office theme (.thmx): the parts in a folder of another name."""
    moved = {}
    for name, data in parts_of(plain()).items():
        if name.endswith((".rels", CONTENT_TYPES)):
            data = data.replace(b'"/ppt/', b'"/theme/').replace(
                b'"ppt/presentation', b'"theme/presentation'
            )
        moved[name.replace("ppt/", "theme/", 1) if name.startswith("ppt/") else name] = data
    return packed(moved)


CONTENT_TYPES = "[Content_Types].xml"


def _grey(level: int, size: str) -> Any:
    return etree.fromstring(
        f'<a:lvl{level}pPr xmlns:a="{A[1:-1]}" marL="{level * 300000}" indent="-300000">'
        f'<a:buFont typeface="Arial"/><a:buChar char="●"/><a:defRPr sz="{size}"><a:solidFill>'
        '<a:srgbClr val="595959"/></a:solidFill><a:latin typeface="Georgia"/></a:defRPr>'
        f"</a:lvl{level}pPr>"
    )


MAKERS: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        plain, german, korean, without_pictures, bare, blank, used, dark, of_two_masters,
        without_styles, ours_edited, ours_as_potx,
    )
}  # fmt: skip


def of_libreoffice(name: str, folder: Path) -> bytes | None:
    """Return one of LibreOffice's own templates as .pptx, None where it is not installed."""
    program = shutil.which("soffice")
    found = sorted(Path("/usr/lib/libreoffice/share/template/common/presnt").glob(f"{name}.otp"))
    if program is None or not found:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pptx", "--outdir", str(folder)]
    subprocess.run([*command, str(found[0])], check=True, capture_output=True, timeout=120)
    return (folder / f"{name}.pptx").read_bytes()


def _second(name: str) -> str:
    return re.sub(r"(\d+)\.xml", lambda found: f"{int(found[1]) + 20}.xml", name)


def _named(names: tuple[str, ...]) -> bytes:
    presentation: Any = pptx.Presentation()
    for layout, name in zip(presentation.slide_layouts, names, strict=True):
        layout.name = name
        for at, shape in enumerate(layout.placeholders):
            shape.name = f"{name} {at}"
    return saved(presentation)


def _with_layouts(*numbers: int) -> bytes:
    presentation: Any = pptx.Presentation()
    layouts = list(presentation.slide_layouts)
    for number, layout in enumerate(layouts):
        if number not in numbers:
            presentation.slide_layouts.remove(layout)
    return saved(presentation)


def saved(presentation: Any) -> bytes:
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def parts_of(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, Any]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()
