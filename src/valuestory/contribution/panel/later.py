"""Landmarks whose help is past and whose outcome is still to come: how many accounts they will compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from valuestory.contribution.panel.alive import alive_at, within

if TYPE_CHECKING:
    from valuestory.contribution.panel.windows import Windows
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period


class Later(NamedTuple):
    """A quarter to come in which an outcome window ends, and how many customers it will compare."""

    quarter: Period
    helped: int
    others: int

    @property
    def weight(self) -> float:
        """What tells as much in two groups of one size: the variance of a difference goes with one over it."""
        return self.helped * self.others / (self.helped + self.others) if self.helped and self.others else 0.0


def later_landmarks(facts: LandmarkFacts, windows: Windows, last: Period) -> Iterator[Later]:
    """Yield the landmarks after these windows' own whose exposure ends by `last`, the newest quarter of the facts.

    Nothing of them is guessed but that no customer of today leaves: that may happen until their outcome is known.
    """
    for step in range(1, len(windows.outcome) + 1):
        exposure = [each.plus(step) for each in windows.exposure]
        if exposure[-1].index > last.index:
            return
        alive = alive_at(facts.accounts, windows.outcome[0].plus(step).start)
        given = within(facts.answers, exposure)
        helped = int(alive.index.isin(given["account_id"]).sum())
        yield Later(windows.outcome[-1].plus(step), helped, len(alive) - helped)
