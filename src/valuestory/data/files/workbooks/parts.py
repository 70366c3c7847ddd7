"""Where the parts of an Office Open XML workbook are: the one of each sheet, and what the workbook says of all."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any, Final

from lxml import etree

from valuestory.data.files.workbooks.opening import damaged, part_of

# Names without their namespaces: "Strict Open XML" has others than what Excel saves.
_LINK: Final = "{*}Relationship"


def sheet_part(path: Path, archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet.

    Raises
    ------
    DataError
        When the workbook does not lead to it: the file is damaged.
    """
    book, targets = linked_parts(path, archive)
    sheets = [each for each in _parsed(path, archive, book).iter("{*}sheet") if each.get("name") == sheet]
    ids = [value for each in sheets for name, value in each.items() if name.endswith("}id")]
    if not ids or ids[0] not in targets:
        raise damaged(path)
    return targets[ids[0]]


def linked_parts(path: Path, archive: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    """Return the name of the workbook's part, and those of the parts that it links to, by their ids."""
    book = _workbook_part(path, archive)
    return book, _links(path, archive, book)


def is_calculated_on_load(path: Path, archive: zipfile.ZipFile) -> bool:
    """Whether the workbook is to be calculated when it is opened, as one is that Excel never saved."""
    book = _parsed(path, archive, _workbook_part(path, archive))
    return any(each.get("fullCalcOnLoad") in ("1", "true") for each in book.iter("{*}calcPr"))


def _workbook_part(path: Path, archive: zipfile.ZipFile) -> str:
    for link in _parsed(path, archive, "_rels/.rels").iter(_LINK):
        if (link.get("Type") or "").endswith("/officeDocument"):
            return str(link.get("Target") or "").lstrip("/")
    raise damaged(path)


def _links(path: Path, archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    links = _parsed(path, archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {each.get("Id"): _resolved(folder, each.get("Target") or "") for each in links.iter(_LINK)}


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _parsed(path: Path, archive: zipfile.ZipFile, part: str) -> Any:
    try:
        with part_of(path, archive, part) as stream:
            return etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(path) from None
