"""Parquet and DuckDB files that were damaged, and odd ones that are whole: errors of ours alone, and rows add up."""

from __future__ import annotations

import datetime
import io
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.data.conftest import assert_rows_add_up

from valuestory.data import CompanyTables, examine_tables
from valuestory.errors import ValueStoryError

ROWS = 60
KEYS = [f"A{number % 5}" for number in range(ROWS)]
DAYS = [datetime.date(2025, 1, 1) + datetime.timedelta(number) for number in range(ROWS)]
TABLES: dict[str, dict[str, object]] = {
    "accounts": {"account_id": [f"A{number}" for number in range(5)], "start_at": DAYS[:5]},
    "subscriptions": {"account_id": KEYS, "start_on": DAYS, "arr_amount": [float(each) for each in range(ROWS)]},
    "usage": {"account_id": KEYS, "at": DAYS, "events_count": list(range(ROWS))},
    "cases": {"case_id": [f"C{number}" for number in range(ROWS)], "account_id": KEYS, "opened_at": DAYS},
    "touches": {"account_id": KEYS, "at": DAYS, "team": ["sales"] * ROWS},
    "milestones": {"account_id": KEYS, "event": ["renewal"] * ROWS, "started_at": DAYS},
    "costs": {"month_on": DAYS, "category": ["salaries"] * ROWS, "amount": [1.5] * ROWS},
}
Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    """An export or a copy that broke off."""
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Bits that a disk lost."""
    found = bytearray(data)
    for _ in range(20):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def blotted(data: bytes, chance: random.Random) -> bytes:
    """A stretch of zeros, as a broken download leaves it."""
    at = chance.randrange(len(data))
    return data[:at] + bytes(len(data[at : at + 200])) + data[at + 200 :]


def stuffed(data: bytes, chance: random.Random) -> bytes:
    """Bytes that came in between."""
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(9) + data[at:]


def parquet(columns: Mapping[str, object], compression: str = "snappy") -> bytes:
    """Return a Parquet file of several groups of rows."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, row_group_size=25, compression=compression)
    return stream.getvalue()


def assert_sound(found: CompanyTables, folder: Path) -> None:
    """Assert that rows add up, that every table is whole or stopped, and that no fault tells where the files lie."""
    assert_rows_add_up(found)
    stopped = {each.table for each in found.faults if each.action == "stops"}
    assert set(found.tables) == set(TABLES) - stopped
    assert str(folder) not in str(found.faults)


@pytest.mark.parametrize("damage", [cut, flipped, blotted, stuffed])
@pytest.mark.parametrize("compression", ["snappy", "zstd"])
def test_damaged_parquet_files(tmp_path: Path, damage: Damage, compression: str) -> None:
    """Every table but accounts damaged in another place: each is read or stopped by itself, none takes others along."""
    chance = random.Random(f"{damage.__name__} {compression}")
    for table, columns in TABLES.items():
        data = parquet(columns, compression)
        (tmp_path / f"{table}.parquet").write_bytes(data if table == "accounts" else damage(data, chance))
    found = examine_tables(str(tmp_path))
    assert_sound(found, tmp_path)
    assert "accounts" in found.tables
    if damage is cut:
        told = {each.table for each in found.faults if f"{each.table}.parquet cannot be read as Parquet" in each.what}
        assert told == set(TABLES) - {"accounts"}


def database(path: Path, tables: Mapping[str, Mapping[str, object]]) -> None:
    """Write tables into a DuckDB file."""
    with duckdb.connect(str(path)) as connection:
        for name, columns in tables.items():
            connection.register("given", pa.table(columns))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")


@pytest.mark.parametrize("damage", [cut, flipped, blotted, stuffed])
@pytest.mark.parametrize("turn", range(2))
def test_damaged_duckdb_files(tmp_path: Path, damage: Damage, turn: int) -> None:
    """The file is refused as a whole, or those of its tables stop that cannot be read."""
    path = tmp_path / "company.duckdb"
    database(path, TABLES)
    path.write_bytes(damage(path.read_bytes(), random.Random(f"{damage.__name__} {turn}")))
    said = ""
    try:
        found = examine_tables(str(path))
    except ValueStoryError as error:
        said = str(error)
    else:
        assert_rows_add_up(found)
        said = f"company {found.faults}"
    assert "company" in said
    assert str(tmp_path) not in said


LONG = "case 7 of 9 " * 200_000
NONE = [None] * ROWS
ODD: dict[str, dict[str, object]] = (
    TABLES
    | {
        "subscriptions": {"account_id": DAYS, "start_on": KEYS, "arr_amount": ["much", *["1"] * (ROWS - 1)]},  # swapped
        "usage": {name: pa.array([], kind) for name, kind in {"account_id": pa.string(), "at": pa.date32()}.items()},
        "cases": {"case_id": [LONG, *["C"] * 3], "account_id": [LONG, "A1", None, "A2"], "opened_at": DAYS[:4]},
        "touches": {"account_id": KEYS[:1], "at": DAYS[:1], "team": ["sales"]},
        "milestones": {name: pa.array(NONE, pa.string()) for name in ("account_id", "event", "started_at")},
        "costs": {"month_on": [1e308, *[0.5] * 9], "category": [True] * 10, "amount": ["1,5", *["two"] * 9]},
    }
)


@pytest.mark.parametrize("place", ["Parquet", "DuckDB"])
def test_odd_files_that_are_whole(tmp_path: Path, place: str) -> None:
    """Swapped columns, no row, one row, nothing but gaps, a huge field, text for numbers and numbers for days."""
    if place == "Parquet":
        for table, columns in ODD.items():
            (tmp_path / f"{table}.parquet").write_bytes(parquet(columns))
    else:
        database(tmp_path / "company.duckdb", ODD)
    found = examine_tables(str(tmp_path if place == "Parquet" else tmp_path / "company.duckdb"))
    assert_sound(found, tmp_path)
    read = {each.table: each.read for each in found.rows}
    assert read == {table: pa.table(columns).num_rows for table, columns in ODD.items()}
    used = {each.table: each.used for each in found.rows}
    assert (used["touches"], used["usage"], used["milestones"], used["subscriptions"]) == (1, 0, 0, 0)
    assert used["cases"] == 2  # one key is repeated twice
    assert max(len(str(each)) for each in found.faults) < 10_000
