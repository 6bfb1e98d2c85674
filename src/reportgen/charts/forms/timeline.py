"""A timeline of events from a dataset: to scale, words above and below an axis of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from reportgen.charts.boxes import Box, Point
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.noting import draw_notes
from reportgen.charts.parts import FigurePart, category, series
from reportgen.charts.scales import Scale
from reportgen.charts.series import check_names, moment
from reportgen.charts.table import Table, dashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Spec):
    """What a timeline says."""

    when: str
    what: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event: when, in years; what prints as its date; what happened; in which lane."""

    at: float
    date: str
    said: str
    group: str


def _events(spec: Timeline, table: Table) -> list[_Event]:
    groups = table.names(spec.group) if spec.group else [""] * len(table)
    found = []
    for value, said, group in zip(
        table.values(spec.when), table.values(spec.what), groups, strict=True
    ):
        at = moment(value)
        if at is None:
            if value is not None:
                message = f"`{value}` is neither a year nor a date"
                raise ChartFault(message, "write `2013`, or `2013-05-28`", "when")
            continue
        found.append(_Event(at, table.printed(spec.when, value), dashed(str(said or "")), group))
    if not found:
        raise ChartFault("no row has a year", "pick other rows by `where`", "when")
    return sorted(found, key=lambda one: one.at)


def check(spec: Timeline, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    events = _events(spec, table)
    check_names(spec, [one.date for one in events], [one.said for one in events],
                others=tuple({one.group for one in events}))  # fmt: skip
    if len({one.group for one in events}) > 2:
        message = "a timeline has two lanes, and this column has more groups"
        raise ChartFault(message, "pick two by `where`", "group")


def draw(canvas: Canvas, area: Area, spec: Timeline, table: Table) -> None:
    """Draw events along an axis to scale; where they have no room, as rows one below the other."""
    events = _events(spec, table)
    state = canvas.state()
    try:
        _lanes(canvas, area.box, spec, events)
    except ChartFault:
        canvas.back_to(state)
        _rows(canvas, area.box, spec, events)


def _notes(canvas: Canvas, box: Box, spec: Timeline, marks: dict[str, Point]) -> None:
    draw_notes(canvas, spec.notes, lambda key: marks.get(key.casefold()), box)


def _marks(events: Sequence[_Event], points: Sequence[Point]) -> dict[str, Point]:
    """Return where events are marked, by their dates and by what happened."""
    found: dict[str, Point] = {}
    for event, point in zip(events, points, strict=True):
        found.setdefault(event.date.casefold(), point)
        found[event.said.casefold()] = point
    return found


def _is_hot(spec: Timeline, event: _Event) -> bool:
    hot = {one.casefold() for one in spec.highlight}
    return bool(hot & {event.date.casefold(), event.said.casefold(), event.group.casefold()})


def _parts(event: _Event) -> tuple[FigurePart, ...]:
    """Return the parts that an event is of: by its date, or by its group."""
    return category(event.date), *(map(series, filter(None, [event.group])))


def _lanes(canvas: Canvas, box: Box, spec: Timeline, events: Sequence[_Event]) -> None:
    look, size = canvas.look, canvas.look.size
    middle = (box.top + box.bottom) / 2
    ends = max(canvas.width_of("2000"), size)
    x = Scale(events[0].at, max(events[-1].at, events[0].at + 1), box.left + ends / 2,
              box.right - ends / 2)  # fmt: skip
    canvas.line([(box.left, middle), (box.right, middle)], look.quiet, 1.0, over=2)
    groups = list(dict.fromkeys(one.group for one in events))
    for event in events:
        color = look.accent if _is_hot(spec, event) else look.main
        with canvas.part(*_parts(event)):
            canvas.dot(x(event.at), middle, color, 5.5, over=6)
    lanes: dict[bool, list[_Event]] = {True: [], False: []}
    for at, event in enumerate(events):
        is_up = event.group == groups[0] if len(groups) == 2 else at % 2 == 0
        lanes[is_up].append(event)
    for is_up, lane in lanes.items():
        _lane(canvas, box, spec, lane, x, middle, is_up)
    _notes(canvas, box, spec, _marks(events, [(x(one.at), middle) for one in events]))


@dataclass(frozen=True, slots=True)
class _Label:
    """Words of an event: their box, their lines, and the stem that leads to them."""

    box: Box
    lines: tuple[str, ...]
    stem: Box


def _lane(
    canvas: Canvas, box: Box, spec: Timeline, lane: Sequence[_Event], x: Scale, middle: float,
    is_up: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    """Place the words of a lane: each as near to the axis as there is room beside the others."""
    look, size = canvas.look, canvas.look.size
    for events, grows in product((lane, list(reversed(lane))), ("", "left", "right")):
        placed: list[tuple[_Event, _Label]] = []
        for event in events:
            known = [one for _, one in placed]
            label = _free(canvas, box, event, x(event.at), middle, is_up, known, grows)
            if label is None:
                break
            placed.append((event, label))
        if len(placed) == len(lane):
            break
    else:
        raise ChartFault("the events have no room", "make it higher", "what")
    for event, shown in placed:
        at, found = x(event.at), shown.box
        edge = found.bottom if is_up else found.top
        ink = look.accent_text if _is_hot(spec, event) else look.text
        align = "right" if found.right < at + 0.6 * size else "left"
        text_x = found.left + 0.25 * size if align == "left" else found.right - 0.25 * size
        with canvas.part(*_parts(event)):
            canvas.line([(at, middle), (at, edge)], look.line, 0.7, over=1, takes=False)
            below = canvas.block(text_x, found.top - 0.15 * size, [event.date], weight="bold",
                                 color=ink, align=align)  # fmt: skip
            canvas.block(text_x, below, shown.lines, align=align)


def _free(
    canvas: Canvas, box: Box, event: _Event, at: float, middle: float, is_up: bool,  # noqa: FBT001
    placed: Sequence[_Label], grows: str,
) -> _Label | None:  # fmt: skip
    """Return the nearest free place for an event's words, None where there is none."""
    size = canvas.look.size
    best: tuple[float, _Label] | None = None
    for part in (15, 11, 8, 6):
        lines = canvas.lines(event.said, min(part * size, box.width), even=True)
        wide = canvas.widest([*lines, event.date], weight="bold") + 0.6 * size
        high = canvas.look.leading * size * (len(lines) + 1) + 0.3 * size
        starts = {"right": at - 0.25 * size, "left": at + 0.25 * size - wide}
        for side, left in (*starts.items(), ("edge", box.right - wide)):
            if left < box.left - 0.25 * size or left + wide > box.right + 0.25 * size:
                continue
            if not left <= at <= left + wide:
                continue
            for step in range(40):
                start = 0.9 * size + step * 0.4 * size
                bottom = middle + start if is_up else middle - start - high
                found = Box(left, bottom, left + wide, bottom + high)
                if found.top > box.top + 0.01 or found.bottom < box.bottom - 0.01:
                    break
                ends = sorted((middle, bottom if is_up else found.top))
                stem = Box(at - 1, ends[0], at + 1, ends[1])
                if any(
                    one.box.overlaps(found) or one.box.overlaps(stem.padded(0.5))
                    or one.stem.overlaps(found)
                    for one in placed
                ):  # fmt: skip
                    continue
                cost = start + 0.2 * size * len(lines)
                cost += 99 if grows and side != grows else 0
                if best is None or cost < best[0]:
                    best = cost, _Label(found, lines, stem)
                break
    return best[1] if best is not None else None


def _rows(canvas: Canvas, box: Box, spec: Timeline, events: Sequence[_Event]) -> None:
    """Draw events from the top down along an upright axis: for places too narrow for lanes."""
    look, size = canvas.look, canvas.look.size
    dates = canvas.widest((one.date for one in events), weight="bold")
    left = box.left + dates + 1.6 * size
    named = [canvas.lines(one.said, box.right - left) for one in events]
    tall = [canvas.look.leading * size * len(lines) + 0.4 * size for lines in named]
    if sum(tall) > box.height + 0.01 or box.right - left < 4 * size:
        needed = (canvas.height - box.height + sum(tall)) * 25.4 / 72
        message = f"{len(events)} events do not fit here"
        hint = f"give it a height of {needed:.0f} mm, or pick fewer by `where`"
        raise ChartFault(message, hint, "what")
    spare = min((box.height - sum(tall)) / len(events), 1.2 * size)
    y, axis = box.top, box.left + dates + 0.8 * size
    middles = []
    for event, lines, height in zip(events, named, tall, strict=True):
        first = y - canvas.look.leading * size / 2
        ink = look.accent_text if _is_hot(spec, event) else look.text
        middles.append(first)
        color = look.accent if _is_hot(spec, event) else look.main
        with canvas.part(*_parts(event)):
            canvas.text(
                box.left + dates, first, event.date, weight="bold", color=ink, align="right"
            )
            canvas.block(left, y, lines)
            canvas.dot(axis, first, color, 4.5, over=6)
        y -= height + spare
    canvas.line([(axis, middles[0]), (axis, middles[-1])], look.quiet, 0.8, over=2)
    _notes(canvas, box, spec, _marks(events, [(left, middle) for middle in middles]))


FORM = Form(
    name="timeline",
    says="A timeline for what happened when, to scale.",
    spec=Timeline,
    settings=(
        Setting("when", Kind.COLUMN, "Years, or dates like 2013-05-28.", needed=True),
        Setting("what", Kind.COLUMN, "What happened, in a few words.", needed=True),
        Setting("group", Kind.COLUMN, "A column of two values: one stands above, one below."),
    ),
    draw=draw,
    check=check,
    example='chart=timeline when=year what=event highlight=2013',
)  # fmt: skip
