"""Writes the notes master and the notes page of a slide (ECMA-376 part 1, 13.3.4)."""

from collections.abc import Iterable

from reportgen.deck.drawingml import (
    COLOR_MAP,
    Element,
    color_map,
    el,
    ground,
    hundredths,
    properties,
    solid_fill,
    text_el,
    to_bytes,
    transform,
    tree,
    typefaces,
)
from reportgen.deck.model import Frame
from reportgen.document import Length
from reportgen.scripts import direction_of, direction_of_language

IMAGE = Frame(Length(685_800), Length(1_143_000), Length(5_486_400), Length(3_086_100))
TEXT = Frame(Length(685_800), Length(4_400_550), Length(5_486_400), Length(3_960_440))
"""Where the slide's picture and the speaker's text stand on a page of 7.5 by 10 inches."""


def notes_master_xml(lang: str) -> bytes:
    """Return the notes master: the slide's picture above, what the speaker says below."""
    level = el(
        "a:lvl1pPr",
        {"marL": 0, "algn": "l"},
        el("a:spcBef", {}, el("a:spcPts", {"val": hundredths(4)})),
        el("a:defRPr", {"sz": hundredths(12)}, solid_fill("tx1"), *typefaces("+mn")),
    )
    frame = el("a:ln", {"w": 6350}, solid_fill("accent6"))
    root = el(
        "p:notesMaster",
        {},
        el(
            "p:cSld",
            {},
            ground("bg1"),
            tree([_image(*_place(IMAGE), el("a:noFill"), frame), _text(["Notes"], lang, TEXT)]),
        ),
        el("p:clrMap", COLOR_MAP),
        el("p:hf", {"sldNum": False, "hdr": False, "ftr": False, "dt": False}),
        el("p:notesStyle", {}, level),
    )
    return to_bytes(root)


def notes_xml(lines: Iterable[str], lang: str) -> bytes:
    """Return a slide's notes page, a paragraph for each line; places come from the master.

    A line runs as its letters do, where `lang` is not decisive.
    """
    page = el("p:cSld", {}, tree([_image(), _text(lines, lang)]))
    return to_bytes(el("p:notes", {}, page, color_map(dark=False)))


def _image(*look: Element) -> Element:
    locks = el("a:spLocks", {"noGrp": True, "noRot": True, "noChangeAspect": True})
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(2, "Slide Image"),
            el("p:cNvSpPr", {}, locks),
            el("p:nvPr", {}, el("p:ph", {"type": "sldImg", "idx": 2})),
        ),
        el("p:spPr", {}, *look),
    )


def _text(lines: Iterable[str], lang: str, frame: Frame | None = None) -> Element:
    look = {"lang": lang}
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(3, "Notes"),
            el("p:cNvSpPr", {}, el("a:spLocks", {"noGrp": True})),
            el("p:nvPr", {}, el("p:ph", {"type": "body", "sz": "quarter", "idx": 3})),
        ),
        el("p:spPr", {}, *(_place(frame) if frame else ())),
        el(
            "p:txBody",
            {},
            el("a:bodyPr", {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0} if frame else {}),
            el("a:lstStyle"),
            *(
                el(
                    "a:p",
                    {},
                    _side(line, lang),
                    el("a:r", {}, el("a:rPr", look), text_el("a:t", line)),
                )
                for line in tuple(lines) or ("",)  # 21.1.2.1.44: a body has a paragraph
            ),
        ),
    )


def _side(line: str, lang: str) -> Element | None:
    """Return which way a line runs, where it is not from left to right (21.1.2.2.7)."""
    around = direction_of_language(lang)
    way = direction_of(line, around)
    if around == way == "ltr":
        return None
    return el("a:pPr", {"algn": "r" if way == "rtl" else "l", "rtl": way == "rtl"})


def _place(frame: Frame) -> tuple[Element, Element]:
    return transform("a:xfrm", frame), el("a:prstGeom", {"prst": "rect"}, el("a:avLst"))
