"""Columns that stand on an axis: for each place on it one, some side by side, or a stack."""

from dataclasses import dataclass

from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import (
    EVENTS,
    LABELS,
    LIMITS,
    MULTIPLES,
    Form,
    Kind,
    Setting,
    Spec,
)
from reportgen.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Spec):
    """What a chart of columns says."""

    x: str
    y: tuple[str, ...]
    bars: str = "side by side"
    labels: str = "auto"
    limits: tuple[float, float] | None = None
    events: str = ""
    multiples: str = ""


def draw(canvas: Canvas, area: Area, spec: Columns, table: Table) -> None:
    """Draw the columns."""
    years = table.numbers(spec.x)
    box = area.box
    most = max(value or 0 for value in table.numbers(spec.y[0]))
    step = box.width / len(years)
    for at, value in enumerate(table.numbers(spec.y[0])):
        canvas.bar(
            box.left + step * (at + 0.1), box.bottom, box.left + step * (at + 0.9),
            box.bottom + box.height * (value or 0) / most, canvas.look.main,
        )  # fmt: skip


FORM = Form(
    name="columns",
    says="Columns for counts over time, or for a few things compared.",
    spec=Columns,
    settings=(
        Setting("x", Kind.COLUMN, "What stands along the axis: years, or names.", needed=True),
        Setting("y", Kind.COLUMNS, "What is measured.", needed=True, numbers=True),
        Setting(
            "bars", Kind.CHOICE,
            "How several series stand: side by side, stacked, or as shares of 100.",
            ("side by side", "stacked", "share"), default="side by side",
            classes=(("stack", "stacked"), ("share", "share")),
        ),
        LABELS, LIMITS, EVENTS, MULTIPLES,
    ),
    draw=draw,
    example='chart=columns x=year y="female,male" bars=stacked highlight="2012,2020"',
)  # fmt: skip
