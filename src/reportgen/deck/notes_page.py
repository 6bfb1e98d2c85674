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

IMAGE = Frame(Length(685_800), Length(1_143_000), Length(5_486_400), Length(3_086_100))
TEXT = Frame(Length(685_800), Length(4_400_550), Length(5_486_400), Length(3_960_440))
"""Where the slide's picture and the speaker's text stand on a page of 7.5 by 10 inches."""
MARGINALS = (
    (4, "Header", "hdr", 0, 0, 0),
    (5, "Date", "dt", 1, 3_884_613, 0),
    (6, "Footer", "ftr", 4, 0, 8_685_213),
    (7, "Page Number", "sldNum", 5, 3_884_613, 8_685_213),
)
"""What else a notes master has, for Keynote takes none without: id, name, type, index, place."""
MARGINAL = (Length(2_971_800), Length(458_787))


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
            tree(
                [
                    _image(*_place(IMAGE), el("a:noFill"), frame),
                    _text([_line("Notes", lang)], TEXT),
                    *(_marginal(*one, lang) for one in MARGINALS),
                ]
            ),
        ),
        el("p:clrMap", COLOR_MAP),
        el("p:hf", {"sldNum": False, "hdr": False, "ftr": False, "dt": False}),
        el("p:notesStyle", {}, level),
    )
    return to_bytes(root)


def notes_xml(paragraphs: Iterable[Element]) -> bytes:
    """Return a slide's notes page with these paragraphs; places come from the master."""
    page = el("p:cSld", {}, tree([_image(), _text(paragraphs)]))
    return to_bytes(el("p:notes", {}, page, color_map(dark=False)))


def _marginal(
    number: int, name: str, kind: str, idx: int, left: int, top: int, lang: str
) -> Element:
    """Return a placeholder for what stands at the edge of a notes page."""
    said = _line("", lang)
    if kind == "sldNum":
        field = {"id": "{00000000-1234-1234-1234-123412341234}", "type": "slidenum"}
        shown = el("a:fld", field, el("a:rPr", {"lang": lang}), text_el("a:t", "‹#›"))
        said = el("a:p", {}, shown)
    held = {"type": kind, "sz": "quarter", "idx": idx or None}
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(number, name),
            el("p:cNvSpPr", {}, el("a:spLocks", {"noGrp": True})),
            el("p:nvPr", {}, el("p:ph", held)),
        ),
        el("p:spPr", {}, *_place(Frame(Length(left), Length(top), *MARGINAL))),
        el("p:txBody", {}, el("a:bodyPr"), el("a:lstStyle"), said),
    )


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


def _line(text: str, lang: str) -> Element:
    return el("a:p", {}, el("a:r", {}, el("a:rPr", {"lang": lang}), text_el("a:t", text)))


def _text(paragraphs: Iterable[Element], frame: Frame | None = None) -> Element:
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
            *(tuple(paragraphs) or (el("a:p"),)),  # 21.1.2.1.44: a body has a paragraph
        ),
    )


def _place(frame: Frame) -> tuple[Element, Element]:
    return transform("a:xfrm", frame), el("a:prstGeom", {"prst": "rect"}, el("a:avLst"))
