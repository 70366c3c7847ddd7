"""Error bars as XML; their values stand in columns of the workbook, so that *Edit Data* changes them."""

from __future__ import annotations

from collections.abc import Mapping

from valuestory.deck.charts.native.model import ErrorBars
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.drawing import Ink
from valuestory.deck.charts.written.errorcolumns import Column
from valuestory.deck.charts.written.workbook import SHEET, column_letter


def error_xml(errors: ErrorBars | None, columns: Mapping[str, Column], ink: Ink, *, upright: bool) -> str:
    """Return the error bars of a series, whose values are in `columns` by side; nothing where it has none."""
    if errors is None or not (columns or errors.to_zero or errors.fixed is not None):
        return ""
    # Only charts whose points could err both ways say which way.
    direction = '<c:errDir val="y"/>' if upright else ""
    if errors.fixed is not None:
        both, kind, values = "both", "fixedVal", f'<c:val val="{errors.fixed!r}"/>'
    elif errors.to_zero:
        both, kind, values = "minus", "percentage", '<c:val val="100"/>'
    else:
        both, kind = "both" if len(columns) == 2 else next(iter(columns)), "cust"
        values = "".join(_values(*each) for each in columns.items())
    end = f'<c:noEndCap val="{int(not errors.ends)}"/>{values}'
    look = f"<c:spPr>{drawing.line(errors.line, ink)}</c:spPr>"
    kinds = f'<c:errBarType val="{both}"/><c:errValType val="{kind}"/>'
    return f"<c:errBars>{direction}{kinds}{end}{look}</c:errBars>"


def _values(side: str, column: Column) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{value!r}</c:v></c:pt>'
        for index, value in enumerate(column.values)
        if value is not None
    )
    count = len(column.values)
    letter = column_letter(column.index)
    reference = f"<c:f>{SHEET}!${letter}$2:${letter}${count + 1}</c:f>"
    cache = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>{points}</c:numCache>'
    return f"<c:{side}><c:numRef>{reference}{cache}</c:numRef></c:{side}>"
