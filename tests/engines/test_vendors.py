"""What loaders land of a vendor's system is read alike wherever it is landed: every step of a mapping, every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from tests.engines.same import assert_same_tables
from tests.unit.data.vendors import test_servicenow, test_zendesk
from tests.unit.data.vendors.conftest import rows_of

from valuestory.data import examine_tables

if TYPE_CHECKING:
    from tests.engines.conftest import Company

Make = Callable[..., "Company"]
ZENDESK = {Path(name).stem: text for name, text in test_zendesk.LANDED.items()}


def _typed(tables: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Yield SQL for the tables of CSV texts as loaders land them: numbers are numbers, and times know their zone."""
    for name, text in tables.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        scan = f"read_csv('{path}')"
        described = duckdb.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
        times = ", ".join(
            f'"{column}"::TIMESTAMPTZ AS "{column}"' for column, kind, *_ in described if kind == "TIMESTAMP"
        )
        yield f'CREATE TABLE "{name}" AS SELECT * {f"REPLACE ({times})" if times else ""} FROM {scan};'


def test_the_landed_tables_of_zendesk_become_the_same_company(company: Make, tmp_path: Path) -> None:
    """Recognised by their headers; answers, hand-offs and reopens from the history; what is left out, by reason."""
    _assert_same_company(company("zendesk", "\n".join(_typed(ZENDESK, tmp_path))), "Zendesk")


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # Spark plans all its joins for a minute
def test_the_landed_tables_of_servicenow_become_the_same_company(company: Make, tmp_path: Path) -> None:
    """An incident is a row of two tables, its history in two more, its words in others."""
    tables = _typed(test_servicenow.WAREHOUSE, tmp_path)
    _assert_same_company(company("servicenow", "\n".join(tables)), "ServiceNow")


def _assert_same_company(made: Company, vendor: str) -> None:
    one, other = examine_tables(made.in_duckdb), examine_tables(made.elsewhere)
    assert {each.vendor for each in other.sources.values()} == {vendor}
    assert {each.table for each in other.faults if each.action == "set aside"} >= {"cases", "case_events"}
    assert_same_tables(one, other)


UPDATES = {
    "updates": (
        "number,incident_state,reassignment_count,reopen_count,sys_mod_count,opened_at,resolved_at,company,priority\n"
        "INC1,New,0,0,0,2026-01-05 08:00:00,,Acme,3 - Moderate\n"
        "INC1,Resolved,1,0,9,2026-01-05 08:00:00,2026-01-05 12:00:00,Acme,3 - Moderate\n"
        "INC1,Closed,2,1,10,2026-01-05 08:00:00,2026-01-06 09:30:00,Acme,2 - High\n"
        "INC2,Active,0,0,1,2026-01-06 08:00:00,, ACME,\n"
        "INC3,Active,0,0,1,2026-01-07 08:00:00,,Umbrella,\n"
        "INC4,Active,0,0,1,2026-01-07 08:00:00,,Omega,\n"
    ),
    "customers": "id,name,start_at\nc1,acme,2024-01-01\nc2,Umbrella,2024-01-01\nc3,umbrella,2025-01-01\n",
}
OF_UPDATES = """
    [company]
    name = "Testers"

    [sources.accounts]
    table = "customers"
    columns = { account_id = "id" }

    [sources.cases]
    table = "updates"
    vendor = "servicenow-updates"
    account_named = "company"
"""


def test_updates_are_folded_and_names_joined_alike(company: Make, tmp_path: Path) -> None:
    """The tenth update is the last, as a number is; a name finds its account in any letter case, two share none."""
    made = company("updates", "\n".join(_typed(UPDATES, tmp_path)), OF_UPDATES)
    one, other = examine_tables(made.in_duckdb), examine_tables(made.elsewhere)
    assert_same_tables(one, other)
    columns = ("case_id", "account_id", "status", "priority", "handoffs_count", "reopens_count", "resolved_at")
    assert rows_of(other, "cases", *columns) == [
        ("INC1", "c1", "closed", "high", "2", "1", "2026-01-06 09:30:00"),
        ("INC2", "c1", "open", "", "0", "0", ""),
        ("INC3", "", "open", "", "0", "0", ""),
        ("INC4", "", "open", "", "0", "0", ""),
    ]
    rows = next(each for each in other.rows if each.table == "cases")
    assert (rows.read, rows.used, rows.folded) == (6, 6, 2)
