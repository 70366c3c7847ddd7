"""Designed slides filled one after the other, copied where they repeat, and taken out where a value is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from valuestory.deck.designed.designs import Design
from valuestory.deck.designed.fill import fill_slide
from valuestory.deck.designed.parts import PartNames, SlideList, clone_slide, drop_comments
from valuestory.deck.designed.pictures import Pictures
from valuestory.deck.designed.values import Values
from valuestory.deck.designed.words import MissingValueError
from valuestory.deck.designed.workshop import DesignedSlide, Filled, Workshop

if TYPE_CHECKING:
    from valuestory.slides.theme import Theme

_USUAL_HEIGHT: Final = 6_858_000


class Job(NamedTuple):
    """A design, and what the names on it mean.

    `key` is what its slide is called, empty for the design's own name; `copy` whether a copy of it is filled.
    """

    design: Design
    values: Values
    key: str = ""
    copy: bool = False


@dataclass
class Made:
    """What became of jobs.

    `filled` says what came to stand on each slide, by slide id; `missing` which slides were left out, by key, with the
    reason; `slides` the ids of each job's slides.
    """

    filled: dict[int, Filled] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    slides: list[list[int]] = field(default_factory=list)


def open_workshop(deck: Any, theme: Callable[[], Theme]) -> Workshop:
    """Return what the slides of a presentation share while they are filled."""
    package = deck.part.package
    names = PartNames(package)
    return Workshop(names, Pictures(package, names), theme, int(deck.slide_height or _USUAL_HEIGHT))


def fill_jobs(jobs: Sequence[Job], slides: SlideList, workshop: Workshop) -> Made:
    """Fill slides where they stand, their copies behind them, and take out those that lack a value.

    Parameters
    ----------
    jobs
        The designs in order; one that has a key for copies may come several times.
    slides
        The list that the designs stand in.
    workshop
        What they share.
    """
    made = Made()
    instead: dict[int, Any] = {job.design.slide_id: None for job in jobs}
    last: dict[int, int] = {}
    for job in jobs:
        design = job.design
        drop_comments(design.part)
        ids: list[int] = []
        for label, part, values in copies(job, workshop):
            before = last.get(design.slide_id, design.slide_id)
            slide_id = design.slide_id if part is design.part else slides.add(part, after=before)
            last[design.slide_id] = slide_id
            slide = design.slide(part, slide_id, label, job.key)
            done = _fill(slide, values, workshop)
            if isinstance(done, Filled):
                made.filled[slide_id] = done
                ids.append(slide_id)
                instead[design.slide_id] = instead[design.slide_id] or part  # links lead to the first copy
            else:
                made.missing[slide.key], instead[slide_id] = done, None
        if not last.get(design.slide_id):
            made.missing[job.key or design.key] = f"{design.directive.repeat} has no rows"
        made.slides.append(ids)
    slides.remove({each: part for each, part in instead.items() if each not in made.filled})
    return made


def copies(job: Job, workshop: Workshop) -> Iterator[tuple[str, Any, Values]]:
    """Yield what a designed slide becomes: itself, a copy, or a copy for each item that it repeats for."""
    part, repeat = job.design.part, job.design.directive.repeat
    if repeat:
        for item in job.values.items(repeat, where=job.design.where):
            yield item.label, clone_slide(part, workshop.names), item.values
    else:
        yield "", clone_slide(part, workshop.names) if job.copy else part, job.values


def _fill(slide: DesignedSlide, values: Values, workshop: Workshop) -> Filled | str:
    """Fill one slide; return the reason where a value is missing."""
    try:
        return fill_slide(slide, values, workshop)
    except MissingValueError as error:
        return str(error)
