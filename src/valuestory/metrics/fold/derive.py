"""Sums made of other sums, in pandas: what needs an account's two ends of a period side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from valuestory.metrics.asked import ASKED
from valuestory.metrics.fold.health import HEALTH_SUMS, with_health
from valuestory.metrics.measures import ACCOUNT, MEASURES
from valuestory.metrics.periods import MONTHS, Grain
from valuestory.metrics.timed.first_year import SUMS as FIRST_YEAR_SUMS
from valuestory.metrics.timed.milestones import RETENTION, SUMS as MILESTONE_SUMS, with_retention

if TYPE_CHECKING:
    import pandas as pd

RESERVED: Final = frozenset(
    {
        *("period", "period_start", "period_end", "live_accounts", "opening_accounts", "kept_accounts"),
        *("opening_accounts_year", "kept_accounts_year", "opening_arr", "closing_arr", "opening_arr_year"),
        *("cost_amount", "cost_months", "marginal_cost_amount", "marginal_cost_months"),
        *("self_service_cost_amount", "self_service_cost_months", "nps_balance"),
        *("cases_of_live_accounts", "logged_minutes_of_live_accounts"),
        *("answers_reached", "answers_delivered", "answers_accepted", "sessions_accepted"),
        *("accounts_with_arr", "retained_arr", "net_arr", "revenue_amount"),
        "accounts_reached",
        *("accounts_with_arr_year", "retained_arr_year", "net_arr_year", "accounts_billed", "net_new_arr"),
        *("new_arr", "expansion_arr", "contraction_arr", "churned_arr"),
        *HEALTH_SUMS,
        *("helped_accounts", "helped_arr", "wait_arr", "wait_arr_minutes", "weighted_responses"),
        *(each.name for each in MEASURES if each.by == ACCOUNT),
        *(name for each in ASKED if each.by == ACCOUNT for name in each.sums),
        *MILESTONE_SUMS,
        *RETENTION,
        *FIRST_YEAR_SUMS,
    }
)
"""The columns of account periods: a column of `accounts` that has such a name cannot be a slice."""
NO_SLICE: Final = frozenset({"account_id", "parent_id", "name", "currency", "status", *RESERVED})
"""Columns of `accounts` that name one customer, tell how it ended, or that the fold uses itself."""


def derive(frame: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """Return account periods with the derived sums that their columns allow.

    Parameters
    ----------
    frame
        From `fold.fold`: one row an account and period.
    grain
        Of the periods: it says what part of a year's recurring revenue falls into one.
    """
    frame = _answers(_of_live_accounts(frame))
    if "nps_answers" in frame:
        frame = frame.assign(nps_balance=frame["nps_promoters"] - frame["nps_detractors"])
    if "opening_arr" in frame:
        frame = _weighted(_moved(_revenue(frame, MONTHS[grain] / 12)))
    if {"opening_arr_year", "accounts_met_year"} <= set(frame):
        frame = with_retention(frame)
    if "health_rows" in frame:
        frame = with_health(frame, 12 // MONTHS[grain])
    return _helped(frame)


def _of_live_accounts(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what customers of the period asked and had: of nobody, and of who has left, there is no rate by customer."""
    live = frame["live_accounts"] > 0
    known = [each for each in ("cases", "logged_minutes") if each in frame]
    return frame.assign(**{f"{each}_of_live_accounts": frame[each].where(live, 0.0) for each in known})


def _answers(frame: pd.DataFrame) -> pd.DataFrame:
    """Add answers reached, delivered and accepted: each of the same cohort, so that each is part of the one before."""
    if not {"sessions", "cases"} <= set(frame):
        return frame
    reached = frame["sessions"] + frame["cases"]
    touched = ((reached > 0) & (frame["live_accounts"] > 0)).astype(float)
    frame = frame.assign(answers_reached=reached, accounts_reached=touched)
    if {"sessions_delivered", "cases_resolved_later"} <= set(frame):
        frame = frame.assign(answers_delivered=frame["sessions_delivered"] + frame["cases_resolved_later"])
    if {"sessions_confirmed", "sessions_inferred"} <= set(frame):
        frame = frame.assign(sessions_accepted=frame["sessions_confirmed"] + frame["sessions_inferred"])
        if "cases_accepted" in frame:
            frame = frame.assign(answers_accepted=frame["sessions_accepted"] + frame["cases_accepted"])
    return frame


def _revenue(frame: pd.DataFrame, years: float) -> pd.DataFrame:
    """Add what of an account's ARR was kept, over the period and over twelve months; in whole currency units a year.

    An account whose lines add up to less than nothing (a credit without a contract) pays nothing: else the revenue kept
    could exceed the revenue there was.
    """
    names = ("opening_arr", "closing_arr", "opening_arr_year")
    opening, closing, before = (frame[name].clip(lower=0) for name in names)
    return frame.assign(
        opening_arr=opening,
        closing_arr=closing,
        opening_arr_year=before,
        accounts_with_arr=(opening > 0).astype(float),
        retained_arr=np.minimum(opening, closing),
        net_arr=closing.where(opening > 0, 0.0),
        revenue_amount=(opening + closing) / 2 * years,
        accounts_with_arr_year=(before > 0).astype(float),
        retained_arr_year=np.minimum(before, closing),
        net_arr_year=closing.where(before > 0, 0.0),
    )


def _moved(frame: pd.DataFrame) -> pd.DataFrame:
    """Add how each account's ARR moved from the period's start to its end: the four ways add up to the difference."""
    opening, closing = frame["opening_arr"], frame["closing_arr"]
    more, less = (closing - opening).clip(lower=0), (opening - closing).clip(lower=0)
    return frame.assign(
        accounts_billed=((opening > 0) | (closing > 0)).astype(float),
        net_new_arr=closing - opening,
        new_arr=more.where(opening == 0, 0.0),
        expansion_arr=more.where(opening > 0, 0.0),
        contraction_arr=less.where(closing > 0, 0.0),
        churned_arr=less.where(closing == 0, 0.0),
    )


def _weighted(frame: pd.DataFrame) -> pd.DataFrame:
    """Add how long the revenue waited for a first answer, a case's wait weighing as much as its customer pays."""
    if "cases_responded" not in frame:
        return frame
    opening = frame["opening_arr"]
    return frame.assign(
        wait_arr_minutes=opening * frame["response_minutes"],
        wait_arr=opening * frame["cases_responded"],
        weighted_responses=frame["cases_responded"].where(opening > 0, 0.0),
    )


def _helped(frame: pd.DataFrame) -> pd.DataFrame:
    """Add who was helped: an account with an answer accepted in the period, and what it paid at its start."""
    if "answers_accepted" not in frame:
        return frame
    helped = frame["answers_accepted"] > 0
    frame = frame.assign(helped_accounts=(helped & (frame["live_accounts"] > 0)).astype(float))
    return frame.assign(helped_arr=frame["opening_arr"].where(helped, 0.0)) if "opening_arr" in frame else frame
