"""An XY chart's part as XML: scatter charts with or without lines, and bubble charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from valuestory.deck.charts.native.model import Look, Marker, ValueAxis
from valuestory.deck.charts.native.xy.model import Bubbles, XYChart, XYPoint, XYSeries
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.axisxml import CATEGORY_ID, VALUE_ID, axis_parts, title_xml
from valuestory.deck.charts.written.chartspace import base_font, chart_space, legend_xml
from valuestory.deck.charts.written.drawing import Ink
from valuestory.deck.charts.written.serieslabels import labels_xml
from valuestory.deck.charts.written.workbook import SHEET, column_letter
from valuestory.deck.charts.written.xytable import Column, XYTable, reference

_IDS: Final = f'<c:axId val="{CATEGORY_ID}"/><c:axId val="{VALUE_ID}"/>'
_USUAL_BUBBLE: Final = 0.25
"""The largest bubble's diameter at a scale of 100, as a share of the plot area's shorter side."""
_MOST_SCALE: Final = 300


def xy_xml(chart: XYChart, table: XYTable, ink: Ink) -> bytes:
    """Return the chart part of an XY chart."""
    title = title_xml(chart.title, chart.size, ink) if chart.title else ""
    place = drawing.layout(chart.plot, chart.size, inner=True)
    axes = _axis(chart.x, chart.y, "x", chart, ink) + _axis(chart.y, chart.x, "y", chart, ink)
    area = f"<c:plotArea>{place}{_plot(chart, table, ink)}{axes}{drawing.shape(chart.view, ink)}</c:plotArea>"
    inside = (
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/>{area}{_legend(chart, ink)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
    )
    return chart_space(inside, chart.ground, base_font(chart.x.look.labels, chart.y.look.labels), ink)


def _plot(chart: XYChart, table: XYTable, ink: Ink) -> str:
    numbered = enumerate(chart.series)
    if chart.bubbles is None:
        inside = "".join(_series(number, each, chart, table, ink) for number, each in numbered)
        style = '<c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        return f"<c:scatterChart>{style}{inside}{_IDS}</c:scatterChart>"
    inside = "".join(_bubble_series(number, each, chart, table, ink) for number, each in numbered)
    scale = f'<c:bubbleScale val="{bubble_scale(chart.bubbles, chart)}"/><c:showNegBubbles val="0"/>'
    tail = f'{scale}<c:sizeRepresents val="area"/>{_IDS}'
    return f'<c:bubbleChart><c:varyColors val="0"/>{inside}{tail}</c:bubbleChart>'


def bubble_scale(bubbles: Bubbles, chart: XYChart) -> int:
    """Return the percentage by which PowerPoint draws the largest bubble as wide as Vega does."""
    usual = _USUAL_BUBBLE * min(chart.plot[2], chart.plot[3])
    return max(1, min(_MOST_SCALE, round(100 * bubbles.widest / usual)))


def _head(number: int, name: str) -> str:
    cache = f'<c:strCache><c:ptCount val="1"/>{_cached([drawing.clean(name)])}</c:strCache>'
    name_cell = f"<c:f>{SHEET}!${column_letter(number + 1)}$1</c:f>"
    return f'<c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>{name_cell}{cache}</c:strRef></c:tx>'


def _series(number: int, series: XYSeries, chart: XYChart, table: XYTable, ink: Ink) -> str:
    shown = _rows(series, table.starts[number], len(table.x))
    stroke = drawing.stroke_only(series.line, ink)
    common = _common(point.marker for point in series.points if point is not None)
    own = "".join(
        f'<c:dPt><c:idx val="{row}"/>{drawing.marker(point.marker, ink)}<c:bubble3D val="0"/>'
        f"{drawing.line_to(series.line, point.marker, ink)}</c:dPt>"
        for row, point in enumerate(shown)
        if point is not None and point.marker != common
    )
    look = f"{stroke}{drawing.marker(common, ink)}{own}{labels_xml(shown, ink)}"
    data = _data("xVal", 0, table.x, chart.x.format) + _data("yVal", number + 1, table.series[number], chart.y.format)
    return f'<c:ser>{_head(number, series.name)}{look}{data}<c:smooth val="0"/></c:ser>'


def _bubble_series(number: int, series: XYSeries, chart: XYChart, table: XYTable, ink: Ink) -> str:
    shown = _rows(series, table.starts[number], len(table.x))
    looks = [point.marker.look if point is not None and point.marker else Look() for point in shown]
    common = Counter(look for look, point in zip(looks, shown, strict=True) if point is not None).most_common(1)[0][0]
    own = "".join(
        f'<c:dPt><c:idx val="{row}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"{drawing.shape(look, ink)}</c:dPt>"
        for row, (look, point) in enumerate(zip(looks, shown, strict=True))
        if point is not None and look != common
    )
    look = f'{drawing.shape(common, ink)}<c:invertIfNegative val="0"/>{own}{labels_xml(shown, ink)}'
    data = (
        _data("xVal", 0, table.x, chart.x.format)
        + _data("yVal", number + 1, table.series[number], chart.y.format)
        + _data("bubbleSize", len(chart.series) + 1, table.sizes, "General")
    )
    return f'<c:ser>{_head(number, series.name)}{look}{data}<c:bubble3D val="0"/></c:ser>'


def _rows(series: XYSeries, start: int, length: int) -> tuple[XYPoint | None, ...]:
    """Return a series' points by their rows in the table: all series have one length, or LibreOffice drops some."""
    return (*(None,) * start, *series.points, *(None,) * (length - start - len(series.points)))


def _common(markers: Iterable[Marker | None]) -> Marker | None:
    counted = Counter(markers).most_common(1)
    return counted[0][0] if counted else None


def _data(tag: str, column: int, values: Column, form: str) -> str:
    cache = (
        f'<c:formatCode>{drawing.clean(form)}</c:formatCode><c:ptCount val="{len(values)}"/>'
        f"{_cached([repr(value) if value is not None else None for value in values])}"
    )
    cells = f"<c:f>{reference(column, len(values))}</c:f>"
    return f"<c:{tag}><c:numRef>{cells}<c:numCache>{cache}</c:numCache></c:numRef></c:{tag}>"


def _cached(texts: Iterable[str | None]) -> str:
    return "".join(f'<c:pt idx="{row}"><c:v>{text}</c:v></c:pt>' for row, text in enumerate(texts) if text is not None)


def _axis(axis: ValueAxis, other: ValueAxis, which: str, chart: XYChart, ink: Ink) -> str:
    own, crossed = (CATEGORY_ID, VALUE_ID) if which == "x" else (VALUE_ID, CATEGORY_ID)
    base = f'<c:logBase val="{axis.base:g}"/>' if axis.base is not None else ""
    way = f'<c:orientation val="{"maxMin" if axis.reverse else "minMax"}"/>'
    scaling = f'{base}{way}<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/>'
    parts = axis_parts(axis.look, axis.format, "nextTo", axis.look.ticks, chart.size, ink, minor=axis.base is not None)
    at_low = (axis.look.orient in ("bottom", "left")) != other.reverse
    step = f'<c:majorUnit val="{axis.step!r}"/>' if axis.step and axis.base is None else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{scaling}</c:scaling>{parts}<c:crossAx val="{crossed}"/>'
        f'<c:crosses val="{"min" if at_low else "max"}"/><c:crossBetween val="midCat"/>{step}</c:valAx>'
    )


def _legend(chart: XYChart, ink: Ink) -> str:
    legend = chart.legend
    if legend is None:
        return ""
    hidden = [at for at, each in enumerate(chart.series) if each.role != "data" or each.name not in legend.names]
    return legend_xml(legend, hidden, chart.size, ink)
