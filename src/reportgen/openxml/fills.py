"""Paints the fills of shapes and grounds as pixels (ECMA-376 part 1, 20.1.8)."""

import io
import math
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from lxml import etree
from lxml.etree import _Element as Element
from PIL import Image, ImageOps

from reportgen.openxml.package import A, R
from reportgen.openxml.palette import Palette, Shade, to_hex

FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill")
MOST_PIXELS = 60_000_000
DOTS_PER_INCH = 96
SHRUNK = "times as wide in the file"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")

Picture: TypeAlias = Callable[[str], bytes]
"""Given the id of a relation, returns the picture that it leads to; b"" where there is none."""
Pixels: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"


def fill_of(properties: Element | None) -> Element | None:
    """Return the fill among the properties of a shape or ground, None where it has none."""
    if properties is None:
        return None
    return next((one for one in properties if _kind(one) in FILLS), None)


def painted(
    fill: Element | None, size: tuple[int, int], shades: Palette, picture: Picture, scale: float
) -> Image.Image | None:
    """Return a fill as RGBA pixels of a size, None for none; `scale` is pixels for an inch.

    A picture that cannot be read here (EMF, WMF) is None too.
    """
    if fill is None or min(size) < 1:
        return None
    match _kind(fill):
        case "solidFill":
            shade = shades.shade(fill)
            return None if shade is None else Image.new("RGBA", size, _bytes(shade))
        case "gradFill":
            return _gradient(fill, size, shades)
        case "pattFill":
            found = [shades.shade(fill.find(A + name)) for name in ("fgClr", "bgClr")]
            known = [one for one in found if one is not None]
            if not known:
                return None
            mean = [sum(parts) / len(known) for parts in zip(*known, strict=True)]
            return Image.new("RGBA", size, _bytes((mean[0], mean[1], mean[2], mean[3])))
        case "blipFill":
            return _picture(fill, size, picture, scale, shades)
        case _:
            return None


def _kind(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _bytes(shade: Shade) -> tuple[int, int, int, int]:
    red, green, blue, opacity = (round(min(1.0, max(0.0, part)) * 255) for part in shade)
    return red, green, blue, opacity


def _gradient(fill: Element, size: tuple[int, int], shades: Palette) -> Image.Image | None:
    """Return a gradient along a line, or from a point out (20.1.8.33)."""
    found = [
        (int(stop.get("pos", "0")) / 100_000, shade)
        for stop in fill.iter(f"{A}gs")
        if (shade := shades.shade(stop)) is not None
    ]
    if not found:
        return None
    stops = sorted(found)
    wide, high = size
    across, down = np.meshgrid(
        (np.arange(wide) + 0.5) / wide - 0.5, (np.arange(high) + 0.5) / high - 0.5
    )
    path = fill.find(f"{A}path")
    if path is not None:
        to = path.find(f"{A}fillToRect")
        left, top, right, bottom = (
            0.5 if to is None else int(to.get(side, "0")) / 100_000 for side in "ltrb"
        )
        center = ((left + 1 - right) / 2 - 0.5, (top + 1 - bottom) / 2 - 0.5)
        away = np.hypot(across - center[0], down - center[1])
        along = np.clip(away / max(float(away.max()), 1e-6), 0, 1)
    else:
        line = fill.find(f"{A}lin")
        angle = math.radians(int(line.get("ang", "0")) / 60_000) if line is not None else 0.0
        step = math.cos(angle), math.sin(angle)
        reach = (abs(step[0]) + abs(step[1])) / 2 or 0.5
        along = np.clip((across * step[0] + down * step[1]) / (2 * reach) + 0.5, 0, 1)
    places = [place for place, _ in stops]
    channels = [np.interp(along, places, [shade[at] for _, shade in stops]) for at in range(4)]
    stacked = np.clip(np.stack(channels, axis=-1) * 255, 0, 255).astype(np.uint8)
    return Image.fromarray(stacked, "RGBA")


def _picture(
    fill: Element, size: tuple[int, int], picture: Picture, scale: float, shades: Palette
) -> Image.Image | None:
    blip = fill.find(f"{A}blip")
    data = picture(blip.get(f"{R}embed", "")) if blip is not None else b""
    whole = opened(data)
    if whole is None or blip is None:
        return None
    image = _cropped(
        _in_two_tones(whole, blip.find(f"{A}duotone"), shades), fill.find(f"{A}srcRect")
    )
    shown = Image.new("RGBA", size)
    if (tile := fill.find(f"{A}tile")) is not None:
        times = scale / DOTS_PER_INCH * whole.info[SHRUNK] / 100_000
        wide, high = (
            max(1, round(pixels * times * int(tile.get(name, "100000"))))
            for pixels, name in zip(image.size, ("sx", "sy"), strict=True)
        )
        piece = image.resize((min(wide, size[0] * 4), min(high, size[1] * 4)))
        for left in range(0, size[0], piece.width):
            for top in range(0, size[1], piece.height):
                shown.paste(piece, (left, top))
    else:
        to = fill.find(f"{A}stretch/{A}fillRect")
        begin, upper, end, lower = (
            0.0 if to is None else int(to.get(side, "0")) / 100_000 for side in "ltrb"
        )
        wide = max(1, min(size[0] * 8, round(size[0] * (1 - begin - end))))
        high = max(1, min(size[1] * 8, round(size[1] * (1 - upper - lower))))
        shown.paste(image.resize((wide, high)), (round(size[0] * begin), round(size[1] * upper)))
    faded = blip.find(f"{A}alphaModFix")
    if faded is not None:
        kept = int(faded.get("amt", "100000")) / 100_000
        shown.putalpha(shown.getchannel("A").point(lambda one: round(one * kept)))
    return shown


@lru_cache(maxsize=8)
def opened(data: bytes) -> Image.Image | None:
    """Return a picture as RGBA pixels, None for one that cannot be read here.

    Its `info` says how many times as wide it is in the file.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            wide = image.width
            image.draft("RGB", (1000, 1000))  # of a JPEG: it is read at that size, which is fast
            image.thumbnail((1000, 1000), reducing_gap=2.0)
            if image.mode.startswith("I"):  # grey in 16 bits, which Pillow would clip
                grey = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
                found = grey.convert("RGBA")
            else:
                found = image.convert("RGBA")
            found.info[SHRUNK] = wide / found.width
            return found
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _in_two_tones(image: Image.Image, tones: Element | None, shades: Palette) -> Image.Image:
    """Return a picture between two colours, as dark and light parts of it are (20.1.8.23)."""
    if tones is None or len(tones) != 2:
        return image
    holders = [etree.Element("one"), etree.Element("two")]
    for holder, tone in zip(holders, tones, strict=True):
        holder.append(deepcopy(tone))
    dark, light = (shades.shade(holder) for holder in holders)
    if dark is None or light is None:
        return image
    toned = ImageOps.colorize(image.convert("L"), to_hex(dark), to_hex(light))
    toned.putalpha(image.getchannel("A"))
    return toned


def _cropped(image: Image.Image, crop: Element | None) -> Image.Image:
    if crop is None:
        return image
    left, top, right, bottom = (int(crop.get(side, "0")) / 100_000 for side in "ltrb")
    wide, high = image.size
    box = (
        round(wide * left),
        round(high * top),
        max(round(wide * left) + 1, round(wide * (1 - right))),
        max(round(high * top) + 1, round(high * (1 - bottom))),
    )
    return image.crop(box)
