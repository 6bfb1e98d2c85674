"""Writes the slide master and the layouts."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.brand import Brand
from reportgen.deck.design.own_layouts import (
    ACCENT,
    FOOTER,
    SLIDE_NUMBER,
    TITLE,
    TRACK_RULE,
)
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
from reportgen.deck.model import LEVELS, Layout, Placeholder, Role
from reportgen.scripts import direction_of_language


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
    root = el(
        "p:sldMaster",
        {},
        el("p:cSld", {}, ground("bg1"), tree(shapes)),
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


def layout_xml(
    layout: Layout, brand: Brand, lang: str, tracked: Sequence[Placeholder] = ()
) -> bytes:
    """Return a layout with its placeholders, the title first.

    `tracked` are the parts of the talk, named where they stand at its top.
    """
    boxes = [
        replace(box, frame=tracked[0].frame) if box.role is Role.PART and tracked else box
        for box in layout.boxes
    ]
    shapes = [_placeholder(at, box, lang, box.name) for at, box in enumerate(boxes, 2)]
    accent = (mirrored(ACCENT[0]), ACCENT[1]) if layout.title.rtl else ACCENT
    bars = layout.bars if layout.dark or tracked else (accent, *layout.bars)
    accents = [
        rectangle(at, "Accent", frame, color)
        for at, (frame, color) in enumerate(bars, len(shapes) + 2)
    ]
    if tracked and layout.box(Role.PART) is not None:
        accents += _track(tracked, len(shapes) + len(accents) + 2, lang, dark=layout.dark)
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


def _track(tracked: Sequence[Placeholder], number: int, lang: str, *, dark: bool) -> list[Element]:
    """Return the parts of the talk over a line: no placeholders, so nobody has to hear them."""
    quiet, ruled = ("accent3", "accent3") if dark else ("accent6", "accent6")
    made = [rectangle(number, "Rule", TRACK_RULE, ruled)]
    for at, own in enumerate(tracked, number + 1):
        box = replace(own, color="bg1" if dark else quiet, bold=False)
        shape = rectangle(at, "Part", own.frame, "bg1")
        shape[1][2] = el("a:noFill")
        shape.remove(shape[-1])
        text = el("a:r", {}, el("a:rPr", {"lang": lang}), text_el("a:t", own.name))
        shape.append(
            el("p:txBody", {}, body_properties(box), list_style(box, own.sizes[0]),
               el("a:p", {}, text))
        )  # fmt: skip
        made.append(shape)
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
            transform("a:xfrm", box.pad.around(box.frame)),
            el("a:prstGeom", {"prst": "rect"}, el("a:avLst")),
            solid_fill(box.fill) if box.fill else None,
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
