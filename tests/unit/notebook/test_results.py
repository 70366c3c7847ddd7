"""The results table beside the deck, read back as Finance would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from valuestory.errors import NotebookError
from valuestory.notebook.results import results_of, write_results
from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.slide import RESULTS_MEDIA_TYPE
from valuestory.story.results_output import results_json

COLUMNS = [
    "metric",
    "period_start",
    "period_end",
    "slice",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "n",
    "evidence",
]
ROWS = [
    ["csat", "2026-04-01", "2026-07-01", "all", 180, 200, 0.9, 0.85, 0.94, 200, "survey"],
    ["csat", "2026-04-01", "2026-07-01", "segment==SUM(A1)", None, None, None, None, None, None, "withheld"],
    ["cost", "2026-04-01", "2026-07-01", "all", 1234567.5, 1, 1234567.5, None, None, 41, "ledger"],
]
FACTS = [
    Fact(
        "csat",
        0.9,
        "share",
        "Satisfied answers",
        evidence=Evidence("survey", "satisfied of all", "a / b", "survey tool", ("surveys",)),
    ),
    Fact("csat", 0.8, "share", "Satisfied answers", slice="segment=SMB"),
    Fact("cost", 1.0, "money", "Cost"),
]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def notebook(*tables: Any) -> dict[str, Any]:
    """An executed notebook with results tables in its outputs."""
    return {"cells": [{"cell_type": "code", "outputs": [{"data": {RESULTS_MEDIA_TYPE: each}}]} for each in tables]}


def table(rows: list[list[Any]] | None = None, version: int = 1) -> dict[str, Any]:
    """A results table as the story puts it into a notebook."""
    return {
        "version": version,
        "columns": COLUMNS,
        "rows": [json.dumps(row) for row in (ROWS if rows is None else rows)],
    }


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder with the two files."""
    results = results_of(notebook(table()))
    assert results is not None
    write_results(results, FACTS, tmp_path)
    return tmp_path


def sheet(folder: Path, number: int) -> tuple[etree._Element, list[str]]:
    """One sheet's XML, and the workbook's shared texts."""
    with zipfile.ZipFile(folder / "results.xlsx") as book:
        texts = etree.fromstring(book.read("xl/sharedStrings.xml"))
        return (
            etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")),
            ["".join(each.itertext()) for each in texts.iter(f"{SHEET}si")],
        )


def formats(folder: Path) -> list[str]:
    """The number format of each cell style of the workbook."""
    with zipfile.ZipFile(folder / "results.xlsx") as book:
        styles = etree.fromstring(book.read("xl/styles.xml"))
    built_in = {"0": "General", "3": "#,##0", "4": "#,##0.00"}
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{SHEET}numFmt")}
    looks = styles.find(f"{SHEET}cellXfs")
    assert looks is not None
    return [(built_in | own)[each.get("numFmtId")] for each in looks]


def test_the_last_table_counts_and_dates_are_dates() -> None:
    """A notebook that opens its story twice means the later one."""
    results = results_of(notebook(table([ROWS[0]]), table(ROWS)))
    assert results is not None
    assert len(results) == 3
    assert results["period_end"].tolist() == [pd.Timestamp("2026-07-01")] * 3


def test_what_a_story_puts_into_a_notebook_is_read_as_it_was() -> None:
    """Every value, what is missing, and letters that JSON escapes; the end of a period is stated once."""
    results = pd.DataFrame([[*row] for row in ROWS], columns=COLUMNS)
    results["slice"] = ['region="EMEA", ü', *results["slice"][1:]]
    results.loc[1, "value"] = 0.1 + 0.2
    results.loc[2, ["low", "high"]] = None
    for name in ("period_start", "period_end"):
        results[name] = pd.to_datetime(results[name])
    written = json.loads(json.dumps(results_json(results)))
    assert "period_end" not in written["columns"]
    assert written["words"]["metric"] == ["csat", "cost"]
    read = results_of(notebook(written))
    assert read is not None
    pd.testing.assert_frame_equal(read, results, check_dtype=False, rtol=1e-14)


@pytest.mark.parametrize("place", [7, -1])
def test_a_text_that_is_lost_is_a_damaged_table(place: int) -> None:
    """A row whose metric nobody can name is no row."""
    row = json.dumps([place, *ROWS[0][1:]])
    with pytest.raises(NotebookError, match="the results table is damaged"):
        results_of(notebook(table() | {"rows": [row], "words": {"metric": ["csat"]}}))


def test_a_period_whose_end_is_lost_is_a_damaged_table() -> None:
    """Never a row without its period."""
    results = pd.DataFrame([[*row] for row in ROWS], columns=COLUMNS)
    for name in ("period_start", "period_end"):
        results[name] = pd.to_datetime(results[name])
    written = results_json(results) | {"periods": {"1999-01-01": "1999-04-01"}}
    with pytest.raises(NotebookError, match="the results table is damaged"):
        results_of(notebook(written))


def test_without_a_table_there_are_no_results() -> None:
    """A notebook about something else is not an error."""
    assert results_of(notebook()) is None


@pytest.mark.parametrize(
    "wrong", [table(version=2), {"rows": []}, {"version": 1, "columns": ["a"], "rows": ["[1, 2]"]}]
)
def test_a_newer_or_damaged_table_is_refused(wrong: dict[str, Any]) -> None:
    """Never half of a table."""
    with pytest.raises(NotebookError):
        results_of(notebook(wrong))


def test_parquet_gives_the_numbers_back_exactly(written: Path) -> None:
    """Next quarter reads what this one wrote."""
    again = pd.read_parquet(written / "results.parquet")
    assert list(again.columns) == COLUMNS
    assert again["value"].tolist()[0::2] == [0.9, 1234567.5]
    assert pd.isna(again["value"][1])


def test_a_cell_has_its_metrics_format_and_a_period_is_a_real_date(written: Path) -> None:
    """A share reads as a percentage, money with its cents, 1 July 2026 is day 46204 of the workbook's calendar."""
    xml, texts = sheet(written, 1)
    looks = formats(written)
    cells = {each.get("r"): each for each in xml.iter(f"{SHEET}c")}
    assert (cells["G2"].findtext(f"{SHEET}v"), looks[int(cells["G2"].get("s", "0"))]) == ("0.9", "0.0%")
    assert looks[int(cells["G4"].get("s", "0"))] == "#,##0.00"
    assert (cells["C2"].findtext(f"{SHEET}v"), looks[int(cells["C2"].get("s", "0"))]) == ("46204", "yyyy-mm-dd")
    assert cells["G3"].find(f"{SHEET}v") is None, "no result is an empty cell, not zero"
    assert texts[int(cells["A1"].findtext(f"{SHEET}v") or "-1")] == "metric"


def test_the_header_stays_in_sight_and_columns_are_wide_enough(written: Path) -> None:
    """The first row and the metric's name are frozen; the metric column takes its longest names."""
    xml, _ = sheet(written, 1)
    pane = xml.find(f".//{SHEET}pane")
    assert pane is not None
    assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", "1", "1")
    first = xml.find(f".//{SHEET}col")
    assert first is not None
    assert float(first.get("width", "0")) > 30


def test_text_from_the_companys_tables_never_becomes_a_formula(written: Path) -> None:
    """A segment that is called "=SUM(A1)" is text in the workbook too."""
    xml, texts = sheet(written, 1)
    assert xml.find(f".//{SHEET}f") is None
    assert "segment==SUM(A1)" in texts


def test_the_second_sheet_says_what_each_metric_is_once(written: Path) -> None:
    """Name, label, unit, definition, formula, tables and source come from the facts' evidence."""
    xml, texts = sheet(written, 2)
    rows = [
        [texts[int(cell.findtext(f"{SHEET}v") or "0")] for cell in row if cell.find(f"{SHEET}v") is not None]
        for row in xml.iter(f"{SHEET}row")
    ]
    assert rows[1][:7] == ["csat", "Satisfied answers", "share", "satisfied of all", "a / b", "surveys", "survey tool"]
    assert [row[0] for row in rows] == ["metric", "csat", "cost"]


def test_the_same_results_give_the_same_files(tmp_path: Path) -> None:
    """Nothing of the hour gets in, nor of the order in which another Python process keeps a set."""
    code = (
        "import sys, json; from pathlib import Path; from valuestory.notebook.results import results_of, write_results;"
    )
    code += "from valuestory.slides.facts import Fact; data = json.load(sys.stdin);"
    code += "write_results(results_of(data), [Fact('csat', 0.9, 'share', 'Satisfied')], Path(sys.argv[1]))"
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        command, env = [sys.executable, "-c", code, str(folder)], os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(command, env=env, check=True, input=json.dumps(notebook(table())), text=True)
        made.append({each.name: each.read_bytes() for each in folder.iterdir()})
    assert set(made[0]) == {"results.xlsx", "results.parquet"}
    assert made[0] == made[1]
