"""Gives the layouts of any template their roles: which of them plays which of ours.

They are told by the layout's type, the types of its placeholders and where these stand, and by what
covers are called in many languages; for content the one with most free room is taken. What a
template lacks is made of its layout for text: parts of its frame, as text boxes where it has no
placeholder. A layout with the very name and placeholders of one of ours is that one, edited.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.deck.design.layout_names import names_closing, names_opening, names_section
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_boxes import (
    STRIP_GAP,
    TemplateBoxes,
    our_box,
)
from reportgen.deck.design.template_frames import on_slide, parted, stacked, with_last_line
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
    frame_of,
)
from reportgen.deck.design.template_text import readable
from reportgen.deck.model import OURS_ALONE, SMALLEST, Frame, Layout, Placeholder, Role, around
from reportgen.document import Length, Size, inches
from reportgen.openxml.palette import Palette

FIGURE_SHARE = 0.62
"""How much of the width a figure takes that has text beside it."""
MOST_UNEVEN = 2.0
"""By how much one column may be wider than another: more is a text and its margin."""
MUCH_MORE = 1.5
CRAMPED = 0.27
"""The share of a slide below which the room for its content counts as little."""
ENOUGH = 0.6
"""The share of the largest room for text with which a layout of one placeholder is taken first."""
MOST_LOOKED_AT = 6
"""Of so many layouts it is looked at what is free: painting a hundred takes seconds."""
MAIN = (Role.CONTENT, Role.PICTURE, Role.TABLE, Role.NUMBER, Role.QUOTE, Role.ATTRIBUTION)
PICTURED = "Title with picture"
COVERS = ("Title", "Section", "Closing")
NEEDED = frozenset(Role) - {
    Role.SOURCE, Role.FOOTER, Role.SLIDE_NUMBER, Role.META, Role.PART, Role.AFTER
}  # fmt: skip
LEAST_SAID = inches(0.6)
"""The least height of a placeholder for what a section says under its title: two lines."""
LEAST_FREE = inches(0.45)
"""The least height of a free box for details on a cover, and of one for a section's text."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Which layout plays each role, and the layouts that a slide may name besides."""

    layouts: Mapping[str, Layout]
    named: Mapping[str, Layout]
    lacking: tuple[str, ...]
    """The roles that no layout of the template is made for."""
    ink: str
    """The colour of running text, as `#rrggbb`."""
    ground: str
    """The colour behind it, as `#rrggbb`."""
    palette: Palette
    family: str
    """The font of running text."""
    is_restless: bool
    """Whether figures stand on a picture, so that they need a ground of their own."""


def cast(sheets: Sequence[TemplateLayout], size: Size, family: str) -> Cast:
    """Return who plays what, for slides of a size whose running text is set in `family`.

    The first master plays them all, unless another has more of the roles or much more room for
    text: then the first is for covers, as in templates of LibreOffice. `sheets` holds one at least.
    """
    masters = sorted({sheet.master for sheet in sheets})
    casts = [
        _MasterCasting([one for one in sheets if one.master == master], size, family).cast()
        for master in masters
    ]
    has_title = {sheet.at: sheet.title is not None for sheet in sheets}
    best = casts[0]
    for other in casts[1:]:
        has_more = len(other.lacking) < len(best.lacking)
        has_room = other.lacking == best.lacking and _room(other) > MUCH_MORE * _room(best)
        if has_more or has_room:
            best = other
    titled = {
        name for name in COVERS if has_title[casts[0].layouts[name].at]
    }  # one without a title plays no better what others lack too
    covers = {
        name: casts[0].layouts[name]
        for name in COVERS
        if name not in casts[0].lacking or (name in best.lacking and name in titled)
    }
    opens = casts[0] if "Title" in covers else best
    best = replace(best, layouts=_with(best.layouts, PICTURED, opens.layouts.get(PICTURED)))
    everyone = _MasterCasting(sheets, size, family)
    own = _Named(everyone, {one.name: one for one in reversed(sheets) if one.name not in LAYOUTS})
    return replace(best, layouts={**best.layouts, **covers}, named=own)


def _with(layouts: Mapping[str, Layout], name: str, own: Layout | None) -> dict[str, Layout]:
    """Return layouts of which one is another, or, where that is None, is none of them."""
    return {
        **{key: one for key, one in layouts.items() if key != name},
        **({name: own} if own else {}),
    }


LIKE = our_box("Text", Role.CONTENT)


class _Named(Mapping[str, Layout]):
    """The layouts of a template by their own names, each read when a slide asks for it."""

    def __init__(self, casting: "_MasterCasting", sheets: Mapping[str, TemplateLayout]) -> None:
        self._casting = casting
        self._sheets = dict(reversed(list(sheets.items())))
        self._read: dict[str, Layout] = {}

    def __getitem__(self, name: str) -> Layout:
        if name not in self._read:
            self._read[name] = self._casting.as_named(self._sheets[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


@dataclass(frozen=True)
class _MasterCasting:
    """The layouts of one master."""

    sheets: Sequence[TemplateLayout]
    size: Size
    family: str

    @cached_property
    def boxes(self) -> TemplateBoxes:
        sheet = self.text_sheet
        texts = [one for one in sheet.contents if one.takes_text and one.type not in FOOTERS]
        plain = TemplateBoxes(self.size, self.family, None)
        bodies = [one for one in texts if plain.is_body(one)]
        body = max(bodies, key=lambda one: one.frame.area, default=None)
        heading = next((one.title for one in (sheet, *self.sheets) if one.title is not None), None)
        return TemplateBoxes(self.size, self.family, body, heading)

    def cast(self) -> Cast:
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
        family = body.family if body is not None and body.family else self.family
        return Cast(made, {}, tuple(lacking), ink, ground, shades, family, restless)

    def _ink(self, figure: Layout) -> tuple[str, str, Palette, bool]:
        """Return the colours of text, and behind it, where figures stand, and all colours there."""
        sheet = next(one for one in self.sheets if one.at == figure.at)
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
        for sheet in self.sheets if self._isours() else ():
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
        return 2 * len({sheet.name for sheet in self.sheets} & {*LAYOUTS}) > len(LAYOUTS)

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

    # --- which sheet --------------------------------------------------------------------------

    @cached_property
    def text_sheet(self) -> TemplateLayout:
        """Return the layout for a title and text: the one of most room; a cover never, if it can.

        One with a single placeholder for text is taken first where its room is about as large.
        """
        inner = [one for one in self.sheets if not _is_cover(one)] or list(self.sheets)
        fitting = [one for one in inner if self._fits_text(one)]
        if not fitting:
            titled = [one for one in inner if one.title is not None]
            bare = [one for one in titled if not one.contents and not self._is_statement(one)]
            high = [one for one in bare if one.title and self._is_high(one.title)]
            headed = [one for one in inner if one.has_heading and self._has_large_text(one)]
            headed.sort(key=lambda one: -_room_of(one))
            return next(iter((*high, *headed, *bare, *titled, *inner)))
        known = sorted(fitting, key=lambda one: (not _is_plain(one), -_room_of(one)))
        rooms = {one.at: self._free_room(one) for one in known[:MOST_LOOKED_AT]}
        shown = [one for one in known if one.at in rooms]
        most = max(rooms.values())
        plain = [one for one in shown if _is_plain(one) and rooms[one.at] >= ENOUGH * most]
        typed = [one for one in plain if one.type in ("obj", "tx")]
        return next(iter((*typed, *plain, *sorted(shown, key=lambda one: -rooms[one.at]))))

    def _free_room(self, sheet: TemplateLayout) -> int:
        """Return the area for text of a layout that is free of artwork."""
        largest = max(_texts(sheet), key=lambda one: one.frame.area)
        return TemplateBoxes(self.size, self.family, None).usable(sheet, largest).area

    def _fits_text(self, sheet: TemplateLayout) -> bool:
        return sheet.title is not None and self._has_large_text(sheet)

    def _is_statement(self, sheet: TemplateLayout) -> bool:
        """Return whether a layout's title takes so much of the slide that nothing else has room."""
        title = sheet.title
        return title is not None and title.frame.height.emu * 2 > self.size.height.emu

    def _is_high(self, title: TemplatePlaceholder) -> bool:
        """Return whether a title leaves most of the slide below or above it."""
        place, high = title.frame, self.size.height.emu
        return place.bottom.emu * 5 < high * 2 or place.top.emu * 5 > high * 3

    def _has_large_text(self, sheet: TemplateLayout) -> bool:
        return any(one.is_large(self.size.width, self.size.height) for one in _texts(sheet))

    def _beside(self, count: int) -> TemplateLayout | None:
        """Return a layout with a title over `count` placeholders for text, side by side.

        None where text could be read on none of them, but on the layout for text.
        """
        found = next(self._all_beside(count), None)
        if found is None or self._is_calm(found) or not self._is_calm(self.text_sheet):
            return found
        return next(filter(self._is_calm, self._all_beside(count)), None)

    def _is_calm(self, sheet: TemplateLayout) -> bool:
        """Return whether text can be read in its placeholders without a ground of its own."""
        holders = [one for one in (sheet.title, *self._side(sheet)) if one is not None]
        boxes = (self.boxes.box(LIKE, one, self.boxes.usable(sheet, one), sheet) for one in holders)
        return not any(one.fill or one.unreadable for one in boxes)

    def _all_beside(self, count: int) -> Iterator[TemplateLayout]:
        for sheet in self.sheets:
            large = self._side(sheet)
            if sheet.title is None or len(large) != count or not _is_over(sheet.title, large):
                continue
            rights = [one.frame.left.emu + one.frame.width.emu for one in large]
            lefts = [one.frame.left.emu for one in large[1:]]
            side = all(right <= left for right, left in zip(rights, lefts, strict=False))
            widths = sorted(one.frame.width.emu for one in large)
            even = widths[-1] <= MOST_UNEVEN * widths[0]
            if side and even and widths[0] * 5 >= self.size.width.emu and not _is_cover(sheet):
                yield sheet

    def _side(self, sheet: TemplateLayout) -> list[TemplatePlaceholder]:
        large = [
            one
            for one in sheet.contents
            if one.takes_text and one.frame.height.emu * 4 >= self.size.height.emu
        ]
        return sorted(large, key=lambda one: one.frame.left.emu)

    def _cover(self, name: str) -> TemplateLayout | None:
        """Return the layout that plays a cover: by its type, else by its name."""
        titled = [one for one in self.sheets if one.title is not None]
        typed = {"Title": "title", "Section": "secHead", "Closing": ""}[name]
        called = {"Title": names_opening, "Section": names_section, "Closing": names_closing}[name]
        found = [one for one in titled if one.type == typed and typed]
        found += [one for one in titled if called(one.name)]
        if name == "Title":
            found += [one for one in titled if one.title and one.title.type == "ctrTitle"]
            found += [one for one in titled if any(x.type == "subTitle" for x in one.holders)]
        if name == "Closing":
            found += [one for one in titled if one.type == "secHead" and _texts(one)]
        found += [one for one in self.sheets if called(one.name) and self._takes_title(one)]
        return next(iter(found), None)

    def _takes_title(self, sheet: TemplateLayout) -> bool:
        """Return whether a layout is free where its master has titles, which it has no place for.

        One that draws a title of its own there, in words, is for people to write over.
        """
        place = on_slide(sheet.heading.frame, self.size)
        return sheet.has_heading and sheet.backdrop.is_clear(area_of(place))

    # --- whole layouts ------------------------------------------------------------------------

    def _opening(self, name: str) -> tuple[Layout, bool]:
        """Return the layout that opens a talk, and whether one is made for it."""
        found = self._cover(name)
        sheet = found or self.text_sheet
        return self.boxes.layout(name, sheet, self._opening_boxes(sheet)), found is not None

    def _pictured(self) -> Layout | None:
        """Return the layout that opens a talk with a picture beside its texts, None for none."""
        ours = our_box(PICTURED, Role.PICTURE)
        first = self._cover("Title")
        others = [one for one in self.sheets if _is_cover(one) and one.type != "secHead"]
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
            for one in _texts(sheet)
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
        found = self._cover(name)
        if found is None:
            return self._plain_cover(name), False
        ours, title = our_box(name, Role.CONTENT), self.boxes.title(found)
        texts = [one for one in _texts(found) if one.frame.height >= LEAST_LINE]
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
        found = self._beside(len(texts))
        sheet = found or self.text_sheet
        side = self._side(sheet) if found else self._main(sheet)
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
        if not frames and self._is_statement(sheet):
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

    def _main(self, sheet: TemplateLayout) -> list[TemplatePlaceholder]:
        """Return the largest placeholder for text of a layout, as a list of one or none."""
        return sorted(_texts(sheet), key=lambda one: -one.frame.area)[:1]

    def _comparison(self, name: str) -> Layout | None:
        """Return the layout with two columns and a head over each, None where there is none."""
        for sheet in self.sheets:
            side = self._side(sheet)
            rest = [one for one in sheet.contents if one.type == "body" and one not in side]
            heads = sorted(rest, key=lambda one: one.frame.left.emu)
            if sheet.title is None or len(side) != len(heads) or len(side) != 2:
                continue
            is_headed = all(_is_over(head, [one]) for head, one in zip(heads, side, strict=True))
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
        ours, sheet = LAYOUTS[name], self.text_sheet
        holder = next(iter(self._main(sheet)), None)
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


LEAST_LINE = inches(0.25)
"""The height of a line of 15 points: what is lower is no place for text."""


def _is_cover(sheet: TemplateLayout) -> bool:
    """Return whether a layout opens a talk, begins a part of it, or ends it."""
    if sheet.type in ("title", "secHead"):
        return True
    if sheet.type in CONTENT_TYPES:
        return False
    by_name = (names_opening(sheet.name), names_section(sheet.name), names_closing(sheet.name))
    return any(by_name) or (sheet.title is not None and sheet.title.type == "ctrTitle")


CONTENT_TYPES = ("obj", "tx", "twoObj", "twoTxTwoObj", "objTx", "txAndObj", "tbl", "picTx")
"""Types of layouts that hold content, whatever they are called (19.7.15)."""


def _is_covered(frame: Frame, title: Frame) -> bool:
    """Return whether a title takes so much of a placeholder that its text would stand on it."""
    return frame.overlap(title) * 10 > min(frame.area, title.area)


def _texts(sheet: TemplateLayout) -> list[TemplatePlaceholder]:
    """Return the placeholders of a layout that take text, in their order."""
    return [one for one in sheet.holders if one.takes_text]


def _is_plain(sheet: TemplateLayout) -> bool:
    """Return whether a layout holds one placeholder for content, beside title and feet."""
    return len([one for one in sheet.contents if one.type not in FOOTERS]) == 1


def _room_of(sheet: TemplateLayout) -> int:
    return max(one.frame.area for one in _texts(sheet))


def _room(cast: Cast) -> int:
    """Return the area for text on a slide, in square EMU."""
    box = cast.layouts["Text"].box(Role.CONTENT)
    return box.frame.area if box is not None else 0


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


def _is_over(title: TemplatePlaceholder, large: Sequence[TemplatePlaceholder]) -> bool:
    """Return whether a title stands above placeholders, at least as wide as the widest of them."""
    top = min(one.frame.top.emu for one in large)
    widest = max(one.frame.width.emu for one in large)
    return title.frame.top.emu < top and title.frame.width.emu >= widest
