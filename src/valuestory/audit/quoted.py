"""Figures that repeat something: in alt texts, chart labels, and where a fact's own definition or source is told.

A label repeats its own point's value, rounded as it is written, or a part of a fact that its chart draws, as we write
it; an alt text repeats any fact of its slide. What a chart's categories and series are called is no figure.
A definition ("no case within 14 days"), what a fact is called and what was set aside ("12 of 44,162 cases") are words
of the deck's evidence or of the catalogue: a figure in them is sourced as long as they stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from valuestory.audit.figures import Figure
from valuestory.audit.likeness import plain
from valuestory.audit.readings import LENGTHS, is_timed, part_of, rounds_to, values_of, written
from valuestory.audit.recorded import RecordedSlide
from valuestory.deck.file.evidence import Evidence
from valuestory.deck.file.places import LABEL
from valuestory.deck.reading.deck import ReadSlide
from valuestory.deck.reading.words import Words
from valuestory.slides.facts import Fact
from valuestory.slides.language import language_of
from valuestory.slides.vocabulary import Vocabulary


@dataclass(frozen=True)
class Quotable:
    """What may be quoted on a slide: shown texts with their facts, exact values with theirs, each label's own point.

    `charts` are the texts of the facts that each chart draws, `named` those that it tells in labels alone; `names` is
    what charts call their categories and series, `locale` the deck's.
    """

    texts: dict[str, str] = field(default_factory=dict)
    charts: dict[str, dict[str, str]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    values: tuple[tuple[float, str], ...] = ()
    lengths: tuple[tuple[float, str], ...] = ()
    points: dict[tuple[str, int, int], tuple[float, str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    named: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    locale: str = "en_US"

    @classmethod
    def of(cls, recorded: RecordedSlide, evidence: Evidence, slide: ReadSlide) -> Quotable:
        """Return what may be quoted on a slide."""
        facts = [fact for fact in evidence.facts if fact.id in recorded.facts]
        said = {fact.id: tuple(text for _, text in written(fact, evidence)) for fact in facts}
        texts = {plain(each.text): each.fact for line in recorded.paragraphs for each in line.shown}
        texts |= {text: fact for fact, read in said.items() for text in read}
        charts = {
            shape: {text: each.fact for each in points for text in said.get(each.fact, ())}
            for shape, points in recorded.charts.items()
        }
        known = {fact.id: fact for fact in facts}
        named = {
            shape: tuple(known[each.fact] for each in points if each.row == LABEL and each.fact in known)
            for shape, points in recorded.charts.items()
        }
        names = {each.name for chart in slide.charts for each in chart.series}
        names |= {each.category for chart in slide.charts for series in chart.series for each in series.points}
        names |= {" ".join(each.split()) for each in names}  # an alt text has plain spaces
        plotted = {
            (shape, plain(str(each.values.get("series", ""))), plain(str(each.values.get("category", "")))): each.fact
            for shape, points in recorded.charts.items()
            for each in points
            if each.row != LABEL
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
        values = (*((value, fact.id) for fact in facts if not is_timed(fact) for _, value in values_of(fact)), *drawn)
        lengths = tuple((value, fact.id) for fact in facts if is_timed(fact) for _, value in values_of(fact))
        words = {text: fact.id for fact in (*evidence.facts, *facts) for text in _evidence_words(fact)}
        return cls(texts, charts, tuple(names), values, lengths, points, words, named, evidence.locale or "en_US")


def _evidence_words(fact: Fact) -> Iterator[str]:
    """Yield what a fact is called and what its evidence says in words, where a figure is among them."""
    said = fact.evidence
    for text in (fact.label, said.definition, said.formula, said.source, said.doubt, *said.set_aside, *said.emptied):
        if any(map(str.isdigit, text)):
            yield plain(text).rstrip(".")


@cache
def _catalogue_words(locale: str) -> tuple[str, ...]:
    """Return the definitions of the catalogue that hold a figure: a slide of definitions tells measures by them."""
    from valuestory.metrics.catalogue import METRICS

    language = language_of(locale)
    told = [text for each in METRICS.values() for text in (each.definition, each.formula)]
    told += [Vocabulary(language=language).apply(each.get("definition", "")) for each in language.metrics.values()]
    return tuple(plain(text).rstrip(".") for text in told if any(map(str.isdigit, text)))


def quoted(figure: Figure, words: Words, quotable: Quotable) -> str | None:
    """Return the fact that a figure repeats ("" where its point has none), or None where it repeats nothing."""
    if words.where == "chart" and words.cell is not None:
        return _own_point(figure, words, quotable)
    fact = _repeated(figure, quotable.texts)
    if fact is None:
        fact = next((fact for value, fact in quotable.values if rounds_to(value, figure.text)), None)
    if fact is None:
        lengths = ((value * unit, fact) for value, fact in quotable.lengths for unit in LENGTHS)
        fact = next((fact for value, fact in lengths if rounds_to(value, figure.text)), None)
    return fact


def _repeated(figure: Figure, texts: Mapping[str, str]) -> str | None:
    """Return the fact whose text a figure is; a gain may have a plus that its text has not, as in a forest's labels."""
    said = plain(figure.text)
    gain = said.removeprefix("+")
    return next(
        (fact for text, fact in texts.items() if text in (said, gain) or text.startswith((f"{said} ", f"{gain} "))),
        None,
    )


def told(figure: Figure, text: str, words: Mapping[str, str], locale: str) -> str | None:
    """Return the fact whose evidence, told word for word in a text, holds a figure; None where none does.

    Where a definition of the catalogue, in the deck's language, holds it, that no fact of the deck has, the answer is
    empty.
    """
    found = _told(figure, text, words)
    return _told(figure, text, dict.fromkeys(_catalogue_words(locale), "")) if found is None else found


def _told(figure: Figure, text: str, words: Mapping[str, str]) -> str | None:
    before = plain(f"{text[: figure.start]}|")[:-1].casefold()
    whole = plain(text).casefold()  # which may be longer: of "ß" it makes "ss"
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
    if rounds_to(value, figure.text):
        return fact
    repeated = _repeated(figure, quotable.charts.get(words.shape, {}))
    if repeated is None:
        named = quotable.named.get(words.shape, ())
        return next((each.id for each in named if part_of(each, figure.text) is not None), None)
    return repeated
