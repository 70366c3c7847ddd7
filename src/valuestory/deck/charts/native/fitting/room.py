"""What steps that make room have in common: how wide a text is, how small it may become, how much a plot keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from valuestory.deck.charts.native.model import ChartModel, Font
from valuestory.slides.typography.fit import FLOOR, rounded_size
from valuestory.slides.typography.fonts import text_width

SLACK: Final = 1.08
"""Widths of an unknown font are near those of Arial: what is a little too long has room."""
LINE: Final = 1.2
"""A line's height as a share of the size."""
GAP: Final = 6.0
"""Points between a plot and what stands beside it."""
LEAST_PLOT: Final = 0.5
"""A plot keeps this share of the drawing's width and height."""


def noted(model: ChartModel, note: str) -> ChartModel:
    """Return a chart that says, once, what differs from the notebook."""
    return model if note in model.notes else replace(model, notes=(*model.notes, note))


def width_of(text: str, font: Font) -> float:
    """Return a text's width in points, that of its longest line."""
    return max((text_width(line, font.size, bold=font.bold) * 72 for line in text.split("\n")), default=0.0)


def shrunk(font: Font, share: float) -> Font:
    """Return a font of a share of its size, but not below the floor."""
    return replace(font, size=rounded_size(font.size * max(share, FLOOR)))
