"""What a sheet tells beside its values: cells in error, formulas never calculated, hidden rows.

The library gives an empty text for an error such as `#N/A`, and 0 for a formula that the program which wrote the file
left to Excel. Both would be taken for values that are not there, or are 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from valuestory.errors import DataError

_SHOWN: Final = 3
_MOST_CELLS: Final = 2**27
"""How large a sheet may be, its empty cells within counted: all are held in memory, at about 32 bytes each."""


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


@dataclass
class Marks:
    """By the number of a column, from 0 for A: cells in error, and formulas that were never calculated."""

    errors: dict[int, Cells] = field(default_factory=dict)
    uncalculated: dict[int, Cells] = field(default_factory=dict)
    hidden_rows: int = 0

    def add_error(self, sheet: str, row: int, column: int, error: str) -> None:
        """Count a cell in error, by its row and column from 0."""
        self.errors.setdefault(column, Cells()).add(f"{sheet}!{address_of(row, column)} ({error})")

    def add_uncalculated(self, sheet: str, row: int, column: int) -> None:
        """Count a formula without a result, by its row and column from 0."""
        self.uncalculated.setdefault(column, Cells()).add(f"{sheet}!{address_of(row, column)}")


def refuse_vast(path: Path, sheet: str, size: int) -> None:
    """Refuse a sheet that spans so many cells that they do not fit into memory.

    Raises
    ------
    DataError
        When it does: a stray cell far from the table is to be deleted.
    """
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
