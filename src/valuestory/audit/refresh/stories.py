"""The two stories of a refresh: what the deck was made with, and what the notebook tells for the new period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from valuestory.audit.recorded import RecordedParagraph, RecordedSlide, told_slides
from valuestory.audit.refresh.periods import PeriodMove, period_move
from valuestory.audit.rerun import read_rerun
from valuestory.deck.file.evidence import Evidence, Plotted, Shown
from valuestory.deck.revising.deck import OpenDeck, OpenSlide, open_to_revise
from valuestory.errors import StoryError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import FORMATS, Format, NumberWords, Style
from valuestory.slides.shown import shown

Place = tuple[str, tuple[int, int] | None, int]
"""Shape, cell and paragraph."""


@dataclass(frozen=True)
class FreshStory:
    """What the notebook tells for the new period: its deck, all its facts, and the slides that it could not make."""

    deck: OpenDeck
    evidence: Evidence
    facts: Mapping[str, Fact]
    missing: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def told(self) -> Mapping[str, RecordedSlide]:
        """What it says on each slide, by key."""
        return {each.key: each for each in told_slides(self.evidence)}

    @cached_property
    def slides(self) -> Mapping[str, OpenSlide]:
        """Its slides, by key."""
        keys = {each.slide_id: each.key for each in self.told.values()}
        return {keys[each.read.slide_id]: each for each in self.deck.slides if each.read.slide_id in keys}

    def elements(self, key: str) -> Mapping[Place, Any]:
        """Return the elements of a slide's paragraphs by their places."""
        slide = self.slides.get(key)
        if slide is None:
            return {}
        return {(one.shape, one.cell, one.paragraph): each for one, each in slide.placed if one.where != "alt text"}

    def plotted(self, key: str, shape: str) -> Sequence[Plotted]:
        """Return the values of a slide's chart."""
        return [each for each in self.evidence.plotted if (each.key, each.shape) == (key, shape)]


def read_fresh(deck: Path, notebook: Path | None = None) -> FreshStory:
    """Return what a run for the new period tells.

    Parameters
    ----------
    deck
        The deck that the run made.
    notebook
        The executed notebook beside it, whose record holds facts that its deck does not show.

    Raises
    ------
    TemplateError, DeckError, StoryError
        When one of them cannot be read.
    """
    told = read_rerun(deck, notebook)
    return FreshStory(open_to_revise(deck), told.evidence, told.facts, told.missing)


@dataclass(frozen=True)
class Stories:
    """Both stories together: what each fact of the old one is in the new one, and how it is shown there."""

    old: Evidence
    fresh: FreshStory
    move: PeriodMove
    facts: Mapping[str, Fact]

    @classmethod
    def of(cls, old: Evidence, fresh: FreshStory) -> Stories:
        """Return both."""
        move = period_move(old, fresh.evidence, fresh.facts.values())
        return cls(old, fresh, move, {fact.id: fact for fact in old.facts})

    def moved(self, line: RecordedParagraph) -> frozenset[tuple[str, str]]:
        """Return what a paragraph of the old story shows, with the ids that it has in the new one."""
        return frozenset((self.move.fact(self.facts[each.fact]), each.part) for each in line.shown)

    def say(self, was: Shown, line: RecordedParagraph | None = None) -> tuple[str, str]:
        """Return what a fact's place says in the new story, and the fact's id there.

        Parameters
        ----------
        was
            What it said.
        line
            The paragraph of the new story that takes the old one's place: it says a fact in its own way.

        Raises
        ------
        StoryError
            When the new story has no such fact, or a rise was a fall: the message says so.
        """
        fact_id = self.move.fact(self.facts[was.fact])
        for each in line.shown if line is not None else ():
            if (each.fact, each.part, each.format) == (fact_id, was.part, was.format):
                return each.text, fact_id
        now = self.fresh.facts.get(fact_id)
        if now is None:
            raise StoryError(f"the story has no {fact_id}")
        return self._written(was, now), fact_id

    def _written(self, was: Shown, now: Fact) -> str:
        before = self.facts[was.fact]
        style: Format | None = was.format if was.format in FORMATS else None  # type: ignore[assignment]
        forms: tuple[Style, ...] = ("text", "label")
        form = next((each for each in forms if _reads(before, was, style, self._numbers, each)), forms[0])
        return shown(now, was.part, style, self._numbers, form=form)[0]

    @property
    def _numbers(self) -> NumberWords:
        evidence = self.fresh.evidence
        return NumberWords(evidence.locale or "en_US", evidence.currency or "USD")


def _reads(fact: Fact, was: Shown, style: Any, numbers: NumberWords, form: Style) -> bool:
    try:
        return shown(fact, was.part, style, numbers, form=form)[0] == was.text
    except StoryError:
        return False
