"""A slide while it is refreshed: what it was made as, what has been written on it, and what there is to report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from valuestory.audit.recorded import RecordedSlide
from valuestory.audit.refresh.changes import Change
from valuestory.audit.refresh.sentences import Revised, changes
from valuestory.audit.refresh.stories import Stories
from valuestory.deck.file.evidence import Plotted, Said
from valuestory.deck.reading.words import Words
from valuestory.deck.revising.deck import OpenSlide
from valuestory.deck.revising.paragraphs import replacements, rewrite


@dataclass
class RevisedSlide:
    """A slide in the making: what it was made as, what the new story says on it, and what has been found so far.

    `reason` says why the new story has no such slide; `written` are its paragraphs' elements with what they say now.
    """

    slide: OpenSlide
    was: RecordedSlide
    stories: Stories
    reason: str = ""
    found: list[Change] = field(default_factory=list)
    written: list[tuple[Any, Revised]] = field(default_factory=list)
    plotted: list[Plotted] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    """The shapes that were drawn anew: no word in them is anybody's."""
    deleted: list[Said] = field(default_factory=list)
    """What the new story says in labels that somebody deleted."""

    @property
    def number(self) -> int:
        """The slide's number, from 1."""
        return self.slide.read.number

    @property
    def fresh(self) -> OpenSlide | None:
        """The new story's slide of the same key."""
        return self.stories.fresh.slides.get(self.was.key)

    def write(self, words: Words, element: Any, revised: Revised) -> None:
        """Write one paragraph, and note what is to be reported of it."""
        if words.where == "alt text":
            element.set("descr", revised.text)
        elif revised.text != words.text:
            rewrite(element, replacements(words.text, revised.text))
        self.written.append((element, revised))
        self.found += changes(revised, self.number, words.shape, words.where)
