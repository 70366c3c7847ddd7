"""Which slides of a deck a designer made, and where they stand in the story.

A designed slide takes the place of the story's slide of its `id`, or of the story's slides of its `kind`. One with an
`id` of its own stands where the storyline names it, else in the appendix. One that says nothing of itself stands behind
the designed slide before it, at the beginning of the file at the beginning of the deck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from valuestory.deck.designed.bindings import ROLES
from valuestory.deck.designed.designs import Design
from valuestory.deck.notebook_slides import OrderedSlides
from valuestory.errors import StoryError, TemplateError, did_you_mean
from valuestory.slides.facts import Reference
from valuestory.slides.slide import Kind, Slide

_TITLE: Final = "title"


@dataclass(frozen=True)
class Step:
    """One place in a deck: a slide of the story, drawn or in a designer's form, or a designed slide of its own.

    `copies` says whether the design stays behind for other slides of its kind.
    """

    slide: Slide | None = None
    design: Design | None = None
    copies: bool = False


@dataclass
class Plan:
    """The places of a deck in order, and the designs that have none, with the reason."""

    main: list[Step] = field(default_factory=list)
    appendix: list[Step] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)

    def steps(self) -> list[Step]:
        """Return all places in order."""
        return [*self.main, *self.appendix]


def designs_for(designs: Iterable[Design], names: Iterable[str]) -> list[Design]:
    """Return the designs that were made to be filled from facts of these names.

    Where no slide of a file has a mark of ours, or the name of a fact or nearly so, its tags are meant for another
    program: then there is none.
    """
    known = set(names)
    bound = [each for each in designs if each.is_bound()]
    return bound if any(_is_meant(each, known) for each in bound) else []


def _is_meant(design: Design, known: set[str]) -> bool:
    if design.said is not None or any(each.name not in ROLES for each in design.bound()):
        return True
    return any(name in known or did_you_mean(name, known).startswith("did you mean") for name in _names(design.tags()))


def _names(tags: Iterable[str]) -> Iterator[str]:
    for each in tags:
        try:
            yield Reference.parse(" ".join(each.split())).name
        except StoryError:
            continue


def plan(designs: Sequence[Design], order: OrderedSlides, storyline: Sequence[str]) -> Plan:
    """Return where the designed slides stand among a story's.

    Raises
    ------
    TemplateError
        When two designs have one id, a kind does not exist, or it is not clear which slide of a kind is meant.
    """
    _check(designs)
    found = Plan([Step(each) for each in order.main], [Step(each) for each in order.appendix])
    by_id = {each.directive.id: each for each in designs if each.directive.id}
    for steps in (found.main, found.appendix):
        steps[:] = [Step(each.slide, by_id.get(each.slide.key)) if each.slide else each for each in steps]
    for design in designs:
        if not design.directive.id and design.directive.kind:
            _serve(design, found)
    before: Design | None = None
    for design in designs:
        if not _has_place(design, found) and design.key not in found.unused:
            _join(design, before, found, storyline)
        before = design if _has_place(design, found) else before
    return found


def _check(designs: Sequence[Design]) -> None:
    ids = [each.directive.id for each in designs if each.directive.id]
    for design in designs:
        said = design.directive
        if ids.count(said.id) > 1:
            raise TemplateError(f'two designed slides have the id "{said.id}"', where=design.where, do="rename one")
        if said.kind and said.kind not in get_args(Kind):
            do = did_you_mean(said.kind, get_args(Kind))
            raise TemplateError(f'there is no kind "{said.kind}"', where=design.where, do=do)


def _has_place(design: Design, found: Plan) -> bool:
    return any(step.design is design for step in found.steps())


def _serve(design: Design, found: Plan) -> None:
    """Give a design for a kind the story's slides of that kind that it has a place for each part of."""
    kind = design.directive.kind
    slides = [each.slide for each in found.steps() if each.slide and each.design is None and each.slide.kind == kind]
    roles = {each.name for each in design.bound()} & ROLES
    if not slides:
        found.unused[design.key] = f'the story has no slide of kind "{kind}"'
        return
    if not roles and len(slides) > 1:
        keys = ", ".join(each.key for each in slides)
        raise TemplateError(
            f"the design is for any of {len(slides)} slides ({keys})",
            where=design.where,
            do="say which: vs:slide id=KEY; or call shapes vs:title, vs:chart and so on, for all of them",
        )
    served = [each for each in slides if not roles or _needs(each) <= roles]
    for steps in (found.main, found.appendix):
        steps[:] = [Step(each.slide, design, bool(roles)) if each.slide in served else each for each in steps]
    if not served:
        lacking = ", ".join(sorted(_needs(slides[0]) - roles))
        found.unused[design.key] = f"it has no place for all that the story's slides of its kind hold: {lacking}"


def _needs(slide: Slide) -> set[str]:
    """Return the roles that a design needs to hold all of a slide; the lines around the exhibit it may leave out."""
    needs = {_TITLE} | {f"kpi{at}" for at in range(1, len(slide.numbers) + 1)}
    needs |= {each for each in ("chart", "chart2", "table") if getattr(slide, each) is not None}
    return needs | (
        {"text"} if slide.body and slide.kind != "chart+takeaway" else {"takeaway"} if slide.body else set()
    )


def _join(design: Design, before: Design | None, found: Plan, storyline: Sequence[str]) -> None:
    """Put a design that takes no slide's place where it belongs."""
    step, key = Step(design=design), design.directive.id
    if key in storyline:
        earlier = set(storyline[: storyline.index(key)])
        opening = [at for at, each in enumerate(found.main) if each.slide and each.slide.key not in storyline]
        at = max([at for at, each in enumerate(found.main) if _key(each) in earlier] or opening or [-1])
        found.main.insert(at + 1, step)
    elif key and storyline:
        found.appendix.append(step)
    elif before is None:
        found.main.insert(0, step)
    else:
        steps = found.main if any(each.design is before for each in found.main) else found.appendix
        at = max(at for at, each in enumerate(steps) if each.design is before)
        steps.insert(at + 1, step)


def _key(step: Step) -> str:
    return step.slide.key if step.slide is not None else step.design.directive.id if step.design is not None else ""
