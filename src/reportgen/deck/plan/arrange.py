"""Chooses a slide's layout by what is on it, and puts each block into a box of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.model import GAP, STACK_GAP, Frame, Layout, Para, Placeholder, Role, around
from reportgen.deck.plan.equations import fit_equation
from reportgen.deck.plan.flow import Flow, Frames, Group, Page, Quoted, fill_frame, groups
from reportgen.deck.plan.measure import height_of
from reportgen.deck.plan.paragraphs import runs, units
from reportgen.document import (
    Blocks,
    Columns,
    Equation,
    Figure,
    Quote,
    Section,
    Settled,
    Table,
    inches,
    pt,
)

DASHES = ("—", "–", "- ")


@dataclass(frozen=True, slots=True)
class Region:
    """A frame of a layout, what it is to hold, and whether it stands on every page of a slide."""

    box: Placeholder | None
    frame: Frame
    content: tuple[Group, ...]
    stays: bool = False


def choose(blocks: Blocks[Settled], quoted: Quoted) -> str:
    """Return the name of the layout that suits the blocks of a slide."""
    columns = next((block for block in blocks if isinstance(block, Columns)), None)
    if columns is not None:
        heads = [_headed(content)[0] for _, content in columns.columns]
        if len(blocks) == 1 and len(heads) == 2 and all(heads):
            return "Comparison"
        return "Two columns" if len(columns.columns) < 3 else "Three columns"
    content = groups(blocks, quoted)
    kinds = {type(group) for group in content}
    if kinds == {Figure}:
        return "Figure"
    if Table in kinds:
        return "Table"
    if Figure in kinds:
        return "Figure and text"
    if blocks and isinstance(blocks[0], Quote) and len(blocks) < 3:
        return "Quotation"
    return "Text"


def arrange(blocks: Blocks[Settled], layout: Layout, quoted: Quoted, family: str) -> Flow:
    """Return the blocks in the boxes of a layout, on as few slides as hold them.

    All text is one step smaller where that saves a slide or a fault; more steps, where else it
    does not fit at all.
    """
    at_steps = [_arranged(blocks, layout, quoted, family, step) for step in (0, 1)]
    best = min(at_steps, key=lambda flow: (len(flow.faults), len(flow.pages)))
    for step in range(2, max((len(box.sizes) for box in layout.boxes), default=0)):
        if not best.faults:
            break
        smaller = _arranged(blocks, layout, quoted, family, step)
        best = min((best, smaller), key=lambda flow: len(flow.faults))
    return best


def _arranged(
    blocks: Blocks[Settled], layout: Layout, quoted: Quoted, family: str, step: int
) -> Flow:
    regions = _regions(blocks, layout, quoted, lambda box: Frames(box, box.frame, family, step))
    flows = [fill_frame(one.content, Frames(one.box, one.frame, family, step)) for one in regions]
    count = max((len(flow.pages) for flow in flows), default=1) or 1
    pages = tuple(
        tuple(
            part
            for region, flow in zip(regions, flows, strict=True)
            for part in _page(flow, at, repeats=region.stays)
        )
        for at in range(count)
    )
    return Flow(pages, tuple(fault for flow in flows for fault in flow.faults))


def _page(flow: Flow, at: int, *, repeats: bool) -> Page:
    """Return what a region shows on page `at`: a picture stays while the text beside it goes on."""
    if at < len(flow.pages):
        return flow.pages[at]
    stays = len(flow.pages) == 1 and repeats
    return flow.pages[0] if stays else ()


# --- which block goes where -------------------------------------------------------------------

Measure = Callable[[Placeholder], Frames]


def _regions(
    blocks: Blocks[Settled], layout: Layout, quoted: Quoted, at: Measure
) -> tuple[Region, ...]:
    """Return the regions of a slide, in reading order."""
    columns = next((block for block in blocks if isinstance(block, Columns)), None)
    if columns is not None and len(blocks) == 1 and (heads := layout.all(Role.HEAD)):
        return tuple(_compared(columns, heads, layout.all(Role.CONTENT), quoted))
    if columns is not None:
        return tuple(_columns(blocks, columns, layout, quoted, at))
    if (number := layout.box(Role.NUMBER)) is not None:
        return _first_apart(blocks, number, layout.box(Role.CONTENT), quoted)
    if (quote := layout.box(Role.QUOTE)) is not None:
        return _quotation(blocks, at(quote), layout.box(Role.ATTRIBUTION), quoted)
    content = groups(blocks, quoted)
    picture, texts = layout.box(Role.PICTURE), layout.all(Role.CONTENT)
    if picture is not None and texts:
        shown = tuple(group for group in content if not isinstance(group, tuple | Equation))
        said = tuple(group for group in content if isinstance(group, tuple | Equation))
        found = (
            Region(picture, picture.frame, shown, stays=True),
            Region(texts[0], texts[0].frame, said, stays=True),
        )
        return tuple(region for region in found if region.content)
    if picture is not None and len(content) > 1 and all(isinstance(one, Figure) for one in content):
        return tuple(_side_by_side(content, picture))
    if len(texts) > 1:
        return tuple(_dealt(content, texts))
    boxes = [box for box in layout.boxes if box.role in BODIES]
    return (Region(boxes[0], boxes[0].frame, content),) if boxes and content else ()


BODIES = (Role.CONTENT, Role.PICTURE, Role.TABLE, Role.SUBTITLE)


def _first_apart(
    blocks: Blocks[Settled], first: Placeholder, rest: Placeholder | None, quoted: Quoted
) -> tuple[Region, ...]:
    """Return the first block in a box of its own: a big number."""
    found = [Region(first, first.frame, groups(blocks[:1], quoted), stays=True)]
    if rest is not None and blocks[1:]:
        found.append(Region(rest, rest.frame, groups(blocks[1:], quoted), stays=True))
    return tuple(found)


def _quotation(
    blocks: Blocks[Settled], quote: Frames, attribution: Placeholder | None, quoted: Quoted
) -> tuple[Region, ...]:
    """Return a quotation and under it who said it: what follows, or its last line after a dash."""
    said: Blocks[Settled] = blocks[:1]
    rest: Blocks[Settled] = blocks[1:]
    if said and isinstance(said[0], Quote):
        said = said[0].blocks
        if not rest and len(said) > 1 and _begins_with_dash(said[-1:], quoted):
            said, rest = said[:-1], said[-1:]
    words = groups(said, quoted)
    if attribution is None or not rest:
        return (Region(quote.box, quote.frame, words, stays=True),)
    high = pt(min(_height(words, quote), quote.frame.height.pt))
    below = replace(attribution.frame, top=quote.frame.top + high + STACK_GAP)
    return (
        Region(quote.box, replace(quote.frame, height=high), words, stays=True),
        Region(attribution, below, groups(rest, quoted), stays=True),
    )


def _begins_with_dash(blocks: Blocks[Settled], quoted: Quoted) -> bool:
    return any(
        isinstance(group, tuple) and group[0].text.startswith(DASHES)
        for group in groups(blocks, quoted)
    )


def _dealt(content: Sequence[Group], boxes: Sequence[Placeholder]) -> Iterator[Region]:
    """Yield a region for each box where no columns are written: one group each, the rest last."""
    parts: list[Group] = []
    for group in content:
        if isinstance(group, tuple):
            parts.extend(units(group) if len(content) == 1 else [group])
        else:
            parts.append(group)
    share = -(-len(parts) // len(boxes))
    for at, box in enumerate(boxes):
        own = parts[at * share : (at + 1) * share]
        if own:
            yield Region(box, box.frame, _joined(own))


def _side_by_side(content: Sequence[Group], box: Placeholder) -> Iterator[Region]:
    """Yield a region for each of several figures, so that none covers another."""
    room = box.frame.width - inches(GAP) * (len(content) - 1)
    width = room * (1 / len(content))
    for at, group in enumerate(content):
        left = box.frame.left + (width + inches(GAP)) * at
        frame = Frame(left, box.frame.top, width, box.frame.height)
        yield Region(None if at else box, frame, (group,))


def _joined(parts: Sequence[Group]) -> tuple[Group, ...]:
    found: list[Group] = []
    for part in parts:
        if isinstance(part, tuple) and found and isinstance(found[-1], tuple):
            found[-1] = (*found[-1], *part)
        else:
            found.append(part)
    return tuple(found)


def _columns(
    blocks: Blocks[Settled], columns: Columns[Settled], layout: Layout, quoted: Quoted, at: Measure
) -> Iterator[Region]:
    """Yield the columns with their widths, and above and below them what stands there."""
    where = blocks.index(columns)
    above, below = groups(blocks[:where], quoted), groups(blocks[where + 1 :], quoted)
    boxes = layout.all(Role.CONTENT) or tuple(box for box in layout.boxes if box.role in BODIES)
    whole = around([box.frame for box in boxes])
    plain = replace(at(boxes[0]), box=None, frame=whole)
    heights = [_height(group, plain) for group in (above, below)]
    top = heights[0] + STACK_GAP.pt if above else 0.0
    bottom = heights[1] + STACK_GAP.pt if below else 0.0
    body = whole.rows(pt(top), whole.height - pt(top + bottom))
    if above:
        yield Region(None, whole.rows(pt(0), pt(heights[0])), above, stays=True)
    room = body.width - inches(GAP) * (len(columns.columns) - 1)
    left = body.left
    for number, (share, content) in enumerate(columns.columns):
        box = boxes[number] if number < len(boxes) else None
        frame = Frame(left, body.top, room * share, body.height)
        own = groups(content, quoted)
        yield Region(box, frame, own, stays=all(isinstance(one, Figure) for one in own))
        left = left + frame.width + inches(GAP)
    if below:
        yield Region(None, whole.rows(body.bottom - whole.top + STACK_GAP, pt(heights[1])), below)


def _compared(
    columns: Columns[Settled],
    heads: Sequence[Placeholder],
    boxes: Sequence[Placeholder],
    quoted: Quoted,
) -> Iterator[Region]:
    """Yield for each column its head and what stands under it."""
    for (_, content), head, box in zip(columns.columns, heads, boxes, strict=False):
        title, rest = _headed(content)
        if title:
            yield Region(head, head.frame, (title,), stays=True)
        yield Region(box, box.frame, groups(rest, quoted))


def _headed(content: Blocks[Settled]) -> tuple[tuple[Para, ...], Blocks[Settled]]:
    """Return the heading that a column begins with, if any, and the rest of the column."""
    if content and isinstance(first := content[0], Section):
        return (Para(runs(first.heading)),), (*first.blocks, *content[1:])
    return (), content


def _height(content: Sequence[Group], into: Frames) -> float:
    """Return the height in points of the text in groups, where it has one frame."""
    text: list[Para] = [para for group in content if isinstance(group, tuple) for para in group]
    fitted = (
        fit_equation(group, into.frame, into.size)
        for group in content
        if isinstance(group, Equation)
    )
    equations = sum(one.frame.height.pt + STACK_GAP.pt for one in fitted if one is not None)
    return height_of(text, into.type, into.frame.width.pt) + equations + 1
