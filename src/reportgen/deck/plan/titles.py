"""Fits titles, and counts those of slides that go on over several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.deck.model import (
    FEET,
    Frame,
    Layout,
    Para,
    Paras,
    Placeholder,
    PlannedSlide,
    Role,
    Run,
    TextPart,
    Type,
    type_in,
)
from reportgen.deck.plan.measure import Measured, fits, height_of, measure
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Length, pt

MM = 25.4 / 72
SMALLER_TITLES = (18.0, 16.0, 14.0, 12.0)
"""Sizes of titles in small boxes of anyone's template, before they are refused."""
EVEN = 0.7
"""From which share of its template's size on a title brings the others down to its own."""
MM_EMU = 36_000
MOST_TITLE_LINES = 2
LEAST_SHARE, ROOM = 0.4, 1.02
"""How narrow a title may be, and how much wider than measured, whatever font a machine has."""
LINE = 1.2
"""The height of a line in em."""


def fit_line(
    box: Placeholder,
    text: tuple[Run, ...],
    family: str,
    slide: str,
    span: Span,
    diagnostics: Diagnostics,
) -> TextPart:
    """Return a title at the largest size at which it keeps to the lines of its box.

    Where it does not at the smallest, a larger frame is tried if its template has room for one,
    then sizes that are smaller still; else it is reported with the number of lines too many.
    """
    para = Para(text)
    measured = Measured(0, 0)
    for at, size in _tried(box):
        type_ = type_in(box, family, size)
        measured = measure(para, type_, at.width.pt)
        lines = box.lines or max(1, int(at.height.pt / max(1.0, measured.height / measured.lines)))
        if measured.lines <= lines and not measured.excess:
            frame = balanced(para, type_, box, measured.lines) if at == box.frame else at
            return TextPart(box, frame, (para,), size, box.bold, box.italic)
    if measured.excess:
        message = f"the word `{measured.word}` is {measured.excess * MM:.0f} mm wider than its box"
        help_line = "write a shorter word, or divide it by a hyphen"
    else:
        most = box.most_lines(box.sizes[-1])
        over = measured.lines - most
        message = f"the title is {over} line{'s' if over > 1 else ''} too long"
        help_line = f"say it in at most {most} lines"
    diagnostics.add(Rule.TEXT_OVERFLOW, f"slide `{slide}`: {message}", span, help_line)
    return TextPart(box, box.frame, (para,), box.sizes[-1], box.bold, box.italic)


def balanced(para: Para, type_: Type, box: Placeholder, lines: int) -> Frame:
    """Return a box as narrow as a text may be in as many lines, so that these are about even.

    In anyone's template titles are as wide as these make them.
    """
    if lines < MOST_TITLE_LINES or box.inherits or box.free or box.align != "l":
        return box.frame
    low, high = box.frame.width.pt * LEAST_SHARE, box.frame.width.pt
    while high - low > 1:
        middle = (low + high) / 2
        measured = measure(para, type_, middle)
        if measured.lines > lines or measured.excess:
            low = middle
        else:
            high = middle
    width = min(box.frame.width.pt, high * ROOM)
    return replace(box.frame, width=pt(width))


def _tried(box: Placeholder) -> Iterator[tuple[Frame, float]]:
    """Yield the frames and sizes in which a title is tried, the best first."""
    yield from ((box.frame, size) for size in box.sizes)
    if box.spare is not None:
        yield from ((box.spare, size) for size in box.sizes)
    if box.inherits or box.style:
        least = box.sizes[-1]
        smaller = [size for size in SMALLER_TITLES if size < least]
        yield from ((box.spare or box.frame, size) for size in smaller)


def raised(layout: Layout, title: TextPart, family: str, more: str = "") -> tuple[Layout, TextPart]:
    """Return a layout whose content begins a line higher, where its title leaves a line free.

    With it the title, which is lower then. In layouts of anyone's template everything stays.
    `more` will stand behind the title: "(2 of 3)".
    """
    box = layout.title
    is_ours = not (box.inherits or box.free) and box.lines == MOST_TITLE_LINES
    if not is_ours or layout.box(Role.SLIDE_NUMBER) is None:
        return layout, title
    whole = Para((*title.paragraphs[0].runs, Run(more)))
    lines = measure(whole, title.type(family), box.frame.width.pt).lines
    if lines >= box.lines:
        return layout, title
    by = pt(title.size * LINE)
    bottom = layout.boxes_bottom.emu
    boxes = tuple(one if one.role in (*FEET, Role.TITLE) else _higher(one, by, bottom)
                  for one in layout.boxes)  # fmt: skip
    low = replace(title.frame, height=title.frame.height - by)
    return replace(layout, boxes=boxes), replace(title, frame=low)


def _higher(box: Placeholder, by: Length, bottom: int) -> Placeholder:
    """Return a box that begins higher, and ends higher too unless it reaches the bottom."""
    frame = box.frame
    reaches = box.pad.around(frame).bottom.emu >= bottom - MM_EMU
    height = frame.height + by if reaches and box.anchor == "t" else frame.height
    top = frame.top if reaches and box.anchor == "b" else frame.top - by
    return replace(box, frame=replace(frame, top=top, height=height), moved=True)


def fit_text(
    box: Placeholder,
    text: Paras,
    family: str,
    slide: str,
    span: Span,
    diagnostics: Diagnostics,
    hint: str = "shorten it",
) -> TextPart:
    """Return text at the largest size at which it fits its box; report it where none does."""
    width, room = box.frame.width.pt, box.frame.height.pt
    size = next(
        (size for size in box.sizes if fits(text, type_in(box, family, size), width, room)), 0.0
    )
    if not size:
        size = box.sizes[-1]
        over = height_of(text, type_in(box, family, size), width) - room
        message = f"slide `{slide}`: the text under the title is {over * MM:.0f} mm too high"
        diagnostics.add(Rule.TEXT_OVERFLOW, message, span, hint)
    return TextPart(box, box.frame, text, size, box.bold, box.italic)


def distinct_titles(
    slides: Sequence[PlannedSlide], of: str, family: str, diagnostics: Diagnostics
) -> tuple[PlannedSlide, ...]:
    """Return the slides with "(2 of 3)" after the title of each that goes on over several.

    `of` is the word between the numbers; titles grow by it, so they are fitted again. Where two
    slides of the source have one title, it stays as it is written, which is reported.
    """
    totals = Counter(_whole(slide) for slide in slides)
    firsts: dict[str, PlannedSlide] = {}
    seen: Counter[tuple[str, Span]] = Counter()
    found: list[PlannedSlide] = []
    for slide in slides:
        whole = _whole(slide)
        first = firsts.setdefault(whole[0], slide)
        if first.span != slide.span:
            message = f"slide `{slide.id}` has the title of slide `{first.id}`"
            hint = "say in each title what only this slide shows"
            diagnostics.add(Rule.SAME_TITLE, message, slide.span, hint)
        if totals[whole] > 1:
            seen[whole] += 1
            mark = Run(f" ({seen[whole]}\u00a0{of}\u00a0{totals[whole]})")
            own = (*slide.title.paragraphs[0].runs, mark)
            box = slide.layout.title
            title = fit_line(box, own, family, slide.id, slide.span, diagnostics)
            found.append(replace(slide, title=replace(title, frame=slide.title.frame)))
        else:
            found.append(slide)
    return tuple(found)


def even_titles(slides: Sequence[PlannedSlide]) -> tuple[PlannedSlide, ...]:
    """Return the slides with titles of one size where their boxes are alike, the least of them.

    A title that is much smaller than its template has it is left alone, and leaves the others so.
    """
    sizes: dict[tuple[float, ...], float] = {}
    for slide in slides:
        own = slide.layout.title.sizes
        if slide.title.size >= EVEN * own[0]:
            sizes[own] = min(sizes.get(own, own[0]), slide.title.size)
    return tuple(_evened(slide, sizes) for slide in slides)


def _evened(slide: PlannedSlide, sizes: dict[tuple[float, ...], float]) -> PlannedSlide:
    title, wanted = slide.title, sizes.get(slide.layout.title.sizes, 0.0)
    if not wanted or title.size <= wanted:
        return slide
    return replace(slide, title=replace(title, size=wanted))


def _whole(slide: PlannedSlide) -> tuple[str, Span]:
    """Return what the slides have in common that one slide of the source became."""
    return _plain(slide), slide.span


def _plain(slide: PlannedSlide) -> str:
    runs = slide.title.paragraphs[0].runs
    return "".join(run.text for run in runs if not run.note).casefold()
