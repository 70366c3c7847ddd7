"""Workbooks that tests write by XlsxWriter and then change by hand, part by part."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from valuestory.data.engines.staged import Staged
from valuestory.data.files.workbooks.staging import read_workbooks

Rows = Sequence[Sequence[object]]
HEADER = ["case_id", "account_id", "opened_at", "status"]
CASES: Rows = [
    HEADER,
    ["C1", "A1", datetime.datetime(2025, 1, 1, 8), "open"],
    ["C2", "A2", datetime.datetime(2025, 1, 2, 17, 30), "solved"],
]
FORMATS = {datetime.datetime: "dd/mm/yyyy hh:mm:ss", datetime.date: "m/d/yy", datetime.timedelta: "[h]:mm"}


def workbook(sheets: Mapping[str, Rows], **options: object) -> bytes:
    """Return a workbook: cells by the type of their values, a text that begins with `=` being text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "in_memory": True, **options}) as book:
        formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value, formats.get(type(value)))
    return made.getvalue()


def changed(book: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """Return a workbook with some of its parts changed, by the ends of their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            change = next((each for end, each in changes.items() if name.endswith(end)), str)
            after.writestr(name, change(text))
    return made.getvalue()


def read(*files: Path) -> tuple[Staged, list[tuple[Any, ...]]]:
    """Return sheets as they are staged, every column read, and their rows in order."""
    with duckdb.connect() as connection:
        staged = read_workbooks(connection, "cases", files, lambda headers: headers)
        columns = ", ".join(staged.columns.values())
        return staged, connection.execute(f"SELECT {columns} FROM {staged.name} ORDER BY __row").fetchall()
