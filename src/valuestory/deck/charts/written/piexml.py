"""A pie's or a doughnut's part as XML, and the workbook behind it: a slice a row."""

from __future__ import annotations

from io import BytesIO

from valuestory.deck.charts.native.arc.model import PieChart, Slice
from valuestory.deck.charts.native.model import Font, Paint
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.axisxml import title_xml
from valuestory.deck.charts.written.chartspace import base_font, chart_space, legend_xml
from valuestory.deck.charts.written.drawing import Ink
from valuestory.deck.charts.written.serieslabels import labels_xml
from valuestory.deck.charts.written.workbook import SHEET, opened


def pie_xml(chart: PieChart, ink: Ink) -> bytes:
    """Return the chart part of a pie or a doughnut."""
    title = title_xml(chart.title, chart.size, ink) if chart.title else ""
    place = drawing.layout(chart.plot, chart.size, inner=True)
    area = f"<c:plotArea>{place}{_plot(chart, ink)}{drawing.shape(chart.view, ink)}</c:plotArea>"
    inside = (
        f'{title}<c:autoTitleDeleted val="{int(not title)}"/>{area}{_legend(chart, ink)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
    )
    font = chart.legend.font if chart.legend is not None else Font(12.0, Paint("#000000"))
    return chart_space(inside, chart.ground, base_font(font), ink)


def _plot(chart: PieChart, ink: Ink) -> str:
    angle = f'<c:firstSliceAng val="{chart.first_angle}"/>'
    inside = f'<c:varyColors val="1"/>{_series(chart, ink)}{angle}'
    if not chart.hole:
        return f"<c:pieChart>{inside}</c:pieChart>"
    return f'<c:doughnutChart>{inside}<c:holeSize val="{chart.hole}"/></c:doughnutChart>'


def _series(chart: PieChart, ink: Ink) -> str:
    count = len(chart.slices)
    name = f'<c:strCache><c:ptCount val="1"/>{_cached([drawing.clean(chart.measure)])}</c:strCache>'
    head = f'<c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{SHEET}!$B$1</c:f>{name}</c:strRef></c:tx>'
    points = "".join(_point(at, each, ink) for at, each in enumerate(chart.slices))
    labels = labels_xml(chart.slices, ink, placed=not chart.hole)
    names = f'<c:ptCount val="{count}"/>{_cached([drawing.clean(each.name) for each in chart.slices])}'
    cats = f"<c:f>{SHEET}!$A$2:$A${count + 1}</c:f><c:strCache>{names}</c:strCache>"
    form = f"<c:formatCode>{drawing.clean(chart.format)}</c:formatCode>"
    numbers = f'{form}<c:ptCount val="{count}"/>{_cached([repr(each.value) for each in chart.slices])}'
    values = f"<c:f>{SHEET}!$B$2:$B${count + 1}</c:f><c:numCache>{numbers}</c:numCache>"
    data = f"<c:cat><c:strRef>{cats}</c:strRef></c:cat><c:val><c:numRef>{values}</c:numRef></c:val>"
    return f"<c:ser>{head}{points}{labels}{data}</c:ser>"


def _point(at: int, part: Slice, ink: Ink) -> str:
    return f'<c:dPt><c:idx val="{at}"/><c:bubble3D val="0"/>{drawing.shape(part.look, ink)}</c:dPt>'


def _cached(texts: list[str]) -> str:
    return "".join(f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(texts))


def _legend(chart: PieChart, ink: Ink) -> str:
    legend = chart.legend
    if legend is None:
        return ""
    hidden = [at for at, each in enumerate(chart.slices) if each.name not in legend.names]
    return legend_xml(legend, hidden, chart.size, ink)


def pie_workbook(chart: PieChart) -> bytes:
    """Return the workbook of a pie: its slices' names and values under headers, no formulas."""
    buffer = BytesIO()
    with opened(buffer) as book:
        sheet = book.add_worksheet(SHEET)
        bold, numbers = book.add_format({"bold": True}), book.add_format({"num_format": chart.format})
        sheet.write_string(0, 0, chart.header, bold)
        sheet.write_string(0, 1, chart.measure, bold)
        for row, each in enumerate(chart.slices, start=1):
            sheet.write_string(row, 0, each.name)
            sheet.write_number(row, 1, each.value, numbers)
        sheet.set_column(0, 0, min(60, max(12, *(len(each.name) for each in chart.slices))))
        sheet.freeze_panes(1, 1)
    return buffer.getvalue()
