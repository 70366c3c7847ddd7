"""95 % intervals fitted to their kind, clustered by account: an account's cases are not independent of each other.

| kind | interval |
|---|---|
| total | total +- 1.96 sqrt(sum of squares): accounts arrive and ask independently (compound Poisson) |
| ratio | Taylor linearisation of a ratio of sums, clustered by account, G / (G - 1) |
| share | Wilson's interval at the effective sample size p (1 - p) / var that the clustered variance implies |
| nps | 100^2 (p + d - (p - d)^2) / n, the published variance |
| exact | what the books say of the whole company: no interval beyond itself; a slice's part is estimated |

Sources: Wilson 1927; Korn and Graubard 1998 for the effective sample size; Rocks 2016 for NPS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from valuestory.metrics.metric import Interval

Array = NDArray[np.float64]
Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Estimate:
    """One figure for each period: arrays of equal length; NaN where the denominator is empty.

    `influence` is what each account adds to the figure's sampling error, accounts by periods: its squares sum to the variance, and
    the difference of two periods has the variance of the differences, so that a change knows that the accounts are the same.
    """

    value: Array
    low: Array
    high: Array
    influence: Array


def estimate(kind: Interval, numerator: Array, denominator: Array | None, scale: float = 1.0) -> Estimate:
    """Return figure and 95 % interval for each period.

    Parameters
    ----------
    kind
        Of `Metric.interval`.
    numerator, denominator
        Sums of each account and period, accounts by periods; no denominator for a total.
    scale
        What a ratio is multiplied by.
    """
    top = numerator.sum(axis=0)
    if denominator is None:
        return _exact(numerator, top) if kind == "exact" else _total(numerator, top)
    bottom = denominator.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(bottom > 0, top / bottom, np.nan)
        influence = (numerator - value * denominator) / bottom * _small_sample(denominator)
    if kind == "exact":
        return Estimate(scale * value, scale * value, scale * value, np.zeros_like(numerator))
    influence = np.where(bottom > 0, influence, 0.0)
    error = np.sqrt((influence**2).sum(axis=0))
    if kind == "share":
        low, high = _wilson(value, error, bottom)
    else:
        low, high = value - Z * error, value + Z * error
    return Estimate(scale * value, scale * low, scale * high, scale * influence)


def nps(balance: Array, detractors: Array, answers: Array) -> Estimate:
    """Return the Net Promoter Score in points and its interval for each period.

    Parameters
    ----------
    balance, detractors, answers
        Promoters less detractors, detractors, and answers, accounts by periods.
    """
    n, net, against = answers.sum(axis=0), balance.sum(axis=0), detractors.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(n > 0, net / n, np.nan)
        promoted, detracted = (net + against) / n, against / n
        error = np.sqrt((promoted + detracted - value**2) / n)
    low, high = np.clip(value - Z * error, -1, 1), np.clip(value + Z * error, -1, 1)
    # Different people answer each time: one row a period, so that a change's variance is the sum of both.
    return Estimate(100 * value, 100 * low, 100 * high, np.diag(np.nan_to_num(100 * error)))


def difference(after: Estimate, later: int, earlier: int) -> tuple[float, float, float]:
    """Return the change between two periods (columns of one estimate) and its 95 % interval."""
    value = float(after.value[later] - after.value[earlier])
    error = float(np.sqrt(((after.influence[:, later] - after.influence[:, earlier]) ** 2).sum()))
    return value, value - Z * error, value + Z * error


def _total(numerator: Array, top: Array) -> Estimate:
    error = np.sqrt((numerator**2).sum(axis=0))
    return Estimate(top, np.maximum(top - Z * error, 0.0), top + Z * error, numerator)


def _exact(numerator: Array, top: Array) -> Estimate:
    return Estimate(top, top, top, np.zeros_like(numerator))


def _small_sample(denominator: Array) -> Array:
    clusters = (denominator != 0).sum(axis=0)
    return np.sqrt(np.where(clusters > 1, clusters / np.maximum(clusters - 1, 1), 1.0))


def _wilson(value: Array, error: Array, bottom: Array) -> tuple[Array, Array]:
    """Return Wilson's bounds; where every answer agrees the variance is zero and the number of answers itself serves."""
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(error > 0, value * (1 - value) / error**2, bottom)
    usable = np.isfinite(value) & (effective > 0)
    safe = np.where(usable, effective, 1.0)
    low, high = proportion_confint(np.clip(np.where(usable, value, 0.0), 0, 1) * safe, safe, method="wilson")
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)
