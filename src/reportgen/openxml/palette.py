"""The colours of a presentation's theme under its colour map (ECMA-376 part 1, 20.1.6.2)."""

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.contrast import parts_of
from reportgen.openxml.package import A

SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{at}" for at in range(1, 7)), "hlink", "folHlink")
PLAIN_FILL = 1001
"""The fill of a background that is one colour (ECMA-376 part 1, 20.1.4.2.19, `bgRef`)."""


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
    hue, light, saturation = colorsys.rgb_to_hls(*parts_of(color))
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
