"""Altair charts to PowerPoint: native and editable where a native chart says the same, else the next form that does.

A chart is evaluated by Vega (`evaluated/`), sorted into a model or refused with a reason (`native/`), and written as
XML with its workbook (`written/`); of several views each is a chart of its own, in one group (`grid.py`). What is
refused is drawn by Vega and becomes shapes (`shapes/`), and what has no shapes, or too many, a picture (`picture.py`).
Nothing is computed from the data here, and nothing is fetched. The public names are loaded when they are first used:
filling a designer's chart needs none of this.
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
