"""What may be said of a comparison before and after: the verdict, its grade, why, and what would change it."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from valuestory.contribution.effect.effect import Estimate, Grade
from valuestory.contribution.effect.verdict import FULL_OVERLAP, WEAKEST_OVERLAP, Judged

FEWEST_TREATED: Final = 5
FEWEST_COMPARED: Final = 10
_APART: Final = 1.0
"""Standard errors between matching on history and trends alone from which on the answer depends on the model."""
_ROLLOUT: Final = "bring the next change to some first, chosen by lot, and to the others later"


class Found(NamedTuple):
    """What a verdict is made of.

    Attributes
    ----------
    n_treated, n_compared, kept_share
        How many changed and stood beside them, and how much of what changed had comparable units.
    effect, pre_trend
        With their intervals; a pre-trend of NaN was not tested.
    detectable, size
        The pre-trend that would have been seen, and how large the effect is, on one scale.
    apart
        Standard errors between the two ways to compare.
    """

    n_treated: int
    n_compared: int
    kept_share: float
    effect: Estimate
    pre_trend: Estimate
    detectable: float
    size: float
    apart: float


def judge(found: Found) -> Judged:
    """Return what may be said, by the first rule that holds."""
    refused = _refusal(found)
    if refused is not None:
        return refused
    untested = math.isnan(found.pre_trend.estimate)
    weak = not untested and found.detectable > found.size
    if found.apart > _APART:
        reason = f"matching on history moves the estimate by {found.apart:.1f} standard errors"
        return Judged(
            "model-dependent", "D" if untested else "C", reason, "longer histories, or more that did not change"
        )
    if _holds_zero(found.effect):
        reason = "the interval takes zero in"
        return Judged(
            "not distinguishable from zero", "D" if untested else "B", reason, "more periods, or more that change"
        )
    reason = "the pre-trend is even, and one as large as the effect would have been seen"
    if untested or weak:
        reason = (
            "no pre-trend could be tested" if untested else "a pre-trend as large as the effect could have been missed"
        )
    grade: Grade = "D" if untested or weak else "B"
    collect = "a longer history before the change" if grade == "D" else ""
    if found.kept_share < FULL_OVERLAP:
        share = f"{found.kept_share:.0%} of what changed had comparable units: {reason}"
        return Judged("partial overlap", grade, share, collect or _ROLLOUT)
    return Judged("established", grade, reason, collect)


def _refusal(found: Found) -> Judged | None:
    few = found.n_treated < FEWEST_TREATED or found.n_compared < FEWEST_COMPARED
    if few and not found.kept_share < WEAKEST_OVERLAP:
        reason = (
            f"{found.n_treated} changed and {found.n_compared} could stand beside them; it takes {FEWEST_TREATED} and "
            f"{FEWEST_COMPARED}"
        )
        return Judged("too few accounts", None, reason, _ROLLOUT)
    if not few and not math.isnan(found.pre_trend.estimate) and not _holds_zero(found.pre_trend):
        reason = "what changed had already moved apart from the others before: it may have been at its worst"
        return Judged("comparison not valid", None, reason, _ROLLOUT)
    if found.kept_share < WEAKEST_OVERLAP:
        reason = f"only {found.kept_share:.0%} of what changed had anything comparable beside it"
        return Judged("overlap too weak", None, reason, _ROLLOUT)
    return None


def _holds_zero(interval: Estimate) -> bool:
    return interval.low <= 0.0 <= interval.high
