"""Sets formulas as pictures: presentation MathML as SVG outlines in STIX Two Math, and as PNG."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as Xml

from reportgen.document import Math

UNITS = 100.0
"""The size of text in the units of a picture."""
MARGIN = 2.0
"""Room around a formula in these units, for what reaches over the metrics of its glyphs."""
MATHML = "{http://www.w3.org/1998/Math/MathML}"
DOTS_PER_INCH = 300


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A formula as SVG; its width, height, and depth below the baseline, in em of the text."""

    svg: bytes
    width: float
    height: float
    depth: float


@lru_cache(maxsize=1024)
def set_formula(math: Math, color: str = "#000000") -> SetFormula:
    """Return a formula set in a colour (`#rrggbb`)."""
    drawn = _typeset(math)
    _, top, width, height = (float(part) for part in drawn.get("viewBox").split())
    for element in drawn.iter():
        for name in ("fill", "stroke"):
            if element.get(name) == "black":
                element.set(name, color)
    svg = Xml.tostring(drawn, encoding="utf-8")
    return SetFormula(svg, width / UNITS, height / UNITS, (top + height) / UNITS)


def missing(math: Math) -> str:
    """Return the characters of a formula that the font of formulas does not have."""
    from ziamath import zmath

    font: Any = zmath.loadedfonts["default"]
    text = re.sub(r"\s|[\u2061-\u2064]", "", "".join(_tree(math).itertext()))
    return "".join(dict.fromkeys(one for one in text if font.glyphindex(one) == 0))


def as_png(formula: SetFormula, size: float) -> bytes:
    """Return a formula as PNG on no ground, for text of a size in points, at 300 dots an inch."""
    return png_of_width(formula.svg, max(1, round(formula.width * size / 72 * DOTS_PER_INCH)))


def png_of_width(svg: bytes, width: int) -> bytes:
    """Return outlines as PNG, so many pixels wide."""
    import resvg_py

    drawing = svg.decode()
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=width, skip_system_fonts=True))


def _typeset(math: Math) -> Any:
    from ziamath import zmath

    settings: Any = zmath.__dict__["config"]
    settings.svg2 = False  # outlines in their places, not as `symbol` and `use`
    return zmath.Math(_tree(math), size=UNITS, margin=MARGIN).svgxml()


def _tree(math: Math) -> Xml.Element:
    return Xml.fromstring(math.mathml)  # noqa: S314 (pandoc wrote it, without entities)
