"""Bounds of 95 % intervals, from a figure, its variance, and how many stand behind it."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.stats import norm, t as student
from statsmodels.stats.proportion import proportion_confint

from valuestory.metrics.arrays import Array, Mask

Z: Final = float(norm.ppf(0.975))


def total_bounds(top: Array, variance: Array, is_positive: Mask) -> tuple[Array, Array]:
    """Return the bounds of a total of that variance; of what is never negative, not below 0."""
    reach = Z * np.sqrt(variance)
    return np.maximum(top - reach, np.where(is_positive, 0.0, -np.inf)), top + reach


def ratio_bounds(value: Array, variance: Array, clusters: Array, sides: tuple[Mask, Mask]) -> tuple[Array, Array]:
    """Return Student's bounds of a ratio that so many clusters stand behind.

    `sides` says for each period whether no account's numerator is below zero, and whether none is above it: the ratio
    cannot be there either.
    """
    reach, (is_positive, is_negative) = student.ppf(0.975, clusters - 1) * np.sqrt(variance), sides
    low = np.maximum(value - reach, np.where(is_positive, 0.0, -np.inf))
    return low, np.minimum(value + reach, np.where(is_negative, 0.0, np.inf))


def share_bounds(value: Array, variance: Array, answers: Array, clusters: Array, kish: Array) -> tuple[Array, Array]:
    """Return Wilson's bounds at the effective sample size.

    Where every account agrees the clustered variance is zero; then accounts count as one answer each, weighted as Kish
    weighs them. Without any known account the answers count as independent.
    """
    narrower = (student.ppf(0.975, answers - 1) / student.ppf(0.975, clusters - 1)) ** 2
    effective = np.where(variance > 0, value * (1 - value) / variance * np.where(clusters > 0, narrower, 1.0), kish)
    effective = np.where(clusters == 1, np.nan, np.minimum(effective, answers))
    return _wilson(value, effective)


def adjusted_wald(n: Array, net: Array, against: Array) -> tuple[Array, Array]:
    """Return centre and reach of the adjusted Wald interval: three answers more, 3/4 of them for and 3/4 against."""
    more = n + 3
    promoted, detracted = (net + against + 0.75) / more, (against + 0.75) / more
    centre = promoted - detracted
    return centre, Z * np.sqrt((promoted + detracted - centre**2) / more)


def _wilson(value: Array, effective: Array) -> tuple[Array, Array]:
    usable = np.isfinite(value) & (effective > 0)
    safe = np.where(usable, effective, 1.0)
    share = np.clip(np.where(usable, value, 0.0), 0, 1)
    low, high = proportion_confint(share * safe, safe, method="wilson")
    # Wilson's bounds hold the value; rounding may put one a hair beyond it.
    return np.where(usable, np.minimum(low, value), np.nan), np.where(usable, np.maximum(high, value), np.nan)
