"""What a user must know of how a sheet was read, with the addresses of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from valuestory.data.engines.staged import Remark
from valuestory.data.files.workbooks.marks import Cells, Marks
from valuestory.data.files.workbooks.paths import book_of, called
from valuestory.data.files.workbooks.rows import Seen, Table
from valuestory.errors import DataError


def refuse_uncalculated(path: Path, table: Table, marks: Marks) -> None:
    """Refuse a sheet with formulas in columns that are read which no program has calculated yet.

    Raises
    ------
    DataError
        When there are such cells: their values are missing, or stand in the file as 0.
    """
    found = dict(_of_columns(table, marks.uncalculated, is_absolute=True))
    if found:
        count = sum(cells.count for cells in found.values())
        first = next(iter(found.values())).addresses
        named = ", ".join(f'"{name}"' for name in found)
        raise DataError(
            f"{called(path)} has formulas in {named} that were never calculated: {count:,} ({', '.join(first)})",
            where=book_of(path).name,
            do=f"open it in Excel, save it and give it again, or leave the column out: skip = [{named}]",
        )


def remarks_on(path: Path, table: Table, marks: Marks, seen: Seen, is_full: bool) -> Iterator[Remark]:
    """Yield what must be known of a sheet; `is_full` says that it has no row left."""
    for name, cells in _of_columns(table, marks.errors, is_absolute=True):
        yield _remark(
            cells,
            f'have cells in error in "{name}": emptied',
            "mend the formulas in the workbook, or put values in their place",
        )
    for name, cells in _of_columns(table, seen.long):
        yield _remark(
            cells,
            f'have numbers of more than 15 digits in "{name}": Excel keeps 15, so that ids are not what they were',
            "export the column as text",
        )
    for name, cells in _of_columns(table, seen.covered):
        yield _remark(
            cells,
            f'have cells in "{name}" that are merged over several rows: each row has the value that covers it',
            "nothing, if that is right",
        )
    if seen.beside.count:
        yield _remark(seen.beside, "have values in columns without a header: not read", "name the column in the header")
    if marks.hidden_rows:
        what = f"are hidden in {called(path)}, by a filter or by hand: read like the others"
        yield Remark(what, "delete them in the sheet if they are not to count", count=marks.hidden_rows)
    if is_full:
        what = f"fill {called(path)} to the last row that a sheet has: the export may be cut off there"
        yield Remark(what, "export as CSV, or in several parts")


def _remark(cells: Cells, what: str, do: str) -> Remark:
    return Remark(what, do, count=cells.count, examples=tuple(cells.addresses))


def _of_columns(table: Table, found: Mapping[int, Cells], *, is_absolute: bool = False) -> Iterator[tuple[str, Cells]]:
    """Yield the name of each column that is read with its cells; they are found by column, or by place in the range."""
    first = table.first_column if is_absolute else 0
    for place, name in zip(table.layout.places, table.layout.names, strict=True):
        if place in table.places and place + first in found:
            yield name, found[place + first]
