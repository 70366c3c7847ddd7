"""How we know: for every fact that a slide shows its exact value, interval, n, period, definition, formula and source.

Facts of one metric stand together: what they share is said once, what differs is a row. Values are written in full,
not as rounded for the slide, and lie in the page exactly as computed (`<data value=...>`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from valuestory.slides.chart_data import facts_of
from valuestory.slides.facts import WHOLE, Evidence, Fact
from valuestory.slides.html.report_words import ReportWords
from valuestory.slides.number_words import NO_BREAK, Format, NumberWords, Precision
from valuestory.slides.slide import Slide, StoryRecord

_MINUTES_AN_HOUR: Final = 60
_MINUTES_A_DAY: Final = 24 * 60


@dataclass(frozen=True)
class Reader:
    """For whom a report is written: the language of its words, the locale of its numbers."""

    words: ReportWords
    numbers: NumberWords


def shown_facts(slide: Slide, record: StoryRecord) -> tuple[Fact, ...]:
    """Return the facts that a slide shows: those it brings, and any other of the story that its text or charts name."""
    known = {fact.id: fact for fact in record.facts} | {fact.id: fact for fact in slide.facts}
    named = [run.fact for paragraph in slide.paragraphs() for run in paragraph.runs if run.fact]
    ids = dict.fromkeys([*(fact.id for fact in slide.facts), *named, *_in_charts(slide)])
    return tuple(known[each] for each in ids if each in known)


def _in_charts(slide: Slide) -> list[str]:
    specs = [chart.spec for chart in (slide.chart, slide.chart2) if chart is not None]
    return [each for row in _mappings(specs) for each in facts_of(row)]


def _mappings(spec: object) -> Iterator[Mapping[str, object]]:
    """Yield every mapping inside a spec, rows among them, wherever its data lies."""
    if isinstance(spec, Mapping):
        yield spec
        spec = list(spec.values())
    if isinstance(spec, list | tuple):
        for each in spec:
            yield from _mappings(each)


def evidence_html(facts: Iterable[Fact], reader: Reader, anchors: Mapping[str, str]) -> str:
    """Return the evidence of some facts, one block a metric; `anchors` gives each fact's id in the page."""
    groups: dict[tuple[str, Evidence], list[Fact]] = {}
    for fact in facts:
        told = fact.evidence.definition or fact.evidence.formula
        groups.setdefault(("" if told else named(fact), fact.evidence), []).append(fact)
    return "".join(_metric(group, reader, anchors) for group in groups.values())


def _metric(facts: list[Fact], reader: Reader, anchors: Mapping[str, str]) -> str:
    evidence, words = facts[0].evidence, reader.words
    source = evidence.source
    if evidence.tables:
        source += f"{'; ' if source else ''}{words.tables}: {', '.join(evidence.tables)}"
    pairs = [
        (words.definition, escape(evidence.definition)),
        (words.formula, f"<code>{escape(evidence.formula)}</code>" if evidence.formula else ""),
        (words.evidence, escape(_strength(evidence, words))),
        (words.source, escape(source)),
        (words.left_out, escape("; ".join((*evidence.set_aside, *evidence.emptied)))),
    ]
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs if value)
    heading = escape("; ".join(dict.fromkeys(named(fact) for fact in facts)))
    return f'<section class="metric"><h4>{heading}</h4>{_values(facts, reader, anchors)}<dl>{told}</dl></section>'


def _strength(evidence: Evidence, words: ReportWords) -> str:
    kind = words.kinds.get(evidence.kind, evidence.kind)
    kind = kind[:1].upper() + kind[1:]
    if not evidence.grade:
        return kind
    return f"{kind}. {words.grade} {evidence.grade}: {words.grades.get(evidence.grade, '')}".rstrip(": ")


def named(fact: Fact) -> str:
    """Return what a fact is called: its label, else its name in words."""
    name = fact.label or fact.name.replace("_", " ")
    return name[:1].upper() + name[1:]


def _values(facts: list[Fact], reader: Reader, anchors: Mapping[str, str]) -> str:
    words = reader.words
    head = (words.period, words.value, words.interval, words.n, words.change)
    columns = [_cells(fact, reader) for fact in facts]
    kept = [index for index in range(len(head)) if index < 2 or any(cells[index] for cells in columns)]
    top = "".join(f'<th scope="col"{_right(index)}>{escape(head[index])}</th>' for index in kept)
    several = len({named(fact) for fact in facts}) > 1
    rows = []
    for fact, cells in zip(facts, columns, strict=True):
        rest = "".join(f"<td{_right(index)}>{cells[index]}</td>" for index in kept[1:])
        name = f"<b>{escape(named(fact))}</b>" if several else ""
        rows.append(f'<tr id="{anchors[fact.id]}"><th scope="row">{name}{cells[0]}</th>{rest}</tr>')
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(named(facts[0]))}">{table}</div>'


def _right(index: int) -> str:
    return ' class="right"' if index else ""


def _cells(fact: Fact, reader: Reader) -> tuple[str, str, str, str, str]:
    """Return a fact's row as HTML: period and slice, value, interval, n, changes."""
    whose = "" if fact.slice == WHOLE else f"<br>{escape(fact.slice.replace('=', ': '))}"
    parts = ""
    if fact.numerator is not None and fact.denominator is not None:
        plain = [_plain(each, reader.numbers) for each in (fact.numerator, fact.denominator)]
        parts = f"<br><small>{plain[0]} {escape(reader.words.of)} {plain[1]}</small>"
    n = "" if fact.n is None else _plain(fact.n, reader.numbers)
    return (
        escape(_period(fact, reader)) + whose,
        exact(fact.value, fact, reader) + parts,
        _interval(fact.low, fact.high, fact, reader),
        n,
        "<br>".join(_changes(fact, reader)),
    )


def _changes(fact: Fact, reader: Reader) -> list[str]:
    out = []
    for change in fact.changes.values():
        sign = "+" if change.value > 0 else ""
        size = exact(change.value, fact, reader, difference=True)
        span = _interval(change.low, change.high, fact, reader, difference=True)
        span = f" ({span})" if span else ""
        out.append(f"{sign}{size} {escape(reader.words.since)} {escape(change.against)}{span}")
    return out


def _interval(low: float | None, high: float | None, fact: Fact, reader: Reader, *, difference: bool = False) -> str:
    if low is None or high is None:
        return ""
    ends = [exact(each, fact, reader, difference=difference) for each in (low, high)]
    return f"{ends[0]} {escape(reader.words.to)} {ends[1]}"


def _period(fact: Fact, reader: Reader) -> str:
    if not (fact.period_start and fact.period_end):
        return fact.period
    last = (date.fromisoformat(fact.period_end) - timedelta(days=1)).isoformat()
    first, last = (reader.numbers.show(each, "date", Precision()) for each in (fact.period_start, last))
    return f"{fact.period}: {first} {reader.words.to} {last}" if fact.period else f"{first} {reader.words.to} {last}"


def exact(value: float | int | str | None, fact: Fact, reader: Reader, *, difference: bool = False) -> str:
    """Return a value in full, in its unit, as HTML that carries the computed value beside it.

    Parameters
    ----------
    value
        In the fact's unit.
    fact
        Whose value it is: its unit decides the form.
    reader
        Words and locale.
    difference
        It is a difference: that of two shares is in percentage points.
    """
    if value is None:
        return escape(reader.words.no_value)
    if isinstance(value, str):
        return escape(reader.numbers.show(value, "date" if fact.unit == "date" else "text", Precision()))
    style, precision, shown = _form(float(value), fact.unit, difference=difference)
    text = reader.numbers.show(shown, style, precision)
    return f'<data value="{value!r}">{escape(text)}</data>'


def _form(value: float, unit: str, *, difference: bool) -> tuple[Format, Precision, float]:
    """Return how a value is written in full: percents with two decimals, money under a thousand with cents."""
    size = abs(value)
    if unit == "share" and difference:
        return "points", Precision(1, 2), 100 * value
    if unit == "share":
        return "share", Precision(0.01, 2), value
    if unit == "money":
        return "money", Precision(1, 2 if size < 1000 else 0), value
    if unit in ("minutes", "days"):
        return "duration", _duration(size * (1 if unit == "minutes" else _MINUTES_A_DAY), unit), value
    if unit == "points":
        return "points", Precision(1, 2), value
    whole = float(value).is_integer()
    return "number", Precision(1, 0 if whole else 2 if size >= 100 else 4), value


def _duration(minutes: float, unit: str) -> Precision:
    each = 1 if unit == "minutes" else _MINUTES_A_DAY
    if minutes < 2 * _MINUTES_AN_HOUR:
        return Precision(1 / each, 1, "minute")
    if minutes < 2 * _MINUTES_A_DAY:
        return Precision(_MINUTES_AN_HOUR / each, 2, "hour")
    return Precision(_MINUTES_A_DAY / each, 2, "day")


def _plain(value: float, numbers: NumberWords) -> str:
    text = numbers.show(value, "number", Precision(1, 0 if float(value).is_integer() else 2))
    return escape(text.replace(" ", NO_BREAK))
