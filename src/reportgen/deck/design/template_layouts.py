"""Reads the layouts of any template: their placeholders, with places and looks."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster

from reportgen.deck.drawingml import Element, el
from reportgen.deck.model import Frame
from reportgen.document import Length
from reportgen.openxml.package import A, P
from reportgen.openxml.palette import PLAIN_FILL, Palette, palette

INSETS = (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720))
"""The insets of a text body in EMU where none are written (ECMA-376 part 1, 21.1.2.1.1)."""
STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle"}
STYLES |= dict.fromkeys(("dt", "ftr", "sldNum"), "otherStyle")
FOOTERS = ("dt", "ftr", "sldNum")
PLAIN_SIZE = 18.0
COVERING = 0.7
"""The share of a slide from which on a picture is its ground."""


@dataclass(frozen=True, slots=True)
class TemplatePlaceholder:
    """A placeholder: type ("" for any content) and index, frame, and the look of its text.

    `place` is its own frame, `frame` what its insets leave for text; `size` is that of the first
    level in points; `color` and `ground`, the colour behind it, are "" where they cannot be told.
    `shown` says that the look is only that of the placeholder's own words, as LibreOffice writes
    templates: text put into it does not inherit it.
    """

    name: str
    type: str
    idx: int
    place: Frame
    frame: Frame
    size: float
    bold: bool
    italic: bool
    caps: bool
    family: str
    bullets: bool
    color: str
    ground: str
    align: str = ""
    shown: bool = False

    @property
    def takes_text(self) -> bool:
        return self.type in ("", "body", "subTitle")

    def is_large(self, width: Length, height: Length) -> bool:
        """Return whether it takes a quarter of a slide's width and of its height at least."""
        return self.frame.width.emu * 4 >= width.emu and self.frame.height.emu * 4 >= height.emu


@dataclass(frozen=True, slots=True)
class TemplateLayout:
    """A layout: its name, type (19.7.15), place among all layouts, and master, both from 0 on.

    `background` is "" where it is no plain colour.
    """

    name: str
    type: str
    at: int
    master: int
    holders: tuple[TemplatePlaceholder, ...]
    background: str
    palette: Palette

    @property
    def title(self) -> TemplatePlaceholder | None:
        return next((one for one in self.holders if one.type in ("title", "ctrTitle")), None)

    @property
    def contents(self) -> tuple[TemplatePlaceholder, ...]:
        """The placeholders for content, in the order of the layout."""
        return tuple(one for one in self.holders if one.type not in (*STYLES, "subTitle"))

    def footer(self, kind: str) -> TemplatePlaceholder | None:
        return next((one for one in self.holders if one.type == kind), None)


def sheets(presentation: Presentation) -> tuple[TemplateLayout, ...]:
    """Return the layouts of a presentation, master by master."""
    found: list[TemplateLayout] = []
    for number, master in enumerate(presentation.slide_masters):
        theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
        reader = _MasterReader(presentation, master, theme)
        for layout in master.slide_layouts:
            found.append(reader.sheet(layout, len(found), number))
    return tuple(found)


def body_font(presentation: Presentation) -> str:
    """Return the font of running text in the theme of the first master."""
    master = presentation.slide_masters[0]
    theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    return _theme_font(theme, "minor")


def _theme_font(theme: Element, kind: str) -> str:
    found = theme.find(f".//{A}{kind}Font/{A}latin")
    return str(found.get("typeface", "")) if found is not None else ""


class _MasterReader:
    def __init__(self, presentation: Presentation, master: SlideMaster, theme: Element) -> None:
        self.defaults = presentation.part._element.find(f"{P}defaultTextStyle")
        self.master = master
        self.theme = theme
        self.area = (presentation.slide_width or 0) * (presentation.slide_height or 0)
        self.colors = _needed(master._element.find(f"{P}clrMap"))

    def sheet(self, layout: SlideLayout, at: int, number: int) -> TemplateLayout:
        root = layout._element
        own = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        shades = palette(self.theme, self.colors if own is None else own)
        drawn = _drawn([root] if root.get("showMasterSp") == "0" else [root, self.master._element])
        covered = any(one.area > COVERING * self.area for one in drawn)
        ground = "" if covered else self._background(root, shades)
        return TemplateLayout(
            name=layout.name,
            type=root.get("type", ""),
            at=at,
            master=number,
            holders=tuple(self._holders(layout, shades, ground, drawn)),
            background=ground,
            palette=shades,
        )

    def _background(self, root: Element, shades: Palette) -> str:
        """Return the colour of a layout's ground, else its master's; "" where it is not plain."""
        for part in (root, self.master._element):
            if (ground := part.find(f"{P}cSld/{P}bg")) is not None:
                named = ground.find(f"{P}bgRef")
                plain = ground.find(f"{P}bgPr/{A}solidFill")
                is_plain = named is not None and int(named.get("idx", "0")) == PLAIN_FILL
                return shades.color(named if is_plain else plain)
        return shades.named("bg1")

    def _holders(
        self, layout: SlideLayout, shades: Palette, ground: str, drawn: Sequence[Frame]
    ) -> Iterator[TemplatePlaceholder]:
        shapes: Any = layout.placeholders
        for shape in shapes:
            base = shape._base_placeholder  # what it inherits its place from
            place = [shape.left, shape.top, shape.width, shape.height]
            if None in place or not (shape.width and shape.height):
                continue
            above = [base._element] if base is not None else []
            lineage = [shape._element, *above]
            bodies = [
                body for one in lineage if (body := one.find(f"{P}txBody/{A}bodyPr")) is not None
            ]
            if _is_turned(shape._element, bodies):
                continue
            holder = self._holder(shape, lineage, bodies, shades)
            stands_on = any(holder.frame.overlap(one) for one in drawn)
            own = shades.color(shape._element.find(f"{P}spPr/{A}solidFill"))
            yield replace(holder, ground=own or ("" if stands_on else ground))

    def _holder(
        self, shape: Any, lineage: Sequence[Element], bodies: Sequence[Element], shades: Palette
    ) -> TemplatePlaceholder:
        held = shape._element.find(f".//{P}ph")
        kind = held.get("type", "obj")
        style = self.master._element.find(f"{P}txStyles/{P}{STYLES.get(kind, 'bodyStyle')}")
        lists = [one.find(f"{P}txBody/{A}lstStyle") for one in lineage]
        words = _look_of_words(lineage) if style is None else None
        known = (words, *lists, style, self.defaults)
        looks = _Looks([one for one in known if one is not None])
        left, top, right, bottom = (
            int(_first([body.get(name) for body in bodies]) or usual) for name, usual in INSETS
        )
        return TemplatePlaceholder(
            name=shape.name,
            type="" if kind == "obj" else kind,
            idx=int(held.get("idx", 0)),
            place=Frame(*map(Length, (shape.left, shape.top, shape.width, shape.height))),
            frame=Frame(
                Length(shape.left + left),
                Length(shape.top + top),
                Length(max(1, shape.width - left - right)),
                Length(max(1, shape.height - top - bottom)),
            ),
            size=int(looks.get("sz") or PLAIN_SIZE * 100) / 100,
            bold=looks.get("b") in ("1", "true"),
            italic=looks.get("i") in ("1", "true"),
            caps=looks.get("cap") == "all",
            family=self._family(looks.child("latin")),
            bullets=all(looks.has_bullet(level) for level in (1, 2, 3)),
            color=shades.color(looks.child("solidFill")) or shades.named("tx1"),
            ground="",
            align=looks.align(),
            shown=words is not None,
        )

    def _family(self, latin: Element | None) -> str:
        name = latin.get("typeface", "") if latin is not None else "+mn-lt"
        if name.startswith("+"):
            return _theme_font(self.theme, "major" if name.startswith("+mj") else "minor")
        return str(name)


@dataclass(frozen=True, slots=True)
class _Looks:
    """Text styles by level, the nearest first (21.1.2.4)."""

    styles: Sequence[Element]

    def get(self, name: str) -> str | None:
        found = (style.find(f"{A}lvl1pPr/{A}defRPr") for style in self.styles)
        return _first([one.get(name) for one in found if one is not None])

    def align(self) -> str:
        found = (style.find(f"{A}lvl1pPr") for style in self.styles)
        return _first([one.get("algn") for one in found if one is not None]) or ""

    def child(self, name: str) -> Element | None:
        found = (style.find(f"{A}lvl1pPr/{A}defRPr/{A}{name}") for style in self.styles)
        return next((one for one in found if one is not None), None)

    def has_bullet(self, level: int) -> bool:
        for style in self.styles:
            own = style.find(f"{A}lvl{level}pPr")
            marks = [] if own is None else [str(one.tag).removeprefix(A) for one in own]
            if "buNone" in marks:
                return False
            if {"buChar", "buAutoNum", "buBlip"} & {*marks}:
                return True
        return False


def _drawn(roots: Sequence[Element]) -> list[Frame]:
    """Return where the pictures and shapes of a layout and its master stand."""
    found: list[Frame] = []
    for shape in (one for root in roots for one in root.iter(f"{P}sp", f"{P}pic", f"{P}grpSp")):
        place = shape.find(f"{P}spPr/{A}xfrm")
        place = shape.find(f"{P}grpSpPr/{A}xfrm") if place is None else place
        if place is None or shape.find(f".//{P}ph") is not None:
            continue
        numbers = (
            int(_needed(place.find(A + part)).get(name, "0"))
            for part, name in (("off", "x"), ("off", "y"), ("ext", "cx"), ("ext", "cy"))
        )
        found.append(Frame(*map(Length, numbers)))
    return found


def _look_of_words(lineage: Sequence[Element]) -> Element | None:
    """Return the look of the words in a placeholder as a text style; None where it has none."""
    for shape in lineage:
        for paragraph in shape.iter(f"{A}p"):
            look = next(paragraph.iter(f"{A}rPr", f"{A}endParaRPr"), None)
            if look is None or look.get("sz") is None:
                continue
            alignment = paragraph.find(f"{A}pPr")
            level = el("a:lvl1pPr", {"algn": None if alignment is None else alignment.get("algn")})
            level.append(deepcopy(look))
            level[0].tag = f"{A}defRPr"
            style = el("a:lstStyle")
            style.append(level)
            return style
    return None


def _needed(found: Element | None) -> Element:
    """Return an element that the schema wants. Raises ValueError where it is not there."""
    if found is None:
        raise ValueError("a part of the template is not whole")
    return found


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _is_turned(shape: Element, bodies: Sequence[Element]) -> bool:
    """Return whether a placeholder's text does not run from left to right, upright."""
    place = shape.find(f"{P}spPr/{A}xfrm")
    vertical = _first([body.get("vert") for body in bodies]) or "horz"
    return vertical != "horz" or (place is not None and place.get("rot", "0") != "0")
