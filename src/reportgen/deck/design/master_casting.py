"""Makes layouts of ours of those of one master: their placeholders, or free parts, as boxes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.deck.design.layout_choice import (
    LayoutChoice,
    is_cover,
    stands_over,
    text_holders,
)
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_boxes import STRIP_GAP, TemplateBoxes, our_box
from reportgen.deck.design.template_frames import on_slide, parted, stacked, with_last_line
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
    frame_of,
)
from reportgen.deck.design.template_roles import Cast
from reportgen.deck.design.template_text import readable
from reportgen.deck.model import OURS_ALONE, SMALLEST, Frame, Layout, Placeholder, Role, around
from reportgen.document import Length, Size, inches
from reportgen.openxml.palette import Palette

FIGURE_SHARE = 0.62
"""How much of the width a figure takes that has text beside it."""
MUCH_MORE = 1.5
CRAMPED = 0.27
"""The share of a slide below which the room for its content counts as little."""
MAIN = (Role.CONTENT, Role.PICTURE, Role.TABLE, Role.NUMBER, Role.QUOTE, Role.ATTRIBUTION)
PICTURED = "Title with picture"
NEEDED = frozenset(Role) - {
    Role.SOURCE, Role.FOOTER, Role.SLIDE_NUMBER, Role.META, Role.PART, Role.AFTER
}  # fmt: skip
LEAST_SAID = inches(0.6)
"""The least height of a placeholder for what a section says under its title: two lines."""
LEAST_FREE = inches(0.45)
"""The least height of a free box for details on a cover, and of one for a section's text."""
LEAST_LINE = inches(0.25)
"""The height of a line of 15 points: what is lower is no place for text."""


@dataclass(frozen=True)
class MasterCasting:
    """Which layouts of one master play ours, and where their boxes stand."""

    choice: LayoutChoice

    @property
    def size(self) -> Size:
        return self.choice.size

    @property
    def boxes(self) -> TemplateBoxes:
        return self.choice.boxes

    def cast(self) -> Cast:
        """Return who plays what, and which roles no layout is made for."""
        made: dict[str, Layout] = {}
        lacking: list[str] = []
        for name in LAYOUTS:
            edited = self._edited(name)
            if edited is not None:
                made[name] = edited
                continue
            if name == PICTURED and (pictured := self._pictured()) is not None:
                made[name] = pictured
            if name in OURS_ALONE:
                continue
            made[name], suits = self._made(name)
            if not suits:
                lacking.append(name)
        ink, ground, shades, restless = self._ink(made["Figure"])
        body = self.boxes.body
        family = body.family if body is not None and body.family else self.choice.family
        return Cast(made, {}, tuple(lacking), ink, ground, shades, family, restless)

    def _ink(self, figure: Layout) -> tuple[str, str, Palette, bool]:
        """Return the colours of text, and behind it, where figures stand, and all colours there."""
        sheet = next(one for one in self.choice.sheets if one.at == figure.at)
        box = figure.box(Role.PICTURE) or figure.boxes[0]
        like = self.boxes.like(sheet)
        own = like.color
        shown = readable(replace(box, color="", sizes=(SMALLEST,)), (own,), sheet, sheet.backdrop)
        color = shown.color if shown.color.startswith("#") else sheet.palette.named(shown.color)
        ground = sheet.backdrop.ground(area_of(box.frame))
        return color or own or "#000000", ground, sheet.palette, bool(shown.fill)

    def _edited(self, name: str) -> Layout | None:
        """Return our own layout as someone has edited it, None where it is not there."""
        ours = LAYOUTS[name]
        for sheet in self.choice.sheets if self._isours() else ():
            by_place = {(one.type, one.idx): one for one in sheet.holders}
            found = {box.name: by_place.get((box.type, box.idx)) for box in ours.boxes}
            whole = all(found[box.name] for box in ours.boxes if box.role in NEEDED)
            if sheet.name == name and whole:
                boxes = [
                    replace(
                        self.boxes.box(box, holder, holder.frame, sheet),
                        sizes=_as_edited(box, holder),
                        lines=0,
                    )
                    for box in ours.boxes
                    if (holder := found[box.name]) is not None
                ]
                return self.boxes.layout(name, sheet, boxes)
        return None

    def _isours(self) -> bool:
        """Return whether most layouts have our names: a template that we wrote, edited since."""
        return 2 * len({sheet.name for sheet in self.choice.sheets} & {*LAYOUTS}) > len(LAYOUTS)

    def _made(self, name: str) -> tuple[Layout, bool]:
        """Return the layout that plays a role, and whether it is made for it."""
        match name:
            case "Title":
                return self._opening(name)
            case "Section" | "Closing":
                return self._section(name)
            case "Comparison" if (found := self._comparison(name)) is not None:
                return found, True
            case "Two columns" | "Three columns" | "Figure and text" | "Comparison" | "Sources":
                return self._columns(name)
            case _:
                return self._body(name)

    def _opening(self, name: str) -> tuple[Layout, bool]:
        """Return the layout that opens a talk, and whether one is made for it."""
        found = self.choice.cover(name)
        sheet = found or self.choice.text_sheet
        return self.boxes.layout(name, sheet, self._opening_boxes(sheet)), found is not None

    def _pictured(self) -> Layout | None:
        """Return the layout that opens a talk with a picture beside its texts, None for none."""
        ours = our_box(PICTURED, Role.PICTURE)
        first = self.choice.cover("Title")
        others = [one for one in self.choice.sheets if is_cover(one) and one.type != "secHead"]
        for sheet in (*([first] if first is not None else ()), *others):
            holder = max(
                (one for one in sheet.holders if one.type == "pic"),
                key=lambda one: one.frame.area,
                default=None,
            )
            if sheet.title is None or holder is None:
                continue
            texts = self._opening_boxes(sheet)
            frame = on_slide(holder.place, self.size)
            is_large = frame.area * 12 > self.size.width.emu * self.size.height.emu
            if is_large and not any(box.frame.overlap(frame) for box in texts):
                box = self.boxes.box(ours, holder, frame, sheet)
                shown = replace(box, filled=True, fill="")
                return self.boxes.layout(PICTURED, sheet, [*texts, shown])
        return None

    def _opening_boxes(self, sheet: TemplateLayout) -> list[Placeholder]:
        """Return title, subtitle, and boxes for the details, on a layout that opens a talk."""
        title = self.boxes.title(sheet)
        holders = [
            one
            for one in text_holders(sheet)
            if one.frame.height >= LEAST_LINE and not _is_covered(one.frame, title.frame)
        ]
        below = next((one for one in holders if one.type == "subTitle"), None)
        if below is None and holders:
            below = max(holders, key=lambda one: one.frame.area)
        lines = [one for one in holders if one.frame.width.emu * 5 >= self.size.width.emu]
        spare = [one for one in lines if one is not below][:2]
        boxes = [title]
        ours = our_box("Title", Role.SUBTITLE)
        if below is not None:
            boxes.append(self.boxes.box(ours, below, self.boxes.usable(sheet, below), sheet))
        like = replace(our_box("Title", Role.META), anchor="t")
        boxes += [
            self.boxes.box(replace(like, name=one.name), one, self.boxes.usable(sheet, one), sheet)
            for one in spare
        ]
        for role in (Role.SUBTITLE, Role.META):
            if role is Role.SUBTITLE and below is not None:
                continue
            room = self._empty_part(sheet, boxes, below is None and role is Role.SUBTITLE)
            if room is None:
                continue
            if role is Role.SUBTITLE and room.height >= LEAST_FREE * 4:
                room = replace(room, height=room.height * 0.5)  # the details stand under it
            free = replace(ours, anchor="t") if role is Role.SUBTITLE else like
            boxes.append(self.boxes.box(free, None, room, sheet))
        return boxes

    def _empty_part(
        self,
        sheet: TemplateLayout,
        boxes: Sequence[Placeholder],
        is_needed: bool,  # noqa: FBT001
    ) -> Frame | None:
        """Return an empty part of a cover for text, under its title where it can be."""
        edge = self.boxes.edge
        title = boxes[0].frame
        taken = [area_of(one) for box in boxes for one in (box.frame, box.spare) if one is not None]
        taken += [
            area_of(one.place) for one in sheet.holders if one.type in ("pic", "ftr", "sldNum")
        ]
        lowest = max((box.frame.bottom for box in boxes), key=lambda one: one.emu)
        foot = self.size.height - edge
        parts = (
            Frame(title.left, lowest + STRIP_GAP, title.width, foot - lowest),
            Frame(edge, lowest + STRIP_GAP, self.size.width - edge * 2, foot - lowest),
            Frame(edge, edge, self.size.width - edge * 2, self.size.height - edge * 2),
        )
        for whole in parts:
            if whole.height < LEAST_FREE:
                continue
            part = frame_of(sheet.backdrop.clear_part(area_of(whole), taken))
            if part.height >= LEAST_FREE and part.width.emu * 4 >= self.size.width.emu:
                return part
        return max(parts[:2], key=lambda one: one.height.emu) if is_needed else None

    def _section(self, name: str) -> tuple[Layout, bool]:
        """Return the layout of a section, or of the end: a title, and some text with it."""
        found = self.choice.cover(name)
        if found is None:
            return self._plain_cover(name), False
        ours, title = our_box(name, Role.CONTENT), self.boxes.title(found)
        texts = [one for one in text_holders(found) if one.frame.height >= LEAST_LINE]
        below = max(texts, key=lambda one: one.frame.area, default=None)
        if below is not None:
            frame = self.boxes.usable(found, below)
            box = self.boxes.box(ours, below, frame, found, on_cover=True)
            is_enough = box.frame.height.emu * 4 >= self.size.height.emu
            if is_enough or (name == "Section" and box.frame.height >= LEAST_SAID):
                return self.boxes.layout(name, found, [title, box]), True
        room = self._empty_part(found, [title], is_needed=False)
        if room is None or room.height < LEAST_FREE * (2 if name == "Section" else 4):
            return self._plain_cover(name), False
        box = self.boxes.box(ours, None, room, found, on_cover=True)
        return self.boxes.layout(name, found, [title, box]), True

    def _plain_cover(self, name: str) -> Layout:
        """Return a cover that the layout for text plays."""
        return self._body(name, (Role.CONTENT,), on_cover=True)[0]

    def _columns(self, name: str) -> tuple[Layout, bool]:
        """Return a layout of columns, which a comparison has heads above."""
        ours = LAYOUTS[name]
        texts = [box for box in ours.boxes if box.role in (Role.PICTURE, Role.CONTENT)]
        found = self.choice.beside(len(texts))
        sheet = found or self.choice.text_sheet
        side = self.choice.side(sheet) if found else self.choice.main(sheet)
        title, whole = self._title_and_area(sheet, side)
        suits = found is not None
        if suits and name not in ("Figure and text",):
            frames = [self.boxes.usable(sheet, one) for one in side]
        else:
            shares = (FIGURE_SHARE, 1 - FIGURE_SHARE) if name == "Figure and text" else ()
            frames = parted(whole, len(texts), shares)
        if name == "Sources":
            frames = [self.boxes.to_the_foot(sheet, one) for one in frames]
        holders = [*side, *[None] * len(texts)] if suits else [*side[:1], *[None] * len(texts)]
        boxes = [title]
        heads = ours.all(Role.HEAD)
        if heads:
            high = Length(max(heads[0].frame.height.emu, round(self._text_size * 1.3 * 12_700)))
            boxes += [
                self.boxes.box(head, None, Frame(one.left, one.top, one.width, high), sheet)
                for head, one in zip(heads, frames, strict=True)
            ]
            top = high + STRIP_GAP
            frames = [one.rows(top, one.height - top) for one in frames]
        boxes += [
            self.boxes.box(box, holder, self._clear(frame, sheet), sheet)
            for box, holder, frame in zip(texts, holders, frames, strict=False)
        ]
        if name == "Sources":
            boxes = [replace(box, sizes=(SMALLEST,)) if box is not title else box for box in boxes]
        return self.boxes.layout(name, sheet, _in_order(_alike(boxes), ours)), suits

    def _clear(self, frame: Frame, sheet: TemplateLayout) -> Frame:
        """Return the frame of a box without artwork, if that leaves most of it."""
        if sheet.backdrop.is_clear(area_of(frame)):
            return frame
        part = frame_of(sheet.backdrop.clear_part(area_of(frame)))
        return part if part.area * 2 > frame.area else frame

    def _title_and_area(
        self, sheet: TemplateLayout, side: Sequence[TemplatePlaceholder]
    ) -> tuple[Placeholder, Frame]:
        """Return the title of a layout and the room for its content, in placeholders or free.

        Where placeholders leave little room, the title is as high as two lines at its top, and
        content has the rest of the slide.
        """
        title = self.boxes.title(sheet)
        frames = [self.boxes.usable(sheet, one) for one in side]
        if not frames and self.choice.is_statement(sheet):
            top, edge = title.frame.top + self.boxes.edge * 0.5, self.boxes.edge
            first = Frame(edge, top, self.size.width - edge * 2, self.size.height * 0.16)
            low = self.boxes.foot(sheet, self.size.height) - first.bottom - STRIP_GAP
            rest = replace(first, top=first.bottom + STRIP_GAP, height=low)
            return replace(title, frame=first, spare=None, moved=True), rest
        if not frames:
            return title, self.boxes.area(sheet)
        whole = around(frames)
        if whole.area >= CRAMPED * self.size.width.emu * self.size.height.emu:
            return title, whole
        high = Length(min(title.frame.height.emu, round(title.sizes[-1] * 3 * 12_700)))
        short = replace(title.frame, height=high)
        top = short.bottom + STRIP_GAP
        bottom = max(whole.bottom, self.boxes.foot(sheet, whole.bottom))
        rest = Frame(whole.left, top, whole.width, Length(max(1, (bottom - top).emu)))
        if title.frame.top.emu * 9 > self.size.height.emu * 4:  # a title at the bottom
            short, edge = title.frame, self.boxes.edge
            rest = Frame(edge, edge, self.size.width - edge * 2, title.frame.top - edge * 1.5)
        free = self.boxes.free_part(sheet, rest, ())
        if free.area < whole.area * MUCH_MORE:
            return title, whole
        moved = title.moved or short != title.frame
        return replace(title, frame=short, moved=moved), free

    @property
    def _text_size(self) -> float:
        return self.boxes.body.size if self.boxes.body is not None else SMALLEST * 2

    def _comparison(self, name: str) -> Layout | None:
        """Return the layout with two columns and a head over each, None where there is none."""
        for sheet in self.choice.sheets:
            side = self.choice.side(sheet)
            rest = [one for one in sheet.contents if one.type == "body" and one not in side]
            heads = sorted(rest, key=lambda one: one.frame.left.emu)
            if sheet.title is None or len(side) != len(heads) or len(side) != 2:
                continue
            is_headed = all(stands_over(head, [one]) for head, one in zip(heads, side, strict=True))
            if is_headed and sheet.title.frame.top < heads[0].frame.top:
                ours = LAYOUTS[name]
                pairs = zip(ours.all(Role.HEAD), heads, strict=True)
                bodies = zip(ours.all(Role.CONTENT), side, strict=True)
                boxes = [
                    self.boxes.box(box, one, self.boxes.usable(sheet, one), sheet)
                    for box, one in (*pairs, *bodies)
                ]
                title = self.boxes.title(sheet)
                if not any(one.frame.overlap(title.frame) for one in boxes):
                    found = _in_order(_alike(boxes), ours)
                    return self.boxes.layout(name, sheet, [title, *found])
        return None

    def _body(
        self, name: str, roles: Sequence[Role] = MAIN, *, on_cover: bool = False
    ) -> tuple[Layout, bool]:
        """Return a layout of one frame, or of frames one under the other."""
        ours, sheet = LAYOUTS[name], self.choice.text_sheet
        holder = next(iter(self.choice.main(sheet)), None)
        title, area = self._title_and_area(sheet, [] if holder is None else [holder])
        main = [box for box in ours.boxes if box.role in roles]
        frames = with_last_line(main, stacked(area, [box.frame for box in main]))
        text = next((box for box in main if box.role in (Role.CONTENT, Role.QUOTE)), main[0])
        boxes = [
            self.boxes.box(box, holder if box is text else None, frame, sheet, on_cover=on_cover)
            for box, frame in zip(main, frames, strict=True)
        ]
        known = sheet.title is not None and holder is not None
        return self.boxes.layout(name, sheet, [title, *boxes]), known

    def as_named(self, sheet: TemplateLayout) -> Layout:
        """Return a layout as it is: its title, and a box for each placeholder."""
        boxes = [self.boxes.title(sheet)]
        for holder in sheet.contents:
            if holder.type in FOOTERS:
                continue
            role = {"pic": Role.PICTURE, "tbl": Role.TABLE}.get(holder.type, Role.CONTENT)
            like = our_box("Text", Role.CONTENT)
            boxes.append(
                self.boxes.box(
                    replace(like, name=holder.name, role=role),
                    holder,
                    self.boxes.usable(sheet, holder),
                    sheet,
                )
            )
        under = next((one for one in sheet.holders if one.type == "subTitle"), None)
        if under is not None:
            frame = self.boxes.usable(sheet, under)
            boxes.append(self.boxes.box(our_box("Title", Role.SUBTITLE), under, frame, sheet))
        return self.boxes.layout(sheet.name, sheet, boxes, sources=True)


def _is_covered(frame: Frame, title: Frame) -> bool:
    """Return whether a title takes so much of a placeholder that its text would stand on it."""
    return frame.overlap(title) * 10 > min(frame.area, title.area)


def _alike(boxes: Sequence[Placeholder]) -> list[Placeholder]:
    """Return boxes of which those for text side by side have one size: the least of theirs."""
    texts = [box for box in boxes if box.role is Role.CONTENT]
    sizes = min((box.sizes for box in texts), default=())
    return [replace(box, sizes=sizes) if box in texts else box for box in boxes]


def _in_order(boxes: Sequence[Placeholder], ours: Layout) -> list[Placeholder]:
    """Return boxes in the reading order of our layout."""
    names = [box.name for box in ours.boxes]
    return sorted(boxes, key=lambda box: names.index(box.name))


def _as_edited(ours: Placeholder, holder: TemplatePlaceholder) -> tuple[float, ...]:
    """Return the sizes of one of our boxes, whose first may have been edited."""
    if holder.size == ours.sizes[0]:
        return ours.sizes
    least = min(SMALLEST, *ours.sizes)
    return tuple(max(least, round(holder.size * step)) for step in (1.0, 5 / 6))
