"""How a sheet is laid out: where its table begins, what its columns are called, which rows are none of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from valuestory.data.files.headers import LOOKED_AT, header_row, numbered
from valuestory.data.files.workbooks.cells import text_of

Row = Sequence[object]
"""The cells of a row, from the table's first column on."""
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""The ranges of merged cells: row and column, from 0, of their first and last cell."""


@dataclass(frozen=True)
class SheetLayout:
    """Where a sheet's table is.

    Parameters
    ----------
    names
        The names of its columns, repeated ones numbered.
    cells
        The same as they are written.
    places
        For each of them, its place in the rows of the sheet's range. What has no name and no value in the rows looked
        at is no column.
    row
        The number of the header's row, from 0.
    width
        How many places the range has.
    titles
        What stands above it.
    """

    names: tuple[str, ...]
    cells: tuple[str, ...]
    places: tuple[int, ...]
    row: int
    width: int
    titles: tuple[str, ...] = ()


def layout_of(rows: Iterable[Row], merged: Merged, first_column: int) -> SheetLayout | None:
    """Return the layout of a sheet from all of its rows, of which the first are looked at; nothing where it is blank.

    A header of several lines, whose cells are merged downwards beside those that are not, is named by its last line.
    """
    numbered_rows = ((number, [text_of(cell) or "" for cell in row]) for number, row in enumerate(rows))
    begun = itertools.dropwhile(lambda each: not any(cell.strip() for cell in each[1]), numbered_rows)
    looked = list(itertools.islice(begun, LOOKED_AT))
    if not looked:
        return None
    top = looked[0][0]
    texts = [row for _, row in looked]
    at = _last_line(header_row(texts) + top, merged) - top
    if at >= len(texts):
        return None
    header = _filled_down(texts, at, top, merged, first_column)
    below = texts[at + 1 :]
    kept = tuple(n for n, cell in enumerate(header) if cell.strip() or any(row[n].strip() for row in below))
    titles = tuple(" ".join(cell for cell in row if cell.strip()) for row in texts[:at] if any(row))
    names = numbered(header)
    return SheetLayout(
        tuple(names[n] for n in kept), tuple(header[n] for n in kept), kept, top + at, len(header), titles
    )


def _last_line(row: int, merged: Merged) -> int:
    """Return the last row of a header: that of the cells in it which are merged downwards."""
    return max([row, *(last[0] for first, last in merged if first[0] <= row < last[0] < row + LOOKED_AT)])


def _filled_down(texts: list[list[str]], at: int, top: int, merged: Merged, first_column: int) -> list[str]:
    header = list(texts[at])
    for first, last in merged:
        place = first[1] - first_column
        if first[0] < at + top == last[0] and first[0] >= top and 0 <= place < len(header):
            header[place] = header[place] or texts[first[0] - top][place]
    return header
