"""Arranges a process: its steps side by side with arrows between, above them what leads to it."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.deck.model import Frame, Layout, Placeholder, Role, ShapePart
from reportgen.deck.plan.flow import Quoted, groups
from reportgen.deck.plan.regions import Arranged, Region
from reportgen.document import Block, Blocks, Build, Columns, ItemList, Settled, inches

FEWEST, MOST = 2, 5
GAP, ARROW = inches(0.42), (inches(0.2), inches(0.36))
APART = inches(0.3)


def arranged_steps(blocks: Blocks[Settled], layout: Layout, quoted: Quoted) -> Arranged | None:
    """Return where the first list of a slide stands as steps, None where it has none that fits.

    What stands above the list leads to it; columns under it are what comes of it.
    """
    before, steps, rest = _divided(blocks)
    boxes = layout.all(Role.STEP)
    if not boxes or not FEWEST <= len(steps) <= MOST:
        return None
    lead = groups(before, quoted)
    texts = layout.all(Role.CONTENT)
    whole, bottom = texts[0], texts[-1]
    top = boxes[0].frame.top - boxes[0].pad.top if lead else whole.frame.top
    end = bottom.pad.around(bottom.frame).bottom
    height = boxes[0].pad.around(boxes[0].frame).height
    if not rest:
        height = min(end - top, inches(2.6), key=lambda one: one.emu)
        top = top + (end - top - height) * 0.35
    row = Frame(whole.frame.left, top, whole.frame.width, height)
    regions = [Region(whole, whole.frame, lead, stays=True)] if lead else []
    shapes: list[ShapePart] = []
    for number, (item, ground) in enumerate(zip(steps, _parted(row, len(steps)), strict=True)):
        box = _box(boxes, number, ground)
        content = groups(item, quoted)
        if _is_numbered(item):
            box = replace(box, align="l")
        regions.append(Region(box, box.frame, content, stays=True))
        if number:
            shapes.append(_arrow(ground))
    outcome = Frame(row.left, row.bottom + APART, row.width, end - row.bottom - APART)
    regions += _outcomes(rest, texts[1:], outcome, quoted)
    return Arranged(tuple(regions), tuple(shapes))


def _divided(
    blocks: Blocks[Settled],
) -> tuple[Blocks[Settled], tuple[Blocks[Settled], ...], Blocks[Settled]]:
    """Return what stands before the first list, its items, and what stands behind it."""
    steps: list[Blocks[Settled]] = []
    start = end = 0
    for at, block in enumerate(blocks):
        only = block.blocks[0] if isinstance(block, Build) and len(block.blocks) == 1 else block
        if isinstance(only, ItemList):
            start, end = (start if steps else at), at + 1
            steps += [_with_click(item, block) for item in _items(only)]
        elif steps:
            break
    return blocks[:start], tuple(steps), blocks[end:]


def _items(steps: ItemList[Settled]) -> Iterator[Blocks[Settled]]:
    """Yield what each step holds; where steps are numbered, with its number."""
    for at, item in enumerate(steps.items):
        if steps.start is None:
            yield item
        else:
            yield (replace(steps, items=(item,), start=steps.start + at),)


def _is_numbered(item: Blocks[Settled]) -> bool:
    first = item[0] if item else None
    inner = first.blocks[0] if isinstance(first, Build) and first.blocks else first
    return isinstance(inner, ItemList)


def _with_click(item: Blocks[Settled], of: Block[Settled]) -> Blocks[Settled]:
    return (replace(of, blocks=item),) if isinstance(of, Build) else item


def _parted(row: Frame, count: int) -> Iterator[Frame]:
    width = (row.width - GAP * (count - 1)) * (1 / count)
    for at in range(count):
        yield Frame(row.left + (width + GAP) * at, row.top, width, row.height)


def _box(boxes: tuple[Placeholder, ...], at: int, ground: Frame) -> Placeholder:
    """Return the box of a step: the layout's, or one like the last where it has no more."""
    own = boxes[min(at, len(boxes) - 1)]
    inner = own.pad.inside(ground)
    if at >= len(boxes):
        return replace(own, name=f"Step {at + 1}", type="", idx=0, frame=inner, free=True)
    return replace(own, frame=inner, moved=True)


def _arrow(ground: Frame) -> ShapePart:
    wide, high = ARROW
    left = ground.left - GAP * 0.5 - wide * 0.5
    top = ground.top + (ground.height - high) * 0.5
    return ShapePart(Frame(left, top, wide, high), "accent2", "chevron")


def _outcomes(
    rest: Blocks[Settled], boxes: tuple[Placeholder, ...], frame: Frame, quoted: Quoted
) -> Iterator[Region]:
    """Yield what comes of the steps: a panel for each column, or one for all that follows."""
    if not rest:
        return
    columns = [content for one in rest if isinstance(one, Columns) for _, content in one.columns]
    parts = columns if columns and len(rest) == 1 else [rest]
    apart = inches(0.3)
    width = (frame.width - apart * (len(parts) - 1)) * (1 / len(parts))
    for at, content in enumerate(parts):
        ground = Frame(frame.left + (width + apart) * at, frame.top, width, frame.height)
        own = boxes[min(at, len(boxes) - 1)]
        inner = own.pad.inside(ground)
        if at < len(boxes):
            box = replace(own, frame=inner, moved=True)
        else:
            box = replace(own, frame=inner, free=True, type="", idx=0)
        yield Region(box, inner, groups(content, quoted), stays=True)
