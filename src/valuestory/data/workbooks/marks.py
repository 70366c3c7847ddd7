"""What a sheet's XML tells that its values do not: cells in error, formulas never calculated, hidden rows, its size.

The library gives an empty text for an error such as `#N/A`, and 0 for a formula that the program which wrote the file
left to Excel. Both would be taken for values that are not there, or are 0.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from valuestory.data.workbooks.opening import damaged, part_of
from valuestory.data.workbooks.parts import is_calculated_on_load, sheet_part
from valuestory.errors import DataError

_SHOWN: Final = 3
_CHUNK: Final = 2**20
_OVERLAP: Final = 4096
_TELLING: Final = re.compile(rb"""\st\s*=\s*["']e["']|<(?:\w+:)?f[\s/>]|<(?:\w+:)?row\s[^>]*\shidden\s*=""")
"""What makes it worth to look at a sheet's cells one by one: an error, a formula, a hidden row."""
_DIMENSION: Final = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*ref\s*=\s*["'](\w+)(?::(\w+))?["']""")
_MOST_CELLS: Final = 2**27
"""How large a sheet may be, its empty cells within counted: all are held in memory, at about 32 bytes each."""
_ERRORS: Final = etree.XPath("*[local-name() = 'c' and @t = 'e']")
_FORMULAS: Final = etree.XPath("*[local-name() = 'c' and *[local-name() = 'f']]")


@dataclass
class Cells:
    """Cells of one column: how many, and where the first of them are."""

    count: int = 0
    addresses: list[str] = field(default_factory=list)

    def add(self, address: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.addresses) < _SHOWN:
            self.addresses.append(address)


@dataclass(frozen=True)
class Marks:
    """By the number of a column, from 0 for A: cells in error, and formulas that were never calculated."""

    errors: Mapping[int, Cells] = field(default_factory=dict)
    uncalculated: Mapping[int, Cells] = field(default_factory=dict)
    hidden_rows: int = 0


def marks_of(path: Path, sheet: str) -> Marks:
    """Return what the XML of a sheet (.xlsx, .xlsm) tells; every byte of it is checked against the file's checksum.

    Raises
    ------
    DataError
        When the file is damaged, or a stray cell makes the sheet too large to be held in memory.
    """
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(path, archive, sheet)
        with part_of(path, archive, part) as stream:
            is_telling, size = _scanned(stream)
        _refuse_vast(path, sheet, size)
        if not is_telling:
            return Marks()
        with part_of(path, archive, part) as stream:
            return _marked(path, sheet, stream, is_calculated_on_load(path, archive))


def _scanned(stream: IO[bytes]) -> tuple[bool, int]:
    """Read a sheet to its end; return whether its cells need a closer look, and how many it says to span."""
    kept, is_telling, size = b"", False, None
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        if size is None and (said := _DIMENSION.search(text)):
            size = _cells_between(said[1].decode(), (said[2] or said[1]).decode())
        is_telling = is_telling or bool(_TELLING.search(text))
        kept = chunk[-_OVERLAP:]
    return is_telling, size or 0


def _cells_between(first: str, last: str) -> int:
    (top, left), (bottom, right) = position(first), position(last)
    return (bottom - top + 1) * (right - left + 1)


def _refuse_vast(path: Path, sheet: str, size: int) -> None:
    if size > _MOST_CELLS:
        raise DataError(
            f"{path.name} ({sheet}) spans {size:,} cells, nearly all of them empty: one lies far from the table",
            where=path.name,
            do="in Excel, Ctrl+End goes to the last cell: delete the rows and columns behind the table, and save",
        )


def position(address: str) -> tuple[int, int]:
    """Return the row and the column of an address, both from 0: (1, 2) for C2."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :] or 1) - 1, column - 1


def address_of(row: int, column: int) -> str:
    """Return the address of a cell by its row and column from 0: C2 for (1, 2)."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _marked(path: Path, sheet: str, stream: IO[bytes], on_load: bool) -> Marks:
    errors: dict[int, Cells] = {}
    uncalculated: dict[int, Cells] = {}
    hidden = 0
    for number, row in enumerate(_rows(path, stream)):
        row_number = int(row.get("r") or number + 1) - 1
        hidden += row.get("hidden") in ("1", "true")
        for cell in _ERRORS(row):
            at, value = _column(cell), cell.findtext("{*}v") or "an error"
            errors.setdefault(at, Cells()).add(f"{sheet}!{address_of(row_number, at)} ({value})")
        for cell in _FORMULAS(row):
            if _is_uncalculated(cell, on_load):
                at = _column(cell)
                uncalculated.setdefault(at, Cells()).add(f"{sheet}!{address_of(row_number, at)}")
    return Marks(errors, uncalculated, hidden)


def _rows(path: Path, stream: IO[bytes]) -> Iterator[Any]:
    try:
        for _, row in etree.iterparse(stream, tag="{*}row", resolve_entities=False, huge_tree=True):
            yield row
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(path) from None


def _column(cell: Any) -> int:
    """Return a cell's column, from 0; some programs leave addresses out, and then cells follow each other."""
    return position(cell.get("r"))[1] if cell.get("r") else sum(1 for _ in cell.itersiblings(preceding=True))


def _is_uncalculated(cell: Any, on_load: bool) -> bool:
    """Whether a formula has no result yet.

    An empty text is a result. In a workbook that is to be calculated when it is opened, 0 stands for none.
    """
    value = cell.findtext("{*}v") or ""
    if value:
        return on_load and value == "0" and cell.get("t") in (None, "n")
    return bool(cell.get("t") != "str")
