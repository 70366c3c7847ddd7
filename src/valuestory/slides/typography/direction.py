"""Which way a text runs: by its first letter that has a direction (Unicode Standard Annex 9, rules P2 and P3)."""

from __future__ import annotations

import unicodedata


def runs_leftwards(text: str) -> bool:
    """Whether a text runs from right to left, as Arabic and Hebrew do."""
    return _direction(text) in ("R", "AL")


def runs_rightwards(text: str) -> bool:
    """Whether a text runs from left to right; figures alone have no direction."""
    return _direction(text) == "L"


def _direction(text: str) -> str:
    strong = (unicodedata.bidirectional(each) for each in text)
    return next((each for each in strong if each in ("L", "R", "AL")), "")
