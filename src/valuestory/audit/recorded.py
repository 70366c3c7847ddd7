"""What a deck's evidence says was shown: slide by slide, paragraph by paragraph, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from valuestory.audit.labels import facts_by_label, labelled
from valuestory.deck.charts.shapes.shapexml import is_guide
from valuestory.deck.file.evidence import Evidence, Plotted, Said, Shown


@dataclass(frozen=True)
class RecordedParagraph:
    """A paragraph as it was written, with the facts that stand in it from left to right.

    `drawn` says that it is a label of a drawn chart: what it tells depends on where it stands.
    """

    said: Said
    shown: tuple[Shown, ...]
    drawn: bool = False


@dataclass(frozen=True)
class RecordedSlide:
    """A slide as it was made: its key, its id at that time, its paragraphs with facts, its charts' values by shape.

    `guides` is what the axes and legends of drawn charts say, by shape: scales and names, which show no fact.
    """

    key: str
    slide_id: int
    paragraphs: tuple[RecordedParagraph, ...] = ()
    charts: dict[str, tuple[Plotted, ...]] = field(default_factory=dict)
    guides: dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> frozenset[str]:
        """The ids of all facts on the slide."""
        plotted = (each.fact for points in self.charts.values() for each in points)
        return frozenset((*(each.fact for line in self.paragraphs for each in line.shown), *plotted))


def recorded_slides(evidence: Evidence) -> tuple[RecordedSlide, ...]:
    """Return the slides that a deck's evidence tells of, in the order they were made."""
    places: tuple[Shown | Plotted, ...] = (*evidence.shown, *evidence.plotted)
    keys = dict.fromkeys((each.slide_id, each.key) for each in places)
    return tuple(
        RecordedSlide(
            key,
            slide_id,
            _paragraphs(evidence, slide_id),
            _charts(evidence.plotted, slide_id),
            {each.shape: each.text for each in evidence.said if each.slide_id == slide_id and is_guide(each.shape)},
        )
        for slide_id, key in keys
    )


def told_slides(evidence: Evidence) -> tuple[RecordedSlide, ...]:
    """Return the same slides with all that the story wrote on them, paragraphs without a fact too."""
    keys = dict.fromkeys(
        (each.slide_id, each.key) for places in (evidence.shown, evidence.plotted, evidence.said) for each in places
    )
    return tuple(
        RecordedSlide(key, slide_id, _everything(evidence, slide_id), _charts(evidence.plotted, slide_id))
        for slide_id, key in keys
    )


def _everything(evidence: Evidence, slide_id: int) -> tuple[RecordedParagraph, ...]:
    with_facts = {_place(each.said): each for each in _paragraphs(evidence, slide_id)}
    said = {_place(each): each for each in evidence.said if each.slide_id == slide_id}
    bare = tuple(RecordedParagraph(each, ()) for place, each in said.items() if place not in with_facts)
    return (*with_facts.values(), *bare)


def _place(said: Said) -> tuple[str, tuple[int, int] | None, int]:
    return said.shape, said.cell, said.paragraph


def _paragraphs(evidence: Evidence, slide_id: int) -> tuple[RecordedParagraph, ...]:
    found: dict[object, list[Shown]] = {}
    for each in evidence.shown:
        if each.slide_id == slide_id:
            found.setdefault((each.shape, each.cell, each.paragraph), []).append(each)
    whole = {(each.shape, each.cell, each.paragraph): each for each in evidence.said if each.slide_id == slide_id}
    labels = facts_by_label(evidence, slide_id)
    for said in whole.values():
        if said.shape in labels and (shown := list(labelled(said, labels[said.shape], evidence))):
            found[said.shape, said.cell, said.paragraph] = shown
    return tuple(
        RecordedParagraph(
            whole.get((first.shape, first.cell, first.paragraph)) or _alone(shown),
            tuple(shown),
            first.shape in labels,
        )
        for first, shown in ((shown[0], sorted(shown, key=lambda each: each.start)) for shown in found.values())
    )


def _alone(shown: Sequence[Shown]) -> Said:
    """Return the paragraph that the facts alone make, for evidence that does not tell the words around them."""
    first = shown[0]
    text = first.text if len(shown) == 1 else " ".join(each.text for each in shown)
    return Said(first.key, first.slide_id, first.shape, text, first.paragraph, first.cell)


def _charts(plotted: Iterable[Plotted], slide_id: int) -> dict[str, tuple[Plotted, ...]]:
    found: dict[str, list[Plotted]] = {}
    for each in plotted:
        if each.slide_id == slide_id:
            found.setdefault(each.shape, []).append(each)
    return {shape: tuple(points) for shape, points in found.items()}
