"""A DuckDB file as the warehouse: its tables, schemas and views, and what hinders opening it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.data.engines.duckdb_file import why_not
from valuestory.errors import ProjectError


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A file with tables, a schema of its own, views, one of them broken, and a list in a column."""
    path = tmp_path / "company.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE ACCOUNTS AS SELECT 'A' || i AS account_id, DATE '2024-01-01' AS start_at"
            " FROM range(1, 4) t(i)"
        )
        connection.execute("CREATE SCHEMA desk")
        connection.execute(
            "CREATE TABLE desk.raw AS SELECT i AS id, 'A' || i AS who, TIMESTAMP '2025-01-01' AS since,"
            " [i] AS tags FROM range(1, 4) t(i)"
        )
        connection.execute(
            "CREATE VIEW desk.tickets AS SELECT id AS case_id, who AS account_id, since AS opened_at, tags"
            " FROM desk.raw"
        )
        connection.execute('CREATE TABLE gone (account_id VARCHAR, "at" DATE, events_count INTEGER)')
        connection.execute("CREATE VIEW usage AS SELECT * FROM gone")
        connection.execute("DROP TABLE gone")
    return path


def settings(company: Path, more: str) -> str:
    """Return the settings of a company whose warehouse is the file."""
    path = company.with_name("valuestory.toml")
    path.write_text(f'[company]\nname = "X"\n[warehouse]\nurl = "duckdb://{company.name}"\n{more}')
    return str(path)


def test_tables_and_views_are_read_by_name_and_schema(company: Path) -> None:
    """A view is a table like any other; letter case makes no difference; a list in it is not read, and that is said."""
    found = open_tables(settings(company, '[sources.accounts]\n[sources.cases]\ntable = "desk.tickets"\n'))
    assert values(found, "cases", "case_id", "account_id") == [("1", "A1"), ("2", "A2"), ("3", "A3")]
    assert found.tables["accounts"].count().execute() == 3
    assert '"tags"' in fault(found, "lists, structures or bytes").what
    assert_rows_add_up(found)


def test_a_view_of_what_is_gone_is_named(company: Path) -> None:
    """It is there by its name: what it says is why it cannot be read, not that it does not exist."""
    found = examine_tables(str(company))
    assert set(found.tables) == {"accounts"}
    assert fault(found, 'the view "usage" of the warehouse cannot be read').action == "stops"


def test_a_view_never_reads_a_variable(company: Path) -> None:
    """DuckDB in Python looks for missing tables among the caller's variables: here it does not."""
    gone = duckdb.sql("SELECT 'A1' AS account_id, DATE '2025-01-01' AS \"at\", 1 AS events_count").to_arrow_table()
    assert gone.num_rows == 1
    assert "usage" not in examine_tables(str(company)).tables


def test_a_table_without_a_warehouse_is_a_fault(tmp_path: Path) -> None:
    """`table` needs a warehouse to be in."""
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "X"\n[sources.cases]\ntable = "desk.tickets"\n')
    assert "[warehouse] url" in fault(examine_tables(str(tmp_path)), "there is no warehouse").do


def test_the_file_is_not_written_to(company: Path) -> None:
    """Opened for reading only: the same bytes afterwards, even where its folder and itself could be written."""
    before = company.read_bytes()
    examine_tables(str(company))
    assert company.read_bytes() == before
    assert [each.name for each in company.parent.iterdir()] == [company.name]


def test_a_file_that_another_program_writes_to_is_said(company: Path) -> None:
    """DuckDB lets one process write and nobody read meanwhile: said so, with what to do."""
    code = f"import duckdb; c = duckdb.connect({str(company)!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(ProjectError, match="open in another program") as caught:
            examine_tables(str(company))
        other.communicate(b"\n")
    assert "copy" in caught.value.do
    assert str(company.parent) not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "words"), [("empty", "is none|cut off"), ("text", "is none"), ("sqlite", "SQLite"), ("half", "cut off")]
)
def test_what_is_no_duckdb_file_is_told_apart(company: Path, name: str, words: str) -> None:
    """Each by what it is."""
    path = company.with_name(f"{name}.db")
    if name == "sqlite":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE accounts (account_id TEXT)")
    else:
        data = {"text": b"not a database " * 1_000, "half": company.read_bytes()[:9_000]}
        path.write_bytes(data.get(name, b""))
    with pytest.raises(ProjectError, match=words) as caught:
        examine_tables(str(path))
    assert f'"{path.name}" cannot be opened' in str(caught.value)
    assert str(path.parent) not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "IO Error: Trying to read a database file with version number 39, but we can only read versions between 64"
            " and 68.",
            "does not read",
        ),
        ('Cannot open encrypted database "x.duckdb" without a key', "encrypted"),
        (
            'IO Error: Cannot open file "x.duckdb": The process cannot access the file because it is being used by'
            " another process.",
            "open in another program",
        ),
    ],
)
def test_what_duckdb_says_elsewhere_is_understood(said: str, words: str) -> None:
    """Files of other versions, with a key, and Windows' way of locking: by DuckDB's own words."""
    assert words in why_not(duckdb.IOException(said))[0]
