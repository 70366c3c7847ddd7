"""Checks read a raw table once, however many there are and whatever they find."""

from __future__ import annotations

from pathlib import Path

import ibis
import pandas as pd
import pytest
from tests.scans import scans

from valuestory.data.asking import ask_number, ask_rows


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
