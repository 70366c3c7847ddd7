"""Checks read a raw table once, however many there are and whatever they find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import ibis
import pandas as pd
import pytest
from tests.scans import scans
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.engines.asking import ask_number, ask_rows
from valuestory.metrics import open_company

Frames = dict[str, pd.DataFrame]


@pytest.fixture
def numbers(tmp_path: Path) -> ibis.Table:
    """A Parquet file of a hundred numbers, as DuckDB reads it."""
    pd.DataFrame({"n": range(100)}).to_parquet(tmp_path / "numbers.parquet")
    engine = ibis.duckdb.connect(tmp_path / "tables.duckdb")
    return engine.read_parquet(tmp_path / "numbers.parquet")


def test_scans_are_counted(numbers: ibis.Table) -> None:
    """A filter reads the file once, a join with itself twice, a table that was kept is another one."""
    with scans() as counted:
        ask_rows(numbers.filter(numbers.n > 97))
        assert counted == {"numbers.parquet": 1}
        ask_rows(numbers.inner_join(numbers.view(), "n").filter(ibis._.n > 97))
        assert counted == {"numbers.parquet": 3}
        ask_rows(numbers.get_backend().create_table("kept", numbers).filter(ibis._.n > 97))
    ask_rows(numbers)
    assert counted == {"numbers.parquet": 3, "tables.kept": 1}


def test_what_statistics_tell_is_no_scan(numbers: ibis.Table) -> None:
    """How many rows a Parquet file has stands at its end: nothing is read for it."""
    with scans() as counted:
        assert ask_number(numbers.count()) == 100
        assert ask_number(numbers.n.max()) == 99
    assert counted == {}


@pytest.fixture
def frames() -> Frames:
    """Twelve accounts, forty cases, forty sessions and forty surveys that nothing is wrong with."""
    accounts = [f"A{number:02}" for number in range(12)]
    begun = [pd.Timestamp("2024-01-01") + pd.Timedelta(days=number) for number in range(12)]
    at = [pd.Timestamp("2025-01-01 08:00") + pd.Timedelta(days=3 * number) for number in range(40)]
    who = [accounts[number % 12] for number in range(40)]
    later = [each + pd.Timedelta(hours=1) for each in at]
    cases, sessions, surveys = ([f"{kind}{number:02}" for number in range(40)] for kind in "CSQ")
    return {
        "accounts": pd.DataFrame({"account_id": accounts, "start_at": begun, "segment": ["SMB", "Large"] * 6}),
        "cases": pd.DataFrame({"case_id": cases, "account_id": who, "opened_at": at, "resolved_at": later}),
        "article_sessions": pd.DataFrame(
            {"session_id": sessions, "account_id": who, "case_id": cases, "started_at": at}
        ),
        "surveys": pd.DataFrame(
            {
                **{"survey_id": surveys, "account_id": who, "case_id": cases, "answered_at": later},
                **{"instrument": ["csat"] * 40, "score": [1.0, 3.0, 5.0, 4.0] * 10},
            }
        ),
    }


def dirty(frames: Frames) -> Frames:
    """Return the tables with orphans, keys that repeat or lack, times that run backwards, an account that outweighs."""
    cases, sessions, surveys = (frames[each].copy() for each in ("cases", "article_sessions", "surveys"))
    cases.loc[:20, "account_id"] = "A00"
    cases.loc[[3, 4], "account_id"] = ["A99", None]
    cases.loc[[5, 6], "case_id"] = "C00"
    cases.loc[7, "resolved_at"] = cases.loc[7, "opened_at"] - pd.Timedelta(days=1)
    cases.loc[8, "case_id"] = None
    cases.loc[9, "opened_at"] = pd.Timestamp("2023-01-01")
    sessions.loc[1, "session_id"] = "S00"
    sessions.loc[2, "case_id"] = "C99"
    surveys.loc[3, "score"] = 9.0
    return frames | {"cases": cases, "article_sessions": sessions, "surveys": surveys}


def as_parquet(frames: Frames, folder: Path) -> str:
    """Write each table as a Parquet file, and return the folder."""
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return str(folder)


def of_files(counted: Counter[str]) -> dict[str, int]:
    """Return the scans of the company's own files."""
    return {name: count for name, count in counted.items() if name.endswith(".parquet")}


def test_a_clean_table_is_read_once_for_all_its_checks(frames: Frames, tmp_path: Path) -> None:
    """Opening a company, with its span and its periods, reads each of its four files one time."""
    with scans() as counted:
        company = open_company(as_parquet(frames, tmp_path))
        assert company.faults == ()
        assert [each.name for each in company.periods] == ["2025Q1"]
    assert of_files(counted) == {f"{name}.parquet": 1 for name in frames}


def test_a_table_with_faults_is_read_once_too(frames: Frames, tmp_path: Path) -> None:
    """Examples, repeated keys, rows set aside, orphans of other tables, the heaviest account: all from one pass."""
    with scans() as counted:
        found = examine_tables(as_parquet(dirty(frames), tmp_path))
    assert of_files(counted) == {f"{name}.parquet": 1 for name in frames}
    assert fault(found, "repeat a case_id").examples == ("C00 (3 times)",)
    assert fault(found, "have no case_id").action == "set aside"
    assert fault(found, "before their opened_at").examples == ("C07: 2025-01-21 08:00:00",)
    assert fault(found, "have a score outside its scale").examples == ("Q03: 9",)
    # A00 has the cases of the rows 0 to 20 but 3 and 4, of others, and 5, 6 and 8, set aside; then those of 24 and 36.
    assert fault(found, "belong to one account").count == 18
    # C05, C06 and C08 are cases no more; one session is of C99.
    unknown = [each for each in found.faults if "a case_id that cases does not have" in each.what]
    assert {each.table: each.count for each in unknown} == {"article_sessions": 4, "surveys": 3}
    assert_rows_add_up(found)


def test_what_checks_leave_is_the_same_from_parquet_and_from_csv(frames: Frames, tmp_path: Path) -> None:
    """A typed file stays where it is and a text is converted once: rows, faults and days are the same from both."""

    def told(found: CompanyTables) -> tuple[object, ...]:
        tables = {name: values(found, name, *frames[name].columns) for name in found.tables}
        return tables, found.faults, found.rows, found.extents

    frames = dirty(frames)
    frames["surveys"]["score"] = frames["surveys"]["score"].astype("int64")
    (tmp_path / "text").mkdir()
    for name, frame in frames.items():
        frame.to_csv(tmp_path / "text" / f"{name}.csv", index=False)
    from_text, typed = examine_tables(str(tmp_path / "text")), examine_tables(as_parquet(frames, tmp_path))
    assert told(from_text) == told(typed)


def test_a_text_is_converted_once(frames: Frames, tmp_path: Path) -> None:
    """A CSV file is put into the engine as text; every check and every later question reads what became of it."""
    for name, frame in dirty(frames).items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    with scans() as counted:
        examine_tables(str(tmp_path))
    assert {name: counted[f"tables.raw_{name}"] for name in frames} == dict.fromkeys(frames, 1)


def test_the_evidence_of_a_stop_costs_one_more_scan(frames: Frames, tmp_path: Path) -> None:
    """A scale that is not theirs stops the table: which one they use is told by the sound answers as well."""
    frames["surveys"]["score"] = [1.0, 30.0, 50.0, 100.0] * 10
    with scans() as counted:
        found = examine_tables(as_parquet(frames, tmp_path))
    assert "theirs run from 1 to 100" in fault(found, "have a score outside its scale").what
    assert of_files(counted) == {f"{name}.parquet": 1 + (name == "surveys") for name in frames}


def test_tables_of_a_warehouse_are_read_once(frames: Frames, tmp_path: Path) -> None:
    """In a DuckDB file rows have no place to be called by: what is set aside is filtered in each later scan."""
    frames = dirty(frames)
    frames["cases"] = frames["cases"].drop_duplicates("case_id")
    frames["article_sessions"] = frames["article_sessions"].drop_duplicates("session_id")
    with duckdb.connect(tmp_path / "company.duckdb") as engine:
        for name, frame in frames.items():
            engine.from_df(frame).create(name)
    with scans() as counted:
        found = examine_tables(str(tmp_path / "company.duckdb"))
    assert {name: counted[f"warehouse.{name}"] for name in frames} == dict.fromkeys(frames, 1)
    assert fault(found, "have no case_id").count == 1
    assert_rows_add_up(found)
