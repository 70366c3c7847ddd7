"""What may be claimed of a fact: the state that its evidence puts it in, decided by rule and not by taste.

State is statistics; whether a rise is good is the metric's direction, and another matter.
"""

from __future__ import annotations

from typing import Final, Literal

from valuestory.slides.facts import Fact, Facts

State = Literal["flat", "rise", "fall", "not established", "level only", "not measured"]
TOLERANCE_POINTS: Final = 0.01
"""A share's change within one point is flat, or within two percent of it where that is less."""
TOLERANCE_RELATIVE: Final = 0.02
"""Any other change within two percent is flat."""


def state_of(fact: Fact | None, against: str = "year_ago") -> State:
    """Return the state of a fact against another period.

    Parameters
    ----------
    fact
        None where it is not measured.
    against
        `previous` or `year_ago`.

    Notes
    -----
    Flat is tested first: the interval of the change lies within the tolerance. Then rise and fall: the interval leaves
    out zero. A wider interval that takes zero in is not established.
    """
    if fact is None or not isinstance(fact.value, int | float):
        return "not measured"
    change = fact.changes.get(against)
    if change is None or change.low is None or change.high is None:
        return "level only"
    tolerance = _tolerance(fact, fact.value - change.value)
    if -tolerance <= change.low and change.high <= tolerance:
        return "flat"
    if change.low > 0:
        return "rise"
    return "fall" if change.high < 0 else "not established"


def state_in(facts: Facts, name: str, against: str = "year_ago") -> State:
    """Return the state of a metric, or of a slice of one such as ``time_to_value[life_event=onboarding]``, in facts."""
    metric, bracket, part = name.partition("[")
    return state_of(facts.get(f"{metric}@{facts.period}{bracket}{part}"), against)


def _tolerance(fact: Fact, before: float) -> float:
    relative = TOLERANCE_RELATIVE * abs(before)
    if fact.unit == "share":  # one point is nothing to a retention of 90 %, and much to a cost of 7 % of revenue
        return min(TOLERANCE_POINTS, relative)
    return 1.0 if fact.unit == "points" else relative
