"""What changed between two decks: slides, titles, restated numbers with the reason, and what the new period brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from valuestory.audit.recomputed import why_differs
from valuestory.audit.recorded import told_slides
from valuestory.audit.slides_matched import match_slides
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.reading.deck import ReadSlide, read_slides
from valuestory.deck.reading.words import NOTES
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords
from valuestory.slides.restated import same
from valuestory.slides.shown import shown

Kind = Literal[
    "restated",
    "defined anew",
    "no longer asked",
    "still asked",
    "newly asked",
    "slide removed",
    "slide added",
    "title",
    "new period",
]
ORDER: Final[tuple[Kind, ...]] = get_args(Kind)
"""What a reader asks first: what was said before and is no longer so."""


DECISIONS: Final = "decision"
"""The key of the slide whose table says what is asked for: the decision, then its owner, date and so on."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs, or a decision: what it is called, what it was, what it is, and why.

    A slide is called by its key, a fact by its name with its slice, a decision by its own words.
    """

    kind: Kind
    what: str
    was: str = ""
    now: str = ""
    why: str = ""


def differences(old: Path, new: Path) -> list[Difference]:
    """Return what changed from one deck to another, what was restated first.

    A fact of one period that has another value in the newer deck was restated; one of a later period is new, and so is
    an estimate that each deck makes from windows of its own. Both decks' own evidence is compared, whatever people have
    edited since; `audit` tells of that. Of the slide of decisions the table is compared as it stands in the decks, with
    what people have written into it.

    Raises
    ------
    TemplateError
        When a file is no PowerPoint file.
    DeckError
        When a deck carries no evidence: only decks that valuestory made can be compared.
    """
    before, after = read_evidence(old), read_evidence(new)
    first, second = _matched(old, before), _matched(new, after)
    titles = [{key: slide.title for key, slide in slides.items()} for slides in (first, second)]
    found = [*_facts(before, after), *_slides(*titles)]
    found += _decisions(first.get(DECISIONS), second.get(DECISIONS))
    return sorted(found, key=lambda each: ORDER.index(each.kind))


def _matched(deck: Path, evidence: Evidence) -> dict[str, ReadSlide]:
    """Return a deck's slides by the keys that they were made with."""
    matched = match_slides(read_slides(deck), told_slides(evidence))
    return {each.recorded.key: each.slide for each in matched if each.recorded is not None and not each.copy}


def _decisions(before: ReadSlide | None, after: ReadSlide | None) -> Iterator[Difference]:
    """Yield each decision that one of the decks asks for: kept open, asked for the first time, or asked no more."""
    old, new = _asked(before), _asked(after)
    for what, terms in old.items():
        if what not in new:
            yield Difference("no longer asked", what, terms, "", "decided or dropped since: the decks do not say which")
        else:
            yield Difference("still asked", what, terms, new[what], "" if terms == new[what] else "other terms")
    for what, terms in new.items():
        if what not in old:
            yield Difference("newly asked", what, "", terms)


def _asked(slide: ReadSlide | None) -> dict[str, str]:
    """Return what a slide's table asks for, by its first column: its further cells, such as owner and date."""
    rows: dict[tuple[str, int], list[str]] = {}
    for words in slide.words if slide is not None else ():
        if words.where == "table" and words.cell is not None and words.cell[0] > 0:
            rows.setdefault((words.shape, words.cell[0]), []).append(" ".join(words.text.split()))
    return {cells[0]: "; ".join(cells[1:]) for cells in rows.values()}


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
    told = _on_slides(before) & _on_slides(after)
    for fact in after.facts:
        if not _is_figure(fact):
            continue
        same_period, earlier = old.get(fact.id), latest.get(_name(fact))
        if not fact.period and before.period != after.period:
            if same_period is not None and fact.id in told and same_period.label == fact.label:
                yield from _estimated_anew(same_period, fact, before, after)
        elif same_period is not None:
            yield from _restated(same_period, fact, before, after)
        elif earlier is not None and fact.period == after.period != before.period:
            said = _said(earlier, before), _said(fact, after)
            yield Difference("new period", _name(fact), *said, f"{fact.period} after {earlier.period}")


def _on_slides(evidence: Evidence) -> set[str]:
    """Return the facts that stand in words on a slide, and not in its notes or in a chart alone."""
    return {each.fact for each in evidence.shown if each.shape != NOTES}


def _estimated_anew(was: Fact, now: Fact, before: Evidence, after: Evidence) -> Iterator[Difference]:
    """Yield an estimate of each deck's own windows, which bears no period of its own: it moved, nobody restated it.

    A point that is only drawn, and a place in a list that another line stands at now, are not compared.
    """
    if not same(was.value, now.value):
        said = _said(was, before), _said(now, after)
        yield Difference("new period", now.id, *said, f"in {after.period} after {before.period}")


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
