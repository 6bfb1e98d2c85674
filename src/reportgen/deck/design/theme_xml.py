"""Writes the parts that carry the brand: theme colours and fonts, table styles."""

from xml.sax.saxutils import quoteattr

from reportgen.brand import Brand
from reportgen.deck.drawingml import (
    NAMESPACES,
    TABLE_STYLE,
    Element,
    el,
    line,
    solid_fill,
    to_bytes,
)
from reportgen.deck.office_fonts import east_asian_font

COLORS = {
    "dk1": "foreground",
    "lt1": "background",
    "dk2": "primary",
    "lt2": "light",
    "accent1": "primary",
    "accent2": "secondary",
    "accent3": "tertiary",
    "accent4": "accent-text",
    "accent5": "danger",
    "accent6": "muted",
    "hlink": "primary",
    "folHlink": "primary",
}
"""Which of the brand's colours fills each slot of the theme (ECMA-376 part 1, 20.1.6.2)."""
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
FORMATS = (
    '<a:fmtScheme name="Plain">'
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
"""Fills, lines and effects (20.1.4.1.14), three of each as the schema wants: all plain."""


def theme_xml(brand: Brand, lang: str) -> bytes:
    """Return the theme: the brand's colours, and the deck's font for all text.

    Chinese characters are set in a font of the language of the deck, a BCP 47 tag.
    """
    colors = "".join(
        f'<a:{slot}><a:srgbClr val="{brand.color(name)[1:].upper()}"/></a:{slot}>'
        for slot, name in COLORS.items()
    )
    face = (
        f"<a:latin typeface={quoteattr(brand.deck)}/>"
        f'<a:ea typeface="{east_asian_font(lang)}"/><a:cs typeface={quoteattr(brand.deck)}/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="Brand"><a:themeElements>'
        f'<a:clrScheme name="Brand">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Brand"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>{FORMATS}"
        "</a:themeElements></a:theme>"
    ).encode()


def table_styles_xml(brand: Brand) -> bytes:
    """Return the styles for tables, of which there is one."""
    return to_bytes(el("a:tblStyleLst", {"def": TABLE_STYLE}, table_style(brand, "tx1", "tx2")))


def table_style(brand: Brand, text: str, head: str) -> Element:
    """Return our style in two colours: no grounds, a strong line under the head, hairlines."""
    hair, strong = brand.color("rule"), "accent1"
    sides = {"left": (hair, 0.0), "right": (hair, 0.0), "insideV": (hair, 0.0)}
    whole = {
        **sides, "top": (strong, 1.0), "bottom": (strong, 1.0), "insideH": (hair, 0.5)
    }  # fmt: skip
    return el(
        "a:tblStyle",
        {"styleId": TABLE_STYLE, "styleName": "Brand"},
        el("a:wholeTbl", {}, _text(text), _borders(whole)),
        el("a:firstRow", {}, _text(head, bold=True), _borders({"bottom": (strong, 1.0)})),
    )


def _text(color: str, *, bold: bool = False) -> Element:
    return el(
        "a:tcTxStyle",
        {"b": "on" if bold else None},
        el("a:fontRef", {"idx": "minor"}),
        next(iter(solid_fill(color))),
    )


def _borders(lines: dict[str, tuple[str, float]]) -> Element:
    order = ("left", "right", "top", "bottom", "insideH", "insideV")
    borders = [el(f"a:{side}", {}, line("a:ln", *lines[side])) for side in order if side in lines]
    return el("a:tcStyle", {}, el("a:tcBdr", {}, *borders))
