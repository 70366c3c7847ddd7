"""Type that can be read from the back of the room: sizes in points on a slide 7.5 inches high."""

from __future__ import annotations

from typing import Any, Final

from valuestory.deck.drawing.fit import wrap
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide, TextBody, Words

TITLE, BODY, LEAST = 24.0, 14.0, 9.0
"""The least sizes of titles, of running text, and of anything."""
_CELL: Final = 10.0
"""Text in tables is read cell by cell."""
_RUNNING: Final = 8
"""More words than these are running text; fewer are a label."""
_ROUNDING: Final = 0.3
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def check_sizes(seen: SeenDeck) -> Found:
    """Yield texts that are smaller than their part allows, each shape once, with its smallest size."""
    for slide in seen.slides:
        for text in slide.texts:
            small = [found for words in text.paragraphs if (found := _too_small(words, text, slide, seen.scale))]
            if small:
                size, least, what = min(small)
                yield slide.number, text.shape, f"{what} of {size:.3g} points; the least is {least:.3g}"
        for name, chart in slide.charts:
            smallest = _least_in_chart(chart)
            if smallest is not None and smallest < LEAST * seen.scale - _ROUNDING:
                yield slide.number, name, f"chart text of {smallest:.3g} points; the least is {LEAST * seen.scale:.3g}"


def _too_small(words: Words, text: TextBody, slide: SeenSlide, scale: float) -> tuple[float, float, str] | None:
    if not words.text.strip() or text.role == "footer":
        return None
    size = min(run.size for run in words.runs if run.text.strip())
    least, what = _least(words, text, slide)
    return None if size >= least * scale - _ROUNDING else (size, least * scale, what)


def _least(words: Words, text: TextBody, slide: SeenSlide) -> tuple[float, str]:
    if text.role == "title" and slide.argues:
        return TITLE, "a title"
    if text.role == "cell":
        return _CELL, "table text"
    if text.role in ("body", "text") and len(words.text.split()) > _RUNNING and _runs_on(words, text):
        return BODY, "running text"
    return LEAST, "text"


def _runs_on(words: Words, text: TextBody) -> bool:
    """Whether a paragraph takes more than one line: a heading does not."""
    return text.box is None or len(wrap(words.block, text.width)) > 1


def _least_in_chart(chart: Any) -> float | None:
    sizes = [
        int(each.get("sz")) / 100 for tag in ("defRPr", "rPr") for each in chart.iter(f"{_A}{tag}") if each.get("sz")
    ]
    return min(sizes, default=None)
