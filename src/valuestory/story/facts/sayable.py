"""Whether a sentence can be said: whether all of its facts exist, have a value, and none is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from valuestory.errors import UnknownFactError
from valuestory.metrics import METRICS, Company
from valuestory.slides.facts import TAG, Fact, Facts, Reference


def can_be_said(text: str, facts: Facts) -> bool:
    """Return whether all facts of a text exist, have a value, and none is in doubt."""
    return not unknown(text, facts) and not any(fact.evidence.doubt for fact in _named(text, facts))


def unknown(text: str, facts: Facts) -> list[Reference]:
    """Return the references of a text that name nothing, or nothing with a value."""
    found = []
    for match in TAG.finditer(text):
        reference = Reference.parse(match["inside"])
        try:
            fact, part = facts.resolve(reference)
        except UnknownFactError:
            found.append(reference)
            continue
        if fact.part(part) is None:
            found.append(reference)
    return found


def why_not(texts: Sequence[str], company: Company, facts: Facts) -> str | None:
    """Return why texts cannot be said of a company, or None where a name in them is simply wrong."""
    missing = [each for text in texts for each in unknown(text, facts)]
    if not missing or any(each.name not in METRICS for each in missing):
        return None
    first = missing[0]
    gaps = company.gaps()
    row = gaps[gaps["metric"] == first.name]
    label = METRICS[first.name].label
    if row.empty:
        return f"{label} has no value for {first.period or company.period.name}"
    return f"{label} is not measured yet: {row.iloc[0]['missing']} would show it"


def _named(text: str, facts: Facts) -> list[Fact]:
    references = [Reference.parse(match["inside"]) for match in TAG.finditer(text)]
    return [facts.resolve(reference)[0] for reference in references]
