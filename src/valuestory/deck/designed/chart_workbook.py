"""The workbook behind a designed chart: categories, then a column a series, each in the chart's own number format.

No formulas: a text that begins with = + - or @ stays text. The same data give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from valuestory.deck.charts.native.serials import serial
from valuestory.deck.designed.exhibits import Category, ChartData

SHEET: Final = "Sheet1"
_GENERAL: Final = "General"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDEST: Final = 60


def workbook(data: ChartData, category_format: str, formats: Sequence[str]) -> bytes:
    """Return the workbook of a chart.

    Parameters
    ----------
    data
        The chart's data; None leaves a cell empty.
    category_format
        The Excel format of categories that are dates or numbers.
    formats
        The Excel format of each series.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, dict(_OPTIONS))
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(SHEET)
    used = dict.fromkeys((category_format, *formats))
    looks = {form: None if form == _GENERAL else book.add_format({"num_format": form}) for form in used}
    sheet.write_string(0, 0, data.header)
    for row, category in enumerate(data.categories, start=1):
        if isinstance(category, str):
            sheet.write_string(row, 0, category)
        else:
            sheet.write_number(row, 0, number(category), looks[category_format])
    for column, (series, form) in enumerate(zip(data.series, formats, strict=True), start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, looks[form])
    widths = [len(each) for each in data.categories if isinstance(each, str)]
    sheet.set_column(0, 0, min(_WIDEST, max([12, *widths])))
    book.close()
    return buffer.getvalue()


def number(category: Category) -> float:
    """Return a category that is a date or a number as Excel's number."""
    return serial(category) if isinstance(category, datetime) else float(category)
