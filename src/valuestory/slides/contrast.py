"""How far apart two colours are for the eye, as WCAG 2.2 measures it. Preview, report and deck all decide by it."""

from __future__ import annotations

from typing import Final

READABLE: Final = 4.5
"""The least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3)."""
VISIBLE: Final = 3.0
"""The least contrast of a mark with its ground (WCAG 2.2, success criterion 1.4.11)."""


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours (``#RRGGBB``), from 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def channels(color: str) -> tuple[float, float, float]:
    """Return red, green and blue of a colour (``#RRGGBB``), each from 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white)."""
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
