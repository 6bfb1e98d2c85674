"""Writes displayed equations: as Office Math, and as a picture for programs that show none.

The two are a choice (ECMA-376 part 3, 7.6): PowerPoint 2010 and later take the equation, to be
edited; LibreOffice, Google Slides and others the picture.
"""

from lxml import etree

from reportgen.deck.drawingml import (
    NAMESPACES,
    Element,
    el,
    hundredths,
    properties,
    transform,
)
from reportgen.deck.model import EquationPart, Frame

M = f"{{{NAMESPACES['m']}}}"
DRAWING_2010 = "http://schemas.microsoft.com/office/drawing/2010/main"
PREFIX = "d14"
"""Its usual prefix is a14. LibreOffice goes by that word, and would show nothing."""
FONT = "Cambria Math"
"""The font that PowerPoint sets formulas in."""


def equation_xml(
    part: EquationPart, picture: Frame, numbers: tuple[int, int], blip: Element, lang: str
) -> Element:
    """Return an equation as a choice of two shapes, which have these numbers.

    `picture` is where its picture stands, `blip` what that shows.
    """
    choice = etree.Element(
        f"{{{NAMESPACES['mc']}}}Choice", {"Requires": PREFIX}, {PREFIX: DRAWING_2010}
    )
    choice.append(_native(part, numbers[0], lang))
    fallback = el("mc:Fallback", {}, _picture(part, picture, numbers[1], blip))
    return el("mc:AlternateContent", {}, choice, fallback)


def _native(part: EquationPart, number: int, lang: str) -> Element:
    math = el("m:oMathPara", {}, el("m:oMathParaPr", {}, el("m:jc", {"m:val": "center"})))
    math.append(etree.fromstring(part.equation.math.omml))
    look = el(
        "a:defRPr",
        {"lang": lang, "sz": hundredths(part.size)},
        el("a:latin", {"typeface": FONT}),
    )
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(number, "Equation", part.equation.math.text),
            el("p:cNvSpPr", {"txBox": True}),
            el("p:nvPr"),
        ),
        el(
            "p:spPr",
            {},
            transform("a:xfrm", part.frame),
            el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
            el("a:noFill"),
        ),
        el(
            "p:txBody",
            {},
            el(
                "a:bodyPr",
                {"wrap": "square", "lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0, "anchor": "ctr"},
                el("a:noAutofit"),
            ),
            el("a:lstStyle", {}, el("a:lvl1pPr", {"algn": "ctr"}, el("a:buNone"), look)),
            el("a:p", {}, _in_drawing(math)),
        ),
    )


def _in_drawing(math: Element) -> Element:
    """Return a formula as a paragraph of DrawingML holds it ([MS-ODRAWXML] 2.8.1)."""
    made = etree.Element(f"{{{DRAWING_2010}}}m", nsmap={PREFIX: DRAWING_2010})
    made.append(math)
    return made


def _picture(part: EquationPart, frame: Frame, number: int, blip: Element) -> Element:
    return el(
        "p:pic",
        {},
        el(
            "p:nvPicPr",
            {},
            properties(number, "Equation", part.equation.math.text),
            el("p:cNvPicPr", {}, el("a:picLocks", {"noGrp": True, "noChangeAspect": True})),
            el("p:nvPr"),
        ),
        el("p:blipFill", {}, blip, el("a:stretch", {}, el("a:fillRect"))),
        el(
            "p:spPr",
            {},
            transform("a:xfrm", frame),
            el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
        ),
    )
