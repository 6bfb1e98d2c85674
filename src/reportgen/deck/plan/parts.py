"""The parts of a talk: which there are, and where the tracker at the top of slides names them."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.deck.model import Design, Frame, Para, Placeholder, Run, ShapePart, Type
from reportgen.deck.plan.measure import measure
from reportgen.document import (
    Blocks,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    inches,
    plain_text,
    within,
)

FEWEST, MOST = 2, 7
"""Fewer parts than these need no tracker; more have no room in it."""
APART = 0.1
"""The share of a part's room that stays free behind its name."""


def parts_of(document: ResolvedDocument, family: str, box: Placeholder) -> tuple[str, ...]:
    """Return the names of the parts that a tracker in `box` shows, none where it has none.

    They are those that slides name by `part`; without these, the headings of sections with
    slides, where each is short enough and the slides are more than the sections.
    """
    named, headings, count = [], [], 0
    for slide, heading in slides_in(document.blocks, ""):
        if not slide.hidden:
            count += 1
            named.append(slide.part)
            headings.append(heading)
    chosen = tuple(dict.fromkeys(filter(None, named)))
    if chosen:
        return chosen if len(chosen) >= FEWEST else ()
    found = tuple(dict.fromkeys(filter(None, headings)))
    fits = FEWEST <= len(found) <= MOST and not any(too_long(found, family, box))
    return found if fits and count > len(found) else ()


def slides_in(blocks: Blocks[Settled], heading: str) -> Iterator[tuple[Slide[Settled], str]]:
    """Yield the slides of blocks, each with the heading of its section of the first level."""
    for block in blocks:
        match block:
            case Slide():
                yield block, heading
            case Section():
                own = plain_text(block.heading) if block.level == 1 else heading
                yield from slides_in(block.blocks, own)
            case _:
                for group in within(block):
                    yield from slides_in(group, heading)


def tracked(parts: tuple[str, ...], family: str, box: Placeholder) -> tuple[Placeholder, ...]:
    """Return for each part the box of its name: all of one size, as large as has room."""
    if not parts:
        return ()
    width = box.frame.width * (1 / len(parts))
    size = box.sizes[-1]
    for one in reversed(box.sizes):
        if not any(too_long(parts, family, replace(box, sizes=(one,)))):
            size = one
    return tuple(
        replace(
            box,
            name=name,
            sizes=(size,),
            frame=Frame(box.frame.left + width * at, box.frame.top, width, box.frame.height),
        )
        for at, name in enumerate(parts)
    )


def too_long(parts: tuple[str, ...], family: str, box: Placeholder) -> tuple[bool, ...]:
    """Return for each part whether its name takes more than its share of a line."""
    width = box.frame.width.pt / len(parts) * (1 - APART)
    type_ = Type(box.family or family, box.sizes[-1], bold=True)
    measured = (measure(Para((Run(name),)), type_, width) for name in parts)
    return tuple(one.lines > 1 or one.excess > 0 for one in measured)


def part_box(design: Design, part: str, box: Placeholder) -> Placeholder:
    """Return the box in which a slide names the part that it belongs to: bold, among the others."""
    names = tuple(reversed(design.parts)) if box.rtl else design.parts
    own = tracked(names, design.family, box)[names.index(part)]
    return replace(own, name=box.name, moved=True)


TRACK_GAP, TRACK_BAR = inches(0.05), inches(0.05)
TRACK_SHARE = 0.92
"""How much of its room the bar under the part of the talk is wide."""


def part_bar(own: Placeholder) -> ShapePart:
    """Return the bar under the name of a part, whose box that is."""
    frame = own.frame.rows(own.frame.height + TRACK_GAP, TRACK_BAR)
    width = frame.width * TRACK_SHARE
    left = frame.left + (frame.width - width if own.rtl else width * 0)
    return ShapePart(replace(frame, left=left, width=width), "accent2")
