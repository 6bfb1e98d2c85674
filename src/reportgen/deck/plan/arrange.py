"""Chooses a slide's layout by what is on it, and puts each block into a box of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.deck.model import (
    GAP,
    NEED,
    STACK_GAP,
    Frame,
    Layout,
    Para,
    Placeholder,
    Role,
    ShapePart,
    around,
)
from reportgen.deck.plan.equations import fit_equation
from reportgen.deck.plan.flow import STEPS, Flow, Frames, Group, Page, Quoted, fill_frame, groups
from reportgen.deck.plan.looks import fitting_number, is_number
from reportgen.deck.plan.measure import height_of
from reportgen.deck.plan.paragraphs import runs, units
from reportgen.deck.plan.regions import Arranged, Measure, Region
from reportgen.deck.plan.steps import arranged_steps
from reportgen.deck.plan.timeline import are_dates, arranged_timeline
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
MOST_PANELS = 4
MOST_BESIDE = 7
"""So many blocks a quotation and what stands beside it are."""
QUOTE_BAR = inches(0.1)
"""How wide the bar beside a quotation is."""


def choose(blocks: Blocks[Settled], quoted: Quoted) -> str:
    """Return the name of the layout that suits the blocks of a slide."""
    columns = next((block for block in blocks if isinstance(block, Columns)), None)
    if columns is not None:
        heads = [_headed(content) for _, content in columns.columns]
        if len(blocks) == 1 and len(heads) == 2 and all(are_dates(rest) for _, rest in heads):
            return "Timeline"
        numbers = [bool(rest) and is_number(rest[0]) for _, rest in heads]
        if len(blocks) == 1 and 2 <= len(heads) <= MOST_PANELS and all(numbers):
            return "Panels"
        if len(blocks) == 1 and len(heads) == 2 and all(head for head, _ in heads):
            return "Comparison"
        return "Two columns" if len(columns.columns) < 3 else "Three columns"
    content = groups(blocks, quoted)
    kinds = {type(group) for group in content}
    if kinds == {Figure}:
        return "Figure"
    if Table in kinds:
        return "Table"
    if Figure in kinds:
        apart = is_number(blocks[0]) and kinds == {Figure, tuple}
        return "Number and figure" if apart else "Figure and text"
    if blocks and is_number(blocks[0]) and kinds == {tuple}:
        return "Big number"
    if are_dates(blocks):
        return "Timeline"
    if blocks and isinstance(blocks[0], Quote) and len(blocks) <= MOST_BESIDE:
        return "Quotation"
    return "Text"


def arrange(blocks: Blocks[Settled], layout: Layout, quoted: Quoted, family: str) -> Flow:
    """Return the blocks in the boxes of a layout, on as few slides as hold them.

    Text is as large as it can be on these; smaller than the last row reads only where it cannot
    be shown else.
    """
    best = None
    sizes = (len(box.sizes) for box in layout.boxes if box.role is not Role.TITLE)
    for step in range(min(STEPS, max(sizes, default=1))):
        flow = _arranged(blocks, layout, quoted, family, step)
        if best is None or _cost(flow) < _cost(best):
            best = flow
        if _cost(flow) <= (0, 1):
            break
    assert best is not None, "a box has a size"
    for step in range(STEPS, STEPS + len(NEED)):
        if not best.faults:
            break
        flow = _arranged(blocks, layout, quoted, family, step)
        best = flow if len(flow.faults) < len(best.faults) else best
    return best


def _cost(flow: Flow) -> tuple[int, int]:
    return len(flow.faults), len(flow.pages)


def _arranged(
    blocks: Blocks[Settled], layout: Layout, quoted: Quoted, family: str, step: int
) -> Flow:
    found = _found(blocks, layout, quoted, lambda box: Frames(box, box.frame, family, step))
    regions = _numbers_fitted(found.regions, family)
    flows = [_flow(one, family, step) for one in regions]
    count = max((len(flow.pages) for flow in flows), default=1) or 1
    pages = tuple(
        (
            *found.shapes,
            *(
                part
                for region, flow in zip(regions, flows, strict=True)
                for part in _page(flow, at, repeats=region.stays)
            ),
        )
        for at in range(count)
    )
    return Flow(pages, tuple(fault for flow in flows for fault in flow.faults))


def _flow(region: Region, family: str, step: int) -> Flow:
    """Return what a region holds, at a step of its sizes; words of others as large as fit alone."""
    is_quote = region.box is not None and region.box.role is Role.QUOTE
    found = Flow((), ())
    for own in range(0 if is_quote else step, step + 1):
        found = fill_frame(region.content, Frames(region.box, region.frame, family, own))
        if len(found.pages) == 1 and not found.faults:
            break
    return found


def _page(flow: Flow, at: int, *, repeats: bool) -> Page:
    """Return what a region shows on page `at`: a picture stays while the text beside it goes on."""
    if at < len(flow.pages):
        return flow.pages[at]
    stays = len(flow.pages) == 1 and repeats
    return flow.pages[0] if stays else ()


# --- which block goes where -------------------------------------------------------------------


def _found(blocks: Blocks[Settled], layout: Layout, quoted: Quoted, at: Measure) -> Arranged:
    """Return the regions of a slide, in reading order, with the shapes around them."""
    made = arranged_steps(blocks, layout, quoted)
    made = made or arranged_timeline(blocks, layout, quoted, at)
    if made is not None:
        return made
    regions = _regions(blocks, layout, quoted, at)
    bar = layout.box(Role.QUOTE)
    if bar is None or not layout.dark:
        return Arranged(regions)
    left, high = layout.title.frame.left, layout.boxes_bottom - bar.frame.top
    beside = Frame(left, bar.frame.top, QUOTE_BAR, high)
    return Arranged(regions, (ShapePart(beside, "accent2"),))


def _numbers_fitted(regions: tuple[Region, ...], family: str) -> tuple[Region, ...]:
    """Return regions whose numbers are as large as the widest of them allows, all alike."""
    found = [
        fitting_number(group, region.box, family)
        for region in regions
        for group in region.content
        if region.box is not None and region.box.number and isinstance(group, tuple)
    ]
    if not found:
        return regions
    return tuple(
        replace(region, box=replace(region.box, number=min(found)))
        if region.box is not None and region.box.number
        else region
        for region in regions
    )


def _regions(
    blocks: Blocks[Settled], layout: Layout, quoted: Quoted, at: Measure
) -> tuple[Region, ...]:
    """Return the regions of a slide, in reading order."""
    columns = next((block for block in blocks if isinstance(block, Columns)), None)
    if columns is not None and len(blocks) == 1 and (heads := layout.all(Role.HEAD)):
        return tuple(_compared(columns, heads, layout.all(Role.CONTENT), quoted))
    if columns is not None and len(blocks) == 1 and layout.name == "Panels":
        return tuple(_panels(columns, layout.all(Role.CONTENT), quoted))
    if columns is not None:
        return tuple(_columns(blocks, columns, layout, quoted, at))
    if (number := layout.box(Role.NUMBER)) is not None:
        return _number_apart(blocks, layout, number, quoted)
    if (quote := layout.box(Role.QUOTE)) is not None:
        after = layout.box(Role.AFTER)
        return _quotation(blocks, at(quote), layout.box(Role.ATTRIBUTION), after, quoted)
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


def _number_apart(
    blocks: Blocks[Settled], layout: Layout, first: Placeholder, quoted: Quoted
) -> tuple[Region, ...]:
    """Return the first block in a box of its own, a big number; figures in theirs, if any."""
    found = [Region(first, first.frame, groups(blocks[:1], quoted), stays=True)]
    rest, picture = layout.box(Role.CONTENT), layout.box(Role.PICTURE)
    content = groups(blocks[1:], quoted)
    shown = tuple(one for one in content if picture is not None and isinstance(one, Figure))
    said = tuple(one for one in content if one not in shown)
    if rest is not None and said:
        found.append(Region(rest, rest.frame, said, stays=True))
    if picture is not None and shown:
        found.append(Region(picture, picture.frame, shown, stays=True))
    return tuple(found)


def _panels(
    columns: Columns[Settled], boxes: Sequence[Placeholder], quoted: Quoted
) -> Iterator[Region]:
    """Yield a panel for each column, all of one width."""
    grounds = [box.pad.around(box.frame) for box in boxes]
    whole, count = around(grounds), len(columns.columns)
    gap = inches(0.5 if count < len(boxes) + 1 else GAP)
    width = (whole.width - gap * (count - 1)) * (1 / count)
    for at, (_, content) in enumerate(columns.columns):
        ground = Frame(whole.left + (width + gap) * at, whole.top, width, whole.height)
        own = boxes[min(at, len(boxes) - 1)]
        place = own.pad.inside(ground)
        box = replace(own, frame=place, moved=own.moved or place != own.frame)
        if at >= len(boxes):
            box = replace(box, name=f"Panel {at + 1}", type="", idx=0, free=True)
        yield Region(box, place, groups(content, quoted), stays=True)


def _quotation(
    blocks: Blocks[Settled],
    quote: Frames,
    attribution: Placeholder | None,
    after: Placeholder | None,
    quoted: Quoted,
) -> tuple[Region, ...]:
    """Return a quotation and under it who said it: what follows, or its last line after a dash.

    What follows that stands in a panel beside it, where the layout has one.
    """
    said: Blocks[Settled] = blocks[:1]
    rest: Blocks[Settled] = blocks[1:]
    if said and isinstance(said[0], Quote):
        said = said[0].blocks
        if not rest and len(said) > 1 and _begins_with_dash(said[-1:], quoted):
            said, rest = said[:-1], said[-1:]
    words = groups(said, quoted)
    if quote.box is not None and after is not None:
        return _with_panel(words, rest, quote.box, attribution, after, quoted)
    if attribution is None or not rest:
        return (Region(quote.box, quote.frame, words, stays=True),)
    high = pt(min(_height(words, quote), quote.frame.height.pt))
    below = replace(attribution.frame, top=quote.frame.top + high + STACK_GAP)
    return (
        Region(quote.box, replace(quote.frame, height=high), words, stays=True),
        Region(attribution, below, groups(rest, quoted), stays=True),
    )


def _with_panel(
    words: tuple[Group, ...],
    rest: Blocks[Settled],
    quote: Placeholder,
    attribution: Placeholder | None,
    after: Placeholder,
    quoted: Quoted,
) -> tuple[Region, ...]:
    """Return a quotation, who said it, and what came after: both wider where nothing is there."""
    who, more = groups(rest[:1], quoted), groups(rest[1:], quoted)
    edge = after.pad.around(after.frame)

    def widened(box: Placeholder) -> Placeholder:
        place = replace(box.frame, width=edge.left + edge.width - box.frame.left)
        return box if more else replace(box, frame=place, moved=True)

    quote = widened(quote)
    found = [Region(quote, quote.frame, words, stays=True)]
    if attribution is not None and who:
        attribution = widened(attribution)
        found.append(Region(attribution, attribution.frame, who, stays=True))
    if more:
        found.append(Region(after, after.frame, more, stays=True))
    return tuple(found)


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
    loose = boxes[0].freed
    plain = replace(at(boxes[0]), box=loose, frame=whole)
    heights = [_height(group, plain) for group in (above, below)]
    top = heights[0] + STACK_GAP.pt if above else 0.0
    bottom = heights[1] + STACK_GAP.pt if below else 0.0
    body = whole.rows(pt(top), whole.height - pt(top + bottom))
    if above:
        yield Region(loose, whole.rows(pt(0), pt(heights[0])), above, stays=True)
    room = body.width - inches(GAP) * (len(columns.columns) - 1)
    left = body.left
    for number, (share, content) in enumerate(columns.columns):
        box = boxes[number] if number < len(boxes) else boxes[-1].freed
        frame = Frame(left, body.top, room * share, body.height)
        own = groups(content, quoted)
        yield Region(box, frame, own, stays=all(isinstance(one, Figure) for one in own))
        left = left + frame.width + inches(GAP)
    if below:
        foot = whole.rows(body.bottom - whole.top + STACK_GAP, pt(heights[1]))
        yield Region(loose, foot, below)


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
