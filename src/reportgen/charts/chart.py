"""Draws a chart: its words filled with facts, its unit at the top, its form below."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.forms import form
from reportgen.charts.grammar import Form, Kind, Spec
from reportgen.charts.look import Look
from reportgen.charts.multiples import draw_multiples
from reportgen.charts.native import native_chart
from reportgen.charts.table import Table
from reportgen.document import Chart

FACT = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def draw_chart(
    figure: Any, name: str, spec: Spec, table: Table, look: Look, fill: Callable[[str], str]
) -> Chart | str:
    """Draw a form on a matplotlib figure, and return it as a chart, or why it is no plain one.

    `fill` gives the text of a fact by its name. Raises ChartFault for what cannot be drawn.
    """
    made = form(name)
    spec = _filled(spec, made, lambda words: FACT.sub(lambda found: fill(found[1]), words))
    canvas = Canvas(figure, look, mirrored=look.is_rtl and made.mirrors)
    area = Area(canvas.head(spec.unit))
    if getattr(spec, "multiples", ""):
        draw_multiples(made, canvas, area, spec, table)
        return "it is small multiples"
    made.draw(canvas, area, spec, table)
    return native_chart(name, spec, table, look)


def _filled(spec: Spec, made: Form, words: Callable[[str], str]) -> Spec:
    """Return a spec in whose words the facts are put in."""
    values: dict[str, Any] = {}
    for name, setting in made.known.items():
        value = getattr(spec, name.replace("-", "_"), None)
        if not value:
            continue
        if setting.kind is Kind.WORDS:
            values[name.replace("-", "_")] = words(value)
        elif setting.kind is Kind.NOTES:
            values[name.replace("-", "_")] = tuple((at, words(said)) for at, said in value)
    return replace(spec, **values) if values else spec
