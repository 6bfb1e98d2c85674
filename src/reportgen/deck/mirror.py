"""Turns layouts and plans round for documents from right to left: what stood left stands right.

A deck is planned from left to right, whatever its language is; only places change here, no size.
"""

from dataclasses import replace
from functools import lru_cache

from reportgen.deck.model import (
    SLIDE,
    Frame,
    Layout,
    Part,
    Placeholder,
    Plan,
    PlannedSlide,
    ShapePart,
)

ALIGNS = {"l": "r", "r": "l"}


def mirrored(frame: Frame) -> Frame:
    """Return where a frame stands on a slide that is turned round."""
    return replace(frame, left=SLIDE.width - frame.left - frame.width)


def mirrored_box(box: Placeholder) -> Placeholder:
    """Return a placeholder that is turned round, its text from right to left."""
    align = ALIGNS.get(box.align, box.align)
    pad = replace(box.pad, left=box.pad.right, right=box.pad.left)
    return replace(box, frame=mirrored(box.frame), align=align, rtl=True, pad=pad)


@lru_cache(maxsize=64)
def mirrored_layout(layout: Layout) -> Layout:
    """Return a layout with its placeholders, bars and logo turned round."""
    return replace(
        layout,
        boxes=tuple(map(mirrored_box, layout.boxes)),
        bars=tuple((mirrored(frame), color) for frame, color in layout.bars),
        logo=layout.logo and mirrored(layout.logo),
    )


def mirrored_plan(plan: Plan) -> Plan:
    """Return a plan with every slide turned round."""
    return replace(plan, slides=tuple(map(_mirrored_slide, plan.slides)))


def _mirrored_slide(slide: PlannedSlide) -> PlannedSlide:
    box = slide.title.box
    title = replace(
        slide.title, frame=mirrored(slide.title.frame), box=mirrored_box(box) if box else None
    )
    return replace(
        slide,
        layout=mirrored_layout(slide.layout),
        title=title,
        parts=tuple(map(_mirrored_part, slide.parts)),
    )


def _mirrored_part(part: Part) -> Part:
    if isinstance(part, ShapePart):
        return replace(part, frame=mirrored(part.frame), flips=not part.flips)
    if part.box is None:
        return replace(part, frame=mirrored(part.frame))
    return replace(part, frame=mirrored(part.frame), box=mirrored_box(part.box))
