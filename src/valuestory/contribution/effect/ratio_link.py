"""A link of the chain that is a ratio of two effects, such as money for each milestone reached (rule R6).

A ratio with a weak denominator says anything: it is given only where the denominator is three standard errors from 0
and the interval of the numerator leaves 0 out. Its interval is Fieller's (1954), by the joint covariance of both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from valuestory.contribution.effect.accounts import Array
from valuestory.contribution.effect.effect import Estimate, Z
from valuestory.contribution.effect.joint import Effects

STRONGEST_NEEDED: Final = 3.0
"""Standard errors that the denominator has to be from 0: at 1.96 the intervals that are printed cover 83 %."""


@dataclass(frozen=True)
class RatioLink:
    """A ratio of two totals, or that it is not established.

    Parameters
    ----------
    ratio
        With Fieller's 95 % interval; None where it is not established.
    reason
        Why not; empty where it is.
    """

    ratio: Estimate | None
    reason: str

    @property
    def established(self) -> bool:
        """Whether there is a ratio to show."""
        return self.ratio is not None

    def times(self, factor: float) -> RatioLink:
        """Return the same link with its numerator in another unit, such as at gross margin."""
        return RatioLink(None if self.ratio is None else self.ratio.times(factor), self.reason)


def ratio_link(effects: Effects, numerator: int = 1, denominator: int = 0) -> RatioLink:
    """Return the ratio of two total effects on the same kept accounts, such as r3 = B / C.

    Parameters
    ----------
    effects
        Of `estimate_effects`.
    numerator, denominator
        Positions of the two outcomes.
    """
    above, below = effects.effects[numerator], effects.effects[denominator]
    if above.refused or below.refused:
        return RatioLink(None, "one of the two effects could not be estimated")
    if abs(below.estimate) < STRONGEST_NEEDED * below.standard_error:
        return RatioLink(None, "what it is divided by is not three standard errors from zero")
    if above.low <= 0 <= above.high:
        return RatioLink(None, "the interval of what is divided takes zero in")
    rows = np.ix_([numerator, denominator], [numerator, denominator])
    ratio = fieller(above.estimate, below.estimate, effects.covariance[rows])
    return RatioLink(ratio.times(above.kept_weight / below.kept_weight), "")


def fieller(numerator: float, denominator: float, covariance: Array) -> Estimate:
    """Return a ratio with its 95 % interval by Fieller's theorem.

    Parameters
    ----------
    numerator, denominator
        Two estimates; the denominator is more than 1.96 standard errors from 0, so that the interval is bounded.
    covariance
        Theirs, two by two, in that order.

    Examples
    --------
    Without error in the denominator it is the plain interval: 6 ± 1.96 over 2:

    >>> fieller(6.0, 2.0, np.array([[1.0, 0.0], [0.0, 0.0]]))  # doctest: +ELLIPSIS
    Estimate(estimate=3.0, low=2.0200..., high=3.9799...)
    """
    squares = denominator**2 - Z**2 * covariance[1, 1]
    middle = numerator * denominator - Z**2 * covariance[0, 1]
    root = math.sqrt(middle**2 - squares * (numerator**2 - Z**2 * covariance[0, 0]))
    return Estimate(numerator / denominator, float((middle - root) / squares), float((middle + root) / squares))
