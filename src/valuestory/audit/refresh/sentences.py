"""What one paragraph becomes: the story's new sentence, or somebody's own with new numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.audit.figures import Figure, figures
from valuestory.audit.likeness import masked, plain
from valuestory.audit.paragraphs import Finder, judge_paragraph
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.changes import Change, Status
from valuestory.audit.refresh.periods import PeriodMove
from valuestory.audit.refresh.stories import Stories
from valuestory.deck.file.evidence import Shown
from valuestory.deck.reading.words import NOTES
from valuestory.errors import StoryError

SOURCE: Final = "vs:source"
"""The line at a slide's foot."""
Report = tuple[Status, str, str, str]
"""What is to be reported: status, what stood there, what the story says, why."""


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph's text: what it becomes, and the fact (with part and format) that it then shows.

    `said` is what its evidence says stands there, where that is something else: a number typed over a fact.
    """

    start: int
    end: int
    text: str
    fact: str
    part: str = "value"
    format: str = ""
    said: str | None = None


@dataclass(frozen=True)
class Revised:
    """A paragraph revised: its text, what its evidence says of it, and what is to be reported.

    `said` is the text as the evidence has it, `spans` are where its facts stand in that; `story` is the story's own
    sentence where somebody's words stand (None: the words are the story's).
    """

    text: str
    said: str
    spans: tuple[Span, ...] = ()
    story: str | None = None
    found: tuple[Report, ...] = ()


def as_told(line: RecordedParagraph, was: RecordedParagraph | None, move: PeriodMove) -> Revised:
    """Return the story's new sentence, for a paragraph that nobody has touched."""
    text = line.said.text
    spans = tuple(
        Span(each.start, each.start + len(each.text), each.text, each.fact, each.part, each.format)
        for each in line.shown
    )
    before = "" if was is None else was.said.text
    if plain(before) == plain(text):
        return Revised(text, text, spans)
    # A source line, and what the notes tell of a further fact, is no sentence that somebody has to read again.
    listed = line.said.shape == SOURCE or (was is None and line.said.shape == NOTES)
    same_words = listed or (was is not None and wording(was, move) == wording(line))
    status: Status = "refreshed" if same_words else "reworded"
    return Revised(text, text, spans, None, ((status, before, text, ""),))


def is_the_storys(line: RecordedParagraph) -> bool:
    """Return whether a paragraph's words were the story's own when the deck was written, and not somebody's."""
    return line.said.story is None or plain(line.said.story) == plain(line.said.text)


def wording(line: RecordedParagraph, move: PeriodMove | None = None) -> str:
    """Return the words around a paragraph's facts, its periods moved on: what it claims, whatever the numbers."""
    text = line.said.text if is_the_storys(line) else line.said.story or line.said.text
    if is_the_storys(line):
        for each in sorted(line.shown, key=lambda each: -each.start):
            text = f"{text[: each.start]}#{text[each.start + len(each.text) :]}"
    return masked(text if move is None else move.moved(text))


def in_own_words(
    text: str, was: RecordedParagraph, now: RecordedParagraph | None, stories: Stories, find: Finder, reason: str = ""
) -> tuple[Revised, list[Shown]]:
    """Return somebody's own sentence with new numbers in it, and the facts that are gone from it.

    Parameters
    ----------
    text
        What stands there.
    was, now
        What the old story said there, and what the new one says (None: nothing).
    find
        Finds the figures of a text.
    reason
        Why the new story says nothing there.
    """
    judged, gone = judge_paragraph(was, text, find)
    spans: list[Span] = []
    found: list[Report] = []
    done: set[Shown] = set()
    for each in judged:
        if each.fact is None:
            found.append(("unsourced", each.figure.text, "", ""))
        elif each.fact not in done:
            done.add(each.fact)
            spans.append(_span(text, each.figure, each.fact, each.same, now, stories, found))
    spans += _names(text, was, spans, now, stories)
    revised = _revised(text, spans, stories.move, was, now)
    if now is not None and _claims_otherwise(was, now, stories.move):
        found.append(("says otherwise", text, now.said.text, ""))
    elif now is None and is_the_storys(was) and (reason or spans):
        # One report of the sentence, and none of each fact that the new story lacks.
        status: Status = "not refreshed" if plain(text) == plain(was.said.text) else "says otherwise"
        found = [each for each in found if each[0] != "not refreshed"]
        found.append((status, text, "", reason or "the story no longer says this"))
    return replace(revised, found=(*_changed(text, revised.text), *found)), gone


def kept(text: str, now: RecordedParagraph | None, find: Finder, reason: str) -> Revised:
    """Return an alt text that stays as it is: somebody's own, or the story's where the new one has none."""
    story = "" if now is None else now.said.text
    figured = any(each.kind == "figure" for each in find(text))
    found: tuple[Report, ...] = (("not refreshed", text, story, reason or "it was written by hand"),) if figured else ()
    return Revised(text, text, (), story, found)


def _changed(before: str, after: str) -> Sequence[Report]:
    return () if before == after else (("refreshed", before, after, ""),)


def _claims_otherwise(was: RecordedParagraph, now: RecordedParagraph, move: PeriodMove) -> bool:
    """Return whether the story's own words have changed; where it said nothing before, there is nothing to hold."""
    if was.said.story == "":
        return False
    return wording(was, move) != (wording(now) if is_the_storys(was) else masked(now.said.text))


def _span(
    text: str,
    figure: Figure,
    was: Shown,
    same: bool,
    now: RecordedParagraph | None,
    stories: Stories,
    found: list[Report],
) -> Span:
    start, end = stretch(text, figure, was.text) if same else (figure.start, figure.end)
    stands = text[start:end]
    try:
        says, fact = stories.say(was, now)
    except StoryError as error:
        found.append(("not refreshed", stands, "", error.what))
        return Span(start, end, stands, was.fact, was.part, was.format, was.text)
    if not same:
        found.append(("altered", stands, says, f"the story said {was.text}"))
        return Span(start, end, stands, fact, was.part, was.format, says)
    return Span(start, end, says, fact, was.part, was.format)


def stretch(text: str, figure: Figure, shown: str) -> tuple[int, int]:
    """Return where a fact's whole text stands around one of its figures; the figure alone where it does not."""
    wanted = plain(shown)
    for start in range(max(0, figure.end - len(shown)), figure.start + 1):
        if plain(text[start : start + len(shown)]) == wanted:
            return start, start + len(shown)
    return figure.start, figure.end


def _names(
    text: str, was: RecordedParagraph, spans: Sequence[Span], now: RecordedParagraph | None, stories: Stories
) -> list[Span]:
    """Return the facts without a digit, such as a region's name, that stand in a text once."""
    found = []
    for each in was.shown:
        if any(map(str.isdigit, each.text)) or text.count(each.text) != 1:
            continue
        start = text.index(each.text)
        if any(span.start < start + len(each.text) and start < span.end for span in spans):
            continue
        try:
            says, fact = stories.say(each, now)
        except StoryError:
            says, fact = each.text, each.fact
        found.append(Span(start, start + len(each.text), says, fact, each.part, each.format))
    return found


def _revised(
    text: str, spans: Sequence[Span], move: PeriodMove, was: RecordedParagraph | None, now: RecordedParagraph | None
) -> Revised:
    """Put new numbers and periods into a text; the evidence is told what ought to stand where somebody typed."""
    said: list[Span] = []
    written, held, at = "", "", 0
    story = "" if was is None else was.said.text
    for each in sorted(spans, key=lambda each: each.start):
        between = move.moved(text[at : each.start], story)
        written, held = written + between + each.text, held + between
        text_held = each.text if each.said is None else each.said
        said.append(replace(each, start=len(held), end=len(held) + len(text_held), text=text_held, said=None))
        held, at = held + text_held, each.end
    rest = move.moved(text[at:], story)
    return Revised(written + rest, held + rest, tuple(said), "" if now is None else now.said.text)


def with_moved_facts(text: str, lost: list[Shown], stories: Stories, locale: str) -> Revised | None:
    """Return a paragraph of somebody's own with the facts in it that stood elsewhere on its slide; None without any.

    A fact that is found is taken out of `lost`.
    """
    spans: list[Span] = []
    found: list[Report] = []
    for figure in figures(text, locale=locale):
        fact = next((each for each in lost if _stands(text, figure, each)), None)
        if fact is not None:
            lost.remove(fact)
            spans.append(_span(text, figure, fact, True, None, stories, found))
        elif figure.kind == "figure":
            found.append(("unsourced", figure.text, "", ""))
    if spans or found:
        revised = _revised(text, spans, PeriodMove(), None, None)
        return replace(revised, found=(*_changed(text, revised.text), *found))
    return None


def _stands(text: str, figure: Figure, shown: Shown) -> bool:
    start, end = stretch(text, figure, shown.text)
    return plain(text[start:end]) == plain(shown.text)


def changes(revised: Revised, slide: int, shape: str, where: str) -> list[Change]:
    """Return what is to be reported of a paragraph."""
    facts = tuple(dict.fromkeys(each.fact for each in revised.spans))
    return [
        Change(
            slide,
            shape,
            where,
            status,
            was,
            revised.text if status in ("refreshed", "reworded") else was,
            says,
            why,
            facts,
        )
        if status in ("refreshed", "reworded", "says otherwise")
        else Change(slide, shape, where, status, was, was, says, why)
        for status, was, says, why in revised.found
    ]
