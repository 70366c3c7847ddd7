"""A company in one workbook gives the figures that it gives as CSV files."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import xlsxwriter

from valuestory.metrics import open_company

TABLES = {"accounts": "csv", "subscriptions": "csv", "cases": "parquet", "surveys": "parquet"}
FORMATS = {datetime.datetime: "d.m.yy h:mm:ss", datetime.date: "m/d/yyyy"}
SETTINGS = "[company]\nname = 'Cut'\n" + "".join(f"[sources.{each}]\nextracted_on = '2026-07-06'\n" for each in TABLES)


def cut(sample: Path, table: str, kind: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the columns of a table of the sample, and its rows of every 25th account, typed, dirt included."""
    wanted = "account_id IS NULL OR right(account_id, 2) IN ('01', '26', '51', '76')"
    found = duckdb.sql(f"SELECT * FROM read_{kind}('{sample / table}.{kind}') WHERE {wanted} OR account_id = ''")
    return found.columns, found.fetchall()


def write_sheet(book: xlsxwriter.Workbook, name: str, header: list[str], rows: list[tuple[object, ...]]) -> None:
    """Write a table as Excel has it: times as numbers with formats of their own, nothing where there is no value."""
    formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, formats[type(value)])
            elif value not in (None, ""):
                sheet.write(number, column, value)


@pytest.fixture(scope="module")
def companies(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One cut of the sample company twice: a folder of CSV files, and a folder of one workbook."""
    texts, book = tmp_path_factory.mktemp("texts"), tmp_path_factory.mktemp("book")
    with xlsxwriter.Workbook(book / "company.xlsx") as workbook:
        for table, kind in TABLES.items():
            header, rows = cut(sample, table, kind)
            with (texts / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([header, *rows])
            write_sheet(workbook, table.capitalize(), header, rows)
    (texts / "valuestory.toml").write_text(SETTINGS, encoding="utf-8")
    settings = SETTINGS.replace("extracted_on", "path = 'company.xlsx'\nextracted_on")
    (book / "valuestory.toml").write_text(settings, encoding="utf-8")
    return texts, book


def test_every_metric_is_the_same(companies: tuple[Path, Path]) -> None:
    """Every figure of every metric in every quarter and segment, each fault with its count, each count of rows."""
    texts, book = (open_company(str(folder)) for folder in companies)
    assert len(texts.metrics()) > 500
    pd.testing.assert_frame_equal(texts.metrics(), book.metrics(), check_exact=True)
    assert texts.rows == book.rows
    said = [[(each.table, each.what, each.count, each.action) for each in company.faults] for company in (texts, book)]
    assert said[0] == said[1]
    assert len(said[0]) >= 3
