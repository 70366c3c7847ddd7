"""Big numbers as tiles: a rule, what it is, the figure, a strip with interval and dot, the range; a group each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from valuestory.deck.drawing.page import EXHIBIT, Page
from valuestory.deck.drawing.paragraphs import Look, Text, block
from valuestory.deck.geometry import Box
from valuestory.slides.slide import BigNumber, Paragraph
from valuestory.slides.typography.fit import shrink

_LABEL, _FIGURE, _STRIP, _RANGE = 0.14, 0.44, 1.66, 1.86
"""Offsets below the tile's rule, in inches on a slide 7.5 inches high."""
_RANGE_WITHOUT_STRIP: Final = 1.38
_HEIGHT: Final = 2.40
_DOT, _MARK_SIZE = 0.15, 12
_WORDS: Final = 20
"""The size of words in a figure's place: that of the panel's head below, so that a slide has no further size."""
_ASCENT: Final = 0.905
"""How high a letter may be above its line, as a share of its size."""


@dataclass(frozen=True)
class _Axis:
    """The strip's scale: two values, and the places where they stand."""

    start: float
    end: float
    left: float
    width: float

    def at(self, value: float) -> float:
        inside = min(max(value, self.start), self.end)
        return self.left + self.width * (inside - self.start) / (self.end - self.start)


def add_tiles(page: Page, numbers: Sequence[BigNumber], boxes: Sequence[Box], font: str) -> list[Any]:
    """Draw big numbers, the first as the leading one, and return their groups.

    Parameters
    ----------
    page
        The slide.
    numbers
        The figures; tiles with one `scale_end` share one scale, which starts at 0 or at the least low end.
    boxes
        A box each.
    font
        The font that text is measured in.
    """
    sizes = _sizes(page, numbers, boxes, font)
    return [
        _tile(page, number, box, at, numbers, sizes, font)
        for at, (number, box) in enumerate(zip(numbers, boxes, strict=True))
    ]


@dataclass(frozen=True)
class _Sizes:
    """The sizes of all tiles on a slide, alike for all: what is largest in one is not to be smaller in another."""

    label: float
    figure: float
    words: float
    range: float


def _sizes(page: Page, numbers: Sequence[BigNumber], boxes: Sequence[Box], font: str) -> _Sizes:
    squeeze = min(1.0, min(box.height for box in boxes) / page.inches(_HEIGHT))
    found, label = [], 14.0 * page.label_scale
    figure = 48 * max(squeeze, 0.75)
    for kind, size in (("label", label), ("figure", figure), ("words", _WORDS), ("range", label)):
        share = 1.0
        for number, box in zip(numbers, boxes, strict=True):
            paragraph = getattr(number, "figure" if kind == "words" else kind)
            if paragraph is not None and (kind not in ("figure", "words") or number.is_in_words == (kind == "words")):
                bold = kind in ("figure", "words") or _plain(paragraph)
                measured = block(paragraph, Look(page.points(size), bold=bold, font=font))
                share = min(share, shrink([measured], box.width, measured.size * 1.5 / 72).share)
        found.append(page.points(size * share))
    label_size, figure_size, words_size, range_size = found
    words = min(label_size, range_size)  # both lines are of one size: a slide with fewer sizes is calmer
    smaller = page.points(_MARK_SIZE)
    words = smaller if smaller <= words < page.points(14) else words
    return _Sizes(words, figure_size, words_size, words)


def _tile(
    page: Page, number: BigNumber, box: Box, at: int, numbers: Sequence[BigNumber], sizes: _Sizes, font: str
) -> Any:
    name, lead, colors = f"vs:kpi{at + 1}", at == 0, page.palette
    # A tile in a low place keeps its proportions: everything is moved together.
    squeeze = min(1.0, box.height / page.inches(_HEIGHT))
    unit = page.scale * squeeze
    group = page.group(name, _alt(number), replace(box, height=min(box.height, _HEIGHT * page.scale)), EXHIBIT)
    page.line(
        f"{name} rule",
        replace(box, height=0),
        2.25 if lead else 1.0,
        colors.accent if lead else colors.comparison,
        EXHIBIT,
        into=group,
    )
    label = Look(sizes.label, colors.second, bold=_plain(number.label), font=font)
    high = min(0.26 * max(1.0, page.label_scale), _FIGURE - _LABEL)
    page.text(f"{name} label", _band(box, _LABEL, high, unit), [(number.label, label)], EXHIBIT, into=group)
    size = sizes.words if number.is_in_words else sizes.figure
    figure = Look(size, colors.accent if lead else colors.ink, bold=True, font=font)
    # A figure is one word: it may stand out a little in a font that runs wider than measured, but never break.
    lower = _ASCENT * (sizes.figure - size) / 72 / unit
    place = _band(box, _FIGURE + lower, 0.80 - lower, unit)
    page.text(f"{name} figure", place, [(number.figure, figure)], EXHIBIT, into=group, wraps=False)
    axis = _axis(number, numbers, box)
    if axis is not None:
        _strip(page, number, axis, box.top + _STRIP * unit, name, lead, group, font)
    if number.range is not None:
        below = _RANGE if any(_has_strip(each) for each in numbers) else _RANGE_WITHOUT_STRIP
        page.text(
            f"{name} range",
            _band(box, below, 0.27, unit),
            _range(page, number.range, sizes.range, font),
            EXHIBIT,
            into=group,
        )
    return group


def _band(box: Box, offset: float, high: float, unit: float) -> Box:
    return Box(box.left, box.top + offset * unit, box.width, high * unit)


def _plain(paragraph: Paragraph) -> bool:
    return not any(run.bold for run in paragraph.runs)


def _range(page: Page, paragraph: Paragraph, size: float, font: str) -> Text:
    """Return the range, bold from its first fact to its last unless the author has said what is bold."""
    look = Look(size, page.palette.second, bold_ink=page.palette.ink, font=font)
    facts = [at for at, run in enumerate(paragraph.runs) if run.fact is not None]
    if not _plain(paragraph) or not facts:
        return [(paragraph, look)]
    runs = tuple(replace(run, bold=facts[0] <= at <= facts[-1]) for at, run in enumerate(paragraph.runs))
    return [(replace(paragraph, runs=runs), look)]


def _has_strip(number: BigNumber) -> bool:
    return None not in (number.value, number.low, number.high)


def _axis(number: BigNumber, numbers: Sequence[BigNumber], box: Box) -> _Axis | None:
    if not _has_strip(number):
        return None
    alike = [each for each in numbers if each.scale_end == number.scale_end] if number.scale_end else [number]
    values = [value for each in alike for value in (each.low, each.high, each.value, each.mark) if value is not None]
    start, end = min(0.0, *values), max(0.0, number.scale_end or 0.0, *values)
    return _Axis(start, end, box.left, box.width) if end > start else None


def _strip(
    page: Page, number: BigNumber, axis: _Axis, top: float, name: str, lead: bool, group: Any, font: str
) -> None:
    colors, tick = page.palette, page.inches(0.10)
    assert number.value is not None
    assert number.low is not None
    assert number.high is not None
    page.line(f"{name} axis", Box(axis.left, top, axis.width, 0), 1.25, colors.rule, EXHIBIT, into=group)
    page.line(f"{name} zero", Box(axis.at(0), top - tick, 0, 2 * tick), 0.75, colors.second, EXHIBIT, into=group)
    span = Box(axis.at(number.low), top, axis.at(number.high) - axis.at(number.low), 0)
    page.line(f"{name} interval", span, 5, colors.accent if lead else colors.comparison, EXHIBIT, into=group)
    if number.mark is not None:
        _mark(page, number, axis, top, name, group, font)
    side = page.inches(_DOT)
    dot = Box(axis.at(number.value) - side / 2, top - side / 2, side, side)
    page.dot(f"{name} estimate", dot, colors.ground, colors.accent if lead else colors.second, EXHIBIT, into=group)


def _mark(page: Page, number: BigNumber, axis: _Axis, top: float, name: str, group: Any, font: str) -> None:
    """Draw the second value on the strip, such as the cost, with its words above it."""
    assert number.mark is not None
    at, high = axis.at(number.mark), page.inches(0.17)
    page.line(f"{name} mark", Box(at, top - high, 0, high), 1.5, page.palette.ink, EXHIBIT, into=group)
    if number.mark_label is None:
        return
    width, height = min(page.inches(1.8), axis.width), page.inches(0.20)
    left = min(max(at - width / 2, axis.left), axis.left + axis.width - width)
    align = "l" if left > at - width / 2 else "r" if left < at - width / 2 else "ctr"
    look = Look(page.points(_MARK_SIZE), page.palette.second, align=align, font=font)
    box = Box(left, top - high - height - page.inches(0.02), width, height)
    page.text(f"{name} mark label", box, [(number.mark_label, look)], EXHIBIT, into=group)


def _alt(number: BigNumber) -> str:
    parts = [f"{number.label.text}: {number.figure.text}"]
    parts += [number.range.text] if number.range is not None else []
    parts += [number.mark_label.text] if number.mark_label is not None else []
    return re.sub(" +", " ", "; ".join(parts))
