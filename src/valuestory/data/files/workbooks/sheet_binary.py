"""What the binary records of a sheet (.xls, .xlsb) tell beside its values.

Records and their fields are those of Microsoft's [MS-XLS] and [MS-XLSB].
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import olefile

from valuestory.data.files.workbooks.marks import Marks, refuse_vast
from valuestory.data.files.workbooks.opening import damaged, part_of
from valuestory.data.files.workbooks.parts import linked_parts

Record = tuple[int, bytes]
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_BOF, _EOF, _BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR, _ROW = 0x809, 0x0A, 0x85, 0x06, 0x205, 0x208
_HIDDEN: Final = 0x20
_BRT_ROW, _BRT_ERROR, _BRT_FORMULA_ERROR, _BRT_EXTENT, _BRT_SHEET = 0, 3, 11, 148, 156
_BRT_HIDDEN: Final = 0x10


def xls_marks(path: Path, sheet: str, position: int) -> Marks:
    """Return what the records of a sheet (.xls) tell; `position` is its place among all sheets, from 0.

    A formula that no program calculated cannot be told there from one whose result is an empty text.

    Raises
    ------
    DataError
        When the file is damaged.
    """
    try:
        with olefile.OleFileIO(str(path)) as opened:
            name = "Workbook" if opened.exists("Workbook") else "Book"
            data = opened.openstream(name).read()
        starts = [struct.unpack_from("<I", body)[0] for kind, body in _records(data, 0) if kind == _BOUND_SHEET]
        return _xls_marked(sheet, _records(data, starts[position]))
    except (OSError, struct.error, IndexError, ValueError, TypeError):
        raise damaged(path) from None


def _records(data: bytes, start: int) -> Iterator[Record]:
    """Yield the records from one on to the end of what it begins; a chart within a sheet is passed over."""
    depth = 0
    while start + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, data[start + 4 : start + 4 + length]
        start += 4 + length


def _xls_marked(sheet: str, records: Iterator[Record]) -> Marks:
    marks = Marks()
    for kind, body in records:
        if kind == _ROW:
            marks.hidden_rows += bool(body[12] & _HIDDEN)
        elif kind == _BOOL_OR_ERROR and body[7]:
            marks.add_error(sheet, *_place(body), _named(body[6]))
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            marks.add_error(sheet, *_place(body), _named(body[8]))
    return marks


def _place(body: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", body)
    return row, column


def _named(code: int) -> str:
    return _ERRORS.get(code, "an error")


def xlsb_marks(path: Path, sheet: str) -> Marks:
    """Return what the records of a sheet (.xlsb) tell; every byte of it is checked against the file's checksum.

    Raises
    ------
    DataError
        When the file is damaged, or a stray cell makes the sheet too large to be held in memory.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            book, parts = linked_parts(path, archive)
            with part_of(path, archive, book) as stream:
                ids = dict(_sheet(body) for kind, body in _brt_records(stream) if kind == _BRT_SHEET)
            with part_of(path, archive, parts[ids[sheet]]) as stream:
                return _xlsb_marked(path, sheet, _brt_records(stream))
    except (struct.error, IndexError, KeyError, ValueError):
        raise damaged(path) from None


def _xlsb_marked(path: Path, sheet: str, records: Iterator[Record]) -> Marks:
    marks, row = Marks(), 0
    for kind, body in records:
        if kind == _BRT_ROW:
            row = struct.unpack_from("<I", body)[0]
            marks.hidden_rows += bool(body[11] & _BRT_HIDDEN)
        elif kind in (_BRT_ERROR, _BRT_FORMULA_ERROR):
            marks.add_error(sheet, row, struct.unpack_from("<I", body)[0], _named(body[8]))
        elif kind == _BRT_EXTENT:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            refuse_vast(path, sheet, (bottom - top + 1) * (right - left + 1))
    return marks


def _brt_records(stream: IO[bytes]) -> Iterator[Record]:
    while first := stream.read(1):
        kind = first[0]
        if kind & 0x80:
            kind = (kind & 0x7F) | (stream.read(1)[0] & 0x7F) << 7
        length = shift = 0
        while shift < 28:
            part = stream.read(1)[0]
            length |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, stream.read(length)


def _sheet(body: bytes) -> tuple[str, str]:
    """Return the name of a sheet and the id of the link to its part: two texts behind its state and its number."""
    link, end = _text(body, 8)
    return _text(body, end)[0], link


def _text(body: bytes, start: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body, start)[0]
    end = start + 4 + 2 * length
    return body[start + 4 : end].decode("utf-16-le"), end
