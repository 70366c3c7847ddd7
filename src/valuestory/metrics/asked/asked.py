"""What is asked of the engine for itself: sums that one pass over one table cannot give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from valuestory.metrics.periods import Period

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, ir.Table]


@dataclass(frozen=True)
class Asked:
    """Sums that join two tables, or count what is distinct: a query of its own, narrow, with a small result.

    Parameters
    ----------
    sums
        Their names, which are columns of `rows`.
    needs
        ``table.column`` names without which they do not exist.
    reads
        Columns that they read besides, where these are there.
    rows
        From the canonical tables and a period of the story's grain: one row for an account (or another key) and period,
        with `account_id`, `period` (index) and the sums.
    finish
        What is still to be done to the rows in pandas, where anything is.
    by
        As in `Measure`: whose rows belong together.
    """

    sums: tuple[str, ...]
    needs: tuple[str, ...]
    rows: Callable[[Tables, Period], ir.Table]
    reads: tuple[str, ...] = ()
    finish: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows
    by: str = "account_id"

    def is_told_by(self, columns: Mapping[str, Iterable[str]]) -> bool:
        """Return whether tables with these columns have all that it needs."""
        pairs = (need.partition(".") for need in self.needs)
        return all(table in columns and column in columns[table] for table, _, column in pairs)


def has(tables: Tables, *names: str) -> bool:
    """Return whether these ``table.column`` names are all there."""
    pairs = (name.partition(".") for name in names)
    return all(table in tables and column in tables[table].columns for table, _, column in pairs)
