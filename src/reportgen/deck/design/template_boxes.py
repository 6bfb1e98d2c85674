"""The boxes of ours in anyone's template: in its placeholders, or free where it has none.

What is free looks as the template's own body text does. Nothing stands on the template's artwork,
and where its colour of text does not stand out from what is behind, another of its colours does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportgen.contrast import TEXT_CONTRAST, contrast, least_contrast
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
    frame_of,
)
from reportgen.deck.model import SLIDE, SMALLEST, Frame, Layout, Level, Placeholder, Role, around
from reportgen.document import Length, Size, inches
from reportgen.openxml.backdrop import LEAST_SHARE, Backdrop

STRIP = inches(0.42)
"""The height of the source line: two lines of 12 points."""
STRIP_GAP = inches(0.06)
STEPS = (1.0, 5 / 6, 0.7)
COVER_STEPS = (*STEPS, 0.6, 0.5, 0.42)
TITLE_STEPS = (1.0, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58, 0.52)
SMALL_TITLES = (44.0, 36.0, 32.0, 28.0, 24.0, 20.0)
LEAST_TITLE = 20.0
LEAST_FOOT = 10.0
DIGITS = 1.75
"""How wide three digits are, in em."""
LEAST_PART = 0.5
"""The share of a placeholder that has to be free of artwork, if text is to keep to that part."""
LEAST_TITLE_PART = 0.4
LEAST_BODY = inches(1.6)
MOST_PLAIN = 24.0
"""The size of text of which only the master says how large it is."""
EVERYWHERE = 0.01
"""The share of a smooth ground that may have less contrast: its text may be at its worst end."""
NAMES = ("tx1", "bg1", "tx2", "bg2")
"""The colours of text that a template has, in the order in which they are tried."""
BARS = 8
"""By how many of them at least a slide is higher than a placeholder for a line or two."""
STRETCHED = 1.5
"""By how much a placeholder with a fill of its own may grow and still look as its owner has it."""
SLIGHT = 0.35
"""How much of a slide's height a title that stands free may take, its content left below."""
HEADED = (Role.HEAD, Role.NUMBER)
CONTENTS = frozenset(Role) - {Role.TITLE, Role.FOOTER, Role.SLIDE_NUMBER}


def our_box(layout: str, role: Role) -> Placeholder:
    """Return the box of a role in a layout of our own, which has one."""
    found = LAYOUTS[layout].box(role)
    assert found is not None, "our layouts are a constant"
    return found


@dataclass(frozen=True, slots=True)
class TemplateBoxes:
    """Boxes on slides of a size, whose running text is set in `family` and looks as `body`'s."""

    size: Size
    family: str
    body: TemplatePlaceholder | None
    heading: TemplatePlaceholder | None = None
    _usable: dict[tuple[int, int], Frame] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """How many times as wide as ours slides are, where they are wider."""
        return max(1.0, self.size.width.emu / SLIDE.width.emu)

    @property
    def strip(self) -> Length:
        """The height of the source line."""
        return STRIP * self.scale

    @property
    def edge(self) -> Length:
        return self.size.width * 0.05

    def title(self, sheet: TemplateLayout) -> Placeholder:
        """Return the box of a title; where the layout has none, at the top of the slide."""
        ours = replace(our_box("Text", Role.TITLE), lines=0)
        holder = sheet.title
        if holder is not None:
            box = self.box(ours, holder, self.usable(sheet, holder), sheet)
            least = self._least_title(holder)
            spare = self._spare(sheet, holder, box.frame)
            if spare is None and least != holder.frame:
                spare = least
            return replace(box, spare=spare)
        frame = self._free_title(sheet)
        box = self.box(
            replace(ours, bold=True), None, frame, sheet, like=self.heading or sheet.heading
        )
        return replace(box, type="title", idx=0, free=False, moved=True)

    def _free_title(self, sheet: TemplateLayout) -> Frame:
        """Return where a title stands that its layout has no placeholder for.

        That is where its master has titles, else at the top, else where the slide is free.
        """
        edge = self.edge
        wide, high = self.size.width - edge * 2, self.size.height * 0.14
        top = Frame(edge, edge * 0.7, wide, high)
        for wanted in (on_slide(sheet.heading.frame, self.size), top):
            part = frame_of(sheet.backdrop.clear_part(area_of(wanted)))
            if part.area * 2 > wanted.area and part.height >= self.strip:
                return part
        whole = Frame(edge, top.top, wide, self.size.height - edge - top.top)
        free = frame_of(sheet.backdrop.clear_part(area_of(whole)))
        if free.height < high * 2 or free.width.emu * 2 < self.size.width.emu:
            return top
        return replace(free, height=high)

    def _spare(
        self, sheet: TemplateLayout, holder: TemplatePlaceholder, frame: Frame
    ) -> Frame | None:
        """Return a larger frame for a title: free of artwork and of the other placeholders."""
        others = [
            area_of(one.place) for one in sheet.holders if one is not holder and one.type != "dt"
        ]
        if any(frame_of(one).overlap(frame) for one in others):
            return None
        room = self.size.height * SLIGHT
        top = Length(max(self.edge.emu // 3, frame.top.emu - room.emu))
        bottom = Length(min((self.size.height - self.edge).emu, (frame.bottom + room).emu))
        if any(one.type not in FOOTERS and one.frame.bottom <= frame.top for one in sheet.holders):
            top = frame.top
        within = Frame(frame.left, top, frame.width, bottom - top)
        part = frame_of(sheet.behind(holder).clear_part(area_of(within), others))
        is_around = part.top <= frame.top and part.bottom >= frame.bottom
        return (
            part
            if part.area * 10 > frame.area * 11 and (is_around or part.width == frame.width)
            else None
        )

    def box(
        self,
        ours: Placeholder,
        holder: TemplatePlaceholder | None,
        frame: Frame,
        sheet: TemplateLayout,
        like: TemplatePlaceholder | None = None,
        *,
        on_cover: bool = False,
    ) -> Placeholder:
        """Return one of our boxes in a placeholder, or free where there is none.

        On a cover its text may be much smaller than the template has it.
        """
        if holder is None or _outgrows(frame, holder):
            return self._free(ours, frame, sheet, like or self.like(sheet), on_cover=on_cover)
        box = Placeholder(
            name=ours.name,
            role=ours.role,
            type=holder.type,
            idx=holder.idx,
            frame=frame,
            sizes=_sizes(ours.role, holder.size, frame, self.scale, on_cover=on_cover),
            color=holder.color if holder.shown or sheet.has_own_colors else "",
            bold=holder.bold,
            italic=holder.italic,
            align=holder.align if holder.shown else "",
            bullets=ours.bullets and holder.bullets,
            lines=ours.lines if ours.role is Role.NUMBER else 0,
            family=holder.family,
            caps=holder.caps,
            moved=frame != holder.frame or on_slide(holder.place, self.size) != holder.place,
            inherits=True,
            levels=holder.levels,
            style=holder.style,
            written=holder.shown,
            scale=self.scale,
        )
        own = holder.colors if ours.bullets else holder.colors[:1]
        behind = sheet.behind(holder, frame)
        found = readable(box, own, sheet, behind)
        if not found.color and holder.is_gradient and not _is_black_readable(box, behind):
            return replace(found, color=holder.color)
        return found

    def like(self, sheet: TemplateLayout) -> TemplatePlaceholder:
        """Return the placeholder whose text made boxes look like: the layout's own, or the body.

        Where the template has none, it is how its master sets text.
        """
        own = [
            one
            for one in sheet.contents
            if one.takes_text and one.type not in FOOTERS and self.is_body(one)
        ]
        if sheet.type in ("title", "secHead") or not own:
            return self.body or next(iter(own), sheet.plain)
        return max(own, key=lambda one: one.frame.area)

    def is_body(self, holder: TemplatePlaceholder) -> bool:
        """Return whether a placeholder is for running text: no bar of a line or two."""
        return holder.frame.height.emu * BARS >= self.size.height.emu

    def _free(
        self,
        ours: Placeholder,
        frame: Frame,
        sheet: TemplateLayout,
        like: TemplatePlaceholder,
        *,
        on_cover: bool,
    ) -> Placeholder:
        """Return a box of its own, which looks as a placeholder does."""
        bullets = ours.bullets and like.bullets
        own = like.size if like is not sheet.plain else min(like.size, MOST_PLAIN * self.scale)
        sizes = _sizes(ours.role, own, frame, self.scale, on_cover=on_cover)
        box = Placeholder(
            name=ours.name,
            role=ours.role,
            type="",
            idx=0,
            frame=frame,
            sizes=sizes,
            color="",
            bold=like.bold or ours.role in HEADED,
            italic=like.italic,
            bullets=bullets,
            anchor=ours.anchor,
            align="" if like.align in ("", "l", "r", "just") else "l",
            lines=ours.lines if ours.role is Role.NUMBER else 0,
            family=like.family,
            caps=like.caps,
            free=True,
            levels=tuple(_legible(one, marked=bullets) for one in like.levels),
            style=like.style,
            scale=self.scale,
        )
        if ours.role is Role.NUMBER:
            accent, behind = sheet.palette.named("accent1"), sheet.backdrop
            if behind.is_restless(area_of(frame)):
                accent = ""
            if accent and behind.contrast(accent, area_of(frame)) >= least_contrast(sizes[-1]):
                return replace(box, color="accent1")
        colors = like.colors if ours.bullets else like.colors[:1]
        return readable(box, colors, sheet, sheet.backdrop)

    def usable(self, sheet: TemplateLayout, holder: TemplatePlaceholder) -> Frame:
        """Return the part of a placeholder that is free: of artwork, title, footers.

        All of it where no large part of it is.
        """
        key = sheet.at, holder.idx
        if key not in self._usable:
            self._usable[key] = self._usable_part(sheet, holder)
        return self._usable[key]

    def _least_title(self, title: TemplatePlaceholder) -> Frame:
        """Return the frame of a title with the height of two small lines at least."""
        frame = title.frame
        short = Length(max(0, round(LEAST_TITLE * 1.36 * 2 * 12_700) - frame.height.emu))
        if frame.height.emu * 2 < short.emu * 3 and frame.bottom.emu * 2 < self.size.height.emu:
            return replace(frame, height=frame.height + short)
        return frame

    def _usable_part(self, sheet: TemplateLayout, holder: TemplatePlaceholder) -> Frame:
        frame, behind = on_slide(holder.frame, self.size), sheet.behind(holder)
        title = sheet.title
        taken = [
            area_of(one.frame)
            for one in sheet.holders
            if one is not holder and one.type in ("ftr", "sldNum") and _is_inside(one.frame, frame)
        ]
        if title is not holder and holder.type not in FOOTERS:
            over = self._free_title(sheet) if title is None else self._least_title(title)
            frame = _beside(frame, over)
        inner = _without_rim(frame)
        if not taken and behind.is_clear(area_of(inner)):
            return frame
        part = frame_of(behind.clear_part(area_of(frame), taken))
        is_title = holder.type in ("title", "ctrTitle")
        least = LEAST_PART if not is_title else LEAST_TITLE_PART
        return part if part.area >= least * frame.area else frame

    def layout(
        self,
        name: str,
        sheet: TemplateLayout,
        boxes: Sequence[Placeholder],
        *,
        sources: bool | None = None,
    ) -> Layout:
        """Return a layout with what stands at the foot of each slide; content gives way to it."""
        ours = LAYOUTS.get(name)
        with_sources = (
            sources
            if sources is not None
            else ours is not None and ours.box(Role.SOURCE) is not None
        )
        shown = [_trimmed(box, boxes) if box.spare is not None else box for box in boxes]
        if with_sources and not any(box.role is Role.SOURCE for box in boxes):
            shown = self.above_sources(sheet, shown)
        kept = {box.role for box in boxes}
        for kind, role in (("ftr", Role.FOOTER), ("sldNum", Role.SLIDE_NUMBER)):
            holder = sheet.footer(kind)
            if holder is None or role in kept:
                continue
            frame = on_slide(holder.frame, self.size)
            if role is Role.SLIDE_NUMBER:
                frame = self._for_digits(frame, holder)
            if not sheet.behind(holder).is_clear(area_of(_without_rim(frame))):
                part = frame_of(sheet.behind(holder).clear_part(area_of(frame)))
                if part.height.pt < LEAST_FOOT or part.area * 2 < frame.area:
                    continue  # it would stand on artwork, and says nothing that only it says
                frame = part
            shown.append(self.box(our_box("Text", role), holder, frame, sheet))
        text = self.box(our_box("Text", Role.CONTENT), None, self._content(shown, sheet), sheet)
        return Layout(name, sheet.type, tuple(shown), at=sheet.at, text=text)

    def _for_digits(self, frame: Frame, holder: TemplatePlaceholder) -> Frame:
        """Return the frame of a slide number, wide enough for a number of three digits."""
        more = Length(round(max(holder.size, LEAST_FOOT) * DIGITS * 12_700) - frame.width.emu)
        if more.emu <= 0:
            return frame
        before = {"l": 0.0, "r": 1.0}.get(holder.align or "l", 0.5)
        left = min(
            frame.left.emu - more.emu * before, self.size.width.emu - (frame.width + more).emu
        )
        return replace(frame, left=Length(max(0, round(left))), width=frame.width + more)

    def _content(self, boxes: Sequence[Placeholder], sheet: TemplateLayout) -> Frame:
        """Return the frame around the content of a layout."""
        frames = [box.frame for box in boxes if box.role in CONTENTS - {Role.SOURCE}]
        return around(frames) if frames else self.area(sheet)

    def above_sources(
        self, sheet: TemplateLayout, boxes: Sequence[Placeholder]
    ) -> list[Placeholder]:
        """Return the boxes with a source line under them; those that reach into it are shorter."""
        content = [box for box in boxes if box.role in CONTENTS]
        area = around([box.frame for box in content]) if content else self.area(sheet)
        lowest = max((box.frame.bottom.emu for box in content), default=area.bottom.emu)
        limit = self.foot(sheet, Length(lowest))
        top = Length(min(lowest + STRIP_GAP.emu, limit.emu - self.strip.emu))
        place = self._clear_strip(sheet, Frame(area.left, top, area.width, self.strip))
        last = place.top - STRIP_GAP
        begins = min((box.frame.top.emu for box in content), default=0)
        if any((box.frame.bottom - last).emu * 3 > box.frame.height.emu for box in content):
            share = max(0.1, (last.emu - begins) / max(1, lowest - begins))
            shown = [_flatter(box, begins, share) if box.role in CONTENTS else box for box in boxes]
        else:
            shown = [_shortened(box, last) if box.role in CONTENTS else box for box in boxes]
        ours = replace(our_box("Text", Role.SOURCE), anchor="t")
        return [*shown, self.box(ours, None, place, sheet)]

    def _clear_strip(self, sheet: TemplateLayout, wanted: Frame) -> Frame:
        """Return a place for the source line: where it is wanted, else higher, else narrower."""
        step = self.strip * 0.25
        for up in range(8):
            frame = replace(wanted, top=wanted.top - step * up)
            if sheet.backdrop.is_clear(area_of(frame)):
                return frame
            part = frame_of(sheet.backdrop.clear_part(area_of(frame)))
            if part.height.emu >= 0.95 * self.strip.emu and part.width.emu * 2 > wanted.width.emu:
                return replace(part, height=self.strip)
        return wanted

    def foot(self, sheet: TemplateLayout, below: Length) -> Length:
        """Return where content has to end: at what stands under `below`, or at the edge."""
        least = below.emu - self.strip.emu
        tops = [
            holder.place.top.emu
            for holder in sheet.holders
            if holder.type in (*FOOTERS, "title", "ctrTitle") and holder.place.top.emu >= least
        ]
        edge = self.size.height.emu - self.size.height.emu // 40
        return Length(min([*tops, edge]))

    def area(self, sheet: TemplateLayout) -> Frame:
        """Return the free frame for content of a layout that has none, beside its title and foot.

        A title may stand at the bottom: then it is above it.
        """
        title = sheet.title
        edge = self.edge
        left = title.frame.left if title is not None else edge
        width = title.frame.width if title is not None else self.size.width - edge * 2
        if width.emu * 2 < self.size.width.emu:
            left, width = edge, self.size.width - edge * 2
        top = self._least_title(title).bottom if title is not None else self.size.height * 0.2
        if title is not None and title.frame.top.emu * 2 > self.size.height.emu:
            whole = Frame(left, edge * 0.7, width, title.frame.top - edge)
        else:
            top = top + STRIP_GAP
            bottom = self.foot(sheet, top + self.strip * 2) - STRIP_GAP
            if (bottom - top).emu < LEAST_BODY.emu:
                whole = Frame(edge, edge, self.size.width - edge * 2, self.size.height - edge * 2)
            else:
                whole = Frame(left, top, width, bottom - top)
        return self.free_part(sheet, whole)

    def free_part(
        self,
        sheet: TemplateLayout,
        whole: Frame,
        taken: Iterable[TemplatePlaceholder] | None = None,
    ) -> Frame:
        """Return the largest part of a frame without artwork and placeholders that are `taken`."""
        known = [one for one in sheet.holders if one.type in ("title", "ctrTitle", "ftr", "sldNum")]
        areas = [area_of(one.frame) for one in (known if taken is None else taken)]
        part = frame_of(sheet.backdrop.clear_part(area_of(whole), areas))
        return part if part.area * 5 >= whole.area else whole

    def to_the_foot(self, sheet: TemplateLayout, frame: Frame) -> Frame:
        height = self.foot(sheet, frame.bottom) - frame.top - STRIP_GAP
        longer = replace(frame, height=height if height.emu > 0 else frame.height)
        return longer if sheet.backdrop.is_clear(area_of(longer)) else frame


def readable(
    box: Placeholder, own: Sequence[str], sheet: TemplateLayout, behind: Backdrop
) -> Placeholder:
    """Return a box with text that stands out: in its own colours, else in another of the template.

    On a restless ground it has a plain one of its own, in the middle of the colours there.
    """
    least = least_contrast(box.sizes[-1], bold=box.bold)
    if box.role in (Role.FOOTER, Role.SLIDE_NUMBER):
        least = TEXT_CONTRAST  # not all programs set them as bold or large as they are
    area = area_of(box.frame)
    if not behind.is_known:
        return box
    is_restless = behind.is_restless(area)
    share = EVERYWHERE if behind.is_clear(area) else LEAST_SHARE
    shown = all(own) and all(behind.contrast(one, area, share) >= least for one in own)
    if shown and not is_restless:
        return box
    tried = [(name, sheet.palette.named(name)) for name in NAMES]
    tried += [("#000000", "#000000"), ("#ffffff", "#ffffff")]
    for floor in (TEXT_CONTRAST, least):
        for name, color in () if is_restless else tried:
            if color and behind.contrast(color, area, share) >= floor:
                return replace(box, color=name)
    ground = behind.ground(area)
    name, color = max(
        ((name, color) for name, color in tried if color),
        key=lambda one: contrast(one[1], ground),
    )
    if contrast(color, ground) < least:
        why = f"its text cannot be read: {color} on {ground} at best"
        return replace(box, color=name, unreadable=why)
    if all(own) and all(contrast(one, ground) >= least for one in own):
        name = box.color
    return replace(box, color=name, fill=ground)


def _is_black_readable(box: Placeholder, behind: Backdrop) -> bool:
    """Return whether black stands out: LibreOffice shows text in it that is a gradient."""
    least = least_contrast(box.sizes[-1], bold=box.bold)
    return not behind.is_known or behind.contrast("#000000", area_of(box.frame)) >= least


def _sizes(
    role: Role, own: float, frame: Frame, scale: float, *, on_cover: bool
) -> tuple[float, ...]:
    """Return the sizes of a box's text: the template's own, then smaller ones.

    `scale` is how much larger than ours slides are: so is the least size that can be read.
    """
    least = SMALLEST * scale
    if on_cover and role is Role.CONTENT:
        return _down(max(own, least), COVER_STEPS, least)
    match role:
        case Role.NUMBER:
            highest = min(115.0 * scale, float(int(frame.height.pt / 1.2)))
            return highest, max(least, round(highest * STEPS[1])), max(least, highest // 2)
        case Role.SOURCE:
            return (LEAST_FOOT * scale,)
        case Role.FOOTER | Role.SLIDE_NUMBER:
            return (min(max(own, LEAST_FOOT), 2 * LEAST_FOOT * scale),)
        case Role.TITLE:
            sizes = _down(own, TITLE_STEPS, min(own, LEAST_TITLE * scale))
            return (*sizes, *(size for size in SMALL_TITLES if size < sizes[-1]))
        case Role.QUOTE:
            return _down(max(own, min(own * 1.25, 30.0 * scale)), STEPS, least)
        case Role.ATTRIBUTION:
            return _down(max(least, own * STEPS[1]), STEPS, least)
        case Role.META:
            return _down(max(least, min(own, 18.0 * scale)), COVER_STEPS, least)
        case Role.SUBTITLE:
            return _down(max(own, least), COVER_STEPS, least)
        case _:
            return _down(max(own, least), STEPS, least)


def _down(own: float, steps: Sequence[float], least: float) -> tuple[float, ...]:
    smaller = [max(least, float(round(own * step))) for step in steps[1:]]
    return tuple(dict.fromkeys([own, *(one for one in smaller if one < own)]))


def _legible(level: Level, *, marked: bool) -> Level:
    """Return a level in text that is not too small, without room for a mark where it has none."""
    large = replace(level, size=max(SMALLEST, level.size))
    return large if marked else replace(large, left=0.0, hang=0.0)


def on_slide(frame: Frame, size: Size) -> Frame:
    """Return the part of a frame that lies on the slide."""
    left, top = max(0, frame.left.emu), max(0, frame.top.emu)
    right = min(size.width.emu, frame.left.emu + frame.width.emu)
    bottom = min(size.height.emu, frame.bottom.emu)
    if right - left < 1 or bottom - top < 1:
        return frame
    return Frame(Length(left), Length(top), Length(right - left), Length(bottom - top))


def _without_rim(frame: Frame) -> Frame:
    """Return a frame without its outermost hundredth, where a line may run beside text."""
    rim = Length(min(frame.width.emu, frame.height.emu) // 100)
    return Frame(frame.left + rim, frame.top + rim, frame.width - rim * 2, frame.height - rim * 2)


def _trimmed(title: Placeholder, boxes: Sequence[Placeholder]) -> Placeholder:
    """Return a title whose spare frame keeps clear of the other boxes, if enough is left of it."""
    spare, own = title.spare, title.frame
    assert spare is not None, "only such titles are trimmed"
    others = [one.frame for one in boxes if one is not title and one.frame.overlap(spare)]
    below = [one.top.emu for one in others if one.top.emu * 2 > (own.top + own.bottom).emu]
    above = [one.bottom.emu for one in others if one.top.emu * 2 <= (own.top + own.bottom).emu]
    top, bottom = max([spare.top.emu, *above]), min([spare.bottom.emu, *below])
    if bottom - top <= own.height.emu or (others and bottom <= top):
        return replace(title, spare=None)
    return replace(title, spare=replace(spare, top=Length(top), height=Length(bottom - top)))


def _beside(frame: Frame, title: Frame) -> Frame:
    """Return the part of a frame under a title that reaches into it, or above one at the bottom."""
    if not frame.overlap(title):
        return frame
    under, over = frame.bottom - title.bottom, title.top - frame.top
    if max(under.emu, over.emu) * 4 < frame.height.emu:
        return frame
    if under >= over:
        return replace(frame, top=title.bottom, height=under)
    return replace(frame, height=over)


def _outgrows(frame: Frame, holder: TemplatePlaceholder) -> bool:
    """Return whether a placeholder's own fill, a bar or a panel, would be stretched to a frame."""
    filled = holder.fill is not None and not str(holder.fill.tag).endswith("}noFill")
    return filled and frame.area > STRETCHED * holder.frame.area


def _is_inside(inner: Frame, outer: Frame) -> bool:
    """Return whether most of a frame lies in another."""
    return inner.overlap(outer) * 2 > inner.area


def _flatter(box: Placeholder, top: int, share: float) -> Placeholder:
    """Return a box that has a share of its height, of a stack of boxes that begins at `top`."""
    frame = box.frame
    begins = Length(round(top + (frame.top.emu - top) * share))
    return replace(box, frame=replace(frame, top=begins, height=frame.height * share), moved=True)


def _shortened(box: Placeholder, bottom: Length) -> Placeholder:
    """Return a box that ends at `bottom` where it reached further."""
    if box.frame.bottom.emu <= bottom.emu:
        return box
    height = Length(max(1, bottom.emu - box.frame.top.emu))
    return replace(box, frame=replace(box.frame, height=height), moved=True)
