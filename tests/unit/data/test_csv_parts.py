"""CSV files that are one table: folders that tell columns, and a part that differs from the others named."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.data.conftest import ACCOUNTS, assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, examine_tables

HEAD = "case_id,account_id,opened_at,queue\n"


def examine(root: Path, parts: Mapping[str, bytes | str]) -> CompanyTables:
    """Return the company whose cases are these parts."""
    (root / "accounts.csv").write_text(ACCOUNTS.lstrip())
    for name, data in parts.items():
        (root / "cases" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "cases" / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return examine_tables(str(root))


def test_folders_tell_columns_of_packed_and_plain_parts(tmp_path: Path) -> None:
    """Packed parts, parts in another encoding and plain ones lie in folders: each row has its folder's values."""
    found = examine(
        tmp_path,
        {
            "year=2026/region=EMEA/p.csv.gz": gzip.compress(f"{HEAD}1,A1,2026-01-01,x\n".encode()),
            "year=2026/region=a%20b/p.csv": f"{HEAD}2,A2,2026-01-02,y\n",
            "year=2025/region=EMEA/p.csv": f"{HEAD}3,A3,2025-01-03,Gerät\n".encode("utf-16"),
            "year=2025/region=EMEA/q.csv": b"",
        },
    )
    assert values(found, "cases", "case_id", "year", "region", "queue") == [
        ("1", "2026", "EMEA", "x"),
        ("2", "2026", "a b", "y"),
        ("3", "2025", "EMEA", "Gerät"),
    ]
    assert "year=2025/region=EMEA/q.csv" in fault(found, "are empty").what
    assert_rows_add_up(found)


def test_a_column_that_folders_tell_is_not_read_twice(tmp_path: Path) -> None:
    """The folder's value is taken, as for Parquet, and that is said."""
    rows = "case_id,account_id,opened_at,year\n1,A1,2026-01-01,1999\n"
    found = examine(tmp_path, {"year=2026/p.csv": rows})
    assert values(found, "cases", "case_id", "year") == [("1", "2026")]
    assert '"year"' in fault(found, "in the names of their folders").what


USUAL = {"a.csv": f"{HEAD}1,A1,2026-01-01,x\n", "b.csv": f"{HEAD}2,A2,2026-01-01,x\n"}
ODD = {
    "case_id,account_id,opened_at\n3,A3,2026-01-01\n": 'odd.csv lacks "queue"',
    "case_id,account_id,opened_at,topic\n3,A3,2026-01-01,x\n": 'odd.csv lacks "queue" and has "topic"',
    "case_id;account_id;opened_at;queue\n3;A3;2026-01-01;x\n": 'odd.csv is cut by ";", a.csv by ","',
    "case_id,account_id,queue,opened_at\n3,A3,x,2026-01-01\n": "odd.csv has it in another order than a.csv",
    "Cases of the year\n\n\n" + HEAD + "3,A3,2026-01-01,x\n": "odd.csv has it in another line than a.csv",
    "": "odd.csv",
}


@pytest.mark.parametrize("text", ODD)
def test_the_part_that_differs_is_named(tmp_path: Path, text: str) -> None:
    """Among parts of one header the one that has another is told, and how; an empty one has no rows to lose."""
    found = examine(tmp_path, USUAL | {"odd.csv": text})
    assert fault(found, ODD[text]).action == ("stops" if text else "noted")
    assert_rows_add_up(found)


def test_parts_in_folders_and_parts_beside_them_are_not_mixed(tmp_path: Path) -> None:
    """A part outside the folders has no value for the column that they tell."""
    found = examine(tmp_path, {"year=2026/p.csv": USUAL["a.csv"], "p.csv": USUAL["b.csv"]})
    assert "year=2026/p.csv" in fault(found, "same kind of folders").what


def test_parts_of_two_kinds_are_not_mixed(tmp_path: Path) -> None:
    """CSV beside Parquet in one folder: which are the table is not guessed."""
    found = examine(tmp_path, {"a.csv": USUAL["a.csv"], "b.parquet": "PAR1"})
    assert fault(found, "b.parquet is Parquet, a.csv is not").action == "stops"


def test_a_name_with_brackets_is_that_file(tmp_path: Path) -> None:
    """DuckDB takes `[1]` for a glob: `a1.csv`, which is read as well, is not read twice in its place."""
    found = examine(tmp_path, {"a[1].csv": USUAL["a.csv"], "a1.csv": USUAL["b.csv"]})
    assert values(found, "cases", "case_id") == [("1",), ("2",)]
