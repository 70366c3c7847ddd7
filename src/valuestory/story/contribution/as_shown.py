"""The claimed lines of the ledger, rounded so that they add up on slides: in bridge, table and tiles alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from valuestory.story.adding_up import ranges_adding_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuestory.contribution.ledger.ledger import Ledger, Line
    from valuestory.slides.number_words import NumberWords


def as_they_add_up(ledger: Ledger, numbers: NumberWords) -> list[Line]:
    """Return a ledger's lines, those claimed in money rounded to what their sum is shown in, each end for itself.

    Lines stay exact where one alone is claimed, for it is the sum; and where one is so much larger than the sum, as a
    gain beside a loss may be, that it is never written as finely: then no rounding makes them add up.

    Parameters
    ----------
    ledger
        Its own lines stay exact: `Ledger.table` is what Finance calculates with.
    numbers
        How amounts are written; its currency says which lines are money.
    """
    money = numbers.currency
    claimed = [place for place, each in enumerate(ledger.lines) if each.in_headline and each.unit == money]
    lines, total = list(ledger.lines), ledger.headline(money)
    step = _step(total, numbers)
    parts = [lines[place].ends for place in claimed]
    if len(parts) < 2 or any(_step(each, numbers) > step for each in parts):
        return lines
    for place, (low, base, high) in zip(claimed, ranges_adding_up(parts, total, step), strict=True):
        lines[place] = replace(lines[place], low=low, base=base, high=high)
    return lines


def _step(ends: Sequence[float], numbers: NumberWords) -> float:
    low, base, high = ends
    return numbers.precision(base, "money", "money", bounds=(low, high)).step
