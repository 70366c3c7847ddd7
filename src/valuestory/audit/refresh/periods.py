"""From one story's periods to another's: its own, the one before, the same a year ago; as names and as words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from valuestory.deck.file.evidence import Evidence
from valuestory.errors import MetricError
from valuestory.metrics.periods import Period
from valuestory.slides.facts import RELATIVE_PERIODS, WHOLE, Fact
from valuestory.slides.number_words import NumberWords
from valuestory.story.wording.periods import axis_label, period_label


@dataclass(frozen=True)
class PeriodMove:
    """What each period of the old story is in the new one, by name; and the words for them, old ones with new ones."""

    names: Mapping[str, str] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()

    def fact(self, fact: Fact) -> str:
        """Return the id that a fact has in the new story: the same result of the period that now stands in its place.

        A period that is neither the story's own nor relative to it stays itself.
        """
        period = self.names.get(fact.period, fact.period)
        part = "" if fact.slice == WHOLE else f"[{fact.slice}]"
        return f"{fact.name}@{period}{part}" if period else fact.id

    def moved(self, text: str, story: str | None = None) -> str:
        """Return a text with its periods moved on, all at once.

        Parameters
        ----------
        text
            The text.
        story
            What the story said there: a period that it did not name is somebody's own, and stays.
        """
        words = {_spaced(old): new for old, new in self.words if story is None or _spaced(old) in _spaced(story)}
        if not words:
            return text
        return _any_of(words).sub(lambda match: words[_spaced(match[0])], text)

    def names_old(self, text: str) -> bool:
        """Return whether a text names the old story's own period, which is past now."""
        own = [old for old, new in self.words[:3] if old != new]
        return bool(own) and _any_of(own).search(text) is not None


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    forms = sorted((_spaced(each) for each in words), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)".replace(r"\ ", r"\s") for each in forms))


def period_move(old: Evidence, new: Evidence, facts: Iterable[Fact]) -> PeriodMove:
    """Return how the periods of one deck's story move to those of another.

    Parameters
    ----------
    old, new
        The evidence of both.
    facts
        All facts of the new story.
    """
    before, after = _relative(old.period, old.facts), _relative(new.period, facts)
    names = {old.period: new.period}
    for key in RELATIVE_PERIODS:
        if key in before and key in after:
            names.setdefault(before[key], after[key])
    start = _fiscal_start(old.facts)
    numbers = NumberWords(new.locale or "en_US", new.currency or "USD")
    words = [pair for was, now in names.items() for pair in _words(was, now, start, numbers)]
    return PeriodMove(names, tuple(words))


def _relative(period: str, facts: Iterable[Fact]) -> dict[str, str]:
    own = [fact for fact in facts if fact.period == period]
    return {key: change.against for fact in own for key, change in fact.changes.items()}


def _fiscal_start(facts: Iterable[Fact]) -> int:
    """Return the month that the fiscal year begins with, as the bounds of the facts' periods tell it."""
    for fact in facts:
        if fact.period and fact.period_start and "-" not in fact.period:
            for month in range(1, 13):
                if Period.parse(fact.period, month).start.isoformat() == fact.period_start:
                    return month
    return 1


def _words(was: str, now: str, start: int, numbers: NumberWords) -> Iterator[tuple[str, str]]:
    try:
        old, new = Period.parse(was, start), Period.parse(now, start)
    except MetricError:  # a period of the story's own making
        yield was, now
        return
    yield period_label(old, numbers), period_label(new, numbers)
    yield axis_label(old, numbers), axis_label(new, numbers)
    yield was, now
