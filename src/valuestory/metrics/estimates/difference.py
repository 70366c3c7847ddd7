"""The difference of two estimates of the same accounts, with its interval."""

from __future__ import annotations

import numpy as np

from valuestory.metrics.arrays import Array
from valuestory.metrics.estimates.intervals import Estimate


def difference(estimates: Estimate, later: int, earlier: int) -> tuple[float, float, float]:
    """Return the change between two periods (columns of one estimate) and its 95 % interval.

    Zou and Donner's square-and-add of the distances from each value to its own bounds, with the correlation that comes
    of the same accounts. For symmetric bounds this is the variance of the differences.
    """
    after, before = estimates.value[later], estimates.value[earlier]
    shared = _correlation(estimates.shared, later, earlier)
    below = _joined(after - estimates.low[later], estimates.high[earlier] - before, shared)
    above = _joined(estimates.high[later] - after, before - estimates.low[earlier], shared)
    change = float(after - before)
    return change, change - below, change + above


def _joined(first: float, second: float, shared: float) -> float:
    squares = first**2 + second**2 - 2 * shared * first * second
    return float(np.sqrt(np.maximum(squares, 0.0)))


def _correlation(shared: Array, later: int, earlier: int) -> float:
    size = float(np.sqrt(shared[later, later] * shared[earlier, earlier]))
    return float(shared[later, earlier]) / size if size > 0 else 0.0
