"""Charts: forms in words, and the parts that they and figure modules draw with."""

from reportgen.charts.boxes import Box
from reportgen.charts.canvas import Area, Canvas
from reportgen.charts.grammar import ChartFault
from reportgen.charts.look import Look, mix
from reportgen.charts.scales import Scale, ticks

__all__ = ["Area", "Box", "Canvas", "ChartFault", "Look", "Scale", "mix", "ticks"]
