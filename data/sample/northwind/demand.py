"""Who asks for help, and when.

Most of the confounding is made here. In each of three stretches of the window (before, during and after the exposure
year) an account is someone who asks, or someone who does not; which of the two depends on usage (engaged customers
ask more), on health (troubled ones too), on size, tenure, customer success and on having asked before. The same
things drive renewal in ``contracts``. Nothing hidden does.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .contracts import log_tenure
from .settings import DAY, FIRST_DAY, LANDMARK, LAST_DAY, QUARTER_STARTS, expit, quarter_of, room_rng

STRETCHES = (slice(0, 2), slice(2, 6), slice(6, 10))  # quarters before, during and after the exposure year
ASKING_SHARE = (0.42, 0.395, 0.385)  # of the accounts alive, in each stretch
ASKING_DAYS = (FIRST_DAY, LANDMARK, LANDMARK)  # when tenure is taken
CASES_PER_QUARTER = (1.95, 5.2, 13.0)  # of an asking account, by segment
SESSIONS_PER_QUARTER = (8.4, 22.0, 55.0)
SILENT_CASES, SILENT_LOOKS = 0.010, 0.9  # a silent account still writes now and then, and looks without reading
SESSION_LEVEL = (0.85, 0.87, 0.88, 0.90, 0.98, 1.06, 1.11, 1.16, 1.20, 1.24)  # by quarter: what is written gets read
DAY_STARTS = {"EMEA": 7, "Americas": 13, "APAC": 0, "LATAM": 12}  # of the working day, hour in UTC


@dataclass(frozen=True)
class Demand:
    """Requests before anyone leaves: for each kind the row of the account and the instant."""

    asking: np.ndarray  # accounts by quarter: does it ask in this quarter
    temper: np.ndarray  # how often this account asks beside others of its size
    case_account: np.ndarray
    case_at: np.ndarray


def make_demand(customers: pd.DataFrame, left: np.ndarray) -> Demand:
    """Return who asks in each quarter, and every case as an account row and an instant, sorted by time.

    Parameters
    ----------
    customers
        The accounts with their traits.
    left
        The day an account left before the landmark, else NaT.
    """
    rng = room_rng("demand")
    temper = rng.gamma(2.5, 1 / 2.5, len(customers)) * np.exp(0.25 * customers["u"] - 0.2 * customers["h"]).to_numpy()
    asking = np.zeros((len(customers), len(QUARTER_STARTS)), dtype=bool)
    rows, instants = [], []
    before, asked = np.zeros(len(customers)), np.zeros(len(customers), dtype=bool)
    for number, stretch in enumerate(STRETCHES):
        asks = _asks(number, customers, left, before, asked, rng)
        asking[:, stretch] = _asking_quarters(customers, asks, stretch, rng)
        row, at = _requests(customers, asking, temper, stretch, rng)
        rows.append(row)
        instants.append(at)
        asked = asks
        if number == 0:
            before = np.bincount(row, minlength=len(customers)).astype(float)
    row, at = np.concatenate(rows), np.concatenate(instants)
    order = np.argsort(at, kind="stable")
    return Demand(asking, temper, row[order], at[order])


def asking_log_odds(customers: pd.DataFrame, day: np.datetime64, cases_before: np.ndarray) -> np.ndarray:
    """Return the log odds, up to a constant, that an account asks for help in a stretch."""
    segment = customers["segment_no"].to_numpy()
    return (
        0.65 * customers["u"].to_numpy()
        - 0.30 * customers["h"].to_numpy()
        + np.array((0.0, 0.3, 0.5))[segment]
        + 0.4 * customers["csm"].to_numpy()
        - 0.2 * log_tenure(customers, day)
        + 0.35 * (np.log1p(cases_before) - 0.8)
    )


def shift_to_share(log_odds: np.ndarray, share: float) -> float:
    """Return the constant that makes the mean probability ``share``, found by halving."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(log_odds + middle).mean() < share else (low, middle)
    return (low + high) / 2


def _asks(
    number: int,
    customers: pd.DataFrame,
    left: np.ndarray,
    before: np.ndarray,
    asked: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return which accounts ask at all in one stretch; after the exposure year habit counts, too."""
    day = ASKING_DAYS[number]
    log_odds = asking_log_odds(customers, day, before) + (0.9 * asked if number == 2 else 0.0)
    alive = (customers["start_at"].to_numpy() < day) & ~(left <= day)
    shift = shift_to_share(log_odds[alive], ASKING_SHARE[number])
    return rng.random(len(customers)) < expit(log_odds + shift)


def _asking_quarters(customers: pd.DataFrame, asks: np.ndarray, stretch: slice, rng: np.random.Generator) -> np.ndarray:
    """Return in which quarters of a stretch the asking accounts ask: most, and at least one they are alive in."""
    count = stretch.stop - stretch.start
    active = rng.random((len(asks), count)) < 0.86
    first = np.clip(quarter_of(customers["start_at"].to_numpy()) - stretch.start, 0, count - 1)
    sure = first + (rng.random(len(asks)) * (count - first)).astype(int)
    active[np.arange(len(asks)), sure] = True
    return active & asks[:, None]


def _requests(
    customers: pd.DataFrame, asking: np.ndarray, temper: np.ndarray, stretch: slice, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return account rows and instants of the cases of some quarters, not before the account's start."""
    rows, instants = [], []
    usual = np.array(CASES_PER_QUARTER)[customers["segment_no"]] * temper
    for quarter in range(stretch.start, stretch.stop):
        mean = np.where(asking[:, quarter], usual, SILENT_CASES)
        row, at = draw_instants(customers, mean, quarter, rng)
        rows.append(row)
        instants.append(at)
    return np.concatenate(rows), np.concatenate(instants)


def draw_instants(
    customers: pd.DataFrame, mean: np.ndarray, quarter: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return account rows and instants in one quarter, ``mean`` per account in a quarter without seasons."""
    days, weights = quarter_days(quarter)
    row = np.repeat(np.arange(len(customers)), rng.poisson(mean * weights.sum() / 65.0))
    day = rng.choice(days, len(row), p=weights / weights.sum())
    region = customers["region"].map(DAY_STARTS).to_numpy()[row]
    hour = np.where(rng.random(len(row)) < 0.92, region + 10 * rng.beta(2.2, 2.2, len(row)), 24 * rng.random(len(row)))
    at = day.astype("datetime64[s]") + ((hour % 24) * 3600).astype("int64").astype("timedelta64[s]")
    started = at >= customers["start_at"].to_numpy().astype("datetime64[s]")[row]
    return row[started], at[started]


def quarter_days(quarter: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the days of a quarter and how busy each is: quiet weekends, August, late December; busy quarter ends."""
    start = QUARTER_STARTS[quarter]
    end = QUARTER_STARTS[quarter + 1] if quarter + 1 < len(QUARTER_STARTS) else LAST_DAY
    days = np.arange(start, end, DAY)
    month = days.astype("datetime64[M]").astype(int) % 12 + 1
    in_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")) / DAY
    weight = np.where(np.is_busday(days), 1.0, 0.13)
    weight = weight * np.where(month == 8, 0.82, 1.0) * np.where((month == 12) & (in_month >= 19), 0.45, 1.0)
    return days, weight * np.where((end - days) / DAY <= 12, np.where(month == 12, 1.0, 1.2), 1.0)
