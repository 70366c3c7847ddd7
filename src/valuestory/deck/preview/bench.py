"""A template kept open, on which slides are drawn to be looked at, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from valuestory.deck.designed.designs import Design, read_designs
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
from valuestory.slides.slide import Chart, Picture, Slide
from valuestory.slides.theme import Theme, read_theme


@dataclass(frozen=True)
class Ground:
    """What does not change from slide to slide of a layout or design: its theme, what is painted, the colours on it.

    `name` tells it from others of the template.
    """

    name: Hashable
    theme: Theme
    layers: tuple[Layer, ...]
    palette: Palette
    accents: tuple[str, ...]
    color: str


@dataclass(frozen=True)
class Drawn:
    """A slide drawn or filled to be looked at: its page, its own box, and the ground that it stands on.

    `charts` are those that only have a box yet, and `instead` those that are shown in place of a shape, by its element.
    `picture` is the story's, in place of any of the slide's. `parts` are the slides that the table takes.
    """

    page: Page
    size: Box
    ground: Ground
    charts: Sequence[tuple[Chart, Box]] = ()
    instead: Mapping[Any, Chart] = field(default_factory=dict)
    picture: Picture | None = None
    parts: Sequence[Slide] = ()


@dataclass
class Bench:
    """A template with no slides but those that a designer made, and what has been found out about its layouts."""

    template: Path
    grounds: dict[Hashable, Ground] = field(default_factory=dict)
    shown: dict[Hashable, tuple[Part, ...]] = field(default_factory=dict)
    """What each ground shows before anything is drawn on it, by its name."""

    @cached_property
    def theme(self) -> Theme:
        """The template's theme."""
        return read_theme(self.template)

    @cached_property
    def designs(self) -> tuple[Design, ...]:
        """The slides that a designer made to take the place of a story's: they are filled, and not drawn."""
        found: list[Design] = []

        def keep(deck: Any) -> set[int]:
            designs = read_designs(SlideList(deck).slides(), self.template.name)
            found.extend(each for each in designs if each.directive.id or each.directive.kind)
            return {each.slide_id for each in found}

        self._deck = read_template(self.template, keep=keep).deck
        return tuple(found)

    @cached_property
    def deck(self) -> Any:
        """The template, opened."""
        assert self.designs is not None
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
        return Drawn(page, _size(choice), ground, charts, picture=slide.picture, parts=parts)

    def clear(self) -> None:
        """Take all slides away but the designer's own."""
        listed, kept = SlideList(self.deck), {each.slide_id for each in self.designs}
        listed.remove({each: None for each in listed.slides() if each not in kept})

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
            layers = stage_of(signature.layout, _size(choice)).base
            colors = self.layouts.palette(own, choice)
            most = most_seen(layers, area or _size(choice)) or colors.ground.value(own)
            self.grounds[known] = Ground(signature.order, own, layers, colors, self.layouts.accents(own, choice), most)
        return self.grounds[known]


def _size(choice: LayoutChoice) -> Box:
    return Box(0, 0, choice.signature.width, choice.signature.height)


def most_seen(layers: Sequence[Layer], area: Box) -> str:
    """Return the colour that most of an area has from these layers; nothing where none can be told."""
    seen = sampled(list(layers), area) if layers else []
    return Counter(seen).most_common(1)[0][0] if seen else ""


def bench_for(template: Path) -> Bench:
    """Return the bench of a template: the one at hand, unless the file or its map has changed since."""
    beside = map_path(template)
    written = beside.stat().st_mtime_ns if beside.is_file() else 0
    return _bench(template, template.stat().st_mtime_ns, written)


@lru_cache(maxsize=4)
def _bench(template: Path, changed: int, mapped: int) -> Bench:
    return Bench(template)
