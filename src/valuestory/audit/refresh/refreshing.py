"""A deck refreshed: what a story says for another period, put into a deck that people have edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from valuestory.audit.recorded import RecordedSlide, told_slides
from valuestory.audit.refresh.changes import MARKED, Change
from valuestory.audit.refresh.slides import SlideRefresh
from valuestory.audit.refresh.stories import FreshStory, Stories
from valuestory.audit.slides_matched import match_slides
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.revising.comments import Marks
from valuestory.deck.revising.deck import OpenDeck, OpenSlide, open_to_revise
from valuestory.errors import DeckError

_ROOM: Final = ("inside-slide", "text-fits", "text-apart", "category-names")
"""Lint's rules on what has no room."""


@dataclass(frozen=True)
class Refreshed:
    """A refreshed deck: where it was written, its period, and what was done or left at each place."""

    path: Path
    period: str
    changes: tuple[Change, ...]


def refresh_deck(deck: Path, fresh: FreshStory, out: Path, *, on: datetime | None = None) -> Refreshed:
    """Write a deck with the numbers, charts, tables and notes of another period, people's edits kept.

    Words, order, looks, added slides and shapes stay as they are. What nobody has touched says what the story says now;
    in a sentence of somebody's own only numbers and periods are new, and where the story's own words have changed it is
    marked by a comment that quotes them. What cannot be refreshed stays, is marked and told.

    Parameters
    ----------
    deck
        The deck, with its evidence; it is only read.
    fresh
        What the same notebook tells for the new period.
    out
        The file to write; it appears whole or not at all.
    on
        The day and time that comments bear; now, if none is given.

    Returns
    -------
    Refreshed
        What was done, slide by slide.

    Raises
    ------
    TemplateError
        When the file cannot be read.
    DeckError
        When the deck carries no evidence, or the two tell different stories.
    """
    old = read_evidence(deck)
    _check(old, fresh, deck)
    opened = open_to_revise(deck)
    stories = Stories.of(old, fresh)
    told = told_slides(old)
    matched = match_slides([each.read for each in opened.slides], told)
    refreshed = [_refreshed(slide, one.recorded, stories) for slide, one in zip(opened.slides, matched, strict=True)]
    found = [each for slide in refreshed for each in slide.found]
    found += _new_slides(told, fresh)
    evidence = _evidence(refreshed, old, fresh)
    found += _without_room(deck, opened, evidence)
    _mark(opened, found, on or datetime.now(UTC))
    opened.save(evidence, out)
    return Refreshed(out, fresh.evidence.period, tuple(found))


def _check(old: Evidence, fresh: FreshStory, deck: Path) -> None:
    keys = {each.key for each in told_slides(old)}
    if not keys & set(fresh.told):
        raise DeckError(
            "the notebook tells another story than the deck: they have no slide in common",
            where=deck.name,
            do="name the notebook that made the deck: --notebook",
        )


def _refreshed(slide: OpenSlide, was: RecordedSlide | None, stories: Stories) -> SlideRefresh:
    made = SlideRefresh(slide, was or RecordedSlide("", 0), stories)
    if was is not None and was.key not in stories.fresh.slides:
        missing = stories.fresh.missing.get(was.key, "the new story has no such slide")
        made.reason = f'no slide "{was.key}" for {stories.fresh.evidence.period}: {missing}'
    made.refresh()
    return made


def _new_slides(told: Sequence[RecordedSlide], fresh: FreshStory) -> Iterator[Change]:
    """Yield the slides that the new story has and the old one had not; what somebody has deleted is not missed."""
    known = {each.key for each in told}
    for key, slide in fresh.slides.items():
        if key not in known:
            why = f'the slide "{key}" is new: copy it from the deck of the new period'
            yield Change(0, "", "slide", "further", story=slide.read.title, why=why)


def _without_room(deck: Path, opened: OpenDeck, evidence: Evidence) -> Iterator[Change]:
    """Yield what has no room any more in a deck that is about to be written, and had it before."""
    before = {(each.rule, each.slide, each.shape) for each in lint_deck(deck, _ROOM)}
    with TemporaryDirectory(prefix="valuestory-") as folder:
        aside = Path(folder) / deck.name
        opened.save(evidence, aside)
        found = lint_deck(aside, _ROOM)
    for each in found:
        if (each.rule, each.slide, each.shape) not in before:
            yield Change(each.slide, each.shape, "slide", "no room", why=each.what)


def _mark(opened: OpenDeck, found: Sequence[Change], on: datetime) -> None:
    """Put one comment beside each shape that somebody has to look at."""
    marks = Marks(opened.deck, on)
    marks.forget()
    for slide in opened.slides:
        shapes = dict.fromkeys(
            each.shape for each in found if each.slide == slide.read.number and each.status in MARKED
        )
        for shape in shapes:
            mine = [each for each in found if (each.slide, each.shape) == (slide.read.number, shape)]
            lines = [_words(each) for each in mine if each.status in MARKED and each.where != "notes"]
            if lines:
                marks.put(slide.slide, slide.holding(shape), "\n".join(lines))


def _words(change: Change) -> str:
    """Return what a comment says of one place."""
    story = f'The story now says: "{change.story}".' if change.story else ""
    why = f"{change.why[:1].upper()}{change.why[1:]}." if change.why else ""
    told = {
        "says otherwise": ["Your words were kept; check them.", story, why],
        "altered": [f'"{change.was}" was typed by hand and kept.', story],
        "not refreshed": [f'Not refreshed: "{change.was}".' if change.was else "Not refreshed.", why, story],
        "no room": [f"No room: {change.why}."],
        "old period": [f'Your own words name the old period: "{change.was}".'],
        "reworded": [f'New words; before: "{change.was}".' if change.was else f'New: "{change.now}".'],
        "chart": [why],
    }
    return " ".join(each for each in told[change.status] if each)


def _evidence(refreshed: Sequence[SlideRefresh], old: Evidence, fresh: FreshStory) -> Evidence:
    """Return the evidence of the refreshed deck: the new facts, and old ones where nothing could be put."""
    shown = tuple(each for slide in refreshed for each in slide.shown())
    plotted = tuple(each for slide in refreshed for each in slide.plotted)
    said = tuple(each for slide in refreshed for each in slide.said())
    known = {**{fact.id: fact for fact in old.facts}, **fresh.facts}
    used = sorted({*(each.fact for each in shown), *(each.fact for each in plotted)})
    facts = tuple(known[each] for each in used)
    return replace(fresh.evidence, facts=facts, shown=shown, plotted=plotted, said=said)
