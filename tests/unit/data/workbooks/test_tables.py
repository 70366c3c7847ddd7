"""Workbooks as a company's tables: found by name, by sheet, by columns; the same answers as CSV files."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from pathlib import Path

import pytest
from tests.unit.data.conftest import ACCOUNTS, CASES, Company, assert_rows_add_up, fault, values
from tests.unit.data.workbooks.conftest import Rows, changed, workbook

from valuestory.data import CompanyTables, examine_tables

NUMBERS = {"seats_count", "csat_score"}


def typed(text: str) -> Rows:
    """Return a CSV file's cells as Excel has them once it is opened there: days and times dates, scores numbers."""
    header, *rows = csv.reader(io.StringIO(text.lstrip("\n")))
    return [header, *([_typed(name, cell) for name, cell in zip(header, row, strict=True)] for row in rows)]


def _typed(name: str, cell: str) -> object:
    if not cell:
        return None
    if name.endswith("_at"):
        return datetime.datetime.fromisoformat(cell)
    return float(cell) if name in NUMBERS else cell


ACCOUNT_ROWS, CASE_ROWS = typed(ACCOUNTS), typed(CASES)


def company_of(folder: Path, books: dict[str, dict[str, Rows]], settings: str = "") -> CompanyTables:
    """Return a company whose folder holds these workbooks and nothing else."""
    for name, sheets in books.items():
        (folder / name).write_bytes(workbook(sheets))
    if settings:
        (folder / "valuestory.toml").write_text(f'[company]\nname = "Testers"\n{settings}', encoding="utf-8")
    return examine_tables(str(folder))


def everything(company: CompanyTables) -> dict[str, list[dict[str, object]]]:
    """Return every canonical table as plain rows, in the order of the first column."""
    return {
        name: sorted(table.to_pyarrow().to_pylist(), key=lambda row: str(next(iter(row.values()))))
        for name, table in company.tables.items()
    }


@pytest.mark.parametrize(
    "books",
    [
        {"accounts.xlsx": {"Sheet1": ACCOUNT_ROWS}, "cases.xlsm": {"Export": CASE_ROWS, "Sheet2": []}},
        {"company.xlsx": {"Notes": [["see mail"]], "Accounts": ACCOUNT_ROWS, "cases": CASE_ROWS}},
        {"accounts.xlsx": {"x": ACCOUNT_ROWS}, "all.xlsx": {"Cases": CASE_ROWS, "Summary": [["n", 3]]}},
    ],
    ids=["a workbook a table", "a sheet a table", "both"],
)
def test_workbooks_give_the_tables_that_csv_files_give(
    company: Company, tmp_path_factory: pytest.TempPathFactory, books: dict[str, dict[str, Rows]]
) -> None:
    """The same small company as files of text and as typed cells: every value of every table is the same."""
    found = company_of(tmp_path_factory.mktemp("books"), books)
    assert everything(found) == everything(company())
    assert [each.what for each in found.faults if each.action != "noted"] == []
    assert_rows_add_up(found)


def test_one_workbook_of_cases_is_enough(tmp_path: Path) -> None:
    """`-p data=tickets.xlsx`: its only sheet is cases, and accounts are derived from them, which is said."""
    (tmp_path / "tickets.xlsx").write_bytes(workbook({"Any name": CASE_ROWS}))
    (tmp_path / "accounts.csv").write_text("not asked for", encoding="utf-8")
    found = examine_tables(str(tmp_path / "tickets.xlsx"))
    assert set(found.tables) == {"accounts", "cases"}
    assert "are derived from cases" in fault(found, "derived").what
    assert found.tables["cases"].count().execute() == 3
    assert found.sources["cases"].name == "tickets.xlsx"
    assert found.fingerprints["cases"] == hashlib.sha256((tmp_path / "tickets.xlsx").read_bytes()).hexdigest()


def test_one_workbook_may_be_a_whole_company(tmp_path: Path) -> None:
    """Of several sheets those called like tables are read, cases are those with their columns, and that is said."""
    sheets = {"Accounts": ACCOUNT_ROWS, "Tickets": CASE_ROWS, "Notes": [["see mail"]]}
    (tmp_path / "company.xlsx").write_bytes(workbook(sheets))
    found = examine_tables(str(tmp_path / "company.xlsx"))
    assert found.tables["accounts"].count().execute() == 3
    assert 'are read from the sheet "Tickets" of company.xlsx' in fault(found, "the only one").what
    assert (found.sources["cases"].name, found.unread) == ("company.xlsx (Tickets)", ("company.xlsx (Notes)",))


def test_a_workbook_without_cases_needs_none(tmp_path: Path) -> None:
    """Accounts and subscriptions alone are a company: no sheet is taken for cases."""
    contracts = [["account_id", "start_on", "arr_amount"], ["A1", datetime.date(2024, 1, 1), 100.5]]
    (tmp_path / "company.xlsx").write_bytes(workbook({"accounts": ACCOUNT_ROWS, "Subscriptions": contracts}))
    found = examine_tables(str(tmp_path / "company.xlsx"))
    assert set(found.tables) == {"accounts", "subscriptions"}
    assert values(found, "subscriptions", "start_on", "arr_amount") == [(datetime.date(2024, 1, 1), 100.5)]


def test_a_stated_sheet_is_read(tmp_path: Path) -> None:
    """`sheet` says which; several of one header go together; what is beside them is not asked for."""
    books = {
        "accounts.xlsx": {"x": ACCOUNT_ROWS},
        "export.xlsx": {"Jan": CASE_ROWS[:2], "Feb": [CASE_ROWS[0], CASE_ROWS[2]]},
    }
    found = company_of(tmp_path, books, '[sources.cases]\npath = "export.xlsx"\nsheet = ["Jan", "Feb"]\n')
    assert [key for (key,) in values(found, "cases", "case_id")] == ["001", "002"]
    assert found.sources["cases"].name == "export.xlsx (Jan)"


def test_sheets_that_fit_alike_are_not_guessed(tmp_path: Path) -> None:
    """Two sheets with the columns of cases: both are listed, and how to take one or both."""
    books = {"accounts.xlsx": {"x": ACCOUNT_ROWS}, "cases.xlsx": {"Jan": CASE_ROWS, "Feb": CASE_ROWS}}
    stop = fault(company_of(tmp_path, books), "sheets with the columns of cases")
    assert stop.action == "stops"
    assert '"Jan", "Feb"' in stop.what
    assert 'sheet = ["Jan", "Feb"]' in stop.do


def test_hidden_sheets_are_read_only_by_name(tmp_path: Path) -> None:
    """What somebody hid is no candidate; whoever names it gets it."""
    sheet = '<sheet name="Old" sheetId="2"'
    hide = {"workbook.xml": lambda text: text.replace(sheet, f'{sheet} state="hidden"')}
    book = changed(workbook({"New": CASE_ROWS, "Old": CASE_ROWS[:2]}), hide)
    (tmp_path / "cases.xlsx").write_bytes(book)
    (tmp_path / "accounts.xlsx").write_bytes(workbook({"x": ACCOUNT_ROWS}))
    assert examine_tables(str(tmp_path)).tables["cases"].count().execute() == 3
    found = company_of(tmp_path, {}, '[sources.cases]\nsheet = "Old"\n')
    assert found.tables["cases"].count().execute() == 1


def test_a_sheet_of_a_file_that_is_no_workbook_is_refused(company: Company) -> None:
    """A CSV file has no sheets: the setting would be believed."""
    stop = fault(company({}, '[sources.cases]\nsheet = "Tickets"\n'), "is no workbook")
    assert (stop.action, "leave sources.cases.sheet out" in stop.do) == ("stops", True)


def test_files_of_several_kinds_are_refused(company: Company) -> None:
    """A glob that takes a CSV file and a workbook together."""
    found = company({"cases-2.xlsx": workbook({"x": CASE_ROWS})}, '[sources.cases]\npath = "cases*"\n')
    assert fault(found, "of several kinds").action == "stops"


def test_a_lookup_may_lie_in_a_sheet(company: Company) -> None:
    """`path = "more.xlsx#Churn"` names a sheet wherever a file is named; its dates are dates."""
    book = workbook({"Churn": [["account", "day"], ["A1", datetime.date(2025, 5, 1)]], "Notes": [["x"]]})
    settings = """
    [sources.accounts.lookup.churned_at]
    path = "more.xlsx#Churn"
    on = "account"
    key = "account_id"
    take = "day"
    """
    found = company({"more.xlsx": book, "accounts": "account_id,start_at\nA1,2024-01-01\n"}, settings)
    expected = datetime.datetime(2025, 5, 1)
    assert values(found, "accounts", "account_id", "churned_at")[0] == ("A1", expected)


def test_text_dates_in_a_workbook_are_as_doubtful_as_anywhere(tmp_path: Path) -> None:
    """03/04/2025 as text is not guessed, real dates beside it notwithstanding."""
    rows = [
        CASE_ROWS[0],
        ["C1", "A1", "03/04/2025"],
        ["C2", "A1", "05/06/2025"],
        ["C3", "A1", datetime.datetime(2025, 1, 1)],
    ]
    found = company_of(tmp_path, {"accounts.xlsx": {"x": ACCOUNT_ROWS}, "cases.xlsx": {"x": rows}})
    assert [each.action for each in found.faults if each.column == "opened_at"] == ["stops"]


def test_durations_are_read_in_the_unit_of_our_column(tmp_path: Path) -> None:
    """Half an hour and 30 hours in [h]:mm are 30 and 1,815 minutes, whatever unit the plain numbers are in."""
    rows = [
        ["case_id", "account_id", "opened_at", "work_minutes"],
        ["C1", "A1", datetime.datetime(2025, 1, 1), datetime.timedelta(hours=30, minutes=15)],
        ["C2", "A1", datetime.datetime(2025, 1, 1), datetime.timedelta(minutes=30)],
        ["C3", "A1", datetime.datetime(2025, 1, 1), 1.5],
    ]
    settings = '[sources.cases.units]\nwork_minutes = "hours"\n'
    found = company_of(tmp_path, {"accounts.xlsx": {"x": ACCOUNT_ROWS}, "cases.xlsx": {"x": rows}}, settings)
    assert values(found, "cases", "case_id", "work_minutes") == [("C1", 1815.0), ("C2", 30.0), ("C3", 90.0)]


def test_an_open_workbook_of_excel_is_no_table(tmp_path: Path) -> None:
    """Excel puts a file `~$cases.xlsx` beside a workbook that is open."""
    (tmp_path / "~$cases.xlsx").write_bytes(b"\x05owner")
    found = company_of(tmp_path, {"cases.xlsx": {"x": CASE_ROWS}})
    assert (set(found.tables), found.unread) == ({"accounts", "cases"}, ())


def test_vendors_are_known_by_the_headers_of_sheets(tmp_path: Path) -> None:
    """A Salesforce report in one workbook, a sheet an object: recognised as its CSV files are."""
    sheets: dict[str, Rows] = {
        "Cases": [
            ["Case Number", "Account ID", "Account Name", "Date/Time Opened", "Status"],
            ["1", "A1", "Alpha", datetime.datetime(2025, 1, 1), "New"],
        ],
        "Accounts": [["Account ID", "Account Name", "Created Date"], ["A1", "Alpha", datetime.datetime(2024, 1, 1)]],
    }
    found = company_of(tmp_path, {"salesforce.xlsx": sheets})
    assert {name: note.vendor for name, note in found.sources.items()} == {
        "accounts": "Salesforce",
        "cases": "Salesforce",
    }
    assert_rows_add_up(found)
