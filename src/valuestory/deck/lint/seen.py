"""A finished deck as a reader has it: slides, shapes where they stand, and every text with its size and font.

`reading` makes it of a file. Boxes inside groups are those on the slide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from valuestory.deck.file.evidence import Evidence, Plotted, Shown
from valuestory.deck.geometry import Box
from valuestory.deck.template.grounds import Stage, stage_of
from valuestory.deck.template.inherit import Frame
from valuestory.slides.typography.fit import Block, height, wrap

_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_OURS: Final = "vs:"
_HEADLINE_WORDS: Final = 25
"""A cover, a section or a closing says no more beside its title."""

Role = Literal["title", "body", "text", "cell", "source", "footer"]


@dataclass(frozen=True)
class Stretch:
    """A run as written: its text, size in points, and element."""

    text: str
    size: float
    bold: bool
    element: Any


@dataclass(frozen=True)
class Words:
    """A paragraph as written: what can be measured of it, its runs, and its level."""

    block: Block
    runs: tuple[Stretch, ...]
    level: int
    align: str = "l"

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TextBody:
    """A shape's text, or that of a table's cell.

    `holder` is the shape's element, `element` the cell's in a table; `box` is where it stands on the slide, None where
    nothing says; `grows` tells that PowerPoint lets the shape grow with its text; `turned` that the text does not run
    from left to right on a level line.
    """

    shape: str
    holder: Any
    element: Any
    role: Role
    box: Box | None
    insets: Frame
    paragraphs: tuple[Words, ...]
    grows: bool = False
    turned: bool = False

    @property
    def text(self) -> str:
        """All paragraphs as plain text."""
        return "\n".join(each.text for each in self.paragraphs).strip()

    @property
    def width(self) -> float:
        """The width that lines have, in inches."""
        return 0.0 if self.box is None else self.box.width - self.insets.left - self.insets.right

    def lines(self) -> int:
        """Return how many lines the text takes."""
        return sum(len(wrap(each.block, self.width)) if self.insets.wraps else 1 for each in self.paragraphs)

    def inked(self) -> Box | None:
        """Return the box that the text itself takes, by measure."""
        if self.box is None or not self.text:
            return None
        blocks = [each.block for each in self.paragraphs]
        room = self.width if self.insets.wraps else 1000.0
        high = height(blocks, room)
        wide = max((line + block.indent for block in blocks for line in wrap(block, room)), default=0.0)
        free = self.box.height - self.insets.top - self.insets.bottom - high
        down = {"t": 0.0, "ctr": free / 2, "b": free}.get(self.insets.anchor, 0.0)
        return Box(self._left(wide), self.box.top + self.insets.top + down, wide, high)

    def _left(self, wide: float) -> float:
        assert self.box is not None
        aligns = {each.align for each in self.paragraphs if each.text.strip()}
        free = self.width - wide
        aside = free if aligns == {"r"} else free / 2 if "ctr" in aligns else 0.0
        return self.box.left + self.insets.left + aside


@dataclass(frozen=True)
class Placed:
    """A shape with its box on the slide (None where nothing says it); `depth` is 0 outside groups."""

    shape: Any
    name: str
    kind: str
    box: Box | None
    depth: int


@dataclass(frozen=True)
class SeenSlide:
    """One slide: its shapes and texts in the order they are stored, which is the order they are read in."""

    number: int
    slide: Any
    slide_id: int
    size: Box
    shapes: tuple[Placed, ...]
    texts: tuple[TextBody, ...]

    @cached_property
    def title(self) -> TextBody | None:
        """The title, where there is one that says something."""
        return next((each for each in self.texts if each.role == "title" and each.text), None)

    @cached_property
    def charts(self) -> tuple[tuple[str, Any], ...]:
        """The native charts: shape name and the root of the chart's part."""
        return tuple(
            (each.name, each.shape.chart._chartSpace)
            for each in self.shapes
            if each.kind == "graphicFrame" and each.shape.has_chart
        )

    @cached_property
    def tables(self) -> tuple[Placed, ...]:
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

    names: tuple[str, ...]
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


def _is_drawn(slide: SeenSlide) -> bool:
    footers = {each.shape for each in slide.texts if each.role == "footer"}
    named = [each.name for each in slide.shapes if each.depth == 0 and each.kind != "cxnSp"]
    return all(name.startswith(_OURS) for name in named if name not in footers)
