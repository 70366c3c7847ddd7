"""A finished deck as a reader has it: slides, shapes where they stand, and every text with its size and font.

Boxes inside groups are those on the slide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from valuestory.deck.file.evidence import Evidence, Plotted, Shown
from valuestory.deck.geometry import Box
from valuestory.deck.reading.shapes import PlacedShape, placed_shapes
from valuestory.deck.reading.texts import TextBody, slide_texts
from valuestory.deck.template.grounds import Stage, stage_of

_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_OURS: Final = "vs:"
_FOOT: Final = 0.65
"""Share of the slide's height below which a title stands at the foot."""
_HEADLINE_WORDS: Final = 25
"""A cover, a section or a closing says no more beside its title."""


@dataclass(frozen=True)
class SeenSlide:
    """One slide: its shapes and texts in the order they are stored, which is the order they are read in."""

    number: int
    slide: Any
    slide_id: int
    size: Box
    shapes: tuple[PlacedShape, ...]
    texts: tuple[TextBody, ...]

    @cached_property
    def title(self) -> TextBody | None:
        """The title, where there is one that says something."""
        return next((each for each in self.texts if each.role == "title" and each.text), None)

    @property
    def has_title_at_foot(self) -> bool:
        """Whether the title stands under what it speaks of, as some templates have it; it is read first there too."""
        return self.title is not None and self.title.box is not None and self.title.box.top > _FOOT * self.size.height

    @cached_property
    def charts(self) -> tuple[tuple[str, Any], ...]:
        """The native charts: shape name and the root of the chart's part."""
        return tuple(
            (each.name, each.shape.chart._chartSpace)
            for each in self.shapes
            if each.kind == "graphicFrame" and each.shape.has_chart
        )

    @cached_property
    def tables(self) -> tuple[PlacedShape, ...]:
        """The tables."""
        return tuple(each for each in self.shapes if each.kind == "graphicFrame" and each.shape.has_table)

    @cached_property
    def has_exhibit(self) -> bool:
        """Whether the slide shows a chart, a table or figures as tiles."""
        return bool(self.charts or self.tables) or any(each.name.startswith("vs:kpi") for each in self.shapes)

    @cached_property
    def stage(self) -> Stage:
        """What is painted on the slide, for what lies beneath a text."""
        return stage_of(self.slide, self.size)

    @property
    def argues(self) -> bool:
        """Whether the slide makes a point: it shows something, or says more than a headline slide does."""
        said = sum(len(each.text.split()) for each in self.texts if each.role in ("body", "text"))
        return self.has_exhibit or said > _HEADLINE_WORDS

    @property
    def hidden(self) -> bool:
        """Whether the slide is not shown."""
        return self.slide._element.get("show") in ("0", "false")


@dataclass(frozen=True)
class SeenDeck:
    """A deck read for checking: its file as parts, its slides, and the evidence in it where valuestory made it."""

    parts: Mapping[str, bytes]
    deck: Any
    slides: tuple[SeenSlide, ...]
    evidence: Evidence | None = None
    size: Box = field(default=Box(0, 0, 10, 7.5))

    @property
    def scale(self) -> float:
        """The slide's height over 7.5 inches; a portrait slide's width, so that paper is not read from afar."""
        return min(self.size.height, self.size.width) / 7.5

    @cached_property
    def drawn(self) -> tuple[SeenSlide, ...]:
        """The slides that this package drew: what says something on them bears one of its names.

        None in others' decks; slides that a designer drew and we only filled are not among them.
        """
        return () if self.evidence is None else tuple(each for each in self.slides if _is_drawn(each))

    @cached_property
    def sections(self) -> tuple[frozenset[int], ...]:
        """The ids of the slides in each section, in order."""
        found = self.deck.part._element.iter(f"{_P14}section")
        return tuple(frozenset(int(each.get("id")) for each in section.iter(f"{_P14}sldId")) for section in found)

    def facts_of(self, slide: SeenSlide) -> list[str]:
        """Return the ids of the facts that a slide shows outside its notes, each once; nothing in others' decks."""
        if self.evidence is None:
            return []
        shown = (each for each in self.evidence.shown if each.shape != "notes")
        places: list[Shown | Plotted] = [*shown, *self.evidence.plotted]
        return list(dict.fromkeys(each.fact for each in places if each.slide_id == slide.slide_id))


def seen_slides(deck: Any, size: Box) -> tuple[SeenSlide, ...]:
    """Return the slides of a presentation of this size as they are seen."""
    return tuple(_seen(number, slide, size) for number, slide in enumerate(deck.slides, 1))


def _seen(number: int, slide: Any, size: Box) -> SeenSlide:
    shapes = tuple(placed_shapes(slide))
    return SeenSlide(number, slide, slide.slide_id, size, shapes, tuple(slide_texts(slide, shapes)))


def _is_drawn(slide: SeenSlide) -> bool:
    footers = {each.shape for each in slide.texts if each.role == "footer"}
    named = [each.name for each in slide.shapes if each.depth == 0 and each.kind != "cxnSp"]
    return all(name.startswith(_OURS) for name in named if name not in footers)
