"""What lies behind the text of a slide: which colours, and where it is free of artwork.

Lengths are in EMU.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from lxml.etree import _Element as Element
from PIL import Image

from reportgen.contrast import contrast
from reportgen.openxml.clear_space import Mask, largest_clear_coarsely
from reportgen.openxml.fills import Picture, painted
from reportgen.openxml.palette import Palette, to_hex

EMU_PER_INCH = 914_400
HATCH = 4
"""The pixels of a pattern that marks a place as taken."""
STEP_APART = 2
EDGE = 36
"""By how much of 255 a channel differs over two pixels where artwork begins."""
MOST_EDGES = 0.004
"""The share of pixels that may be edges where a place counts as clear."""
RESTLESS = 0.03
"""The share of pixels that are edges where text needs a ground of its own."""
LEAST_SHARE = 0.1
"""The share of what lies behind a text that may have less contrast: its text is not everywhere."""

Area: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""
Grid: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"


@dataclass(frozen=True)
class Backdrop:
    """What lies behind text, `scale` pixels for each EMU.

    `is_known` is False where the ground is a picture that cannot be read here, `is_certain` where
    programs show it otherwise: from light to dark around a point.
    """

    image: Image.Image
    scale: float
    is_known: bool = True
    is_certain: bool = True

    @cached_property
    def _grid(self) -> Grid:
        return np.asarray(self.image, dtype=np.uint8)

    @cached_property
    def _edges(self) -> Mask:
        """Where colours change within two pixels: the edges of artwork, and all of a photograph."""
        grid = self._grid.astype(np.int16)
        found = np.zeros(grid.shape[:2], dtype=np.bool_)
        across = np.abs(grid[:, STEP_APART:] - grid[:, :-STEP_APART]).max(axis=2) > EDGE
        down = np.abs(grid[STEP_APART:] - grid[:-STEP_APART]).max(axis=2) > EDGE
        found[:, 1:-1] |= across
        found[1:-1] |= down
        return found

    def over(
        self, area: Area, fill: Element | None, shades: Palette, picture: Picture
    ) -> "Backdrop":
        """Return the same with a fill in an area, as a placeholder has it."""
        left, top, right, bottom = self._box(area)
        scale = self.scale * EMU_PER_INCH
        layer = painted(fill, (right - left, bottom - top), shades, picture, scale)
        if layer is None:
            return self
        image = self.image.copy()
        image.paste(layer.convert("RGB"), (left, top), layer)
        return Backdrop(image, self.scale, self.is_known)

    def ground(self, area: Area) -> str:
        """Return the middle of the colours behind an area as `#rrggbb`."""
        red, green, blue = np.median(self._region(area).reshape(-1, 3), axis=0)
        return to_hex((float(red) / 255, float(green) / 255, float(blue) / 255, 1.0))

    def contrast(self, color: str, area: Area, share: float = LEAST_SHARE) -> float:
        """Return the contrast that a colour (`#rrggbb`) has with nearly all that lies behind it.

        With a `share` of it, it may have less.
        """
        region = self._region(area).reshape(-1, 3) >> 3
        packed = (region[:, 0].astype(np.int32) << 10) | (region[:, 1].astype(np.int32) << 5)
        counts = np.bincount(packed | region[:, 2], minlength=1 << 15)
        found = sorted(
            (contrast(color, _middle(int(shade))), int(counts[shade]))
            for shade in np.flatnonzero(counts)
        )
        if len(found) == 1:
            return contrast(color, self.ground(area))
        seen, least = 0, share * len(region)
        for ratio, many in found:
            seen += many
            if seen >= least:
                return ratio
        return 21.0

    def is_clear(self, area: Area) -> bool:
        """Return whether no artwork begins or ends in an area."""
        left, top, right, bottom = self._box(area)
        edges = self._edges[top:bottom, left:right]
        return bool(edges.mean() <= MOST_EDGES) and not _crossed(edges)

    def is_restless(self, area: Area) -> bool:
        """Return whether artwork is all over an area: or it cannot be told."""
        left, top, right, bottom = self._box(area)
        edges = self._edges[top:bottom, left:right].mean()
        return not self.is_certain or bool(edges > RESTLESS)

    def clear_part(self, area: Area, taken: Sequence[Area] = ()) -> Area:
        """Return the largest part of an area without artwork and what is `taken`; may be empty."""
        key = area, tuple(taken)
        if key not in self._parts:
            self._parts[key] = self._clear_part(area, taken)
        return self._parts[key]

    @cached_property
    def _parts(self) -> dict[tuple[Area, tuple[Area, ...]], Area]:
        return {}

    def _clear_part(self, area: Area, taken: Sequence[Area]) -> Area:
        left, top, right, bottom = self._box(area)
        mask = self._edges.copy()
        for one in taken:
            own = self._box(one)
            mask[own[1] : own[3], own[0] : own[2]] = True
        place = largest_clear_coarsely(mask[top:bottom, left:right])
        if place is None:
            return area[0], area[1], 0, 0
        first, upper, last, lower = place
        begin = (
            area[0] if first == 0 else round((left + first + 1) / self.scale),
            area[1] if upper == 0 else round((top + upper + 1) / self.scale),
        )
        end = (
            area[0] + area[2] if last >= right - left else round((left + last - 1) / self.scale),
            area[1] + area[3] if lower >= bottom - top else round((top + lower - 1) / self.scale),
        )
        return *begin, max(0, end[0] - begin[0]), max(0, end[1] - begin[1])

    def _region(self, area: Area) -> Grid:
        left, top, right, bottom = self._box(area)
        return self._grid[top:bottom, left:right]

    def _box(self, area: Area) -> tuple[int, int, int, int]:
        """Return the pixels of an area: at least one, all on the slide."""
        wide, high = self.image.size
        left = min(wide - 1, max(0, round(area[0] * self.scale)))
        top = min(high - 1, max(0, round(area[1] * self.scale)))
        right = min(wide, max(left + 1, round((area[0] + area[2]) * self.scale)))
        bottom = min(high, max(top + 1, round((area[1] + area[3]) * self.scale)))
        return left, top, right, bottom


def _middle(packed: int) -> str:
    """Return one of the colours that have the same five upper bits a channel: white is white."""
    return "#" + "".join(f"{(packed >> shift & 31) * 255 // 31:02x}" for shift in (10, 5, 0))


def _crossed(edges: Mask) -> bool:
    """Return whether a line runs through most of an area, however thin it is."""
    if min(edges.shape) < HATCH:
        return bool(edges.any())
    inner = edges[1:-1, 1:-1]
    return bool((inner.mean(axis=1) > 0.5).any() or (inner.mean(axis=0) > 0.5).any())
