"""A file as text in the engine: its columns, the lines that are no rows, what a user must know of how it was read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

TITLE: Final = "TITLE"
HEADER: Final = "HEADER"
FOOT: Final = "FOOT"
REASONS: Final = {
    "MISSING COLUMNS": "lines with fewer fields than the header",
    "TOO MANY COLUMNS": "lines with more fields than the header",
    "UNQUOTED VALUE": "lines with a quote that is not closed",
    "INVALID ENCODING": "lines with bytes that are not of the file's encoding",
    "LINE SIZE OVER MAXIMUM": "lines longer than 8 MB",
    TITLE: "lines above the header, as reports have them",
    FOOT: "lines below the last row, as reports have them",
    HEADER: "lines that repeat the header, as files put behind each other have them",
}

Wanted = Callable[[tuple[str, ...]], Collection[str]]
"""Given the headers of a table, those that are read."""

Rejected = Mapping[str, tuple[int, tuple[str, ...]]]
"""For each reason how many lines are no rows, and examples."""


@dataclass(frozen=True)
class Remark:
    """How a file was read where that is not beyond doubt, and what a user does who knows better.

    What is said of some rows has the canonical `column`, how many rows (`count`), and `examples`.
    """

    what: str
    do: str
    column: str = ""
    count: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staged:
    """A table of text in DuckDB; `columns` maps the headers read (repeated ones numbered) to names in the engine."""

    name: str
    columns: Mapping[str, str]
    rejected: Rejected
    remarks: tuple[Remark, ...] = ()
