"""Titles: there, a sentence, short, no question, with a number where the slide shows evidence, and each its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.lint.verbs import has_verb
from valuestory.deck.template.bracketed import bracketed

_MOST_LINES: Final = 2
_LEAST_WORDS: Final = 3
_MOST_WORDS: Final = 16
_NUMBER: Final = re.compile(
    r"\d|[〇一二三四五六七八九十百千万億]|\b(one|two|three|four|five|six|seven|eight|nine|ten|none|nothing|no|all|every|half|"
    r"twice|both|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|kein\w*|nichts|alle\w?|jede\w?|halb\w*|hälfte|beide\w?)\b",
    re.IGNORECASE,
)
_UNSPACED: Final = re.compile(r"[぀-ヿ㐀-鿿฀-๿]")
"""Scripts that put no space between words: words cannot be counted there."""


def check_there(seen: SeenDeck) -> Found:
    """Yield slides without a title: a screen reader, an outline and a table of contents have nothing to say of them."""
    for slide in seen.slides:
        if slide.title is None and not slide.hidden and any(each.text for each in slide.texts if each.role != "footer"):
            yield slide.number, "title", "the slide has no title"


def check_sentence(seen: SeenDeck) -> Found:
    """Yield titles that name a topic: of fewer than three words, or, in a deck of ours in English, without a verb."""
    english = seen.evidence is not None and seen.evidence.locale.startswith("en")
    for slide, name, text in _content(seen):
        if not _UNSPACED.search(text) and len(text.split()) < _LEAST_WORDS:
            yield slide.number, name, f'"{text}" names a topic; a title says what is so'
        elif english and not has_verb(text):
            yield slide.number, name, f'"{text}" has no verb: it names a topic'


def check_lines(seen: SeenDeck) -> Found:
    """Yield titles of more than two lines, as measured in their box."""
    for slide in seen.slides:
        title = slide.title if slide.argues else None  # a statement may be large
        if title is not None and title.box is not None and not title.turned and title.lines() > _MOST_LINES:
            yield slide.number, title.shape, f"the title takes {title.lines()} lines"


def check_length(seen: SeenDeck) -> Found:
    """Yield titles of more than 16 words, or of more characters than their layout says it has room for, else 110.

    Nobody hears the speaker while reading one.
    """
    for slide, name, text in _content(seen):
        words, most = len(text.split()), bracketed(slide.slide.slide_layout.name).longest_title
        if not _UNSPACED.search(text) and (words > _MOST_WORDS or len(text) > most):
            told = f"{words} words and {len(text)} characters; {_MOST_WORDS} and {most} at most"
            yield slide.number, name, told


def check_question(seen: SeenDeck) -> Found:
    """Yield titles that ask: a title answers."""
    for slide, name, text in _content(seen):
        if re.search(r"[?？؟]", text):
            yield slide.number, name, f'"{text}" asks; a title answers'


def check_number(seen: SeenDeck) -> Found:
    """Yield titles of evidence slides that hold no number."""
    for slide, name, text in _content(seen):
        if is_evidence(slide, seen) and not _NUMBER.search(text):
            yield slide.number, name, f'"{text}" holds no number, and the slide shows evidence'


def check_differ(seen: SeenDeck) -> Found:
    """Yield titles that stand on an earlier slide already."""
    first: dict[str, int] = {}
    for slide, name, text in _content(seen):
        if text in first:
            yield slide.number, name, f'the title is that of slide {first[text]}: "{text}"'
        first.setdefault(text, slide.number)


def is_evidence(slide: SeenSlide, seen: SeenDeck) -> bool:
    """Return whether a slide shows evidence: a chart; in a deck of ours, an exhibit or figures made of facts."""
    if seen.evidence is None:
        return bool(slide.charts)
    kinds = {fact.evidence.kind for each in seen.facts_of(slide) if (fact := seen.evidence.fact(each)) is not None}
    return bool(kinds - {"name", "declared"}) and slide.has_exhibit


def _content(seen: SeenDeck) -> Iterator[tuple[SeenSlide, str, str]]:
    """Yield the slides that argue, each with its title's shape and words; covers, sections and closings do not."""
    for slide in seen.slides:
        if slide.title is not None and slide.argues and not slide.hidden:
            yield slide, slide.title.shape, re.sub(r"\s+", " ", slide.title.text)
