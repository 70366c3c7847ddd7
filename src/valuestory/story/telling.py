"""A slide's words out of the narrative: what a cell does not give is chosen by the facts and filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from valuestory.errors import StoryError, did_you_mean
from valuestory.metrics import METRICS
from valuestory.slides.facts import Facts
from valuestory.story.facts.claims import state_in
from valuestory.story.facts.sayable import can_be_said, unknown
from valuestory.story.narrative import Narrative, Told
from valuestory.story.narrative.slots import fill

SHORT_TITLE: Final = 85
"""Characters of a title that has room on every template that ships: a deck may be exported on another one later."""


@dataclass(frozen=True)
class Teller:
    """Tells one slide.

    Attributes
    ----------
    narrative
        Where its words are.
    facts
        What they may name.
    key
        The slide's key.
    state
        Which sentences are taken where no metric's change decides.
    slots
        What slots are filled with besides the company's own words.
    length
        How many characters a sentence has once it is written.
    """

    narrative: Narrative
    facts: Facts
    key: str
    state: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    length: Callable[[str], int] = len

    def title(self) -> str:
        """Return the title that the narrative has for a slide in this state: the first that can be said and is short.

        Where none is short enough for every template it is the first that can be said.

        Raises
        ------
        StoryError
            When there is none: give a title, or write one into the narrative.
        """
        found = self.narrative.part(self.key, "title")
        if found is None:
            do = did_you_mean(self.key, self.narrative.keys) or "give title="
            raise StoryError(f'no narrative has a title for the slide "{self.key}"', where=f'slide "{self.key}"', do=do)
        choices = self._choices(found, self.state)
        sayable = [each for each in choices if can_be_said(each, self.facts)]
        short = [each for each in sayable if self.length(each) <= SHORT_TITLE]
        return next(iter(short or sayable), choices[-1])

    def header(self) -> str | None:
        """Return the line above a slide's exhibit, where the narrative has one that can be said."""
        return self._line(self.narrative.part(self.key, "header"))

    def body(self) -> list[str] | None:
        """Return the lines beside a slide's exhibit that can be said; None where the narrative has none."""
        lines = [self._line(each) for each in self.narrative.body(self.key)]
        return [each for each in lines if each] or None

    def notes(self) -> list[str]:
        """Return what the speaker says, and what may be asked, with the answer; sources are added later."""
        say, asked, answer = (self._line(self.narrative.part(self.key, part)) for part in ("say", "asked", "answer"))
        notes = [say] if say else []
        if asked and answer:  # a question without its answer is no help to the speaker
            head, reply = (self.narrative.phrase(f"notes.{part}") for part in ("asked", "answer"))
            notes += [f"**{head}** {asked}", f"**{reply}** {answer}"]
        return notes

    def bridge(self) -> str | None:
        """Return what leads to a slide, said at the end of the one before; None where the narrative has nothing."""
        bridge = self._line(self.narrative.part(self.key, "bridge"))
        return f"**{self.narrative.phrase('notes.bridge')}** {bridge}" if bridge else None

    def absent(self, title: str) -> str | None:
        """Return why a title of the narrative cannot be said; None where a name in it is misspelt."""
        missing = [each.name for each in unknown(title, self.facts)]
        known = METRICS.keys() | self.narrative.mentioned() | {fact.name for fact in self.facts.values()}
        if not missing or any(each not in known for each in missing):
            return None
        return f"{missing[0].replace('_', ' ')} is not known of this company"

    def _line(self, told: Told | None) -> str | None:
        """Return the first sentence that can be said; none where a state decides and nothing says which it is."""
        if told is None or self._is_undecided(told):
            return None
        choices = self._choices(told, None if told.setting("of") else self.state)
        return next((each for each in choices if can_be_said(each, self.facts)), None) or None

    def _is_undecided(self, told: Told) -> bool:
        return isinstance(told.said, dict) and self.state is None and self._deciding(told) is None

    def _choices(self, told: Told, state: str | None) -> list[str]:
        found = self._state_of(told) if isinstance(told.said, dict) and state is None else state
        said = told.of_state(found or "")
        texts = [said] if isinstance(said, str) else said
        return [self._filled(each, told) for each in texts]

    def _state_of(self, told: Told) -> str:
        """Return the state of the metric that a table names; a table without one follows the slide's title."""
        deciding = self._deciding(told)
        if deciding is None:
            do = "add of = the metric whose change decides, or give state= in the cell"
            raise StoryError("nothing decides between these sentences", where=told.where, do=do)
        metric = self._filled(deciding.setting("of"), deciding)
        return state_in(self.facts, metric, deciding.setting("against") or "year_ago")

    def _deciding(self, told: Told) -> Told | None:
        title = self.narrative.part(self.key, "title")
        return next((each for each in (told, title) if each is not None and each.setting("of")), None)

    def _filled(self, text: str, told: Told) -> str:
        return fill(text, self.slots, where=told.where)
