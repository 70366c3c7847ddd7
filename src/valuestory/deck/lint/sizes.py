"""Type that can be read from the back of the room: sizes in points on a slide 7.5 inches high."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.texts import TextBody, Written
from valuestory.deck.template.inherit import holder_kind
from valuestory.slides.typography.fit import rounded_size, wrap

TITLE, BODY, LEAST = 24.0, 14.0, 9.0
"""The least sizes of titles, of running text, and of anything."""
_CELL: Final = 10.0
"""Text in tables is read cell by cell."""
_RUNNING: Final = 8
"""More words than these are running text; fewer are a label."""
_ROUNDING: Final = 0.3
_ROLES: Final = (48.0, 40.0, 32.0, 26.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
"""The sizes of a deck of ours: figures, covers, titles (of a board's room, at 16:9, at 4:3), heads, labels, source."""
_MOST_SIZES, _MOST_FONTS = 7, 2
_SHARES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""To what text is shrunk where it does not fit otherwise."""
_LARGE: Final = 30.0
_LARGER_LABELS: Final = 18 / 14
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


def _too_small(words: Written, text: TextBody, slide: SeenSlide, scale: float) -> tuple[float, float, str] | None:
    if not words.text.strip() or text.role == "footer":
        return None
    size = min(run.size for run in words.runs if run.text.strip())
    least, what = _least(words, text, slide)
    return None if size >= least * scale - _ROUNDING else (size, least * scale, what)


def _least(words: Written, text: TextBody, slide: SeenSlide) -> tuple[float, str]:
    if text.role == "title" and slide.argues:
        return TITLE, "a title"
    if text.role == "cell":
        return _CELL, "table text"
    if text.role in ("body", "text") and len(words.text.split()) > _RUNNING and _runs_on(words, text):
        return BODY, "running text"
    return LEAST, "text"


def _runs_on(words: Written, text: TextBody) -> bool:
    """Whether a paragraph takes more than one line: a heading does not."""
    return text.box is None or len(wrap(words.block, text.width)) > 1


def _least_in_chart(chart: Any) -> float | None:
    return min(_chart_sizes(chart), default=None)


def _chart_sizes(chart: Any) -> list[float]:
    return [
        int(each.get("sz")) / 100 for tag in ("defRPr", "rPr") for each in chart.iter(f"{_A}{tag}") if each.get("sz")
    ]


def check_drift(seen: SeenDeck) -> Found:
    """Yield slides in more than seven sizes or two fonts; and, on slides that we drew, text in sizes of no part.

    A text that had to shrink has the sizes of its parts times one share, and none below that of a source line. Fonts
    and sizes that a placeholder has from its layout are the designer's choice.
    """
    drawn = {each.number for each in seen.drawn}
    for slide in seen.slides:
        sizes, fonts = set(_sizes(slide)), set(_fonts(slide))
        if len(sizes) > _MOST_SIZES:
            said = ", ".join(f"{each:g}" for each in sorted(sizes, reverse=True))
            yield slide.number, "slide", f"{len(sizes)} sizes of type ({said}); {_MOST_SIZES} at most"
        if len(fonts) > _MOST_FONTS:
            yield slide.number, "slide", f"{len(fonts)} fonts ({', '.join(sorted(fonts))}); {_MOST_FONTS} at most"
        if slide.number in drawn:
            yield from _off_scale(slide, seen.scale)


def _off_scale(slide: SeenSlide, scale: float) -> Found:
    """Yield texts whose written sizes are not those of parts of a slide, all times one share."""
    steps = [(share, _steps(slide, scale, share)) for share in _SHARES]
    written: dict[str, set[float]] = {}
    designed: dict[str, set[float]] = {}
    for text in slide.texts:
        written.setdefault(text.shape, set()).update(_written(text))
        if holder_kind(text.holder):
            designed.setdefault(text.shape, set()).update(each.inherited for each in text.paragraphs)
    for shape, sizes in written.items():
        least = rounded_size(_ROLES[-1] * scale)
        own = designed.get(shape, set())
        if not any(sizes <= each | {rounded_size(size * share) for size in own} for share, each in steps):
            said = " and ".join(f"{each:g}" for each in sorted(sizes))
            yield slide.number, shape, f"text of {said} points, which are no sizes of parts of a slide"
        elif sizes and min(sizes) < least:
            yield slide.number, shape, f"text of {min(sizes):g} points; the least is {least:g}"


def _steps(slide: SeenSlide, scale: float, share: float) -> set[float]:
    """Return the sizes of parts times a share; where titles are made for a board's room, labels are larger too."""
    title = slide.title
    large = title is not None and max(run.size for each in title.paragraphs for run in each.runs) >= _LARGE * scale
    roles = (*_ROLES, *(each * _LARGER_LABELS for each in _ROLES)) if large else _ROLES
    return {rounded_size(each * scale * share) for each in roles} | {
        rounded_size(rounded_size(each * scale) * share) for each in roles
    }


def _sizes(slide: SeenSlide) -> Iterator[float]:
    for text in slide.texts:
        yield from (run.size for each in text.paragraphs for run in each.runs if run.text.strip())
    for _, chart in slide.charts:
        yield from _chart_sizes(chart)


def _fonts(slide: SeenSlide) -> Iterator[str]:
    for text in slide.texts:
        is_designed = holder_kind(text.holder) is not None
        for each in text.paragraphs:
            if each.text.strip() and (each.own_font or not is_designed):
                yield each.block.font


def _written(text: TextBody) -> Iterator[float]:
    """Yield the sizes that are written out in a text; others come from the layout, whose designer chose them."""
    for each in text.paragraphs:
        for run in each.runs:
            look = run.element.find(f"{_A}rPr")
            if run.text.strip() and look is not None and look.get("sz"):
                yield run.size
