"""Altair charts to PowerPoint: native and editable where a native chart says the same, else the next form that does.

A chart is evaluated by Vega once (`evaluate`), sorted into a model or refused with a reason (`classify`), and written
as XML with its workbook (`chartxml`, `workbook`, `place`). Charts that are refused become pictures. Nothing is
computed from the data here.
"""

from valuestory.deck.charts.add import AddedChart, add_chart, add_chart_to_placeholder
from valuestory.deck.charts.plotted import PlottedValue

__all__ = ["AddedChart", "PlottedValue", "add_chart", "add_chart_to_placeholder"]
