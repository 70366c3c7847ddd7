"""Figures that repeat something: in alt texts, chart labels, and where a fact's own definition or source is told.

A label repeats its own point's value, rounded as it is written, or a part of a fact that its chart draws, as we write
it; an alt text repeats any fact of its slide. What a chart's categories and series are called is no figure.
A definition ("no case within 14 days"), what a fact is called and what was set aside ("12 of 44,162 cases") are words
of the deck's evidence or of the catalogue: a figure in them is sourced as long as they stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from valuestory.audit.figures import Figure
from valuestory.audit.likeness import plain
from valuestory.audit.recorded import RecordedSlide
from valuestory.deck.file.evidence import Evidence
from valuestory.deck.reading.deck import ReadSlide
from valuestory.deck.reading.words import Words
from valuestory.errors import StoryError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords, Style
from valuestory.slides.shown import shown

_SCALES: Final = {"%": 100.0, "k": 1e-3, "tsd": 1e-3, "thousand": 1e-3, "m": 1e-6, "mio": 1e-6, "million": 1e-6}
_LARGE: Final = {"b": 1e-9, "bn": 1e-9, "mrd": 1e-9, "billion": 1e-9}
_LENGTHS: Final = (1.0, 1 / 60, 1 / 1440, 24.0)
"""Minutes as hours and days, days as hours: the units that durations are shown in."""


@dataclass(frozen=True)
class Quotable:
    """What may be quoted on a slide: shown texts with their facts, exact values with theirs, each label's own point.

    `charts` are the texts of the facts that each chart draws; `names` what charts call their categories and series.
    """

    texts: dict[str, str] = field(default_factory=dict)
    charts: dict[str, dict[str, str]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    values: tuple[tuple[float, str], ...] = ()
    lengths: tuple[tuple[float, str], ...] = ()
    points: dict[tuple[str, int, int], tuple[float, str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recorded: RecordedSlide, evidence: Evidence, slide: ReadSlide) -> Quotable:
        """Return what may be quoted on a slide."""
        facts = [fact for fact in evidence.facts if fact.id in recorded.facts]
        written = {fact.id: tuple(_written(fact, evidence)) for fact in facts}
        texts = {plain(each.text): each.fact for line in recorded.paragraphs for each in line.shown}
        texts |= {text: fact for fact, said in written.items() for text in said}
        charts = {
            shape: {text: each.fact for each in points for text in written.get(each.fact, ())}
            for shape, points in recorded.charts.items()
        }
        names = {each.name for chart in slide.charts for each in chart.series}
        names |= {each.category for chart in slide.charts for series in chart.series for each in series.points}
        plotted = {
            (shape, plain(str(each.values.get("series", ""))), plain(str(each.values.get("category", "")))): each.fact
            for shape, points in recorded.charts.items()
            for each in points
        }
        points = {
            (chart.shape, at, point.index): (
                point.value,
                plotted.get((chart.shape, plain(series.name), plain(point.category)), ""),
            )
            for chart in slide.charts
            for at, series in enumerate(chart.series)
            for point in series.points
        }
        drawn = [
            (float(each.values["value"]), each.fact)
            for shape in recorded.charts.values()
            for each in shape
            if isinstance(each.values.get("value"), int | float)
        ]
        timed = [fact for fact in facts if fact.unit in ("minutes", "days")]
        values = (*(pair for fact in facts if fact not in timed for pair in _values(fact)), *drawn)
        lengths = tuple(pair for fact in timed for pair in _values(fact))
        words = dict.fromkeys(_catalogue_words(), "")
        words |= {text: fact.id for fact in (*evidence.facts, *facts) for text in _evidence_words(fact)}
        return cls(texts, charts, tuple(names), values, lengths, points, words)


def _written(fact: Fact, evidence: Evidence) -> Iterator[str]:
    """Yield the texts of a fact's parts, as text and as label."""
    numbers = NumberWords(evidence.locale or "en_US", evidence.currency or "USD")
    forms: tuple[Style, ...] = ("text", "label")
    for part in ("value", "low", "high", "n", *(f"change@{each}" for each in fact.changes)):
        if isinstance(fact.part(part), int | float):
            for form in forms:
                try:
                    yield plain(shown(fact, part, None, numbers, form=form)[0])
                except StoryError:  # a relative change from nothing has no words
                    continue


def _evidence_words(fact: Fact) -> Iterator[str]:
    """Yield what a fact is called and what its evidence says in words, where a figure is among them."""
    said = fact.evidence
    for text in (fact.label, said.definition, said.formula, said.source, said.doubt, *said.set_aside, *said.emptied):
        if any(map(str.isdigit, text)):
            yield plain(text).rstrip(".")


@cache
def _catalogue_words() -> tuple[str, ...]:
    """Return the definitions of the catalogue that hold a figure: a slide of definitions tells measures by them."""
    from valuestory.metrics.catalogue import METRICS

    told = (text for each in METRICS.values() for text in (each.definition, each.formula))
    return tuple(plain(text).rstrip(".") for text in told if any(map(str.isdigit, text)))


def _values(fact: Fact) -> Iterator[tuple[float, str]]:
    changes = [value for change in fact.changes.values() for value in (change.value, -change.value)]  # "3 less": a fall
    for value in (fact.value, fact.low, fact.high, fact.n, *changes):
        if isinstance(value, int | float):
            yield float(value), fact.id


def quoted(figure: Figure, words: Words, quotable: Quotable) -> str | None:
    """Return the fact that a figure repeats ("" where its point has none), or None where it repeats nothing."""
    if words.where == "chart" and words.cell is not None:
        return _own_point(figure, words, quotable)
    fact = _repeated(figure, quotable.texts)
    if fact is None:
        fact = next((fact for value, fact in quotable.values if rounds_to(value, figure.text)), None)
    if fact is None:
        lengths = ((value * unit, fact) for value, fact in quotable.lengths for unit in _LENGTHS)
        fact = next((fact for value, fact in lengths if rounds_to(value, figure.text)), None)
    return fact


def _repeated(figure: Figure, texts: Mapping[str, str]) -> str | None:
    said = plain(figure.text)
    return next((fact for text, fact in texts.items() if text == said or text.startswith(f"{said} ")), None)


def told(figure: Figure, text: str, words: dict[str, str]) -> str | None:
    """Return the fact whose evidence, told word for word in a text, holds a figure; None where none does."""
    before = plain(f"{text[: figure.start]}|")[:-1]
    whole = plain(text).casefold()
    start = len(before) + (0 if before.endswith(" ") or not text[: figure.start].endswith(" ") else 1)
    return next((fact for said, fact in words.items() if _holds(whole, said.casefold(), start)), None)


def _holds(text: str, said: str, place: int) -> bool:
    at = text.find(said)
    while at >= 0:
        if at <= place < at + len(said):
            return True
        at = text.find(said, at + 1)
    return False


def _own_point(figure: Figure, words: Words, quotable: Quotable) -> str | None:
    assert words.cell is not None
    value, fact = quotable.points.get((words.shape, *words.cell), (float("nan"), ""))
    return fact if rounds_to(value, figure.text) else _repeated(figure, quotable.charts.get(words.shape, {}))


def rounds_to(value: float, text: str) -> bool:
    """Return whether a value, rounded as a text is written, reads as the text: 0.853 as "85%" or "85.3%"."""
    match = re.search(r"\d(?:[\d.,'\u2019\u00a0\u202f]*\d)?", text)
    if match is None or value != value:
        return False
    scale = _scale(text[match.end() :])
    sign = -1 if re.search(r"[-\u2212]", text[: match.start()]) else 1
    return any(
        abs(abs(value * scale) - read) <= 0.5 * 10**-decimals + 1e-9 and (value >= 0 or sign < 0 or read == 0)
        for read, decimals in _readings(match[0])
    )


def _scale(after: str) -> float:
    word = after.strip().rstrip(".").lower()
    return (_SCALES | _LARGE).get(word, 1.0)


def _readings(digits: str) -> Iterator[tuple[float, int]]:
    """Yield what digits may mean, with their decimals: "1.234" is a thousand and some, or one and a fraction."""
    bare = re.sub(r"[^\d]", "", digits)
    parts = re.split(r"[^\d]", digits)
    if len(parts) == 1 or all(len(each) == 3 for each in parts[1:]):
        yield float(bare), 0
    if len(parts) > 1:
        yield float("".join(parts[:-1]) + "." + parts[-1]), len(parts[-1])
