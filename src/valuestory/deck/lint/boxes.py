"""Text inside its box and over no other, by measured boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.overflow import SLACK, overflow, room_of, rows_overflow
from valuestory.deck.reading.texts import TextBody
from valuestory.slides.typography.fonts import is_measured

_OVERLAP: Final = 0.06
"""Inches: two texts that meet by less only touch."""


def check_fit(seen: SeenDeck) -> Found:
    """Yield texts that are too high or have a word too wide for their box, and rows that must grow off the slide."""
    for slide in seen.slides:
        for text in slide.texts:
            if text.box is None or not text.text or text.turned:
                continue
            if text.role != "cell" and _runs_off(text, seen.size):
                yield slide.number, text.shape, "its text runs over the edge of the slide"
            if text.grows:
                continue
            if text.insets.wraps:
                yield from ((slide.number, text.shape, what) for what in overflow(text, room_of(text)))
        yield from ((slide.number, name, what) for name, what in _grown_tables(slide, seen.size))


def _runs_off(text: TextBody, size: Box) -> bool:
    """Whether text that its box does not hold, since its lines do not break or the box grows, leaves the slide."""
    if text.insets.wraps and not text.grows:
        return False  # what is too high for its box is said as that
    inked = text.inked() if all(is_measured(each.block.font) for each in text.paragraphs) else None
    return inked is not None and inked.overlap(size) < 1 - SLACK


def _grown_tables(slide: SeenSlide, size: Box) -> Iterator[tuple[str, str]]:
    """Yield tables whose rows, as high as their text takes, reach below the slide."""
    for table in slide.tables:
        cells = [each for each in slide.texts if each.holder is table.shape._element]
        said = rows_overflow(cells, size.bottom)
        if said:
            yield table.name, said


def check_overlap(seen: SeenDeck) -> Found:
    """Yield text that lies over other text, or over a chart or table that it is not part of."""
    for slide in seen.slides:
        inked = [(each.shape, box) for each in _apart(slide) if (box := each.inked()) is not None]
        for (one, first), (other, second) in combinations(inked, 2):
            if one != other and _meet(first, second):
                yield slide.number, other, f'its text lies over that of "{one}"'
        for name, area in _exhibits(slide):
            for one, first in inked:
                if one != name and _meet(first, area):
                    yield slide.number, one, f'its text lies over "{name}"'


def _apart(slide: SeenSlide) -> list[TextBody]:
    return [each for each in slide.texts if not each.turned and each.role not in ("cell", "footer")]


def _exhibits(slide: SeenSlide) -> list[tuple[str, Box]]:
    """Return charts and tables with their boxes; of charts in a group what lies within it: beyond, frames are empty."""
    found: list[tuple[str, Box]] = []
    group: Box | None = None
    for each in slide.shapes:
        if each.depth == 0:
            group = each.seen if each.kind == "grpSp" else None
        if each.kind == "graphicFrame" and each.seen is not None and (each.shape.has_table or each.shape.has_chart):
            found.append((each.name, each.seen if group is None else _within(each.seen, group)))
    return found


def _within(box: Box, other: Box) -> Box:
    left, top = max(box.left, other.left), max(box.top, other.top)
    return Box(left, top, min(box.right, other.right) - left, min(box.bottom, other.bottom) - top)


def _meet(first: Box, second: Box) -> bool:
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    return wide > _OVERLAP and high > _OVERLAP and high > 0.25 * min(first.height, second.height)
