"""What life events add up to by account and period: in time or late, days beyond target, and what a year before was.

A target that is missed runs on: each day beyond it counts for the period in which it lies, so that periods add up to
the whole gap, and what is still open needs no guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from valuestory.metrics.periods import Period
from valuestory.metrics.timed.life_events import DAY, microseconds, period_of

RENEWAL: Final = "renewal"
"""Reaching it is what retention measures: it is no milestone on the way there."""
SUMS: Final = (
    *("milestones_due", "milestones_on_time", "milestones_late", "days_over_target"),
    *("accounts_met_year", "accounts_missed_year"),
)
"""The columns of account periods that life events give."""


def milestone_sums(rows: pd.DataFrame, periods: Sequence[Period], until: date) -> list[pd.DataFrame]:
    """Return frames of `account_id`, `period` (index) and sums, each of `SUMS` in one of them.

    Parameters
    ----------
    rows
        From `life_events.read_life_events`: an event without a target is left out.
    periods
        The story's.
    until
        The first day that the data does not reach: who was not due before it is not due yet.
    """
    aimed = rows.dropna(subset="target")
    last = aimed["left"].fillna(np.inf).clip(upper=microseconds([until])[0])
    aimed = aimed.assign(
        due=aimed["started_at"] + aimed["target"] * DAY,
        done=aimed["reached_at"].where(aimed["reached_at"] <= last),
        last=last,
    )
    return [
        _due(aimed, periods, until),
        pd.concat(_over_target(aimed, periods), ignore_index=True),
        pd.concat(_year_before(aimed, periods), ignore_index=True),
    ]


def with_retention(frame: pd.DataFrame) -> pd.DataFrame:
    """Return account periods with the revenue of a year ago by whether milestones had been reached, and what renewed.

    Parameters
    ----------
    frame
        With `accounts_met_year` and `accounts_missed_year` (1 or 0), `opening_arr_year` and `closing_arr`.
    """
    before, renews = frame["opening_arr_year"].clip(lower=0), frame["closing_arr"] > 0
    for group in ("met", "missed"):
        of_group = before * frame[f"accounts_{group}_year"]
        frame = frame.assign(
            **{
                f"{group}_arr_year": of_group,
                f"{group}_renewed_arr_year": of_group.where(renews, 0.0),
                f"{group}_accounts_with_arr_year": (of_group > 0).astype(float),
            }
        )
    return frame


RETENTION: Final = tuple(
    f"{group}_{name}"
    for group in ("met", "missed")
    for name in ("arr_year", "renewed_arr_year", "accounts_with_arr_year")
)
"""The columns that `with_retention` adds."""


def by_event(rows: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """Return the life events by what they are, in order."""
    return {str(event): mine for event, mine in rows.groupby("event", sort=True)}


def _due(aimed: pd.DataFrame, periods: Sequence[Period], until: date) -> pd.DataFrame:
    place = period_of(aimed["due"], periods)
    inside = (place >= 0) & (aimed["due"].to_numpy(float) < microseconds([until])[0])
    found = aimed.assign(period=periods[0].index + place, milestones_due=1.0)
    found["milestones_on_time"] = (found["done"] <= found["due"]).astype(float)
    counted: pd.DataFrame = found.loc[inside, ["account_id", "period", "milestones_due", "milestones_on_time"]]
    return counted


def _over_target(aimed: pd.DataFrame, periods: Sequence[Period]) -> Iterator[pd.DataFrame]:
    """Yield the days beyond target that lie in each period: until it was reached, or the customer left."""
    end = aimed["done"].fillna(aimed["last"])
    for each in periods:
        first, after = microseconds([each.start, each.end])
        days = (end.clip(upper=after) - aimed["due"].clip(lower=first)) / DAY
        late = days > 0
        part = {"account_id": aimed["account_id"], "period": each.index, "milestones_late": 1.0}
        yield pd.DataFrame({**part, "days_over_target": days})[late]


def _year_before(aimed: pd.DataFrame, periods: Sequence[Period]) -> Iterator[pd.DataFrame]:
    """Yield for each period which accounts had, a year before its end, reached all that fell due in the year to then.

    Who leaves early reaches less afterwards: so what came later than that day is not looked at.
    """
    aimed = aimed[aimed["event"] != RENEWAL]
    for each in periods:
        landmark = each.plus(1).year_ago
        first, day = microseconds([landmark.year_ago.start, landmark.start])
        due = aimed[(aimed["due"] >= first) & (aimed["due"] < day)]
        met = (due["done"] < day).groupby(due["account_id"]).all()
        flag = met.to_numpy(float)
        yield pd.DataFrame(
            {
                "account_id": met.index.astype(str),
                "period": each.index,
                "accounts_met_year": flag,
                "accounts_missed_year": 1.0 - flag,
            }
        )
