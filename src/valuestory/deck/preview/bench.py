"""A template kept open, on which slides are drawn to be looked at, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from valuestory.deck.designed.designs import read_designs
from valuestory.deck.designed.parts import SlideList
from valuestory.deck.drawing.abridged import abridged
from valuestory.deck.drawing.arrange import Places
from valuestory.deck.drawing.compose import compose
from valuestory.deck.drawing.footers import copy_footers
from valuestory.deck.drawing.holders import drop_unfilled, take_holder
from valuestory.deck.drawing.page import Page
from valuestory.deck.drawing.recolor import recolored_from
from valuestory.deck.drawing.split import shared_out
from valuestory.deck.geometry import Box
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.colors import Palette, themed
from valuestory.deck.template.damage import damage_told, read_through
from valuestory.deck.template.grounds import Layer, sampled, stage_of
from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.open import read_template
from valuestory.deck.template.signature import signatures
from valuestory.deck.template.template_map import check_map, map_path, read_map
from valuestory.slides.html.on_template import Part
from valuestory.slides.slide import Chart, Slide
from valuestory.slides.theme import Theme, read_theme


@dataclass(frozen=True)
class Ground:
    """What does not change from slide to slide of a layout: its theme, what is painted, and the colours on it."""

    theme: Theme
    layers: tuple[Layer, ...]
    palette: Palette
    accents: tuple[str, ...]
    color: str


@dataclass(frozen=True)
class Drawn:
    """A slide drawn to be looked at: its page, its charts with their boxes, and how many slides its table takes."""

    page: Page
    choice: LayoutChoice
    ground: Ground
    charts: tuple[tuple[Chart, Box], ...]
    parts: Sequence[Slide]


@dataclass
class Bench:
    """A template without slides, and what has been found out about its layouts."""

    template: Path
    grounds: dict[tuple[int, Box | None], Ground] = field(default_factory=dict)
    shown: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    """What each layout shows before anything is drawn on it, by its place in the file."""

    @cached_property
    def theme(self) -> Theme:
        """The template's theme."""
        return read_theme(self.template)

    @cached_property
    def designed(self) -> frozenset[str]:
        """The keys of slides that a designer made: they are filled, and not drawn."""
        found: list[str] = []

        def note(deck: Any) -> set[int]:
            found.extend(each.directive.id for each in read_designs(SlideList(deck).slides()) if each.directive.id)
            return set()

        self._deck = read_template(self.template, keep=note).deck
        return frozenset(found)

    @cached_property
    def deck(self) -> Any:
        """The template, opened."""
        assert self.designed is not None
        return self._deck

    @cached_property
    def layouts(self) -> Layouts:
        """What its layouts offer, and what its map says."""
        offered, said = signatures(self.deck), read_map(self.template)
        if said is not None:
            check_map(said, offered)
        return Layouts(offered, said)

    def draw(self, slide: Slide) -> Drawn:
        """Return a slide drawn on the layout that suits it; of charts only the places. `clear` takes it away again."""
        choice = self.layouts.choose(slide)
        ground = self._ground(choice)
        slide = recolored_from(
            abridged(slide, choice), self.theme, ground.palette, ground.theme, ground.color, ground.accents
        )
        page = self._page(slide, choice, ground)
        parts = shared_out(page, slide, choice)
        charts: list[tuple[Chart, Box]] = []

        def note(page: Page, chart: Chart, role: str, places: Places, theme: Theme) -> str:
            take_holder(page, places[role].slot)
            charts.append((chart, places[role].box))
            return ""

        compose(page, parts[0], choice, ground.theme, note)
        copy_footers(page)
        drop_unfilled(page)
        page.finish()
        return Drawn(page, choice, ground, tuple(charts), parts)

    def clear(self) -> None:
        """Take all slides away."""
        listed = self.deck.part._element.get_or_add_sldIdLst()
        for each in list(listed):
            self.deck.part.drop_rel(each.rId)
            listed.remove(each)

    def _page(self, slide: Slide, choice: LayoutChoice, ground: Ground) -> Page:
        signature = choice.signature
        added = self.deck.slides.add_slide(signature.layout)
        beneath, labels = list(ground.layers), signature.said.label_scale
        return Page(added, slide.key, 0, ground.palette, signature.scale, "", ground.theme, beneath, label_scale=labels)

    def _ground(self, choice: LayoutChoice) -> Ground:
        signature, area = choice.signature, choice.signature.drawing_area
        known = (signature.order, area)
        if known in self.grounds:
            return self.grounds[known]
        with damage_told(signature.layout):
            read_through(signature.layout)
            own = themed(self.theme, signature.layout)
            size = Box(0, 0, signature.width, signature.height)
            layers = stage_of(signature.layout, size).base
            colors = self.layouts.palette(own, choice)
            seen = sampled(list(layers), area or size) if layers else []
            most = Counter(seen).most_common(1)[0][0] if seen else colors.ground.value(own)
            self.grounds[known] = Ground(own, layers, colors, self.layouts.accents(own, choice), most)
        return self.grounds[known]


def bench_for(template: Path) -> Bench:
    """Return the bench of a template: the one at hand, unless the file or its map has changed since."""
    beside = map_path(template)
    written = beside.stat().st_mtime_ns if beside.is_file() else 0
    return _bench(template, template.stat().st_mtime_ns, written)


@lru_cache(maxsize=4)
def _bench(template: Path, changed: int, mapped: int) -> Bench:
    return Bench(template)
