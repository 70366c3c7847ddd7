"""Whether text has room: a text in its box, a table's rows on the slide. Measured as the file has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from valuestory.deck.reading.texts import TextBody
from valuestory.slides.typography.fit import Block, height, rounded_size, wrap
from valuestory.slides.typography.fonts import is_measured

SLACK: Final = 0.04
"""Inches, and share of the room: measured text may be this much too high before it counts."""
_UNSURE: Final = 0.20
"""The same share where the font is not one whose widths are known."""


class Room(NamedTuple):
    """The width and the height that a text may take, in inches."""

    width: float
    height: float


def room_of(text: TextBody) -> Room:
    """Return the room that a text's own box gives."""
    high = 0.0 if text.box is None else text.box.height - text.insets.top - text.insets.bottom
    return Room(text.width, max(high, 0.0))


def overflow(text: TextBody, room: Room, share: float = 1.0, *, careful: bool = False) -> list[str]:
    """Return what has no room: the text by its height, a word by its width; nothing where all fits.

    Parameters
    ----------
    text
        A text with a box.
    room
        What it may take.
    share
        Measures it at this share of its size, spaces between paragraphs as they are.
    careful
        Takes a font that is not known to be wide, as whoever makes room does; a rule gives it the benefit of the doubt.
    """
    blocks = blocks_of(text, share, careful=careful)
    sure = careful or _is_sure(text)
    found = []
    needed = height(blocks, room.width)
    if needed > room.height + max(SLACK, (SLACK if sure else _UNSURE) * room.height):
        found.append(f"its text is {needed:.2f} inches high, and there is room for {room.height:.2f}")
    widest = max((line for block in blocks for line in wrap(block, room.width)), default=0.0)
    if widest > room.width * (1.02 if sure else 1 + _UNSURE):
        found.append(f"a word of {widest:.2f} inches stands in a column of {room.width:.2f}")
    return found


def rows_overflow(cells: Sequence[TextBody], foot: float, share: float = 1.0) -> str:
    """Return what is wrong where a table's rows, as high as their text takes, reach below the slide; else nothing.

    Parameters
    ----------
    cells
        The texts of a table's cells.
    foot
        Where the slide ends, in inches.
    share
        Measures them at this share of their size.
    """
    rows: dict[float, tuple[float, float]] = {}
    for cell in cells:
        if cell.box is not None:
            needed = height(blocks_of(cell, share), cell.width) + cell.insets.top + cell.insets.bottom
            high, most = rows.get(cell.box.top, (cell.box.height, 0.0))
            rows[cell.box.top] = (high, max(most, needed))
    written = sum(high for high, _ in rows.values())
    grown = sum(max(high, needed - SLACK) for high, needed in rows.values())
    if rows and grown > written and min(rows) + grown > foot * 1.02:
        return f"its rows grow to {grown:.2f} inches with their text, and reach below the slide"
    return ""


def blocks_of(text: TextBody, share: float = 1.0, *, careful: bool = False) -> list[Block]:
    """Return a text's paragraphs as they are measured.

    Unless `careful`, text in an unknown font is taken to be as wide as Arial: nobody must cry where nobody can know.
    """
    blocks = [each.block for each in text.paragraphs]
    if share < 1:
        blocks = [each._replace(size=rounded_size(each.size * share)) for each in blocks]
    return [each if careful or is_measured(each.font) else each._replace(font="Arial") for each in blocks]


def _is_sure(text: TextBody) -> bool:
    return all(is_measured(each.block.font) for each in text.paragraphs)
