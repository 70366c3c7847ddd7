"""How a fact may read: the texts of its parts as we write them, and which number rounds to what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from valuestory.audit.likeness import plain
from valuestory.deck.file.evidence import Evidence
from valuestory.errors import StoryError
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords, Style
from valuestory.slides.shown import shown

_SCALES: Final = {"%": 100.0, "k": 1e-3, "tsd": 1e-3, "thousand": 1e-3, "m": 1e-6, "mio": 1e-6, "million": 1e-6}
_LARGE: Final = {"b": 1e-9, "bn": 1e-9, "mrd": 1e-9, "billion": 1e-9}
LENGTHS: Final = (1.0, 1 / 60, 1 / 1440, 24.0)
"""Minutes as hours and days, days as hours: the units that durations are shown in."""
_TIMED: Final = ("minutes", "days")


def written(fact: Fact, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield a fact's parts with the texts that each has, in a sentence and as a label."""
    numbers = NumberWords(evidence.locale or "en_US", evidence.currency or "USD")
    forms: tuple[Style, ...] = ("text", "label")
    for part in ("value", "low", "high", "n", *(f"change@{each}" for each in fact.changes)):
        if isinstance(fact.part(part), int | float):
            for form in forms:
                try:
                    yield part, plain(shown(fact, part, None, numbers, form=form)[0])
                except StoryError:  # a relative change from nothing has no words
                    continue


def values_of(fact: Fact) -> Iterator[tuple[str, float]]:
    """Yield a fact's parts with their exact values; a change with either sign, for "3 less" is a fall."""
    for part in ("value", "low", "high", "n"):
        value = fact.part(part)
        if isinstance(value, int | float):
            yield part, float(value)
    for name, change in fact.changes.items():
        yield f"change@{name}", change.value
        yield f"change@{name}", -change.value


def is_timed(fact: Fact) -> bool:
    """Return whether a fact is a duration, which may read in another unit of time."""
    return fact.unit in _TIMED


def part_of(fact: Fact, text: str) -> str | None:
    """Return the part of a fact that rounds to what is written, or None where none does."""
    units = LENGTHS if is_timed(fact) else (1.0,)
    parts = ((part, value * unit) for part, value in values_of(fact) for unit in units)
    return next((part for part, value in parts if rounds_to(value, text)), None)


def rounds_to(value: float, text: str) -> bool:
    """Return whether a value, rounded as a text is written, reads as the text: 0.853 as "85%" or "85.3%"."""
    match = re.search(r"\d(?:[\d.,'\u2019\u00a0\u202f]*\d)?", text)
    if match is None or value != value:
        return False
    scale = _scale(text[match.end() :])
    sign = -1 if re.search(r"[-\u2212]", text[: match.start()]) else 1
    return any(
        abs(abs(value * scale) - read) <= 0.5 * 10**-decimals + 1e-9 and (value >= 0 or sign < 0 or read == 0)
        for read, decimals in _readings(match[0])
    )


def _scale(after: str) -> float:
    word = after.strip().rstrip(".").lower()
    return (_SCALES | _LARGE).get(word, 1.0)


def _readings(digits: str) -> Iterator[tuple[float, int]]:
    """Yield what digits may mean, with their decimals: "1.234" is a thousand and some, or one and a fraction."""
    bare = re.sub(r"[^\d]", "", digits)
    parts = re.split(r"[^\d]", digits)
    if len(parts) == 1 or all(len(each) == 3 for each in parts[1:]):
        yield float(bare), 0
    if len(parts) > 1:
        yield float("".join(parts[:-1]) + "." + parts[-1]), len(parts[-1])
