"""Holds the colours of text on slides against what is behind it (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import _Element as Element

from reportgen.checks.inherited_looks import looks_above, unsaid
from reportgen.checks.slide_shapes import TITLES, Frame, SlideShapes, kind_of
from reportgen.contrast import contrast, least_contrast
from reportgen.openxml.backdrop import Backdrop
from reportgen.openxml.fills import Picture
from reportgen.openxml.package import MAIN, A, P
from reportgen.openxml.painting import Sheet, paint
from reportgen.openxml.palette import Palette, palette


class Painted(NamedTuple):
    """What layouts show behind text, painted once each, and how colours stand out from it."""

    layouts: dict[str, Backdrop]
    found: dict[tuple[str, str, Frame], tuple[float, str]]


@dataclass(frozen=True, slots=True)
class SlideContrasts:
    """The colours of a slide's text; `painted` is shared by the slides of a deck."""

    slide: SlideShapes
    painted: Painted

    def faults(self) -> Iterator[str]:
        """Yield colours of text, written on the slide itself, that do not stand out."""
        shades = self._palette()
        for shape in self.slide.shapes:
            frame = self.slide.frame(shape)
            fill = self._fill(shape, shades)
            own = list(self._contrast(shape, fill, frame, shades))
            yield from own or self._inherited(shape, fill, frame, shades)
            for cell in shape.iter(f"{A}tc"):
                ground = shades.color(cell.find(f"{A}tcPr/{A}solidFill"))
                yield from self._contrast(cell, ground, frame, shades)

    def _fill(self, shape: Element, shades: Palette) -> str:
        """Return the colour that a shape is filled with, its own or that of its placeholder."""
        held = next(shape.iter(f"{P}ph"), None)
        above = [] if held is None else [self.slide.like(held, tree) for tree in self.slide.above]
        for one in (shape, *(found for found in above if found is not None)):
            properties = one.find(f"{P}spPr")
            if properties is not None and properties.find(f"{A}noFill") is not None:
                return ""
            if properties is not None and (own := properties.find(f"{A}solidFill")) is not None:
                return shades.color(own)
        return ""

    def _contrast(
        self, holder: Element, fill: str, frame: Frame | None, shades: Palette
    ) -> Iterator[str]:
        """Yield the first colour in a shape or cell that does not stand out from what is behind."""
        usual = "2400" if kind_of(holder) in TITLES else "0"  # where its template says it
        first = next(holder.iterfind(f".//{A}lstStyle/{A}lvl1pPr/{A}defRPr"), None)
        said = ("", "") if first is None else (first.get("sz", ""), first.get("b", ""))
        for look in _looks(holder):
            color = shades.color(look.find(f"{A}solidFill"))
            if not color:
                continue
            size, bold = look.get("sz", said[0] or usual), look.get("b", said[1])
            least = least_contrast(float(size) / 100, bold=bold in ("1", "true"))
            found, ground = self._found(color, fill, frame)
            if found < least:
                yield f"has text with a contrast of {found:.1f}:1 ({color} on {ground})"
                return

    def _inherited(
        self, shape: Element, fill: str, frame: Frame | None, shades: Palette
    ) -> Iterator[str]:
        """Yield the first colour that a shape's text takes from above and that does not stand out.

        Where a ground is shown otherwise by each program, nothing is said of it.
        """
        behind = self._backdrop()
        runs = list(unsaid(shape))
        if not runs or not (fill or (behind is not None and behind.is_certain)):
            return
        held = next(shape.iter(f"{P}ph"), None)
        like = (
            [] if held is None else [self.slide.like(held, tree) for tree in self.slide.above[:1]]
        )
        like += [] if held is None else [self.slide.of_master(held)]
        main = self.slide.package.trees[MAIN].find(f"{P}defaultTextStyle")
        master = self.slide.above[-1] if len(self.slide.above) > 1 else None
        looks = looks_above(
            shape, kind_of(shape), [one for one in like if one is not None], master, main
        )
        said = {
            (
                shades.color(looks.color(level)),
                *(
                    (look.get(name) if look is not None else None) or looks.said(level, name)
                    for name in ("sz", "b")
                ),
            ): None
            for level, look in runs
        }
        for color, size, bold in said:
            if not color or not size:
                continue
            least = least_contrast(float(size) / 100, bold=bold in ("1", "true"))
            found, ground = self._found(color, fill, frame)
            if found < least:
                yield f"has text with a contrast of {found:.1f}:1 ({color} on {ground})"
                return

    def _found(self, color: str, fill: str, frame: Frame | None) -> tuple[float, str]:
        """Return the contrast of a colour with what is behind it, and the colour that this is."""
        if fill:
            return contrast(color, fill), fill
        behind = self._backdrop()
        if frame is None or behind is None or not behind.is_known:
            return 21.0, ""
        key = (self.slide.layouts[0] if self.slide.layouts else "", color, frame)
        if key not in self.painted.found:
            left, top, right, bottom = frame
            area = left, top, max(1, right - left), max(1, bottom - top)
            ground = behind.ground(area)
            stands = max(behind.contrast(color, area), contrast(color, ground))
            self.painted.found[key] = stands, ground
        return self.painted.found[key]

    def _backdrop(self) -> Backdrop | None:
        """Return what the layout shows behind the slide's shapes; painted once a layout."""
        themes = (
            self.slide.package.related(self.slide.masters[0], "theme") if self.slide.masters else ()
        )
        theme = self.slide.package.trees.get(themes[0]) if themes else None
        key = self.slide.layouts[0] if self.slide.layouts else ""
        own = self.slide.tree.find(f"{P}cSld/{P}bg")
        if theme is None or len(self.slide.above) < 2 or own is not None:
            return None
        if key not in self.painted.layouts:
            sheets = [
                Sheet(tree, self._pictures(name))
                for tree, name in zip(
                    self.slide.above, (*self.slide.layouts, *self.slide.masters), strict=False
                )
            ]
            themed = Sheet(theme, self._pictures(self.slide.themes[0]))
            self.painted.layouts[key] = paint(
                sheets[0], sheets[1], themed, self._palette(), self.slide.size()
            )
        return self.painted.layouts[key]

    @property
    def _theme(self) -> Element | None:
        themes = self.slide.themes
        return self.slide.package.trees.get(themes[0]) if themes else None

    def _pictures(self, part: str) -> Picture:
        relations, parts = self.slide.package.relations.get(part, {}), self.slide.package.parts

        def find(relation: str) -> bytes:
            found = relations.get(relation)
            return parts.get(found.target, b"") if found and not found.is_external else b""

        return find

    def _palette(self) -> Palette:
        themes = (
            self.slide.package.related(self.slide.masters[0], "theme") if self.slide.masters else ()
        )
        colors = self.slide.above[-1].find(f"{P}clrMap") if self.slide.above else None
        theme = self.slide.package.trees.get(themes[0]) if themes else None
        if theme is None or colors is None:
            return Palette({}, {})
        for tree in (self.slide.tree, *self.slide.above[:1]):
            own = tree.find(f"{P}clrMapOvr/{A}overrideClrMapping")
            if own is not None:
                return palette(theme, own)
        return palette(theme, colors)


def _looks(holder: Element) -> Iterator[Element]:
    """Yield the looks of runs, and of those levels of a list's style that its paragraphs have."""
    properties = (one.find(f"{A}pPr") for one in holder.iter(f"{A}p"))
    levels = {"0" if one is None else one.get("lvl", "0") for one in properties}
    yield from holder.iter(f"{A}rPr")
    for style in holder.iter(f"{A}lstStyle"):
        for level in levels:
            yield from style.iterfind(f"{A}lvl{int(level) + 1}pPr/{A}defRPr")
