"""Results -> facts: every figure with its evidence, ready for words and slides."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from valuestory.metrics import METRICS, Company, Metric
from valuestory.metrics.gaps.set_aside import Loss
from valuestory.metrics.periods import Period
from valuestory.slides.facts import WHOLE, Change, Evidence, Fact, Facts
from valuestory.slides.number_words import NumberWords
from valuestory.slides.vocabulary import Vocabulary

_PART: Final = " For a part of the company: its share of the ledger, by minutes worked on cases, else by cases."
"""What a cost is where the ledger is the whole company's and the figure is of a part."""


def facts_of(
    company: Company, numbers: NumberWords, vocabulary: Vocabulary, slices: Sequence[str] | None = None
) -> Facts:
    """Return a company's results as facts, with their changes.

    All periods of the whole; the slices (as `Company.metrics` takes them) of the story's own period and those that it
    is compared with.
    """
    period = company.period
    relative = {"previous": period.previous.name, "year_ago": period.year_ago.name}
    if company.baseline is not None:
        relative["baseline"] = company.baseline.name
    near = {period.name, *relative.values()}
    names = {pd.Timestamp(each.start): each for each in company.periods}
    changes = _changes(company.changes(slices=slices), names)
    doubts = {name: f"{fault.table} {fault.what}" for name, fault in company.doubts().items()}
    evidence = {name: _evidence(each, company, numbers, doubts.get(name, "")) for name, each in METRICS.items()}
    evidence = {name: _in_our_words(each, vocabulary) for name, each in evidence.items()}
    labels = {name: vocabulary.spoken(each.label) for name, each in METRICS.items()}
    return Facts(
        (
            _fact(row, names[row["period_start"]], evidence, labels, changes)
            for row in company.metrics(slices=slices).to_dict("records")
            if row["slice"] == WHOLE or names[row["period_start"]].name in near
        ),
        period=period.name,
        relative=relative,
    )


def _fact(
    row: Mapping[Hashable, object],
    period: Period,
    evidence: Mapping[str, Evidence],
    labels: Mapping[str, str],
    changes: Mapping[tuple[object, ...], dict[str, Change]],
) -> Fact:
    metric = METRICS[str(row["metric"])]
    exact = {name: _number(row[name]) for name in ("value", "low", "high", "numerator", "denominator")}
    return Fact(
        name=metric.name,
        unit=metric.unit,
        label=labels[metric.name],
        period=period.name,
        period_start=period.start.isoformat(),
        period_end=period.end.isoformat(),
        slice=str(row["slice"]),
        n=None if pd.isna(row["n"]) else int(row["n"]),  # type: ignore[call-overload]
        evidence=evidence[metric.name],
        changes=changes.get((metric.name, row["period_start"], row["slice"]), {}),
        **exact,
    )


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload,arg-type]


def _changes(table: pd.DataFrame, names: Mapping[pd.Timestamp, Period]) -> dict[tuple[object, ...], dict[str, Change]]:
    found: dict[tuple[object, ...], dict[str, Change]] = {}
    for row in table.to_dict("records"):
        key = (row["metric"], row["period_start"], row["slice"])
        change = Change(names[row["against_start"]].name, row["change"], row["low"], row["high"])
        found.setdefault(key, {})[str(row["against"])] = change
    return found


def _evidence(metric: Metric, company: Company, numbers: NumberWords, doubt: str) -> Evidence:
    part = company.where and metric.evidence == "ledger"
    tables = tuple(dict.fromkeys((*metric.tables, "cases"))) if part else metric.tables
    losses = [each for each in company.losses if each.metric == metric.name]
    return Evidence(
        kind="estimated" if part else metric.evidence,
        definition=metric.definition + (_PART if part else ""),
        formula=metric.formula,
        source=source_words(tables, company, numbers),
        tables=tables,
        doubt=doubt,
        set_aside=tuple(_rows_lost(each, numbers) for each in losses if each.set_aside),
        emptied=tuple(words for each in losses for words in _values_lost(each, numbers)),
    )


def _rows_lost(loss: Loss, numbers: NumberWords) -> str:
    aside, read = (_count(each, numbers) for each in (loss.set_aside, loss.read))
    return f"{aside} of {read} {_in_words(loss.table)} set aside"


def _values_lost(loss: Loss, numbers: NumberWords) -> Iterator[str]:
    for column, count in loss.emptied:
        yield f"{_count(count, numbers)} values of {column} in {_in_words(loss.table)} emptied"


def _count(value: int, numbers: NumberWords) -> str:
    return numbers.show(float(value), "count", numbers.precision(float(value), "count", "count"))


def _in_words(table: str) -> str:
    return table.replace("_", " ")


def _in_our_words(evidence: Evidence, vocabulary: Vocabulary) -> Evidence:
    return replace(
        evidence,
        definition=vocabulary.spoken(evidence.definition),
        formula=vocabulary.apply(evidence.formula),
        source=vocabulary.spoken(evidence.source),
        doubt=vocabulary.spoken(evidence.doubt),
        set_aside=tuple(vocabulary.spoken(each) for each in evidence.set_aside),
        emptied=tuple(vocabulary.spoken(each) for each in evidence.emptied),
    )


def source_words(tables: Iterable[str], company: Company, numbers: NumberWords) -> str:
    """Return the systems that tables came from and when they were extracted, in plain words."""
    notes = [company.tables.sources[name] for name in tables if name in company.tables.sources]
    systems = ", ".join(dict.fromkeys(note.system for note in notes))
    dates = sorted({note.extracted_on for note in notes if note.extracted_on})
    if not dates:
        return systems
    shown = numbers.show(dates[-1], "date", numbers.precision(0.0, "date", "date"))
    return f"{systems}; extracted {shown}"
