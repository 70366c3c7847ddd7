"""What a deck says of where its numbers come from: its facts, and the places where each is shown or drawn.

Places are tied to slide ids and to shape names: LibreOffice renumbers ids and keeps names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from valuestory.errors import DeckError
from valuestory.slides.facts import Fact

if TYPE_CHECKING:
    from valuestory.slides.slide import StoryRecord

VERSION: Final = 1
ALT_TEXT: Final = -1
"""The paragraph that a shape's alt text counts as."""
LABEL: Final = -1
"""The row of a fact that a chart tells in a label alone: nothing is drawn for it."""
ABOUT: Final = ("company", "period", "locale", "currency", "where")
"""What the evidence takes over from a story's record."""


@dataclass(frozen=True)
class Shown:
    """One place where a fact stands: a run of text in a shape, in a table's cell, or in the notes (shape ``notes``).

    `paragraph` and `run` count from 0, empty runs left out; `start` is where in the paragraph the text begins, in
    characters; `cell` is row and column from 0, the header row being row 0.
    """

    key: str
    slide_id: int
    shape: str
    fact: str
    part: str
    format: str
    text: str
    paragraph: int = 0
    run: int = 0
    cell: tuple[int, int] | None = None
    start: int = 0


@dataclass(frozen=True)
class Said:
    """A paragraph as the story wrote it, whole: by it facts are found again after people have edited around them.

    Those without a fact are told too, so that a refresh knows what people have changed. The paragraph `ALT_TEXT` is the
    shape's alt text. `story` is what the story says where somebody has changed words or order (empty: nothing); None
    where nobody has changed anything.
    """

    key: str
    slide_id: int
    shape: str
    text: str
    paragraph: int = 0
    cell: tuple[int, int] | None = None
    story: str | None = None


@dataclass(frozen=True)
class Plotted:
    """One row of a chart that shows a fact: its columns as they were drawn."""

    key: str
    slide_id: int
    shape: str
    fact: str
    row: int
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Origin:
    """What a deck was made by and from.

    `valuestory` is the version; `template` and `inputs` (by table) are SHA-256 fingerprints; `cells` are the notebook's
    cells that made each slide, by the slide's key, counted from 1. `notebook` is its name without a folder, and
    `parameters` are those that were not left at their defaults: by both the story can be told again for another period.
    Where names are masked, `mask` tells the mask's key from any other.
    """

    valuestory: str = ""
    template: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    notebook: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    mask: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that a deck says of where its numbers come from."""

    facts: tuple[Fact, ...] = ()
    shown: tuple[Shown, ...] = ()
    plotted: tuple[Plotted, ...] = ()
    said: tuple[Said, ...] = ()
    company: str = ""
    period: str = ""
    locale: str = ""
    currency: str = ""
    where: str = ""
    origin: Origin = field(default_factory=Origin)
    version: int = VERSION

    def fact(self, fact_id: str) -> Fact | None:
        """Return a fact by id."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)


def gather(
    facts: Iterable[Fact],
    shown: Sequence[Shown],
    plotted: Sequence[Plotted],
    record: StoryRecord | None,
    said: Sequence[Said] = (),
    origin: Origin | None = None,
) -> Evidence:
    """Return the evidence of a deck: of the facts, those that are shown or plotted, each once, by id.

    Raises
    ------
    DeckError
        When a slide shows a fact that no slide carries: the notebook that made it is damaged, run it again.
    """
    known = {fact.id: fact for fact in (*(record.facts if record else ()), *facts)}
    places: list[Shown | Plotted] = [*shown, *plotted]
    used = sorted({each.fact for each in places})
    missing = [each for each in used if each not in known]
    if missing:
        place = next(each.key for each in places if each.fact == missing[0])
        raise DeckError(
            f"a fact is shown but comes with no evidence: {missing[0]}",
            where=f'slide "{place}"',
            do="run the notebook again; a slide made by hand lists its facts in Slide(facts=...)",
        )
    about = {} if record is None else {name: getattr(record, name) for name in ABOUT}
    return Evidence(
        tuple(known[each] for each in used),
        tuple(shown),
        tuple(plotted),
        tuple(said),
        **about,
        origin=origin or Origin(),
    )
