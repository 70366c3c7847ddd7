"""Tables drawn in text, read as canonical tables, and a company made of them: the real fold, the real catalogue.

A table is columns parted by ``|``; its first line names them, an empty cell is a missing value, instants are UTC. Types
are those of the canonical columns; a column that is none of them is text, and so a slice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import ibis
import pandas as pd
import pyarrow as pa

from valuestory.data import TABLES, CompanyTables, RowCount
from valuestory.data.canonical.model import Kind
from valuestory.data.checks.extents import DATED
from valuestory.data.company import Extent
from valuestory.metrics import Company
from valuestory.metrics.periods import Period
from valuestory.project import CompanySettings, Project

QUARTER: Final = "2026Q2"
"""The period of most specs: 1 April up to 1 July 2026, which is no longer in it."""

SEEN: Final = """
case_id | account_id | opened_at
first   |            | 2026-04-01
last    |            | 2026-06-30
"""
"""Two cases of no account: they say that the data reaches over the whole quarter, and add to nothing else."""

SEEN_FOR_A_YEAR: Final = """
case_id | account_id | opened_at
first   |            | 2025-07-01
last    |            | 2026-06-30
"""
"""The same for the twelve months up to the quarter's end."""

_TYPES: Final[Mapping[Kind, tuple[pa.DataType, Callable[[str], Any]]]] = {
    "key": (pa.string(), str),
    "text": (pa.string(), str),
    "instant": (pa.timestamp("us"), datetime.fromisoformat),
    "date": (pa.date32(), date.fromisoformat),
    "count": (pa.int64(), int),
    "number": (pa.float64(), float),
    "minutes": (pa.float64(), float),
    "amount": (pa.float64(), float),
    "share": (pa.float64(), float),
    "score": (pa.float64(), float),
    "yes_no": (pa.bool_(), {"yes": True, "no": False}.__getitem__),
}


class Figure(NamedTuple):
    """One row of the results: what a spec compares with the answer worked by hand."""

    numerator: float
    denominator: float
    value: float
    low: float
    high: float
    n: int


def company_of(*, period: str = QUARTER, fiscal_year_start: int = 1, **tables: str | pa.Table) -> Company:
    """Return a company of tables drawn in text (or made already), by their canonical names."""
    read = {name: read_table(name, table) if isinstance(table, str) else table for name, table in tables.items()}
    return company_from(read, period=period, fiscal_year_start=fiscal_year_start)


def company_from(
    tables: Mapping[str, pa.Table],
    *,
    period: str = QUARTER,
    fiscal_year_start: int = 1,
    whole: Mapping[str, pa.Table] | None = None,
    project: Project | None = None,
) -> Company:
    """Return a company of typed tables; with `whole` they are a part of a company of these tables."""
    settings = CompanySettings(name="Example", currency="EUR", fiscal_year_start=fiscal_year_start)
    company_tables = CompanyTables(
        project=project or Project(company=settings),
        tables={name: ibis.memtable(table) for name, table in tables.items()},
        faults=(),
        rows=tuple(RowCount(name, len(table), len(table), 0) for name, table in tables.items()),
        fingerprints={},
        sources={},
        where="a part" if whole else "",
        whole={name: ibis.memtable(table) for name, table in (whole or {}).items()},
        extents=dict(_extents(whole or tables)),
    )
    return Company(company_tables, Period.parse(period, fiscal_year_start))


def _extents(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, Extent]]:
    for name, column in DATED.items():
        if name in tables and column in tables[name].column_names:
            days = [pd.Timestamp(each).date() for each in tables[name][column].to_pylist() if each is not None]
            if days:
                yield name, Extent(min(days), max(days), len(days))


def read_table(name: str, text: str) -> pa.Table:
    """Return a table drawn in text with the types of the canonical table of that name."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    kinds: dict[str, Kind] = {each.name: each.kind for each in TABLES[name].columns}
    columns = {}
    for index, column in enumerate(header):
        kind, read = _TYPES[kinds.get(column, "text")]
        columns[column] = pa.array([read(row[index]) if row[index] else None for row in rows], kind)
    return pa.table(columns)


def figure(company: Company, name: str, slice_: str = "all", period: str = "") -> Figure | None:
    """Return one figure of the story's own period (or of a named one); None where there is no result."""
    wanted = Period.parse(period, company.period.fiscal_year_start) if period else company.period
    table = company.metrics()
    rows = table[
        (table["metric"] == name) & (table["slice"] == slice_) & (table["period_start"] == pd.Timestamp(wanted.start))
    ]
    if rows.empty:
        return None
    (row,) = rows.to_dict("records")
    return Figure(*(row[field] for field in Figure._fields))


def answer(company: Company, name: str) -> tuple[float, float, float, int] | None:
    """Return numerator, denominator, value and n of the whole in the story's period; None where there is no result."""
    found = figure(company, name)
    return None if found is None else (found.numerator, found.denominator, found.value, found.n)
