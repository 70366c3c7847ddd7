"""What the XML of an OpenDocument sheet tells beside its values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from valuestory.data.files.workbooks.marks import Marks, refuse_vast
from valuestory.data.files.workbooks.opening import damaged, part_of

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SHOWN_AS: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_VALUE: Final = f"{_OFFICE}value-type"


def ods_marks(path: Path, sheet: str) -> Marks:
    """Return what the XML of a sheet tells; every byte of it is checked against the file's checksum.

    Raises
    ------
    DataError
        When the file is damaged, or a stray cell makes the sheet too large to be held in memory.
    """
    marks, top, bottom, right = Marks(), 0, 0, 0
    with zipfile.ZipFile(path) as archive, part_of(path, archive, "content.xml") as stream:
        for row in _rows(path, sheet, stream):
            times = int(row.get(f"{_TABLE}number-rows-repeated") or 1)
            width = _row(marks, sheet, top, row)
            if width:
                bottom, right = top + times, max(right, width)
                marks.hidden_rows += times if row.get(f"{_TABLE}visibility") in ("filter", "collapse") else 0
            top += times
    refuse_vast(path, sheet, bottom * right)
    return marks


def _row(marks: Marks, sheet: str, number: int, row: Any) -> int:
    """Look at the cells of a row; return how many columns it has to its last filled one."""
    column = width = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        times = int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
        if cell.get(_SHOWN_AS) == "error":
            marks.add_error(sheet, number, column, "".join(cell.itertext()).strip() or "an error")
        elif cell.get(f"{_TABLE}formula") and not cell.get(_VALUE):
            marks.add_uncalculated(sheet, number, column)
        column += times
        width = column if cell.get(_VALUE) else width
    return width


def _rows(path: Path, sheet: str, stream: IO[bytes]) -> Iterator[Any]:
    is_meant = False
    tags = (f"{_TABLE}table", f"{_TABLE}table-row")
    try:
        for event, found in etree.iterparse(
            stream, events=("start", "end"), tag=tags, resolve_entities=False, huge_tree=True
        ):
            if found.tag == tags[0]:
                is_meant = event == "start" and found.get(f"{_TABLE}name") == sheet
            elif event == "end":
                if is_meant:
                    yield found
                found.clear()
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(path) from None
