"""A workbook opened: what the file really is, its sheets, and every way in which it cannot be read said plainly.

Formulas are not run, links to other files are not followed, macros are not looked at.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from valuestory.data.files.workbooks.paths import book_of
from valuestory.errors import DataError

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_INFLATED: Final = 200
"""How many times its size a part may have when unpacked; the XML of spreadsheets has about 10 to 30."""
_SMALL: Final = 100 * 2**20
"""In bytes: what is no larger when unpacked does no harm."""
_CHUNK: Final = 2**20
_AGAIN: Final = "export it again; if it opens in Excel, save it there under a new name"


Kind = Literal["xlsx", "xlsb", "xls", "ods"]


@dataclass(frozen=True)
class Book:
    """An open workbook: its worksheets in order, `hidden` the names of those that are; charts are no worksheets.

    `kind` is what the file really is; .xlsm is "xlsx" with macros, which are not looked at.
    """

    path: Path
    kind: Kind
    names: tuple[str, ...]
    hidden: frozenset[str]
    opened: CalamineWorkbook

    def sheet(self, name: str) -> CalamineSheet:
        """Return a worksheet with all its cells, for which the whole of it is parsed."""
        with readable(self.path), _silently(self.kind):
            return self.opened.get_sheet_by_name(name)


@contextmanager
def open_workbook(path: Path) -> Iterator[Book]:
    """Open a workbook; what the file holds decides how it is read, and not what its name ends in.

    Raises
    ------
    DataError
        When it is no workbook, has a password, is damaged or cut off, or holds no worksheet: the message says which.
    """
    book = book_of(path)
    kind = _kind_of(book)
    with book.open("rb") as stream:
        with readable(book), _silently(kind):
            opened = CalamineWorkbook.from_filelike(stream)
        try:
            sheets = [each for each in opened.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            if not sheets:
                what = f"{book.name} has no sheet with cells, only charts or macros"
                raise DataError(what, where=book.name, do="give the workbook that holds the rows")
            hidden = frozenset(each.name for each in sheets if each.visible != SheetVisibleEnum.Visible)
            yield Book(book, kind, tuple(each.name for each in sheets), hidden, opened)
        finally:
            opened.close()


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn whatever the library raises on a damaged workbook into an error that says so."""
    try:
        yield
    except PasswordError:
        raise _protected(path) from None
    except DataError:
        raise
    except (CalamineError, ValueError, OSError, OverflowError, MemoryError):
        raise damaged(path) from None
    except BaseException as error:
        # A panic of the library is no Exception, and it is not known by a name that could be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(path) from None


@contextmanager
def _silently(kind: Kind) -> Iterator[None]:
    """Keep off the standard error what the library prints when a broken .xls or .xlsb makes it panic.

    The parts of all others are held to their checksums before the library sees them.
    """
    if kind not in ("xls", "xlsb"):
        yield
        return
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def damaged(path: Path) -> DataError:
    """Return the error that a workbook is broken."""
    return DataError(f"{path.name} is a workbook that is damaged or cut off", where=path.name, do=_AGAIN)


def _protected(path: Path) -> DataError:
    return DataError(
        f"{path.name} has a password",
        where=path.name,
        do="open it in Excel, take the password away (File, Info, Protect Workbook), save it, and give that file",
    )


def _kind_of(path: Path) -> Kind:
    with path.open("rb") as stream:
        start = stream.read(_CHUNK)
    if start.startswith(ZIP):
        return _kind_of_archive(path)
    if not start.startswith(OLE):
        raise _other(path, start)
    if _is_encrypted(path):
        raise _protected(path)
    return "xls"


def _other(path: Path, start: bytes) -> DataError:
    if not start:
        return DataError(f"{path.name} is empty", where=path.name, do="export it again")
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain.startswith(b"<") or plain.startswith(("<".encode("utf-16-le"), "\ufeff<".encode("utf-16-le"))):
        what = "HTML or XML under the name of a workbook, as some exports are"
        return DataError(
            f"{path.name} is {what}", where=path.name, do="open it in Excel and save it as a workbook (.xlsx), or CSV"
        )
    if b"\0" not in start:
        do = "call it .csv; if programs open it, it is text with separators"
        return DataError(f"{path.name} is text, not a workbook", where=path.name, do=do)
    return DataError(f"{path.name} is not a workbook", where=path.name, do="export it again")


def _is_encrypted(path: Path) -> bool:
    """Whether a file holds an encrypted workbook: its directory names the package, wherever in the file that lies."""
    kept = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if _ENCRYPTED in kept + chunk:
                return True
            kept = chunk[-len(_ENCRYPTED) :]
    return False


def _kind_of_archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged(path) from None
    for part in parts:
        _refuse_bomb(path, part)
    names = {each.filename.lower() for each in parts}
    if "content.xml" in names:
        return "ods"
    if "_rels/.rels" in names:
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    what = f"{path.name} is a zip archive, not a workbook"
    raise DataError(what, where=path.name, do="unpack it, and give the files in it")


def _refuse_bomb(path: Path, part: zipfile.ZipInfo) -> None:
    """Refuse a part that would fill the memory when unpacked."""
    if part.file_size > max(_SMALL, _MOST_INFLATED * part.compress_size):
        what = f"{path.name} unpacks to {part.file_size / 2**20:,.0f} MB from {part.compress_size / 2**20:,.1f}"
        raise DataError(f"{what}: no workbook does", where=path.name, do="do not open this file; export it again")


@contextmanager
def part_of(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Open a part of a workbook; what is wrong with its bytes, its checksum included, is said as damage."""
    try:
        with archive.open(name) as stream:
            yield stream
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError):
        raise damaged(path) from None
