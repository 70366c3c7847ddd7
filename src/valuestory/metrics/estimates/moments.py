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

    `top` and `bottom` are the sums of numerator and denominator; `known` the known accounts' denominator, `loose` that
    of rows that no account claims, `clusters` how many known accounts have one; `answers` what was counted, and `least`
    the smallest numerator. `squares`, `cross` and `sizes` are periods by periods: the known accounts' sums of products
    of two periods' numerators, of a row's numerator and a column's denominator, and of both denominators; 0 for two
    periods that are not compared. Of a total the denominator is its own numerator.
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
    squares, cross, sizes = (np.diag(products) for products in (each.squares, each.cross, each.sizes))
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(each.loose > 0, 1 + each.loose / each.known, 1.0)
        if kind == "total":
            alone = np.where(each.known > 0, squares * grown, each.loose)
            return Estimate(each.top, *total_bounds(each.top, alone, each.least >= 0), _with_own(each.squares, alone))
        value = np.where(each.bottom > 0, each.top / each.bottom, np.nan)
        variance = np.maximum(squares - 2 * value * cross + value**2 * sizes, 0.0) / each.bottom**2 * grown
        more = each.clusters / np.maximum(each.clusters - 1, 1)
        if kind == "share":
            variance = np.where(each.clusters > 0, variance, value * (1 - value) / each.bottom)
            kish = np.where(each.clusters > 0, each.known * each.bottom / sizes, each.answers)
            bounds = share_bounds(value, variance, each.answers, each.clusters, kish)
        else:
            bounds = ratio_bounds(
                value, variance * more, each.clusters, (each.least >= 0, np.zeros(len(value), dtype=bool))
            )
        shared = _with_own(_covariances(each, value) * np.sqrt(np.outer(more, more)), variance * more)
    return Estimate(scale * value, scale * bounds[0], scale * bounds[1], scale**2 * shared)


def _covariances(moments: Moments, value: Array) -> Array:
    """Return what the linearised ratios of two periods have in common, by the accounts that are in both."""
    each = moments
    one, other = value[:, None], value[None, :]
    products = each.squares - other * each.cross - one * each.cross.T + one * other * each.sizes
    found: Array = products / np.outer(each.bottom, each.bottom)
    return found


def _with_own(shared: Array, variance: Array) -> Array:
    own = np.eye(len(variance), dtype=bool)
    return np.nan_to_num(np.where(own, variance, shared))
