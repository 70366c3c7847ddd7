"""What accounts pay: yearly contracts that grow, shrink and end.

The road of an account that always renews is drawn first: contract years, growth in mid-term, growth or a cut at each
anniversary. None of it depends on help. Then each anniversary inside the window asks one question, renew or leave,
and only those of the outcome window know about help (see ``truth``). Every account has exactly one anniversary in any
twelve months.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .settings import CONTROL_START, EXPOSURE_START, FIRST_DAY, LANDMARK, LAST_DAY, expit, room_rng

YEARS = 4  # contract years that can touch the window
HISTORY_START = np.datetime64("2022-07-01")  # billing keeps the contracts in force a year before the first case
# Log odds to renew of a plain account, by the first day of its twelve months: the market gets harder.
RENEW_BASE = {CONTROL_START: 2.00, EXPOSURE_START: 1.85, LANDMARK: 1.48}


@dataclass(frozen=True)
class Road:
    """The contracts of accounts as if all renewed: arrays of one row per account and one column per contract year."""

    starts: np.ndarray  # first day of the contract year
    opening: np.ndarray  # yearly revenue on that day
    grows_on: np.ndarray  # day of a mid-term upsell, NaT where there was none
    grown: np.ndarray  # yearly revenue from that day on

    def arr_on(self, day: np.datetime64) -> np.ndarray:
        """Return the yearly revenue in force on ``day``, 0 before the first contract."""
        arr = np.zeros(len(self.starts))
        for year in range(YEARS):
            arr = np.where(self.starts[:, year] <= day, self.opening[:, year], arr)
            arr = np.where(self.grows_on[:, year] <= day, self.grown[:, year], arr)
        return arr


def add_years(days: np.ndarray, years: np.ndarray | int) -> np.ndarray:
    """Return the same calendar day some years later (days run to the 28th, so it always exists)."""
    months = days.astype("datetime64[M]")
    return (months + np.asarray(12 * years).astype("timedelta64[M]")).astype("datetime64[D]") + (
        days.astype("datetime64[D]") - months.astype("datetime64[D]")
    )


def make_road(customers: pd.DataFrame) -> Road:
    """Return the contracts of all accounts as if every one renewed each year."""
    rng = room_rng("contracts")
    first = _first_contract(customers["start_at"].to_numpy().astype("datetime64[D]"))
    starts = np.stack([add_years(first, year) for year in range(YEARS)], axis=1)
    opening, grown = np.empty(starts.shape), np.empty(starts.shape)
    grows_on = np.full(starts.shape, np.datetime64("NaT"), dtype="datetime64[D]")
    arr = np.round(np.exp(customers["log_arr"].to_numpy()))
    for year in range(YEARS):
        opening[:, year] = arr
        upsell = rng.random(len(arr)) < expit(-1.35 + 0.3 * customers["u"])
        day = starts[:, year] + rng.integers(40, 320, len(arr)).astype("timedelta64[D]")
        grows_on[upsell, year] = day[upsell]
        grown[:, year] = np.where(upsell, np.round(arr * (1 + rng.gamma(1.1, 0.24, len(arr)))), arr)
        arr = np.round(grown[:, year] * _renewal_factor(customers, rng))
    return Road(starts, opening, grows_on, grown)


def _first_contract(started: np.ndarray) -> np.ndarray:
    """Return the first contract that billing still has: the start, or an anniversary a year before the control."""
    back = np.zeros(len(started), dtype=int)
    while (early := add_years(started, back) < HISTORY_START).any():
        back += early
    return add_years(started, back)


def _renewal_factor(customers: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return what a renewal does to revenue: a cut for the unhealthy few, an uplift for many, nothing for the rest."""
    size = len(customers)
    cut = rng.random(size) < expit(-2.0 - 0.35 * customers["u"] - 0.35 * customers["h"])
    uplift = (rng.random(size) < expit(0.2 + 0.3 * customers["u"])) & ~cut
    return np.where(cut, 1 - rng.beta(2, 5, size), np.where(uplift, 1 + rng.gamma(1.2, 0.18, size), 1.0))


def renewal_probability(customers: pd.DataFrame, arr: np.ndarray, day: np.datetime64) -> np.ndarray:
    """Return the probability that an account renews without having been helped.

    Parameters
    ----------
    customers
        The accounts with their traits.
    arr
        Yearly revenue that is up for renewal, in USD.
    day
        The first day of the twelve months in which it is up; tenure is taken on it.
    """
    segment = customers["segment_no"].to_numpy()
    return expit(
        RENEW_BASE[day]
        + 0.65 * customers["u"].to_numpy()
        + 0.45 * customers["h"].to_numpy()
        + np.array((0.0, 0.25, 0.45))[segment]
        + 0.2 * log_tenure(customers, day)
        + 0.35 * customers["csm"].to_numpy()
        + 0.1 * (np.log(np.maximum(arr, 1.0)) - 9.5)
    )


def log_tenure(customers: pd.DataFrame, day: np.datetime64) -> np.ndarray:
    """Return log years as a customer on ``day``, about centred; newcomers count as a quarter of a year."""
    years = (day - customers["start_at"].to_numpy().astype("datetime64[D]")) / np.timedelta64(1, "D") / 365.25
    return np.log(np.clip(years, 0.25, 12.0)) - 0.6


def anniversary(road: Road, start: np.datetime64) -> np.ndarray:
    """Return each account's anniversary in the twelve months from ``start``; NaT for those not yet a year old."""
    end = add_years(np.array([start]), 1)[0]
    inside = (road.starts[:, 1:] >= start) & (road.starts[:, 1:] < end)
    found = road.starts[np.arange(len(inside)), 1 + inside.argmax(axis=1)]
    return np.where(inside.any(axis=1), found, np.datetime64("NaT"))


def leave_before_landmark(customers: pd.DataFrame, road: Road) -> np.ndarray:
    """Return the day each account left before the landmark, NaT for those who were still there."""
    rng = room_rng("leaving before the landmark")
    left = np.full(len(customers), np.datetime64("NaT"), dtype="datetime64[D]")
    for start in (CONTROL_START, EXPOSURE_START):
        due = anniversary(road, start)
        stays = rng.random(len(customers)) < renewal_probability(customers, road.arr_on(start), start)
        # Whoever left before the first day of the data is not among the accounts at all.
        leaves = np.isnat(left) & ~stays & (due >= FIRST_DAY)
        left = np.where(leaves, due, left)
    return left


def leave_after_landmark(road: Road, left: np.ndarray, renews: np.ndarray) -> np.ndarray:
    """Return the day each account left in the whole window, given who would renew in the outcome window."""
    due = anniversary(road, LANDMARK)
    return np.where(np.isnat(left) & ~np.isnat(due) & ~renews, due, left)


def make_subscriptions(customers: pd.DataFrame, road: Road, left: np.ndarray) -> pd.DataFrame:
    """Return one row per account and stretch of unchanged yearly revenue; the last one ends where the customer left."""
    lines = []
    for year in range(YEARS):
        ends = add_years(road.starts[:, year], 1)
        grows = ~np.isnat(road.grows_on[:, year])
        middle = np.where(grows, road.grows_on[:, year], ends)
        lines.append(_lines(customers, road.starts[:, year], middle, road.opening[:, year]))
        lines.append(_lines(customers[grows], middle[grows], ends[grows], road.grown[grows, year]))
    table = pd.concat(lines)
    gone = pd.Series(left, index=customers["account_id"]).reindex(table["account_id"]).to_numpy()
    table = table[(table["start_on"].to_numpy() < LAST_DAY) & ~(table["start_on"].to_numpy() >= gone)]
    gone = pd.Series(left, index=customers["account_id"]).reindex(table["account_id"]).to_numpy()
    table["end_on"] = np.where(table["end_on"].to_numpy() > gone, gone, table["end_on"].to_numpy())
    return table.sort_values(["account_id", "start_on"], ignore_index=True)


def _lines(customers: pd.DataFrame, start: np.ndarray, end: np.ndarray, arr: np.ndarray) -> pd.DataFrame:
    """Return contract lines of some accounts."""
    return pd.DataFrame(
        {
            "account_id": customers["account_id"].to_numpy(),
            "start_on": start,
            "end_on": end,
            "arr_amount": arr,
            "currency": "USD",
            "product": customers["product"].to_numpy(),
        }
    )
