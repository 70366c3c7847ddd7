"""Life events of customers, and people who learn: when they began, how long that was watched, whether they got there.

`milestones` and `people` are as small as the accounts and the staff are many, so that each is read once and counted
here. What began counts for the period in which it began. It is watched until it got there, until its account (or the
person) left, or until the end of the story, whichever is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import ibis
import numpy as np
import pandas as pd

from valuestory.data.engines.dialects import microseconds_of, stripped
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.periods import MONTHS, Period
from valuestory.metrics.slices import UNKNOWN, WHOLE

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    from valuestory.metrics.arrays import Array

LIFE_EVENT: Final = "life_event"
"""The slice of what is told by life event, called as the column of cases is."""
DAY: Final = 86_400e6
"""In microseconds."""
_EPOCH: Final = date(1970, 1, 1)
_INSTANTS: Final = ("started_at", "reached_at")
_SPANS: Final = ("account_id", "slice", "period", "days", "reached")
_NEW_FOR: Final = 12
"""Months for which people who were hired count as new."""


def microseconds(days: Sequence[date]) -> Array:
    """Return the beginnings of days, as the engine counts them."""
    return np.array([(day - _EPOCH).days * DAY for day in days])


def read_life_events(milestones: ir.Table, left: pd.Series) -> pd.DataFrame:
    """Return one row an account and life event: `account_id` ("" where unknown), `event`, instants, `target`, `left`.

    Parameters
    ----------
    milestones
        The canonical table.
    left
        When each account left, by its key, in microseconds; missing where it has not.

    Returns
    -------
    pandas.DataFrame
        Instants are microseconds, NaN where there is none or the table lacks the column; `target` is days; `event` is
        as `event_of` writes it.
    """
    instants = {name: instant_of(milestones, name) for name in _INSTANTS}
    target = milestones.target_days.cast("float64") if "target_days" in milestones.columns else ibis.null("float64")
    rows = as_pandas(milestones.select("account_id", event=event_of(milestones), target=target, **instants))
    rows = rows.assign(account_id=rows["account_id"].fillna(UNKNOWN).astype(str), event=rows["event"].astype(str))
    rows = rows.astype(dict.fromkeys((*_INSTANTS, "target"), "float64"))
    return rows.assign(left=rows["account_id"].map(left).astype("float64"))


def event_of(milestones: ir.Table) -> ir.StringValue:
    """Return what a life event is, in small letters with spaces: "First_Value" is "first value"."""
    return stripped(milestones.event.lower().replace("_", " ").replace("-", " "))


def event_name(declared: str) -> str:
    """Return the name of a life event that settings declare as `event_of` writes it."""
    return declared.lower().replace("_", " ").replace("-", " ").strip()


def read_people(people: ir.Table) -> pd.DataFrame:
    """Return one row a person: as `read_life_events`, from the day of hire to the day on which the person worked alone.

    `account_id` holds the person's key.
    """
    columns = {"started_at": "hired_on", "reached_at": "proficient_on", "left": "left_on"}
    instants = {name: instant_of(people, column) for name, column in columns.items()}
    rows = as_pandas(people.select(account_id=people.person_id, **instants))
    return pd.DataFrame(rows.astype(dict.fromkeys(columns, "float64")))


def spans_of_events(rows: pd.DataFrame, periods: Sequence[Period], until: date) -> pd.DataFrame:
    """Return how long each life event was watched, by the period in which it began: what `median_cells` takes.

    Parameters
    ----------
    rows
        From `read_life_events`.
    periods
        The story's.
    until
        The first day that the data does not reach.
    """
    index = period_of(rows["started_at"], periods)
    inside = (index >= 0) & (rows["started_at"].to_numpy(float) < microseconds([until])[0])
    watched = watch(rows, until).assign(period=periods[0].index + index, slice=LIFE_EVENT + "=" + rows["event"])
    found: pd.DataFrame = watched.loc[inside, list(_SPANS)]
    return found


def spans_of_people(rows: pd.DataFrame, periods: Sequence[Period], until: date) -> pd.DataFrame:
    """Return how long each new person was watched: a row for each period up to whose end one was new within a year.

    Parameters
    ----------
    rows
        From `read_people`.
    periods, until
        As in `spans_of_events`.
    """
    watched = watch(rows, until).assign(slice=WHOLE)
    years = {each.index: _year_up_to(each, until) for each in periods}
    parts = [
        watched[watched["started_at"].between(*year, inclusive="left")].assign(period=index)
        for index, year in years.items()
    ]
    return pd.concat(parts)[list(_SPANS)]


def period_of(instants: pd.Series, periods: Sequence[Period]) -> NDArray[np.intp]:
    """Return the place of the period in which each instant lies; -1 for none of them."""
    bounds = microseconds([*(each.start for each in periods), periods[-1].end])
    found = np.searchsorted(bounds, instants.to_numpy(float), side="right") - 1
    return np.where(found < len(periods), found, -1)


def _year_up_to(period: Period, until: date) -> tuple[float, float]:
    first = period.plus(1 - _NEW_FOR // MONTHS[period.grain]).start
    start, end = microseconds([first, min(period.end, until)])
    return float(start), float(end)


def watch(rows: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return rows with the `days` watched up to a day (exclusive), and whether they got there by then."""
    last = rows["left"].fillna(np.inf).clip(upper=microseconds([until])[0])
    reached = rows["reached_at"] <= last
    end = rows["reached_at"].where(reached, last)
    return rows.assign(days=((end - rows["started_at"]) / DAY).clip(lower=0.0), reached=reached)


def instant_of(table: ir.Table, name: str) -> ir.Value:
    """Return an instant (or the beginning of a date) in microseconds; null where the table lacks the column."""
    return microseconds_of(table[name].cast("timestamp")) if name in table.columns else ibis.null("int64")
