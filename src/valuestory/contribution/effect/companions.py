"""What is printed beside an estimate: capped, size-free, without the largest account or the strongest covariate."""

from __future__ import annotations

from typing import Final

import numpy as np

from valuestory.contribution.effect.accounts import Array
from valuestory.contribution.effect.comparison import Comparison
from valuestory.contribution.effect.effect import Benchmark, Estimate, interval
from valuestory.contribution.effect.propensity import imbalance, pooled_spread

_CAP: Final = 99


def estimate(comparison: Comparison, outcome: Array, weights: Array) -> Estimate:
    """Return the default estimate of one outcome with its interval."""
    found = comparison.fit(outcome[:, None], weights)
    return interval(float(found.effect[0]), float(found.standard_error[0]))


def capped(comparison: Comparison, outcome: Array, weights: Array) -> Estimate:
    """Return the estimate with weights no larger than their 99th percentile."""
    return estimate(comparison, outcome, np.minimum(weights, np.percentile(weights, _CAP)))


def size_free(comparison: Comparison, outcome: Array) -> Estimate:
    """Return the estimate if the effect does not depend on an account's weight."""
    return estimate(comparison, outcome, np.ones(len(outcome)))


def largest_helped(comparison: Comparison, weights: Array) -> int:
    """Return the row of the largest helped account."""
    return int(np.where(comparison.treated, weights, 0.0).argmax())


def without_account(comparison: Comparison, outcome: Array, weights: Array, row: int) -> float:
    """Return the estimate as if one account were not there."""
    others = np.arange(len(outcome)) != row
    return comparison.part(others).point(outcome[others], weights[others])


def benchmark(comparison: Comparison, outcome: Array, weights: Array, found: float) -> Benchmark | None:
    """Return by how much the estimate moves without the strongest covariate.

    The strongest is the one whose columns say most of both who was helped and what the outcome was: the sum of their
    imbalance times their slope, which is what leaving them out of a linear model would add (omitted variable bias).
    """
    main = comparison.main
    if not main.names:
        return None
    spread = pooled_spread(main.values, comparison.treated)
    apart = imbalance(main.values, comparison.treated, weights, spread)
    slopes = _slopes(main.values[~comparison.treated], outcome[~comparison.treated], weights[~comparison.treated])
    covariates = [sources[0] for sources in main.sources]
    bias = dict.fromkeys(covariates, 0.0)
    for name, part in zip(covariates, apart * spread * slopes, strict=True):
        bias[name] += float(part)
    strongest = max(bias, key=lambda name: abs(bias[name]))
    moved = comparison.without(strongest).point(outcome, weights) - found
    return Benchmark(strongest, moved)


def _slopes(columns: Array, outcome: Array, weights: Array) -> Array:
    root = np.sqrt(weights)
    centred = columns - np.average(columns, axis=0, weights=weights)
    response = (outcome - np.average(outcome, weights=weights)) * root
    return np.asarray(np.linalg.lstsq(centred * root[:, None], response)[0], dtype=float)
