"""How well a score separates those who left from those who stayed: the area under the ROC curve, with its interval.

The area is the chance that, of one account that left and one that stayed, the one that left had the lower score; equal
scores count half (Hanley and McNeil 1982). 0.5 is a coin, 1 a score that ranks every pair rightly.

The bounds are Newcombe's (2006, method 5): those areas that the one found is 1.96 standard errors of theirs away from,
by Hanley and McNeil's variance. Unlike the area plus or minus its own error they stay within 0 and 1, and do not close
up where every pair is ranked rightly. What each account adds to the error of a change is DeLong's (1988).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.stats import rankdata

from valuestory.metrics.arrays import Array, Mask
from valuestory.metrics.estimates.bounds import Z
from valuestory.metrics.estimates.intervals import Estimate, shared_by

COIN: Final = 0.5
"""The area of a score that says nothing."""
_NEXT_TO: Final = 1e-12


def separation(score: Array, kept: Array, known: Array) -> Estimate:
    """Return the area and its 95 % interval for each period; NaN where nobody left, or nobody stayed.

    Parameters
    ----------
    score
        Accounts by periods.
    kept, known
        1 for who stayed, and for who has a score, likewise: who has one and did not stay has left.
    """
    found = [_of_period(*columns) for columns in zip(score.T, kept.T > 0, known.T > 0, strict=True)]
    values, lows, highs, influences = (np.array(each) for each in zip(*found, strict=True))
    return Estimate(values, lows, highs, shared_by(influences.T))


def pairs(kept: Array, known: Array) -> Array:
    """Return for each period how many pairs there are of one who left and one who stayed."""
    stayed = kept.sum(axis=0)
    found: Array = stayed * (known.sum(axis=0) - stayed)
    return found


def _of_period(score: Array, kept: Mask, known: Mask) -> tuple[float, float, float, Array]:
    influence = np.zeros(len(score))
    left, stayed = known & ~kept, known & kept
    if not left.any() or not stayed.any():
        return np.nan, np.nan, np.nan, influence
    below, above = _placements(score[left], score[stayed])
    area = float(below.mean())
    for rows, placements in ((left, below), (stayed, above)):
        count = len(placements)
        influence[rows] = (placements - area) / count * np.sqrt(count / max(count - 1, 1))
    return area, *_bounds(area, len(below), len(above)), influence


def _placements(left: Array, stayed: Array) -> tuple[Array, Array]:
    """Return for each that left the share of those who stayed that score higher; for each that stayed, of left, lower.

    By ranks, since pairs are as many as one number times the other.
    """
    together = rankdata(np.concatenate([left, stayed]))
    stayed_lower = together[: len(left)] - rankdata(left)
    left_lower = together[len(left) :] - rankdata(stayed)
    return 1 - stayed_lower / len(stayed), left_lower / len(left)


def _bounds(area: float, left: int, stayed: int) -> tuple[float, float]:
    def distance(other: float) -> float:
        return float(abs(other - area) - Z * standard_error(other, left, stayed))

    # At 0 and at 1 the error is nothing, so that these are roots of their own.
    low = 0.0 if area == 0 else brentq(distance, 0.0, min(area, 1 - _NEXT_TO))
    high = 1.0 if area == 1 else brentq(distance, max(area, _NEXT_TO), 1.0)
    return float(low), float(high)


def standard_error(area: float, left: int, stayed: int) -> float:
    """Return the standard error of an area of two groups of these sizes.

    Newcombe's form of Hanley and McNeil's, which treats both groups alike.
    """
    mean = (left + stayed) / 2 - 1
    spread = 1 + mean * (1 - area) / (2 - area) + mean * area / (1 + area)
    return float(np.sqrt(area * (1 - area) * spread / (left * stayed)))
