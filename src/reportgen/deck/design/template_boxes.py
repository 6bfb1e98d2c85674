"""The boxes of ours in anyone's template: in its placeholders, or free where it has none.

What is free looks as the template's own body text does. Nothing stands on the template's artwork,
and where its colour of text does not stand out from what is behind, another of its colours does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportgen.contrast import least_contrast
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_frames import (
    beside,
    flatter,
    is_inside,
    on_slide,
    shortened,
    trimmed,
    without_rim,
)
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
    frame_of,
)
from reportgen.deck.design.template_text import (
    LEAST_FOOT,
    LEAST_TITLE,
    is_black_readable,
    legible,
    readable,
    sizes_of,
)
from reportgen.deck.model import SLIDE, Frame, Layout, Placeholder, Role, around
from reportgen.document import Length, Size, inches

STRIP = inches(0.42)
"""The height of the source line: two lines of 12 points."""
STRIP_GAP = inches(0.06)
DIGITS = 1.75
"""How wide three digits are, in em."""
LEAST_PART = 0.5
"""The share of a placeholder that has to be free of artwork, if text is to keep to that part."""
LEAST_TITLE_PART = 0.4
LEAST_BODY = inches(1.6)
MOST_PLAIN = 24.0
"""The size of text of which only the master says how large it is."""
BARS = 8
"""By how many of them at least a slide is higher than a placeholder for a line or two."""
STRETCHED = 1.5
"""By how much a placeholder with a fill of its own may grow and still look as its owner has it."""
MOST_GROWN = 4.0
"""By how much a placeholder for a line may grow."""
SLIGHT = 0.35
"""How much of a slide's height a title that stands free may take, its content left below."""
NARROW = 0.6
"""The share of a slide's width below which a title that does not fit may be wider."""
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
            is_wide = part.width.emu * 4 >= self.size.width.emu
            if is_wide and part.area * 2 > wanted.area and part.height >= self.strip:
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
        is_narrow = frame.width.emu < NARROW * self.size.width.emu
        if is_narrow and holder.align in ("", "l", "just"):
            below = [one[1] for one in others if one[1] >= frame.bottom.emu]
            rows = replace(frame, top=top, height=Length(min([bottom.emu, *below])) - top)
            wide = replace(rows, width=self.size.width - frame.left - self.edge)
            part = frame_of(sheet.behind(holder).clear_part(area_of(wide), others))
            if part.overlap(frame) == frame.area and part.area * 10 > frame.area * 11:
                return part
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
        if holder is None or self._outgrows(frame, holder):
            return self._free(ours, frame, sheet, like or self.like(sheet), on_cover=on_cover)
        box = Placeholder(
            name=ours.name,
            role=ours.role,
            type=holder.type,
            idx=holder.idx,
            frame=frame,
            sizes=sizes_of(ours.role, holder.size, frame, self.scale, on_cover=on_cover),
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
        if not found.color and holder.is_gradient and not is_black_readable(box, behind):
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

    def _outgrows(self, frame: Frame, holder: TemplatePlaceholder) -> bool:
        """Return whether a frame is too large for a placeholder to be what its owner meant.

        Its own fill, a bar or a panel, is not stretched; a line under a title is no running text.
        """
        if not holder.takes_text:
            return False
        filled = holder.fill is not None and not str(holder.fill.tag).endswith("}noFill")
        most = STRETCHED if filled else MOST_GROWN if not self.is_body(holder) else 0.0
        return bool(most) and frame.area > most * holder.frame.area

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
        sizes = sizes_of(ours.role, own, frame, self.scale, on_cover=on_cover)
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
            levels=tuple(legible(one, sizes[0], marked=bullets) for one in like.levels),
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
            if one is not holder and one.type in ("ftr", "sldNum") and is_inside(one.frame, frame)
        ]
        if title is not holder and holder.type not in FOOTERS:
            over = self._free_title(sheet) if title is None else self._least_title(title)
            frame = beside(frame, over)
        inner = without_rim(frame)
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
        shown = [trimmed(box, boxes) if box.spare is not None else box for box in boxes]
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
            if not sheet.behind(holder).is_clear(area_of(without_rim(frame))):
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
            shown = [flatter(box, begins, share) if box.role in CONTENTS else box for box in boxes]
        else:
            shown = [shortened(box, last) if box.role in CONTENTS else box for box in boxes]
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
