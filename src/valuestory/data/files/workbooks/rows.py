"""The rows of a sheet's table as text, one after the other, and what in the sheet is none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from valuestory.data.engines.staged import FOOT, HEADER
from valuestory.data.files.workbooks.cells import LOST_DIGITS, text_of
from valuestory.data.files.workbooks.layout import Merged, Row, SheetLayout
from valuestory.data.files.workbooks.marks import Cells, address_of

Texts = list[str | None]
_MOST_HELD: Final = 100
"""How many rows may be the last lines of a report; more of them are rows."""


@dataclass(frozen=True)
class Table:
    """A sheet's table: its layout, the `places` in it that are read, its merged cells, the column its range begins at.

    Rows and columns are counted from 0.
    """

    sheet: str
    layout: SheetLayout
    places: tuple[int, ...]
    merged: Merged
    first_column: int

    def address(self, row: int, place: int) -> str:
        """Return the address of a cell by its row and its place in the range, with the sheet."""
        return f"{self.sheet}!{address_of(row, self.first_column + place)}"

    @cached_property
    def ends(self) -> Mapping[tuple[int, int], int]:
        """Where cells are merged downwards: the row and the place of the first -> the last row."""
        found = ((first[0], first[1] - self.first_column, last[0]) for first, last in self.merged if first[0] < last[0])
        return {(row, place): last for row, place, last in found if place in self.places}

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """The places between and behind the columns that are none themselves."""
        return tuple(sorted(set(range(self.layout.width)) - set(self.layout.places)))


@dataclass
class Seen:
    """What was met on the way through a sheet.

    Rows that are none by reason, with examples; by the place of their column, empty cells that a merged one covers
    (`covered`) and numbers that have lost their last digits (`long`); and cells that are in no column (`beside`).
    """

    rejected: dict[str, Cells] = field(default_factory=dict)
    covered: dict[int, Cells] = field(default_factory=dict)
    long: dict[int, Cells] = field(default_factory=dict)
    beside: Cells = field(default_factory=Cells)

    def reject(self, reason: str, number: int, row: Row) -> None:
        """Count a row that is none of the table's, and keep the first ones as examples."""
        cells = ", ".join(text for cell in row if (text := text_of(cell)))
        self.rejected.setdefault(reason, Cells()).add(f"row {number + 1}: {cells[:60]}")


def rows_of(table: Table, rows: Iterable[Row], seen: Seen) -> Iterator[Texts]:
    """Yield the rows of a table as text, a cell for each of the `places` read; blank rows are none.

    A row with a single cell is held back until a fuller one follows: the last ones are lines below the table, where it
    has more than two columns.
    """
    held: list[tuple[int, Row, Texts]] = []
    may_end = len(table.layout.places) > 2
    merged = _Merged(table, seen)
    for number, row in enumerate(rows):
        filled = sum(cell != "" for cell in row)
        if number <= table.layout.row or not filled:
            continue
        if _is_header(table.layout, row):
            seen.reject(HEADER, number, row)
            continue
        _look_closer(table, number, row, seen)
        texts = merged.filled(number, [text_of(row[place]) for place in table.places])
        if may_end and filled == 1 and len(held) < _MOST_HELD:
            held.append((number, row, texts))
        else:
            yield from (each for _, _, each in held)
            held.clear()
            yield texts
    for number, row, _ in held:
        seen.reject(FOOT, number, row)


def _is_header(layout: SheetLayout, row: Row) -> bool:
    cells = zip(layout.places, layout.cells, strict=True)
    return all(row[place] == cell for place, cell in cells)


def _look_closer(table: Table, number: int, row: Row, seen: Seen) -> None:
    for place in table.places:
        value = row[place]
        if type(value) is float and abs(value) >= LOST_DIGITS and value.is_integer():
            seen.long.setdefault(place, Cells()).add(table.address(number, place))
    for place in table.beside:
        if row[place] != "":
            seen.beside.add(table.address(number, place))


class _Merged:
    """Cells that are merged downwards, on the way through the rows: each row has the value that covers it."""

    def __init__(self, table: Table, seen: Seen) -> None:
        self._table, self._seen = table, seen
        self._open: dict[int, tuple[int, str]] = {}

    def filled(self, number: int, texts: Texts) -> Texts:
        """Return the texts of a row with those that lie in a merged cell above."""
        if not self._table.ends:
            return texts
        for column, place in enumerate(self._table.places):
            text, last = texts[column], self._table.ends.get((number, place))
            if text is not None and last is not None:
                self._open[place] = (last, text)
            elif text is None and number <= self._open.get(place, (-1, ""))[0]:
                texts[column] = self._open[place][1]
                self._seen.covered.setdefault(place, Cells()).add(self._table.address(number, place))
        return texts
