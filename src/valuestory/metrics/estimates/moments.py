"""Intervals of what accounts come to, where the accounts stay in the engine and only sums over them leave it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuestory.metrics.arrays import Array
from valuestory.metrics.catalogue.metric import Interval
from valuestory.metrics.estimates.bounds import ratio_bounds, share_bounds, total_bounds
from valuestory.metrics.estimates.intervals import Estimate


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
            return _of_periods(each.top, *total_bounds(each.top, alone, each.least >= 0), np.sqrt(alone))
        value = np.where(each.bottom > 0, each.top / each.bottom, np.nan)
        spread = each.squares - 2 * value * each.cross + value**2 * each.sizes
        variance = np.maximum(spread, 0.0) / each.bottom**2 * grown
        more = each.clusters / np.maximum(each.clusters - 1, 1)
        if kind == "share":
            variance = np.where(each.clusters > 0, variance, value * (1 - value) / each.bottom)
            kish = np.where(each.clusters > 0, each.known * each.bottom / each.sizes, each.answers)
            bounds = share_bounds(value, variance, each.answers, each.clusters, kish)
        else:
            bounds = ratio_bounds(
                value, variance * more, each.clusters, (each.least >= 0, np.zeros(len(value), dtype=bool))
            )
        return _of_periods(scale * value, scale * bounds[0], scale * bounds[1], scale * np.sqrt(variance * more))


def _of_periods(value: Array, low: Array, high: Array, error: Array) -> Estimate:
    return Estimate(value, low, high, np.diag(np.nan_to_num(error)))
