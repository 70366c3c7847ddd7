"""Labels of a drawn chart that somebody has changed: which they are, and which labels of the new drawing theirs are.

A chart made of shapes is drawn anew, with other shapes. What a label is, is told by the facts of its row, else by what
the story wrote there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from valuestory.audit.likeness import paired, plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.sentences import is_the_storys
from valuestory.deck.file.evidence import ALT_TEXT
from valuestory.deck.reading.words import Words


@dataclass(frozen=True)
class OwnLabel:
    """A text in a drawing that is somebody's own: what it says, and what the story wrote there (None: nothing)."""

    text: str
    was: RecordedParagraph | None


Address = tuple[str, int]
"""A label's shape and paragraph."""


def own_labels(words: Sequence[Words], names: Collection[str], told: Sequence[RecordedParagraph]) -> list[OwnLabel]:
    """Return the texts in the shapes of these names that the story has not written so."""
    lines = _by_address(told)
    there = [each for each in words if each.shape in names and each.where == "text"]
    return [OwnLabel(each.text, was) for each, was in ((each, lines.get(_address(each))) for each in there)
            if was is None or plain(each.text) != plain(was.said.text) or not is_the_storys(was)]  # fmt: skip


def new_places(
    own: Sequence[OwnLabel],
    names: Collection[str],
    fresh: Sequence[RecordedParagraph],
    moved: Callable[[RecordedParagraph], frozenset[tuple[str, str]]],
) -> Iterator[tuple[OwnLabel, RecordedParagraph, RecordedParagraph]]:
    """Yield labels of somebody's own, what the story wrote there, and the label of a new drawing that takes its place.

    Parameters
    ----------
    own
        What somebody has changed.
    names
        The shapes of the new drawing.
    fresh
        What the new story says on the slide.
    moved
        Says what a paragraph of the old story shows, with the ids that it has in the new one.
    """
    lines = [each for (shape, _), each in _by_address(fresh).items() if shape in names]
    known = [(label, label.was) for label in own if label.was is not None]

    def score(one: tuple[OwnLabel, RecordedParagraph], line: RecordedParagraph) -> float:
        _, was = one
        before, now = moved(was), frozenset((each.fact, each.part) for each in line.shown)
        if before or now:
            return float(before == now)
        return float(plain(was.said.story or was.said.text) == plain(line.said.text))

    for at, to in paired(known, lines, score, 1.0):
        yield (*known[at], lines[to])


def _by_address(told: Sequence[RecordedParagraph]) -> dict[Address, RecordedParagraph]:
    return {(each.said.shape, each.said.paragraph): each for each in told if each.said.paragraph != ALT_TEXT}


def _address(words: Words) -> Address:
    return words.shape, words.paragraph
