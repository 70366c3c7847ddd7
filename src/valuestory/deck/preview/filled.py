"""A slide that a designer made, filled to be looked at: a copy of it, by the very code that fills the deck."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from valuestory.deck.designed.designs import Design
from valuestory.deck.designed.fill import fill_slide
from valuestory.deck.designed.jobs import Job, copies, open_workshop
from valuestory.deck.designed.parts import SlideList
from valuestory.deck.designed.placing import plan
from valuestory.deck.designed.story_values import StoryValues
from valuestory.deck.designed.values import Values
from valuestory.deck.designed.words import MissingValueError
from valuestory.deck.drawing.page import Page
from valuestory.deck.geometry import EMU, Box
from valuestory.deck.notebook_slides import OrderedSlides
from valuestory.deck.preview.bench import Bench, Drawn, Ground, most_seen
from valuestory.deck.template.colors import palette, themed
from valuestory.deck.template.damage import damage_told
from valuestory.deck.template.grounds import stage_of
from valuestory.errors import DeckError
from valuestory.slides.html.on_template import Told
from valuestory.slides.slide import Chart, Slide

_MARK: Final = "vs:"


def is_designed(bench: Bench, slide: Slide) -> bool:
    """Return whether a designer's slide may take the place of one of the story's: it says its key or its kind."""
    said = [each.directive for each in bench.designs]
    return any(each.id == slide.key or (each.kind == slide.kind and not each.id) for each in said)


def design_of(bench: Bench, slide: Slide, told: Told) -> Design | None:
    """Return the designer's slide that takes the place of one of the story's; None where it is drawn.

    Raises
    ------
    TemplateError
        When it is not clear which is meant, as the run would say of the slides told so far.
    """
    found = plan(bench.designs, OrderedSlides(tuple({**told.slides, slide.key: slide}.values())), ())
    return next(step.design for step in found.steps() if step.slide is slide)


def fill(bench: Bench, design: Design, slide: Slide, told: Told) -> Drawn:
    """Return a copy of a designer's slide filled with a story's; of one that repeats, the first that has its values.

    Raises
    ------
    DeckError
        When a fact on it has no value, so that the deck leaves the slide out; or a chart or table does not fit.
    UnknownFactError, StoryError
        When it names what the story has not told so far, or shows it in a format that does not fit.
    TemplateError
        When something on it cannot be filled.
    """
    slides = {**told.slides, slide.key: slide}
    values = replace(StoryValues.of_story(slides, told.record), of=slide)
    workshop, listed, why = open_workshop(bench.deck, lambda: bench.theme), SlideList(bench.deck), ""
    for label, part, own in copies(Job(design, values, slide.key, copy=True), workshop):
        slide_id = listed.add(part, after=design.slide_id)
        before = set(part.slide.shapes._spTree)
        try:
            filled = fill_slide(design.slide(part, slide_id, label, slide.key), own, workshop)
        except MissingValueError as error:
            why = why or str(error)
            continue
        page = _page(bench, part.slide, design, slide.key)
        page.shown.extend(filled.shown)
        for shape, what in filled.remarks:
            page.report(shape, what)
        ground = bench.grounds[_name(design)]
        return Drawn(page, _size(bench.deck), ground, instead=_charts(part.slide, before, own))
    raise DeckError(
        f"the deck will not have this slide: {why or design.directive.repeat + ' has no rows'}",
        where=design.where,
        do="give the value in the notebook, or take the name off the designed slide",
    )


def _page(bench: Bench, slide: Any, design: Design, key: str) -> Page:
    """Return a filled slide as the page that the deck has of it."""
    layout = slide.slide_layout
    with damage_told(layout):
        if _name(design) not in bench.grounds:
            own = themed(bench.theme, layout)
            layers, colors = stage_of(slide, _size(bench.deck)).base, palette(own, layout)
            most = most_seen(layers, _size(bench.deck)) or colors.ground.value(own)
            bench.grounds[_name(design)] = Ground(_name(design), own, layers, colors, (), most)
        ground = bench.grounds[_name(design)]
        return Page(slide, key, 0, ground.palette, bench.layouts.layouts[0].scale, "", ground.theme)


def _name(design: Design) -> tuple[str, int]:
    return "design", design.number


def _size(deck: Any) -> Box:
    return Box(0, 0, deck.slide_width / EMU, deck.slide_height / EMU)


def _charts(slide: Any, before: set[Any], values: Values) -> dict[Any, Chart]:
    """Return the story's charts that were drawn where a shape kept the place, by what stands there now."""
    found = {}
    for element in slide.shapes._spTree:
        name = str(getattr(element.find("./*/{*}cNvPr"), "attrib", {}).get("name", ""))
        if element not in before and name.startswith(_MARK):
            shown = values.exhibit(name.removeprefix(_MARK), "other", where="")
            if isinstance(shown, Chart):
                found[element] = shown
    return found
