"""The colours of a presentation's theme under its colour map (ECMA-376 part 1, 20.1.6.2)."""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml.etree import _Element as Element
from PIL import ImageColor

from reportgen.contrast import parts_of
from reportgen.openxml.package import A

SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{at}" for at in range(1, 7)), "hlink", "folHlink")
PLAIN_FILL = 1001
"""The fill of a background that is one colour (ECMA-376 part 1, 20.1.4.2.19, `bgRef`)."""
OPAQUE = 0.99
PRESETS = (("dk", "dark"), ("lt", "light"), ("med", "medium"))
"""How names of preset colours are shortened (20.1.10.48)."""

Shade: TypeAlias = tuple[float, float, float, float]
"""Red, green, blue and opacity, each 0 to 1."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme by slot, and the colour map that names them (20.1.6.2, 19.3.1.6)."""

    slots: Mapping[str, str]
    names: Mapping[str, str]

    def color(self, parent: Element | None) -> str:
        """Return the colour that an element holds as `#rrggbb`, "" where that is not plain."""
        shade = self.shade(parent)
        return to_hex(shade) if shade is not None and shade[3] >= OPAQUE else ""

    def shade(self, parent: Element | None) -> Shade | None:
        """Return the colour that an element holds with its opacity; None where it holds none."""
        holds = (
            next((one for one in parent if isinstance(one.tag, str)), None)
            if (parent is not None)
            else None
        )
        if holds is None:
            return None
        parts = self._parts(holds)
        return None if parts is None else _changed((*parts, 1.0), holds)

    def named(self, name: str) -> str:
        """Return the colour of a name in the map ("tx1", "bg1"), "" where there is none."""
        return self.slots.get(self.names.get(name, name), "")

    def filled_with(self, color: str) -> "Palette":
        """Return the palette with a colour for a style's placeholder colour, `phClr`."""
        return replace(self, slots={**self.slots, "phClr": color})

    def _parts(self, holds: Element) -> tuple[float, float, float] | None:
        value = str(holds.get("val", ""))
        match str(holds.tag).removeprefix(A):
            case "srgbClr":
                return _hex_parts(value)
            case "sysClr":
                return _hex_parts(holds.get("lastClr") or SYSTEM.get(value, "000000"))
            case "schemeClr":
                return _hex_parts(self.named(value)[1:])
            case "prstClr":
                return _preset(value)
            case "scrgbClr":
                linear = (_share(holds, part) for part in "rgb")
                red, green, blue = (_from_linear(one) for one in linear)
                return red, green, blue
            case "hslClr":
                hue = int(holds.get("hue", "0")) / 21_600_000
                return colorsys.hls_to_rgb(hue, _share(holds, "lum"), _share(holds, "sat"))
            case _:
                return None


SYSTEM = {"window": "ffffff", "windowText": "000000"}


def palette(theme: Element, color_map: Element) -> Palette:
    """Return the colours of a theme under a colour map."""
    scheme = theme.find(f".//{A}clrScheme")
    plain = Palette({}, {})
    slots = {} if scheme is None else {slot: plain.color(scheme.find(A + slot)) for slot in SLOTS}
    names = {str(name): str(slot) for name, slot in color_map.attrib.items()}
    return Palette(slots, names)


def to_hex(shade: Shade) -> str:
    """Return a colour as `#rrggbb`, without its opacity."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in shade[:3])


def _hex_parts(digits: str) -> tuple[float, float, float] | None:
    return parts_of(f"#{digits}") if re.fullmatch(r"[0-9A-Fa-f]{6}", digits) else None


def _preset(name: str) -> tuple[float, float, float] | None:
    for short, long in PRESETS:
        if name.startswith(short) and name[len(short) : len(short) + 1].isupper():
            name = long + name[len(short) :]
    try:
        red, green, blue, *_ = ImageColor.getrgb(name.lower())
    except ValueError:
        return None
    return red / 255, green / 255, blue / 255


def _share(element: Element, name: str) -> float:
    """Return an attribute that counts thousandths of a per cent as 0 to 1."""
    written = element.get(name, "0")
    return float(written[:-1]) / 100 if written.endswith("%") else float(written) / 100_000


def _changed(color: Shade, holds: Element) -> Shade:
    """Return a colour with what is done to it, in its order (20.1.2.3)."""
    red, green, blue, opacity = color
    for change in holds:
        if not isinstance(change.tag, str):
            continue
        kind, share = change.tag.removeprefix(A), _share(change, "val")
        hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
        match kind:
            case "alpha":
                opacity = share
            case "alphaMod":
                opacity *= share
            case "lumMod" | "lumOff" | "satMod" | "satOff" | "lum" | "sat":
                light = _adjusted(kind, "lum", light, share)
                saturation = _adjusted(kind, "sat", saturation, share)
                red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
            case "shade":
                red, green, blue = (
                    _from_linear(_to_linear(one) * share) for one in (red, green, blue)
                )
            case "tint":
                red, green, blue = (
                    _from_linear(_to_linear(one) * share + 1 - share) for one in (red, green, blue)
                )
            case "inv":
                red, green, blue = 1 - red, 1 - green, 1 - blue
            case "gray":
                red = green = blue = 0.3 * red + 0.59 * green + 0.11 * blue
            case _:
                pass
    return red, green, blue, min(1.0, max(0.0, opacity))


def _adjusted(kind: str, part: str, value: float, share: float) -> float:
    """Return luminance or saturation as a change of its kind leaves it, 0 to 1."""
    found = {
        f"{part}Mod": value * share,
        f"{part}Off": value + share,
        part: share,
    }.get(kind, value)
    return min(1.0, max(0.0, found))


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _from_linear(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
