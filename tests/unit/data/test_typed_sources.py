"""Typed sources: Parquet files, and a warehouse of which nothing of ours may be made."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import duckdb
import ibis
import pandas as pd
import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables, opening
from valuestory.data.engines.engine import Engine
from valuestory.errors import ProjectError


def parquet(**columns: object) -> bytes:
    """Return a Parquet file of these columns."""
    stream = io.BytesIO()
    pd.DataFrame(columns).to_parquet(stream, index=False)
    return stream.getvalue()


def test_types_of_a_parquet_file_become_canonical_ones(company: Company) -> None:
    """Whole numbers stored as floats are keys without a point; zones become UTC; 0 and 1 are no and yes."""
    cases = parquet(
        case_id=[7.0, 8.0],
        account_id=["A1", "A2"],
        opened_at=pd.to_datetime(["2025-06-01 10:00", "2025-06-01 12:00"]).tz_localize("Europe/Berlin"),
        resolved_at=pd.to_datetime(["2025-06-02 10:00", None]),
        closed_at=[datetime.date(2025, 6, 3), None],
        is_escalated=[0, 1],
        work_minutes=[1.5, float("nan")],
        touches_count=[True, False],
        tags=[["a"], ["b"]],
    )
    found = company(
        {"t.parquet": cases}, '[sources.accounts]\n[sources.cases]\npath = "t.parquet"\ntimezone = "Europe/Berlin"\n'
    )
    at = datetime.datetime
    assert values(
        found, "cases", "case_id", "opened_at", "resolved_at", "closed_at", "is_escalated", "work_minutes"
    ) == [
        ("7", at(2025, 6, 1, 8), at(2025, 6, 2, 8), at(2025, 6, 2, 22), False, 1.5),
        ("8", at(2025, 6, 1, 10), None, None, True, None),
    ]
    assert {"touches_count", "tags"} & set(found.tables["cases"].columns) == set()
    assert fault(found, "touches_count that is not a whole number: so many").action == "noted"


def test_text_in_a_parquet_file_is_read_like_text_in_csv(company: Company) -> None:
    """Dates kept as text, with an offset in a format of their own, are read by that format."""
    cases = parquet(case_id=["1"], account_id=["A1"], opened_at=["01.06.2025 10:00 +0200"])
    found = company(
        {"t.parquet": cases},
        '[sources.accounts]\n[sources.cases]\npath = "t.parquet"\ndate_format = "%d.%m.%Y %H:%M %z"\n',
    )
    assert values(found, "cases", "opened_at") == [(datetime.datetime(2025, 6, 1, 8),)]


def test_dates_are_taken_as_they_are_written(company: Company) -> None:
    """A subscription that starts at midnight in Tokyo starts on that day, not on the day before in UTC."""
    lines = parquet(
        account_id=["A1"],
        start_on=pd.to_datetime(["2025-06-01"]),
        end_on=[datetime.date(2026, 6, 1)],
        arr_amount=[5],
    )
    found = company(
        {"s.parquet": lines},
        '[sources.accounts]\n[sources.subscriptions]\npath = "s.parquet"\ntimezone = "Asia/Tokyo"\n',
    )
    day = datetime.date
    assert values(found, "subscriptions", "start_on", "end_on", "arr_amount") == [
        (day(2025, 6, 1), day(2026, 6, 1), 5.0)
    ]


def test_a_parquet_file_that_is_damaged_inside_stops(company: Company) -> None:
    """Its directory at the end is whole, its rows are not: found out when they are read, and said."""
    count = 5_000
    days = pd.to_datetime(["2025-01-01"] * count)
    data = parquet(case_id=[f"C{number}" for number in range(count)], account_id=["A1"] * count, opened_at=days)
    damaged = data[:40] + bytes(4_000) + data[4_040:]
    found = company({"t.parquet": damaged}, '[sources.accounts]\n[sources.cases]\npath = "t.parquet"\n')
    assert fault(found, "cannot be read to its end").action == "stops"
    assert_rows_add_up(found)


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company whose tables lie in an engine that is only asked, never written to."""
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE accounts AS SELECT 'A' || i AS account_id, DATE '2024-01-01' AS start_at FROM range(3) t(i)"
        )
        connection.execute(
            "CREATE TABLE tickets AS SELECT * FROM (VALUES ('1', 'A1', TIMESTAMP '2025-01-02', TIMESTAMP '2025-01-01'),"
            " ('2', 'A9', TIMESTAMP '2025-01-02', NULL), ('2', 'A2', TIMESTAMP '2025-01-03', NULL),"
            " ('3', 'A2', NULL, NULL)) AS t(case_id, account_id, opened_at, resolved_at)"
        )
    backend = ibis.duckdb.connect(path, read_only=True)
    monkeypatch.setattr(opening, "open_engine", lambda _: Engine(backend, Path(), is_embedded=False))
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "X"\n[warehouse]\nurl = "elsewhere://x"\n'
        '[sources.accounts]\n[sources.cases]\ntable = "tickets"\n'
    )
    return tmp_path


def test_a_warehouse_that_takes_no_tables_of_ours_is_read_by_expressions(foreign: Path) -> None:
    """The database is opened for reading only: every check and every canonical table is a question to it."""
    found = open_tables(str(foreign))
    assert {(each.what.split(":")[0], each.count, each.action) for each in found.faults} == {
        ("have a resolved_at before their opened_at", 1, "noted"),
        ("have an account_id that accounts does not have", 1, "noted"),
        ("have no opened_at", 1, "set aside"),
        ("repeat a case_id that an earlier row has", 1, "set aside"),
    }
    assert [key for (key,) in values(found, "cases", "case_id")] == ["1", "2"]
    assert_rows_add_up(found)


def test_its_expressions_are_those_of_postgresql_too(foreign: Path) -> None:
    """Every canonical table compiles to PostgreSQL's dialect."""
    for table in open_tables(str(foreign)).tables.values():
        assert "SELECT" in ibis.to_sql(table, dialect="postgres")


def test_files_beside_such_a_warehouse_are_refused(foreign: Path) -> None:
    """A file cannot be joined to tables that lie elsewhere: its table stops, with what to do."""
    (foreign / "costs.csv").write_text("month_on,category,amount\n2025-01-01,salaries,1\n")
    stop = fault(examine_tables(str(foreign)), "comes from a file, while")
    assert (stop.table, stop.action) == ("costs", "stops")


@pytest.mark.parametrize(
    ("name", "words"), [("none.duckdb", "there is no DuckDB file"), ("x.duckdb", "cannot be opened")]
)
def test_a_duckdb_file_that_is_none_is_refused(tmp_path: Path, name: str, words: str) -> None:
    """A missing file and one that is no database: one message each, with the file's name alone."""
    (tmp_path / "x.duckdb").write_text("not a database, but long enough to be looked at" * 100)
    (tmp_path / "valuestory.toml").write_text(f'[company]\nname = "X"\n[warehouse]\nurl = "duckdb://{name}"\n')
    with pytest.raises(ProjectError, match=words) as caught:
        open_tables(str(tmp_path))
    assert str(tmp_path) not in str(caught.value)
