"""A story's template opened with the slides that a designer made, and these filled from the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from valuestory.deck.designed.designs import Design, read_designs
from valuestory.deck.designed.jobs import Job, fill_jobs, open_workshop
from valuestory.deck.designed.parts import SlideList
from valuestory.deck.designed.placing import Step, designs_for, plan
from valuestory.deck.designed.story_values import StoryValues
from valuestory.deck.designed.workshop import Filled
from valuestory.deck.notebook_slides import OrderedSlides
from valuestory.deck.template.open import read_template
from valuestory.slides.slide import Slide, StoryRecord
from valuestory.slides.theme import Theme


@dataclass(frozen=True)
class Place:
    """A place in a deck: a slide of the story that is still to be drawn, or a designed one that is filled.

    `slide` is the story's, if the place is one's; `slide_id`, `filled` and `design` are those of a designed slide.
    """

    slide: Slide | None = None
    slide_id: int = 0
    filled: Filled | None = None
    design: Design | None = None
    key: str = ""


@dataclass(frozen=True)
class OpenedStory:
    """A template with its designed slides filled, in no order yet; the places of the deck, and what was left out."""

    deck: Any
    main: tuple[Place, ...]
    appendix: tuple[Place, ...]
    missing: Mapping[str, str]


def open_story_template(
    path: Path, slides: Sequence[Slide], order: OrderedSlides, record: StoryRecord | None, theme: Theme
) -> OpenedStory:
    """Open a template, fill its designed slides, and say where each slide of the deck stands.

    Raises
    ------
    TemplateError
        When the template cannot be used, or something on a designed slide cannot be filled.
    UnknownFactError, StoryError
        When a designed slide names what exists nowhere, or shows it in a format that does not fit.
    DeckError
        When a story's chart or table does not fit the designed one.
    """
    values = StoryValues.of_story({slide.key: slide for slide in slides}, record)
    designs: list[Design] = []

    def keep(deck: Any) -> set[int]:
        designs.extend(designs_for(read_designs(SlideList(deck).slides(), path.name), values.names()))
        return {each.slide_id for each in designs}

    deck = read_template(path, keep=keep).deck
    found = plan(designs, order, record.storyline if record is not None else ())
    steps = [each for each in found.steps() if each.design is not None]
    listed = SlideList(deck)
    made = fill_jobs([_job(each, values) for each in steps], listed, open_workshop(deck, lambda: theme))
    listed.remove({each.slide_id: None for each in designs if each.key in found.unused})
    ids = {id(step): made_ids for step, made_ids in zip(steps, made.slides, strict=True)}
    provided = {each.design.directive.id for each in steps if each.design is not None}
    missing = {key: why for key, why in order.missing.items() if key not in provided}

    def places(chosen: Sequence[Step]) -> tuple[Place, ...]:
        return tuple(place for step in chosen for place in _places(step, ids.get(id(step), []), made.filled))

    return OpenedStory(deck, places(found.main), places(found.appendix), missing | found.unused | made.missing)


def _job(step: Step, values: StoryValues) -> Job:
    assert step.design is not None
    key = step.slide.key if step.slide is not None else ""
    return Job(step.design, replace(values, of=step.slide), key, step.copies)


def _places(step: Step, ids: Sequence[int], filled: Mapping[int, Filled]) -> Iterator[Place]:
    if step.design is None:
        yield Place(step.slide)
        return
    for slide_id in ids:
        done = filled[slide_id]
        yield Place(step.slide, slide_id, done, step.design, done.key)


__all__ = ["OpenedStory", "Place", "open_story_template"]
