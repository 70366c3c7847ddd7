"""A slide of a story on its template, for the preview under its cell: the door to this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from valuestory.deck.preview.bench import Bench, Drawn, bench_for
from valuestory.deck.preview.filled import design_of, fill, is_designed
from valuestory.deck.preview.parts import shown_parts
from valuestory.deck.preview.room import no_room
from valuestory.deck.reading.shapes import placed_shapes
from valuestory.deck.reading.texts import slide_texts
from valuestory.deck.template.damage import file_named
from valuestory.project import shipped
from valuestory.slides.html.on_template import SlideOnTemplate, Told
from valuestory.slides.slide import Slide
from valuestory.slides.theme import Theme, read_theme

_HEIGHT: Final = 7.5


def draw_slide(template: Path, slide: Slide, told: Callable[[], Told] = Told) -> SlideOnTemplate | None:
    """Return a slide as the deck will have it on a template, with what has no room there.

    None for a template that ships, whose grid the preview knows.

    Parameters
    ----------
    template, slide
        The template's file and the slide.
    told
        Returns what the story has told so far; asked for where a designer made the slide.

    Raises
    ------
    TemplateError
        When the template or its map cannot be used: the message says why.
    DeckError
        When the slide lacks what its kind says, or a fact on a designer's slide has no value.
    StoryError
        When a designer's slide names what the story does not have.
    """
    if _ships(template, template.stat().st_mtime_ns):
        return None
    with file_named(template):
        bench = bench_for(template)
        try:
            return _seen(bench, _filled(bench, slide, told) or bench.draw(slide), slide)
        finally:
            bench.clear()


def _filled(bench: Bench, slide: Slide, told: Callable[[], Told]) -> Drawn | None:
    if not is_designed(bench, slide):
        return None
    so_far = told()
    design = design_of(bench, slide, so_far)
    return None if design is None else fill(bench, design, slide, so_far)


def _seen(bench: Bench, drawn: Drawn, slide: Slide) -> SlideOnTemplate:
    page, size = drawn.page, drawn.size
    shapes = tuple(placed_shapes(page.slide))
    texts = tuple(slide_texts(page.slide, shapes))
    return SlideOnTemplate(
        width=size.width * _HEIGHT / size.height,
        parts=tuple(shown_parts(drawn, texts, shapes, bench.shown)),
        theme=_beneath_charts(drawn),
        label_scale=page.label_scale * page.scale * _HEIGHT / size.height,
        problems=no_room(drawn, slide, texts),
    )


def _beneath_charts(drawn: Drawn) -> Theme:
    """Return the theme with the ground and the ink that charts have on this layout."""
    own, colors = drawn.ground.theme, drawn.ground.palette
    seen = {"bg1": drawn.ground.color, "tx1": colors.ink.value(own), "tx2": colors.second.value(own)}
    slots = {f"seen {name}": color for name, color in seen.items()}
    names = {**own.color_map, **{name: f"seen {name}" for name in seen}}
    return replace(own, colors={**own.colors, **slots}, color_map=names)


@lru_cache(maxsize=16)
def _ships(template: Path, changed: int) -> bool:
    """Whether a file is one of the templates that ship, or a copy of one, as it was at a time."""
    return read_theme(template).sha256 in {read_theme(each).sha256 for each in shipped("templates").glob("*.pptx")}
