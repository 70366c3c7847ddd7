"""Parts that add up as they are displayed: rounded by largest remainder, so that no reader finds a sum that is off."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def adding_up(parts: Sequence[float], total: float, step: float = 1.0) -> list[float]:
    """Return parts rounded to a step, so that they sum to the total as it is rounded to that step.

    Each is rounded down; the steps that are then missing go to those that lost most by it (Hamilton's method). What is
    moved is less than a step a part as long as the exact parts sum to the exact total.

    Parameters
    ----------
    parts
        Exact, of any sign.
    total
        What they sum to, exact.
    step
        What is shown: 1 for whole numbers, 0.1 for one decimal.

    Examples
    --------
    >>> adding_up([-7.3, 56.5, 7.9], 57.1)
    [-7.0, 56.0, 8.0]
    """
    down = [math.floor(each / step) for each in parts]
    losses = sorted(range(len(parts)), key=lambda at: down[at] - parts[at] / step)
    each_more, left = divmod(_steps(total, step) - sum(down), len(parts) or 1)
    more = set(losses[:left])
    return [_at(count + each_more + (at in more), step) for at, count in enumerate(down)]


def _steps(value: float, step: float) -> int:
    """Return how many steps a value is once it is rounded, half away from zero, as numbers on slides are."""
    exact = Decimal(repr(float(value))) / Decimal(repr(float(step)))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _at(steps: int, step: float) -> float:
    return round(steps * step, max(0, -math.floor(math.log10(step))))


Ends = tuple[float, float, float]
"""The low end, the best estimate and the high end of an amount."""


def ranges_adding_up(parts: Sequence[Ends], total: Ends, step: float) -> list[Ends]:
    """Return amounts with their ranges, rounded so that lows, estimates and highs each sum to those of the total.

    A part that would be written as nothing stays exact: it is shown by its own size, and the others make the sum.

    Parameters
    ----------
    parts
        Low, estimate and high of each, in order; lows sum to the total's low, and so on.
    total
        Of all of them.
    step
        What the total is shown in.

    Examples
    --------
    >>> ranges_adding_up([(6.4, 12.6, 17.3), (3.3, 4.7, 5.4)], (9.7, 17.3, 22.7), 1.0)
    [(6.0, 12.0, 17.0), (4.0, 5.0, 6.0)]
    """
    large = [place for place, each in enumerate(parts) if abs(each[1]) >= step / 2]
    kept = [parts[place] for place in large]
    low, middle, high = ([each[end] for each in kept] for end in range(3))
    middles = adding_up(middle, total[1], step)
    below = _distances([one - other for one, other in zip(middle, low, strict=True)], total[1], total[0], step)
    above = _distances([one - other for one, other in zip(high, middle, strict=True)], total[2], total[1], step)
    rounded = list(parts)
    for place, at, less, more in zip(large, middles, below, above, strict=True):
        rounded[place] = (on_steps(at - less, step), at, on_steps(at + more, step))
    return rounded


def on_steps(value: float, step: float) -> float:
    """Return a value rounded to a step, half away from zero."""
    return _at(_steps(value, step), step)


def _distances(exact: Sequence[float], upper: float, lower: float, step: float) -> list[float]:
    """Return distances between ends, none below zero, which sum to that of the total's two ends as they are rounded."""
    return adding_up(exact, on_steps(upper, step) - on_steps(lower, step), step)
