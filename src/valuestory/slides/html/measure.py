"""Text of the preview measured by font metrics: the size at which it stays in its box, as the deck makes it smaller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from valuestory.slides.html.geometry import Box
from valuestory.slides.slide import Paragraph
from valuestory.slides.typography.fit import Block, Piece, shrink

TEXT: Final = (16, False, 9)
"""The size of running text in points, whether it is bold, and the space below it in points."""
TYPE: Final[dict[str, tuple[int, bool, int]]] = {"label": (14, True, 9), "lead": (20, True, 9)}
"""The same of other styles of paragraphs."""
_LIST_INDENT: Final = 0.25


def running(paragraph: Paragraph, font: str) -> Block:
    """Return a paragraph of running text as it is measured: its style says how large it is."""
    size, bold, after = TYPE.get(paragraph.style, TEXT)
    indent = _LIST_INDENT * (paragraph.level + 1) if paragraph.style in ("bullet", "number") else 0.0
    return Block(_pieces(paragraph, bold), size, after, indent, font=font)


def line_of(paragraph: Paragraph, size: float, font: str, *, bold: bool = False) -> Block:
    """Return a paragraph of a size in points as it is measured."""
    return Block(_pieces(paragraph, bold), size, font=font)


def share_of(paragraphs: Sequence[Paragraph], box: Box, font: str) -> float:
    """Return the share of its size, from 1 down to the least that a deck has, at which running text stays in a box."""
    return shrink([running(each, font) for each in paragraphs], box.width, box.height).share


def _pieces(paragraph: Paragraph, bold: bool) -> tuple[Piece, ...]:
    return tuple(Piece(run.text, run.bold or bold) for run in paragraph.runs)
