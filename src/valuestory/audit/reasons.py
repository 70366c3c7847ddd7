"""From a number on a slide back to where it comes from: what the evidence in the deck says of it, in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from valuestory.audit.auditing import findings
from valuestory.audit.finding import Finding
from valuestory.audit.likeness import plain
from valuestory.deck.file.evidence import Evidence, Plotted, Shown, find_evidence
from valuestory.errors import DeckError, did_you_mean
from valuestory.slides.facts import WHOLE, Fact


@dataclass(frozen=True)
class Reason:
    """One fact that a text of the deck shows: where it stands, and what the evidence says of it.

    `places` are slide and shape of every place that shows the text; `told` are names and words, in the order in which
    a sceptic asks for them.
    """

    fact: Fact
    status: str
    places: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


def reasons(deck: Path, text: str) -> list[Reason]:
    """Return what the evidence says of each fact that a text of the deck shows.

    Parameters
    ----------
    deck
        A .pptx file.
    text
        As it stands on a slide ("$4.2 million"), or a fact's name or id.

    Raises
    ------
    TemplateError
        When the file cannot be read.
    DeckError
        When the deck carries no evidence, or no number of it reads so: the message names the nearest ones.
    """
    evidence = find_evidence(deck)
    if evidence is None:
        raise DeckError("the deck carries no evidence", where=deck.name, do="export it again from its notebook")
    found = findings(deck)
    wanted = plain(text)
    there = [each for each in found if each.fact and _is_meant(each, wanted)]
    if not there:
        _refuse(deck, text, found)
    facts = dict.fromkeys(each.fact for each in there)
    return [_reason([each for each in there if each.fact == fact], evidence) for fact in facts]


def _is_meant(finding: Finding, wanted: str) -> bool:
    shown, was = plain(finding.shown), plain(finding.was)
    name = finding.fact.partition("@")[0]
    return wanted in (shown, was, finding.fact, name) or (shown.startswith(f"{wanted} ") and wanted[-1:].isdigit())


def _refuse(deck: Path, text: str, found: list[Finding]) -> None:
    unsourced = [each for each in found if plain(each.shown) == plain(text)]
    if unsourced:
        where = f"{deck.name}, slide {unsourced[0].slide}, {unsourced[0].shape}"
        raise DeckError(f'nothing says where "{text}" comes from', where=where, do="ask who typed it")
    shown = sorted({each.shown for each in found if each.fact and each.shown})
    hint = did_you_mean(text, shown) or "valuestory audit lists every number"
    raise DeckError(f'no number of the deck reads "{text}"', where=deck.name, do=hint)


def _reason(found: list[Finding], evidence: Evidence) -> Reason:
    fact = evidence.fact(found[0].fact)
    assert fact is not None, "a finding names a fact of the evidence"
    places = dict.fromkeys(f"slide {each.slide}, {each.shape or each.where}" for each in found)
    status = "altered" if any(each.status == "altered" for each in found) else "sourced"
    shown: tuple[Shown | Plotted, ...] = (*evidence.shown, *evidence.plotted)
    keys = dict.fromkeys(each.key for each in shown if each.fact == fact.id)
    return Reason(fact, status, tuple(places), tuple(_told(fact, evidence, tuple(keys))))


def _told(fact: Fact, evidence: Evidence, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a fact; what it has not is left out."""
    said = fact.evidence
    yield "what it is", fact.label or fact.name
    yield "definition", said.definition
    yield "formula", said.formula
    yield "exact value", f"{_number(fact.value)} ({fact.unit})"
    if fact.numerator is not None and fact.denominator not in (None, 1):
        yield "made of", f"{_number(fact.numerator)} / {_number(fact.denominator)}"
    if fact.low is not None and fact.high is not None:
        yield "95% interval", f"{_number(fact.low)} to {_number(fact.high)}"
    yield "observations", _number(fact.n) if fact.n is not None else ""
    for key, change in fact.changes.items():
        ends = f" ({_number(change.low)} to {_number(change.high)})" if change.low is not None else ""
        yield f"change, {key.replace('_', ' ')}", f"{_number(change.value)}{ends} against {change.against}"
    window = f", from {fact.period_start} to before {fact.period_end}" if fact.period_start else ""
    yield "period", f"{fact.period}{window}" if fact.period else ""
    yield "part of the company", "" if fact.slice == WHOLE else fact.slice
    yield "evidence", ", ".join(each for each in (said.kind, f"grade {said.grade}" if said.grade else "") if each)
    yield "doubt", said.doubt
    yield "source", said.source
    yield "tables", ", ".join(_table(each, evidence) for each in said.tables)
    yield "left out", "; ".join((*said.set_aside, *said.emptied))
    yield (
        "notebook cell",
        ", ".join(f"{evidence.origin.cells[key]} ({key})" for key in keys if key in evidence.origin.cells),
    )
    yield "made by", f"valuestory {evidence.origin.valuestory}" if evidence.origin.valuestory else ""


def _table(name: str, evidence: Evidence) -> str:
    mark = evidence.origin.inputs.get(name, "")
    return f"{name} ({mark[:12]})" if mark else name


def _number(value: float | str | None) -> str:
    return "none" if value is None else value if isinstance(value, str) else f"{value:,.10g}"
