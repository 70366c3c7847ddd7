"""What a careful reader would object to on a slide, found while it is written, each with how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from valuestory.slides.facts import Fact
from valuestory.slides.html import SlideOnTemplate, overflowing
from valuestory.slides.slide import Paragraph, Slide
from valuestory.slides.theme import Theme

MOST_WORDS: Final = 16
"""A title's budget in words; how many characters it has room for, the template says."""
_FIGURE: Final = re.compile(r"\d")
_LEVEL: Final = re.compile(r"\b9[05]\s?-?%")
"""The level of an interval is a convention and has no source."""
_CAUSES: Final = re.compile(
    r"\b(rais(?:e|es|ed)|lift(?:s|ed)?|increas(?:e|es|ed)|boost(?:s|ed)?|improv(?:e|es|ed)|cuts?|reduc(?:e|es|ed)"
    r"|lower(?:s|ed)?|caus(?:e|es|ed)|dr(?:ives?|ove|iven)|prevent(?:s|ed)?|sav(?:e|es|ed)|creat(?:e|es|ed)"
    r"|generat(?:e|es|ed)|protect(?:s|ed)?|l(?:eads?|ed) to|because of|due to|thanks to"
    r"|steigert(?:e)?|erhöht(?:e)?|senkt(?:e)?|verbessert(?:e)?|bewirkt(?:e)?|verursacht(?:e)?|verhindert(?:e)?"
    r"|dank|wegen|aufgrund)\b",
    re.IGNORECASE,
)
"""Words that say that one thing made another so, in English and German: only an experiment or rollout shows that."""
_UNSETTLED: Final = re.compile(
    r"\bnot?\b|\bnothing\b|\bcannot\b|\bis open\b|\bnicht|\bkein|\boffen\b|\bdepends\b|\bhängt\b", re.IGNORECASE
)
_SINCE: Final = re.compile(r"\bsince\b|\bseit(?:dem)?\b", re.IGNORECASE)
_SAID: Final = re.compile(
    r"\bsa(?:y|id|ys)\b|\breport|\banswer|\bsurvey|\bsagen|\bbefrag|\bumfrage|\bbenchmark", re.IGNORECASE
)
_INSTEAD: Final = {
    "B": 'write "goes with ... after comparing like with like"',
    "C": 'write "goes with ..., as far as the listed factors tell"',
    "D": 'write "since ..., ... changed"',
    "E": 'write "customers say"',
}
"""What may be said by grade of evidence."""


def problems(slide: Slide, theme: Theme, drawn: SlideOnTemplate | None = None) -> list[str]:
    """Return the slide's problems in words: what has no room, no source or no alt text, and what claims too much.

    `drawn` is the slide on its template, which then says what has no room there; the shipped grid decides without it.
    """
    return [
        *_unsourced(slide),
        *_claims(slide),
        *_doubtful(slide),
        *_titles(slide, theme),
        *(overflowing(slide, theme) if drawn is None else drawn.problems),
        *_alt(slide),
    ]


def _unsourced(slide: Slide) -> Iterator[str]:
    for paragraph in (slide.title, *slide.body):
        for run in paragraph.runs:
            if run.fact is None and _FIGURE.search(_LEVEL.sub("", run.text)):
                yield f'"{run.text.strip()}" holds a figure without a source: write it as a fact, {{{{ name }}}}'


def _doubtful(slide: Slide) -> Iterator[str]:
    doubts = {fact.label: fact.evidence.doubt for fact in slide.facts if fact.evidence.doubt}
    for label, doubt in doubts.items():
        yield f"{label} is in doubt and should not be claimed: {doubt}"


def _titles(slide: Slide, theme: Theme) -> Iterator[str]:
    title = slide.title.text
    words = len(title.split())
    if words > MOST_WORDS or len(title) > theme.longest_title:
        most = f"at most {MOST_WORDS} and {theme.longest_title}"
        yield f"the title has {words} words and {len(title)} characters, {most}: say the rest in the body"


def _alt(slide: Slide) -> Iterator[str]:
    exhibits = (
        ("chart", slide.chart),
        ("second chart", slide.chart2),
        ("picture", slide.picture),
        ("flow", slide.flow),
    )
    for name, exhibit in exhibits:
        if exhibit is not None and not exhibit.alt.strip():
            yield f"the {name} has no alt text, so that who does not see it learns nothing: give alt="


def _claims(slide: Slide) -> Iterator[str]:
    """Yield sentences that say more than the grade of the evidence in them allows."""
    known = {fact.id: fact for fact in slide.facts}
    for paragraph in (slide.title, *slide.body):
        graded = [known[run.fact] for run in paragraph.runs if run.fact in known and known[run.fact].evidence.grade]
        for fact in graded[:1]:
            weakest = max((each.evidence.grade for each in graded), default=fact.evidence.grade)
            yield from _too_much(paragraph, weakest, is_title=paragraph is slide.title)
        yield from _unestablished(paragraph, graded)


def _too_much(paragraph: Paragraph, grade: str, *, is_title: bool) -> Iterator[str]:
    said = paragraph.text
    cause = _CAUSES.search(said)
    if grade > "A" and cause is not None and not _UNSETTLED.search(said):
        yield f'"{cause[0]}" claims a cause, and the evidence is of grade {grade}: {_INSTEAD.get(grade, "say less")}'
    elif is_title and grade == "D" and not (_SINCE.search(said) or _UNSETTLED.search(said)):
        yield f"the title rests on a mere before and after (grade D): {_INSTEAD[grade]}, or take it out"
    elif is_title and grade == "E" and not _SAID.search(said):
        yield f"the title rests on what was said or set as a mark (grade E): {_INSTEAD[grade]}, or take it out"


def _unestablished(paragraph: Paragraph, graded: list[Fact]) -> Iterator[str]:
    """Yield effects whose interval takes in zero, where neither the sentence nor the range beside it says so."""
    shown = {(run.fact, run.part) for run in paragraph.runs}
    for fact in graded:
        if fact.low is None or fact.high is None or not fact.low < 0 < fact.high:
            continue
        if (fact.id, "value") in shown and (fact.id, "low") not in shown and not _UNSETTLED.search(paragraph.text):
            yield f"the interval of {fact.label or fact.name} takes in zero: say so, or show its range"
