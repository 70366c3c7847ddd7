"""Parquet as writers leave it: parts, folders that tell columns, kinds that differ, files that are none."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.data.conftest import ACCOUNTS, assert_rows_add_up, fault, values

from valuestory.data import examine_tables
from valuestory.data.engines.asking import ask_rows
from valuestory.data.engines.engine import Engine, Raw, open_engine
from valuestory.data.files.locations import files_of
from valuestory.data.files.parquet_files import parquet_headers, read_parquet
from valuestory.errors import DataError
from valuestory.project import CompanySettings, Project


@pytest.fixture(scope="module")
def engine() -> Engine:
    """One embedded engine for all of these."""
    return open_engine(Project(company=CompanySettings(name="Testers")))


def written(root: Path, files: Mapping[str, Mapping[str, object]]) -> tuple[Path, ...]:
    """Write Parquet files under a folder and return all of it as one table's files."""
    for name, columns in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), root / name)
    return files_of(str(root), root)


def read(engine: Engine, files: tuple[Path, ...], skip: tuple[str, ...] = ()) -> Raw:
    """Return files as one table of theirs, every column but those to skip."""
    engine.backend.raw_sql("DROP VIEW IF EXISTS raw_t")
    return read_parquet(engine, "t", files, lambda headers: {*headers} - {*skip})


def rows(raw: Raw) -> list[dict[str, object]]:
    """Return the rows under their headers, in the order of the files."""
    ordered = raw.table.order_by(list(raw.order))
    return ask_rows(ordered.select(**{theirs: ordered[ours] for theirs, ours in raw.columns.items()}))


def test_parts_are_read_in_their_order_and_joined_by_name(engine: Engine, tmp_path: Path) -> None:
    """A column that a later part has alone, or in other letters or another place, is one column; gaps are said."""
    files = written(
        tmp_path,
        {
            "part-1.parquet": {"id": ["a", "b"], "Status": ["x", "y"]},
            "part-2.parquet": {"status": ["z"], "id": ["c"], "new": [1.5]},
            "part-3.parquet": {"id": pa.array([], pa.string()), "Status": pa.array([], pa.string())},
        },
    )
    raw = read(engine, files)
    assert rows(raw) == [
        {"id": "a", "Status": "x", "new": None},
        {"id": "b", "Status": "y", "new": None},
        {"id": "c", "Status": "z", "new": 1.5},
    ]
    (remark,) = raw.remarks
    assert '"new" (part-1.parquet, part-3.parquet)' in remark.what


def test_folders_tell_columns(engine: Engine, tmp_path: Path) -> None:
    """Hive's layout: names are values, zeros kept, its word for nothing empty; folders above the table tell none."""
    root = tmp_path / "env=prod" / "cases"
    files = written(
        root,
        {
            "year=2026/month=01/p.parquet": {"id": ["a"]},
            "year=2026/month=02/p.parquet": {"id": ["b"]},
            "year=2025/month=__HIVE_DEFAULT_PARTITION__/p.parquet": {"id": ["c"]},
            "year=2025/month=a%20b/p.parquet": {"id": ["d"]},
        },
    )
    found = sorted(tuple(row.values()) for row in rows(read(engine, files)))
    assert parquet_headers(files) == ("id", "year", "month")
    assert found == [("a", "2026", "01"), ("b", "2026", "02"), ("c", "2025", None), ("d", "2025", "a b")]


def test_a_folder_that_gainsays_its_files_is_said(engine: Engine, tmp_path: Path) -> None:
    """The folder's value is read, as Spark and Hive read it; rows that say something else are counted."""
    files = written(
        tmp_path,
        {"year=2026/p.parquet": {"id": ["a", "b"], "year": [2026, 2020]}, "year=2025/p.parquet": {"id": ["c"]}},
    )
    raw = read(engine, files)
    assert [row["year"] for row in rows(raw)] == ["2025", "2026", "2026"]
    (remark,) = raw.remarks
    assert (remark.count, '"year"' in remark.what) == (1, True)


NOTHING = pa.array([None, None], pa.null())
SAFE = {
    "whole and fractions": ([1, 2], [0.5, 1.5], [1.0, 2.0, 0.5, 1.5]),
    "small and large": (pa.array([1, 2], pa.uint8()), pa.array([2**63, 3], pa.uint64()), [1, 2, 2**63, 3]),
    "whole and decimal": ([1, 2], [decimal.Decimal("1.25"), None], [1, 2, decimal.Decimal("1.25"), None]),
    "days and times": (
        [datetime.date(2026, 1, 1), None],
        [datetime.datetime(2026, 1, 2, 3), None],
        [datetime.datetime(2026, 1, 1), None, datetime.datetime(2026, 1, 2, 3), None],
    ),
    "nothing and days": (NOTHING, [datetime.date(2026, 1, 1)] * 2, [None, None, *[datetime.date(2026, 1, 1)] * 2]),
    "nothing and nothing": (NOTHING, NOTHING, [None] * 4),
    "text that nobody called text": (pa.array([b"x\xc3\xa9", None], pa.binary()), ["y", "z"], ["xé", None, "y", "z"]),
    "dictionaries": (pa.array(["x", "y"]).dictionary_encode(), ["y", "z"], ["x", "y", "y", "z"]),
}


@pytest.mark.parametrize("name", SAFE)
def test_kinds_of_which_one_holds_the_other(engine: Engine, tmp_path: Path, name: str) -> None:
    """An int column that got a gap, a part without any value: read as the wider kind, no value changed."""
    one, other, expected = SAFE[name]
    raw = read(engine, written(tmp_path, {"a.parquet": {"v": one}, "b.parquet": {"v": other}}))
    found = [row["v"] for row in rows(raw)]
    assert [int(each) if isinstance(expected[2], int) and expected[2] > 2**60 else each for each in found] == expected  # type: ignore[call-overload]
    is_said = name in ("whole and fractions", "days and times", "whole and decimal", "text that nobody called text")
    assert [("a.parquet" in each.what, "b.parquet" in each.what) for each in raw.remarks] == [(True, True)] * is_said


UNSAFE = {
    "text and numbers": (["007", "8"], [7, 8]),
    "days and numbers": ([datetime.date(2026, 1, 1)] * 2, [20260101, 20260102]),
    "zones and none": (
        pa.array([datetime.datetime(2026, 1, 1)] * 2, pa.timestamp("us")),
        pa.array([datetime.datetime(2026, 1, 1)] * 2, pa.timestamp("us", "UTC")),
    ),
    "keys that no fraction can be": ([2**53 + 1, 1], [0.5, 1.0]),
    "lists and text": ([["a"], ["b"]], ["a", "b"]),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_kinds_that_differ_are_named_with_their_files(engine: Engine, tmp_path: Path, name: str) -> None:
    """`007` in one part and 7 in another are not made one by guessing; a column that is not read does not matter."""
    one, other = UNSAFE[name]
    files = written(tmp_path, {"a.parquet": {"v": one, "w": [1, 2]}, "b.parquet": {"v": other, "w": [3, 4]}})
    with pytest.raises(DataError, match='"v"') as caught:
        read(engine, files)
    assert "a.parquet" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert [row["w"] for row in rows(read(engine, files, skip=("v",)))] == [1, 2, 3, 4]


def test_all_broken_parts_are_named_with_what_they_are(engine: Engine, tmp_path: Path) -> None:
    """An aborted copy leaves empty and cut-off files, an export error a page: every one is told, none left out."""
    written(tmp_path, {f"month=0{number}/p.parquet": {"id": ["a"] * 9} for number in (1, 2, 3, 4)})
    whole = (tmp_path / "month=01/p.parquet").read_bytes()
    (tmp_path / "month=02/p.parquet").write_bytes(whole[:-30])
    (tmp_path / "month=03/p.parquet").write_bytes(b"")
    (tmp_path / "month=04/p.parquet").write_text("id,account\n1,2\n")
    with pytest.raises(DataError) as caught:
        read(engine, files_of(str(tmp_path), tmp_path))
    for words in (
        "3 of 4 files",
        "month=02/p.parquet was cut off",
        "month=03/p.parquet is empty",
        "month=04/p.parquet is no Parquet file",
    ):
        assert words in str(caught.value)


def test_a_name_with_brackets_is_that_file(engine: Engine, tmp_path: Path) -> None:
    """DuckDB takes `[1]` for a glob: beside it, `a1.parquet` must not be read in its place."""
    written(tmp_path, {"a[1].parquet": {"v": [1]}, "a1.parquet": {"v": [2]}, "a*.parquet": {"v": [3]}})
    for name, value in {"a[1].parquet": 1, "a*.parquet": 3}.items():
        assert rows(read(engine, (tmp_path / name,))) == [{"v": value}]


def test_a_company_of_parts(tmp_path: Path) -> None:
    """Kinds that Parquet has and CSV has not, from a folder of parts to canonical cases; what is not read is said."""
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.lstrip())
    at = [datetime.datetime(2025, 6, 1, 10), datetime.datetime(2025, 6, 2, 10)]
    files = {
        "month=06/part-0.parquet": {
            "case_id": pa.array([7, 8], pa.uint64()),
            "account_id": pa.array([b"A1", b"A2"], pa.binary()),
            "opened_at": pa.array(at, pa.timestamp("us", "Europe/Berlin")),
            "resolved_at": pa.array(at, pa.timestamp("ns")),
            "closed_at": [20250602, 20250603],
            "csat_score": [decimal.Decimal("4.50"), None],
            "channel": pa.array(["chat", "mail"]).dictionary_encode(),
            "tags": [["x"], []],
            "custom": [{"k": 1}, {"k": 2}],
            "picture": pa.array([b"\xff\xd8", None], pa.binary()),
        }
    }
    for name, columns in files.items():
        (tmp_path / "cases" / name).parent.mkdir(parents=True)
        pq.write_table(pa.table(columns), tmp_path / "cases" / name, use_deprecated_int96_timestamps=True)
    (tmp_path / "cases" / "_SUCCESS").touch()
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "X"\n[sources.accounts]\n[sources.cases]\ndate_format = "%Y%m%d"\n'
    )
    found = examine_tables(str(tmp_path))
    day = datetime.datetime
    assert values(found, "cases", "case_id", "account_id", "opened_at", "resolved_at", "closed_at", "month") == [
        ("7", "A1", day(2025, 6, 1, 10), day(2025, 6, 1, 10), day(2025, 6, 2), "06"),
        ("8", "A2", day(2025, 6, 2, 10), day(2025, 6, 2, 10), day(2025, 6, 3), "06"),
    ]
    assert values(found, "cases", "case_id", "csat_score", "channel") == [("7", 4.5, "chat"), ("8", None, "mail")]
    assert '"tags", "custom", "picture"' in fault(found, "lists, structures or bytes").what
    assert_rows_add_up(found)


def test_a_list_where_a_value_is_needed_stops(tmp_path: Path) -> None:
    """Of several accounts of one case none is chosen."""
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.lstrip())
    columns = {"case_id": ["1"], "account_id": [["A1", "A2"]], "opened_at": [datetime.datetime(2025, 1, 1)]}
    pq.write_table(pa.table(columns), tmp_path / "cases.parquet")
    stop = fault(examine_tables(str(tmp_path)), 'in "account_id"')
    assert (stop.column, stop.action) == ("account_id", "stops")
