"""No more digits than anybody can use: a figure is rounded once to be shown, and keeps the rest in its evidence."""

from __future__ import annotations

import math
import re
from typing import Final

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.slides.facts import Fact

_MOST_DIGITS: Final = 3
_ROUNDED: Final = ("number", "share", "points", "money", "minutes", "days")
"""Units whose last digits are noise; counts are exact, dates and texts no measures."""
_NUMBER: Final = re.compile(r"\d+(?:[.,\s'’]\d+)*")
_DECIMALS: Final = re.compile(r"[.,](\d{1,2}|\d{4,})$")
"""Three digits behind a mark are thousands."""
_SMALL: Final = 100.0
"""An amount below this is written with its cents, or without: one decimal is no way to write money."""


def check_precision(seen: SeenDeck) -> Found:
    """Yield figures with two decimals and more significant digits than anybody can use, and money written in full."""
    if seen.evidence is None:
        return
    numbers = {each.slide_id: each.number for each in seen.slides}
    for each in seen.evidence.shown:
        fact = seen.evidence.fact(each.fact)
        if fact is None or fact.unit not in _ROUNDED or each.part == "n" or each.shape == "notes":
            continue
        digits = _too_many(each.text, whole_too=fact.unit == "money")
        if digits - _longer(fact, each.part) > _MOST_DIGITS and each.slide_id in numbers and not _needed(fact):
            said = f'"{each.text}" has {digits} significant digits; {_MOST_DIGITS} say as much'
            yield numbers[each.slide_id], each.shape, said


def _longer(fact: Fact, part: str) -> int:
    """Return how many digits more than the value an end of its range has before the point: both show the same unit."""
    value, end = fact.value, fact.part(part) if part in ("low", "high") else None
    if not isinstance(value, int | float) or not isinstance(end, int | float) or not value or not end:
        return 0
    return max(0, math.floor(math.log10(abs(end))) - math.floor(math.log10(abs(value))))


def _needed(fact: Fact) -> bool:
    """Whether a figure cannot be shorter: cents, what tells it from an end of its range, what its sum is shown in."""
    if fact.step is not None:
        return True
    value = fact.value
    if not isinstance(value, int | float):
        return False
    rounded = f"{value:.{_MOST_DIGITS}g}"
    cents = fact.unit == "money" and abs(value) < _SMALL
    return cents or any(end is not None and f"{end:.{_MOST_DIGITS}g}" == rounded for end in (fact.low, fact.high))


def _too_many(text: str, *, whole_too: bool) -> int:
    """Return how many significant digits a number has, where these are too many; 0 where they are not.

    One decimal is right beside a value that has one, as "+101.3" is a bound of "12.4".
    """
    found = _NUMBER.search(text)
    if found is None:
        return 0
    decimals = _DECIMALS.search(found[0])
    if decimals is None and not whole_too:
        return 0
    digits = re.sub(r"\D", "", found[0]).lstrip("0")
    count = len(digits if decimals else digits.rstrip("0"))
    many = count > _MOST_DIGITS and (decimals is None or len(decimals[1]) > 1)
    return count if many else 0
