"""Reads the layouts of any template: their placeholders, with places and looks."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster

from reportgen.deck.design.template_styles import TextStyle, merged
from reportgen.deck.drawingml import Element, el
from reportgen.deck.model import Frame, Level, around
from reportgen.document import Length
from reportgen.openxml.backdrop import Area, Backdrop
from reportgen.openxml.fills import Picture, fill_of
from reportgen.openxml.package import A, P
from reportgen.openxml.painting import Sheet, paint
from reportgen.openxml.palette import Palette, palette

INSETS = (("lIns", 91_440), ("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720))
"""The insets of a text body in EMU where none are written (ECMA-376 part 1, 21.1.2.1.1)."""
STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle"}
STYLES |= dict.fromkeys(("dt", "ftr", "sldNum"), "otherStyle")
FOOTERS = ("dt", "ftr", "sldNum")
DEEP = 3


@dataclass(frozen=True, slots=True)
class TemplatePlaceholder:
    """A placeholder: type ("" for any content) and index, frame, and the look of its text.

    `place` is its own frame, `frame` what its insets leave for text; `size` is that of the first
    level in points; `color` is "" where it cannot be told. `style` is all that its text inherits,
    as a list style; `fill` what it is filled with itself.
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
    levels: tuple[Level, ...]
    style: str
    anchor: str = "t"
    align: str = ""
    shown: bool = False
    fill: Element | None = None
    colors: tuple[str, ...] = ()
    """The colours of its first levels of text: lists go so deep."""
    is_gradient: bool = False
    """Whether its text runs from one colour to another; `color` is the first of them."""

    @property
    def takes_text(self) -> bool:
        return self.type in ("", "body", "subTitle")

    def is_large(self, width: Length, height: Length) -> bool:
        """Return whether it takes a quarter of a slide's width and of its height at least."""
        return self.frame.width.emu * 4 >= width.emu and self.frame.height.emu * 4 >= height.emu


@dataclass(frozen=True, slots=True)
class TemplateLayout:
    """A layout: its name, type (19.7.15), place among all layouts, and master, both from 0 on.

    `paint` gives what it shows without its placeholders; `plain` and `heading` are how its master
    sets text and titles for which it has no placeholder.
    """

    name: str
    type: str
    at: int
    master: int
    holders: tuple[TemplatePlaceholder, ...]
    palette: Palette
    paint: Callable[[], Backdrop]
    picture: Picture
    plain: TemplatePlaceholder
    heading: TemplatePlaceholder
    has_own_colors: bool = False
    """Whether it maps colours otherwise than its master, which not all programs follow."""

    @property
    def backdrop(self) -> Backdrop:
        return self.paint()

    def behind(self, holder: TemplatePlaceholder | None, at: Frame | None = None) -> Backdrop:
        """Return what lies behind the text of a placeholder, its own fill included.

        The fill is where the placeholder stands: at another frame, where it was moved there.
        """
        if holder is None or holder.fill is None:
            return self.backdrop
        place = around((holder.place, at)) if at is not None else holder.place
        return self.backdrop.over(area_of(place), holder.fill, self.palette, self.picture)

    @property
    def title(self) -> TemplatePlaceholder | None:
        return next((one for one in self.holders if one.type in ("title", "ctrTitle")), None)

    @property
    def has_heading(self) -> bool:
        """Whether its master has a place for titles, wherever it has one itself."""
        return self.heading.frame.width.emu > 1

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


def area_of(frame: Frame) -> Area:
    """Return a frame in EMU, as what lies behind it is asked for."""
    return frame.left.emu, frame.top.emu, frame.width.emu, frame.height.emu


def frame_of(area: Area) -> Frame:
    """Return an area in EMU as a frame."""
    return Frame(*map(Length, area))


def _pictures(part: Any) -> Picture:
    """Return what finds the pictures that a part refers to."""

    def find(relation: str) -> bytes:
        try:
            return bytes(part.related_part(relation).blob)
        except (KeyError, AttributeError, ValueError):  # no such relation, or one to elsewhere
            return b""

    return find


class _MasterReader:
    def __init__(self, presentation: Presentation, master: SlideMaster, theme: Element) -> None:
        self.defaults = presentation.part._element.find(f"{P}defaultTextStyle")
        self.master = master
        self.theme = theme
        self.size = (presentation.slide_width or 1, presentation.slide_height or 1)
        self.colors = _needed(master._element.find(f"{P}clrMap"))

    def sheet(self, layout: SlideLayout, at: int, number: int) -> TemplateLayout:
        root = layout._element
        own = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        shades = palette(self.theme, self.colors if own is None else own)
        themed = Sheet(self.theme, _pictures(self.master.part.part_related_by(RT.THEME)))
        sheets = (
            Sheet(root, _pictures(layout.part)),
            Sheet(self.master._element, _pictures(self.master.part)),
        )

        @cache
        def painted() -> Backdrop:
            return paint(*sheets, themed, shades, self.size)

        return TemplateLayout(
            name=layout.name,
            type=root.get("type", ""),
            at=at,
            master=number,
            holders=tuple(self._holders(layout, shades)),
            palette=shades,
            paint=painted,
            picture=sheets[0].picture,
            plain=self._of_master("body", shades),
            heading=self._of_master("title", shades),
            has_own_colors=own is not None,
        )

    def _of_master(self, kind: str, shades: Palette) -> TemplatePlaceholder:
        """Return how the master sets titles or text, and where."""
        style = self.master._element.find(f"{P}txStyles/{P}{kind}Style")
        held = [
            one
            for one in self.master._element.iter(f"{P}sp")
            if (found := one.find(f"./*/{P}nvPr/{P}ph")) is not None and found.get("type") == kind
        ]
        words = _look_of_words(held) if style is None else None
        lists = [one.find(f"{P}txBody/{A}lstStyle") for one in held]
        look = merged((words, *lists, style, self.defaults))
        upright = [one for one in held if not _is_turned(one, one.findall(f"{P}txBody/{A}bodyPr"))]
        place = next(filter(None, map(_place, upright)), Frame(*map(Length, (0, 0, 1, 1))))
        return TemplatePlaceholder(
            kind, kind, 0, place, place, **self._look(look, shades), shown=words is not None
        )

    def _look(self, look: TextStyle, shades: Palette) -> Any:
        """Return what a placeholder says of its text."""
        return {
            "size": look.size,
            "bold": look.look("b") in ("1", "true"),
            "italic": look.look("i") in ("1", "true"),
            "caps": look.look("cap") == "all",
            "family": self._family(look.child("latin")),
            "bullets": look.bullets,
            "color": _color(look, shades),
            "is_gradient": look.child("gradFill") is not None,
            "colors": tuple(_color(look, shades, level) for level in range(1, DEEP + 1)),
            "levels": look.levels,
            "style": look.xml,
            "align": look.align,
        }

    def _holders(self, layout: SlideLayout, shades: Palette) -> Iterator[TemplatePlaceholder]:
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
            if not _is_turned(shape._element, bodies):
                yield self._holder(shape, lineage, bodies, shades)

    def _holder(
        self, shape: Any, lineage: Sequence[Element], bodies: Sequence[Element], shades: Palette
    ) -> TemplatePlaceholder:
        held = shape._element.find(f".//{P}ph")
        kind = held.get("type", "obj")
        style = self.master._element.find(f"{P}txStyles/{P}{STYLES.get(kind, 'bodyStyle')}")
        lists = [one.find(f"{P}txBody/{A}lstStyle") for one in lineage]
        words = _look_of_words(lineage) if style is None else None
        look = merged((words, *lists, style, self.defaults))
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
            **self._look(look, shades),
            anchor=_first([body.get("anchor") for body in bodies]) or "t",
            shown=words is not None,
            fill=_first_fill(lineage),
        )

    def _family(self, latin: Element | None) -> str:
        name = latin.get("typeface", "") if latin is not None else "+mn-lt"
        if name.startswith("+"):
            return _theme_font(self.theme, "major" if name.startswith("+mj") else "minor")
        return str(name)


def _place(shape: Element) -> Frame | None:
    """Return the place of a shape, None where it says none."""
    at = shape.find(f"{P}spPr/{A}xfrm")
    if at is None or (offset := at.find(f"{A}off")) is None or (size := at.find(f"{A}ext")) is None:
        return None
    sides = (offset.get("x"), offset.get("y"), size.get("cx"), size.get("cy"))
    return Frame(*(Length(int(one or 0)) for one in sides))


def _color(look: TextStyle, shades: Palette, level: int = 1) -> str:
    """Return the colour of text of a level; of a gradient its first colour."""
    gradient = look.child("gradFill", level=level)
    stop = None if gradient is None else next(gradient.iter(f"{A}gs"), None)
    fill = look.child("solidFill", level=level) if stop is None else stop
    return shades.color(fill) or shades.named("tx1")


def _first_fill(lineage: Sequence[Element]) -> Element | None:
    return next(
        (fill for one in lineage if (fill := fill_of(one.find(f"{P}spPr"))) is not None), None
    )


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
