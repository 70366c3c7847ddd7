"""A CSV file as text: unpacked, its encoding settled with the evidence, its layout found. Nothing here loads rows."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from valuestory.data.engines.staged import Remark
from valuestory.data.files.csv_layout import Layout, layout_of
from valuestory.data.files.encodings import Reading, is_utf8, marked, readings
from valuestory.data.files.locations import called
from valuestory.data.files.packed import CHUNK, open_bytes, unpacking
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

_NOT_CSV: Final = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "call it .xlsx, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "call it .xls"),
    (b"PAR1", "a Parquet file", "call it .parquet"),
    (b"<", "HTML or XML", "export it as CSV; an error page is often saved in an export's place"),
)


@dataclass(frozen=True)
class Encoding:
    """The encoding that a file is read by, and what is said of it where its letters told."""

    encoding: str
    remark: Remark | None = None


def place_for(path: Path, folder: Path) -> Path:
    """Return where a copy of a file goes: apart from those of the same name, in folders that tell its part alike."""
    place = folder / str(len(list(folder.iterdir()))) / called(path)
    place.parent.mkdir(parents=True)
    return place


def _start(path: Path) -> bytes:
    with unpacking(path), open_bytes(path) as stream:
        return stream.read(CHUNK)


def encoding_of(path: Path, stated: str | None) -> Encoding:
    """Return the encoding of a CSV file: by its mark, as stated, or told by its beginning.

    Raises
    ------
    DataError
        When the file is empty or is not CSV.
    """
    start = _start(path)
    if not start:
        raise DataError(f"{path.name} is empty", where=path.name, do="export it again")
    for magic, what, do in _NOT_CSV:
        if start.startswith(magic):
            raise DataError(f"{path.name} is {what}, not CSV", where=path.name, do=do)
    known = marked(start) or stated
    if known or is_utf8(start):
        return Encoding(known or "utf-8")
    return told(path) or Encoding("utf-8")


def told(path: Path) -> Encoding | None:
    """Return what the letters of a file tell of its encoding, with the evidence; UTF-8 where they leave a doubt."""
    found = readings(path)
    if len(found) == 1:
        what = (
            f"are read as {found[0].encoding}, since {path.name} is not UTF-8: its letters are then {found[0].letters}"
        )
        do = f'if they are wrong, say encoding = "..."; if right, encoding = "{found[0].encoding}" says so for good'
        return Encoding(found[0].encoding, Remark(what, do))
    if found:
        what = f"hold letters that are not UTF-8 and can be read in several ways: {_side_by_side(found)}"
        return Encoding("utf-8", Remark(what, 'say which is right, as in encoding = "cp1252"'))
    return None


def _side_by_side(found: Sequence[Reading]) -> str:
    return "; ".join(f"{each.encoding}: {each.letters}" for each in found[:4])


def layout_in(path: Path, encoding: str, settings: SourceSettings) -> Layout:
    """Return the layout of a CSV file.

    Raises
    ------
    DataError
        When it has no header, or the header is not in the encoding.
    """
    text = _beginning(path, encoding)
    found = layout_of(text, settings.delimiter)
    if not any(cell.strip() for cell in found.cells):
        raise DataError(f"{path.name} has no header", where=path.name, do="its first line must name the columns")
    if not all(cell.isprintable() for cell in ("".join(each.split()) for each in found.cells)):
        raise wrong_encoding(path, encoding)
    return found


def _beginning(path: Path, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(with_bom(encoding))(errors_of(encoding))
    try:
        return decoder.decode(_start(path))
    except UnicodeError:
        raise wrong_encoding(path, encoding) from None


def errors_of(encoding: str) -> str:
    """Return what to do with bytes that are not of the encoding: in UTF-8, DuckDB counts their lines."""
    return "surrogateescape" if codecs.lookup(encoding).name == "utf-8" else "strict"


def with_bom(encoding: str) -> str:
    """Return the codec that takes the mark of a file in UTF-8 away."""
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def wrong_encoding(path: Path, encoding: str) -> DataError:
    """Return the error that a file is not in an encoding, with what its letters could be."""
    found = readings(path) if codecs.lookup(encoding).name == "utf-8" else ()
    seen = f" (its letters: {_side_by_side(found)})" if found else ""
    return DataError(
        f"{path.name} is not in {encoding}{seen}",
        where=path.name,
        do='say its encoding in valuestory.toml, often encoding = "cp1252" (Windows, Western Europe) or "utf-16-le"',
    )
