"""Writes a figure as a chart of PowerPoint's own, with its workbook, to be edited."""

import io
import re
import zipfile
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_MARK,
)
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from reportgen.deck.drawingml import Element, el
from reportgen.deck.package import package
from reportgen.document import Chart, ChartKind, Series
from reportgen.openxml.package import R

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
KINDS = {
    (ChartKind.COLUMN, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    (ChartKind.COLUMN, True): XL_CHART_TYPE.COLUMN_STACKED,
    (ChartKind.BAR, False): XL_CHART_TYPE.BAR_CLUSTERED,
    (ChartKind.BAR, True): XL_CHART_TYPE.BAR_STACKED,
    (ChartKind.LINE, False): XL_CHART_TYPE.LINE_MARKERS,
}
TEXT = 14.0
"""The size of a chart's text in points, as in figures on slides."""
GAP = 35
"""The space between columns, in percent of their width."""
MOST_LABELS = 24
"""With more values than these, labels would cover each other."""
MOST_NAMES = 13
"""So many categories have room for their names, side by side."""
RULE, AXIS = "#d5dce0", "#6b7f8a"
NO_TIME = b"1980-01-01T00:00:00Z"


def chart_graphic(chart: Chart, slide: Part) -> Element:
    """Return the graphic of a new chart, which `slide` is related to (21.2.2.27)."""
    data: Any = CategoryChartData(number_format=_format(chart))  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for one in chart.series:
        data.add_series(one.name, one.values)
    part = ChartPart.new(KINDS[chart.kind, chart.stacked], data, slide.package)
    _style(part.chart, chart)
    root = part._element
    for axis in (*root.iter(f"{C}axId"), *root.iter(f"{C}crossAx")):
        axis.set("val", axis.get("val", "").lstrip("-"))
    workbook = part.chart_workbook.xlsx_part
    workbook._blob = _timeless(workbook.blob)
    relation = slide.relate_to(part, RT.CHART)
    reference = etree.Element(f"{C}chart", {f"{R}id": relation}, {"c": CHART, "r": R[1:-1]})
    return el("a:graphic", {}, el("a:graphicData", {"uri": CHART}, reference))


def _format(chart: Chart) -> str:
    """Return how its numbers are written: with as many digits as the most precise has."""
    values = [value for one in chart.series for value in one.values if value is not None]
    digits = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return "#,##0" + ("." + "0" * min(digits, 2) if digits else "")


def _style(shown: Any, chart: Chart) -> None:
    """Give a chart the looks of our figures: colours, labels at the values, few lines."""
    shown.font.size = Pt(TEXT)
    shown.has_title = False
    shown.has_legend = len(chart.series) > 1
    if shown.has_legend:
        shown.legend.position = XL_LEGEND_POSITION.TOP
        shown.legend.include_in_layout = False
    plot, values = shown.plots[0], shown.value_axis
    count = sum(len(one.values) for one in chart.series)
    if chart.kind is not ChartKind.LINE:
        plot.gap_width = GAP
    if count <= MOST_LABELS:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = _format(chart), False
        labels.font.size = Pt(TEXT - 2)
        if not chart.stacked:
            above = chart.kind is ChartKind.LINE
            labels.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.OUTSIDE_END
    values.has_major_gridlines = values.visible = count > MOST_LABELS
    values.tick_labels.number_format = _format(chart)
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = _rgb(RULE)
        values.major_gridlines.format.line.width = Pt(0.75)
    axis = shown.category_axis
    axis.format.line.color.rgb = _rgb(AXIS)
    axis.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    if len(chart.categories) > MOST_NAMES and chart.kind is not ChartKind.BAR:
        _name_some(axis._element, -(-len(chart.categories) // MOST_NAMES))
        axis.tick_labels.font.size = Pt(TEXT - 2)
    if chart.kind is ChartKind.BAR and not chart.from_below:
        shown.category_axis.reverse_order = True
    for series, own in zip(plot.series, chart.series, strict=True):
        _color(series, own, chart.kind)


def _name_some(axis: Element, every: int) -> None:
    """Name one category of so many (21.2.2.206)."""
    skip = etree.Element(f"{C}tickLblSkip", {"val": str(every)})
    before = [one for one in axis if one.tag in (f"{C}tickMarkSkip", f"{C}noMultiLvlLbl")]
    axis.insert(axis.index(before[0]) if before else len(axis), skip)


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color[1:].upper())  # type: ignore[no-any-return, no-untyped-call]


def _color(series: Any, own: Series, kind: ChartKind) -> None:
    first = _rgb(own.colors[0])
    if kind is ChartKind.LINE:
        series.smooth = False
        series.format.line.color.rgb = first
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = first
        return
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = first
    for at, color in enumerate(own.colors):
        if color != own.colors[0]:
            point = series.points[at].format.fill
            point.solid()
            point.fore_color.rgb = _rgb(color)


def _timeless(workbook: bytes) -> bytes:
    """Return a workbook without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", NO_TIME, parts[core])
    return package(parts)
