"""Sums that join two tables or count what is distinct: each is asked of the engine by a query of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.asked.before_case import BEFORE_CASES
from valuestory.metrics.asked.clusters import EFFECT, LARGEST
from valuestory.metrics.asked.collaboration import COLLABORATION
from valuestory.metrics.asked.publishing import PUBLISHING
from valuestory.metrics.asked.requesters import REQUESTERS
from valuestory.metrics.asked.waves import WAVES
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.slices import UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics.periods import Period

ASKED: Final = (REQUESTERS, *BEFORE_CASES, COLLABORATION, PUBLISHING, WAVES, LARGEST, EFFECT)
"""All of them."""
RELATIVE: Final = (LARGEST,)
"""Those in which an account's sum depends on the accounts beside it: a part of a company asks for its own.

What no customer stands behind (EFFECT, WAVES and the like) is told of the whole company alone."""


def asked_of(
    tables: Tables, periods: Sequence[Period], among: Sequence[Asked] | None = None
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what these tables can tell: whose rows belong together, and a frame of `account_id`, `period` and sums.

    Parameters
    ----------
    tables
        Canonical tables.
    periods
        The periods, in order, all of one grain: what lies outside of them is left out.
    among
        What is asked for; all of it unless said.
    """
    columns = {name: table.columns for name, table in tables.items()}
    for each in ASKED if among is None else among:
        if each.is_told_by(columns):
            yield each.by, _frame(each, tables, periods)


def _frame(asked: Asked, tables: Tables, periods: Sequence[Period]) -> pd.DataFrame:
    rows = as_pandas(asked.rows(tables, periods[0]))
    found = asked.finish(rows.assign(account_id=rows["account_id"].fillna(UNKNOWN)))
    inside = found["period"].between(periods[0].index, periods[-1].index)
    kept = found.loc[inside, ["account_id", "period", *asked.sums]]
    return kept.astype({"account_id": "category", "period": "int64", **dict.fromkeys(asked.sums, "float64")})
