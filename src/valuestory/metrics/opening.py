"""From what a user names to a company opened for analysis."""

from __future__ import annotations

from valuestory.data import CompanyTables, Fault, open_tables
from valuestory.errors import DataError
from valuestory.metrics.company import Company
from valuestory.metrics.comparisons.goals import with_goals
from valuestory.metrics.fold.churn import with_churn
from valuestory.metrics.fold.coverage import last_whole_quarter, span_of
from valuestory.metrics.periods import Period


def open_company(data: str, *, period: str | None = None, where: str = "") -> Company:
    """Return a company with its tables read and checked.

    Parameters
    ----------
    data
        "sample", a folder, a `valuestory.toml`, one file of cases, or a warehouse URL.
    period
        Such as ``2026Q2``, ``2026`` or ``2026-05``; the last whole quarter of the data by default.
    where
        One part of the company, such as ``region = 'EMEA'``: a condition on columns of `accounts`.

    Raises
    ------
    DataError
        When the tables cannot be read or used (every fault is reported at once), or hold nothing in the period.
    MetricError
        When the period's name is none.
    ProjectError
        When a setting is wrong.

    Examples
    --------
    >>> company = open_company("sample", period="2026Q2")
    >>> company
    Company('Northwind Cloud', 2026Q2)
    >>> len(company.faults)
    17
    """
    return company_of(*with_churn(with_goals(open_tables(data, where=where))), period=period)


def company_of(tables: CompanyTables, notes: tuple[Fault, ...] = (), *, period: str | None = None) -> Company:
    """Return the company of tables that are read, with further `notes` on them.

    Parameters
    ----------
    tables
        With accounts.
    notes
        What is said of them besides their own faults.
    period
        As `open_company` takes it.

    Raises
    ------
    DataError
        When they hold no date at all, or nothing in the period.
    MetricError
        When the period's name is none.
    """
    fiscal = tables.project.company.fiscal_year_start
    span = span_of(tables)
    chosen = Period.parse(period, fiscal) if period else last_whole_quarter(span, fiscal)
    if chosen.start > span.last or chosen.end <= span.first:
        raise DataError(
            f"there is no data in {chosen.name} ({chosen.start} up to {chosen.end})",
            where=f"the tables reach from {span.first} to {span.last}",
            do="choose a period within that",
        )
    return Company(tables, chosen, notes)
