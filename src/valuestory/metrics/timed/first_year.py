"""Time to Customer Value: what a customer's first 365 days after the purchase were, in days that add up.

Value before the sale (at most zero) + value after it + time to smile. An account counts in the period in which its
first 365 days end, so that all of them were watched: what was not reached by then is censored there, with 365 days. No
survival curve is needed, and the means of the parts add up to the mean of the whole, exactly.

Interruptions that overlap count once: each begins, at the earliest, where the latest end before it lies. That running
maximum is computed where the cases are.

Source: Klever's Law (2017); what it leaves open is our convention and stands in each definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from valuestory.metrics.engine import as_pandas
from valuestory.metrics.measures.cases import smile_end, smile_start
from valuestory.metrics.measures.measure import column, seconds_of
from valuestory.metrics.periods import Period
from valuestory.metrics.slices import WHOLE
from valuestory.metrics.timed.life_events import event_of, microseconds, period_of

FIRST_VALUE: Final = "first value"
DAYS: Final = 365
LOOK_BACK_DAYS: Final = 90
SUMS: Final = (
    *("first_years", "first_year_valued", "first_year_days"),
    *("first_year_before_days", "first_year_after_days", "first_year_smile_days"),
)
"""The columns of account periods that first years give."""
_DAY: Final = 86_400
_NEEDED: Final = {"milestones": ("account_id", "event", "purchased_at"), "cases": ("account_id", "resolved_at")}


def first_years(tables: Mapping[str, ir.Table], periods: Sequence[Period], until: date) -> pd.DataFrame | None:
    """Return one row an account whose first year ended in one of the periods: `account_id`, `period` (index), `SUMS`.

    Parameters
    ----------
    tables
        Canonical tables. Cases and milestones are read for this alone.
    periods
        The story's. A period whose first years began before them has no rows: their interruptions were not seen.
    until
        The first day that the data does not reach.

    Returns
    -------
    pandas.DataFrame or None
        Days; `first_year_valued` is 1 where value was reached in the year. None where no purchase is told.
    """
    if not _has(tables, "milestones"):
        return None
    bought = _purchases(tables, periods)
    seen = _has(tables, "cases")
    rows = as_pandas(_interrupted(tables["cases"], bought) if seen else bought.mutate(interrupted=ibis.literal(0)))
    return _days(rows.astype(dict.fromkeys(rows.columns.drop("account_id"), "float64")), periods, until)


def spans_of_first_years(years: pd.DataFrame) -> pd.DataFrame:
    """Return how long it took each account of `first_years`: what `median_cells` takes."""
    days, reached = years["first_year_days"], years["first_year_valued"] > 0
    return years[["account_id", "period"]].assign(slice=WHOLE, days=days, reached=reached)


def _has(tables: Mapping[str, ir.Table], name: str) -> bool:
    return name in tables and set(_NEEDED[name]) <= set(tables[name].columns)


def _purchases(tables: Mapping[str, ir.Table], periods: Sequence[Period]) -> ir.Table:
    """Return when an account bought first, left, got value and saw value beforehand, in seconds from 1970 on."""
    milestones, accounts = tables["milestones"], tables["accounts"]
    first = milestones.filter((event_of(milestones) == FIRST_VALUE) & milestones.purchased_at.notnull())
    instants = {
        "bought": first.purchased_at,
        "valued": column(first, "reached_at", "timestamp"),
        "shown": column(first, "presale_value_at", "timestamp"),
    }
    seconds = {name: seconds_of(instant) for name, instant in instants.items()}
    known = first.select("account_id", **seconds).filter(first.account_id.notnull())
    bought = known.group_by("account_id").aggregate(**{name: known[name].min() for name in instants})
    earliest, latest = (each / 1e6 - DAYS * _DAY for each in microseconds([periods[0].start, periods[-1].end]))
    bought = bought.filter((bought.bought >= int(earliest)) & (bought.bought < int(latest)))
    ends = accounts.select("account_id", left=seconds_of(column(accounts, "churned_at", "timestamp")))
    return bought.left_join(ends, "account_id").drop("account_id_right")


def _interrupted(cases: ir.Table, bought: ir.Table) -> ir.Table:
    """Return the purchases with `interrupted`: seconds of the first year, those of overlapping cases counted once.

    What nobody has ended runs on to the year's end, or until the customer leaves.
    """
    ends = {"since": seconds_of(smile_start(cases)), "up_to": seconds_of(smile_end(cases))}
    rows = bought.left_join(cases.select("account_id", **ends), "account_id").drop("account_id_right")
    year_end = rows.bought + DAYS * _DAY
    last = ibis.least(rows["left"].fill_null(year_end), year_end)
    since = ibis.greatest(rows.since.fill_null(last), rows.bought)  # an account without cases
    rows = rows.mutate(since=since, up_to=ibis.least(rows.up_to.fill_null(last), last))
    before = ibis.window(group_by="account_id", order_by=["since", "up_to"], rows=(None, -1))
    latest = rows.up_to.max().over(before).fill_null(rows.since)
    rows = rows.mutate(own=ibis.greatest(rows.up_to - ibis.greatest(rows.since, latest), 0))
    return rows.group_by(bought.columns).aggregate(interrupted=rows.own.sum())


def _days(rows: pd.DataFrame, periods: Sequence[Period], until: date) -> pd.DataFrame:
    bought, left, last = rows["bought"], rows["left"].fillna(np.inf), microseconds([until])[0] / 1e6
    year_end = bought + DAYS * _DAY
    valued = rows["valued"].where(rows["valued"] <= np.minimum(left, year_end))
    before = ((rows["shown"] - bought) / _DAY).clip(-LOOK_BACK_DAYS, 0.0).fillna(0.0)
    after = ((valued - bought) / _DAY).clip(lower=0.0).fillna(float(DAYS))
    smile = rows["interrupted"].fillna(0.0) / _DAY
    place = period_of(year_end * 1e6, periods)
    starts = microseconds([each.start for each in periods]) / 1e6
    seen = starts - DAYS * _DAY >= starts[0]
    inside = (place >= 0) & seen[place] & (year_end <= last).to_numpy(bool)
    found = pd.DataFrame(
        {
            "account_id": rows["account_id"].astype(str),
            "period": periods[0].index + place,
            "first_years": 1.0,
            "first_year_valued": valued.notna().astype(float),
            "first_year_days": before + after + smile,
            "first_year_before_days": before,
            "first_year_after_days": after,
            "first_year_smile_days": smile,
        }
    )
    counted: pd.DataFrame = found[inside].reset_index(drop=True)
    return counted
