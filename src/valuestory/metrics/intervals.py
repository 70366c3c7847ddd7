"""95 % intervals fitted to their kind, clustered by account: an account's cases are not independent of each other.

| kind | interval |
|---|---|
| total | total ± 1.96 √(sum of squares): accounts come and ask independently of each other (compound Poisson) |
| ratio | Taylor linearisation of a ratio of sums, clustered by account, G / (G - 1), Student's t with G - 1; from 0 |
| share | Wilson's interval at the effective sample size, p (1 - p) / variance, that clustering leaves |
| nps | 100² (p + d - (p - d)²) / n, the published variance; where all answers are of one kind, adjusted Wald |
| product | Taylor linearisation of a total times nested shares, clustered by account; from 0 |
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
from numpy.typing import NDArray
from scipy.stats import norm, t as student
from statsmodels.stats.proportion import proportion_confint

from valuestory.metrics.metric import Interval

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Z: Final = float(norm.ppf(0.975))
NOBODY: Final = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Estimate:
    """One figure for each period: arrays of equal length; NaN where the denominator is empty.

    `influence` is what each account adds to the figure's sampling error, accounts by periods: its squares sum to the
    variance, so that a change knows that the accounts are the same.
    """

    value: Array
    low: Array
    high: Array
    influence: Array


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
        return _exact(numerator, top) if kind == "exact" else _total(numerator, top, unknown)
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom = denominator.sum(axis=0)
        value = np.where(bottom > 0, numerator.sum(axis=0) / bottom, np.nan)
        if kind == "exact":
            found = _exact(numerator, value)
        elif kind == "share":
            answers = denominator if observations is None else observations
            found = _share(numerator, denominator, value, answers.sum(axis=0), unknown)
        else:
            found = _ratio(numerator, denominator, value, unknown)
    return Estimate(scale * found.value, scale * found.low, scale * found.high, scale * found.influence)


@dataclass(frozen=True)
class Moments:
    """What an interval needs of accounts that stay in the engine: sums over them, an entry for each period.

    `top` and `bottom` are the sums of numerator and denominator; `squares`, `cross` and `sizes` the known accounts'
    sums of the squared numerator, of the product, and of the squared denominator; `known` their denominator, `loose`
    that of rows that no account claims, `clusters` how many known accounts have one; `answers` what was counted, and
    `least` the smallest numerator. Of a total the denominator is its own numerator.
    """

    top: Array
    bottom: Array
    squares: Array
    cross: Array
    sizes: Array
    known: Array
    loose: Array
    clusters: Array
    answers: Array
    least: Array


def estimate_of_moments(kind: Interval, moments: Moments, scale: float = 1.0) -> Estimate:
    """Return figure and 95 % interval for each period, as `estimate` does where it is given the accounts themselves.

    What the accounts of two periods have in common is not in sums over one: a change takes the periods as independent
    of each other. Most accounts that ask much in one period do in the next, so its interval is rather too wide.

    Parameters
    ----------
    kind
        `total`, `ratio` or `share`.
    moments
        Of the slice.
    scale
        What a ratio is multiplied by.
    """
    each = moments
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(each.loose > 0, 1 + each.loose / each.known, 1.0)
        if kind == "total":
            alone = np.where(each.known > 0, each.squares * grown, each.loose)
            return _of_periods(each.top, *_total_bounds(each.top, alone, each.least >= 0), np.sqrt(alone))
        value = np.where(each.bottom > 0, each.top / each.bottom, np.nan)
        spread = each.squares - 2 * value * each.cross + value**2 * each.sizes
        variance = np.maximum(spread, 0.0) / each.bottom**2 * grown
        more = each.clusters / np.maximum(each.clusters - 1, 1)
        if kind == "share":
            variance = np.where(each.clusters > 0, variance, value * (1 - value) / each.bottom)
            kish = np.where(each.clusters > 0, each.known * each.bottom / each.sizes, each.answers)
            bounds = _share_bounds(value, variance, each.answers, each.clusters, kish)
        else:
            bounds = _ratio_bounds(
                value, variance * more, each.clusters, (each.least >= 0, np.zeros(len(value), dtype=bool))
            )
        return _of_periods(scale * value, scale * bounds[0], scale * bounds[1], scale * np.sqrt(variance * more))


def _of_periods(value: Array, low: Array, high: Array, error: Array) -> Estimate:
    return Estimate(value, low, high, np.diag(np.nan_to_num(error)))


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
    adjusted, wider = _adjusted_wald(n, net, against)
    low = np.where(agreed, np.minimum(value, adjusted - wider), value - Z * error)
    high = np.where(agreed, np.maximum(value, adjusted + wider), value + Z * error)
    # Different people answer each time: a row a period, so that a change's variance is the sum of both.
    influence = np.diag(np.nan_to_num(100 * np.where(agreed, wider / Z, error)))
    return Estimate(100 * value, 100 * np.clip(low, -1, 1), 100 * np.clip(high, -1, 1), influence)


def product(
    total: Array, factors: Sequence[tuple[Array, Array]], *, unknown: Mask, less: Array | None = None
) -> Estimate:
    """Return a total times nested shares (or other ratios), less an amount, with its interval, for each period.

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
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = total.sum(axis=0)
        relative = total / value
        for top, bottom in factors:
            share = top.sum(axis=0) / bottom.sum(axis=0)
            relative = relative + top / top.sum(axis=0) - bottom / bottom.sum(axis=0)
            value = value * share
        value = np.where(np.isfinite(value), value, np.nan)
        influence = np.nan_to_num(_spread(relative * value, total, unknown, np.full_like(value, np.nan)))
    clusters = (total[~unknown] != 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        reach = student.ppf(0.975, clusters - 1) * _size(influence)
    off = np.zeros_like(value) if less is None else less.sum(axis=0)
    return Estimate(value - off, np.maximum(value - reach, 0.0) - off, value + reach - off, influence)


def difference(estimates: Estimate, later: int, earlier: int) -> tuple[float, float, float]:
    """Return the change between two periods (columns of one estimate) and its 95 % interval.

    Zou and Donner's square-and-add of the distances from each value to its own bounds, with the correlation that comes
    of the same accounts. For symmetric bounds this is the variance of the differences.
    """
    after, before = estimates.value[later], estimates.value[earlier]
    shared = _correlation(estimates.influence[:, later], estimates.influence[:, earlier])
    below = _joined(after - estimates.low[later], estimates.high[earlier] - before, shared)
    above = _joined(estimates.high[later] - after, before - estimates.low[earlier], shared)
    change = float(after - before)
    return change, change - below, change + above


def _joined(first: float, second: float, shared: float) -> float:
    squares = first**2 + second**2 - 2 * shared * first * second
    return float(np.sqrt(np.maximum(squares, 0.0)))


def _correlation(first: Array, second: Array) -> float:
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / size if size > 0 else 0.0


def _exact(numerator: Array, value: Array) -> Estimate:
    return Estimate(value, value, value, np.zeros_like(numerator))


def _total(numerator: Array, top: Array, unknown: Mask) -> Estimate:
    influence = _spread(numerator, numerator, unknown, np.ones_like(top))
    is_positive = np.asarray((numerator >= 0).all(axis=0), dtype=bool)
    return Estimate(top, *_total_bounds(top, _size(influence) ** 2, is_positive), influence)


def _total_bounds(top: Array, variance: Array, is_positive: Mask) -> tuple[Array, Array]:
    reach = Z * np.sqrt(variance)
    return np.maximum(top - reach, np.where(is_positive, 0.0, -np.inf)), top + reach


def _ratio(numerator: Array, denominator: Array, value: Array, unknown: Mask) -> Estimate:
    clusters = (denominator[~unknown] != 0).sum(axis=0)
    plain = _linearised(numerator, denominator, value, unknown, np.full_like(value, np.nan))
    influence = plain * np.sqrt(clusters / np.maximum(clusters - 1, 1))
    bounds = _ratio_bounds(value, _size(influence) ** 2, clusters, _sides(numerator))
    return Estimate(value, *bounds, influence)


def _sides(numerator: Array) -> tuple[Mask, Mask]:
    """Return for each period whether no account is below zero, and whether none is above it while some are below."""
    least, most = numerator.min(axis=0, initial=0.0), numerator.max(axis=0, initial=0.0)
    return least >= 0, (least < 0) & (most <= 0)


def _ratio_bounds(value: Array, variance: Array, clusters: Array, sides: tuple[Mask, Mask]) -> tuple[Array, Array]:
    reach, (is_positive, is_negative) = student.ppf(0.975, clusters - 1) * np.sqrt(variance), sides
    low = np.maximum(value - reach, np.where(is_positive, 0.0, -np.inf))
    return low, np.minimum(value + reach, np.where(is_negative, 0.0, np.inf))


def _share(numerator: Array, denominator: Array, value: Array, answers: Array, unknown: Mask) -> Estimate:
    known = denominator[~unknown]
    clusters, bottom = (known != 0).sum(axis=0), denominator.sum(axis=0)
    alone = value * (1 - value) / bottom**2
    influence = _linearised(numerator, denominator, value, unknown, alone)
    kish = np.where(clusters > 0, known.sum(axis=0) * bottom / (known**2).sum(axis=0), answers)
    low, high = _share_bounds(value, _size(influence) ** 2, answers, clusters, kish)
    return Estimate(value, low, high, influence * np.sqrt(clusters / np.maximum(clusters - 1, 1)))


def _share_bounds(value: Array, variance: Array, answers: Array, clusters: Array, kish: Array) -> tuple[Array, Array]:
    """Return Wilson's bounds at the effective sample size.

    Where every account agrees the clustered variance is zero; then accounts count as one answer each, weighted as Kish
    weighs them. Without any known account the answers count as independent.
    """
    narrower = (student.ppf(0.975, answers - 1) / student.ppf(0.975, clusters - 1)) ** 2
    effective = np.where(variance > 0, value * (1 - value) / variance * np.where(clusters > 0, narrower, 1.0), kish)
    effective = np.where(clusters == 1, np.nan, np.minimum(effective, answers))
    return _wilson(value, effective)


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


def _wilson(value: Array, effective: Array) -> tuple[Array, Array]:
    usable = np.isfinite(value) & (effective > 0)
    safe = np.where(usable, effective, 1.0)
    share = np.clip(np.where(usable, value, 0.0), 0, 1)
    low, high = proportion_confint(share * safe, safe, method="wilson")
    # Wilson's bounds hold the value; rounding may put one a hair beyond it.
    return np.where(usable, np.minimum(low, value), np.nan), np.where(usable, np.maximum(high, value), np.nan)


def _adjusted_wald(n: Array, net: Array, against: Array) -> tuple[Array, Array]:
    """Return centre and reach of the adjusted Wald interval: three answers more, 3/4 of them for and 3/4 against."""
    more = n + 3
    promoted, detracted = (net + against + 0.75) / more, (against + 0.75) / more
    centre = promoted - detracted
    return centre, Z * np.sqrt((promoted + detracted - centre**2) / more)
