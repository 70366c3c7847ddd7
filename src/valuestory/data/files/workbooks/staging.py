"""Sheets of workbooks into DuckDB as text, row by row, the same as a CSV file of the table would be."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from valuestory.data.engines.staged import TITLE, Rejected, Remark, Staged, Wanted
from valuestory.data.files.workbooks.cells import opened
from valuestory.data.files.workbooks.choice import sheet_name
from valuestory.data.files.workbooks.layout import Row, SheetLayout, layout_of
from valuestory.data.files.workbooks.marks import Marks
from valuestory.data.files.workbooks.opening import Book, Kind, open_workbook, readable
from valuestory.data.files.workbooks.paths import book_of, called, in_sheet
from valuestory.data.files.workbooks.remarks import refuse_uncalculated, remarks_on
from valuestory.data.files.workbooks.rows import Seen, Table, Texts, rows_of
from valuestory.data.files.workbooks.sheet_binary import xls_marks, xlsb_marks
from valuestory.data.files.workbooks.sheet_ods import ods_marks
from valuestory.data.files.workbooks.sheet_xml import xml_marks
from valuestory.errors import DataError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_BATCH: Final = 20_000
"""Rows that are handed to the engine at a time."""
_ROWS: Final = {"xlsx": 1_048_576, "xlsb": 1_048_576, "ods": 1_048_576, "xls": 65_536}
"""How many rows a sheet can have."""


@dataclass(frozen=True)
class _Sheet:
    path: Path
    cells: CalamineSheet
    kind: Kind
    layout: SheetLayout
    marks: Marks

    def rows(self) -> Iterator[Row]:
        with readable(book_of(self.path)):
            rows = self.cells.iter_rows()
            yield from ([opened(cell) for cell in row] for row in rows) if self.kind == "ods" else rows

    @property
    def is_full(self) -> bool:
        """Whether the sheet has no row left."""
        return self.cells.end is not None and self.cells.end[0] + 1 == _ROWS[self.kind]

    def table(self, wanted: Collection[str]) -> Table:
        layout = self.layout
        read = tuple(place for place, name in zip(layout.places, layout.names, strict=True) if name in wanted)
        return Table(self.cells.name, layout, read, self.cells.merged_cell_ranges or (), _start(self.cells)[1])


def read_workbooks(connection: Any, name: str, files: Sequence[Path], wanted: Wanted) -> Staged:
    """Return the staged text of sheets with the same header, each the one that its path names or means.

    `wanted` is asked, with the headers, for those to read. A row reaches the engine as text in batches; what the
    library itself holds in memory is one sheet.

    Raises
    ------
    DataError
        When a file is no workbook or damaged, has a password, no such sheet, several that could be meant, or none with
        cells; or when a column that is read has formulas without results. The message says how to mend it.
    """
    staging = _Staging(connection, name, wanted)
    for path in files:
        with open_workbook(path) as book:
            staging.add(_sheet(book, path))
    columns = {header: column for column, header in staging.columns.items()}
    return Staged(f"raw_{name}", columns, staging.rejected, tuple(staging.remarks))


@dataclass
class _Staging:
    """One table of the engine on the way, sheet by sheet."""

    connection: Any
    name: str
    wanted: Wanted
    headers: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    rejected: Rejected = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, sheet: _Sheet) -> None:
        """Put the rows of a sheet behind those before."""
        if not self.headers:
            self._begin(sheet.layout.names)
        elif self.headers != sheet.layout.names:
            what = "its files do not have the same header"
            raise DataError(what, do="give files of one export, or a table of its own to each")
        table, seen = sheet.table(set(self.columns.values())), Seen()
        refuse_uncalculated(sheet.path, table, sheet.marks)
        for batch in _batches(rows_of(table, sheet.rows(), seen), self.numbers, self.columns):
            _insert(self.connection, self.name, batch)
        self.remarks += remarks_on(sheet.path, table, sheet.marks, seen, sheet.is_full)
        self.rejected = _added(self.rejected, _rejected(sheet.layout, seen))

    def _begin(self, headers: tuple[str, ...]) -> None:
        self.headers, chosen = headers, self.wanted(headers)
        self.columns = {f"c{at}": each for at, each in enumerate(headers) if each in chosen}
        described = ", ".join(["__row BIGINT", *(f"{column} VARCHAR" for column in self.columns)])
        self.connection.execute(f'CREATE OR REPLACE TABLE "raw_{self.name}" ({described})')


def workbook_headers(path: Path) -> tuple[str, ...]:
    """Return the headers of a sheet, repeated ones numbered; raises as `read_workbooks` does."""
    stat = book_of(path).stat()
    return _headers(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=64)
def _headers(path: Path, changed: int, size: int) -> tuple[str, ...]:
    """Return the headers of a sheet; kept, since the whole of it is parsed for them."""
    with open_workbook(path) as book:
        return _sheet(book, path).layout.names


def _sheet(book: Book, path: Path) -> _Sheet:
    name = sheet_name(book, path)
    marks = _marks(book, name)
    cells = book.sheet(name)
    with readable(book.path):
        layout = layout_of(cells.iter_rows(), cells.merged_cell_ranges or (), _start(cells)[1])
    named = in_sheet(book.path, name)
    if layout is None or not any(each.strip() for each in layout.cells):
        what = f"{called(named)} {'is empty' if layout is None else 'has no header'}"
        do = "its first row must name the columns; say another with sheet = if the rows are there"
        raise DataError(what, where=book.path.name, do=do)
    return _Sheet(named, cells, book.kind, layout, marks)


def _marks(book: Book, name: str) -> Marks:
    if book.kind == "xlsx":
        return xml_marks(book.path, name)
    if book.kind == "ods":
        return ods_marks(book.path, name)
    if book.kind == "xlsb":
        return xlsb_marks(book.path, name)
    return xls_marks(book.path, name, book.opened.sheet_names.index(name))


def _start(cells: CalamineSheet) -> tuple[int, int]:
    return cells.start or (0, 0)


def _batches(rows: Iterator[Texts], numbers: Iterator[int], columns: Mapping[str, str]) -> Iterator[pa.Table]:
    while batch := list(itertools.islice(rows, _BATCH)):
        counted = pa.array(itertools.islice(numbers, len(batch)), pa.int64())
        texts = [pa.array((row[at] for row in batch), pa.string()) for at in range(len(columns))]
        yield pa.table([counted, *texts], names=["__row", *columns])


def _insert(connection: Any, name: str, batch: pa.Table) -> None:
    connection.register("__batch", batch)
    try:
        connection.execute(f'INSERT INTO "raw_{name}" SELECT * FROM __batch')
    finally:
        connection.unregister("__batch")


def _rejected(layout: SheetLayout, seen: Seen) -> Rejected:
    titles = {TITLE: (len(layout.titles), tuple(each[:60] for each in layout.titles[:3]))} if layout.titles else {}
    return titles | {reason: (cells.count, tuple(cells.addresses)) for reason, cells in seen.rejected.items()}


def _added(all_files: Rejected, file: Rejected) -> dict[str, tuple[int, tuple[str, ...]]]:
    reasons = dict.fromkeys([*all_files, *file])
    none: tuple[int, tuple[str, ...]] = (0, ())
    pairs = {each: (all_files.get(each, none), file.get(each, none)) for each in reasons}
    return {reason: (ours[0] + more[0], (*ours[1], *more[1])[:3]) for reason, (ours, more) in pairs.items()}
