"""Puts pictures into the file: each once, pixels with SVG beside them, never cropped."""

import io
from dataclasses import dataclass, field

from PIL import Image
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.package import Package

from reportgen.deck.drawingml import SVG_EXTENSION, Element, el
from reportgen.deck.model import Frame
from reportgen.document import Align, Drawing, Length

PNG = b"\x89PNG"
MOST_SVG = 1_000_000
"""An SVG larger than this is slow to open; the PNG alone does."""


@dataclass(frozen=True, slots=True)
class Media:
    """The pictures of one file."""

    package: Package
    _parts: dict[tuple[str, bytes], Part] = field(default_factory=dict)

    def blip(self, slide: Part, drawing: Drawing) -> Element:
        """Return the reference to a drawing's picture (ECMA-376 part 1, 20.1.8.13)."""
        kind = "png" if drawing.raster.startswith(PNG) else "jpeg"
        raster = slide.relate_to(self._part(kind, drawing.raster), RT.IMAGE)
        made = el("a:blip", {"r:embed": raster})
        if drawing.svg and len(drawing.svg) <= MOST_SVG:
            svg = slide.relate_to(self._part("svg", drawing.svg), RT.IMAGE)
            beside = el("asvg:svgBlip", {"r:embed": svg})
            made.append(el("a:extLst", {}, el("a:ext", {"uri": SVG_EXTENSION}, beside)))
        return made

    def _part(self, kind: str, data: bytes) -> Part:
        if (kind, data) not in self._parts:
            number = sum(one == kind for one, _ in self._parts) + 1
            name = PackURI(f"/ppt/media/figure{number}.{kind}")
            type_ = "image/svg+xml" if kind == "svg" else f"image/{kind}"
            self._parts[kind, data] = Part(name, type_, self.package, data)
        return self._parts[kind, data]


def pixels(raster: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG or JPEG in pixels."""
    with Image.open(io.BytesIO(raster), formats=("PNG", "JPEG")) as image:
        return image.size


def cut_to(frame: Frame, drawing: Drawing, focus: str) -> dict[str, int]:
    """Return what is cut off a picture that fills a frame (a:srcRect; 20.1.8.55), in 1/1000 %.

    `focus` is the point that stays in sight, in per cent of both sides (CSS object-position).
    """
    width, height = pixels(drawing.raster)
    across, down = (float(one.rstrip("%")) / 100 for one in focus.split())
    wanted = frame.width.emu / frame.height.emu
    if width / height > wanted:
        cut = 1 - wanted * height / width
        return {"l": round(cut * across * 100_000), "r": round(cut * (1 - across) * 100_000)}
    cut = 1 - width / wanted / height
    return {"t": round(cut * down * 100_000), "b": round(cut * (1 - down) * 100_000)}


def shown_in(frame: Frame, drawing: Drawing, align: Align | None = None) -> Frame:
    """Return where a picture stands in a frame: drawn ones fill it, images keep their shape."""
    if drawing.svg:
        return frame
    width, height = pixels(drawing.raster)
    scale = min(frame.width.emu / width, frame.height.emu / height)
    wide, high = Length(round(width * scale)), Length(round(height * scale))
    down = (frame.height - high) * 0.5
    aside = (frame.width - wide) * (1.0 if align is Align.RIGHT else 0.0)
    return Frame(frame.left + aside, frame.top + down, wide, high)
