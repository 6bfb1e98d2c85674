"""The boxes of ours in anyone's template: in its placeholders, or free where it has none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.contrast import LARGE_CONTRAST, contrast
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_layouts import FOOTERS, TemplateLayout, TemplatePlaceholder
from reportgen.deck.model import NO_PAD, SMALLEST, Frame, Layout, Placeholder, Role, around
from reportgen.document import Length, Size, inches

STRIP = inches(0.42)
"""The height of the source line: two lines of 12 points."""
STRIP_GAP = inches(0.06)
STEP = 5 / 6
"""A step down in size."""
CONTENTS = frozenset(Role) - {Role.TITLE, Role.FOOTER, Role.SLIDE_NUMBER}


def our_box(layout: str, role: Role) -> Placeholder:
    """Return the box of a role in a layout of our own, which has one."""
    found = LAYOUTS[layout].box(role)
    assert found is not None, "our layouts are a constant"
    return found


@dataclass(frozen=True, slots=True)
class TemplateBoxes:
    """Boxes on slides of a size, whose running text is set in `family` and the colour `ink`."""

    size: Size
    family: str
    ink: str

    def title(self, sheet: TemplateLayout, sizes: tuple[float, ...]) -> Placeholder:
        ours = replace(our_box("Text", Role.TITLE), sizes=sizes, lines=0)
        holder = sheet.title
        if holder is not None:
            return self.box(ours, holder, holder.frame)
        edge = self.size.width * 0.05
        frame = Frame(edge, edge * 0.7, self.size.width - edge * 2, self.size.height * 0.14)
        return replace(ours, frame=frame, color=self.ink, moved=True, family=self.family)

    def box(
        self, ours: Placeholder, holder: TemplatePlaceholder | None, frame: Frame
    ) -> Placeholder:
        """Return one of our boxes in a placeholder, or free where there is none."""
        if ours.role is Role.NUMBER:
            highest = min(ours.sizes[0], int(frame.height.pt / 1.2))
            if highest < ours.sizes[0]:
                ours = replace(ours, sizes=(highest, round(highest * STEP)))
        if holder is None:
            ink = self.ink
            color = ours.color if ours.role is Role.NUMBER and ink == "tx1" else ink
            return replace(
                ours, type="", idx=0, frame=frame, color=color, free=True, family=self.family,
                fill="", pad=NO_PAD, number=0.0,
            )  # fmt: skip
        return Placeholder(
            name=ours.name,
            role=ours.role,
            type=holder.type,
            idx=holder.idx,
            frame=frame,
            sizes=_sizes(ours.sizes, holder.size) if ours.role is not Role.SOURCE else ours.sizes,
            color=holder.color if holder.shown else "",
            bold=holder.bold,
            italic=holder.italic,
            align=holder.align if holder.shown else "",
            bullets=ours.bullets and holder.bullets,
            lines=ours.lines if ours.role is Role.NUMBER else 0,
            family=holder.family,
            caps=holder.caps,
            moved=frame != holder.frame,
            inherits=True,
        )

    def layout(
        self,
        name: str,
        sheet: TemplateLayout,
        boxes: Sequence[Placeholder],
        *,
        sources: bool | None = None,
    ) -> Layout:
        """Return a layout with what stands at the foot of each slide; content gives way to it."""
        with_sources = LAYOUTS[name].box(Role.SOURCE) is not None if sources is None else sources
        has_source = any(box.role is Role.SOURCE for box in boxes)
        shown = [self.readable(box, sheet) for box in boxes]
        if with_sources and not has_source:
            shown = self.above_sources(sheet, shown)
        kept = {box.role for box in boxes}
        for kind, role in (("ftr", Role.FOOTER), ("sldNum", Role.SLIDE_NUMBER)):
            holder = sheet.footer(kind)
            if holder is not None and role not in kept:
                shown.append(self.box(our_box("Text", role), holder, holder.frame))
        return Layout(name, sheet.type, tuple(shown), at=sheet.at)

    def readable(self, box: Placeholder, sheet: TemplateLayout) -> Placeholder:
        """Return a box with its text in the colour of text where its own does not stand out."""
        if not box.free or box.color == "tx1" or box.color.startswith("#"):
            return box
        own, ground = sheet.palette.named(box.color), sheet.background
        stands_out = own and ground and contrast(own, ground) >= LARGE_CONTRAST
        return box if stands_out else replace(box, color="tx1")

    def above_sources(
        self, sheet: TemplateLayout, boxes: Sequence[Placeholder]
    ) -> list[Placeholder]:
        """Return the boxes with a source line under them; those that reach into it are shorter."""
        content = [box for box in boxes if box.role in CONTENTS]
        area = around([box.frame for box in content]) if content else self.area(sheet)
        lowest = max((box.frame.bottom.emu for box in content), default=area.bottom.emu)
        limit = self.foot(sheet, Length(lowest))
        top = Length(min(lowest + STRIP_GAP.emu, limit.emu - STRIP.emu))
        last = top - STRIP_GAP
        shown = [_shortened(box, last) if box.role in CONTENTS else box for box in boxes]
        place = Frame(area.left, top, area.width, STRIP)
        ours = replace(our_box("Text", Role.SOURCE), anchor="t")
        return [*shown, self.box(ours, None, place)]

    def foot(self, sheet: TemplateLayout, below: Length) -> Length:
        """Return where a slide's content has to end: at footers under `below`, or at its edge."""
        least = below.emu - STRIP.emu
        tops = [
            holder.place.top.emu
            for holder in sheet.holders
            if holder.type in FOOTERS and holder.place.top.emu >= least
        ]
        edge = self.size.height.emu - self.size.height.emu // 40
        return Length(min([*tops, edge]))

    def area(self, sheet: TemplateLayout) -> Frame:
        """Return the frame for content of a layout that has none: from its title to its foot."""
        title = sheet.title
        edge = self.size.width * 0.05
        left = title.frame.left if title is not None else edge
        width = title.frame.width if title is not None else self.size.width - edge * 2
        top = title.frame.bottom if title is not None else self.size.height * 0.2
        if title is not None and title.frame.top.emu * 2 > self.size.height.emu:
            return Frame(left, edge * 0.7, width, title.frame.top - edge)
        top = top + STRIP_GAP
        return Frame(left, top, width, self.foot(sheet, top + STRIP * 2) - top - STRIP_GAP)

    def to_the_foot(self, sheet: TemplateLayout, frame: Frame) -> Frame:
        height = self.foot(sheet, frame.bottom) - frame.top - STRIP_GAP
        return replace(frame, height=height if height.emu > 0 else frame.height)


def _sizes(ours: tuple[float, ...], own: float) -> tuple[float, ...]:
    """Return the sizes of a box's text, none larger than the template's own."""
    found = [size for size in ours if size <= own]
    if not found or found[0] < min(own, ours[0]):
        found.insert(0, max(min(own, ours[0]), min(SMALLEST, ours[-1])))
    if len(found) == 1 and len(ours) > 1:
        found.append(max(SMALLEST, round(found[0] * STEP)))
    return tuple(dict.fromkeys(found))


def _shortened(box: Placeholder, bottom: Length) -> Placeholder:
    """Return a box that ends at `bottom` where it reached further."""
    if box.frame.bottom.emu <= bottom.emu:
        return box
    height = Length(max(1, bottom.emu - box.frame.top.emu))
    return replace(box, frame=replace(box.frame, height=height), moved=True)
