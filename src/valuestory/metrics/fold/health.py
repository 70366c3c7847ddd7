"""The company's own health score beside who then left: what it was before the time in which they could.

A score is that of the period before the time in which an account could leave, so that nothing of what it is held
against is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


THIRDS: Final = ("low", "middle", "high")
HEALTH_SUMS: Final = (
    *("health_before", "health_known", "health_kept"),
    *("health_before_year", "health_known_year", "health_kept_year"),
    *(f"{third}_health_{what}" for third in THIRDS for what in ("accounts", "kept")),
)
"""The columns that `with_health` adds."""


def with_health(frame: pd.DataFrame, periods_in_year: int) -> pd.DataFrame:
    """Return account periods with each customer's score before the period, and before the twelve months up to its end.

    Parameters
    ----------
    frame
        Account periods with the sums of the score and of the rows that have one.
    periods_in_year
        How many periods of this grain a year has.

    Returns
    -------
    pandas.DataFrame
        With `health_before` (the mean score in the period before), `health_known` (1 for a customer at the period's
        start that has one), `health_kept` (1 where it is still there at the end), likewise for twelve months, and for
        each third of the scores of those twelve months its accounts and those kept.
    """
    found = {}
    for suffix, earlier in (("", 1), ("_year", periods_in_year)):
        score = _score(frame, earlier)
        known = score.notna() & (frame[f"opening_accounts{suffix}"] > 0)
        found[f"health_before{suffix}"] = score.where(known, 0.0)
        found[f"health_known{suffix}"] = known.astype(float)
        found[f"health_kept{suffix}"] = frame[f"kept_accounts{suffix}"].where(known, 0.0)
    return _in_thirds(frame.assign(**found))


def _score(frame: pd.DataFrame, earlier: int) -> pd.Series:
    """Return each account's mean score so many periods earlier."""
    scores = (frame["health_sum"] / frame["health_rows"].where(frame["health_rows"] > 0)).dropna()
    keyed = scores.set_axis([frame.loc[scores.index, "account_id"], frame.loc[scores.index, "period"] + earlier])
    found = keyed.reindex([frame["account_id"], frame["period"]])
    return found.set_axis(frame.index)


def _in_thirds(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the accounts of each third of a period's scores; those of one score are in one third."""
    known = frame["health_known_year"] > 0
    score = frame["health_before_year"].where(known)
    of_period = score.groupby(frame["period"])
    # The inverted distribution: a company with a twin has the same thirds.
    low, high = (of_period.transform(_cut, share) for share in (1 / 3, 2 / 3))
    inside = {"low": score <= low, "middle": (score > low) & (score <= high), "high": score > high}
    sums = {f"{third}_health_accounts": rows.astype(float) for third, rows in inside.items()}
    sums |= {f"{third}_health_kept": frame["health_kept_year"].where(rows, 0.0) for third, rows in inside.items()}
    return frame.assign(**sums)


def _cut(scores: pd.Series, share: float) -> float:
    held = scores.dropna()
    return float(np.quantile(held, share, method="inverted_cdf")) if len(held) else np.nan
