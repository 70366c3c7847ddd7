"""What tests of the data room share: a small company on disk, written table by table."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from valuestory.data import CompanyTables, Fault, examine_tables

ACCOUNTS = """
account_id,name,segment,region,start_at,churned_at,seats_count
A1,Alpha,SMB,EMEA,2024-01-01,,10
A2,Beta,SMB,APAC,2024-02-01,2025-02-01,20
A3,Gamma,Enterprise,EMEA,2024-03-01,,300
"""
CASES = """
case_id,account_id,opened_at,resolved_at,status,csat_score
001,A1,2025-01-01 08:00,2025-01-01 09:00,solved,5
002,A2,2025-01-02 08:00,2025-01-02 09:30,solved,4
003,A3,2025-01-03 08:00,,open,
"""

Company = Callable[..., CompanyTables]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Return a function that writes tables (and settings) to a folder and reads them, faults that stop included."""

    def write(tables: Mapping[str, str | bytes] | None = None, settings: str = "", where: str = "") -> CompanyTables:
        files = {"accounts.csv": ACCOUNTS, "cases.csv": CASES} | {
            name if "." in name else f"{name}.csv": text for name, text in (tables or {}).items()
        }
        for name, text in files.items():
            data = text if isinstance(text, bytes) else text.lstrip("\n").encode()
            (tmp_path / name).write_bytes(data)
        if settings:
            text = '[company]\nname = "Testers"\n' + textwrap.dedent(settings)
            (tmp_path / "valuestory.toml").write_text(text, encoding="utf-8")
        return examine_tables(str(tmp_path), where=where)

    return write


def values(company: CompanyTables, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Return columns of a canonical table as plain rows, ordered by the first."""
    rows = company.tables[table].select(*columns).to_pyarrow().to_pylist()
    return sorted((tuple(row.values()) for row in rows), key=lambda row: str(row[0]))


def fault(company: CompanyTables, words: str) -> Fault:
    """Return the one fault whose words hold these."""
    found = [each for each in company.faults if words in each.what]
    assert len(found) == 1, [each.what for each in company.faults]
    return found[0]


def assert_rows_add_up(company: CompanyTables) -> None:
    """Assert that rows read are rows used and rows set aside, and that a table holds as many rows as it is said to.

    A row of it may stand for several of theirs: those that were folded into it are used and not counted again.
    """
    for rows in company.rows:
        assert rows.read == rows.used + rows.set_aside, rows
        if rows.table in company.tables:
            assert company.tables[rows.table].count().execute() == rows.used - rows.folded, rows
