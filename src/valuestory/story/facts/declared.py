"""Facts that are declared: counted by hand, by a check, or by an analyst's own computation."""

from __future__ import annotations

from valuestory.slides.facts import Evidence, Fact
from valuestory.slides.number_words import Unit


def declared(
    name: str,
    value: float | str,
    *,
    unit: Unit,
    source: str,
    label: str,
    low: float | None = None,
    high: float | None = None,
) -> Fact:
    """Return a fact that belongs to no period, with its source in words; `value`, `low` and `high` are in `unit`."""
    evidence = Evidence(kind="declared", definition=label or name, source=source)
    return Fact(name, value, unit, label or name, low=low, high=high, evidence=evidence)
