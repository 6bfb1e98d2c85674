"""Chooses among the layouts of one master: the one for text, those of columns, and covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.deck.design.layout_names import names_closing, names_opening, names_section
from reportgen.deck.design.template_boxes import TemplateBoxes, our_box
from reportgen.deck.design.template_frames import on_slide
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
)
from reportgen.deck.model import Role
from reportgen.document import Size

MOST_UNEVEN = 2.0
"""By how much one column may be wider than another: more is a text and its margin."""
ENOUGH = 0.6
"""The share of the largest room for text with which a layout of one placeholder is taken first."""
MOST_LOOKED_AT = 6
"""Of so many layouts it is looked at what is free: painting a hundred takes seconds."""
LIKE = our_box("Text", Role.CONTENT)


@dataclass(frozen=True)
class LayoutChoice:
    """The layouts of one master, for slides of a size whose running text is set in `family`."""

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

    @cached_property
    def text_sheet(self) -> TemplateLayout:
        """Return the layout for a title and text: the one of most room; a cover never, if it can.

        One with a single placeholder for text is taken first where its room is about as large.
        """
        inner = [one for one in self.sheets if not is_cover(one)] or list(self.sheets)
        fitting = [one for one in inner if self._fits_text(one)]
        if not fitting:
            titled = [one for one in inner if one.title is not None]
            bare = [one for one in titled if not one.contents and not self.is_statement(one)]
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
        largest = max(text_holders(sheet), key=lambda one: one.frame.area)
        return TemplateBoxes(self.size, self.family, None).usable(sheet, largest).area

    def _fits_text(self, sheet: TemplateLayout) -> bool:
        return sheet.title is not None and self._has_large_text(sheet)

    def is_statement(self, sheet: TemplateLayout) -> bool:
        """Return whether a layout's title takes so much of the slide that nothing else has room."""
        title = sheet.title
        return title is not None and title.frame.height.emu * 2 > self.size.height.emu

    def _is_high(self, title: TemplatePlaceholder) -> bool:
        """Return whether a title leaves most of the slide below or above it."""
        place, high = title.frame, self.size.height.emu
        return place.bottom.emu * 5 < high * 2 or place.top.emu * 5 > high * 3

    def _has_large_text(self, sheet: TemplateLayout) -> bool:
        return any(one.is_large(self.size.width, self.size.height) for one in text_holders(sheet))

    def beside(self, count: int) -> TemplateLayout | None:
        """Return a layout with a title over `count` placeholders for text, side by side.

        None where text could be read on none of them, but on the layout for text.
        """
        found = next(self._all_beside(count), None)
        if found is None or self._is_calm(found) or not self._is_calm(self.text_sheet):
            return found
        return next(filter(self._is_calm, self._all_beside(count)), None)

    def _is_calm(self, sheet: TemplateLayout) -> bool:
        """Return whether text can be read in its placeholders without a ground of its own."""
        holders = [one for one in (sheet.title, *self.side(sheet)) if one is not None]
        boxes = (self.boxes.box(LIKE, one, self.boxes.usable(sheet, one), sheet) for one in holders)
        return not any(one.fill or one.unreadable for one in boxes)

    def _all_beside(self, count: int) -> Iterator[TemplateLayout]:
        for sheet in self.sheets:
            large = self.side(sheet)
            if sheet.title is None or len(large) != count or not stands_over(sheet.title, large):
                continue
            rights = [one.frame.left.emu + one.frame.width.emu for one in large]
            lefts = [one.frame.left.emu for one in large[1:]]
            side = all(right <= left for right, left in zip(rights, lefts, strict=False))
            widths = sorted(one.frame.width.emu for one in large)
            even = widths[-1] <= MOST_UNEVEN * widths[0]
            if side and even and widths[0] * 5 >= self.size.width.emu and not is_cover(sheet):
                yield sheet

    def side(self, sheet: TemplateLayout) -> list[TemplatePlaceholder]:
        large = [
            one
            for one in sheet.contents
            if one.takes_text and one.frame.height.emu * 4 >= self.size.height.emu
        ]
        return sorted(large, key=lambda one: one.frame.left.emu)

    def cover(self, name: str) -> TemplateLayout | None:
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
            found += [one for one in titled if one.type == "secHead" and text_holders(one)]
        found += [one for one in self.sheets if called(one.name) and self._takes_title(one)]
        return next(iter(found), None)

    def _takes_title(self, sheet: TemplateLayout) -> bool:
        """Return whether a layout is free where its master has titles, which it has no place for.

        One that draws a title of its own there, in words, is for people to write over.
        """
        place = on_slide(sheet.heading.frame, self.size)
        return sheet.has_heading and sheet.backdrop.is_clear(area_of(place))

    def main(self, sheet: TemplateLayout) -> list[TemplatePlaceholder]:
        """Return the largest placeholder for text of a layout, as a list of one or none."""
        return sorted(text_holders(sheet), key=lambda one: -one.frame.area)[:1]


def is_cover(sheet: TemplateLayout) -> bool:
    """Return whether a layout opens a talk, begins a part of it, or ends it."""
    if sheet.type in ("title", "secHead"):
        return True
    if sheet.type in CONTENT_TYPES:
        return False
    by_name = (names_opening(sheet.name), names_section(sheet.name), names_closing(sheet.name))
    return any(by_name) or (sheet.title is not None and sheet.title.type == "ctrTitle")


CONTENT_TYPES = ("obj", "tx", "twoObj", "twoTxTwoObj", "objTx", "txAndObj", "tbl", "picTx")
"""Types of layouts that hold content, whatever they are called (19.7.15)."""


def text_holders(sheet: TemplateLayout) -> list[TemplatePlaceholder]:
    """Return the placeholders of a layout that take text, in their order."""
    return [one for one in sheet.holders if one.takes_text]


def _is_plain(sheet: TemplateLayout) -> bool:
    """Return whether a layout holds one placeholder for content, beside title and feet."""
    return len([one for one in sheet.contents if one.type not in FOOTERS]) == 1


def _room_of(sheet: TemplateLayout) -> int:
    return max(one.frame.area for one in text_holders(sheet))


def stands_over(title: TemplatePlaceholder, large: Sequence[TemplatePlaceholder]) -> bool:
    """Return whether a title stands above placeholders, at least as wide as the widest of them."""
    top = min(one.frame.top.emu for one in large)
    widest = max(one.frame.width.emu for one in large)
    return title.frame.top.emu < top and title.frame.width.emu >= widest
