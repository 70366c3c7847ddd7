"""The facts of a deck computed again, from a company's data and by its notebook, and why one differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuestory.audit.finding import Finding
from valuestory.audit.rerun import Rerun
from valuestory.deck.file.evidence import Evidence, Origin
from valuestory.errors import DeckError
from valuestory.slides.facts import WHOLE, Fact
from valuestory.slides.restated import same, why_restated

if TYPE_CHECKING:
    from valuestory.metrics import Company


@dataclass(frozen=True)
class Recomputed:
    """What a company's data give today: facts by id, and the tables and the version that they were computed from.

    `by_notebook` says whether the deck's notebook has run once more: then what it declares or works out is among them.
    """

    facts: Mapping[str, Fact]
    origin: Origin
    by_notebook: bool = False


def told_again(run: Rerun) -> Recomputed:
    """Return a deck's facts as its notebook tells them today: the catalogue's, and what it declares and works out."""
    return Recomputed(run.facts, run.evidence.origin, by_notebook=True)


def recompute(evidence: Evidence, data: str) -> Recomputed:
    """Return a deck's facts as the data give them today: those of the catalogue alone.

    Parameters
    ----------
    evidence
        What the deck carries: it says of which period and which part of the company it is.
    data
        As `open_company` takes it.

    Raises
    ------
    DeckError
        When the deck carries no evidence, or not of which period it is.
    DataError, ProjectError, MetricError
        When the data cannot be read, or do not reach the deck's period.
    """
    if not evidence.period:
        raise DeckError("the deck does not say of which period it is", do="audit it without --data")
    from valuestory import __version__
    from valuestory.metrics import open_company

    company = open_company(data, period=evidence.period, where=evidence.where)
    return Recomputed(_facts(company, evidence), Origin(__version__, inputs=dict(company.tables.fingerprints)))


def _facts(company: Company, evidence: Evidence) -> Mapping[str, Fact]:
    from valuestory.slides.number_words import NumberWords
    from valuestory.story.facts.of_metrics import facts_of
    from valuestory.story.wording.vocabulary import vocabulary_of

    numbers = NumberWords(evidence.locale or "en_US", evidence.currency or "USD")
    slices = dict.fromkeys(fact.slice.partition("=")[0] for fact in evidence.facts if fact.slice != WHOLE)
    return facts_of(company, numbers, vocabulary_of(company.project), tuple(slices))


def compared(found: Sequence[Finding], evidence: Evidence, today: Recomputed) -> Iterator[Finding]:
    """Yield an audit's findings, each sourced number held against what the data give today."""
    facts = {fact.id: fact for fact in evidence.facts}
    assumed = tuple(_assumptions_changed(facts, today))
    for each in found:
        fact = facts.get(each.fact)
        if each.status != "sourced" or fact is None or each.part == "words" or fact.evidence.kind == "name":
            yield each
        else:
            yield _compared(each, fact, evidence, today, assumed)


def _assumptions_changed(was: Mapping[str, Fact], today: Recomputed) -> Iterator[str]:
    """Yield what the company or its notebook declares otherwise today, such as a wage."""
    for fact in was.values():
        now = today.facts.get(fact.id)
        if fact.evidence.kind == "declared" and now is not None and not same(fact.value, now.value):
            yield fact.label or fact.name


def _compared(finding: Finding, fact: Fact, evidence: Evidence, today: Recomputed, assumed: Sequence[str]) -> Finding:
    now = today.facts.get(fact.id)
    if now is None:
        return replace(finding, status="cannot be computed", why=_why_not(fact, evidence, today))
    part = finding.part or "value"
    was, value = fact.part(part), now.part(part)
    if same(was, value):
        return replace(finding, status="matches", now=value)
    why = why_differs(fact, now, evidence.origin, today.origin, assumed)
    return replace(finding, status="differs", now=value, why=why)


def _why_not(fact: Fact, evidence: Evidence, today: Recomputed) -> str:
    cells = [
        evidence.origin.cells[each.key]
        for each in evidence.shown
        if each.fact == fact.id and each.key in evidence.origin.cells
    ]
    where = f" (cell {min(cells)})" if cells else ""
    if today.by_notebook:
        return f"the notebook does not tell it any more{where}"
    again = "--rerun computes that again"
    if fact.evidence.kind == "declared":
        return f"it was given in the notebook{where}: {fact.evidence.source}; {again}"
    return f"it is no metric of the catalogue, but was computed in the notebook{where}: {again}"


def why_differs(was: Fact, now: Fact, before: Origin, after: Origin, assumed: Sequence[str] = ()) -> str:
    """Return why a value is another: another definition, other tables, another version, an assumption, or the settings.

    Parameters
    ----------
    was, now
        The fact as it was, and as it is.
    before, after
        What each was computed from.
    assumed
        What is declared otherwise today, by its label: told where nothing nearer explains it.
    """
    if plain := why_restated(was, now, before.inputs, after.inputs):
        return plain
    if before.valuestory != after.valuestory:
        return f"valuestory {before.valuestory or 'of an older kind'} computed it, this is {after.valuestory}"
    if before.inputs and set(before.inputs.items()) ^ set(after.inputs.items()):
        return "other tables were restated"
    if assumed:
        return f"assumptions have changed: {', '.join(assumed)}"
    return "the settings have changed: the tables, the definition and the version are the same"
