"""Accounts masked where the tables lie in a warehouse, of which nothing may be written: as in DuckDB, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.engines.same import assert_same_tables

from valuestory.data import open_tables
from valuestory.data.masked.pseudonyms import KEY, MASK

if TYPE_CHECKING:
    from tests.engines.conftest import Company

TABLES = """
CREATE TABLE accounts AS SELECT * FROM (VALUES
    ('C-1', 'O''Hara & Söhne GmbH', NULL, DATE '2024-01-01', 'EMEA'),
    ('C-2', 'Back\\slash "Inc"', 'C-1', DATE '2024-02-01', 'AMER'),
    ('C-3', 'Orchard', 'C-2', DATE '2024-02-01', 'AMER')) t(account_id, name, parent_id, start_at, region);
CREATE TABLE cases AS SELECT * FROM (VALUES
    ('ORCHARD-1', 'C-3', TIMESTAMP '2026-04-01 08:00:00', 'orchard login'),
    ('2', 'C-1', TIMESTAMP '2026-04-02 08:00:00', 'export'),
    ('3', NULL, TIMESTAMP '2026-04-03 08:00:00', 'of back\\slash')) t(case_id, account_id, opened_at, reason);
"""


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # a Spark session more costs a minute
def test_a_warehouse_is_masked_as_files_are(
    company: Callable[[str, str, str], Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same tables with the same pseudonyms; no key and no name is left; a part is found by its pseudonym."""
    monkeypatch.setenv(MASK, "accounts")
    monkeypatch.setenv(KEY, "a key for these tests alone")
    made = company("masked", TABLES, "")
    one, other = (open_tables(each) for each in (made.in_duckdb, made.elsewhere))
    assert_same_tables(one, other)
    cells = {
        str(cell) for table in other.tables.values() for row in table.to_pyarrow().to_pylist() for cell in row.values()
    }
    assert not [
        each for each in cells if any(name in each.casefold() for name in ("c-1", "c-2", "hara", "slash", "orch"))
    ]
    part = open_tables(made.elsewhere, where="name = 'Orchard'")
    assert part.tables["cases"].count().execute() == 1
