"""A native chart of any kind as the two parts that PowerPoint keeps of it: its XML and its workbook."""

from __future__ import annotations

from valuestory.deck.charts.native.arc.model import PieChart
from valuestory.deck.charts.native.model import ChartModel
from valuestory.deck.charts.native.xy.model import XYChart
from valuestory.deck.charts.written.chartxml import chart_xml
from valuestory.deck.charts.written.drawing import Ink
from valuestory.deck.charts.written.piexml import pie_workbook, pie_xml
from valuestory.deck.charts.written.workbook import format_of_values, workbook
from valuestory.deck.charts.written.xytable import xy_table, xy_workbook
from valuestory.deck.charts.written.xyxml import xy_xml

NativeChart = ChartModel | XYChart | PieChart


def parts(chart: NativeChart, ink: Ink) -> tuple[bytes, bytes]:
    """Return a native chart's XML and its workbook."""
    if isinstance(chart, XYChart):
        table = xy_table(chart)
        return xy_xml(chart, table, ink), xy_workbook(chart, table)
    if isinstance(chart, PieChart):
        return pie_xml(chart, ink), pie_workbook(chart)
    form = format_of_values(chart)
    return chart_xml(chart, ink, form), workbook(chart, form)
