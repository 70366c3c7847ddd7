"""A figure that is no metric of the catalogue, as a fact: an estimate with its interval, its grade and its source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from valuestory.slides.facts import Evidence, Fact

if TYPE_CHECKING:
    from valuestory.slides.number_words import Unit


def estimated(
    name: str,
    value: float | str,
    unit: Unit,
    label: str,
    source: str,
    low: float = math.nan,
    high: float = math.nan,
    grade: str = "",
    *,
    declared: bool = False,
    step: float | None = None,
) -> Fact:
    """Return a fact with its evidence: estimated where it has an interval or a grade, else counted.

    Parameters
    ----------
    name
        Under which slides name it.
    value, unit
        As in `Fact`.
    label
        What it is, in words.
    source
        What it was made of.
    low, high
        The ends of its interval; NaN where it has none.
    grade
        Of the evidence; empty for what is counted.
    declared
        Whether somebody gave it, as an assumption.
    step
        What it is shown in where it stands in a sum; None where its own size decides.
    """
    ends = [None if math.isnan(each) else each for each in (low, high)]
    kind = "declared" if declared else "estimated" if grade or ends != [None, None] else "counted"
    evidence = Evidence(kind=kind, definition=label, source=source, grade=grade)
    return Fact(name, value, unit, label, low=ends[0], high=ends[1], evidence=evidence, step=step)
