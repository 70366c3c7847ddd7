"""Rows set aside and values emptied, counted on every metric that they would have fed.

Which columns a metric reads is worked out by `feeds`. What a company lacks and another of its tables tells is traced to
that table.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.data import TABLES, CompanyTables, RowCount
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.gaps.feeds import feeds

if TYPE_CHECKING:
    from valuestory.metrics.catalogue.metric import Metric

SET_ASIDE_COLUMNS: Final = ("metric", "table", "read", "set_aside", "share", "reasons", "emptied", "emptied_in")
_OF_ACCOUNTS: Final = {"cases_of_live_accounts": "cases"}
"""Sums that take in only rows whose account is known, and their tables: all others count every row in the whole."""
_NOBODY: Final = "belong to no known account"


@dataclass(frozen=True)
class Loss:
    """What one table lost of what one metric reads.

    Parameters
    ----------
    metric, table
        Names of the catalogue and of the canonical table.
    read, set_aside
        Rows of the table: those read, and those of them that are in no figure of this metric.
    reasons
        Why, and how many rows each reason concerns: a row with several reasons is once in `set_aside`.
    emptied
        Columns that the metric reads and how many of their values checks emptied, in rows that are used.
    """

    metric: str
    table: str
    read: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...]
    emptied: tuple[tuple[str, int], ...]

    @property
    def emptied_count(self) -> int:
        """How many values were emptied, all columns together."""
        return sum(count for _, count in self.emptied)


def losses_of(tables: CompanyTables) -> tuple[Loss, ...]:
    """Return what each table lost of what each metric reads, for every metric and table of the company."""
    rows = {each.table: each for each in tables.rows}
    read = {name: columns_read(name, tables) for name in METRICS}
    return tuple(
        _loss(metric, rows[table], read[name])
        for name, metric in METRICS.items()
        for table in TABLES
        if table in rows and any(each.startswith(f"{table}.") for each in read[name])
    )


def set_aside_table(losses: Sequence[Loss]) -> pd.DataFrame:
    """Return `SET_ASIDE_COLUMNS`, one row a metric and table."""
    rows = [
        (
            *(each.metric, each.table, each.read, each.set_aside, each.set_aside / max(1, each.read)),
            *("; ".join(f"{count:,} {what}" for what, count in each.reasons), each.emptied_count),
            "; ".join(f"{column} {count:,}" for column, count in each.emptied),
        )
        for each in losses
    ]
    return pd.DataFrame(rows, columns=list(SET_ASIDE_COLUMNS))


def totals(losses: Sequence[Loss]) -> Mapping[str, tuple[int, int]]:
    """Return for each metric the rows set aside and the values emptied, all of its tables together."""
    found = dict.fromkeys(METRICS, (0, 0))
    for each in losses:
        rows, values = found[each.metric]
        found[each.metric] = (rows + each.set_aside, values + each.emptied_count)
    return found


def columns_read(metric: str, tables: CompanyTables) -> frozenset[str]:
    """Return the ``table.column`` names of a company that a metric reads, those that others are made of included."""
    known = feeds()
    wanted = set(_named(metric))
    wanted |= {
        name
        for name, each in known.items()
        for made in each.derives
        if made in wanted and tables.derived.get(made) == name.partition(".")[0]
    }
    return frozenset(wanted | set(_rates(wanted, tables)))


@functools.cache
def _named(metric: str) -> tuple[str, ...]:
    return tuple(name for name, each in feeds().items() if metric in (*each.needed_by, *each.read_by))


def _rates(wanted: set[str], tables: CompanyTables) -> Iterator[str]:
    """Yield the columns of the exchange rates where an amount may be billed in another currency."""
    for name in wanted:
        table, _, column = name.partition(".")
        names_currency = table in tables.tables and "currency" in tables.tables[table].columns
        if names_currency and TABLES[table].column(column).kind == "amount":
            yield from (f"exchange_rates.{each}" for each in TABLES["exchange_rates"].needed)


def _loss(metric: Metric, rows: RowCount, read: frozenset[str]) -> Loss:
    reasons = tuple((what.partition(": ")[0], count) for what, count in rows.reasons)
    aside = rows.set_aside
    sums = (metric.numerator, metric.denominator)
    if rows.without_account and rows.table in {_OF_ACCOUNTS[each] for each in sums if each in _OF_ACCOUNTS}:
        aside += rows.without_account
        reasons = (*reasons, (_NOBODY, rows.without_account))
    emptied = tuple((column, count) for column, count in rows.emptied if f"{rows.table}.{column}" in read)
    return Loss(metric.name, rows.table, rows.read, aside, reasons, emptied)
