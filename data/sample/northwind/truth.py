"""The planted contribution: what help did to renewals and to adoption, and how it is computed exactly.

Help in the exposure year makes renewal in the outcome year likelier. The simulator knows both probabilities of every
account, with help and without, so the truth is no estimate: it is the mean difference over the helped accounts. Large
accounts gain less, so in dollars the effect is there but small beside the spread of revenue.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .contracts import Road, anniversary, renewal_probability
from .sessions import accepted
from .settings import EXPOSURE_START, LANDMARK, OUTCOME_END, room_rng

LOGO_EFFECT = 0.060  # over the helped accounts, before what is due
ADOPTION_EFFECT = 0.09
SIZE_FADE = 0.42  # how fast the effect fades with log revenue
CAP = 0.98  # help cannot save more than this share of those who would leave


@dataclass(frozen=True)
class Outcome:
    """Who was helped, and each account's probability to stay through the outcome window, both ways."""

    alive: np.ndarray
    early: np.ndarray  # customers already when the exposure window began
    helped: np.ndarray
    stays_without: np.ndarray
    stays_with: np.ndarray
    stays: np.ndarray  # what happened
    adopts_without: np.ndarray
    adopts_with: np.ndarray


def helped_accounts(customers: pd.DataFrame, cases: pd.DataFrame, sessions: pd.DataFrame) -> np.ndarray:
    """Return which accounts had at least one accepted answer in the exposure window."""
    solved = cases["resolved_at"].between(EXPOSURE_START, LANDMARK, inclusive="left") & (cases["reopens_count"] == 0)
    read = sessions["started_at"].between(EXPOSURE_START, LANDMARK, inclusive="left") & accepted(sessions, cases)
    keys = pd.concat([cases["account_id"][solved], sessions["account_id"][read]]).unique()
    return customers["account_id"].isin(keys).to_numpy()


def lift(without: np.ndarray, arr: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return what help adds to each probability to renew, ``LOGO_EFFECT`` on the mean of the counted accounts.

    Help keeps a share of those who would have left; the share fades as revenue grows, and is never the whole.
    """
    fade = np.clip(np.exp(-SIZE_FADE * (np.log(np.maximum(arr, 1.0)) - 9.5)), 0.12, 2.0)
    room = (1 - without) * fade
    return np.minimum(LOGO_EFFECT * room / room[counted].mean(), CAP * (1 - without))


def draw_outcome(customers: pd.DataFrame, road: Road, left: np.ndarray, helped: np.ndarray) -> Outcome:
    """Return each account's chances in the outcome window, with and without help, and what happened.

    Parameters
    ----------
    customers, road
        The accounts and their contracts.
    left
        The day an account left before the landmark, else NaT.
    helped
        Who had an accepted answer in the exposure window.
    """
    rng = room_rng("outcome")
    alive = (customers["start_at"].to_numpy() < LANDMARK) & np.isnat(left)
    due = ~np.isnat(anniversary(road, LANDMARK))
    without = renewal_probability(customers, road.arr_on(LANDMARK), LANDMARK)
    gain = lift(without, road.arr_on(LANDMARK), alive & helped)
    with_help = np.where(due, without + gain, 1.0)
    without = np.where(due, without, 1.0)
    stays = rng.random(len(customers)) < np.where(helped & alive, with_help, without)
    adopts = 1 / (1 + np.exp(-(-0.35 + 0.5 * customers["u"].to_numpy() + 0.2 * customers["h"].to_numpy())))
    adopts_with = np.minimum(adopts + ADOPTION_EFFECT, 0.99)
    early = customers["start_at"].to_numpy() < EXPOSURE_START
    return Outcome(alive, early, helped, without, with_help, stays, adopts, adopts_with)


def contribution(outcome: Outcome, road: Road, left: np.ndarray, adopted_before_leaving: dict[str, np.ndarray]) -> dict:
    """Return the planted figures for ``truth.json``.

    Parameters
    ----------
    outcome, road
        Both probabilities of every account, and its contracts.
    left
        The day an account left, NaT if it is still there.
    adopted_before_leaving
        ``without`` and ``with``: the probability that the adoption milestone of the outcome window shows in the tables.
    """
    treated, compared = outcome.alive & outcome.helped, outcome.alive & ~outcome.helped
    opening = road.arr_on(LANDMARK)
    kept_rate = np.minimum(road.arr_on(OUTCOME_END - np.timedelta64(1, "D")), opening) / np.maximum(opening, 1.0)
    gain = outcome.stays_with - outcome.stays_without
    stayed = ~(left < OUTCOME_END)
    adopted = adopted_before_leaving["with"] - adopted_before_leaving["without"]
    return {
        "n_treated": int(treated.sum()),
        "n_compared": int(compared.sum()),
        "logo_retention_att": round(float(gain[treated].mean()), 6),
        "logo_retention_att_customers_since_exposure_start": round(float(gain[treated & outcome.early].mean()), 6),
        "retained_arr_att": round(float((opening * gain * kept_rate)[treated].sum() / opening[treated].sum()), 6),
        "retained_arr_amount": round(float((opening * gain * kept_rate)[treated].sum())),
        "expansion_arr_att": _expansion(opening, road, gain, treated),
        "adoption_milestone_att": round(float(adopted[treated].mean()), 6),
        "naive_logo_difference": round(float(stayed[treated].mean() - stayed[compared].mean()), 6),
        "logo_retention_helped": round(float(stayed[treated].mean()), 6),
        "logo_retention_compared": round(float(stayed[compared].mean()), 6),
        "opening_arr_helped": round(float(opening[treated].sum())),
    }


def _expansion(opening: np.ndarray, road: Road, gain: np.ndarray, treated: np.ndarray) -> float:
    """Return what staying alone adds to expansion: help makes nobody buy more, but who stays can grow."""
    growth = np.maximum(road.arr_on(OUTCOME_END - np.timedelta64(1, "D")) - opening, 0.0)
    return round(float((growth * gain)[treated].sum() / opening[treated].sum()), 6)
