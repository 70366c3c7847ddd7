"""The table behind an XY chart: a column of x, a column a series, and the sizes of bubbles last.

Series over the same x share rows; others follow below, so that every column has a value only in rows of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from valuestory.deck.charts.native.xy.model import XYChart, XYSeries
from valuestory.deck.charts.written.workbook import SHEET, column_letter, opened

Column = tuple[float | None, ...]


@dataclass(frozen=True)
class XYTable:
    """The columns, all of one length, and the row at which each series begins."""

    x: Column
    series: tuple[Column, ...]
    sizes: Column
    starts: tuple[int, ...]


def xy_table(chart: XYChart) -> XYTable:
    """Return the table of an XY chart."""
    blocks: dict[Column, int] = {}
    xs: list[float | None] = []
    sizes: list[float | None] = []
    starts = []
    for series in chart.series:
        own = tuple(point.x if point is not None else None for point in series.points)
        shared = own in blocks and chart.bubbles is None
        start = blocks[own] if shared else len(xs)
        if not shared:
            blocks[own] = start
            xs += own
            sizes += [point.size if point is not None else None for point in series.points]
        starts.append(start)
    columns = tuple(_column(each, start, len(xs)) for each, start in zip(chart.series, starts, strict=True))
    return XYTable(tuple(xs), columns, tuple(sizes), tuple(starts))


def _column(series: XYSeries, start: int, length: int) -> Column:
    values: list[float | None] = [None] * length
    for index, point in enumerate(series.points, start=start):
        values[index] = point.value if point is not None else None
    return tuple(values)


def xy_workbook(chart: XYChart, table: XYTable) -> bytes:
    """Return the workbook of an XY chart: headers, numbers in the formats of the axes, no formulas."""
    buffer = BytesIO()
    with opened(buffer) as book:
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        headers = [chart.x.header, *(each.name for each in chart.series)]
        columns = [table.x, *table.series]
        forms = [chart.x.format, *(chart.y.format for _ in chart.series)]
        if chart.bubbles is not None:
            headers, columns, forms = [*headers, chart.bubbles.name], [*columns, table.sizes], [*forms, "General"]
        for at, (header, values, form) in enumerate(zip(headers, columns, forms, strict=True)):
            look = book.add_format({"num_format": form})
            sheet.write_string(0, at, header, bold)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, at, value, look)
        sheet.set_column(0, 0, max(12, min(60, len(chart.x.header) + 2)))
        sheet.freeze_panes(1, 1)
    return buffer.getvalue()


def reference(column: int, length: int) -> str:
    """Return the cells of a column below its header."""
    letter = column_letter(column)
    return f"{SHEET}!${letter}$2:${letter}${length + 1}"
