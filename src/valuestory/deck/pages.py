"""The pages of a deck drawn in order: designed slides as they were filled, all others on the layout that suits them.

A table that is too high for its place goes on over further slides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from valuestory.deck.designed.story_deck import OpenedStory, Place
from valuestory.deck.drawing.abridged import abridged
from valuestory.deck.drawing.compose import compose
from valuestory.deck.drawing.footers import copy_footers
from valuestory.deck.drawing.holders import drop_unfilled
from valuestory.deck.drawing.notes import add_notes, add_sources, story_day
from valuestory.deck.drawing.page import Page
from valuestory.deck.drawing.paper import lay_paper, paper_for, paper_ink
from valuestory.deck.drawing.recolor import recolored
from valuestory.deck.drawing.split import shared_out
from valuestory.deck.file.evidence import Shown
from valuestory.deck.geometry import Box
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.colors import palette, themed
from valuestory.deck.template.damage import damage_told, read_through
from valuestory.deck.template.grounds import stage_of
from valuestory.deck.template.layouts import LayoutChoice, effective_kind
from valuestory.slides.facts import Fact
from valuestory.slides.slide import Slide, StoryRecord
from valuestory.slides.theme import Theme


@dataclass
class DrawnPages:
    """The pages in order, each with whether it belongs to the main story; and what each slide took and became, by key.

    `layouts` says which layout and why, `charts` what its charts became, `parts` which slide's table goes on there.
    """

    pages: list[tuple[bool, Page]] = field(default_factory=list)
    layouts: dict[str, str] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def cells(self, by_slide: Mapping[str, int]) -> dict[str, int]:
        """Return the notebook's cells by page: a slide on which a table goes on was made by the same cell."""
        more = {key: by_slide[whole] for key, whole in self.parts.items() if whole in by_slide}
        return {**by_slide, **more}


@dataclass(frozen=True)
class _Press:
    """What all pages are drawn with."""

    deck: Any
    theme: Theme
    record: StoryRecord | None
    offered: Layouts
    known: Mapping[str, Fact]
    day: tuple[str, ...]

    @property
    def scale(self) -> float:
        return self.offered.layouts[0].scale

    @property
    def language(self) -> str:
        return self.record.locale.replace("_", "-") if self.record is not None else "en-US"


def draw_pages(
    opened: OpenedStory, theme: Theme, slides: Sequence[Slide], record: StoryRecord | None, offered: Layouts
) -> DrawnPages:
    """Draw every slide of a story into its presentation.

    Raises
    ------
    DeckError
        When a chart cannot be drawn: the message names the slide.
    """
    known = {fact.id: fact for slide in slides for fact in slide.facts}
    known |= {fact.id: fact for fact in (record.facts if record is not None else ())}
    press, done = _Press(opened.deck, theme, record, offered, known, story_day(record)), DrawnPages()
    for at, place in enumerate((*opened.main, *opened.appendix)):
        main = at < len(opened.main)
        if place.filled is not None and place.design is not None:
            _designed(press, place, main, done)
        else:
            assert place.slide is not None
            _drawn(press, place.slide, main, done)
    return done


def _designed(press: _Press, place: Place, main: bool, done: DrawnPages) -> None:
    """Take in a designed slide as the page that it is, with what stands on it."""
    assert place.filled is not None
    assert place.design is not None
    slide = press.deck.slides.get(place.slide_id)
    own = themed(press.theme, slide.slide_layout)
    colors = palette(own, slide.slide_layout)
    page = Page(slide, place.key, len(done.pages) + 1, colors, press.scale, press.language, own)
    page.shown.extend(place.filled.shown)
    page.said.extend(place.filled.said)
    page.plotted.extend(place.filled.plotted)
    for shape, what in place.filled.remarks:
        page.report(shape, what)
    notes = place.slide.notes if place.slide else ()
    add_sources(page, notes, _facts_of(None, page.shown, press.known), press.record)
    done.pages.append((main, page))
    done.layouts[page.key] = f"slide {place.design.number} of the template: designed for it"
    if place.filled.charts:
        done.charts[page.key] = "; ".join(place.filled.charts)


def _drawn(press: _Press, slide: Slide, main: bool, done: DrawnPages) -> None:
    """Draw a slide on its layout; where its table is too high, so many slides as it takes."""
    choice = press.offered.choose(slide)
    slide = abridged(slide, choice)
    with damage_told(choice.signature.layout):
        read_through(choice.signature.layout)
        own = themed(press.theme, choice.signature.layout)
        page = _page(press, slide, len(done.pages) + 1, choice, own)
    parts = shared_out(page, slide, choice)
    for at, part in enumerate(parts):
        if at:
            page = _page(press, part, len(done.pages) + 1, choice, own)
            done.parts[part.key] = slide.key
        tiers = _put(press, page, part, choice, own)
        done.pages.append((main, page))
        goes_on = f"; part {at + 1} of {len(parts)} of its table" if len(parts) > 1 else ""
        done.layouts[part.key] = f"{choice.signature.name}: {choice.reason}{goes_on}"
        if tiers:
            done.charts[part.key] = "; ".join(tiers)


def _put(press: _Press, page: Page, slide: Slide, choice: LayoutChoice, own: Theme) -> list[str]:
    ground = page.ground(choice.signature.drawing_area)
    accents = press.offered.accents(own, choice, paper=_paper_color(slide, choice, own))
    colored = recolored(slide, press.record, page.palette, own, ground, accents)
    tiers = compose(page, colored, choice, own)
    add_notes(page, slide, _facts_of(slide, page.shown, press.known), press.record)
    copy_footers(page, press.day)
    drop_unfilled(page)
    page.finish()
    return tiers


def _page(press: _Press, slide: Slide, number: int, choice: LayoutChoice, own: Theme) -> Page:
    """Add a slide on its layout and return it as a page to be drawn."""
    size = Box(0, 0, choice.signature.width, choice.signature.height)
    beneath = list(stage_of(choice.signature.layout, size).base)
    added = press.deck.slides.add_slide(choice.signature.layout)
    colors = press.offered.palette(own, choice, paper=_paper_color(slide, choice, own))
    labels = choice.signature.said.label_scale
    page = Page(added, slide.key, number, colors, press.scale, press.language, own, beneath, label_scale=labels)
    if (paper := paper_for(choice, effective_kind(slide))) is not None:
        lay_paper(page, paper, paper_ink(own, choice), own)
    return page


def _paper_color(slide: Slide, choice: LayoutChoice, own: Theme) -> str:
    """Return the colour of the paper that a slide is laid on; empty where it needs none."""
    papered = paper_for(choice, effective_kind(slide)) is not None
    return paper_ink(own, choice).value(own) if papered else ""


def _facts_of(slide: Slide | None, shown: Iterable[Shown], known: Mapping[str, Fact]) -> list[Fact]:
    """Return the facts that a slide carries or shows, each once."""
    found = {fact.id: fact for fact in (slide.facts if slide is not None else ())}
    found |= {each.fact: known[each.fact] for each in shown if each.fact not in found and each.fact in known}
    return list(found.values())


__all__ = ["DrawnPages", "draw_pages"]
