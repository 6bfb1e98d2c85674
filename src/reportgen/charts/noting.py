"""Notes at marks, changes between them, and events: words that find their place."""

import re
from collections.abc import Callable, Iterator, Sequence

from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Canvas
from reportgen.charts.grammar import ChartFault
from reportgen.charts.parts import FigurePart, noted
from reportgen.charts.series import Plotted
from reportgen.charts.table import Table

_DIGITS = r"[\d٠-٩][\d.,\u00a0\u202f٠-٩]*"
NUMBER = re.compile(
    rf"(?:([\N{{MINUS SIGN}}+\-~]\s?{_DIGITS}[٪%]?|{_DIGITS}\s?[%٪])(?=\s|$)"
    rf"|({_DIGITS})(?=:|$)):?"
)
"""A number at the beginning of a note that counts: it has a sign, or a colon behind it."""
MOST_LINES = 7
"""In so many lines at most words stay within their ground; else they go on behind it."""
HEADROOM = (0.0, 0.18, 0.36, 0.6)
"""Parts of a chart's height that are left free above its marks, until all words have room."""


def with_headroom(canvas: Canvas, draw: Callable[[float], None]) -> None:
    """Draw with as little headroom as the words need.

    Raises ChartFault, the first one, where they have none with the most of it.
    """
    state, first = canvas.state(), None
    for part in HEADROOM:
        try:
            draw(part)
        except ChartFault as fault:
            first = first or fault
            canvas.back_to(state)
        else:
            return
    assert first is not None
    raise first


def draw_notes(
    canvas: Canvas, notes: Sequence[tuple[str, str]], anchor: Callable[[str], Point | None],
    within: Box, parts: Callable[[str], Sequence[FigurePart]] = noted,
) -> None:  # fmt: skip
    """Write notes, each as near to its mark as there is room; `parts` are those that one is of."""
    for key, said in notes:
        at = anchor(key)
        if at is None:
            raise no_mark(key)
        number, words = parted(said)
        with canvas.part(*parts(key)):
            canvas.note(
                words, at, within=within, color=canvas.look.accent_text, number=number,
                weight="normal" if number else "bold",
            )  # fmt: skip


def no_mark(key: str) -> ChartFault:
    """Return what is wrong with a note about what is not drawn: nothing is left out in silence."""
    if " + " in key:
        hint = "write a note for each; brackets join rows of `chart=bars` and `chart=pyramid`"
        return ChartFault(f"this form has no bracket for `{key}`", hint, "notes")
    hint = "take the note out, or show the value; `slide-notes` are those of slides"
    return ChartFault(f"`{key}` has no mark here that a note could stand beside", hint, "notes")


def parted(said: str) -> tuple[str, str]:
    """Return a number that a note begins with, which is set large, and the words behind it."""
    found = NUMBER.match(said)
    return (found[1] or found[2], said[found.end() :].strip()) if found else ("", said)


def draw_change(canvas: Canvas, start: Point, end: Point, said: str, within: Box) -> None:
    """Draw an arrow from the height of one mark down or up to another, and say by how much."""
    look = canvas.look
    gap = 0.15 * look.size if end[1] < start[1] else -0.15 * look.size
    canvas.line([start, (end[0] + 0.3 * look.size, start[1])], look.accent_text, 1)
    canvas.arrow((end[0], start[1]), (end[0], end[1] + gap), look.accent_text)
    number, words = parted(said)
    canvas.note(
        words, (end[0] + 0.4 * look.size, max(start[1], end[1])), within=within, number=number,
        color=look.accent_text, leads=False, widest=11 * look.size,
    )  # fmt: skip


def spans_of(spans: Sequence[tuple[str, str]], found: Plotted) -> Iterator[tuple[int, int, str]]:
    """Yield the first and the last place of each span, and what is said of it."""
    for key, said in spans:
        start, _, end = key.partition(" to ")
        first, last = found.at(start.strip()), found.at((end or start).strip())
        if first is not None and last is not None:
            yield min(first, last), max(first, last), said


def check_spans(spans: Sequence[tuple[str, str]], found: Plotted) -> None:
    """Raise ChartFault for a span whose ends are no places of the chart."""
    if len(list(spans_of(spans, found))) != len(spans):
        hint = f"write two of its places, as in `{found.names[0]} to {found.names[-1]}: words`"
        raise ChartFault("a span begins or ends where the chart has no place", hint, "spans")


def draw_span(canvas: Canvas, part: Box, said: str, within: Box) -> None:
    """Lay a ground behind a part of a chart, and write at its top what it is."""
    canvas.bar(part.left, part.bottom, part.right, part.top, canvas.look.mist, over=0, takes=False)
    size, gap = canvas.look.small, 0.5 * canvas.look.size
    widest = max(part.width, min(14 * size, within.right - part.left)) - 2 * gap
    lines = canvas.lines(said, widest, size)
    inside = canvas.lines(said, part.width - 2 * gap, size)
    whole = {word for line in inside for word in line.split()} >= set(said.split())
    if whole and len(inside) <= MOST_LINES:
        lines = inside
    top = part.top - gap
    canvas.block(part.left + gap, top, lines, size=size, color=canvas.look.quiet)


def events_of(name: str, table: Table) -> list[tuple[float, str]]:
    """Return the events of a dataset: when, in years, and what. Raises ChartFault for none."""
    other = table.others[name]
    when = next(
        (one for one, header in other.headers.items() if header.is_year),
        next(iter(sorted(other.numeric)), ""),
    )
    what = next((one for one in other.columns if one not in other.numeric), "")
    if not when or not what:
        message = f"the dataset `{name}` has no column of years, or none of words"
        raise ChartFault(message, "a dataset of events has both: `year,what`", "events")
    rows = zip(other.numbers(when), other.values(what), strict=True)
    return [(year, str(said)) for year, said in rows if year is not None and said]


def draw_events(
    canvas: Canvas, events: Sequence[tuple[float, str]], x: Callable[[float], float],
    y: Callable[[float], float], within: Box,
) -> None:  # fmt: skip
    """Draw a line up from each event's year, and say at its top what happened."""
    for year, said in events:
        at = x(year)
        if not within.left <= at <= within.right:
            continue
        foot = y(year)
        top = Box(within.left, max(within.bottom, foot), within.right, within.top)
        box = canvas.note(said, (at, foot + 2 * canvas.look.size), within=top, leads=False,
                          setting="events")  # fmt: skip
        ends = min(max(at, box.left), box.right)
        high = box.bottom if ends == at else box.middle[1]
        strip = Box(at - 1, foot, at + 1, high)
        stops = [one.top for one in canvas.taken.boxes if one.overlaps(strip) and one != box]
        start = max([foot, *(one for one in stops if one < high)]) + 0.3 * canvas.look.size
        if start < high:
            canvas.line(
                [(at, start), (at, high)], canvas.look.quiet, 0.6, dash=(2, 1.5), takes=False,
                over=2,
            )  # fmt: skip
