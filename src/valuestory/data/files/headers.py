"""Where a table begins in the rows of a file, and what its columns are called."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

LOOKED_AT: Final = 30
"""How many rows of a file are looked at for its header."""
_VALUE: Final = re.compile(r"^[\d\s.,:/+%-]*\d[\d\s.,:/+%-]*(T[\d:.]+)?Z?$")


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the number of the row that names the columns, from 0: the first, but for titles above it.

    A row is a title where less than half as many of its cells are filled as in the widest row, and a later row that is
    wide enough holds no number and no date. In a table of two columns that cannot be told, and the first filled row is
    taken.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first = next((number for number, count in enumerate(filled) if count), 0)
    enough = max(filled, default=0) / 2
    if not rows or filled[first] >= enough:
        return first
    wide = next(number for number, count in enumerate(filled) if count > enough)
    return first if any(_VALUE.match(cell.strip()) for cell in rows[wide]) else wide


def numbered(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns: blank ones by their position, repeated ones numbered."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {position}"
        repeat = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({repeat + 1})" if repeat else name)
    return tuple(names)


@functools.lru_cache(maxsize=16_384)  # a folder's headers are held against every file of every vendor
def plain_name(header: str) -> str:
    """Return a header as a column name: lower case, words joined by `_`, never beginning with a digit.

    Examples
    --------
    >>> plain_name("First reply time (min.)")
    'first_reply_time_min'
    """
    words = re.sub(r"[^0-9a-z]+", "_", header.casefold()).strip("_") or "column"
    return f"n_{words}" if words[0].isdigit() else words
