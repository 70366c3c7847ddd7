"""How large a proper holdout has to be: accounts that chance keeps from an added service, beside those that get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from scipy.optimize import brentq
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from valuestory.errors import MetricError

POWER: Final = 0.8
ALPHA: Final = 0.05
ARMS: Final = 2
SIZES: Final = (500, 1_000, 2_000, 4_000, 8_000)


@dataclass(frozen=True)
class Holdout:
    """A holdout of two arms of one size.

    Attributes
    ----------
    base_rate
        What share keeps without the added service, 0 to 1.
    effect
        The difference that it is to show among those that take the service up, 0 to 1.
    take_up
        The share of those it is offered to that take it up, 0 to 1.
    accounts
        Accounts that it takes in all, both arms together.
    table
        `accounts detectable`: the smallest difference that so many show, four times in five.
    """

    base_rate: float
    effect: float
    take_up: float
    accounts: int
    table: pd.DataFrame


def plan_holdout(base_rate: float, effect: float, sizes: Sequence[int] = SIZES, *, take_up: float = 1.0) -> Holdout:
    """Return how many accounts show an effect four times in five, at a level of 5 %, two arms of one size.

    By Cohen's h, the difference of arcsines, and the normal distribution. Whole arms are compared, whoever took the
    service up, so that an effect is thinned by the take-up, and the accounts grow by one over its square: half of it
    takes four times as many.

    Parameters
    ----------
    base_rate
        Share of accounts that stay without the added service.
    effect
        The rise to be shown, as a difference of shares.
    sizes
        Numbers of accounts to tell the smallest difference of.
    take_up
        The share of those it is offered to that will take it up.

    Raises
    ------
    MetricError
        When the rates do not lie between 0 and 1: give a smaller effect, or a take-up above 0 and up to 1.
    """
    if not 0 < take_up <= 1:
        raise MetricError(f"a take-up of {take_up:g} is no share", where="holdout", do="give one above 0, up to 1")
    if not (0 < base_rate < 1 and 0 < effect < 1 - base_rate):
        raise MetricError(
            f"a rise of {effect:.3f} from {base_rate:.3f} is no share",
            where="holdout",
            do="give an effect above 0 that leaves the share below 1",
        )
    power = NormalIndPower()
    thinned = proportion_effectsize(base_rate + effect * take_up, base_rate)
    each = power.solve_power(thinned, power=POWER, alpha=ALPHA)
    rows = [(size, detectable_with(size, base_rate, take_up)) for size in sizes]
    table = pd.DataFrame(rows, columns=["accounts", "detectable"])
    return Holdout(base_rate, effect, take_up, -int(-ARMS * each // 1), table)


def detectable_with(accounts: int, base_rate: float, take_up: float = 1.0) -> float:
    """Return the smallest rise, among those that take it up, that so many accounts show four times in five.

    Both arms together; NaN where not even keeping everybody would show.
    """
    power = NormalIndPower()
    size = power.solve_power(None, nobs1=accounts / ARMS, power=POWER, alpha=ALPHA)
    most = 1 - base_rate - 1e-9
    if proportion_effectsize(base_rate + most, base_rate) < size:
        return float("nan")
    over_all = float(brentq(lambda rise: proportion_effectsize(base_rate + rise, base_rate) - size, 1e-9, most))
    return over_all / take_up if over_all / take_up < 1 - base_rate else float("nan")
