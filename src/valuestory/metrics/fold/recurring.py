"""Recurring revenue in force on a day: a subscription line takes in its first day and leaves out its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pandas as pd

from valuestory.data.engines.constants import constants
from valuestory.metrics.engine import as_pandas

if TYPE_CHECKING:
    import ibis.expr.types as ir


def recurring_on(subscriptions: ir.Table, days: Sequence[date]) -> pd.DataFrame:
    """Return each account's recurring revenue on each of some days, in one query.

    Parameters
    ----------
    subscriptions
        The canonical table.
    days
        The days, each once.

    Returns
    -------
    pandas.DataFrame
        One row an account and day with a line in force: `account_id`, `number` (the day's place in `days`) and `arr`,
        in the reporting currency; credits can make it negative.
    """
    ends_on = subscriptions.end_on if "end_on" in subscriptions.columns else ibis.null("date")
    lines = subscriptions.select("account_id", "arr_amount", start_on=subscriptions.start_on, end_on=ends_on)
    numbered = pd.DataFrame({"number": range(len(days)), "day": days})
    rows = lines.cross_join(constants(numbered, {"number": "int64", "day": "date"}, subscriptions))
    rows = rows.filter((rows.start_on <= rows.day) & (rows.end_on.isnull() | (rows.end_on > rows.day)))
    return as_pandas(rows.group_by(["account_id", "number"]).aggregate(arr=rows.arr_amount.sum()))
