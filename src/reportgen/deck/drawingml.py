"""Builds pieces of PresentationML and DrawingML (ECMA-376 part 1)."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.deck.model import (
    LEVELS,
    Frame,
    Placeholder,
    Role,
    hang,
    level_size,
    sized,
    space_before,
    type_in,
)

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "ds": "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "ahyp": "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor",
}
ROOT = {prefix: NAMESPACES[prefix] for prefix in "apr"}
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SLIDE_NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
LINK_COLOR_EXTENSION = "{A12FA001-AC4F-418D-AE19-62706E023703}"
SECTIONS_EXTENSION = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
TABLE_STYLE = "{7C1E2A60-5D0B-4E1C-9B43-0F6E2B1D9A10}"
MOST_LEVELS = 9
INSETS = ("lIns", "tIns", "rIns", "bIns")

Element = etree._Element  # the only name that lxml has for it
Value = str | int | float | bool


def el(
    tag: str, attributes: Mapping[str, Value | None] | None = None, *children: Element | None
) -> Element:
    """Return an element; `tag` and attributes may have a prefix; what is None is left out."""
    prefix = tag.partition(":")[0]
    own = {**ROOT, prefix: NAMESPACES[prefix]}
    made = etree.Element(_name(tag), nsmap=own)
    for name, value in (attributes or {}).items():
        if value is not None:
            made.set(_name(name), _written(value))
    made.extend([child for child in children if child is not None])
    return made


def text_el(tag: str, text: str) -> Element:
    """Return an element that holds text."""
    made = el(tag)
    made.text = text
    return made


def to_bytes(root: Element) -> bytes:
    """Return a part's XML, with its declaration."""
    return DECLARATION + etree.tostring(root, encoding="UTF-8")


def _name(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(round(value)) if isinstance(value, float) else str(value)


def emu(points: float) -> int:
    """Return points as English Metric Units."""
    return round(points * 12_700)


def hundredths(points: float) -> int:
    """Return points in hundredths, as DrawingML gives text sizes and spaces."""
    return round(points * 100)


# --- colours and lines ------------------------------------------------------------------------


def solid_fill(color: str) -> Element:
    """Return a solid fill in a colour of the theme's map, or in `#rrggbb`."""
    if color.startswith("#"):
        return el("a:solidFill", {}, el("a:srgbClr", {"val": color[1:].upper()}))
    return el("a:solidFill", {}, el("a:schemeClr", {"val": color}))


def line(tag: str, color: str, points: float) -> Element:
    """Return a line (`a:ln`, `a:top`, ...) in a colour; none where `points` is 0."""
    if not points:
        return el(tag, {"w": 0}, el("a:noFill"))
    return el(tag, {"w": emu(points)}, solid_fill(color))


# --- shapes -----------------------------------------------------------------------------------


def transform(tag: str, frame: Frame) -> Element:
    """Return the place and size of a shape; `tag` is `a:xfrm` or `p:xfrm`."""
    return el(
        tag,
        {},
        el("a:off", {"x": frame.left.emu, "y": frame.top.emu}),
        el("a:ext", {"cx": frame.width.emu, "cy": frame.height.emu}),
    )


def rectangle(
    number: int, name: str, frame: Frame, color: str, shape: str = "rect", *,
    on_layout: bool = True, alt: str = "",
) -> Element:  # fmt: skip
    """Return a filled shape without text, decoration where it says nothing by its `alt`."""
    return el(
        "p:sp",
        {},
        el(
            "p:nvSpPr",
            {},
            properties(number, name, alt, decorative=not alt),
            el("p:cNvSpPr"),
            el("p:nvPr", {"userDrawn": True} if on_layout else {}),
        ),
        el(
            "p:spPr",
            {},
            transform("a:xfrm", frame),
            el("a:prstGeom", {"prst": shape}, el("a:avLst")),
            solid_fill(color),
            line("a:ln", "", 0),
        ),
        el("p:txBody", {}, el("a:bodyPr"), el("a:lstStyle"), el("a:p")),
    )


def properties(
    number: int, name: str, alt: str | None = None, *, decorative: bool = False
) -> Element:
    """Return a shape's number, name and text alternative."""
    made = el("p:cNvPr", {"id": number, "name": name, "descr": alt or None})
    if decorative:
        flag = el("adec:decorative", {"val": True})
        made.append(el("a:extLst", {}, el("a:ext", {"uri": DECORATIVE_EXTENSION}, flag)))
    return made


def placeholder(box: Placeholder, *, size: str | None = None) -> Element:
    """Return what makes a shape a placeholder."""
    return el(
        "p:ph",
        {
            "type": box.type or None,
            "sz": size,
            "idx": box.idx or None,
        },
    )


# --- text -------------------------------------------------------------------------------------


def list_style(box: Placeholder, size: float) -> Element:
    """Return how a box sets its text at each level, where the first has `size` points.

    What inherits its look says what differs from the template, and no more: then an edit of the
    slide master and "Reset slide" still work.
    """
    if box.style and (box.free or box.written or not box.inherits):
        return _styled(box, size)
    if box.inherits:
        return _stepped(box, size)
    made = el("a:lstStyle")
    for level in range(LEVELS if box.bullets else 1):
        made.append(_level(box, size, level))
    return made


def _stepped(box: Placeholder, size: float) -> Element:
    """Return the sizes of a placeholder's levels where text is smaller than its template has it."""
    made, type_ = el("a:lstStyle"), type_in(box, "", size)
    style = etree.fromstring(box.style) if box.style else ()
    for level, own in enumerate(box.levels):
        wanted = sized(type_, level)
        is_said = level >= len(style) or style[level][-1].get("sz") is not None
        is_other = wanted != own.size or not is_said  # else each program takes a size of its own
        look = {
            "sz": hundredths(wanted) if is_other else None,
            "spc": _spacing(box, level, wanted / own.size) if is_other else None,
        }
        color = solid_fill(box.color) if box.color else None
        way = _from_left(style[level]) if level < len(style) else {}
        if look["sz"] is not None or color is not None or way:
            look_of = el("a:defRPr", look, color)
            made.append(el(f"a:lvl{level + 1}pPr", way, look_of))
    return made


def _from_left(level: Element) -> dict[str, str]:
    """Return what sets text from left to right where its template sets it from right to left.

    A paragraph that runs from right to left says so itself.
    """
    if level.get("rtl") not in ("1", "true"):
        return {}
    return {"algn": "ctr" if level.get("algn") == "ctr" else "l", "rtl": "0"}


def _spacing(box: Placeholder, level: int, share: float) -> int | None:
    """Return the space between letters that a template sets, as smaller letters need it."""
    style = etree.fromstring(box.style) if box.style else ()
    own = style[level][-1].get("spc") if level < len(style) else None
    return round(int(own) * share) if own else None


def _styled(box: Placeholder, size: float) -> Element:
    """Return the style that a box has of its template, in a size and colour of its own."""
    made, type_ = etree.fromstring(box.style), type_in(box, "", size)
    color = text_fill(box)
    for level, own in enumerate(made):
        for key, value in _from_left(own).items():
            own.set(key, value)
        if box.align:
            own.set("algn", box.align)
        if not box.bullets:
            _without_bullet(own)
        look = own[-1]
        if level < len(box.levels) and not box.levels[level].exact:
            _without_fixed_lines(own)
        look.set("sz", str(hundredths(sized(type_, level))))
        look.set("b", _written(box.bold))
        if color is not None:
            fill = deepcopy(color)  # of all levels: what stands out of a ground is known of one
            for old in [one for one in look if one.tag in FILLS]:
                look.remove(old)
            first = look.find(f"{{{NAMESPACES['a']}}}ln")
            look.insert(0 if first is None else 1, fill)
    return made


def text_fill(box: Placeholder) -> Element | None:
    """Return the fill of a box's text: its own colour, else its template's."""
    if box.color:
        return solid_fill(box.color)
    look = etree.fromstring(box.style)[0][-1] if box.style else None
    return None if look is None else next((one for one in look if one.tag in FILLS), None)


FILLS = {
    f"{{{NAMESPACES['a']}}}{name}"
    for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
}
BULLETS = ("buClrTx", "buClr", "buSzTx", "buSzPct", "buSzPts", "buFontTx", "buFont", "buNone",
           "buAutoNum", "buChar", "buBlip")  # fmt: skip


def _without_fixed_lines(level: Element) -> None:
    """Take out a fixed distance of lines, which is none for text as large as it is here."""
    spacing = level.find(f"{{{NAMESPACES['a']}}}lnSpc")
    if spacing is not None and spacing.find(f"{{{NAMESPACES['a']}}}spcPts") is not None:
        level.remove(spacing)


def _without_bullet(level: Element) -> None:
    level.set("marL", "0")
    level.set("indent", "0")
    for name in BULLETS:
        for old in level.findall(f"{{{NAMESPACES['a']}}}{name}"):
            level.remove(old)
    spaces = [f"{{{NAMESPACES['a']}}}{name}" for name in ("lnSpc", "spcBef", "spcAft")]
    level.insert(sum(one.tag in spaces for one in level), el("a:buNone"))


def _level(box: Placeholder, size: float, level: int) -> Element:
    deep = min(level, LEVELS - 1)
    own = level_size(size, deep) if box.bullets else size
    stands = emu(hang(size, deep)) if box.bullets else 0
    hangs = emu(hang(size, 0)) if box.bullets else 0
    made = el(
        f"a:lvl{level + 1}pPr",
        {
            "marL": stands,
            "indent": -hangs,
            "algn": box.align or None,
            "rtl": True if box.rtl else None,
        },
        el("a:lnSpc", {}, el("a:spcPct", {"val": 100_000})),
        el("a:spcBef", {}, el("a:spcPts", {"val": hundredths(space_before(size, level))})),
    )
    if not box.bullets:
        made.append(el("a:buNone"))
    else:
        made.extend(bullet(level, dark=box.color == "bg1"))
    look = {"sz": hundredths(own), "b": box.bold, "i": box.italic}
    made.append(el("a:defRPr", look, solid_fill(box.color), *typefaces("+mn")))
    return made


def typefaces(kind: str) -> tuple[Element, ...]:
    """Return references to the theme's fonts: `kind` is "+mj" for headings, "+mn" for text."""
    return tuple(
        el(f"a:{script}", {"typeface": f"{kind}-{short}"})
        for script, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
    )


def bullet(level: int, *, dark: bool = False) -> tuple[Element, ...]:
    """Return the mark before an item: a short dash in the accent colour, quieter further in."""
    color = "accent2" if level == 0 or dark else "accent3"
    return (
        el("a:buClr", {}, el("a:schemeClr", {"val": color})),
        el("a:buSzPct", {"val": 100_000 if level else 65_000}),
        el("a:buFont", {"typeface": "Arial"}),
        el("a:buChar", {"char": "–" if level else "■"}),
    )


def body_properties(box: Placeholder, *, own_place: bool = True) -> Element:
    """Return the insets and the anchor of a box, which has no margin: its edge is its text's.

    What inherits its look keeps its anchor, and in the template's place its insets too.
    """
    pad = (box.pad.left, box.pad.top, box.pad.right, box.pad.bottom)
    ours = {name: side.emu for name, side in zip(INSETS, pad, strict=True)}
    insets = {} if box.inherits and not own_place else ours
    look = {} if box.inherits else {"vert": "horz"}
    stays = box.inherits and (not own_place or box.role is Role.TITLE)
    anchor = None if stays else box.anchor  # else what is centred stands lower than what is beside
    return el(
        "a:bodyPr",
        {**look, "wrap": "square", **insets, "anchor": anchor},
        el("a:normAutofit"),
    )


def slide_number_field(lang: str) -> Element:
    """Return the field that prints a slide's number."""
    return el(
        "a:fld",
        {"id": SLIDE_NUMBER_FIELD, "type": "slidenum"},
        el("a:rPr", {"lang": lang}),
        text_el("a:t", "‹#›"),
    )


# --- slides ---

COLOR_MAP = {
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    "hlink": "hlink", "folHlink": "folHlink",
}  # fmt: skip
ON_DARK = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    "hlink": "lt1", "folHlink": "lt1",
}  # fmt: skip
"""Links on the primary colour are white."""


def tree(shapes: Sequence[Element]) -> Element:
    """Return a shape tree (ECMA-376 part 1, 19.3.1.45) with shapes in reading order."""
    return el(
        "p:spTree",
        {},
        el(
            "p:nvGrpSpPr",
            {},
            el("p:cNvPr", {"id": 1, "name": ""}),
            el("p:cNvGrpSpPr"),
            el("p:nvPr"),
        ),
        el("p:grpSpPr"),
        *shapes,
    )


def ground(color: str) -> Element:
    """Return a slide's background in a colour of the map."""
    return el("p:bg", {}, el("p:bgPr", {}, solid_fill(color), el("a:effectLst")))


def color_map(*, dark: bool) -> Element:
    """Return how a slide or layout maps colours: as its master, but white links on dark ground."""
    inner = el("a:overrideClrMapping", ON_DARK) if dark else el("a:masterClrMapping")
    return el("p:clrMapOvr", {}, inner)
