"""Gives the layouts of any template their roles: which of them plays which of ours.

They are told by the layout's type, the types of its placeholders and where these stand, never by
names in a language or by order. What a template lacks is made of its layout for text: parts of its
frame, as text boxes where it has no placeholder. A layout with the very name and placeholders of
one of ours is that one, edited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_boxes import (
    STEP,
    STRIP_GAP,
    TemplateBoxes,
    our_box,
)
from reportgen.deck.design.template_layouts import FOOTERS, TemplateLayout, TemplatePlaceholder
from reportgen.deck.model import GAP, OURS_ALONE, SMALLEST, Frame, Layout, Placeholder, Role, around
from reportgen.document import Size, inches

FIGURE_SHARE = 0.62
"""How much of the width a figure takes that has text beside it."""
TITLES = (28.0, 24.0, 20.0)
OPENINGS = (40.0, 34.0, 28.0, 24.0, 20.0)
SUBTITLES = (20.0, 18.0, 16.0, 14.0)
MUCH_MORE = 1.5
COVERS = ("Title", "Section", "Closing")
NEEDED = frozenset(Role) - {
    Role.SOURCE, Role.FOOTER, Role.SLIDE_NUMBER, Role.META, Role.PART, Role.AFTER
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """Which layout plays each role, and the layouts that a slide may name besides."""

    layouts: Mapping[str, Layout]
    named: Mapping[str, Layout]
    lacking: tuple[str, ...]
    """The roles that no layout of the template is made for."""
    ink: str
    """The colour of text on its slides: a name of the colour map, or `#rrggbb`."""


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
    best = casts[0]
    for other in casts[1:]:
        has_more = len(other.lacking) < len(best.lacking)
        has_room = other.lacking == best.lacking and _room(other) > MUCH_MORE * _room(best)
        if has_more or has_room:
            best = other
    covers = {name: casts[0].layouts[name] for name in COVERS}
    everyone = _MasterCasting(sheets, size, family)
    named = {
        one.name: everyone.as_named(one) for one in reversed(sheets) if one.name not in LAYOUTS
    }
    own = dict(reversed(named.items()))
    return replace(best, layouts={**best.layouts, **covers}, named=own)


@dataclass(frozen=True, slots=True)
class _MasterCasting:
    """The layouts of one master."""

    sheets: Sequence[TemplateLayout]
    size: Size
    family: str

    @property
    def boxes(self) -> TemplateBoxes:
        return TemplateBoxes(self.size, self.family, self._ink())

    def cast(self) -> Cast:
        made: dict[str, Layout] = {}
        lacking: list[str] = []
        for name in LAYOUTS:
            edited = self._edited(name)
            if edited is not None:
                made[name] = edited
                continue
            if name in OURS_ALONE:
                continue
            made[name], suits = self._made(name)
            if not suits:
                lacking.append(name)
        return Cast(made, {}, tuple(lacking), self._ink())

    def _ink(self) -> str:
        """Return the colour of running text, where that is not what the colour map says it is."""
        shown = (one for one in self._text_sheet().contents if one.shown and one.color)
        return next((one.color for one in shown), "tx1")

    def _edited(self, name: str) -> Layout | None:
        """Return our own layout as someone has edited it, None where it is not there."""
        ours = LAYOUTS[name]
        for sheet in self.sheets if self._isours() else ():
            by_place = {(one.type, one.idx): one for one in sheet.holders}
            found = {box.name: by_place.get((box.type, box.idx)) for box in ours.boxes}
            whole = all(found[box.name] for box in ours.boxes if box.role in NEEDED)
            if sheet.name == name and whole:
                boxes = [
                    self.boxes.box(
                        replace(box, sizes=_as_edited(box, holder)), holder, holder.frame
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

    def _text_sheet(self) -> TemplateLayout:
        """Return the layout for a title and text: by its type, else by what it holds."""
        typed = [one for one in self.sheets if one.type in ("obj", "tx") and self._fits_text(one)]
        single = [one for one in self.sheets if self._fits_text(one) and len(one.contents) == 1]
        bare = [one for one in self.sheets if one.title is not None and not one.contents]
        titled = [one for one in self.sheets if one.title is not None]
        return next(iter((*typed, *single, *bare, *titled, *self.sheets)))

    def _fits_text(self, sheet: TemplateLayout) -> bool:
        return sheet.title is not None and any(
            one.takes_text and one.is_large(self.size.width, self.size.height)
            for one in sheet.contents
        )

    def _beside(self, count: int) -> TemplateLayout | None:
        """Return a layout with a title over `count` placeholders for text, side by side."""
        for sheet in self.sheets:
            large = self._side(sheet)
            if sheet.title is None or len(large) != count or not _is_over(sheet.title, large):
                continue
            rights = [one.frame.left.emu + one.frame.width.emu for one in large]
            lefts = [one.frame.left.emu for one in large[1:]]
            if all(right <= left for right, left in zip(rights, lefts, strict=False)):
                return sheet
        return None

    def _side(self, sheet: TemplateLayout) -> list[TemplatePlaceholder]:
        large = [
            one
            for one in sheet.contents
            if one.takes_text and one.frame.height.emu * 4 >= self.size.height.emu
        ]
        return sorted(large, key=lambda one: one.frame.left.emu)

    # --- whole layouts ------------------------------------------------------------------------

    def _opening(self, name: str) -> tuple[Layout, bool]:
        typed = [one for one in self.sheets if one.type == "title" and one.title is not None]
        central = [
            one for one in self.sheets if one.title is not None and one.title.type == "ctrTitle"
        ]
        under = [one for one in self.sheets if any(x.type == "subTitle" for x in one.holders)]
        found = next(iter((*typed, *central, *under)), None)
        sheet = found or self._text_sheet()
        title = self.boxes.title(sheet, OPENINGS)
        below = next((one for one in sheet.holders if one.type in ("subTitle", "body", "")), None)
        ours = replace(our_box(name, Role.SUBTITLE), sizes=SUBTITLES)
        frame = below.frame if below is not None else self.boxes.area(sheet)
        return self.boxes.layout(
            name, sheet, [title, self.boxes.box(ours, below, frame)]
        ), found is not None

    def _section(self, name: str) -> tuple[Layout, bool]:
        heads = [one for one in self.sheets if one.type == "secHead" and one.title is not None]
        ours = our_box(name, Role.CONTENT)
        for sheet in heads:
            below = next((one for one in sheet.contents if one.takes_text), None)
            room = name == "Section" or (
                below is not None and below.frame.height.emu * 5 >= self.size.height.emu
            )
            if below is not None and room:
                boxes = [
                    self.boxes.title(sheet, OPENINGS),
                    self.boxes.box(ours, below, below.frame),
                ]
                return self.boxes.layout(name, sheet, boxes), True
        if name == "Section" and heads:
            return self.boxes.layout(name, heads[0], [self.boxes.title(heads[0], OPENINGS)]), True
        layout, _ = self._body(name)
        return layout, False

    def _columns(self, name: str) -> tuple[Layout, bool]:
        """Return a layout of columns, which a comparison has heads above."""
        ours = LAYOUTS[name]
        texts = [box for box in ours.boxes if box.role in (Role.PICTURE, Role.CONTENT)]
        found = self._beside(len(texts))
        sheet = found or self._text_sheet()
        side = self._side(sheet)
        whole = around([one.frame for one in side]) if side else self.boxes.area(sheet)
        suits = found is not None
        if suits and name not in ("Figure and text",):
            frames = [one.frame for one in side]
        else:
            shares = (FIGURE_SHARE, 1 - FIGURE_SHARE) if name == "Figure and text" else ()
            frames = _parted(whole, len(texts), shares)
        if name == "Sources":
            frames = [self.boxes.to_the_foot(sheet, one) for one in frames]
        holders = [*side, *[None] * len(texts)] if suits else [*side[:1], *[None] * len(texts)]
        boxes = [self.boxes.title(sheet, TITLES)]
        heads = ours.all(Role.HEAD)
        if heads:
            boxes += [
                self.boxes.box(head, None, Frame(one.left, one.top, one.width, head.frame.height))
                for head, one in zip(heads, frames, strict=True)
            ]
            top = heads[0].frame.height + STRIP_GAP
            frames = [one.rows(top, one.height - top) for one in frames]
        boxes += [
            self.boxes.box(box, holder, frame)
            for box, holder, frame in zip(texts, holders, frames, strict=False)
        ]
        return self.boxes.layout(name, sheet, _in_order(boxes, ours)), suits

    def _comparison(self, name: str) -> Layout | None:
        """Return the layout with two columns and a head over each, None where there is none."""
        for sheet in self.sheets:
            side = self._side(sheet)
            rest = [one for one in sheet.contents if one.type == "body" and one not in side]
            heads = sorted(rest, key=lambda one: one.frame.left.emu)
            if sheet.title is None or len(side) != len(heads) or len(side) != 2:
                continue
            if all(_is_over(head, [one]) for head, one in zip(heads, side, strict=True)):
                ours = LAYOUTS[name]
                pairs = zip(ours.all(Role.HEAD), heads, strict=True)
                bodies = zip(ours.all(Role.CONTENT), side, strict=True)
                boxes = [self.boxes.box(box, one, one.frame) for box, one in (*pairs, *bodies)]
                title = self.boxes.title(sheet, TITLES)
                return self.boxes.layout(name, sheet, [title, *_in_order(boxes, ours)])
        return None

    def _body(self, name: str) -> tuple[Layout, bool]:
        """Return a layout of one frame, or of frames one under the other."""
        ours, sheet = LAYOUTS[name], self._text_sheet()
        holder = next((one for one in sheet.contents if one.takes_text), None)
        area = holder.frame if holder is not None else self.boxes.area(sheet)
        main = [box for box in ours.boxes if box.role in MAIN]
        frames = _stacked(area, [box.frame for box in main])
        text = next((box for box in main if box.role in (Role.CONTENT, Role.QUOTE)), main[0])
        boxes = [
            self.boxes.box(box, holder if box is text else None, frame)
            for box, frame in zip(main, frames, strict=True)
        ]
        known = sheet.title is not None and holder is not None
        return self.boxes.layout(name, sheet, [self.boxes.title(sheet, TITLES), *boxes]), known

    def as_named(self, sheet: TemplateLayout) -> Layout:
        """Return a layout as it is: its title, and a box for each placeholder."""
        boxes = [self.boxes.title(sheet, TITLES)]
        for holder in sheet.contents:
            if holder.type in FOOTERS:
                continue
            role = {"pic": Role.PICTURE, "tbl": Role.TABLE}.get(holder.type, Role.CONTENT)
            like = our_box("Text", Role.CONTENT)
            boxes.append(
                self.boxes.box(replace(like, name=holder.name, role=role), holder, holder.frame)
            )
        under = next((one for one in sheet.holders if one.type == "subTitle"), None)
        if under is not None:
            boxes.append(self.boxes.box(our_box("Title", Role.SUBTITLE), under, under.frame))
        return self.boxes.layout(sheet.name, sheet, boxes, sources=True)


MAIN = (Role.CONTENT, Role.PICTURE, Role.TABLE, Role.NUMBER, Role.QUOTE, Role.ATTRIBUTION)


def _room(cast: Cast) -> int:
    """Return the area for text on a slide, in square EMU."""
    box = cast.layouts["Text"].box(Role.CONTENT)
    return box.frame.area if box is not None else 0


def _in_order(boxes: Sequence[Placeholder], ours: Layout) -> list[Placeholder]:
    """Return boxes in the reading order of our layout."""
    names = [box.name for box in ours.boxes]
    return sorted(boxes, key=lambda box: names.index(box.name))


def _as_edited(ours: Placeholder, holder: TemplatePlaceholder) -> tuple[float, ...]:
    """Return the sizes of one of our boxes, whose first may have been edited."""
    if holder.size == ours.sizes[0]:
        return ours.sizes
    least = min(SMALLEST, *ours.sizes)
    return tuple(max(least, round(holder.size * step)) for step in (1.0, STEP))


def _is_over(title: TemplatePlaceholder, large: Sequence[TemplatePlaceholder]) -> bool:
    """Return whether a title stands above placeholders, at least as wide as the widest of them."""
    top = min(one.frame.top.emu for one in large)
    widest = max(one.frame.width.emu for one in large)
    return title.frame.top.emu < top and title.frame.width.emu >= widest


def _parted(whole: Frame, count: int, shares: Sequence[float]) -> list[Frame]:
    """Return columns of a frame, as wide as `shares` say or all alike."""
    room = whole.width - inches(GAP) * (count - 1)
    found: list[Frame] = []
    left = whole.left
    for at in range(count):
        width = room * (shares[at] if shares else 1 / count)
        found.append(Frame(left, whole.top, width, whole.height))
        left = left + width + inches(GAP)
    return found


def _stacked(area: Frame, ours: Sequence[Frame]) -> list[Frame]:
    """Return frames in `area` that share its height as `ours` share theirs."""
    whole = around(ours)
    scale = area.height.emu / whole.height.emu
    return [
        Frame(area.left, area.top + (one.top - whole.top) * scale, area.width, one.height * scale)
        for one in ours
    ]
