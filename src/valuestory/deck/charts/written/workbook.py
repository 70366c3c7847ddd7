"""The workbook behind a chart: one table with headers, which *Edit Data* in PowerPoint shows.

No formulas: a text that begins with = + - or @ stays text. The same model gives the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from valuestory.deck.charts.native.model import ChartModel, Series
from valuestory.deck.charts.native.number_formats import GENERAL, excel_date, number_format
from valuestory.deck.charts.native.serials import serial
from valuestory.deck.charts.written.errorcolumns import error_columns

SHEET: Final = "Sheet1"
DAY: Final = excel_date("yyyy-mm-dd")
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(model: ChartModel, value_format: str) -> bytes:
    """Return a chart's workbook: categories, then a column a series; no cell where there is no value."""
    buffer = BytesIO()
    book = opened(buffer)
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True})
    axis = model.category_axis
    dates = book.add_format({"num_format": axis.dates.format}) if axis.dates else None
    numbers, starts = (book.add_format({"num_format": each}) for each in (value_format, format_of_starts(model)))
    sheet.write_string(0, 0, axis.header, bold)
    for row, category in enumerate(axis.categories, start=1):
        if category.date is not None and dates is not None:
            sheet.write_number(row, 0, serial(category.date), dates)
        else:
            sheet.write_string(row, 0, category.text)
    for column, series in enumerate(_series(model), start=1):
        sheet.write_string(0, column, series.name, bold)
        for row, point in enumerate(series.points, start=1):
            if point is not None:
                sheet.write_number(row, column, point.value, starts if series.role == "base" else numbers)
    for _, _, extra in error_columns(model):
        sheet.write_string(0, extra.index, extra.header, bold)
        for row, value in enumerate(extra.values, start=1):
            if value is not None:
                sheet.write_number(row, extra.index, value)
    sheet.set_column(0, 0, min(60, max(12, *(len(each.text) for each in axis.categories))))
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()


def opened(buffer: BytesIO) -> Any:
    """Return a new xlsxwriter workbook that writes into a buffer, always the same bytes for the same cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer, dict(_OPTIONS))
    book.set_properties({"created": datetime(2000, 1, 1)})
    return book


def _series(model: ChartModel) -> list[Series]:
    return [series for plot in model.plots for series in plot.series]


def format_of_starts(model: ChartModel) -> str:
    """Return the Excel format for where floating bars begin: a date where values are dates."""
    return DAY if model.value_axis.dated else format_of_values(model)


def format_of_values(model: ChartModel) -> str:
    """Return the Excel format for the numbers: that of the value axis where it prints any, else that of the labels."""
    if any(plot.grouping == "percentStacked" for plot in model.plots):
        return GENERAL  # the axis shows shares of what the workbook holds
    if model.value_axis.dated:
        return GENERAL  # the axis shows dates, bars are days long
    if model.value_axis.look.labels is not None:
        return model.value_axis.format
    points = [
        point for series in _series(model) if series.role == "data" for point in series.points if point is not None
    ]
    labelled = [(point.value, point.label.text) for point in points if point.label is not None]
    return (number_format(labelled) if labelled else None) or GENERAL


def column_letter(index: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
