"""`results.xlsx`: the long results table for people in Finance, and what each metric in it means.

Real dates, each figure in its unit's number format, a header that stays in sight and prints on every page. The same
table gives the same bytes: no time of day gets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.slides.facts import Fact

if TYPE_CHECKING:
    import pandas as pd

_DATE: Final = "yyyy-mm-dd"
_UNITS: Final = {
    "count": "#,##0",
    "number": "#,##0.00",
    "share": "0.0%",
    "points": "0.0",
    "money": "#,##0.00",
    "minutes": "#,##0.0",
    "days": "#,##0.0",
}
_FORMATS: Final = tuple(dict.fromkeys((*_UNITS.values(), _DATE, "General")))
_DEFINITIONS: Final = ("metric", "label", "unit", "definition", "formula", "tables", "source", "grade")
_WIDTHS: Final = {"metric": 34, "slice": 24, "evidence": 36, "label": 34, "definition": 70, "formula": 60, "source": 60}
_WIDTH: Final = 14
_INSET: Final = {"align": "left", "indent": 1}
_LINE: Final = 15
"""Points: the height of one line of text in a workbook's standard font."""


def write_workbook(results: pd.DataFrame, facts: Sequence[Fact], path: Path) -> None:
    """Write a workbook with the sheets `results` and, where facts say what its metrics are, `definitions`.

    Parameters
    ----------
    results
        The long results table, of plain values.
    facts
        The story's facts: unit, definition, formula, tables and source of each metric.
    path
        The file to write.
    """
    import xlsxwriter

    # Text from a company's tables is never a formula or a link here.
    safe = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), safe) as book:
        book.set_properties({"title": "Results", "created": _created(results)})
        _write_results(book, results, {fact.name: fact.unit for fact in facts})
        definitions = _definitions(facts, set(results["metric"]) if "metric" in results else set())
        if definitions:
            _write_definitions(book, definitions)


def _created(results: pd.DataFrame) -> datetime:
    """Return the end of the last period: a workbook has to bear a time, and the hour would change its bytes."""
    ends: Any = results["period_end"].dropna() if "period_end" in results else []
    latest: datetime = max(ends).to_pydatetime() if len(ends) else datetime(2000, 1, 1)
    return latest


def _write_results(book: Any, frame: pd.DataFrame, units: Mapping[str, str]) -> None:
    sheet = book.add_worksheet("results")
    looks = {code: book.add_format({"num_format": code}) for code in _FORMATS}
    looks["text"] = book.add_format(_INSET)
    _write_header(book, sheet, list(frame.columns), len(frame))
    for row, record in enumerate(frame.to_dict("records"), start=1):
        unit = units.get(str(record.get("metric")), "")
        for column, (name, value) in enumerate(record.items()):
            _write_cell(sheet, row, column, value, looks[_look(str(name), unit, value)])


def _look(column: str, unit: str, value: Any) -> str:
    if isinstance(value, str):
        return "text" if column != "metric" else "General"
    if column in ("period_start", "period_end"):
        return _DATE
    if column in ("n", "numerator", "denominator", "set_aside", "emptied"):
        return _UNITS["count" if isinstance(value, int | float) and float(value).is_integer() else "number"]
    return _UNITS.get(unit, "General") if column in ("value", "low", "high") else "General"


def _write_cell(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    import pandas as pd

    if pd.isna(value):  # no result: an empty cell, never zero
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _write_header(book: Any, sheet: Any, columns: Sequence[str], rows: int) -> None:
    bold = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    left, right = (book.add_format(bold | side) for side in (_INSET, {"align": "right"}))
    for number, name in enumerate(columns):
        text = name in _WIDTHS or name in _DEFINITIONS
        first = book.add_format(bold) if number == 0 else left
        sheet.write_string(0, number, name.replace("_", " "), first if text else right)
        sheet.set_column(number, number, _WIDTHS.get(name, _WIDTH))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _definitions(facts: Iterable[Fact], metrics: set[str]) -> list[tuple[str, ...]]:
    """Return one row a metric of the table: its first fact says what it is and where it comes from."""
    first: dict[str, Fact] = {}
    for fact in facts:
        if fact.name in metrics:
            first.setdefault(fact.name, fact)
    return [_definition(fact) for fact in first.values()]


def _definition(fact: Fact) -> tuple[str, ...]:
    said = fact.evidence
    words = (said.definition, said.formula, ", ".join(said.tables), said.source, said.grade)
    return (fact.name, fact.label, fact.unit, *words)


def _write_definitions(book: Any, rows: Sequence[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet("definitions")
    _write_header(book, sheet, _DEFINITIONS, len(rows))
    first, wrap = (book.add_format({"text_wrap": True, "valign": "top"} | side) for side in ({}, _INSET))
    for number, row in enumerate(rows, start=1):
        lines = [
            ceil(1.1 * len(text) / _WIDTHS.get(name, _WIDTH)) for name, text in zip(_DEFINITIONS, row, strict=True)
        ]
        sheet.set_row(number, _LINE * max(1, *lines))
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, wrap if column else first)
