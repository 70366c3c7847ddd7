"""What changed between two decks: slides, titles, restated numbers with the reason, and what the new period brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from valuestory.audit.recomputed import same, why_differs
from valuestory.audit.recorded import recorded_slides
from valuestory.audit.slides_matched import match_slides
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.reading.deck import read_slides
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import shown

Kind = Literal["slide added", "slide removed", "title", "restated", "defined anew", "new period"]
ORDER: tuple[Kind, ...] = ("restated", "defined anew", "slide removed", "slide added", "title", "new period")
"""What a reader asks first: what was said before and is no longer so."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: the slide's key or the fact's name with its slice, what it was, what it is, and why."""

    kind: Kind
    what: str
    was: str = ""
    now: str = ""
    why: str = ""


def differences(old: Path, new: Path) -> list[Difference]:
    """Return what changed from one deck to another, what was restated first.

    A fact of one period that has another value in the newer deck was restated; one of a later period is new. Both
    decks' own evidence is compared, whatever people have edited since; `audit` tells of that.

    Raises
    ------
    TemplateError
        When a file is no PowerPoint file.
    DeckError
        When a deck carries no evidence: only decks that valuestory made can be compared.
    """
    before, after = read_evidence(old), read_evidence(new)
    found = [*_facts(before, after), *_slides(_titles(old, before), _titles(new, after))]
    return sorted(found, key=lambda each: ORDER.index(each.kind))


def _titles(deck: Path, evidence: Evidence) -> dict[str, str]:
    matched = match_slides(read_slides(deck), recorded_slides(evidence))
    return {each.recorded.key: each.slide.title for each in matched if each.recorded is not None and not each.copy}


def _slides(before: dict[str, str], after: dict[str, str]) -> Iterator[Difference]:
    for key, title in before.items():
        if key not in after:
            yield Difference("slide removed", key, title)
        elif after[key] != title:
            yield Difference("title", key, title, after[key])
    for key, title in after.items():
        if key not in before:
            yield Difference("slide added", key, "", title)


def _facts(before: Evidence, after: Evidence) -> Iterator[Difference]:
    old = {fact.id: fact for fact in before.facts if _is_figure(fact)}
    latest = {_name(fact): fact for fact in before.facts if _is_figure(fact) and fact.period == before.period}
    for fact in after.facts:
        if not _is_figure(fact):
            continue
        same_period, earlier = old.get(fact.id), latest.get(_name(fact))
        if same_period is not None:
            yield from _restated(same_period, fact, before, after)
        elif earlier is not None and fact.period == after.period != before.period:
            said = _said(earlier, before), _said(fact, after)
            yield Difference("new period", _name(fact), *said, f"{fact.period} after {earlier.period}")


def _restated(was: Fact, now: Fact, before: Evidence, after: Evidence) -> Iterator[Difference]:
    if not same(was.value, now.value):
        why = why_differs(was, now, before.origin, after.origin)
        yield Difference("restated", was.id, _said(was, before), _said(now, after), why)
    elif was.evidence.definition != now.evidence.definition:
        yield Difference("defined anew", was.id, was.evidence.definition, now.evidence.definition)


def _is_figure(fact: Fact) -> bool:
    return fact.unit not in ("text", "date") and fact.value is not None


def _name(fact: Fact) -> str:
    return fact.id.replace(f"@{fact.period}", "") if fact.period else fact.id


def _said(fact: Fact, evidence: Evidence) -> str:
    numbers = NumberWords(evidence.locale or "en_US", evidence.currency or "USD")
    return shown(fact, "value", None, numbers)[0]
