"""What can be given as `data`, and that the temporary database leaves nothing behind."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

import duckdb
import pytest
from tests.unit.data.conftest import ACCOUNTS, CASES, Company, assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.errors import DataError, ProjectError


def test_a_bare_folder_is_a_company_of_its_name(company: Company, tmp_path: Path) -> None:
    """Without a valuestory.toml the folder's name is the company's, and files are found by their names."""
    assert company().project.company.name == tmp_path.name
    assert set(open_tables(str(tmp_path)).tables) == {"accounts", "cases"}


def test_one_file_of_cases_is_enough(tmp_path: Path) -> None:
    """Accounts are derived from it and said to be: each from its first case on. What lies beside it is not read."""
    (tmp_path / "tickets.csv").write_text(CASES.lstrip() + "004,A1,2024-12-01 10:00,,open,\n005,,2025-01-09,,open,\n")
    (tmp_path / "usage.csv").write_text("nonsense\n")
    found = open_tables(str(tmp_path / "tickets.csv"))
    assert [(key, str(at)) for key, at in values(found, "accounts", "account_id", "start_at")] == [
        ("A1", "2024-12-01 10:00:00"),
        ("A2", "2025-01-02 08:00:00"),
        ("A3", "2025-01-03 08:00:00"),
    ]
    derived = fault(found, "are derived from cases")
    assert (derived.table, derived.count, derived.action) == ("accounts", 3, "noted")
    assert found.project.company.name == "tickets"
    assert_rows_add_up(found)


def test_settings_without_accounts_derive_them_too(tmp_path: Path) -> None:
    """An export with a mapping but no table of accounts is read the same way."""
    (tmp_path / "export.csv").write_text("Id,Org,Created\n1,A1,2025-01-01\n")
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "X"\n[sources.cases]\npath = "export.csv"\n[sources.cases.columns]\n'
        'case_id = "Id"\naccount_id = "Org"\nopened_at = "Created"\n'
    )
    assert values(open_tables(str(tmp_path / "valuestory.toml")), "accounts", "account_id") == [("A1",)]


def test_a_folder_of_cases_alone_has_its_accounts_derived(tmp_path: Path) -> None:
    """Cases with an account column are enough to start; that their accounts are derived is said."""
    (tmp_path / "cases.csv").write_text(CASES.lstrip())
    found = open_tables(str(tmp_path))
    assert values(found, "accounts", "account_id") == [("A1",), ("A2",), ("A3",)]
    assert fault(found, "are derived from cases").action == "noted"


def test_a_folder_of_accounts_alone_is_refused(tmp_path: Path) -> None:
    """Accounts without anything that happened to them cannot carry a story: what is missing is named."""
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.lstrip())
    with pytest.raises(DataError, match=r"one more table"):
        open_tables(str(tmp_path))


def test_what_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A mistyped folder is met with the name beside it; an empty folder with what to put there."""
    (tmp_path / "exports").mkdir()
    with pytest.raises(ProjectError, match='did you mean "exports"'):
        open_tables(str(tmp_path / "export"))
    with pytest.raises(DataError, match="there are no tables"):
        open_tables(str(tmp_path / "exports"))


def test_two_files_for_one_table_stop(company: Company) -> None:
    """usage.csv and usage.tsv: which one is meant is not guessed."""
    assert fault(company({"usage.csv": "x\n", "usage.tsv": "x\n"}), "two files could be it").action == "stops"


def test_several_files_are_one_table(company: Company) -> None:
    """A glob reads its files in the order of their names; another header among them stops."""
    settings = '[sources.accounts]\n[sources.cases]\npath = "parts/t*.csv"\n'
    head = "case_id,account_id,opened_at\n"
    found = company({"cases": CASES}, settings)
    assert fault(found, 'there is no file "parts/t*.csv"').action == "stops"
    parts = found.project.root / "parts"
    parts.mkdir()
    (parts / "t2.csv").write_text(head + "2,A2,2025-01-02\n1,A3,2025-01-03\n")
    (parts / "t1.csv").write_text(head + "1,A1,2025-01-01\n")
    found = company({"cases": CASES}, settings)
    assert values(found, "cases", "case_id", "account_id") == [("1", "A1"), ("2", "A2")]
    (parts / "t3.csv").write_text("case_id,account_id\n1,A1\n")
    assert fault(company({"cases": CASES}, settings), "do not have the same header").action == "stops"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A DuckDB file with a typed and faulty table in a schema of its own."""
    path = tmp_path / "support.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA desk")
        connection.execute(
            "CREATE TABLE accounts AS SELECT 'A1' AS account_id, DATE '2024-01-01' AS start_at,"
            " 7::DECIMAL(9,2) AS seats_count"
        )
        connection.execute(
            "CREATE TABLE desk.tickets AS SELECT * FROM (VALUES (1, 'A1', TIMESTAMPTZ '2025-01-01 10:00:00+02', 'x'),"
            " (2, 'A9', TIMESTAMPTZ '2025-01-02 10:00:00+02', 'y'),"
            " (2, 'A1', TIMESTAMPTZ '2025-01-03 10:00:00+02', 'y'))"
            " AS t(ticket, account_id, opened_at, colour)"
        )
    return path


def test_tables_of_a_duckdb_file_are_read_where_they_are(warehouse: Path, tmp_path: Path) -> None:
    """Types are taken as they are: numbers become text keys, instants UTC; files can lie beside it."""
    (tmp_path / "costs.csv").write_text("month_on,category,amount\n2025-01-01,salaries,10\n")
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "X"\n[warehouse]\nurl = "duckdb://support.duckdb"\n[sources.accounts]\n'
        '[sources.cases]\ntable = "desk.tickets"\n[sources.cases.columns]\ncase_id = "ticket"\n'
    )
    found = open_tables(str(tmp_path))
    assert [str(each) for each in values(found, "cases", "case_id", "opened_at", "colour")[0]] == [
        "1",
        "2025-01-01 08:00:00",
        "x",
    ]
    assert values(found, "accounts", "seats_count") == [(7,)]
    assert {each.table: (each.read, each.used, each.set_aside) for each in found.rows}["cases"] == (3, 2, 1)
    assert found.tables["costs"].count().execute() == 1
    assert_rows_add_up(found)


def test_a_database_alone_is_read_by_the_names_of_its_tables(warehouse: Path) -> None:
    """A URL or a file of DuckDB gives the tables that have canonical names."""
    for data in (f"duckdb://{warehouse}", str(warehouse)):
        found = examine_tables(data)
        assert set(found.tables) == {"accounts"}
        assert found.project.company.name == "support"


def test_a_table_that_the_warehouse_lacks_stops_with_a_hint(warehouse: Path, tmp_path: Path) -> None:
    """The nearest name in the same schema is offered."""
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "X"\n[warehouse]\nurl = "duckdb://support.duckdb"\n[sources.cases]\ntable = "desk.ticket"\n'
    )
    assert 'did you mean "tickets"' in fault(examine_tables(str(tmp_path)), "no table").do


def test_a_warehouse_that_cannot_be_reached_keeps_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the kind of warehouse and what to install, never the URL."""
    monkeypatch.setenv("PASSWORD", "hunter2")
    with pytest.raises(ProjectError) as caught:
        open_tables("postgresql://analyst:${PASSWORD}@127.0.0.1:1/support")
    assert "postgresql" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_temporary_database_is_removed(company: Company, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When the tables are no longer used, the file that held them is gone; until then they can be asked."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    found = company()
    cases = found.tables["cases"]
    del found
    gc.collect()
    assert cases.count().execute() == 3
    assert len(list(scratch.iterdir())) == 1
    del cases
    gc.collect()
    assert list(scratch.iterdir()) == []


def test_a_vendor_or_key_that_would_be_ignored_is_refused(company: Company) -> None:
    """A setting that has no effect would be believed: it is an error."""
    with pytest.raises(ProjectError, match='did you mean "zendesk-export"'):
        company(settings='[sources.cases]\nvendor = "zendesk-exprt"\n')
    with pytest.raises(ProjectError, match="has the key case_id already"):
        company(settings='[sources.cases]\nkey = "number"\n')


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('timezone = "Europe/Berln"', 'did you mean "Europe/Berlin"'),
        ('encoding = "utf-9"', 'no text encoding "utf-9"'),
        ('extracted_on = "soon"', "extracted_on"),
        ('delimiter = ";;"', "delimiter"),
        ('path = "a.csv"\ntable = "b"', "either path or table"),
        ('date_fromat = "%d"', 'did you mean "date_format"'),
    ],
)
def test_a_wrong_setting_of_a_source_is_named(company: Company, setting: str, words: str) -> None:
    """Each setting is checked when the file is read, before any table."""
    with pytest.raises(ProjectError) as caught:
        company(settings=f"[sources.cases]\n{setting}\n")
    assert words in str(caught.value)


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    """Settings, tables, columns and what is wrong in itself: one message, a line for each, and none hides another."""
    (tmp_path / "valuestory.toml").write_text(
        "[company]\ncurrency = 'eur'\n[sources.case]\npath = 'x.csv'\n"
        "[sources.cases]\npath = 'a.csv'\ntable = 'a'\ntimezon = 'UTC'\ncolumns = { opend_at = 'Created' }\n"
        "[sources.accounts]\npath = 'a.csv'\ntable = 'a'\n[sources.surveys]\ncolumns = { scor = 'Rating' }\n"
    )
    with pytest.raises(ProjectError) as caught:
        examine_tables(str(tmp_path))
    lines = caught.value.what.splitlines()
    assert lines[0] == "7 settings are wrong:"
    for said in (
        '"company.name" is missing',
        '"company.currency"',
        '"sources.cases.timezon" (did you mean "timezone"?)',
        '"sources.accounts": give either path or table',
        'no canonical table "case" (did you mean "cases"?)',
        '"sources.cases.columns.opend_at": there is no canonical column "opend_at" (did you mean "opened_at"',
        '"sources.surveys.columns.scor": there is no canonical column "scor" (did you mean "score"',
    ):
        assert any(line.startswith("  - ") and said in line for line in lines), said
