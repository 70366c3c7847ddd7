"""A slide as the deck has it on its template: what stands where, in which size and colour, and what has no room.

The deck makes slides and the story shows them, and neither knows the other: here is what passes between them, and
whoever loads both (`valuestory` itself) says who draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from valuestory.slides.html.geometry import Box
from valuestory.slides.slide import Chart, Picture, Slide, StoryRecord
from valuestory.slides.theme import Theme


@dataclass(frozen=True)
class Patch:
    """Something painted: of one colour, `round` where it is an ellipse; or a picture, as an address that holds it.

    `edge` is the colour of its outline, `edge_points` how thick that is;
    `corner` is the radius of its corners, in inches.
    """

    box: Box
    color: str = ""
    alpha: float = 1.0
    round: bool = False
    picture: str = ""
    edge: str = ""
    edge_points: float = 0.0
    dashed: bool = False
    corner: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A straight line from its box's left top to its right bottom; `arrow` says that it ends in one there.

    One that is `rising` goes from the left bottom to the right top.
    """

    box: Box
    color: str
    points: float
    dashed: bool = False
    arrow: bool = False
    rising: bool = False


@dataclass(frozen=True)
class Letters:
    """A run of text in one look; `fact` is the fact that it shows."""

    text: str
    points: float
    color: str
    bold: bool = False
    italic: bool = False
    font: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph. `indent` is where its lines begin and `mark_at` where its bullet or number stands, in inches."""

    letters: tuple[Letters, ...]
    points: float
    align: str = "l"
    indent: float = 0.0
    mark: str = ""
    mark_at: float = 0.0
    mark_color: str = ""
    spacing: float = 1.0
    after: float = 0.0
    rightwards: bool = True


@dataclass(frozen=True)
class Words:
    """A text within its insets; `anchor` is ``t``, ``ctr`` or ``b``."""

    box: Box
    lines: tuple[Line, ...]
    anchor: str = "t"
    wraps: bool = True
    title: bool = False


@dataclass(frozen=True)
class Exhibit:
    """A chart or a picture in its place."""

    box: Box
    shown: Chart | Picture


@dataclass(frozen=True)
class Turned:
    """Parts that are turned clockwise about the middle of a box; their own boxes are those before the turn."""

    box: Box
    parts: tuple[Patch | Stroke | Words, ...]
    degrees: float


Part = Patch | Stroke | Words | Exhibit | Turned


@dataclass(frozen=True)
class SlideOnTemplate:
    """A slide on its template, its parts lowest first, and what has no room in words.

    All lengths and points are those of the slide made 7.5 inches high. `theme` has the colours that lie beneath charts,
    and `label_scale` says how much larger their labels are than usual.
    """

    width: float
    parts: tuple[Part, ...]
    theme: Theme
    label_scale: float = 1.0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a story has told so far, its slides by key: one that a designer made may show any fact and chart of it."""

    slides: Mapping[str, Slide] = field(default_factory=dict)
    record: StoryRecord | None = None


Draw = Callable[[Path, Slide, Callable[[], Told]], SlideOnTemplate | None]
"""From a template, a slide and what was told so far to that slide on the template; None where it stands on the grid of
the shipped ones."""

_DRAW: list[Draw] = []


def drawn_by(draw: Draw) -> None:
    """Say who draws slides on their templates, from now on."""
    _DRAW[:] = [draw]


def on_template(template: Path | None, slide: Slide, told: Callable[[], Told] = Told) -> SlideOnTemplate | None:
    """Return a slide as the deck has it; None where nobody draws it: then the grid of the shipped templates counts.

    `told` is asked only where the slide shows more than itself.
    """
    return _DRAW[0](template, slide, told) if _DRAW and template is not None else None
