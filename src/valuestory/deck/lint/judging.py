"""The colours of good and bad: two accents of the shipped templates, where they are a green or a red."""

from __future__ import annotations

import colorsys
from typing import Final

from valuestory.slides.contrast import channels

JUDGING: Final = ("accent4", "accent5")
"""Good and bad in the shipped templates: they colour differences, and are no series' own."""
_GREY: Final = 0.16
_RED, _GREEN = ((340 / 360, 20 / 360), (80 / 360, 175 / 360))
"""Hues from and to; red lies on both sides of 0."""


def hue(color: str) -> float | None:
    """Return the hue from 0 to 1; None for greys."""
    red, green, blue = channels(color)
    return None if max(red, green, blue) - min(red, green, blue) < _GREY else colorsys.rgb_to_hls(red, green, blue)[0]


def is_judging(color: str) -> bool:
    """Return whether a colour says good or bad to those who can tell it: on foreign templates these accents may not."""
    found = hue(color)
    return found is not None and (found >= _RED[0] or found <= _RED[1] or _GREEN[0] <= found <= _GREEN[1])
