"""Speaker notes: what the author says, then where every number of the slide comes from, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from valuestory.deck.drawing.page import BODY, Page
from valuestory.deck.drawing.paragraphs import Look
from valuestory.errors import StoryError
from valuestory.slides.facts import CHANGES, Fact, Facts
from valuestory.slides.number_words import NumberWords, Precision
from valuestory.slides.slide import Paragraph, Run, Slide, StoryRecord
from valuestory.slides.text import Writer
from valuestory.slides.vocabulary import vocabulary_of

SHAPE: Final = "notes"
"""What the evidence calls the notes of a slide."""
_HEADING: Final = "Where the numbers come from"


def add_notes(page: Page, slide: Slide, facts: Sequence[Fact], record: StoryRecord | None) -> None:
    """Write a slide's notes.

    Parameters
    ----------
    page
        The slide.
    slide
        Its contents.
    facts
        The facts that it shows, each once.
    record
        The story's record, for locale and currency.
    """
    paragraphs = [*slide.notes, *_sources(facts, _writer(record)), *([slide.bridge] if slide.bridge else [])]
    if not paragraphs:
        return
    notes = page.slide.notes_slide
    body = notes.notes_placeholder
    if body is None:
        return
    body._element.nvSpPr.cNvPr.set("name", "vs:notes")
    page.write(body._element.txBody, SHAPE, [(each, Look(marker="inherit")) for each in paragraphs], BODY)


def add_sources(page: Page, paragraphs: Sequence[Paragraph], facts: Sequence[Fact], record: StoryRecord | None) -> None:
    """Add to a slide's own notes where its numbers come from.

    Parameters
    ----------
    page
        The slide; what stands in its notes stays.
    paragraphs
        What the story says there, for notes that are empty.
    facts
        The facts that it shows, each once.
    record
        The story's record, for locale and currency.
    """
    own = notes_text(page.slide).strip()
    added = [*(() if own else paragraphs), *_sources(facts, _writer(record))]
    body = page.slide.notes_slide.notes_placeholder if added else None
    if body is None:
        return
    body._element.nvSpPr.cNvPr.set("name", "vs:notes")
    page.append(body._element.txBody, SHAPE, [(each, Look(marker="inherit")) for each in added], keep=bool(own))


def story_day(record: StoryRecord | None) -> tuple[str, ...]:
    """Return the day of a story's newest extract in its own words, then in short; nothing where it is not known."""
    if record is None or not record.extracted_on:
        return ()
    day = record.extracted_on[:10]
    return NumberWords(record.locale, record.currency).show(day, "date", Precision()), day


def _writer(record: StoryRecord | None) -> Writer:
    numbers = NumberWords(record.locale, record.currency) if record is not None else NumberWords()
    return Writer(Facts(), numbers, vocabulary_of(record))


def _sources(facts: Sequence[Fact], writer: Writer) -> list[Paragraph]:
    """Return one line a fact; a definition is said with the first of its facts only, and names are no figures."""
    figures = [fact for fact in facts if fact.evidence.kind != "name"]
    if not figures:
        return []
    first = {fact.evidence.definition: fact.id for fact in reversed(figures)}
    lines = (_source(fact, writer, defined=first[fact.evidence.definition] == fact.id) for fact in figures)
    return [Paragraph((Run(writer.vocabulary.spoken(_HEADING), bold=True),)), *lines]


def _source(fact: Fact, writer: Writer, *, defined: bool) -> Paragraph:
    """Return one line: name, value with interval, n, changes, what it is, window, source, id."""
    runs = [Run(f"{fact.label or fact.name}: ", bold=True), *_value(fact, writer)]
    if fact.n is not None:
        runs += [Run("; n = "), _part(fact, "n", writer)]
    for key, change in fact.changes.items():
        against = writer.vocabulary.spoken(f" against {change.against}")
        runs += [Run("; "), _part(fact, f"{CHANGES[0]}@{key}", writer), Run(against)]
    said = [
        _definition(fact) if defined else "",
        _window(fact, writer),
        _framed(writer, "Source: {source}.", source=fact.evidence.source.rstrip(".")),
        *_lost(fact, defined),
        _framed(writer, "Evidence of grade {grade}.", grade=fact.evidence.grade),
        _framed(writer, "Fact {name}.", name=fact.id),
    ]
    return Paragraph((*runs, Run(". " + " ".join(each for each in said if each))))


def _definition(fact: Fact) -> str:
    """Return what a fact is, where its name does not say it already."""
    definition = fact.evidence.definition.rstrip(".")
    return f"{definition}." if definition not in ("", fact.label) else ""


def _framed(writer: Writer, frame: str, **slots: str) -> str:
    """Return a sentence in the story's language about what is in its words already; empty where that is empty."""
    return writer.vocabulary.spoken(frame).format(**slots) if all(slots.values()) else ""


def _value(fact: Fact, writer: Writer) -> list[Run]:
    if fact.value is None:
        return [Run(writer.vocabulary.spoken("no value"))]
    runs = [_part(fact, "value", writer)]
    if fact.low is not None and fact.high is not None and fact.low != fact.high:
        runs += [
            Run(f" ({writer.vocabulary.spoken('95% interval')} "),
            _part(fact, "low", writer),
            Run(f" {writer.vocabulary.spoken('to')} "),
            _part(fact, "high", writer),
            Run(")"),
        ]
    return runs


def _part(fact: Fact, part: str, writer: Writer) -> Run:
    try:
        shown, style = writer.show(fact, part)
    except StoryError:  # a relative change from nothing has no words
        return Run(writer.vocabulary.spoken("no figure"))
    return Run(shown, fact.id, part, style)


def _window(fact: Fact, writer: Writer) -> str:
    """Return a fact's first and last day, as the reader writes them."""
    if not (fact.period_start and fact.period_end):
        return _framed(writer, "Period {period}.", period=fact.period)
    last = (date.fromisoformat(fact.period_end[:10]) - timedelta(days=1)).isoformat()
    start, end = (writer.numbers.show(each, "date", Precision()) for each in (fact.period_start[:10], last))
    return _framed(writer, "From {start} to {end}.", start=start, end=end)


def _lost(fact: Fact, defined: bool) -> list[str]:
    """Return what was set aside and emptied of the data behind a fact, said where its definition is."""
    return [f"{words}." for words in (*fact.evidence.set_aside, *fact.evidence.emptied)] if defined else []


def notes_text(slide: Any) -> str:
    """Return a finished slide's notes as plain text."""
    return (
        str(slide.notes_slide.notes_text_frame.text)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame
        else ""
    )
