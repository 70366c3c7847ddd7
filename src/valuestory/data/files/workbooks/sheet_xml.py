"""What the XML of a sheet (.xlsx, .xlsm) tells beside its values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from valuestory.data.files.workbooks.marks import Marks, position, refuse_vast
from valuestory.data.files.workbooks.opening import damaged, part_of
from valuestory.data.files.workbooks.parts import is_calculated_on_load, sheet_part

_CHUNK: Final = 2**20
_OVERLAP: Final = 4096
_TELLING: Final = re.compile(rb"""\st\s*=\s*["']e["']|<(?:\w+:)?f[\s/>]|<(?:\w+:)?row\s[^>]*\shidden\s*=""")
"""What makes it worth to look at a sheet's cells one by one: an error, a formula, a hidden row."""
_DIMENSION: Final = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*ref\s*=\s*["'](\w+)(?::(\w+))?["']""")
_ERRORS: Final = etree.XPath("*[local-name() = 'c' and @t = 'e']")
_FORMULAS: Final = etree.XPath("*[local-name() = 'c' and *[local-name() = 'f']]")


def xml_marks(path: Path, sheet: str) -> Marks:
    """Return what the XML of a sheet tells; every byte of it is checked against the file's checksum.

    Raises
    ------
    DataError
        When the file is damaged, or a stray cell makes the sheet too large to be held in memory.
    """
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(path, archive, sheet)
        with part_of(path, archive, part) as stream:
            is_telling, size = _scanned(stream)
        refuse_vast(path, sheet, size)
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


def _marked(path: Path, sheet: str, stream: IO[bytes], on_load: bool) -> Marks:
    marks = Marks()
    for number, row in enumerate(_rows(path, stream)):
        at = int(row.get("r") or number + 1) - 1
        marks.hidden_rows += row.get("hidden") in ("1", "true")
        for cell in _ERRORS(row):
            marks.add_error(sheet, at, _column(cell), cell.findtext("{*}v") or "an error")
        for cell in _FORMULAS(row):
            if _is_uncalculated(cell, on_load):
                marks.add_uncalculated(sheet, at, _column(cell))
    return marks


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
