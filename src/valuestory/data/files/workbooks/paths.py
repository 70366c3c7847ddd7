"""How a sheet of a workbook is named where a file can be: `company.xlsx#Tickets`, the sheet behind the workbook's name.

Works on names only. A path without a sheet means the workbook's only one, or the one that fits.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_NAMED: Final = re.compile(rf"(?P<book>.*?({'|'.join(map(re.escape, WORKBOOKS))}))#(?P<sheet>.+)", re.IGNORECASE)
_SLASH: Final = "%2F"
"""In place of a slash in a sheet's name, which Excel forbids and other programs may write."""


def is_workbook(path: Path) -> bool:
    """Whether a path means a workbook or a sheet of one, by its name."""
    return book_of(path).suffix.lower() in WORKBOOKS


def book_of(path: Path) -> Path:
    """Return the file: a path without the name of a sheet."""
    named = _NAMED.fullmatch(path.name)
    return path.with_name(named["book"]) if named else path


def sheet_of(path: Path) -> str:
    """Return the name of the sheet that a path names, or nothing."""
    named = _NAMED.fullmatch(path.name)
    return named["sheet"].replace(_SLASH, "/") if named else ""


def in_sheet(book: Path, sheet: str) -> Path:
    """Return the path of a sheet of a workbook."""
    return book.with_name(f"{book_of(book).name}#{sheet.replace('/', _SLASH)}")


def called(path: Path) -> str:
    """Return what a file is called in a sentence: its name, with the sheet where there is one.

    Examples
    --------
    >>> called(Path("exports/company.xlsx#Tickets"))
    'company.xlsx (Tickets)'
    """
    sheet = sheet_of(path)
    return f"{book_of(path).name} ({sheet})" if sheet else path.name
