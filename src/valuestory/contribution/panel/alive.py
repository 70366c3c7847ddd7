"""Which accounts were customers on a day, and what they paid on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period


def alive_at(accounts: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the accounts that were customers at the beginning of a day: who left on that instant is gone.

    Parameters
    ----------
    accounts
        By account, with `started` and `left` in microseconds.
    day
        The day, UTC.
    """
    instant = microseconds(day)
    return accounts[(accounts["started"] < instant) & ~(accounts["left"] <= instant)]


def microseconds(day: date) -> float:
    """Return the beginning of a day in microseconds from 1970, UTC."""
    return float(np.datetime64(day, "us").astype("int64"))


def revenue_on(facts: LandmarkFacts, day: date, alive: pd.DataFrame) -> pd.Series | None:
    """Return the recurring revenue of accounts on a day, never below 0; None where there is no revenue at all."""
    if facts.revenue.empty:
        return None
    mine = facts.revenue[facts.revenue["day"] == day].set_index("account_id")["arr"]
    return mine.reindex(alive.index).fillna(0.0).clip(lower=0.0)


def within(rows: pd.DataFrame, quarters: Sequence[Period]) -> pd.DataFrame:
    """Return the rows of some quarters."""
    return rows[rows["quarter"].isin([each.index for each in quarters])]
