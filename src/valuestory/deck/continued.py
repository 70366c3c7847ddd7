"""Slides that hold too much for one, continued on further ones: measured on the template that the deck is made on.

Text is not squeezed to its smallest size before it goes on: a slide of words has room, or is two slides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from valuestory.deck.drawing.compose import compose
from valuestory.deck.drawing.page import Page
from valuestory.deck.drawing.split import numbered, table_parts
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.colors import themed
from valuestory.deck.template.layouts import FULL_SLIDES, LayoutChoice
from valuestory.deck.template.open import open_template
from valuestory.deck.template.signature import signatures
from valuestory.deck.template.template_map import read_map
from valuestory.slides.slide import Paragraph, Picture, Run, Slide, Table
from valuestory.slides.theme import Theme, read_theme

_COMFORTABLE: Final = 0.85
"""Text that fits at this share of its size stays; below it, it goes on."""
_MOST_TABLE_SLIDES: Final = 3
"""A table of more slides is read in a workbook: its first rows are shown."""
_DOT: Final = Picture(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", alt="-"
)
"""Stands for an exhibit while the text beside it is measured."""
_ROWS: Final = re.compile(r"the first [\d,]+ of ([\d,]+) rows")
_SENTENCE_ENDS: Final = (". ", "! ", "? ", "; ", ", ", " ")


def continue_slides(slides: Sequence[Slide], template: Path) -> list[tuple[Slide, ...]]:
    """Return for each slide the slides that it takes on a template: itself, where it fits.

    Parameters
    ----------
    slides
        Slides with texts of any length.
    template
        The template's file.

    Returns
    -------
    list of tuple
        In the order given. Continued slides have the key of the first with a number, and the title with its place:
        "Results (2/3)". The first keeps the notes.

    Raises
    ------
    TemplateError
        When the template cannot be used.
    """
    measure = _Measure(template)
    return [tuple(numbered(slide, _continued(slide, measure))) for slide in slides]


@dataclass(frozen=True)
class _Measure:
    """Tells whether a slide fits a template, by drawing it on one that is thrown away."""

    template: Path

    @cached_property
    def _deck(self) -> Any:
        return open_template(self.template)

    @cached_property
    def _layouts(self) -> Layouts:
        return Layouts(signatures(self._deck), read_map(self.template))

    @cached_property
    def _theme(self) -> Theme:
        return read_theme(self.template)

    def fits(self, slide: Slide) -> bool:
        """Return whether nothing on the slide is too long for its place."""
        if slide.chart is not None or slide.picture is not None:
            slide = replace(slide, chart=None, picture=_DOT)
        page, choice = self._page(slide)
        compose(page, slide, choice, themed(self._theme, choice.signature.layout))
        return all(problem.shape == "vs:title" for problem in page.problems)

    def table_parts(self, slide: Slide) -> list[Slide]:
        """Return the slides that a table takes."""
        page, choice = self._page(slide)
        return table_parts(page, slide, choice)

    def _page(self, slide: Slide) -> tuple[Page, LayoutChoice]:
        choice = self._layouts.choose(slide)
        signature = choice.signature
        own = themed(self._theme, signature.layout)
        drawn, colors = self._deck.slides.add_slide(signature.layout), self._layouts.palette(own, choice)
        labels = signature.said.label_scale
        return Page(
            drawn, slide.key, 0, colors, signature.scale, "", own, label_scale=labels, floor=_COMFORTABLE
        ), choice


def _continued(slide: Slide, measure: _Measure) -> list[Slide]:
    if (
        slide.kind in FULL_SLIDES
        or slide.flow is not None
        or slide.chart2 is not None
        or slide.numbers
        or measure.fits(slide)
    ):
        return [slide]
    if slide.table is not None:
        words = _words(replace(slide, table=None, source=None), measure) if slide.body else []
        return [*words, *_rows(replace(slide, body=() if words else slide.body), slide.table, measure)]
    if slide.chart is not None or slide.picture is not None:
        alone = replace(slide, body=(), header=slide.header)
        return [*_words(replace(slide, chart=None, picture=None, source=None), measure), alone]
    return _words(slide, measure)


def _words(slide: Slide, measure: _Measure) -> list[Slide]:
    """Return slides of words alone, each as full as it comfortably is."""
    slide = replace(slide, kind="bullets", header=None)
    left, found = list(slide.body), []
    while left:
        count = _most(len(left), lambda many: measure.fits(replace(slide, body=tuple(left[:many]))))  # noqa: B023
        if count == 0:
            first, rest = _halves(left[0])
            if rest is not None:
                left[:1] = [first, rest]
                continue
            count = 1
        while 1 < count < len(left) and left[count - 1].style == "label":
            count -= 1  # a small heading goes with what it heads
        found.append(replace(slide, body=tuple(left[:count])))
        left = _renumbered(left[:count], left[count:])
    return _even(slide, found, measure)


def _even(slide: Slide, parts: list[Slide], measure: _Measure) -> list[Slide]:
    """Return the slides with as many paragraphs each, where those fit: the same size of type on all of them."""
    lines = [paragraph for part in parts for paragraph in part.body]
    if len(parts) < 2 or len({paragraph.style for paragraph in lines}) > 1:
        return parts
    ends = [round(len(lines) * at / len(parts)) for at in range(len(parts) + 1)]
    left, found = [replace(each, start=slide.body[0].start) for each in lines], []
    for start, end in pairwise(ends):
        found.append(replace(slide, body=tuple(left[: end - start])))
        left = _renumbered(left[: end - start], left[end - start :])
    return found if all(map(measure.fits, found)) else parts


def _rows(slide: Slide, table: Table, measure: _Measure) -> list[Slide]:
    """Return slides of a table's rows; of a long table the first, and how many more there are."""
    parts = measure.table_parts(replace(slide, table=table))
    if len(parts) <= _MOST_TABLE_SLIDES:
        return parts
    total = len(table.rows)
    first = measure.table_parts(replace(slide, table=table, source=_note(slide.source, total, total)))[0]
    count = len(first.table.rows) if first.table is not None else 0
    return [replace(first, source=_note(slide.source, count, total))]


def _note(source: Paragraph | None, count: int, total: int) -> Paragraph:
    """Return the line that says how many rows are shown, with what it says already."""
    text = source.text if source is not None else ""
    said = _ROWS.search(text)
    if said is not None:
        return Paragraph((Run(_ROWS.sub(f"the first {count:,} of {said[1]} rows", text)),))
    rows = f"the first {count:,} of {total:,} rows"
    text = text.replace("Shown: ", f"Shown: {rows} and ") if text else f"Shown: {rows}. All are in the notebook."
    return Paragraph((Run(text),))


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """Return the greatest number of 0 to `count` that fits, where less always fits if more does."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _halves(paragraph: Paragraph) -> tuple[Paragraph, Paragraph | None]:
    """Return a paragraph in two, at the end of a sentence near its middle; None where it is one word."""
    text = paragraph.text
    for mark in _SENTENCE_ENDS:
        ends = [at + len(mark) for at in range(len(text)) if text.startswith(mark, at)]
        cut = min(ends, key=lambda at: abs(at - len(text) / 2), default=0)
        if 0.2 * len(text) < cut < 0.8 * len(text):
            return _cut(paragraph, cut)
    return paragraph, None


def _cut(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph | None]:
    before: list[Run] = []
    after: list[Run] = []
    for run in paragraph.runs:
        if len(run.text) <= at or (run.fact is not None and at > 0):
            before.append(run)
        elif at <= 0:
            after.append(run)
        else:
            before.append(replace(run, text=run.text[:at].rstrip()))
            after.append(replace(run, text=run.text[at:].lstrip()))
        at -= len(run.text)
    rest = replace(paragraph, runs=tuple(after), style="text" if paragraph.style == "bullet" else paragraph.style)
    return replace(paragraph, runs=tuple(before)), rest if after else None


def _renumbered(shown: Sequence[Paragraph], left: Sequence[Paragraph]) -> list[Paragraph]:
    """Let a numbered list that goes on go on counting."""
    if not left or left[0].style != "number" or not shown:
        return list(left)
    counted = 0
    for paragraph in reversed(shown):
        if paragraph.style != "number" and paragraph.level <= left[0].level:
            break
        counted += paragraph.style == "number" and paragraph.level == left[0].level
    found = list(left)
    for at, paragraph in enumerate(left):
        if paragraph.style != "number" and paragraph.level <= left[0].level:
            break
        if paragraph.style == "number" and paragraph.level == left[0].level:
            found[at] = replace(paragraph, start=paragraph.start + counted)
    return found
