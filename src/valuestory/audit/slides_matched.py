"""Which slide of the evidence is which slide of the deck, by what stands on them: ids and names may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from valuestory.audit.likeness import likeness, masked, paired, plain
from valuestory.audit.recorded import RecordedParagraph, RecordedSlide
from valuestory.deck.reading.deck import ReadSlide
from valuestory.deck.reading.words import NOTES, Words

_SAME_SLIDE: Final = 0.45
_SAME_PARAGRAPH: Final = 0.55


@dataclass(frozen=True)
class MatchedSlide:
    """A slide of the deck with the slide of the evidence that it was made as; None for one that was put in since.

    `copy` says that another slide of the deck is that slide already.
    """

    slide: ReadSlide
    recorded: RecordedSlide | None
    copy: bool = False


def match_slides(slides: Sequence[ReadSlide], recorded: Sequence[RecordedSlide]) -> list[MatchedSlide]:
    """Return the deck's slides in order, each with what the evidence tells of it."""
    pairs = dict(paired(slides, recorded, _slide_score, _SAME_SLIDE))
    matched = []
    for at, slide in enumerate(slides):
        if at in pairs:
            matched.append(MatchedSlide(slide, recorded[pairs[at]]))
        else:
            like = max(recorded, key=lambda each: _exact(slide, each), default=None)
            is_copy = like is not None and bool(like.paragraphs) and _exact(slide, like) == 1.0
            matched.append(MatchedSlide(slide, like if is_copy else None, copy=is_copy))
    return matched


def _slide_score(slide: ReadSlide, recorded: RecordedSlide) -> float:
    """Return how much speaks for two slides being one: words with figures, words alone, figures, charts, the id."""
    worded, figures = _worded(slide, recorded), _figures(slide, recorded)
    charts = _has_its_charts(slide, recorded)
    score = _exact(slide, recorded) + worded + 0.5 * figures + 0.5 * charts
    return score + 0.5 * (score > 0 and slide.slide_id == recorded.slide_id)


def _exact(slide: ReadSlide, recorded: RecordedSlide) -> float:
    there = {plain(words.text) for words in slide.words}
    return _share(plain(line.said.text) in there for line in recorded.paragraphs)


def _worded(slide: ReadSlide, recorded: RecordedSlide) -> float:
    there = {masked(words.text) for words in slide.words}
    telling = [line for line in recorded.paragraphs if any(each.isalpha() for each in masked(line.said.text))]
    return _share(masked(line.said.text) in there for line in telling)


def _figures(slide: ReadSlide, recorded: RecordedSlide) -> float:
    everything = " ".join(plain(words.text) for words in slide.words)
    shown = {
        plain(each.text) for line in recorded.paragraphs for each in line.shown if any(map(str.isdigit, each.text))
    }
    return _share(each in everything for each in shown)


def _has_its_charts(slide: ReadSlide, recorded: RecordedSlide) -> bool:
    names = {chart.shape for chart in slide.charts}
    return bool(recorded.charts) and set(recorded.charts) <= names


def _share(said: Iterator[bool] | Sequence[bool]) -> float:
    found = list(said)
    return sum(found) / len(found) if found else 0.0


def match_paragraphs(words: Sequence[Words], recorded: Sequence[RecordedParagraph]) -> dict[int, int]:
    """Return the places of recorded paragraphs by the places of the words that they are today."""
    same = _untouched(words, recorded)
    taken = set(same.values())
    ones, others = (
        [at for at in range(len(words)) if at not in same],
        [to for to in range(len(recorded)) if to not in taken],
    )
    pairs = paired([words[at] for at in ones], [recorded[to] for to in others], _paragraph_score, _SAME_PARAGRAPH)
    return same | {ones[at]: others[to] for at, to in pairs}


def _untouched(words: Sequence[Words], recorded: Sequence[RecordedParagraph]) -> dict[int, int]:
    """Return the pairs that nothing speaks against, without a look at all others: no other pair could be more alike."""
    there: dict[tuple[object, ...], list[int]] = {}
    for to, line in enumerate(recorded):
        said = line.said
        place = (said.shape == NOTES, said.shape, said.cell, said.paragraph, plain(said.text))
        there.setdefault(place, []).append(to)
    found = {}
    for at, each in enumerate(words):
        place = (each.where == "notes", each.shape, each.cell, each.paragraph, plain(each.text))
        if each.where not in ("alt text", "chart") and there.get(place):
            found[at] = there[place].pop(0)
    return found


def _paragraph_score(words: Words, recorded: RecordedParagraph) -> float:
    said = recorded.said
    if (words.where == "notes") != (said.shape == NOTES) or words.where in ("alt text", "chart"):
        return 0.0
    alike = likeness(words.text, said.text)
    exact = 0.5 if plain(words.text) == plain(said.text) else 0.0
    shape = (2.0 if recorded.drawn else 0.15) if words.shape == said.shape else 0.0
    place = 0.15 if (words.cell, words.paragraph) == (said.cell, said.paragraph) else 0.0
    if shape and ((said.cell is not None and words.cell == said.cell) or recorded.drawn):
        alike = max(alike, 0.5)
    return alike + exact + shape + place if alike >= 0.35 else 0.0
