"""The workbook behind a designed chart: categories, then a column a series, each in the chart's own number format.

It is written as the six parts that Excel needs, since a deck has one a chart, and a library for whole workbooks takes
longer over one than the rest of its slide does. No formulas: a text that begins with = + - or @ stays text. The same
data give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from valuestory.deck.charts.native.serials import serial
from valuestory.deck.designed.exhibits import Category, ChartData
from valuestory.deck.file.package import pack, printable

SHEET: Final = "Sheet1"
_GENERAL: Final = "General"
_WIDEST: Final = 60
_FIRST_OWN: Final = 164
"""Number formats below this are Excel's built-in ones."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
}
"""What is the same in every one of these workbooks."""


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
    own = [each for each in dict.fromkeys((category_format, *formats)) if each != _GENERAL]
    looks = {_GENERAL: 0} | {form: at for at, form in enumerate(own, start=1)}
    rows = [_row(1, [(data.header, 0), *((each.name, 0) for each in data.series)])]
    for at, category in enumerate(data.categories):
        first = category if isinstance(category, str) else number(category)
        values = [(each.values[at], looks[form]) for each, form in zip(data.series, formats, strict=True)]
        rows.append(_row(at + 2, [(first, looks[category_format]), *values]))
    widest = max([12, *(len(each) for each in data.categories if isinstance(each, str))])
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="{min(_WIDEST, widest)}" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    parts = {**_FRAME, "xl/styles.xml": _styles(own), "xl/worksheets/sheet1.xml": sheet}
    return pack((name, (_HEAD + text).encode()) for name, text in parts.items())


def _row(number: int, cells: Sequence[tuple[str | float | None, int]]) -> str:
    return f'<row r="{number}">{"".join(_cells(number, cells))}</row>'


def _cells(row: int, cells: Sequence[tuple[str | float | None, int]]) -> Iterator[str]:
    for at, (value, look) in enumerate(cells):
        place = f'r="{column_letters(at)}{row}"'
        if isinstance(value, str):
            text = escape(printable(value))
            yield f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        elif value is not None:
            yield f'<c {place} s="{look}"><v>{value!r}</v></c>'


def column_letters(column: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _styles(formats: Sequence[str]) -> str:
    """Return the styles: one cell format without a look, then one for each number format."""
    named = "".join(
        f'<numFmt numFmtId="{at}" formatCode={quoteattr(form)}/>' for at, form in enumerate(formats, _FIRST_OWN)
    )
    looks = "".join(
        f'<xf numFmtId="{at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for at, _ in enumerate(formats, _FIRST_OWN)
    )
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        + (f'<numFmts count="{len(formats)}">{named}</numFmts>' if formats else "")
        + '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{looks}'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def number(category: Category) -> float:
    """Return a category that is a date or a number as Excel's number."""
    return serial(category) if isinstance(category, datetime) else float(category)
