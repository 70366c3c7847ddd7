"""The fold reads a raw table once, however much is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from tests.scans import scans
from tests.spec.random_company import random_tables

from valuestory.metrics.fold import fold
from valuestory.metrics.periods import Period

QUARTERS = tuple(Period.parse("2025Q3").plus(step) for step in range(4))
MONTHS = tuple(Period.parse("2025-07").plus(step) for step in range(12))


@pytest.fixture
def tables(tmp_path: Path) -> Mapping[str, ibis.Table]:
    """A company of chance, each table in a Parquet file."""
    engine = ibis.duckdb.connect()
    made = random_tables(7)
    for name, table in made.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    return {name: engine.read_parquet(tmp_path / f"{name}.parquet", table_name=name) for name in made}


@pytest.mark.parametrize("periods", [QUARTERS, MONTHS])
def test_the_fold_reads_each_raw_table_once(tables: Mapping[str, ibis.Table], periods: tuple[Period, ...]) -> None:
    """All sums of a table come from one scan: sessions learn of the next case without cases being read again."""
    with scans() as counted:
        frame = fold(tables, periods, ("segment",))
    assert {"sessions_inferred", "cases", "nps_answers", "closing_arr", "cost_amount"} <= set(frame)
    assert {name: counted[f"{name}.parquet"] for name in tables} == dict.fromkeys(tables, 1)


def test_a_part_of_the_company_reads_cases_once_more(tables: Mapping[str, ibis.Table]) -> None:
    """The ledger is the whole company's, and so is the work by which a part bears its share of it."""
    part = {**tables, "accounts": tables["accounts"].filter(ibis._.segment == "SMB")}
    with scans() as counted:
        fold(part, QUARTERS, ("segment",), tables)
    assert {name: counted[f"{name}.parquet"] for name in tables} == dict.fromkeys(tables, 1) | {"cases": 2}
