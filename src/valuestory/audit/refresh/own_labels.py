"""Labels of a drawn chart that somebody has changed or deleted, and which labels of the new drawing theirs are.

A chart made of shapes is drawn anew, with other shapes. What a label is, is told by the facts of its row, else by what
the story wrote there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

from valuestory.audit.likeness import plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.sentences import is_the_storys
from valuestory.deck.charts.shapes.shapexml import is_guide
from valuestory.deck.file.evidence import ALT_TEXT, Plotted
from valuestory.deck.file.places import LABEL
from valuestory.deck.reading.words import Words


@dataclass(frozen=True)
class Label:
    """A text in a drawing: what it says (nothing where somebody deleted it), and what the story wrote there, if it did.

    `own` tells that somebody has changed it.
    """

    text: str
    was: RecordedParagraph | None
    own: bool = True


Address = tuple[str, int]
"""A label's shape and paragraph."""


def labels_of(
    words: Sequence[Words],
    names: Collection[str],
    told: Sequence[RecordedParagraph],
    chart: Sequence[Plotted],
    *,
    alone: bool,
) -> list[Label]:
    """Return the texts of a drawn chart, those that the story wrote in its order, then those that it did not.

    Parameters
    ----------
    words
        What stands on the slide.
    names
        The shapes of the drawing.
    told
        What the story wrote on the slide.
    chart
        The chart's values, which name the shapes of its labels.
    alone
        Whether no other chart is drawn there, so that a scale or a name that is missing can only be this one's.
    """
    there = {_address(each): each.text for each in words if each.shape in names and each.where == "text"}
    left = {each.shape for each in words}
    theirs = {*names, *(str(each.values.get("label")) for each in chart if each.row == LABEL)}
    found = []
    for address, was in _by_address(told).items():
        text = there.pop(address, "")
        if text:
            found.append(Label(text, was, plain(text) != plain(was.said.text) or not is_the_storys(was)))
        elif address[0] in theirs or (alone and is_guide(address[0]) and address[0] not in left):
            found.append(Label("", was))
    return [*found, *(Label(each, None) for each in there.values())]


def new_places(
    labels: Sequence[Label],
    names: Collection[str],
    fresh: Sequence[RecordedParagraph],
    moved: Callable[[RecordedParagraph], frozenset[tuple[str, str]]],
) -> Iterator[tuple[Label, RecordedParagraph, RecordedParagraph]]:
    """Yield labels of somebody's own, what the story wrote there, and the label of a new drawing that takes its place.

    Parameters
    ----------
    labels
        The labels of the old drawing, all of them: of two that say the same the first is the first again.
    names
        The shapes of the new drawing.
    fresh
        What the new story says on the slide.
    moved
        Says what a paragraph of the old story shows, with the ids that it has in the new one.
    """
    lines: dict[Hashable, list[RecordedParagraph]] = defaultdict(list)
    for (shape, _), line in _by_address(fresh).items():
        if shape in names:
            lines[frozenset((each.fact, each.part) for each in line.shown) or plain(line.said.text)].append(line)
    for label in labels:
        if label.was is not None:
            now = lines[moved(label.was) or plain(label.was.said.story or label.was.said.text)]
            if now:
                to = now.pop(0)
                if label.own:
                    yield label, label.was, to


def _by_address(told: Sequence[RecordedParagraph]) -> dict[Address, RecordedParagraph]:
    return {(each.said.shape, each.said.paragraph): each for each in told if each.said.paragraph != ALT_TEXT}


def _address(words: Words) -> Address:
    return words.shape, words.paragraph
