"""Writes the slide master and the layouts."""

from collections.abc import Sequence

from reportgen.deck.design.own_layouts import ACCENT, FOOTER, RULE, SLIDE_NUMBER, TITLE
from reportgen.deck.design.own_layouts import LAYOUTS as ALL
from reportgen.deck.drawingml import (
    COLOR_MAP,
    MOST_LEVELS,
    Element,
    body_properties,
    color_map,
    el,
    ground,
    list_style,
    placeholder,
    properties,
    rectangle,
    slide_number_field,
    solid_fill,
    text_el,
    to_bytes,
    transform,
    tree,
    typefaces,
)
from reportgen.deck.mirror import mirrored, mirrored_box
from reportgen.deck.model import LEVELS, Frame, Layout, Placeholder, Role
from reportgen.document import Length
from reportgen.scripts import direction_of_language
from reportgen.theme import Brand


def master_xml(brand: Brand, lang: str, layout_ids: Sequence[int]) -> bytes:
    """Return the slide master; its layouts are the relations rId1, rId2, ..."""
    body = next(box for box in ALL["Text"].boxes if box.role is Role.CONTENT)
    as_body = Placeholder(body.name, body.role, "body", 1, body.frame, body.sizes, bullets=True)
    boxes: tuple[Placeholder, ...] = (TITLE, as_body, FOOTER, SLIDE_NUMBER)
    rtl = direction_of_language(lang) == "rtl"
    if rtl:
        boxes = tuple(map(mirrored_box, boxes))
    shapes = [
        _placeholder(at, box, lang, "Title" if box.role is Role.TITLE else "Text")
        for at, box in enumerate(boxes, 2)
    ]
    ids = [
        el("p:sldLayoutId", {"id": number, "r:id": f"rId{at}"})
        for at, number in enumerate(layout_ids, 1)
    ]
    rules = [rectangle(8, "Rule", _hairline(), brand.color("rule"))]
    root = el(
        "p:sldMaster",
        {},
        el("p:cSld", {}, ground("bg1"), tree([*rules, *shapes])),
        el("p:clrMap", COLOR_MAP),
        el("p:sldLayoutIdLst", {}, *ids),
        el("p:hf", {"hdr": False, "dt": False}),
        el(
            "p:txStyles",
            {},
            _style("p:titleStyle", boxes[0], 1),
            _style("p:bodyStyle", boxes[1], LEVELS),
            _other_style(rtl=rtl),
        ),
    )
    return to_bytes(root)


def _hairline() -> Frame:
    return Frame(RULE.left, RULE.top, RULE.width, Length(6_350))


def _style(tag: str, box: Placeholder, levels: int) -> Element:
    """Return a text style of the master; levels deeper than ours look like the last."""
    made = list_style(box, box.sizes[0])
    root = el(tag)
    root.extend(list(made))
    for level in range(levels + 1, MOST_LEVELS + 1):
        deeper = list(list_style(box, box.sizes[0]))[-1]
        deeper.tag = deeper.tag.replace(f"lvl{levels}", f"lvl{level}")
        root.append(deeper)
    return root


def _other_style(*, rtl: bool) -> Element:
    level = el(
        "a:lvl1pPr",
        {"algn": "r" if rtl else "l", "rtl": True if rtl else None},
        el("a:defRPr", {"sz": 1800}, solid_fill("tx1"), *typefaces("+mn")),
    )
    return el("p:otherStyle", {}, level)


def layout_xml(layout: Layout, brand: Brand, lang: str) -> bytes:
    """Return a layout with its placeholders, the title first."""
    shapes = [_placeholder(at, box, lang, box.name) for at, box in enumerate(layout.boxes, 2)]
    accent = (mirrored(ACCENT[0]), ACCENT[1]) if layout.title.rtl else ACCENT
    bars = layout.bars if layout.dark else (accent, *layout.bars)
    accents = [
        rectangle(at, "Accent", frame, color)
        for at, (frame, color) in enumerate(bars, len(shapes) + 2)
    ]
    if layout.ornament:
        accents.append(_ornament(len(shapes) + len(accents) + 2, *layout.ornament))
    root = el(
        "p:sldLayout",
        {
            "type": layout.type or None,
            "preserve": True,
            "userDrawn": True,
            "showMasterSp": not layout.dark,
        },
        el(
            "p:cSld",
            {"name": layout.name},
            ground("tx2") if layout.dark else None,
            tree([*accents, *shapes]),
        ),
        color_map(dark=layout.dark),
    )
    return to_bytes(root)


def _ornament(number: int, sign: str, frame: Frame) -> Element:
    """Return a large sign in the accent colour, decoration only."""
    box = Placeholder("Ornament", Role.CONTENT, "", 0, frame, (96,), "accent2", bold=True)
    made = rectangle(number, "Ornament", frame, "bg1")
    body = made[-1]
    made.remove(body)
    text = el("a:p", {}, el("a:r", {}, el("a:rPr"), text_el("a:t", sign)))
    made.append(el("p:txBody", {}, body_properties(box), list_style(box, 96), text))
    return made


def _placeholder(number: int, box: Placeholder, lang: str, prompt: str) -> Element:
    """Return a placeholder of a master or layout, with its place and the look of its text."""
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(number, box.name),
            el("p:cNvSpPr", {}, el("a:spLocks", {"noGrp": True})),
            el("p:nvPr", {}, placeholder(box)),
        ),
        el(
            "p:spPr",
            {},
            transform("a:xfrm", box.frame),
            el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
        ),
        el(
            "p:txBody",
            {},
            body_properties(box),
            list_style(box, box.sizes[0]),
            el("a:p", {}, _prompt(box, lang, prompt)),
        ),
    )


def _prompt(box: Placeholder, lang: str, text: str) -> Element:
    """Return the text of an empty placeholder; LibreOffice needs some to find the font."""
    if box.role is Role.SLIDE_NUMBER:
        return slide_number_field(lang)
    return el("a:r", {}, el("a:rPr", {"lang": lang}), text_el("a:t", text))
