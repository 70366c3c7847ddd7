"""Company tables in, checked canonical tables out.

`open_tables` finds a company's tables (files or a warehouse), reads them by the mapping in `valuestory.toml`, converts
and checks them in the engine, and gives lazy Ibis tables with every fault counted. Nothing here computes a metric.
Importing this room loads no engine.
"""

from __future__ import annotations

from valuestory.data.canonical.tables import TABLES
from valuestory.data.company import CompanyTables, Fault, RowCount, SourceNote, Stopped

__all__ = ["TABLES", "CompanyTables", "Fault", "RowCount", "SourceNote", "Stopped", "examine_tables", "open_tables"]


def open_tables(data: str, *, where: str = "") -> CompanyTables:
    """Return a company's checked canonical tables.

    Parameters
    ----------
    data
        "sample", a folder of tables, a `valuestory.toml`, one file of cases (CSV, Parquet, a workbook), a DuckDB file,
        or a warehouse URL.
    where
        A condition on columns of `accounts`, such as `region = 'EMEA'`: only these accounts and what belongs to them.

    Raises
    ------
    ProjectError
        When `data` or its settings are wrong: mend what the message names.
    DataError
        When a fault stops the reading (all such are named at once), or `where` is wrong. `examine_tables` shows every
        fault.
    """
    from valuestory.data import opening

    return opening.open_tables(data, where=where)


def examine_tables(data: str, *, where: str = "") -> CompanyTables:
    """Return the same without raising for faults that stop: such a table is absent, and its faults are in the list.

    Raises
    ------
    ProjectError
        When `data` or its settings are wrong.
    DataError
        When there is no table at all, or `where` is wrong.
    """
    from valuestory.data import opening

    return opening.examine_tables(data, where=where)
