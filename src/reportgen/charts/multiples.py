"""Small multiples: one form again and again, for each value of a column, on one scale."""

from dataclasses import replace
from typing import Any

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import ChartFault, Form
from reportgen.charts.table import Table

LEAST = 11.0, 7.0
"""The least width and height of a small multiple, in ems."""


def draw_multiples(made: Form, canvas: Canvas, area: Area, spec: Any, table: Table) -> None:
    """Draw a form for each value of the column `multiples`, in the order of the file."""
    keys = table.values(spec.multiples)
    names = list(dict.fromkeys(key for key in keys if key is not None))
    alone = replace(spec, multiples="", unit="")
    values = made.extent(alone, table) if made.extent is not None else None
    box, size = area.box, canvas.look.size
    across, down = _grid(len(names), box, size)
    gap = 1.4 * size
    width = (box.width - gap * (across - 1)) / across
    height = (box.height - gap * (down - 1)) / down
    if width < LEAST[0] * size or height < LEAST[1] * size:
        message = f"{len(names)} small multiples are too many for this place"
        raise ChartFault(message, "pick fewer by `where`, or make it higher", "multiples")
    for at, name in enumerate(names):
        row, column = divmod(at, across)
        left = box.left + column * (width + gap)
        top = box.top - row * (height + gap)
        rows = [one for one, key in enumerate(keys) if key == name]
        title = canvas.lines(table.printed(spec.multiples, name), width, weight="bold")[:2]
        below = canvas.block(left, top, title, weight="bold")
        part = Box(left, top - height, left + width, below - 0.3 * size)
        first = column == 0
        made.draw(canvas, Area(part, values, is_first=first), alone, table.rows(rows))


def _grid(count: int, box: Box, size: float) -> tuple[int, int]:
    """Return how many stand side by side and one below the other, each as near 3:2 as can be."""
    best = min(
        range(1, count + 1),
        key=lambda across: abs(
            (box.width / across) / max(size, box.height / -(-count // across) - 2 * size) - 1.6
        ),
    )
    return best, -(-count // best)
