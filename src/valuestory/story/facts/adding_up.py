"""Parts that add up as they are displayed: rounded by largest remainder, so that no reader finds a sum that is off."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from valuestory.slides.shown import step_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuestory.slides.facts import Fact
    from valuestory.slides.number_words import NumberWords


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


def bridge_adding_up(facts: Sequence[Fact], numbers: NumberWords) -> list[Fact]:
    """Return the facts of a bridge, rounded so that the first and its parts sum to the last as they are shown.

    All are shown in one step: that of the ends, or a finer one in which the largest part has a figure of its own, up to
    the fifth figure of the ends.

    Parameters
    ----------
    facts
        The first end, the parts and the last end, in one unit; exact, so that they add up.
    """
    values = [float(each.value) for each in facts if isinstance(each.value, int | float)]
    assert len(values) == len(facts) > 1, "a bridge has two ends, and every fact of it has a value"
    step = _step_between(facts[0], facts[-1], values[1:-1], numbers)
    first, last = on_steps(values[0], step), on_steps(values[-1], step)
    rounded = [first, *adding_up(values[1:-1], last - first, step), last]
    return [replace(fact, value=value, step=step) for fact, value in zip(facts, rounded, strict=True)]


def parts_as_shown(total: Fact, parts: Sequence[Fact], step: float) -> list[Fact]:
    """Return the parts of a sum as facts of their own, `NAME_shown`, rounded so that they add up to it as it is shown.

    Their intervals and changes are those of the exact ones, and are left out.

    Parameters
    ----------
    total
        The sum; exact.
    parts
        What it is the sum of, in the same unit; exact.
    step
        What the sum is shown in.
    """
    values = [float(each.value) for each in (total, *parts) if isinstance(each.value, int | float)]
    assert len(values) == len(parts) + 1, "a sum and all its parts have values"
    rounded = adding_up(values[1:], values[0], step)
    return [_as_shown(part, value, step) for part, value in zip(parts, rounded, strict=True)]


def _as_shown(part: Fact, value: float, step: float) -> Fact:
    evidence = replace(part.evidence, definition=f"{part.evidence.definition} Rounded so that the parts add up.")
    given = replace(part, name=f"{part.name}_shown", value=value, step=step, evidence=evidence)
    return replace(given, low=None, high=None, n=None, numerator=None, denominator=None, changes={})


def shares_adding_up(shares: Sequence[float]) -> tuple[list[float], float]:
    """Return shares of one whole, rounded so that they sum to what they came to, and the step in which they are shown.

    It is whole percents; a tenth where one would read as nothing or all and is neither.

    Examples
    --------
    >>> shares_adding_up([1 / 3, 1 / 3, 1 / 3])
    ([0.34, 0.33, 0.33], 0.01)
    """
    is_hidden = any(each not in (0, 1) and on_steps(abs(each), _PERCENT) in (0, 1) for each in shares)
    step = _PERCENT / 10 if is_hidden else _PERCENT
    return adding_up(shares, math.fsum(shares), step), step


_PERCENT: Final = 0.01
_FIGURES: Final = 5
"""Figures that an end of a bridge has at most."""


def _step_between(first: Fact, last: Fact, parts: Sequence[float], numbers: NumberWords) -> float:
    step = min(step_of(each, numbers) for each in (first, last))
    size = max(abs(float(each.value)) for each in (first, last) if isinstance(each.value, int | float))
    largest = max(map(abs, parts), default=0.0)
    if not size or not largest:
        return step
    least = 1.0 if first.unit == "count" else 0.0
    finest = max(_power(size) * 10.0 ** (1 - _FIGURES), least)
    return min(step, max(_power(largest), finest))


def _power(value: float) -> float:
    """Return the largest power of ten that is no larger than a value."""
    return 10.0 ** math.floor(math.log10(value))


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
