"""What it means that two engines give the same answer."""

from __future__ import annotations

import pandas as pd

from valuestory.data import CompanyTables, Fault

TOLERANCE = 1e-9
"""Relative: sums of floating-point numbers depend on the order in which an engine adds them."""


def assert_same_frame(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Assert that two frames have the same columns and rows, numbers to nine digits."""
    pd.testing.assert_frame_equal(one, other, rtol=TOLERANCE, atol=0)


def assert_same_tables(one: CompanyTables, other: CompanyTables) -> None:
    """Assert that two readings found the same tables, rows, faults and fingerprints."""
    assert one.rows == other.rows
    assert [_told(each) for each in one.faults] == [_told(each) for each in other.faults]
    assert one.fingerprints == other.fingerprints
    assert list(one.tables) == list(other.tables)
    for name in one.tables:
        assert_same_rows(one, other, name)


def assert_same_rows(one: CompanyTables, other: CompanyTables, table: str) -> None:
    """Assert that a canonical table holds the same rows in both, in whatever order and however fine its times."""
    frames = [_in_microseconds(each.tables[table].to_pandas()) for each in (one, other)]
    columns = [*frames[0].columns]
    first, second = (each.sort_values(columns, ignore_index=True) for each in frames)
    pd.testing.assert_frame_equal(first, second, rtol=TOLERANCE, atol=0, check_dtype=False)


def _in_microseconds(frame: pd.DataFrame) -> pd.DataFrame:
    times = frame.select_dtypes("datetime").columns
    return frame.astype(dict.fromkeys(times, "datetime64[us]"))


def _told(fault: Fault) -> tuple[object, ...]:
    """Return a fault as a reader sees it, with the first of its examples: DuckDB knows which are the next ones."""
    first = fault.examples[:1]
    return (fault.table, fault.column, fault.what, fault.count, fault.share, first, fault.action, fault.do)
