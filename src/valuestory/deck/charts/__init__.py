"""Altair charts to PowerPoint: native and editable where a native chart says the same, else the next form that does.

A chart is evaluated by Vega once (`evaluate`), sorted into a model or refused with a reason (`classify`), and written
as XML with its workbook (`chartxml`, `workbook`, `place`). Charts that are refused become pictures. Nothing is
computed from the data here. The public names are loaded when they are first used: filling a designer's chart needs
none of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuestory.deck.charts.add import AddedChart, add_chart, add_chart_to_placeholder
    from valuestory.deck.charts.plotted import PlottedValue

__all__ = ["AddedChart", "PlottedValue", "add_chart", "add_chart_to_placeholder"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from valuestory.deck.charts import add, plotted

    return getattr(plotted if name == "PlottedValue" else add, name)
