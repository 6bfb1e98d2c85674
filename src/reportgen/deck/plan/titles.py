"""Fits titles, and counts those of slides that go on over several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportgen.deck.model import (
    FEET,
    LINE_BREAK,
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
from reportgen.deck.plan.measure import (
    LINE_SHARE,
    Measured,
    fits,
    height_of,
    measure,
    width_of,
)
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Length, pt
from reportgen.line_breaks import break_cost

MM = 25.4 / 72
SMALLER_TITLES = (18.0, 16.0, 14.0, 12.0)
"""Sizes of titles in small boxes of anyone's template, before they are refused."""
EVEN = 0.7
"""From which share of its template's size on a title brings the others down to its own."""
MM_EMU = 36_000
MOST_TITLE_LINES = 2
LEAST_SHARE, ROOM, STEPS = 0.4, 1.02, 20
"""How narrow a title may be, and how much wider than measured, whatever font a machine has; how
many widths are tried."""
MORE_LINES = 0.3
"""What a line costs that is not needed: less than a name that is torn."""
UNSURE = 0.15
"""What breaks cost that a line little wider would not have."""
LINE = 1.2
"""The height of a line in em."""


def fit_line(
    box: Placeholder,
    text: tuple[Run, ...],
    family: str,
    slide: str,
    span: Span,
    diagnostics: Diagnostics,
    lang: str,
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
            frame = balanced(para, type_, box, measured.lines, lang) if at == box.frame else at
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


def balanced(para: Para, type_: Type, box: Placeholder, lines: int, lang: str) -> Frame:
    """Return a box as narrow as lets a text break by sense, in lines that are about even.

    In anyone's template titles are as wide as these make them.
    """
    if lines < MOST_TITLE_LINES or box.inherits or box.free or box.align != "l":
        return box.frame
    whole = box.frame.width.pt
    low, high = whole * LEAST_SHARE, whole
    while high - low > 1:
        middle = (low + high) / 2
        measured = measure(para, type_, middle)
        if measured.lines > lines or measured.excess:
            low = middle
        else:
            high = middle
    tried = [_set(para, type_, width, whole, lang) for width in _steps(high, whole / ROOM)]
    if lines < box.lines:  # a line more, where else a name is torn
        tried += [
            replace(one, cost=one.cost + MORE_LINES)
            for width in _steps(whole * LEAST_SHARE, high)
            if (one := _set(para, type_, width, whole, lang)).lines == lines + 1
            and not measure(para, type_, width).excess
        ]
    width = min(tried, key=lambda one: (one.cost, one.width)).width
    return replace(box.frame, width=pt(min(whole, width * ROOM)))


def _steps(least: float, most: float) -> Iterator[float]:
    yield from (least + step * (most - least) / STEPS for step in range(STEPS + 1))


@dataclass(frozen=True, slots=True)
class _Set:
    """A text in lines: what its breaks cost, the width that they need, how many lines."""

    cost: float
    width: float
    lines: int


def _set(para: Para, type_: Type, width: float, whole: float, lang: str) -> _Set:
    """Return what the breaks of a text cost in lines of a width, and how uneven these are.

    Breaks that a slightly wider line would not have cost more: fonts differ between machines.
    """
    words, space = para.text.split(" "), width_of((Run(" "),), type_)
    if LINE_BREAK in para.text:
        return _Set(0.0, width, measure(para, type_, width).lines)
    lines, room, cost = [0.0], width * LINE_SHARE, 0.0
    short = whole
    for at, (_, own) in enumerate(zip(words, _word_widths(para, type_), strict=True)):
        if at and lines[-1] + space + own > room:
            cost += break_cost(words, at, lang)
            short = min(short, lines[-1] + space + own)
            lines.append(own)
        else:
            lines[-1] += own + (space if at else 0)
    needed = max(lines) / LINE_SHARE
    cost += UNSURE if short < needed * ROOM * ROOM else 0.0
    even = sum(lines) / len(lines)
    cost += sum(((line - even) / whole) ** 2 for line in lines)
    return _Set(cost, min(width, needed), len(lines))


def evened(part: TextPart, family: str, lang: str) -> TextPart:
    """Return a text of one paragraph in a box in which it breaks by sense."""
    (para,) = part.paragraphs
    if part.box is None:
        return part
    type_ = part.type(family)
    lines = measure(para, type_, part.frame.width.pt).lines
    return replace(part, frame=balanced(para, type_, part.box, lines, lang))


@lru_cache(maxsize=512)
def _word_widths(para: Para, type_: Type) -> tuple[float, ...]:
    """Return the width of each word of a text, whatever runs it is made of."""
    found: list[list[Run]] = [[]]
    for run in para.runs:
        for at, part in enumerate(run.text.split(" ")):
            if at:
                found.append([])
            found[-1].append(replace(run, text=part))
    return tuple(width_of(word, type_) for word in found)


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
        type_ = type_in(box, family, size)
        over = height_of(text, type_, width) - room
        widest = max((measure(para, type_, width) for para in text), key=lambda one: one.excess)
        wrong = f"the text under the title is {over * MM:.0f} mm too high"
        if over <= 0:
            wrong = f"`{widest.word}` under the title is {widest.excess * MM:.0f} mm too wide"
        message = f"slide `{slide}`: {wrong}"
        diagnostics.add(Rule.TEXT_OVERFLOW, message, span, hint)
    return TextPart(box, box.frame, text, size, box.bold, box.italic)


def distinct_titles(
    slides: Sequence[PlannedSlide], of: str, family: str, diagnostics: Diagnostics, lang: str
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
            title = fit_line(box, own, family, slide.id, slide.span, diagnostics, lang)
            found.append(replace(slide, title=replace(title, frame=slide.title.frame)))
        else:
            found.append(slide)
    return tuple(found)


def even_titles(slides: Sequence[PlannedSlide], family: str, lang: str) -> tuple[PlannedSlide, ...]:
    """Return the slides with titles of one size where their boxes are alike, the least of them.

    A title that is much smaller than its template has it is left alone, and leaves the others so.
    """
    sizes: dict[tuple[float, ...], float] = {}
    for slide in slides:
        own = slide.layout.title.sizes
        if slide.title.size >= EVEN * own[0]:
            sizes[own] = min(sizes.get(own, own[0]), slide.title.size)
    return tuple(_evened(slide, sizes, family, lang) for slide in slides)


def _evened(
    slide: PlannedSlide, sizes: dict[tuple[float, ...], float], family: str, lang: str
) -> PlannedSlide:
    title, wanted = slide.title, sizes.get(slide.layout.title.sizes, 0.0)
    if not wanted or title.size <= wanted:
        return slide
    box, para = title.box or slide.layout.title, title.paragraphs[0]
    type_ = type_in(box, family, wanted)
    lines = measure(para, type_, box.frame.width.pt).lines
    frame = title.frame
    if lines >= MOST_TITLE_LINES and not (box.inherits or box.free):
        frame = replace(frame, width=balanced(para, type_, box, lines, lang).width)
    return replace(slide, title=replace(title, size=wanted, frame=frame))


def _whole(slide: PlannedSlide) -> tuple[str, Span]:
    """Return what the slides have in common that one slide of the source became."""
    return _plain(slide), slide.span


def _plain(slide: PlannedSlide) -> str:
    runs = slide.title.paragraphs[0].runs
    return "".join(run.text for run in runs if not run.note).casefold()
