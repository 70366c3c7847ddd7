"""95 % intervals fitted to their kind, clustered by account: an account's cases are not independent of each other.

| kind | interval |
|---|---|
| total | total ± 1.96 √(sum of squares): accounts come and ask independently of each other (compound Poisson) |
| ratio | Taylor linearisation of a ratio of sums, clustered by account, G / (G - 1), Student's t with G - 1; from 0 |
| share | Wilson's interval at the effective sample size, p (1 - p) / variance, that clustering leaves |
| nps | 100² (p + d - (p - d)²) / n, the published variance; where all answers are of one kind, adjusted Wald |
| product | Taylor linearisation of a total times nested shares, clustered by account; from 0, a share of more up to 1 |
| exact | what the books say of the whole company: no interval beyond itself; a part of it is estimated |

G is the number of accounts in the denominator; from one account alone there is no interval of a ratio or share. What is
never above 0 has no bound above it. Medians of durations are in `survival`. Rows
that no account claims are taken to vary as much, for their number, as those of known accounts. A change is the
difference of two estimates of the same accounts: its interval recovers both variances from their own bounds, so that it
is as lopsided as they are, and takes the covariance in.

Sources: Wilson 1927; Korn and Graubard 1998 (effective sample size); Kish 1965 (unequal weights); Rocks 2016 (NPS);
Newcombe 1998 and Zou and Donner 2008 (difference).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import t as student

from valuestory.metrics.arrays import Array, Mask
from valuestory.metrics.catalogue.metric import Interval
from valuestory.metrics.estimates.bounds import Z, adjusted_wald, ratio_bounds, share_bounds, total_bounds

NOBODY: Final = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Estimate:
    """One figure for each period: arrays of equal length; NaN where the denominator is empty.

    `shared` holds the covariances of the sampling errors, periods by periods, with the variances on its diagonal: a
    change knows by them that the accounts are the same.
    """

    value: Array
    low: Array
    high: Array
    shared: Array


def shared_by(influence: Array) -> Array:
    """Return the covariances of periods, from what each account adds to a figure's sampling error, likewise by periods.

    Sums over accounts are all that is kept: accounts by periods for every metric and slice would not fit.
    """
    covariances: Array = influence.T @ influence
    return covariances


def estimate(
    kind: Interval,
    numerator: Array,
    denominator: Array | None,
    scale: float = 1.0,
    *,
    observations: Array | None = None,
    unknown: Mask = NOBODY,
) -> Estimate:
    """Return figure and 95 % interval for each period.

    Parameters
    ----------
    kind
        Of `Metric.interval`; `nps` has a function of its own.
    numerator, denominator
        Sums of each account and period, accounts by periods; no denominator for a total.
    scale
        What a ratio is multiplied by.
    observations
        What was counted, likewise: a share is never surer than so many independent answers. The denominator unless
        given, which is right where that counts something.
    unknown
        Which rows stand for no account.
    """
    unknown = unknown if unknown.size else np.zeros(len(numerator), dtype=bool)
    if denominator is None:
        top = numerator.sum(axis=0)
        return _exact(top) if kind == "exact" else _total(numerator, top, unknown)
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom = denominator.sum(axis=0)
        value = np.where(bottom > 0, numerator.sum(axis=0) / bottom, np.nan)
        if kind == "exact":
            found = _exact(value)
        elif kind == "share":
            answers = denominator if observations is None else observations
            found = _share(numerator, denominator, value, answers.sum(axis=0), unknown)
        else:
            found = _ratio(numerator, denominator, value, unknown)
    return Estimate(scale * found.value, scale * found.low, scale * found.high, scale**2 * found.shared)


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
        error = np.sqrt((net + 2 * against) / n - value**2) / np.sqrt(n)
    # Where all answers are of one kind the published variance is zero, which says that one answer settles the matter.
    agreed = error < 1e-9
    adjusted, wider = adjusted_wald(n, net, against)
    low = np.where(agreed, np.minimum(value, adjusted - wider), value - Z * error)
    high = np.where(agreed, np.maximum(value, adjusted + wider), value + Z * error)
    # Different people answer each time, so that a change's variance is the sum of both.
    shared = np.diag(np.nan_to_num(100 * np.where(agreed, wider / Z, error)) ** 2)
    return Estimate(100 * value, 100 * np.clip(low, -1, 1), 100 * np.clip(high, -1, 1), shared)


def product(
    total: Array,
    factors: Sequence[tuple[Array, Array]],
    *,
    unknown: Mask,
    less: Array | None = None,
    among: Array | None = None,
) -> Estimate:
    """Return a total times nested shares (or other ratios), less an amount, with its interval, for each period.

    With `among` it is the product's share of itself and that amount.

    A share that nobody was asked about leaves no figure. The product is not below 0. Linearised, an account's influence
    on it is the sum of its influences on the total and on each share, each relative to it: the shares come from the
    same accounts, so that their errors are not independent and must not be multiplied.

    Parameters
    ----------
    total
        Accounts by periods.
    factors
        Numerator and denominator of each share, likewise.
    unknown
        Which rows stand for no account.
    less
        What is taken off the product, likewise: the books say it, so that it adds nothing to the interval.
    among
        What the product stands beside, likewise: cases beside those that did not come to be. It varies as a total does.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = total.sum(axis=0)
        relative = total / value
        for top, bottom in factors:
            share = top.sum(axis=0) / bottom.sum(axis=0)
            relative = relative + top / top.sum(axis=0) - bottom / bottom.sum(axis=0)
            value = value * share
        value = np.where(np.isfinite(value), value, np.nan)
        added = relative * value
        if among is not None:
            others = among.sum(axis=0)
            added = (added * others - among * value) / (value + others) ** 2
            value = value / (value + others)
        influence = np.nan_to_num(_spread(added, total, unknown, np.full_like(value, np.nan)))
    clusters = (total[~unknown] != 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        reach = student.ppf(0.975, clusters - 1) * _size(influence)
    off = np.zeros_like(value) if less is None else less.sum(axis=0)
    most = np.inf if among is None else 1.0
    high = np.minimum(value + reach, most)
    return Estimate(value - off, np.maximum(value - reach, 0.0) - off, high - off, shared_by(influence))


def _exact(value: Array) -> Estimate:
    return Estimate(value, value, value, np.zeros((len(value), len(value))))


def _total(numerator: Array, top: Array, unknown: Mask) -> Estimate:
    influence = _spread(numerator, numerator, unknown, np.ones_like(top))
    is_positive = np.asarray((numerator >= 0).all(axis=0), dtype=bool)
    return Estimate(top, *total_bounds(top, _size(influence) ** 2, is_positive), shared_by(influence))


def _ratio(numerator: Array, denominator: Array, value: Array, unknown: Mask) -> Estimate:
    clusters = (denominator[~unknown] != 0).sum(axis=0)
    plain = _linearised(numerator, denominator, value, unknown, np.full_like(value, np.nan))
    influence = plain * np.sqrt(clusters / np.maximum(clusters - 1, 1))
    bounds = ratio_bounds(value, _size(influence) ** 2, clusters, _sides(numerator))
    return Estimate(value, *bounds, shared_by(influence))


def _sides(numerator: Array) -> tuple[Mask, Mask]:
    """Return for each period whether no account is below zero, and whether none is above it while some are below."""
    least, most = numerator.min(axis=0, initial=0.0), numerator.max(axis=0, initial=0.0)
    return least >= 0, (least < 0) & (most <= 0)


def _share(numerator: Array, denominator: Array, value: Array, answers: Array, unknown: Mask) -> Estimate:
    known = denominator[~unknown]
    clusters, bottom = (known != 0).sum(axis=0), denominator.sum(axis=0)
    alone = value * (1 - value) / bottom**2
    influence = _linearised(numerator, denominator, value, unknown, alone)
    kish = np.where(clusters > 0, known.sum(axis=0) * bottom / (known**2).sum(axis=0), answers)
    low, high = share_bounds(value, _size(influence) ** 2, answers, clusters, kish)
    return Estimate(value, low, high, shared_by(influence * np.sqrt(clusters / np.maximum(clusters - 1, 1))))


def _linearised(numerator: Array, denominator: Array, value: Array, unknown: Mask, alone: Array) -> Array:
    bottom = denominator.sum(axis=0)
    plain = np.where(bottom > 0, (numerator - value * denominator) / bottom, 0.0)
    return _spread(plain, denominator, unknown, alone)


def _spread(influence: Array, size: Array, unknown: Mask, alone: Array) -> Array:
    """Return the influences with the rows of no account spread out: one row a period in the place of theirs.

    Together they are not one customer. For their size they vary as the known accounts do; `alone` is the variance that
    a unit of size has where no account is known.
    """
    if not unknown.any():
        return influence
    known, base = influence[~unknown], size[~unknown].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(base > 0, (known**2).sum(axis=0) / base, alone)
    loose = size[unknown].sum(axis=0)
    own = np.where(loose > 0, np.sqrt(rate * loose), 0.0)
    # A diagonal matrix would turn one missing value into a missing row.
    rows = np.where(np.eye(len(own), dtype=bool), own, 0.0)
    return np.vstack([known, rows])


def _size(influence: Array) -> Array:
    size: Array = np.sqrt((influence**2).sum(axis=0))
    return size
