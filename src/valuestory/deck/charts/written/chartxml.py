"""A chart part's XML, written whole from the model.

python-pptx's own charts cannot combine bars with lines, delete legend entries or place a plot area, and carry negative
axis ids; so all of it is written here, in the order that the schema asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from valuestory.deck.charts.native.model import ChartModel, Font, Plot, Point, Series
from valuestory.deck.charts.native.serials import serial
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.axisxml import axis_ids, axis_pairs, title_xml
from valuestory.deck.charts.written.chartspace import base_font, chart_space, legend_xml
from valuestory.deck.charts.written.drawing import Ink
from valuestory.deck.charts.written.errorcolumns import error_columns
from valuestory.deck.charts.written.errorxml import error_xml
from valuestory.deck.charts.written.serieslabels import labels_xml
from valuestory.deck.charts.written.workbook import SHEET, column_letter, format_of_starts


def chart_xml(model: ChartModel, ink: Ink, value_format: str) -> bytes:
    """Return the chart part of a model; `value_format` is the Excel format of the numbers in the workbook."""
    title = title_xml(model.title, model.size, ink) if model.title else ""
    chart = (
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/>'
        f"{_plot_area(model, ink, value_format)}{_legend(model, ink)}"
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="{"span" if model.span_gaps else "gap"}"/>'
    )
    return chart_space(chart, model.ground, _base_font(model), ink)


def _plot_area(model: ChartModel, ink: Ink, value_format: str) -> str:
    place = drawing.layout(model.plot, model.size, inner=True)
    plots = "".join(_plot(plot, series, model, ink, value_format) for plot, series in _numbered(model.plots))
    return f"<c:plotArea>{place}{plots}{axis_pairs(model, ink)}{drawing.shape(model.view, ink)}</c:plotArea>"


def _numbered(plots: Sequence[Plot]) -> list[tuple[Plot, list[tuple[int, Series]]]]:
    """Return each plot with its series numbered through the chart, as they stand in the workbook."""
    number = 0
    found = []
    for plot in plots:
        found.append((plot, list(enumerate(plot.series, start=number))))
        number += len(plot.series)
    return found


def _base_font(model: ChartModel) -> Font:
    return base_font(model.category_axis.look.labels, model.value_axis.look.labels)


def _plot(plot: Plot, series: list[tuple[int, Series]], model: ChartModel, ink: Ink, value_format: str) -> str:
    inside = "".join(_series(plot, number, each, model, ink, value_format) for number, each in series)
    axes = axis_ids(secondary=plot.secondary)
    head = f'<c:grouping val="{plot.grouping}"/><c:varyColors val="0"/>'
    if plot.kind == "line":
        return f'<c:lineChart>{head}{inside}<c:marker val="1"/>{axes}</c:lineChart>'
    if plot.kind == "area":
        return f"<c:areaChart>{head}{inside}{axes}</c:areaChart>"
    direction = f'<c:barDir val="{"bar" if model.horizontal else "col"}"/>'
    tail = f'<c:gapWidth val="{plot.gap}"/><c:overlap val="{plot.overlap}"/>'
    return f"<c:barChart>{direction}{head}{inside}{tail}{axes}</c:barChart>"


def _series(plot: Plot, number: int, series: Series, model: ChartModel, ink: Ink, value_format: str) -> str:
    column = column_letter(number + 1)
    cache = f'<c:strCache><c:ptCount val="1"/>{_cached(0, drawing.clean(series.name))}</c:strCache>'
    name = f"<c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f>{cache}</c:strRef></c:tx>"
    head = f'<c:idx val="{number}"/><c:order val="{number}"/>{name}'
    labels = labels_xml(series.points, ink)
    columns = {side: column for at, side, column in error_columns(model) if at == number}
    errors = error_xml(series.errors, columns, ink, upright=plot.kind == "line")
    form = format_of_starts(model) if series.role == "base" else value_format
    data = _categories(model) + _values(series, column, form)
    if plot.kind == "line":
        trend = _to_the_edges(series, model, ink)
        return f'<c:ser>{head}{_line_look(series, ink)}{labels}{trend}{errors}{data}<c:smooth val="0"/></c:ser>'
    if plot.kind == "area":
        return f"<c:ser>{head}{drawing.shape(series.look, ink)}{labels}{data}</c:ser>"
    points = "".join(_bar_point(i, point, series, ink) for i, point in enumerate(series.points))
    look = f'{drawing.shape(series.look, ink)}<c:invertIfNegative val="0"/>{points}'
    return f"<c:ser>{head}{look}{labels}{errors}{data}</c:ser>"


def _bar_point(index: int, point: Point | None, series: Series, ink: Ink) -> str:
    if point is None or point.look == series.look:
        return ""
    translucent = series.look.fill is not None and series.look.fill.opacity < 1
    look = drawing.shape(point.look, ink, explicit=translucent)
    return f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{look}</c:dPt>'


def _line_look(series: Series, ink: Ink) -> str:
    """Return a line's look and its markers: the commonest as the series' own, others point by point."""
    line = None if series.role == "rule" else series.look.line
    stroke = drawing.stroke_only(line, ink)
    markers = Counter(point.marker for point in series.points if point is not None)
    common = markers.most_common(1)[0][0] if markers else None
    points = "".join(
        f'<c:dPt><c:idx val="{i}"/>{drawing.marker(point.marker, ink)}<c:bubble3D val="0"/>'
        f"{drawing.line_to(line, point.marker, ink)}</c:dPt>"
        for i, point in enumerate(series.points)
        if point is not None and point.marker != common
    )
    return stroke + drawing.marker(common, ink) + points


def _to_the_edges(series: Series, model: ChartModel, ink: Ink) -> str:
    """Return what draws a constant line from edge to edge: by itself it ends in the middle of the outer categories."""
    if series.role != "rule":
        return ""
    ends = '<c:forward val="0.5"/><c:backward val="0.5"/>' if model.category_axis.between else ""
    kind = f'<c:trendlineType val="linear"/>{ends}<c:dispRSqr val="0"/><c:dispEq val="0"/>'
    name = f"<c:name>{drawing.clean(series.name)}</c:name>"
    return f"<c:trendline>{name}{drawing.stroke_only(series.look.line, ink)}{kind}</c:trendline>"


def _categories(model: ChartModel) -> str:
    axis = model.category_axis
    reference = f"<c:f>{SHEET}!$A$2:$A${len(axis.categories) + 1}</c:f>"
    count = f'<c:ptCount val="{len(axis.categories)}"/>'
    if axis.dates is not None:
        days = [serial(each.date) for each in axis.categories if each.date is not None]
        points = "".join(_cached(i, f"{day:g}") for i, day in enumerate(days))
        form = f"<c:formatCode>{drawing.clean(axis.dates.format)}</c:formatCode>"
        return f"<c:cat><c:numRef>{reference}<c:numCache>{form}{count}{points}</c:numCache></c:numRef></c:cat>"
    points = "".join(_cached(i, drawing.clean(each.text)) for i, each in enumerate(axis.categories))
    return f"<c:cat><c:strRef>{reference}<c:strCache>{count}{points}</c:strCache></c:strRef></c:cat>"


def _cached(index: int, text: str) -> str:
    return f'<c:pt idx="{index}"><c:v>{text}</c:v></c:pt>'


def _values(series: Series, column: str, value_format: str) -> str:
    points = "".join(_cached(i, repr(point.value)) for i, point in enumerate(series.points) if point is not None)
    count = len(series.points)
    cache = f'<c:formatCode>{drawing.clean(value_format)}</c:formatCode><c:ptCount val="{count}"/>{points}'
    reference = f"<c:f>{SHEET}!${column}$2:${column}${count + 1}</c:f>"
    return f"<c:val><c:numRef>{reference}<c:numCache>{cache}</c:numCache></c:numRef></c:val>"


def _legend(model: ChartModel, ink: Ink) -> str:
    legend = model.legend
    if legend is None:
        return ""
    series = [each for plot in model.plots for each in plot.series]
    hidden = [index for index, each in enumerate(series) if each.role != "data" or each.name not in legend.names]
    # A trend line has an entry of its own, after those of all series.
    hidden += [len(series) + index for index, _ in enumerate(each for each in series if each.role == "rule")]
    return legend_xml(legend, hidden, model.size, ink)
