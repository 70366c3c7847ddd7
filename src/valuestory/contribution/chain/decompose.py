"""What each factor of a product contributes to the change of the product, without a residual."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Literal

from valuestory.errors import MetricError

Method = Literal["LMDI", "Shapley"]


def method_for(before: Mapping[str, float], after: Mapping[str, float]) -> Method:
    """Return how a change is split: by logarithms where every factor is positive, else over all orders of change."""
    return "LMDI" if all(each > 0 for each in (*before.values(), *after.values())) else "Shapley"


def decompose(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return what each factor adds to the change of the product of all: the parts add up to the change exactly.

    Where all are positive by the logarithmic mean Divisia index (Wood and Lenzen, 2006), else by the Shapley value,
    which is the mean over all orders in which the factors can change.

    Parameters
    ----------
    before, after
        The same factors, in the same order, each finite.

    Raises
    ------
    MetricError
        When the two do not have the same factors, or one is not finite.
    """
    if list(before) != list(after) or not all(map(math.isfinite, (*before.values(), *after.values()))):
        raise MetricError(
            "the two products do not have the same finite factors",
            where=f"{', '.join(before)}; {', '.join(after)}",
            do="compare two periods in which all factors are known",
        )
    by_logarithms = method_for(before, after) == "LMDI"
    parts = _lmdi(before, after) if by_logarithms else _shapley(list(before.values()), list(after.values()))
    return dict(zip(before, parts, strict=True))


def _lmdi(before: Mapping[str, float], after: Mapping[str, float]) -> list[float]:
    logarithms = [_growth(before[name], after[name]) for name in before]
    old, new = math.prod(before.values()), math.prod(after.values())
    total = math.fsum(logarithms)
    # The logarithmic mean of two equal numbers is the number itself.
    mean = (new - old) / total if abs(total) > 1e-9 else old
    return [mean * each for each in logarithms]


def _growth(before: float, after: float) -> float:
    ratio = after / before
    return math.log(ratio) if 0 < ratio < math.inf else math.log(after) - math.log(before)


def _shapley(before: Sequence[float], after: Sequence[float]) -> list[float]:
    steps: list[list[float]] = [[] for _ in before]
    for order in itertools.permutations(range(len(before))):
        now = list(before)
        for place in order:
            was = math.prod(now)
            now[place] = after[place]
            steps[place].append(math.prod(now) - was)
    return [math.fsum(each) / len(each) for each in steps]
