"""Shows a plan's slides as pages do: those of a handout, small with notes, or of slides alone.

A slide is shown as its parts with their places, colours and sizes of text on paper: a rendering,
made without PowerPoint and without the deck's file. Lengths are in mm, sizes of text in points.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import pptx
from pptx.slide import SlideLayout

from reportgen.deck.design.template_layouts import TemplateLayout, TemplatePlaceholder, sheets
from reportgen.deck.model import (
    LINE_BREAK,
    EquationPart,
    Frame,
    Look,
    Mark,
    Para,
    Paras,
    Part,
    PicturePart,
    Placeholder,
    Plan,
    PlannedSlide,
    Role,
    Run,
    ShapePart,
    TablePart,
    TextPart,
    Type,
    inset,
    size_of,
    space_above,
)
from reportgen.deck.plan.equations import shown_at
from reportgen.deck.plan.parts import part_bar, part_box
from reportgen.deck.plan.speaker_notes import notes_with_data
from reportgen.deck.plan.tables import ROW_MARGIN, margins
from reportgen.deck.write.media import shown_in
from reportgen.document import Drawing, Drawings, Length, Place, Size, plain_text
from reportgen.formula import set_formula
from reportgen.openxml.package import A, P, R

NOTE_INDENT = 12.0
"""How far each level of a list in notes stands in, in points."""

Placed = dict[str, float]
"""A place on the shown slide: left, top, width and height in mm."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text set in one way: its lines, CSS, language ("" the deck's) and the address it leads to."""

    lines: tuple[str, ...]
    style: str = ""
    lang: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: text `size`, space `above`, how far it stands in, and its place in a list.

    `marker` is what stands before it where that is not its `number` and a full stop.
    """

    words: tuple[Words, ...]
    size: float
    above: float
    inset: float
    number: int
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands at a place: text, a picture at an address, or a table.

    `groups` are runs of paragraphs: "p", or items of one list, "ul" or "ol". Columns of
    `rows` have `widths` in points, `aligns` and `paddings` (CSS); `heads` of the rows, none or one,
    are a head.
    """

    kind: str
    place: Placed
    groups: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    style: str = ""
    address: str = ""
    alt: str = ""
    rows: tuple[tuple[tuple[Words, ...], ...], ...] = ()
    widths: tuple[float, ...] = ()
    aligns: tuple[str, ...] = ()
    paddings: tuple[str, ...] = ()
    heads: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide: its size in mm, ground, the pieces on it in reading order, and what is spoken."""

    number: int
    title: str
    width: float
    height: float
    ground: str
    ornaments: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[Line, ...]
    bullet: str
    """The colour of our own square before an item, "" where a template has a mark of its own."""


def shown(
    plan: Plan, drawings: Drawings, data: Mapping[str, str], lang: str, width: Length | None
) -> tuple[tuple[Shown, ...], dict[str, Drawing]]:
    """Return the slides of a plan, and their pictures by the address that they stand at.

    Slides are `width` wide, as wide as in the deck where that is None. `data` says for each
    figure in words what it is drawn from. Raises KeyError for a figure that has not been drawn.
    """
    reader = _Reader(plan, drawings, data, lang, width)
    return tuple(reader.slides()), reader.pictures


@lru_cache(maxsize=2)
def _opened(template: bytes) -> tuple[Any, tuple[TemplateLayout, ...]]:
    """Return a template and its layouts, which are only read: a preview asks after each save."""
    presentation = pptx.Presentation(io.BytesIO(template))
    return presentation, tuple(sheets(presentation))


class _Reader:
    def __init__(
        self,
        plan: Plan,
        drawings: Drawings,
        data: Mapping[str, str],
        lang: str,
        width: Length | None,
    ) -> None:
        self.plan, self.drawings, self.data, self.lang = plan, drawings, data, lang
        self.presentation, self.sheets = _opened(plan.design.template)
        self.layouts = [
            one for master in self.presentation.slide_masters for one in master.slide_layouts
        ]
        own = self.presentation.slide_width
        self.scale = width.emu / own if width is not None and own else 1.0
        self.pictures: dict[str, Drawing] = {}

    def slides(self) -> Iterator[Shown]:
        for number, planned in enumerate(self.plan.slides, 1):
            sheet = self.sheets[planned.layout.at]
            pieces = [self._text(planned.title, sheet, "title")]
            for part in planned.parts:
                pieces += [*self._ground(part, sheet), self._piece(part, sheet)]
            pieces += self._foot(planned, sheet, number)
            size = (self.presentation.slide_width or 0, self.presentation.slide_height or 0)
            width, height = (Length(round(side * self.scale)).mm for side in size)
            yield Shown(
                number=number,
                title=planned.title.paragraphs[0].text,
                width=width,
                height=height,
                ground=sheet.backdrop.ground((0, 0, *size)),
                ornaments=tuple(self._ornaments(self.layouts[planned.layout.at], sheet)),
                pieces=tuple(pieces),
                notes=tuple(map(_note, self._notes(planned))),
                bullet=""
                if any(box.inherits for box in planned.layout.boxes)
                else sheet.palette.named("accent2"),
            )

    def _notes(self, planned: PlannedSlide) -> Paras:
        return notes_with_data(planned, self.drawings, self.plan.design.zoom, self.data, self.lang)

    def _piece(self, part: Part, sheet: TemplateLayout) -> Piece:
        match part:
            case TextPart():
                return self._text(part, sheet)
            case PicturePart():
                return self._picture(part)
            case TablePart():
                return self._table(part, sheet)
            case EquationPart():
                return self._equation(part)
            case ShapePart():
                return self._shape(part, sheet)

    def _ground(self, part: Part, sheet: TemplateLayout) -> Iterator[Piece]:
        if isinstance(part, TextPart) and part.box is not None and part.box.fill:
            place = part.box.pad.around(part.frame)
            yield self._shape(ShapePart(place, part.box.fill), sheet)

    def _shape(self, part: ShapePart, sheet: TemplateLayout) -> Piece:
        color = sheet.palette.named(part.color) or "#000000"
        if part.shape == "chevron":
            return self._drawn(part.frame, _chevron(part, color))
        round_ = "50%" if part.shape == "ellipse" else ""
        return Piece(
            "shape",
            self._place(part.frame),
            style=_css({"background": color, "border-radius": round_}),
        )

    def _foot(self, planned: PlannedSlide, sheet: TemplateLayout, number: int) -> Iterator[Piece]:
        for box in planned.layout.boxes:
            if box.role is Role.PART and planned.part in self.plan.design.parts:
                own = part_box(self.plan.design, planned.part, box)
                name = (Para((Run(planned.part),)),)
                yield self._text(TextPart(own, own.frame, name, own.sizes[0]), sheet)
                yield self._shape(part_bar(own), sheet)
            lines = {
                Role.SOURCE: planned.source_line,
                Role.FOOTER: self.plan.footer,
                Role.SLIDE_NUMBER: (Para((Run(str(number)),)),),
            }.get(box.role, ())
            if lines:
                yield self._text(TextPart(box, box.frame, tuple(lines), box.sizes[0]), sheet)

    def _text(self, part: TextPart, sheet: TemplateLayout, kind: str = "text") -> Piece:
        box = part.box or Placeholder(
            "", Role.CONTENT, "", 0, part.frame, (part.size,), bullets=True
        )
        holder = _holder(box, sheet)
        type_ = part.type(self.plan.design.family)
        style = {
            "color": self._color(box, holder, sheet),
            "text-align": {"ctr": "center", "r": "right"}.get(_align(box, holder), "left"),
            "font-weight": "600" if part.bold or box.bold or (holder and holder.bold) else "400",
            "font-style": "italic" if part.italic or box.italic else "normal",
            "text-transform": "uppercase" if box.caps else "none",
            "justify-content": {"b": "flex-end", "ctr": "center"}.get(box.anchor, "flex-start"),
        }
        lines = [
            (_list_of(para), self._line(para, type_, sheet, first=not at))
            for at, para in enumerate(part.paragraphs)
        ]
        groups = tuple(
            (tag, tuple(line for _, line in found))
            for tag, found in groupby(lines, key=lambda one: one[0])
        )
        return Piece(kind, self._place(part.frame), groups, _css(style))

    def _color(
        self, box: Placeholder, holder: TemplatePlaceholder | None, sheet: TemplateLayout
    ) -> str:
        if box.color.startswith("#"):
            return box.color
        own = sheet.palette.named(box.color) if box.color and not box.inherits else ""
        return own or (holder.color if holder else "") or sheet.palette.named("tx1") or "#000000"

    def _line(self, para: Para, type_: Type, sheet: TemplateLayout, *, first: bool) -> Line:
        size = size_of(para, type_)
        above = 0 if first else space_above(para, type_)
        color = {Look.HEAD: "tx2", Look.NUMBER: "accent4", Look.QUIET: "accent6"}.get(para.look, "")
        shown = sheet.palette.named(color) if color else ""
        return Line(
            words=tuple(_words(run, shown) for run in para.runs),
            size=self._points(size),
            above=self._points(above),
            inset=self._points(inset(para, type_)),
            number=para.number,
            marker="" if para.marker == f"{para.number}." else para.marker,
        )

    def _picture(self, part: PicturePart) -> Piece:
        place = part.place(self.plan.design.zoom)
        drawing = self.drawings[part.key, place]
        frame = part.frame
        if not part.is_cut:
            frame = shown_in(part.frame, drawing, part.figure.align)
        address = f"{part.key}/{place.size.width.mm:g}x{place.size.height.mm:g}"
        self.pictures[address] = drawing
        alt = plain_text(part.figure.alt).strip()
        style = f"object-fit: cover; object-position: {part.focus}" if part.is_cut else ""
        return Piece("picture", self._place(frame), style=style, address=address, alt=alt)

    def _equation(self, part: EquationPart) -> Piece:
        made = set_formula(part.equation.math, self.plan.design.ink)
        frame = shown_at(part, made)
        address = f"formula/{hashlib.sha256(made.svg).hexdigest()[:16]}"
        self.pictures[address] = Drawing("", Place("deck", frame.size), made.svg, b"")
        alt = part.equation.math.text
        return Piece("picture", self._place(frame), address=address, alt=alt)

    def _table(self, part: TablePart, sheet: TemplateLayout) -> Piece:
        style = {
            "font-size": f"{self._points(part.size):.2f}pt",
            "color": next((one.color for one in sheet.contents if one.shown), "")
            or sheet.palette.named("tx1"),
            "--line": sheet.palette.named("accent1"),
            "--head": sheet.palette.named("tx2"),
        }
        apart = self._points(ROW_MARGIN + part.spread / 2)
        sides = [margins(at, len(part.widths)) for at in range(len(part.widths))]
        return Piece(
            "table",
            self._place(part.frame),
            style=_css(style),
            rows=tuple(tuple(tuple(_cell_words(cell)) for cell in row) for row in part.rows),
            heads=part.heads,
            widths=tuple(self._points(width) for width in part.widths),
            aligns=tuple(str(column.align) for column in part.table.columns),
            paddings=tuple(
                f"{apart}pt {self._points(right)}pt {apart}pt {self._points(left)}pt"
                for left, right in sides
            ),
        )

    def _ornaments(self, layout: SlideLayout, sheet: TemplateLayout) -> Iterator[Piece]:
        """Yield what a layout and its master draw themselves: plain shapes and pictures."""
        root = layout._element  # python-pptx has no other way to the tree
        holders: list[Any] = (
            [layout] if root.get("showMasterSp") == "0" else [layout.slide_master, layout]
        )
        grounds: list[Any] = [layout, layout.slide_master]
        for holder in grounds:
            if (blip := holder._element.find(f"{P}cSld/{P}bg//{A}blip")) is not None:
                sides = (0, 0, self.presentation.slide_width, self.presentation.slide_height)
                frame = Frame(*(Length(side or 0) for side in sides))
                picture = holder.part.related_part(blip.get(f"{R}embed"))
                yield self._image(frame, picture.blob)
                break
        for holder in holders:
            for shape in holder.shapes:
                if shape.is_placeholder or None in (shape.left, shape.width):
                    continue
                own: Any = (shape.left, shape.top, shape.width, shape.height)
                frame = Frame(*(Length(int(side)) for side in own))
                fill = sheet.palette.color(shape._element.find(f"{P}spPr/{A}solidFill"))
                if fill:
                    yield Piece("shape", self._place(frame), style=_css({"background": fill}))
                elif shape._element.tag == f"{P}pic":
                    yield self._image(frame, shape.image.blob)

    def _image(self, frame: Frame, data: bytes) -> Piece:
        """Return a picture that is decoration."""
        address = f"layout/{hashlib.sha256(data).hexdigest()[:16]}"
        place = Place("deck", Size(frame.width, frame.height))
        self.pictures[address] = Drawing(address, place, b"", data)
        return self._decoration(frame, address)

    def _drawn(self, frame: Frame, svg: bytes) -> Piece:
        """Return a drawing that is decoration."""
        address = f"shape/{hashlib.sha256(svg).hexdigest()[:16]}"
        self.pictures[address] = Drawing(
            address, Place("deck", Size(frame.width, frame.height)), svg, b""
        )
        return self._decoration(frame, address)

    def _decoration(self, frame: Frame, address: str) -> Piece:
        style = {"background": f"url('drawing:{address}') 0 0/100% 100% no-repeat"}
        return Piece("shape", self._place(frame), style=_css(style))

    def _place(self, frame: Frame) -> Placed:
        sides = {
            "left": frame.left, "top": frame.top, "width": frame.width, "height": frame.height,
        }  # fmt: skip
        return {name: round(side.mm * self.scale, 3) for name, side in sides.items()}

    def _points(self, size: float) -> float:
        return round(size * self.scale, 3)


def _chevron(part: ShapePart, color: str) -> bytes:
    """Return an arrow head as PowerPoint draws it (ECMA-376 part 1, 20.1.10.56, "chevron")."""
    wide, high = part.frame.width.pt, part.frame.height.pt
    depth = min(wide, high) / 2
    points = [(0, 0), (wide - depth, 0), (wide, high / 2), (wide - depth, high), (0, high),
              (depth, high / 2)]  # fmt: skip
    places = " ".join(f"{wide - x if part.flips else x:.2f},{y:.2f}" for x, y in points)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.2f} {high:.2f}"'
    size = f'width="{wide:.2f}pt" height="{high:.2f}pt" preserveAspectRatio="none"'
    return f'{head} {size}><polygon points="{places}" fill="{color}"/></svg>'.encode()


def _holder(box: Placeholder, sheet: TemplateLayout) -> TemplatePlaceholder | None:
    """Return the placeholder of a layout that a box stands for."""
    found = (one for one in sheet.holders if (one.type, one.idx) == (box.type, box.idx))
    return None if box.free else next(found, None)


def _align(box: Placeholder, holder: TemplatePlaceholder | None) -> str:
    return box.align or (holder.align if holder else "") or "l"


def _list_of(para: Para) -> str:
    """Return the list that a paragraph is an item of, "p" where of none."""
    return {Mark.BULLET: "ul", Mark.NUMBER: "ol"}.get(para.mark, "p")


def _note(para: Para) -> Line:
    """Return a paragraph of notes, in the size of the page."""
    marker = {Mark.BULLET: "•", Mark.NUMBER: para.marker}.get(para.mark, "")
    inset_ = NOTE_INDENT * para.level + (0 if para.mark is not Mark.CONTINUED else NOTE_INDENT)
    return Line(tuple(map(_words, para.runs)), 0, 0, inset_, para.number, marker)


def _cell_words(cell: Paras) -> Iterator[Words]:
    """Yield the words of a cell; a paragraph behind another begins on a line of its own."""
    for at, para in enumerate(cell):
        if at:
            yield Words(("", ""))
        marker = {Mark.BULLET: "– ", Mark.NUMBER: f"{para.marker} "}.get(para.mark, "")
        if marker:
            yield Words((marker,))
        yield from map(_words, para.runs)


def _words(run: Run, color: str = "") -> Words:
    style = {
        "color": color,
        "font-weight": "600" if run.bold else "",
        "font-style": "italic" if run.italic else "",
        "font-variant-caps": "small-caps" if run.small_caps else "",
        "text-decoration": "line-through" if run.strike else "underline" if run.underline else "",
        "vertical-align": run.script,
        "font-size": "66%" if run.script else "",
        "line-height": "0" if run.script else "",
    }
    link = run.link if run.link and not run.link.startswith("#") else ""
    return Words(tuple(run.text.split(LINE_BREAK)), _css(style), run.lang, link)


def _css(style: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in style.items() if value)
