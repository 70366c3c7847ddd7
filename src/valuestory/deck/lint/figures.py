"""Figures: one exhibit a slide, a source line, the interval and grade of what is estimated, one number in one form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from valuestory.deck.file.evidence import Evidence, Shown
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.lint.titles import is_evidence
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.slides.facts import Fact

_ALIKE: Final = 0.15
"""Two exhibits whose heights differ by less stand side by side as one comparison."""
_YEAR: Final = re.compile(r"(19|20)\d\d|\d\d[./-]\d\d")
_COUNT: Final = re.compile(r"\bn\s*=\s*\d", re.IGNORECASE)
_LONGEST: Final = 12
_MOST: Final = 9
"""More small multiples than these are too small on a slide."""
_SAME: Final = 0.05
"""Inches by which sizes and edges of small multiples may differ."""


def check_one_exhibit(seen: SeenDeck) -> Found:
    """Yield slides with more than one chart or table, unless they are one comparison: two alike, or small multiples."""
    for slide in seen.slides:
        exhibits = [each for each in slide.shapes if _is_exhibit(each)]
        if len(exhibits) > 1 and not _is_pair(exhibits) and not _are_multiples(exhibits):
            names = ", ".join(each.name for each in exhibits)
            yield slide.number, exhibits[1].name, f"{len(exhibits)} charts and tables on one slide: {names}"


def _is_exhibit(placed: PlacedShape) -> bool:
    return placed.kind == "graphicFrame" and (placed.shape.has_chart or placed.shape.has_table)


def _is_pair(exhibits: list[PlacedShape]) -> bool:
    boxes = [each.box for each in exhibits if each.box is not None]
    if len(exhibits) != 2 or len(boxes) != 2 or exhibits[0].shape.has_chart != exhibits[1].shape.has_chart:
        return False
    first, second = boxes
    level = abs(first.top - second.top) < 0.05 and abs(first.height - second.height) < _ALIKE * first.height
    return level and not first.overlap(second)


def _are_multiples(exhibits: list[PlacedShape]) -> bool:
    """Whether these are small multiples: charts of one size, in one group, that stand in rows and columns."""
    boxes = [each.box for each in exhibits if each.box is not None]
    grouped = all(each.depth and each.shape.has_chart for each in exhibits)
    if len(boxes) != len(exhibits) or not 2 < len(exhibits) <= _MOST or not grouped:
        return False
    first = boxes[0]
    alike = all(max(abs(each.width - first.width), abs(each.height - first.height)) < _SAME for each in boxes)
    columns, rows = {round(each.left / _SAME) for each in boxes}, {round(each.top / _SAME) for each in boxes}
    return alike and len(columns) * len(rows) < len(boxes) + len(columns)


def check_source(seen: SeenDeck) -> Found:
    """Yield evidence slides without a source line; in a deck of ours, one without a date, or without n."""
    for slide in seen.slides:
        if not is_evidence(slide, seen):
            continue
        said = " ".join(each.text for each in slide.texts if each.role == "source")
        if not said:
            yield slide.number, "source", "the slide shows evidence and has no source line"
        elif seen.evidence is not None:
            yield from (
                (slide.number, "vs:source", f"the source line has no {each}") for each in _lacking(said, slide, seen)
            )


def _lacking(said: str, slide: SeenSlide, seen: SeenDeck) -> Iterator[str]:
    if not _YEAR.search(said):
        yield "date"
    counted = [
        fact for fact in _facts(slide, seen) if fact.n and fact.evidence.kind not in ("declared", "ledger", "name")
    ]
    if counted and not _COUNT.search(said):
        yield "n"


def _facts(slide: SeenSlide, seen: SeenDeck) -> list[Fact]:
    assert seen.evidence is not None
    return [fact for each in seen.facts_of(slide) if (fact := seen.evidence.fact(each)) is not None]


def check_interval(seen: SeenDeck) -> Found:
    """Yield estimates whose slide shows no end of their interval, or not their grade.

    In a table, whose cells are compared and not concluded from, it is enough that the metric's interval stands
    somewhere in the deck.
    """
    if seen.evidence is None:
        return
    ranged = {each.fact.partition("@")[0] for each in seen.evidence.shown if each.part in ("low", "high")}
    for slide in seen.slides:
        shown = _shown(seen.evidence, slide)
        said = " ".join(text.text for text in slide.texts)
        for fact in _estimates(shown, seen.evidence):
            parts = {each.part for each in shown if each.fact == fact.id}
            where = next(each.shape for each in shown if each.fact == fact.id and each.part == "value")
            if all(each.cell for each in shown if each.fact == fact.id) and fact.name in ranged:
                continue
            if not parts & {"low", "high"} and not _is_plotted(fact.id, slide, seen.evidence):
                yield slide.number, where, f"the estimate {fact.id} stands without its interval"
            if fact.evidence.grade and not _says_grade(said, fact.evidence.grade):
                yield slide.number, where, f"the estimate {fact.id} stands without its grade"


def _says_grade(said: str, grade: str) -> bool:
    """Whether a text names a grade; "A" before a small letter is an article, unless the word for grade leads it."""
    named = r"\bA\b(?!\s+[a-zäöüß])|\b[Gg]rad\w*:?\s+A\b" if grade == "A" else rf"\b{re.escape(grade)}\b"
    return re.search(named, said) is not None


def _shown(evidence: Evidence, slide: SeenSlide) -> list[Shown]:
    return [each for each in evidence.shown if each.slide_id == slide.slide_id and each.shape != "notes"]


def _estimates(shown: list[Shown], evidence: Evidence) -> list[Fact]:
    found = {each.fact: evidence.fact(each.fact) for each in shown if each.part == "value"}
    return [
        fact
        for fact in found.values()
        if fact is not None and fact.evidence.kind == "estimated" and fact.low is not None and fact.low != fact.high
    ]


def _is_plotted(fact: str, slide: SeenSlide, evidence: Evidence) -> bool:
    return any(each.fact == fact and each.slide_id == slide.slide_id for each in evidence.plotted)


def check_alike(seen: SeenDeck) -> Found:
    """Yield facts that stand in two forms: "$4.0 million" here and "$3.98 million" there."""
    if seen.evidence is None:
        return
    numbers = {each.slide_id: each.number for each in seen.slides}
    forms: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for each in seen.evidence.shown:
        if each.shape != "notes" and each.slide_id in numbers:
            forms[each.fact, each.part].append(each)
    for (fact, _), places in forms.items():
        first = places[0]
        for each in places[1:]:
            if _digits(each.text) != _digits(first.text):
                told = f'{fact} is "{each.text}" here and "{first.text}" on slide {numbers[first.slide_id]}'
                yield numbers[each.slide_id], each.shape, told


def _digits(text: str) -> str:
    """Return what makes two forms alike: their digits and marks; words and spaces may differ."""
    return "".join(re.findall(r"[\d.,]+", text)).strip(".,") or text.casefold()


def check_length(seen: SeenDeck) -> Found:
    """Yield a main story of more than 12 slides, in a deck of ours whose sections tell it from the appendix.

    The first is the title page and is not counted.
    """
    if seen.evidence is None or len(seen.sections) < 2:
        return
    main = len(seen.sections[0]) - 1
    if main > _LONGEST:
        yield 0, "main story", f"{main} main slides; more than {_LONGEST} belong into an appendix"
