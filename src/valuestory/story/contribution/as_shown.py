"""The claimed lines of the ledger, rounded so that they add up on slides: in bridge, table and tiles alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from valuestory.slides.facts import Fact
from valuestory.slides.shown import step_of
from valuestory.story.facts.adding_up import ranges_adding_up

if TYPE_CHECKING:
    from valuestory.contribution.ledger.ledger import Ledger, Line
    from valuestory.slides.number_words import NumberWords


def as_they_add_up(ledger: Ledger, numbers: NumberWords) -> list[tuple[Line, float | None]]:
    """Return a ledger's lines, those claimed in money rounded to what their sum is shown in, each end for itself.

    Each with the step that it is shown in, which the sum decides however much larger a gain beside a loss may be. None,
    and exact, is what is not claimed in money, one that is claimed alone, for it is the sum, and one that would be
    written as nothing.

    Parameters
    ----------
    ledger
        Its own lines stay exact: `Ledger.table` is what Finance calculates with.
    numbers
        How amounts are written; its currency says which lines are money.
    """
    money = numbers.currency
    claimed = [place for place, each in enumerate(ledger.lines) if each.in_headline and each.unit == money]
    total = ledger.headline(money)
    shown: list[tuple[Line, float | None]] = [(each, None) for each in ledger.lines]
    parts = [ledger.lines[place].ends for place in claimed]
    if len(parts) < 2:
        return shown
    low, base, high = total
    step = step_of(Fact("total", base, "money", low=low, high=high), numbers)
    for place, exact, (low, base, high) in zip(claimed, parts, ranges_adding_up(parts, total, step), strict=True):
        line = replace(ledger.lines[place], low=low, base=base, high=high)
        shown[place] = line, None if line.ends == exact and abs(base) < step / 2 else step
    return shown
