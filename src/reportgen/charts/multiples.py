"""Small multiples: one form again and again, for each value of a column, on one scale."""

from contextlib import suppress
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
    values = _shared(made, alone, [_rows(keys, table, name) for name in names])
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
        said = table.printed(spec.multiples, name)
        title = canvas.lines(said, width, weight="bold")[:2]
        first, rows = column == 0, _rows(keys, table, name)
        with canvas.part(said, whole=True):
            below = canvas.block(left, top, title, weight="bold")
            part = Box(left, top - height, left + width, below - 0.3 * size)
            made.draw(canvas, Area(part, values, is_first=first), _within(alone, made, rows), rows)


def check_multiples(made: Form, spec: Any, table: Table) -> None:
    """Raise ChartFault where one of the small multiples cannot be drawn."""
    if made.check is None:
        return
    keys, alone = table.values(spec.multiples), replace(spec, multiples="")
    kept: set[object] = set()
    for name in dict.fromkeys(key for key in keys if key is not None):
        rows = _rows(keys, table, name)
        own = _within(alone, made, rows)
        kept |= {*own.highlight, *own.notes}
        made.check(own, rows)
    for setting, wanted in (("highlight", spec.highlight), ("notes", spec.notes)):
        for one in wanted:
            if one not in kept:
                what = one if isinstance(one, str) else one[0]
                raise ChartFault(
                    f"no multiple has `{what}`", "name what one of them shows", setting
                )


def _rows(keys: list[Any], table: Table, name: Any) -> Table:
    return table.rows([at for at, key in enumerate(keys) if key == name])


def _within(spec: Any, made: Form, rows: Table) -> Any:
    """Return a spec without the highlights and notes that this one of the multiples has not."""
    if made.check is None or not (spec.highlight or spec.notes):
        return spec
    kept = []
    for name in spec.highlight:
        with suppress(ChartFault):
            made.check(replace(spec, highlight=(name,), notes=()), rows)
            kept.append(name)
    notes = []
    for note in spec.notes:
        with suppress(ChartFault):
            made.check(replace(spec, highlight=(), notes=(note,)), rows)
            notes.append(note)
    return replace(spec, highlight=tuple(kept), notes=tuple(notes))


def _shared(made: Form, spec: Any, tables: list[Table]) -> tuple[float, float] | None:
    """Return the scale that all multiples share."""
    if made.extent is None:
        return None
    ends = [made.extent(spec, one) for one in tables]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _grid(count: int, box: Box, size: float) -> tuple[int, int]:
    """Return how many stand side by side and one below the other, each as near 3:2 as can be."""
    best = min(
        range(1, count + 1),
        key=lambda across: abs(
            (box.width / across) / max(size, box.height / -(-count // across) - 2 * size) - 1.6
        ),
    )
    return best, -(-count // best)
