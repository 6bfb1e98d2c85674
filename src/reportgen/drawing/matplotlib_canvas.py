"""What figures are drawn on: matplotlib's figure, written out with no work done twice."""

import io
from typing import Any

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

OPAQUE = (255, 255)
LEAST_SPARED = 0.06
"""What part of a height has to be free below the marks for a drawing to end there."""
COMPRESSION = 4
"""Of zlib's nine: a quarter faster than the usual six, and one part in a hundred larger."""


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


def as_png(canvas: Figure, dots_per_inch: int) -> bytes:
    """Return a figure that was laid out as PNG, in RGB where nothing shines through."""
    canvas.set_layout_engine(None)  # all stands where it stands in the SVG
    drawn = io.BytesIO()
    canvas.savefig(drawn, format="rgba", dpi=dots_per_inch)
    width, height = (int(length * dots_per_inch) for length in canvas.get_size_inches())
    picture = Image.frombuffer("RGBA", (width, height), drawn.getvalue())
    if picture.getextrema()[-1] == OPAQUE:
        picture = picture.convert("RGB")
    written = io.BytesIO()
    resolution = (dots_per_inch, dots_per_inch)
    picture.save(written, "PNG", compress_level=COMPRESSION, dpi=resolution)
    return written.getvalue()
