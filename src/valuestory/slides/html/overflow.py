"""What has no room on a slide, while it is written.

Measured by the font metrics and the least size of the deck, in the boxes of the shipped templates. On any other
template the deck itself tells, by drawing the slide (`on_template`); the words are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.slides.html.body import ask_boxes, joined, strip_text_box
from valuestory.slides.html.geometry import Box, Frame, frame
from valuestory.slides.html.measure import line_of, running
from valuestory.slides.html.tables import row_heights, table_fit
from valuestory.slides.slide import Paragraph, Slide, Table
from valuestory.slides.theme import Theme
from valuestory.slides.typography.fit import FLOOR, height, shrink, wrap

_TITLE_FLOOR: Final = 0.55
"""A title may shrink to this share of its size to keep to two lines."""
_TITLE_BOXES: Final = {"title": (1.75, 1.50, 9, 40), "closing": (1.75, 1.50, 9, 40), "section": (2.75, 1.00, 9, 32)}
"""Top, height, columns and size of the titles of slides that are a headline."""


WORDS: Final = "say the rest in notes=, or on a slide of its own"
TITLE: Final = ("the title", "shorten it to one sentence of two lines")
ASKED: Final = ("what is asked", "one line an ask, the reasons in notes=")


def too_long(name: str, over: float, remedy: str) -> str:
    """Return that a text has no room: its name, the share of it that is too much, and what mends it."""
    return f"{name} is too long for its place by {percent(over)}: {remedy}"


def rows_with_room(fitting: int, rows: int) -> str:
    """Return that a table goes on over further slides."""
    many = f"about {fitting} of its {rows} rows have room" if fitting else "not one of its rows has room"
    return f"the table is too high for one slide, {many}, and goes on over further slides: fewer rows or words"


def overflowing(slide: Slide, theme: Theme) -> list[str]:
    """Return what has no room on a slide of this template, in words, each with how to mend it."""
    grid = frame(theme)
    found = [*_title(slide, grid, theme), *_lines(slide, grid, theme.body_font)]
    for name, remedy, paragraphs, box in _running(slide, grid):
        blocks = [running(each, theme.body_font) for each in paragraphs]
        if not shrink(blocks, box.width, box.height).fits:
            least = height([each.scaled(FLOOR) for each in blocks], box.width)
            found.append(too_long(name, 1 - box.height / least, remedy))
    if slide.table is not None:
        found += _table(slide.table, grid.exhibit(strip=bool(slide.body)), grid.label_scale, theme.body_font)
    return found


def _title(slide: Slide, grid: Frame, theme: Theme) -> Iterator[str]:
    if slide.kind in _TITLE_BOXES:
        top, high, columns, size = _TITLE_BOXES[slide.kind]
        box, lines = grid.text(top, high, columns), 3
    elif slide.kind == "statement":
        box, size, lines = grid.text(2.00, 3.50, 10), 32, 5
    else:
        box, size, lines = grid.title, grid.title_size, 2
    block = line_of(slide.title, size * _TITLE_FLOOR, theme.heading_font, bold=True)
    if len(wrap(block, box.width)) > lines or height([block], box.width) > box.height + 0.02:
        yield f"{TITLE[0]} has no room even at half its size: {TITLE[1]}"


def _lines(slide: Slide, grid: Frame, font: str) -> Iterator[str]:
    """Yield what is to stand on one line, or two at the foot, and does not."""
    exhibit = grid.exhibit(takeaway=bool(slide.body) and slide.chart is not None)
    wide = grid.part(0, 2, 0, 0).width if slide.kind == "two" else exhibit.width
    for paragraph, width, high, size, name in (
        (slide.header, wide, 0.30, 14, "the header above the exhibit"),
        (slide.header2, wide, 0.30, 14, "the header above the second exhibit"),
        (slide.source, grid.source.width, grid.source.height, 10, "the source line"),
    ):
        if paragraph is None or slide.kind in _TITLE_BOXES:
            continue
        if not shrink([line_of(paragraph, size, font)], width, high).fits:
            yield f"{name} is too long for its line: shorten it, or say the rest in notes="
    if slide.numbers:
        width = grid.part(0, max(3, len(slide.numbers)), 0, 0).width
        for number in slide.numbers:
            size = 20 if number.is_in_words else 48
            if not shrink([line_of(number.figure, size, font, bold=True)], width, 0.9, floor=0.5).fits:
                yield f'the key figure "{number.figure.text}" is too wide for its tile: write it shorter, as | money'
            if not shrink([line_of(number.label, 14, font)], width, 0.45).fits:
                yield f'the label "{number.label.text[:40]}" is too long for its tile: two lines at most'


def _running(slide: Slide, grid: Frame) -> Iterator[tuple[str, str, Sequence[Paragraph], Box]]:
    """Yield each running text of a slide: its name, how it is mended, its paragraphs and its box."""
    if not slide.body:
        return
    if slide.kind in (*_TITLE_BOXES, "statement"):
        return  # two or three lines below a headline, on an otherwise empty slide
    if slide.numbers:
        if slide.chart is None:
            for paragraphs, box in ask_boxes(slide.body, grid):
                yield *ASKED, paragraphs, box
    elif slide.flow is not None or slide.chart2 is not None or slide.table is not None:
        yield "the text under the exhibit", f"two lines at most; {WORDS}", (joined(slide.body),), strip_text_box(grid)
    elif slide.chart is not None or slide.picture is not None:
        if grid.wide and not grid.spoken:
            yield "the text beside the exhibit", WORDS, slide.body, grid.takeaway
    else:
        yield "the text", f"fewer lines; {WORDS}", slide.body, grid.words(header=slide.header is not None)


def _table(table: Table, box: Box, larger: float, font: str) -> Iterator[str]:
    if table_fit(table, box, larger, font).fits:
        return
    head, *rows = row_heights(table, box.width, larger, font)
    fitting, room = 0, box.height - head
    while fitting < len(rows) and rows[fitting] <= room:
        room -= rows[fitting]
        fitting += 1
    yield rows_with_room(fitting, len(rows))


def percent(share: float) -> str:
    """Return a share in words, to five per cent."""
    return f"about {max(5, 5 * round(20 * share))} %"
