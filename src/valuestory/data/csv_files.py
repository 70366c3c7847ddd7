"""CSV files into DuckDB as text, nothing guessed and no line lost.

The header is read here, all else by DuckDB with every option said. A line that is not a row of the table (too few or
too many fields, an open quote, bytes that are not of the encoding) is counted, with examples.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

Wanted = Callable[[tuple[str, ...]], Collection[str]]
"""Given the headers of a table, those that are read."""

_DELIMITERS: Final = (",", ";", "\t", "|")
_LONGEST_LINE: Final = 8_000_000
_CHUNK: Final = 1 << 20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CSV: Final = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "save it as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save it as CSV (UTF-8)"),
    (b"PAR1", "a Parquet file", "call it .parquet"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"<", "HTML or XML", "export it as CSV; an error page is often saved in an export's place"),
)
REASONS: Final = {
    "MISSING COLUMNS": "lines with fewer fields than the header",
    "TOO MANY COLUMNS": "lines with more fields than the header",
    "UNQUOTED VALUE": "lines with a quote that is not closed",
    "INVALID ENCODING": "lines with bytes that are not of the file's encoding",
    "LINE SIZE OVER MAXIMUM": "lines longer than 8 MB",
}


@dataclass(frozen=True)
class Staged:
    """A table of text in DuckDB; `columns` maps the headers read (repeated ones numbered) to names in the engine."""

    name: str
    columns: Mapping[str, str]
    rejected: Mapping[str, tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class _Layout:
    headers: tuple[str, ...]
    delimiter: str


def read_csv(
    connection: Any, name: str, files: tuple[Path, ...], settings: SourceSettings, folder: Path, wanted: Wanted
) -> Staged:
    """Return the staged text of CSV files of the same header; `folder` takes copies in UTF-8 where needed.

    `wanted` is asked, with the headers, for those to read: the others never leave the file.

    Raises
    ------
    DataError
        When a file is empty, is not CSV, has no header, or is not in its encoding from the first line on.
    """
    encodings = [_encoding(path, settings.encoding) for path in files]
    layouts = [_layout(path, encoding, settings) for path, encoding in zip(files, encodings, strict=True)]
    if len(set(layouts)) > 1:
        raise DataError(
            "its files do not have the same header", do="give files of one export, or a table of its own to each"
        )
    readable = [_in_utf8(path, encoding, folder) for path, encoding in zip(files, encodings, strict=True)]
    chosen = wanted(layouts[0].headers)
    return _stage(connection, name, readable, layouts[0], folder, chosen)


def csv_headers(path: Path, settings: SourceSettings) -> tuple[str, ...]:
    """Return the headers of a CSV file, repeated ones numbered; raises as `read_csv` does."""
    return _layout(path, _encoding(path, settings.encoding), settings).headers


def _encoding(path: Path, stated: str) -> str:
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise DataError(f"{path.name} is empty", where=path.name, do="export it again")
    for magic, what, do in _NOT_CSV:
        if start.startswith(magic):
            raise DataError(f"{path.name} is {what}, not CSV", where=path.name, do=do)
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), stated)


def _layout(path: Path, encoding: str, settings: SourceSettings) -> _Layout:
    try:
        with path.open(encoding=_with_bom(encoding), errors=_errors(encoding), newline="") as stream:
            text = stream.read(_CHUNK).lstrip("\r\n")
    except UnicodeError:
        raise _wrong_encoding(path, encoding) from None
    delimiter = settings.delimiter or _delimiter(text)
    header = next(_rows(text, delimiter), [])
    if not any(cell.strip() for cell in header):
        raise DataError(f"{path.name} has no header", where=path.name, do="its first line must name the columns")
    if any("\x00" in cell or not cell.isprintable() for cell in ("".join(each.split()) for each in header)):
        raise _wrong_encoding(path, encoding)
    return _Layout(_numbered(header), delimiter)


def _errors(encoding: str) -> str:
    """Return what to do with bytes that are not of the encoding: in UTF-8, DuckDB counts their lines."""
    return "surrogateescape" if codecs.lookup(encoding).name == "utf-8" else "strict"


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # a field of the header beyond the reader's limit: no header that anyone wrote
        return


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the header into the most fields: names of columns hardly ever hold one."""
    counts = {each: len(next(_rows(text, each), [])) for each in _DELIMITERS}
    return max(_DELIMITERS, key=lambda each: counts[each])


def _numbered(header: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        name = cell.strip() or f"column {position}"
        repeat = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({repeat + 1})" if repeat else name)
    return tuple(names)


def _with_bom(encoding: str) -> str:
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def _wrong_encoding(path: Path, encoding: str) -> DataError:
    return DataError(
        f"{path.name} is not in {encoding}",
        where=path.name,
        do='say its encoding in valuestory.toml, often encoding = "cp1252" (Windows, Western Europe) or "utf-16"',
    )


def _in_utf8(path: Path, encoding: str, folder: Path) -> Path:
    with path.open("rb") as stream:
        begins_blank = stream.read(1) in (b"\n", b"\r")
    return _copy(path, encoding, folder) if begins_blank or codecs.lookup(encoding).name != "utf-8" else path


def _copy(path: Path, encoding: str, folder: Path) -> Path:
    """Write a copy in UTF-8 with one kind of line end, piece by piece, so that a large file needs no memory."""
    copy = folder / f"{len(list(folder.iterdir()))}-{path.name}"
    errors = _errors(encoding)
    try:
        with (
            path.open(encoding=_with_bom(encoding), errors=errors) as source,
            copy.open("w", encoding="utf-8", errors=errors, newline="\n") as target,
        ):
            target.write(source.read(_CHUNK).lstrip("\n"))
            while piece := source.read(_CHUNK):
                target.write(piece)
    except UnicodeError:
        raise _wrong_encoding(path, encoding) from None
    return copy


def _stage(
    connection: Any, name: str, files: list[Path], layout: _Layout, folder: Path, wanted: Collection[str]
) -> Staged:
    columns = {f"c{position}": each for position, each in enumerate(layout.headers) if each in wanted}
    try:
        _load(connection, name, files, layout, columns)
    except duckdb.Error:
        # DuckDB refuses files whose lines end in more than one way; a copy with one kind of line end it reads.
        try:
            _load(connection, name, [_copy(path, "utf-8", folder) for path in files], layout, columns)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:160]
            raise DataError(
                f"{files[0].name} cannot be read as CSV: {reason}", do="export it again as CSV (UTF-8)"
            ) from None
    return Staged(f"raw_{name}", {header: column for column, header in columns.items()}, _rejected(connection, name))


def _load(connection: Any, name: str, files: list[Path], layout: _Layout, columns: Iterable[str]) -> None:
    every = ", ".join(f"c{position}: 'VARCHAR'" for position in range(len(layout.headers)))
    chosen = ", ".join(["__row", *columns])
    connection.execute(f'DROP TABLE IF EXISTS "rejected_{name}"')
    connection.execute(f'DROP TABLE IF EXISTS "scanned_{name}"')
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE "raw_{name}" AS SELECT row_number() OVER () AS {chosen}
        FROM read_csv(
            $files, auto_detect = false, header = true, skip = 0, columns = {{{every}}}, delim = $delimiter,
            quote = '"', escape = '"', max_line_size = {_LONGEST_LINE}, store_rejects = true,
            rejects_table = 'rejected_{name}', rejects_scan = 'scanned_{name}'
        )
        """,
        {"files": [str(each) for each in files], "delimiter": layout.delimiter},
    )


def _rejected(connection: Any, name: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return for each reason how many lines are no rows, and examples; an open quote may swallow several lines."""
    found = connection.execute(
        f"""
        WITH rejected AS (
            SELECT file_id, line, min(error_type) AS reason, min(left(csv_line, 60)) AS part,
                max(rtrim(csv_line, chr(10))) AS whole
            FROM "rejected_{name}" GROUP BY file_id, line
        )
        SELECT reason, sum(1 + coalesce(length(whole) - length(replace(whole, chr(10), '')), 0))::BIGINT,
            min('line ' || line || ': ' || part, 3)
        FROM rejected GROUP BY reason ORDER BY reason
        """
    ).fetchall()
    return {reason: (count, tuple(examples)) for reason, count, examples in found}
