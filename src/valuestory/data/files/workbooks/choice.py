"""Which sheet of a workbook is meant, where the path names one and where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from valuestory.data.files.workbooks.opening import Book
from valuestory.data.files.workbooks.paths import sheet_of
from valuestory.errors import DataError, did_you_mean


def sheet_name(book: Book, path: Path) -> str:
    """Return the name of the sheet that a path means: the one that it names, else the only one with cells.

    Hidden sheets are meant only where they are named, or where all are hidden.

    Raises
    ------
    DataError
        When there is no such sheet, or several hold cells and none is named: the message lists them.
    """
    named = sheet_of(path)
    if named:
        return _by_name(book, named)
    shown = shown_sheets(book)
    filled = shown if len(shown) == 1 else [each for each in shown if book.sheet(each).start is not None]
    if len(filled) > 1:
        raise several(book.path, filled)
    return (filled or shown)[0]


def shown_sheets(book: Book) -> list[str]:
    """Return the sheets that may be meant without being named."""
    return [each for each in book.names if each not in book.hidden] or list(book.names)


def several(path: Path, sheets: Sequence[str]) -> DataError:
    """Return the error that it cannot be told which sheet is meant."""
    listed = ", ".join(f'"{each}"' for each in sheets)
    what = f"{path.name} has {len(sheets)} sheets that could be meant: {listed}"
    return DataError(what, where=path.name, do=f'say which, as in sheet = "{sheets[0]}"')


def _by_name(book: Book, named: str) -> str:
    alike = [each for each in book.names if each.strip().casefold() == named.strip().casefold()]
    if named in book.names or len(alike) == 1:
        return named if named in book.names else alike[0]
    listed = ", ".join(f'"{each}"' for each in book.names[:20])
    hint = did_you_mean(named, book.names)
    what = f'{book.path.name} has no sheet "{named}"'
    do = f"{hint}; " if hint.startswith("did") else ""
    raise DataError(what, where=book.path.name, do=f"{do}its sheets are {listed}")
