"""From a number on a slide back to where it comes from: what the evidence in the deck says of it, in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
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


def reasons(deck: Path, text: str, data: str | None = None) -> list[Reason]:
    """Return what the evidence says of each fact that a text of the deck shows.

    Parameters
    ----------
    deck
        A .pptx file.
    text
        As it stands on a slide ("$4.2 million"), or a fact's name or id.
    data
        The company's data, as `open_company` takes it: which files the tables are read from is told too.

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
    told = [_reason([each for each in there if each.fact == fact], evidence) for fact in facts]
    if data is None:
        return told
    return [replace(each, told=(*each.told, *traced(each.fact, data))) for each in told]


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
    yield from _queried(fact)
    yield "left out", "; ".join((*said.set_aside, *said.emptied))
    yield (
        "notebook cell",
        ", ".join(f"{evidence.origin.cells[key]} ({key})" for key in keys if key in evidence.origin.cells),
    )
    yield "made by", f"valuestory {evidence.origin.valuestory}" if evidence.origin.valuestory else ""


def _queried(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield the columns that a metric reads, and the SQL of its sums over the canonical tables; nothing of others."""
    from valuestory.metrics.catalogue import METRICS
    from valuestory.metrics.queries import metric_queries

    if fact.name not in METRICS or not fact.period_start:
        return
    found = METRICS[fact.name]
    yield "columns", ", ".join(dict.fromkeys((*found.needs, *found.reads)))
    start, end = (date.fromisoformat(day) for day in (fact.period_start, fact.period_end))
    for query in metric_queries(fact.name, start, end, fact.evidence.tables):
        head = f"query, {query.part}" + (f" ({query.column})" if query.how else "")
        yield head, "\n".join(each for each in (query.how, query.sql) if each)


def traced(fact: Fact, data: str) -> Iterator[tuple[str, str]]:
    """Yield where the tables behind a fact come from in a company's data: files or tables of a warehouse, and columns.

    Raises
    ------
    ProjectError, DataError
        When there is no such company: give a folder or a `valuestory.toml`.
    """
    from valuestory.data.sources.sources import find_project, find_sources

    sources = find_sources(find_project(data))
    for table in fact.evidence.tables:
        source = sources.get(table)
        if source is None:
            yield f"{table} from", "no source of its own: it is put together from others"
            continue
        columns = ", ".join(f"{ours} = {theirs}" for ours, theirs in source.settings.columns.items())
        yield f"{table} from", f"{source.name}: {columns}" if columns else source.name


def _table(name: str, evidence: Evidence) -> str:
    mark = evidence.origin.inputs.get(name, "")
    return f"{name} ({mark[:12]})" if mark else name


def _number(value: float | str | None) -> str:
    return "none" if value is None else value if isinstance(value, str) else f"{value:,.10g}"
