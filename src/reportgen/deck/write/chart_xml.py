"""Writes a figure as a chart of PowerPoint's own, with its workbook, to be edited."""

import io
import re
import zipfile
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
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
    (ChartKind.COLUMN, ""): XL_CHART_TYPE.COLUMN_CLUSTERED,
    (ChartKind.COLUMN, "stacked"): XL_CHART_TYPE.COLUMN_STACKED,
    (ChartKind.COLUMN, "share"): XL_CHART_TYPE.COLUMN_STACKED_100,
    (ChartKind.BAR, ""): XL_CHART_TYPE.BAR_CLUSTERED,
    (ChartKind.BAR, "stacked"): XL_CHART_TYPE.BAR_STACKED,
    (ChartKind.BAR, "share"): XL_CHART_TYPE.BAR_STACKED_100,
    (ChartKind.LINE, ""): XL_CHART_TYPE.LINE_MARKERS,
    (ChartKind.AREA, ""): XL_CHART_TYPE.AREA_STACKED,
    (ChartKind.AREA, "stacked"): XL_CHART_TYPE.AREA_STACKED,
    (ChartKind.AREA, "share"): XL_CHART_TYPE.AREA_STACKED_100,
    (ChartKind.SCATTER, ""): XL_CHART_TYPE.XY_SCATTER,
}
TEXT = 18.0
"""The size of a chart's text in points: what is read from the last row."""
GAP = 35
"""The space between columns, in percent of their width."""
MOST_LABELS = 24
"""With more values than these, labels would cover each other."""
MOST_NAMES = 12
"""So many categories have room for their names, side by side."""
RULE, AXIS = "#d5dce0", "#6b7f8a"
NO_TIME = b"1980-01-01T00:00:00Z"


def chart_graphic(chart: Chart, slide: Part) -> Element:
    """Return the graphic of a new chart, which `slide` is related to (21.2.2.27)."""
    way = "share" if chart.share else "stacked" if chart.stacked else ""
    part = ChartPart.new(KINDS[chart.kind, way], _data(chart), slide.package)
    _style(part.chart, chart)
    root = part._element
    for axis in (*root.iter(f"{C}axId"), *root.iter(f"{C}crossAx")):
        axis.set("val", axis.get("val", "").lstrip("-"))
    workbook = part.chart_workbook.xlsx_part
    workbook._blob = _timeless(workbook.blob)
    relation = slide.relate_to(part, RT.CHART)
    reference = etree.Element(f"{C}chart", {f"{R}id": relation}, {"c": CHART, "r": R[1:-1]})
    return el("a:graphic", {}, el("a:graphicData", {"uri": CHART}, reference))


def _data(chart: Chart) -> Any:
    """Return a chart's values as its workbook has them."""
    if chart.kind is ChartKind.SCATTER:
        points: Any = XyChartData(number_format=_format(chart))  # type: ignore[no-untyped-call]
        for one in chart.series:
            series = points.add_series(one.name)
            for x, y in zip(one.positions, one.values, strict=True):
                series.add_data_point(x, y)
        return points
    data: Any = CategoryChartData(number_format=_format(chart))  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for one in chart.series:
        data.add_series(one.name, written_values(chart, one))
    return data


def written_values(chart: Chart, series: Series) -> tuple[float | None, ...]:
    """Return a series' values as a chart has them: those of a pyramid's left are below zero."""
    if not (chart.mirrored and series is chart.series[0]):
        return series.values
    return tuple(None if value is None else -value for value in series.values)


def _format(chart: Chart) -> str:
    """Return how its numbers are written: with as many digits as the most precise has."""
    if chart.number_format:
        plain = chart.number_format
    else:
        values = [value for one in chart.series for value in one.values if value is not None]
        digits = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values),
                     default=0)  # fmt: skip
        plain = "#,##0" + ("." + "0" * min(digits, 2) if digits else "")
    return f"{plain};{plain}" if chart.mirrored else plain


def _style(shown: Any, chart: Chart) -> None:
    """Give a chart the looks of our figures: colours, labels at the values, few lines."""
    shown.font.size = Pt(TEXT)
    shown.has_title = False
    plot = shown.plots[0]
    labelled = any(one.labels for one in chart.series)
    named = chart.kind is ChartKind.LINE and labelled  # each at its last value
    shown.has_legend = len(chart.series) > 1 and not named
    if shown.has_legend:
        shown.legend.position = XL_LEGEND_POSITION.TOP
        shown.legend.include_in_layout = False
    if chart.kind in (ChartKind.COLUMN, ChartKind.BAR):
        plot.gap_width = GAP if chart.gap is None else chart.gap
        if chart.stacked or chart.mirrored:
            plot.overlap = 100
    count = sum(len(one.values) for one in chart.series)
    bare = _prints_values(chart, count)
    if not labelled and count <= MOST_LABELS and chart.kind is not ChartKind.SCATTER:
        _label_all(plot, chart)
    _axes(shown, chart, bare=bare)
    for series, own in zip(plot.series, chart.series, strict=True):
        _color(series, own, chart.kind)
        _label_some(series, own, chart)


def _prints_values(chart: Chart, count: int) -> bool:
    """Return whether values print themselves, so that their axis says nothing more."""
    if chart.kind is ChartKind.SCATTER or chart.share:
        return False
    if not any(one.labels for one in chart.series):
        return count <= MOST_LABELS
    rows = ((one.labels or (None,) * len(one.values), one.values) for one in chart.series)
    known = (pair for row in rows for pair in zip(*row, strict=True))
    return all(label is not None or value is None for label, value in known)


def _label_all(plot: Any, chart: Chart) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _format(chart), False
    labels.font.size = Pt(TEXT - 2)
    if not chart.stacked and chart.kind is not ChartKind.AREA:
        above = chart.kind is ChartKind.LINE
        labels.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.OUTSIDE_END


def _label_some(series: Any, own: Series, chart: Chart) -> None:
    """Label the values of a series that are to be: with the value itself, or with words."""
    last = max((at for at, label in enumerate(own.labels) if label is not None), default=-1)
    for at, said in enumerate(own.labels):
        if said is None or own.values[at] is None:
            continue
        label = series.points[at].data_label
        if said:
            label.text_frame.text = said
            for paragraph in label.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(TEXT - 2)
        else:
            label.font.size = Pt(TEXT - 2)
            _number_format(label._dLbl, _format(chart))
        label.position = _label_position(chart, own, at, last)


def _label_position(chart: Chart, own: Series, at: int, last: int) -> Any:
    match chart.kind:
        case ChartKind.LINE if len(chart.series) > 1 and at == last:
            return XL_LABEL_POSITION.RIGHT
        case ChartKind.LINE:
            return XL_LABEL_POSITION.ABOVE
        case ChartKind.SCATTER if _are_rows(chart):
            row = [
                x
                for one in chart.series
                for x, y in zip(one.positions, one.values, strict=True)
                if y == own.values[at]
            ]
            is_first = own.positions[at] == min(row)
            return XL_LABEL_POSITION.LEFT if is_first else XL_LABEL_POSITION.RIGHT
        case ChartKind.SCATTER:
            return XL_LABEL_POSITION.RIGHT
        case _ if chart.stacked:
            return XL_LABEL_POSITION.CENTER
        case _:
            return XL_LABEL_POSITION.OUTSIDE_END


def _are_rows(chart: Chart) -> bool:
    """Return whether a scatter is rows of dots, each named at its first."""
    return chart.kind is ChartKind.SCATTER and not any(chart.titles)


def _number_format(label: Element, code: str) -> None:
    """Say how the number of one label prints (21.2.2.121): it takes nothing from its series."""
    element = etree.Element(f"{C}numFmt", {"formatCode": code, "sourceLinked": "0"})
    after = next(at for at, one in enumerate(label) if one.tag not in (f"{C}idx", f"{C}layout"))
    label.insert(after, element)


def _axes(shown: Any, chart: Chart, *, bare: bool) -> None:
    """Give the axes few lines, and the names that there is room for."""
    values, axis = shown.value_axis, shown.category_axis
    is_scatter = chart.kind is ChartKind.SCATTER
    values.has_major_gridlines = values.visible = not (bare or _are_rows(chart))
    values.tick_labels.number_format = "0%" if chart.share else _axis_format(chart)
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = _rgb(RULE)
        values.major_gridlines.format.line.width = Pt(0.75)
    if chart.limits is not None:
        values.minimum_scale, values.maximum_scale = chart.limits
    axis.format.line.color.rgb = _rgb(AXIS)
    axis.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    if is_scatter:
        axis.has_major_gridlines = False
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "#,##0.##", False
        if _are_rows(chart):
            _make_room(shown._chartSpace)
        for one, title in zip((axis, values), chart.titles, strict=True):
            if title:
                one.axis_title.text_frame.text = title
                one.axis_title.text_frame.paragraphs[0].font.size = Pt(TEXT - 2)
                one.axis_title.text_frame.paragraphs[0].font.bold = False
        return
    if chart.mirrored:  # names stand at the left, not in the middle of the bars
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if len(chart.categories) > MOST_NAMES and chart.kind is not ChartKind.BAR:
        _name_some(axis._element, -(-len(chart.categories) // MOST_NAMES))
        axis.tick_labels.font.size = Pt(TEXT - 2)
    if chart.kind is ChartKind.BAR and not chart.from_below:
        axis.reverse_order = True


def _name_some(axis: Element, every: int) -> None:
    """Name one category of so many (21.2.2.206)."""
    skip = etree.Element(f"{C}tickLblSkip", {"val": str(every)})
    before = [one for one in axis if one.tag in (f"{C}tickMarkSkip", f"{C}noMultiLvlLbl")]
    axis.insert(axis.index(before[0]) if before else len(axis), skip)


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color[1:].upper())  # type: ignore[no-any-return, no-untyped-call]


def _axis_format(chart: Chart) -> str:
    """Return how the numbers of an axis are written: large ones need no digits."""
    values = [abs(value) for one in chart.series for value in one.values if value is not None]
    return re.sub(r"\.0+", "", _format(chart)) if max(values, default=0) >= 10 else _format(chart)


def _make_room(chart: Element) -> None:
    """Begin the plot so far from the left that names stand beside its dots (21.2.2.88)."""
    (area,) = chart.iter(f"{C}plotArea")
    layout = next(area.iterchildren(f"{C}layout"), None)
    if layout is None:
        layout = etree.Element(f"{C}layout")
        area.insert(0, layout)
    manual = etree.SubElement(layout, f"{C}manualLayout")
    for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"),
                        ("x", "0.3"), ("y", "0.12"), ("w", "0.6"), ("h", "0.76")):  # fmt: skip
        etree.SubElement(manual, f"{C}{name}", {"val": value})


def _color(series: Any, own: Series, kind: ChartKind) -> None:
    first = _rgb(own.colors[0])
    if kind is ChartKind.SCATTER:
        series.format.line.fill.background()
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 10
        _fill(series.marker.format.fill, first)
        series.marker.format.line.fill.background()
        for at, color in enumerate(own.colors):
            if color != own.colors[0]:
                point = series.points[at].marker
                point.style, point.size = XL_MARKER_STYLE.CIRCLE, 10
                _fill(point.format.fill, _rgb(color))
                point.format.line.fill.background()
                _fill(series.points[at].format.fill, _rgb(color))  # what LibreOffice goes by
        return
    if kind is ChartKind.LINE:
        series.smooth = False
        series.format.line.color.rgb = first
        series.format.line.width = Pt(2.5)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        _fill(series.marker.format.fill, first)
        series.marker.format.line.color.rgb = first
        return
    if kind is not ChartKind.AREA:
        series.invert_if_negative = False
    _fill(series.format.fill, first)
    for at, color in enumerate(own.colors):
        if color != own.colors[0]:
            _fill(series.points[at].format.fill, _rgb(color))


def _fill(fill: Any, color: RGBColor) -> None:
    fill.solid()
    fill.fore_color.rgb = color


def _timeless(workbook: bytes) -> bytes:
    """Return a workbook without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", NO_TIME, parts[core])
    return package(parts)
