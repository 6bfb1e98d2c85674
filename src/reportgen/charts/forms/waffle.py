"""A waffle: a hundred squares for a whole, or a dot for each so many people."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import MULTIPLES, ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.noting import draw_notes
from reportgen.charts.series import check_names
from reportgen.charts.table import Table

MOST = 6_000
"""More dots nobody sees apart."""
LEAST = 1.3
"""The least pitch of dots, in points."""
DOT = 0.8
"""How wide a dot is, as a part of their pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waffle(Spec):
    """What a waffle says."""

    x: str
    y: str
    each: float = 0
    multiples: str = ""


def _parts(spec: Waffle, table: Table) -> list[tuple[str, float]]:
    rows = zip(table.names(spec.x), table.numbers(spec.y), strict=True)
    return [(name, value) for name, value in rows if value is not None]


def check(spec: Waffle, table: Table) -> None:
    """Raise ChartFault for what cannot be drawn anywhere."""
    parts = _parts(spec, table)
    check_names(spec, [name for name, _ in parts], table.values(spec.x))
    if not parts or sum(value for _, value in parts) <= 0:
        raise ChartFault("there is no value to be drawn", "pick other rows by `where`", "y")
    if any(value < 0 for _, value in parts):
        raise ChartFault("a part of a whole cannot be below zero", "draw `chart=bars`", "y")
    if spec.each < 0 or (spec.each and sum(value for _, value in parts) / spec.each > MOST):
        message = f"that would be more than {MOST:,} dots"
        raise ChartFault(message, "let each stand for more", "each")
    if len(parts) > 6:
        message = f"{len(parts)} parts are too many for a waffle"
        raise ChartFault(message, "pick at most six by `where`, or draw `chart=bars`", "x")


def draw(canvas: Canvas, area: Area, spec: Waffle, table: Table) -> None:
    """Draw a whole in a hundred squares, or fields of dots beside each other."""
    parts = _parts(spec, table)
    if spec.each:
        _blocks(canvas, area.box, spec, table, parts)
    else:
        _whole(canvas, area.box, spec, table, parts)


def _colors(canvas: Canvas, spec: Waffle, parts: Sequence[tuple[str, float]]) -> list[str]:
    hot, look = {one.casefold() for one in spec.highlight}, canvas.look
    if not hot:
        return list(look.series(len(parts)))
    others = look.series(max(1, sum(name.casefold() not in hot for name, _ in parts)))
    left = iter(others)
    return [look.accent if name.casefold() in hot else next(left) for name, _ in parts]


def shares(values: Sequence[float], count: int = 100) -> list[int]:
    """Return whole parts of `count` that add up to it (largest remainder)."""
    total = sum(values)
    exact = [count * value / total for value in values]
    found = [floor(one) for one in exact]
    order = sorted(range(len(values)), key=lambda at: found[at] - exact[at])
    for at in order[: count - sum(found)]:
        found[at] += 1
    return found


def _whole(
    canvas: Canvas, box: Box, spec: Waffle, table: Table, parts: Sequence[tuple[str, float]]
) -> None:
    look, size = canvas.look, canvas.look.size
    counts = shares([value for _, value in parts])
    colors = _colors(canvas, spec, parts)
    side = min(box.height, 0.55 * box.width)
    pitch = side / 10
    top = box.top - (box.height - side) / 2
    owners = [at for at, count in enumerate(counts) for _ in range(count)]
    for place, owner in enumerate(owners):
        column, row = divmod(place, 10)
        left, high = box.left + column * pitch, top - row * pitch
        right, bottom = left + pitch * 0.88, high - pitch * 0.88
        with canvas.part(parts[owner][0]):
            canvas.bar(left, bottom, right, high, colors[owner], takes=False)
    canvas.taken.add(Box(box.left, top - side, box.left + side, top))
    x = box.left + side + 0.9 * size
    room = box.right - x
    total = sum(value for _, value in parts)
    texts = []
    for name, value in parts:
        share = table.number(round(100 * value / total)) + "%"
        texts.append((share, canvas.lines(name, room)))
    large = 1.5 * size
    heights = [canvas.look.leading * (large + size * len(lines)) + 0.3 * size for _, lines in texts]
    if sum(heights) > box.height or room < 4 * size:
        large = size
        texts = [(share, canvas.lines(f"{share} {name}", room))
                 for (name, _), (share, _) in zip(parts, texts, strict=True)]  # fmt: skip
        heights = [canvas.look.leading * size * len(lines) + 0.15 * size for _, lines in texts]
    if sum(heights) > box.height + 0.01:
        message = "the names of the parts do not fit beside the squares"
        raise ChartFault(message, "shorten them, or make it higher", "x")
    y = box.top - max(0.0, (box.height - sum(heights)) / 2)
    places: dict[str, tuple[float, float]] = {}
    for at, (share, lines) in enumerate(texts):
        ink = look.accent_text if colors[at] == look.accent else look.ink(colors[at])
        below = y
        with canvas.part(parts[at][0]):
            if large > size:
                below = canvas.block(x, y, [share], size=large, weight="bold", color=ink)
                canvas.block(x, below, lines, color=look.text)
            else:
                canvas.block(x, y, lines, weight="bold", color=ink)
        places[parts[at][0].casefold()] = x, y
        y -= heights[at]
    within = Box(box.left + side, box.bottom, box.right, box.top)
    draw_notes(canvas, spec.notes, lambda key: places.get(key.casefold()), within)


def _blocks(
    canvas: Canvas, box: Box, spec: Waffle, table: Table, parts: Sequence[tuple[str, float]]
) -> None:
    look, size = canvas.look, canvas.look.size
    colors = _colors(canvas, spec, parts)
    counts = [max(1, round(value / spec.each)) if value else 0 for _, value in parts]
    texts = [table.printed(spec.y, value) for _, value in parts]
    gap = 1.6 * size
    wide = box.width - gap * (len(parts) - 1)
    least = [canvas.width_of(f"{name}: {text}", weight="bold") for (name, _), text
             in zip(parts, texts, strict=True)]  # fmt: skip
    is_short = all(one <= wide / len(parts) for one in least)
    heads = (1 if is_short else 2) * canvas.look.leading * size + 0.4 * size
    down = box.height - heads
    pitch = sqrt(max(1.0, wide * down) / max(1, sum(counts)))
    while pitch > LEAST:
        rows = max(1, floor(down / pitch))
        columns = [ceil(count / rows) for count in counts]
        needed = sum(max(one * pitch, min(text, wide / len(parts)))
                     for one, text in zip(columns, least, strict=True))  # fmt: skip
        if needed <= wide:
            break
        pitch *= 0.97
    else:
        message = "so many dots have no room here"
        raise ChartFault(message, "let each stand for more: `each=10`", "each")
    left = box.left
    for at, (name, _) in enumerate(parts):
        room = max(columns[at] * pitch, min(least[at], wide / len(parts)))
        is_hot = colors[at] == look.accent
        ink = look.accent_text if is_hot else look.ink(colors[at])
        lines = canvas.lines(f"{name}: {texts[at]}", room + 0.4 * size, weight="bold")
        if len(lines) > 2:
            message = f"“{name}” does not fit above its dots"
            raise ChartFault(message, "shorten it, or make it wider", "x")
        top = box.top - heads
        with canvas.part(name):
            canvas.block(left, box.top, lines, weight="bold", color=ink)
            _dots(canvas, left, top, rows, counts[at], pitch, colors[at])
        canvas.taken.add(Box(left, top - rows * pitch, left + columns[at] * pitch, top))
        left += room + gap
    draw_notes(canvas, spec.notes, lambda _: (box.left, box.bottom), box)


def _dots(
    canvas: Canvas, left: float, top: float, rows: int, count: int, pitch: float, color: str
) -> None:
    """Draw a field of dots, column by column, as one shape: thousands are quickly drawn."""
    from matplotlib.collections import EllipseCollection

    points = []
    for place in range(count):
        column, row = divmod(place, rows)
        x = left + (column + 0.5) * pitch
        points.append((canvas.width - x if canvas.mirrored else x, top - (row + 0.5) * pitch))
    across = [pitch * DOT] * count
    canvas.collect(
        EllipseCollection(
            across, across, [0] * count, units="xy", offsets=points, facecolors=color,
            offset_transform=canvas.axes.transData, linewidths=0, zorder=3,
        )
    )  # fmt: skip


FORM = Form(
    name="waffle",
    says="A hundred squares for the parts of a whole, or dots, each for so many people.",
    spec=Waffle,
    settings=(
        Setting("x", Kind.COLUMN, "What the parts are called.", needed=True),
        Setting("y", Kind.COLUMN, "How large they are.", needed=True, numbers=True),
        Setting("each", Kind.NUMBER,
                "How many a dot stands for; without it the whole is a hundred squares."),
        MULTIPLES,
    ),
    draw=draw,
    check=check,
    mirrors=True,
    example="chart=waffle x=year y=total each=1 highlight=2025",
)  # fmt: skip
