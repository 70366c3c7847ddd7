"""The report: one self-contained HTML document that tells the slides' story to readers without PowerPoint.

A document and not a pile of slide pictures: the titles as its contents, each statement with its exhibit and its
words, and under each how we know. No script runs and no request leaves the page, and the page itself forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, count
from typing import Final

from valuestory.slides.facts import Fact
from valuestory.slides.html.colours import palette
from valuestory.slides.html.document import document
from valuestory.slides.html.evidence import Reader, evidence_html, shown_facts
from valuestory.slides.html.geometry import frame
from valuestory.slides.html.markup import title_html
from valuestory.slides.html.report_parts import Look, exhibit, inline, running_text
from valuestory.slides.html.report_words import ReportWords, report_words
from valuestory.slides.number_words import NumberWords
from valuestory.slides.slide import Slide, StoryRecord
from valuestory.slides.theme import Theme
from valuestory.slides.vocabulary import vocabulary_of

_CLASSES: Final = {
    "section": ' class="divider"',
    "closing": ' class="divider"',
    "statement": ' class="statement"',
}
_UNNUMBERED: Final = ("title", "section", "closing")


def report_html(slides: Sequence[Slide], record: StoryRecord, theme: Theme, *, title: str) -> str:
    """Return the report as one HTML page.

    Parameters
    ----------
    slides
        In notebook order or the storyline's; the storyline's slides come first in its order, the others are the
        appendix.
    record
        The story: its facts, locale, storyline, and what is missing.
    theme
        The template's colours and fonts.
    title
        The report's title; a cover slide's own title gives way to it.

    Raises
    ------
    StoryError
        When a chart cannot be drawn: mend the chart in its cell.
    """
    reader = Reader(report_words(vocabulary_of(record)), NumberWords(record.locale, record.currency))
    look = Look(theme, frame(theme), palette(theme), reader)
    main, appendix = story_and_appendix(slides, record)
    entries = _entries([*main, *appendix])
    story, rest = entries[: len(main)], entries[len(main) :]
    sections = "".join(_section(each, record, look) for each in story)
    if rest:
        sections += f'<h2 class="part" id="appendix">{escape(reader.words.appendix)}</h2>'
        sections += "".join(_section(each, record, look) for each in rest)
    head = _header(slides, record, title, reader.words) + _contents(story, rest, reader.words)
    body = f'{head}<main id="story">{sections}{_missing(record, reader.words)}</main>'
    skip = f'<a class="skip" href="#story">{escape(reader.words.skip)}</a>'
    foot = f"<footer><p>{escape(reader.words.about)}</p></footer>"
    return document(title, f"{skip}{body}{foot}", theme, language=record.locale.replace("_", "-"))


@dataclass(frozen=True)
class _Entry:
    """A slide with its id in the page and its number, which a divider has not."""

    slide: Slide
    name: str
    number: int | None


def story_and_appendix(slides: Sequence[Slide], record: StoryRecord) -> tuple[list[Slide], list[Slide]]:
    """Return the main story in the storyline's order, and the appendix in the order given.

    Without a storyline all is story. The cover is in neither (the page has its own head), nor is a closing that
    only says thank you; one that says more ends the story.
    """
    shown = [slide for slide in slides if slide.kind != "title" and (slide.kind != "closing" or slide.body)]
    if not record.storyline:
        return shown, []
    place = {key: index for index, key in enumerate(record.storyline)}
    main = sorted((slide for slide in shown if slide.key in place), key=lambda slide: place[slide.key])
    others = [slide for slide in shown if slide.key not in place]
    closing = [slide for slide in others if slide.kind == "closing"]
    return main + closing, [slide for slide in others if slide.kind != "closing"]


def _entries(slides: Iterable[Slide]) -> list[_Entry]:
    """Return each slide with its id in the page: its key, and a number behind it where two share one."""
    taken = {"story", "appendix", "missing", "contents"}
    out: list[_Entry] = []
    for slide in slides:
        key = re.sub(r"[^\w-]+", "-", slide.key).strip("-") or "slide"
        name = next(each for each in chain([key], (f"{key}-{index}" for index in count(2))) if each not in taken)
        taken.add(name)
        number = None if slide.kind in _UNNUMBERED else 1 + sum(each.number is not None for each in out)
        out.append(_Entry(slide, name, number))
    return out


def _section(entry: _Entry, record: StoryRecord, look: Look) -> str:
    slide, name = entry.slide, entry.name
    facts = tuple(fact for fact in shown_facts(slide, record) if fact.evidence.kind != "name")
    anchors = {fact.id: f"{name}-fact-{index}" for index, fact in enumerate(facts, start=1)}
    number = f'<p class="count">{entry.number}</p>' if entry.number is not None else ""
    heading = f'<h2 id="{name}-title">{title_html(slide.title.text)}</h2>'
    source = f'<p class="source">{inline(slide.source, anchors)}</p>' if slide.source else ""
    inside = number + heading + exhibit(slide, look, anchors, name) + source + _how(slide, facts, anchors, look)
    return f'<article id="{name}"{_CLASSES.get(slide.kind, "")} aria-labelledby="{name}-title">{inside}</article>'


def _how(slide: Slide, facts: tuple[Fact, ...], anchors: Mapping[str, str], look: Look) -> str:
    if not facts and not slide.notes:
        return ""
    notes = f'<div class="notes">{running_text(slide.notes, anchors)}</div>' if slide.notes else ""
    words = look.reader.words
    evidence = evidence_html(facts, look.reader, anchors)
    return f"<details><summary><h3>{escape(words.how)}</h3></summary>{notes}{evidence}</details>"


def _header(slides: Sequence[Slide], record: StoryRecord, title: str, words: ReportWords) -> str:
    cover = next((slide for slide in slides if slide.kind == "title"), None)
    below = [] if cover is None else [each for each in (cover.header, *cover.body) if each is not None]
    told = [f'<p class="standfirst">{inline(each, {})}</p>' for each in below[:1]]
    audience = words.audiences.get(record.audience, record.audience)
    pairs = [each.text for each in below[1:]] or [record.company]
    called = next((each.value for each in record.facts if each.name == "this_period"), record.period)
    pairs += [f"{words.period} {called}"] if called else []
    pairs += [f"{words.audience} {audience}"] if audience else []
    about = "".join(f"<span>{escape(each)}</span>" for each in pairs if each)
    return f'<header><h1>{escape(title)}</h1>{"".join(told)}<p class="about">{about}</p></header>'


def _contents(story: Sequence[_Entry], rest: Sequence[_Entry], words: ReportWords) -> str:
    more = f"<h3>{escape(words.appendix)}</h3>{_listed(rest)}" if rest else ""
    head = f'<h2 id="contents">{escape(words.contents)}</h2><p>{escape(words.contents_note)}</p>'
    return f'<nav aria-labelledby="contents">{head}{_listed(story)}{more}</nav>'


def _listed(entries: Sequence[_Entry]) -> str:
    items = [
        f'<li><a href="#{each.name}"><b>{each.number}</b><span>{title_html(each.slide.title.text)}</span></a></li>'
        for each in entries
        if each.number is not None
    ]
    return f"<ol>{''.join(items)}</ol>" if items else ""


def _missing(record: StoryRecord, words: ReportWords) -> str:
    rows = [
        f"<div><dt>{escape(key[:1].upper() + key[1:].replace('_', ' '))}</dt><dd>{escape(reason)}</dd></div>"
        for key, reason in record.missing.items()
    ]
    told = f"<p>{escape(words.missing_note if rows else words.nothing_missing)}</p>"
    listed = f"<dl>{''.join(rows)}</dl>" if rows else ""
    heading = f'<h2 id="missing-title">{escape(words.missing)}</h2>'
    return f'<section id="missing" aria-labelledby="missing-title">{heading}{told}{listed}</section>'
