"""What figures are drawn on: matplotlib's figure, written out with no work done twice."""

import io
import re
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from reportgen.drawing.found_layouts import remembered_layouts
from reportgen.drawing.found_ticks import remembered_ticks
from reportgen.files.last_word import at_work

OPAQUE = 255
LEAST_SPARED = 0.06
"""What part of a height has to be free below the marks for a drawing to end there."""
COMPRESSION = 4
"""Of zlib's nine: a quarter faster than the usual six, and one part in a hundred larger."""

FAMILIES = re.compile(rb"font-family: [^;\"]*")
"""The families of a text. WeasyPrint 70 keeps the space behind a comma: no font has such a name."""
PIXELS = re.compile(rb"data:image/png;base64,[^\"]*")
"""A picture inside a drawing, which matplotlib breaks into lines."""


class LaidOutFigure(Figure):
    """A figure that is laid out before it is drawn, and then drawn once."""

    def draw(self, renderer: Any) -> None:
        """Draw, or lay out alone where the renderer draws nothing.

        Before an SVG is written, matplotlib draws the whole on a renderer that is switched off, of
        which it needs the layout.
        """
        engine = self.get_layout_engine()
        if "draw_path" in vars(renderer) and engine is not None:
            engine.execute(self)
        else:
            super().draw(renderer)


def drawn_part(canvas: Figure) -> Bbox | None:
    """Return what of a canvas its marks take, from its head, in inches; None for nearly all."""
    width, height = map(float, canvas.get_size_inches())
    marks = (one for axes in canvas.axes for one in (*axes.texts, *axes.lines, *axes.patches))
    lowest = min((one.get_window_extent().y0 for one in marks), default=0.0) / canvas.dpi
    end = float(lowest) - height * LEAST_SPARED / 4
    return Bbox([[0, end], [width, height]]) if end > height * LEAST_SPARED else None


def as_svg(canvas: Figure, part: Bbox | None = None) -> bytes:
    """Return a figure, or a part of it, as SVG; where it was laid out before, it stays as it is."""
    svg, about = io.BytesIO(), {"Date": None, "Creator": None}
    with at_work("the drawing as SVG"), remembered_layouts(), remembered_ticks(canvas):
        canvas.savefig(svg, format="svg", metadata=about, bbox_inches=part)
    whole = PIXELS.sub(lambda found: b"".join(found[0].split()), svg.getvalue())
    return with_families(whole)


def with_families(svg: bytes) -> bytes:
    """Return a drawing whose texts name their families so that all are found."""
    return FAMILIES.sub(lambda found: found[0].replace(b", ", b","), svg)


def as_png(canvas: Figure, dots_per_inch: int) -> bytes:
    """Return a figure that was laid out as PNG, in RGB where nothing shines through."""
    canvas.set_layout_engine(None)  # all stands where it stands in the SVG
    drawn = io.BytesIO()
    with remembered_layouts(), remembered_ticks(canvas):
        canvas.savefig(drawn, format="rgba", dpi=dots_per_inch)
    width, height = (int(length * dots_per_inch) for length in canvas.get_size_inches())
    pixels = drawn.getbuffer()
    if is_opaque(pixels):
        picture = Image.frombytes("RGB", (width, height), pixels, "raw", "RGBX")
    else:
        picture = Image.frombytes("RGBA", (width, height), pixels)
    written = io.BytesIO()
    resolution = (dots_per_inch, dots_per_inch)
    picture.save(written, "PNG", compress_level=COMPRESSION, dpi=resolution)
    return written.getvalue()


def is_opaque(pixels: memoryview) -> bool:
    """Return whether nothing shines through pixels of four bytes each: red, green, blue, alpha."""
    return bool(np.frombuffer(pixels, np.uint8)[3::4].min(initial=OPAQUE) == OPAQUE)
