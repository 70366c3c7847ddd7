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
) -> Fact:
    """Return a fact with its evidence.

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
    """
    ends = [None if math.isnan(each) else each for each in (low, high)]
    evidence = Evidence(kind="declared", definition=label, source=source, grade=grade)
    return Fact(name, value, unit, label, low=ends[0], high=ends[1], evidence=evidence)
