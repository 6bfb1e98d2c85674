"""Parts frames on slides of anyone's template: columns, stacks, and what gives way to what."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.deck.model import GAP, Frame, Placeholder, Role, around
from reportgen.document import Length, Size, inches

LAST_LINES = inches(0.75)
"""The least height of who said a quotation: two lines or three."""


def on_slide(frame: Frame, size: Size) -> Frame:
    """Return the part of a frame that lies on the slide."""
    left, top = max(0, frame.left.emu), max(0, frame.top.emu)
    right = min(size.width.emu, frame.left.emu + frame.width.emu)
    bottom = min(size.height.emu, frame.bottom.emu)
    if right - left < 1 or bottom - top < 1:
        return frame
    return Frame(Length(left), Length(top), Length(right - left), Length(bottom - top))


def without_rim(frame: Frame) -> Frame:
    """Return a frame without its outermost hundredth, where a line may run beside text."""
    rim = Length(min(frame.width.emu, frame.height.emu) // 100)
    return Frame(frame.left + rim, frame.top + rim, frame.width - rim * 2, frame.height - rim * 2)


def trimmed(title: Placeholder, boxes: Sequence[Placeholder]) -> Placeholder:
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


def beside(frame: Frame, title: Frame) -> Frame:
    """Return the part of a frame under a title that reaches into it, or above one at the bottom."""
    if not frame.overlap(title):
        return frame
    under, over = frame.bottom - title.bottom, title.top - frame.top
    if max(under.emu, over.emu) * 4 < frame.height.emu:
        return frame
    if under >= over:
        return replace(frame, top=title.bottom, height=under)
    return replace(frame, height=over)


def is_inside(inner: Frame, outer: Frame) -> bool:
    """Return whether most of a frame lies in another."""
    return inner.overlap(outer) * 2 > inner.area


def flatter(box: Placeholder, top: int, share: float) -> Placeholder:
    """Return a box that has a share of its height, of a stack of boxes that begins at `top`."""
    frame = box.frame
    begins = Length(round(top + (frame.top.emu - top) * share))
    return replace(box, frame=replace(frame, top=begins, height=frame.height * share), moved=True)


def shortened(box: Placeholder, bottom: Length) -> Placeholder:
    """Return a box that ends at `bottom` where it reached further."""
    if box.frame.bottom.emu <= bottom.emu:
        return box
    height = Length(max(1, bottom.emu - box.frame.top.emu))
    return replace(box, frame=replace(box.frame, height=height), moved=True)


def parted(whole: Frame, count: int, shares: Sequence[float]) -> list[Frame]:
    """Return columns of a frame, as wide as `shares` say or all alike."""
    room = whole.width - inches(GAP) * (count - 1)
    found: list[Frame] = []
    left = whole.left
    for at in range(count):
        width = room * (shares[at] if shares else 1 / count)
        found.append(Frame(left, whole.top, width, whole.height))
        left = left + width + inches(GAP)
    return found


def with_last_line(boxes: Sequence[Placeholder], frames: list[Frame]) -> list[Frame]:
    """Return frames in which who said a quotation has room, of what the quotation has."""
    if len(boxes) < 2 or boxes[-1].role is not Role.ATTRIBUTION:
        return frames
    *others, quote, last = frames
    more = Length(max(0, LAST_LINES.emu - last.height.emu))
    if more.emu * 2 > quote.height.emu:
        return frames
    shorter = replace(quote, height=quote.height - more)
    return [*others, shorter, replace(last, top=last.top - more, height=last.height + more)]


def stacked(area: Frame, ours: Sequence[Frame]) -> list[Frame]:
    """Return frames in `area` that share its height as `ours` share theirs."""
    whole = around(ours)
    scale = area.height.emu / whole.height.emu
    return [
        Frame(area.left, area.top + (one.top - whole.top) * scale, area.width, one.height * scale)
        for one in ours
    ]
