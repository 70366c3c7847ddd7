"""How alike texts are when their figures do not count, and pairs made by likeness: the most alike first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")
_NUMBERS = re.compile(r"[+\-\u2212]?\d(?:[\d.,'\u2019\u00a0\u202f]*\d)?")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'"})


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return a text with one kind of space, minus and apostrophe: no reader sees where a program exchanged them."""
    return " ".join(text.translate(_SIGNS).split())


@lru_cache(maxsize=20_000)
def masked(text: str) -> str:
    """Return a text's words with every number as one sign, in small letters."""
    return _NUMBERS.sub("#", plain(text)).casefold()


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """Return how alike the words of two texts are, from 0 to 1, whatever their numbers."""
    first, second = masked(one), masked(other)
    if first == second:
        return 1.0
    compared = SequenceMatcher(None, first, second, autojunk=False)
    if compared.real_quick_ratio() < 0.3 or compared.quick_ratio() < 0.3:
        return 0.0
    return compared.ratio()


def paired(
    ones: Sequence[One], others: Sequence[Other], score: Callable[[One, Other], float], least: float
) -> Iterable[tuple[int, int]]:
    """Yield pairs by their places, the best first, each place once, none below the least score."""
    scores = [(score(one, other), -at, -to) for at, one in enumerate(ones) for to, other in enumerate(others)]
    left, right = set(range(len(ones))), set(range(len(others)))
    for value, at, to in sorted(scores, reverse=True):
        if value < least:
            return
        if -at in left and -to in right:
            left.discard(-at)
            right.discard(-to)
            yield -at, -to
