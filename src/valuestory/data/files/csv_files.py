"""CSV files into DuckDB as text, nothing guessed and no line lost.

The header is read here, all else by DuckDB with every option said. A line that is not a row of the table (too few or
too many fields, an open quote, bytes of another encoding, a title, the header again) is counted, with examples.
"""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from valuestory.data.engines.sql_text import identifier, literal
from valuestory.data.engines.staged import HEADER, TITLE, Remark, Staged, Wanted
from valuestory.data.files.csv_layout import Layout
from valuestory.data.files.csv_parts import one_layout, shadowed, with_folders, without_folders
from valuestory.data.files.csv_rejected import rejected_lines
from valuestory.data.files.csv_text import (
    encoding_of,
    errors_of,
    layout_in,
    place_for,
    told,
    with_bom,
    wrong_encoding,
)
from valuestory.data.files.locations import called, partitions
from valuestory.data.files.packed import CHUNK, unpacked
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

_LONGEST_LINE: Final = 8_000_000


def read_csv(
    connection: Any, name: str, files: tuple[Path, ...], settings: SourceSettings, folder: Path, wanted: Wanted
) -> Staged:
    """Return the staged text of CSV files of the same header; `folder` takes copies in UTF-8 where needed.

    `wanted` is asked, with the headers, for those to read: the others never leave the file.

    Raises
    ------
    DataError
        When a file is empty, is not CSV, has no header, is an archive that is damaged, or is not in its encoding
        from the first line on.
    """
    full = [each for each in files if each.stat().st_size] if len(files) > 1 else list(files)
    plain = [unpacked(path, partial(place_for, path, folder)) for path in full or files]
    found = [encoding_of(path, settings.encoding) for path in plain]
    staged = _read(connection, name, plain, [each.encoding for each in found], settings, folder, wanted)
    if "INVALID ENCODING" in staged.rejected and settings.encoding is None:
        # Behind the beginning of a file that is UTF-8 came bytes that are not: its letters may tell what they are.
        found = [
            told(path) or each if each.encoding == "utf-8" else each for path, each in zip(plain, found, strict=True)
        ]
        if any(each.encoding != "utf-8" for each in found):
            staged = _read(connection, name, plain, [each.encoding for each in found], settings, folder, wanted)
    encodings = dict.fromkeys(each.remark for each in found if each.remark)
    return replace(staged, remarks=(*staged.remarks, *encodings, *_without_rows(files, full)))


def csv_headers(files: tuple[Path, ...], settings: SourceSettings) -> tuple[str, ...]:
    """Return the headers of CSV files by the first of them, repeated ones numbered; raises as `read_csv` does."""
    first = next((each for each in files if each.stat().st_size), files[0])
    headers = layout_in(first, encoding_of(first, settings.encoding).encoding, settings).headers
    return with_folders(headers, first)


def _without_rows(files: Collection[Path], full: Collection[Path]) -> Iterable[Remark]:
    empty = [called(each) for each in files if each not in full]
    if empty and full:
        what = f"come from {len(files)} files, of which {len(empty)} are empty: {', '.join(empty[:5])}"
        yield Remark(what, "nothing, if they are parts without a row; else export them again")


def _read(
    connection: Any,
    name: str,
    files: list[Path],
    encodings: list[str],
    settings: SourceSettings,
    folder: Path,
    wanted: Wanted,
) -> Staged:
    layouts = [layout_in(path, encoding, settings) for path, encoding in zip(files, encodings, strict=True)]
    layout = one_layout(files, layouts)
    readable = [_in_utf8(path, encoding, folder) for path, encoding in zip(files, encodings, strict=True)]
    staged = _stage(connection, name, readable, layout, folder, wanted(with_folders(layout.headers, files[0])))
    titles = [title for each in layouts for title in each.titles]
    above = {TITLE: (len(titles), tuple(each[:60] for each in titles[:3]))} if titles else {}
    return replace(staged, rejected={**above, **staged.rejected})


def _in_utf8(path: Path, encoding: str, folder: Path) -> Path:
    return path if codecs.lookup(encoding).name == "utf-8" else _copy(path, encoding, folder)


def _copy(path: Path, encoding: str, folder: Path) -> Path:
    """Write a copy in UTF-8 with one kind of line end, piece by piece, so that a large file needs no memory."""
    copy = place_for(path, folder)
    errors = errors_of(encoding)
    try:
        with (
            path.open(encoding=with_bom(encoding), errors=errors) as source,
            copy.open("w", encoding="utf-8", errors=errors, newline="\n") as target,
        ):
            shutil.copyfileobj(source, target, CHUNK)
    except UnicodeError:
        raise wrong_encoding(path, encoding) from None
    return copy


def _stage(
    connection: Any, name: str, files: list[Path], layout: Layout, folder: Path, wanted: Collection[str]
) -> Staged:
    folders = partitions(files[0])
    own = without_folders(layout.headers, files[0])
    columns = {f"c{position}": each for position, each in own.items() if each in wanted}
    parts = {f"p{position}": each for position, each in enumerate(folders) if each in wanted}
    try:
        _load(connection, name, files, layout, columns, parts)
    except duckdb.Error:
        # DuckDB refuses files whose lines end in more than one way; a copy with one kind of line end it reads.
        try:
            _load(connection, name, [_copy(path, "utf-8", folder) for path in files], layout, columns, parts)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:160]
            raise DataError(
                f"{files[0].name} cannot be read as CSV: {reason}", do="export it again as CSV (UTF-8)"
            ) from None
    told = rejected_lines(connection, name, layout.delimiter, len(layout.headers))
    again = _repeated_header(connection, name, {column: layout.cells[int(column[1:])] for column in columns})
    remarks = shadowed(layout.headers, files[0])
    columns = columns | parts
    return Staged(f"raw_{name}", {header: column for column, header in columns.items()}, {**told, **again}, remarks)


def _load(
    connection: Any, name: str, files: list[Path], layout: Layout, columns: Iterable[str], parts: Mapping[str, str]
) -> None:
    every = ", ".join(f"c{position}: 'VARCHAR'" for position in range(len(layout.headers)))
    folders = (f"{identifier(key)} AS {ours}" for ours, key in parts.items())
    chosen = ", ".join(["__row", *columns, *folders])
    hive = "true, hive_types_autocast = false" if parts else "false"
    connection.execute(f'DROP TABLE IF EXISTS "rejected_{name}"')
    connection.execute(f'DROP TABLE IF EXISTS "scanned_{name}"')
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE "raw_{name}" AS SELECT row_number() OVER () AS {chosen}
        FROM read_csv(
            $files, auto_detect = false, header = true, skip = {layout.skip}, columns = {{{every}}}, delim = $delimiter,
            compression = 'none', quote = '"', escape = '"', max_line_size = {_LONGEST_LINE}, store_rejects = true,
            hive_partitioning = {hive}, rejects_table = 'rejected_{name}', rejects_scan = 'scanned_{name}'
        )
        """,
        {"files": [literal(each) for each in files], "delimiter": layout.delimiter},
    )


def _repeated_header(connection: Any, name: str, cells: Mapping[str, str]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Take rows away that are the header again, and count them."""
    cells = {column: cell for column, cell in cells.items() if cell}
    if not cells:
        return {}
    # As an equality with constants this looks only into those parts of the table that can hold it.
    same = " AND ".join(f"{column} IN ($c{column}, $m{column})" for column in cells)
    given = {f"c{column}": cell for column, cell in cells.items()}
    given |= {f"m{column}": "\ufeff" + cell for column, cell in cells.items()}
    rows = connection.execute(f'DELETE FROM "raw_{name}" WHERE {same} RETURNING __row', given).fetchall()
    header = ",".join(cells.values())[:60]
    examples = tuple(f"row {row}: {header}" for row in sorted(row for (row,) in rows)[:3])
    return {HEADER: (len(rows), examples)} if rows else {}
