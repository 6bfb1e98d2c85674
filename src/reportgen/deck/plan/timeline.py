"""Arranges dates along a line, to scale: one or two lanes, each with a heading and its events."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.model import Frame, Layout, Paras, Placeholder, Role, ShapePart
from reportgen.deck.plan.flow import Quoted, groups
from reportgen.deck.plan.looks import looked
from reportgen.deck.plan.measure import height_of, measure
from reportgen.deck.plan.regions import Arranged, Measure, Region
from reportgen.document import (
    Blocks,
    Columns,
    DefinitionList,
    Length,
    Section,
    Settled,
    inches,
    plain_text,
    pt,
)

YEAR = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
LEAST, MOST_WIDE = inches(2.1), inches(3.9)
"""How wide an event is."""
APART = inches(0.25)
"""The space between an event and the next of its lane."""
NARROWEST = inches(1.6)
"""The heading of the lower lane in less room would be a column of words."""
DOT, THICK, SIDE = inches(0.26), inches(0.05), inches(0.2)
MOST = 8
"""More dates than these cannot be read."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A heading, none where empty, and each event's year, None where it has none, and text."""

    head: Paras
    events: tuple[tuple[float | None, Paras], ...]


def are_dates(blocks: Blocks[Settled]) -> bool:
    """Return whether blocks are one list that defines years: a timeline."""
    if len(blocks) != 1 or not isinstance(only := blocks[0], DefinitionList):
        return False
    return len(only.items) > 1 and all(YEAR.match(plain_text(term)) for term, _ in only.items)


def arranged_timeline(
    blocks: Blocks[Settled], layout: Layout, quoted: Quoted, at: Measure
) -> Arranged | None:
    """Return where lists of dates stand as events, None where a slide holds anything else.

    One list goes above the line and below it in turn; of two columns each has a lane of its own.
    """
    boxes, lanes = layout.all(Role.EVENT), _lanes(blocks, quoted)
    if not boxes or lanes is None or sum(len(lane.events) for lane in lanes) > MOST:
        return None
    half = len(boxes) // 2
    upper, lower = boxes[0].frame, boxes[half].frame
    axis = upper.bottom + (lower.top - upper.bottom) * 0.5
    line = Frame(layout.title.frame.left, axis - THICK * 0.5, layout.title.frame.width, THICK)
    heads, shapes, regions = layout.all(Role.HEAD), [], []
    if len(lanes) > 1 and lanes[0].head:
        top = heads[0].frame.top - inches(0.08)
        shapes.append(ShapePart(replace(line, top=top, height=axis - top), "bg2"))
    shapes.append(ShapePart(line, "tx2"))
    for below, (lane, places) in enumerate(zip(lanes, _places(lanes, line), strict=True)):
        own = boxes[half:] if below else boxes[:half]
        texts = [text for _, text in lane.events]
        spread = list(_spread(places, line))
        if lane.head:
            head = heads[below]
            if below:
                head = _before(head, lane.head, own[0].frame, spread[0][0], at) or head
            regions.append(Region(head, head.frame, (lane.head,), stays=True))
        high = max((_height(text, own[0], width, at) for text, (_, width, _) in
                    zip(texts, spread, strict=True)), default=0.0)  # fmt: skip
        for number, (left, width, align) in enumerate(spread):
            like = own[min(number, len(own) - 1)]
            place = replace(like.frame, left=left, width=width)
            if not below and pt(high).emu < place.height.emu:
                place = replace(place, top=place.bottom - pt(high), height=pt(high))
            box = replace(_box(like, place, is_more=number >= len(own)), align=align, anchor="t")
            regions.append(Region(box, place, (texts[number],), stays=True))
        shapes += [_dot(x, axis, "tx2") for x in places]
    return Arranged(tuple(regions), tuple(shapes))


def _lanes(blocks: Blocks[Settled], quoted: Quoted) -> tuple[_Lane, ...] | None:
    only = blocks[0] if len(blocks) == 1 else None
    if isinstance(only, Columns) and len(only.columns) < 3:
        found = [_lane(content, quoted) for _, content in only.columns]
        return None if None in found else tuple(one for one in found if one is not None)
    lane = _lane(blocks, quoted)
    if lane is None:
        return None
    return (_Lane(lane.head, lane.events[::2]), _Lane((), lane.events[1::2]))


def _lane(content: Blocks[Settled], quoted: Quoted) -> _Lane | None:
    head: Paras = ()
    if content and isinstance(first := content[0], Section):
        head = tuple(para for group in groups((replace(first, blocks=()),), quoted)
                     if isinstance(group, tuple) for para in group)  # fmt: skip
        content = (*first.blocks, *content[1:])
    if len(content) != 1 or not isinstance(only := content[0], DefinitionList):
        return None
    events = []
    for item in only.items:
        text = groups((replace(only, items=(item,)),), quoted)
        if len(text) != 1 or not isinstance(text[0], tuple):
            return None
        year = YEAR.search(plain_text(item[0]))
        events.append((float(year[0]) if year else None, text[0]))
    return _Lane(head, tuple(events))


def _places(lanes: Sequence[_Lane], line: Frame) -> Iterator[list[Length]]:
    """Yield for each lane where its events are on the line: by their years, else in even steps."""
    years = [year for lane in lanes for year, _ in lane.events]
    known = [year for year in years if year is not None]
    first, room = line.left + SIDE, line.width - SIDE * 2
    low, high = min(known, default=0.0), max(known, default=0.0)
    to_scale = len(known) == len(years) and high > low
    for at, lane in enumerate(lanes):
        count = len(years)
        found = []
        for number, (year, _) in enumerate(lane.events):
            order = number * len(lanes) + at if len(lanes) > 1 else number
            share = order / max(1, count - 1)
            if to_scale and year is not None:
                share = (year - low) / (high - low)
            found.append(first + room * min(1.0, share))
        yield sorted(found, key=lambda one: one.emu) if to_scale else found


def _before(
    head: Placeholder, text: Paras, lane: Frame, first: Length, at: Measure
) -> Placeholder | None:
    """Return where the heading of the lower lane stands before its first event, near the line.

    None where it has no room there: it then stands below the lane.
    """
    room = first - APART - head.frame.left
    if room.emu < NARROWEST.emu:
        return None
    own = replace(head, frame=replace(head.frame, top=lane.top, width=room), moved=True, lines=0)
    high, type_ = _height(text, own, room, at), at(own).type
    if high > lane.height.pt or any(measure(para, type_, room.pt).excess for para in text):
        return None
    return replace(own, frame=replace(own.frame, height=pt(high)))


def _height(text: Paras, box: Placeholder, width: Length, at: Measure) -> float:
    """Return the height in points of the text of an event."""
    shown, type_ = looked(text, box), replace(at(box).type, number=box.number)
    return height_of(shown, type_, width.pt) + 1


def _spread(places: Sequence[Length], line: Frame) -> Iterator[tuple[Length, Length, str]]:
    """Yield where each event of a lane begins, how wide it is, and at which side its text stands.

    None covers another; the last stands left of its dot where there is no room to the right.
    """
    end = line.left.emu + line.width.emu
    count = max(1, len(places))
    least = min(LEAST.emu, (line.width.emu - APART.emu * (count - 1)) // count)
    lefts = [one.emu - DOT.emu // 2 for one in places]
    for at in range(1, len(lefts)):
        lefts[at] = max(lefts[at], lefts[at - 1] + least + APART.emu)
    limit = end
    for at in reversed(range(len(lefts))):
        lefts[at] = min(lefts[at], limit - least)
        limit = lefts[at] - APART.emu
    last = line.left.emu
    for at, left in enumerate(lefts):
        right = lefts[at + 1] - APART.emu if at + 1 < len(lefts) else end
        width = min(MOST_WIDE.emu, right - left)
        turns = at + 1 == len(lefts) and left < places[at].emu - DOT.emu
        if turns and left > last:
            left = max(last, right - MOST_WIDE.emu)
            width = right - left
        yield Length(left), Length(width), "r" if turns else "l"
        last = left + width + APART.emu


def _box(like: Placeholder, place: Frame, *, is_more: bool) -> Placeholder:
    if is_more:
        return replace(like, frame=place, free=True, type="", idx=0)
    return replace(like, frame=place, moved=True)


def _dot(x: Length, axis: Length, color: str) -> ShapePart:
    return ShapePart(Frame(x - DOT * 0.5, axis - DOT * 0.5, DOT, DOT), color, "ellipse")
