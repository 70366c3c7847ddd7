"""Parts that add up as they are displayed: rounded by largest remainder, so that no reader finds a sum that is off."""

from __future__ import annotations

import math
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
    missing = math.floor(total / step + 0.5) - sum(down)
    losses = sorted(range(len(parts)), key=lambda at: down[at] - parts[at] / step)
    more = set(losses[:missing]) if missing > 0 else set()
    decimals = max(0, -math.floor(math.log10(step)))
    return [round((count + (at in more)) * step, decimals) for at, count in enumerate(down)]
