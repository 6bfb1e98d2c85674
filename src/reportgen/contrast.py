"""Computes with colours: those of a presentation's theme, luminance, contrast."""

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{at}" for at in range(1, 7)), "hlink", "folHlink")
PLAIN_FILL = 1001
"""The fill of a background that is one colour (ECMA-376 part 1, 20.1.4.2.19, `bgRef`)."""

TEXT_CONTRAST, LARGE_CONTRAST = 4.5, 3.0
"""What text needs, and what large text does (WCAG 2.2, 1.4.3)."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""From which size on in points text is large, and from which on where it is bold."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme by slot, and the colour map that names them (20.1.6.2, 19.3.1.6)."""

    slots: Mapping[str, str]
    names: Mapping[str, str]

    def color(self, parent: Element | None) -> str:
        """Return the colour that an element holds as `#rrggbb`, "" where that is not plain."""
        holds = next(iter(parent), None) if parent is not None else None
        if holds is None:
            return ""
        kind, value = str(holds.tag).removeprefix(A), str(holds.get("val", ""))
        if kind == "srgbClr":
            found = f"#{value.lower()}"
        elif kind == "sysClr":
            found = f"#{holds.get('lastClr', '000000').lower()}"
        elif kind == "schemeClr":
            found = self.slots.get(self.names.get(value, value), "")
        else:
            return ""
        return _changed(found, holds) if found else ""

    def named(self, name: str) -> str:
        """Return the colour of a name in the map ("tx1", "bg1"), "" where there is none."""
        return self.slots.get(self.names.get(name, name), "")


def palette(theme: Element, color_map: Element) -> Palette:
    """Return the colours of a theme under a colour map."""
    scheme = theme.find(f".//{A}clrScheme")
    plain = Palette({}, {})
    slots = {} if scheme is None else {slot: plain.color(scheme.find(A + slot)) for slot in SLOTS}
    names = {str(name): str(slot) for name, slot in color_map.attrib.items()}
    return Palette(slots, names)


def _changed(color: str, holds: Element) -> str:
    """Return a colour with its luminance changed (20.1.2.3.20, 20.1.2.3.21); "" for the rest."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(color))
    for change in holds:
        share = int(change.get("val", "0")) / 100_000
        match str(change.tag).removeprefix(A):
            case "lumMod":
                light *= share
            case "lumOff":
                light += share
            case _:
                return ""
    parts = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((luminance(_parts(one)), luminance(_parts(other))))
    return (high + 0.05) / (low + 0.05)


def least_contrast(size: float, *, bold: bool = False) -> float:
    """Return the contrast that text of a size in points needs (WCAG 2.2, 1.4.3)."""
    return LARGE_CONTRAST if size >= (LARGE_BOLD if bold else LARGE) else TEXT_CONTRAST


def luminance(color: tuple[float, float, float]) -> float:
    """Return the relative luminance of an sRGB colour, each 0 to 1 (IEC 61966-2-1, WCAG 2.2)."""
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
