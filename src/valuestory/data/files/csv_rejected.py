"""Lines of CSV files that are no rows: counted as records, as any reader of CSV counts them.

A record with line ends inside its quotes is one. Only where a quote is never closed is every line that it swallows
counted: they may have been rows. A line on which nothing is written is none.
"""

from __future__ import annotations

import csv
import mmap
import re
from pathlib import Path
from typing import Any, Final

from valuestory.data.engines.staged import FOOT, Rejected
from valuestory.data.files.headers import LOOKED_AT

_CUT: Final = 9_900
"""DuckDB keeps the first 10,000 bytes of a record that it rejects."""
_TAIL: Final = 65_536
_NOWHERE: Final = 2**62
"""Beyond the end of any file."""
_LINE: Final = re.compile(rb"[^\r\n]+")
_LINE_END: Final = re.compile(rb"[\r\n]")
_RECORDS: Final = r"""
    WITH told AS (
        SELECT file_id, line, line_byte_position AS at, max(byte_position) AS until,
            bool_or(error_type = 'UNQUOTED VALUE') AS is_open, min(error_type) AS least,
            bool_or(error_type = 'INVALID ENCODING') AS is_unreadable,
            min(byte_position) FILTER (error_type = 'UNQUOTED VALUE') AS opened,
            max(rtrim(csv_line, chr(10))) AS whole
        FROM "rejected_{name}" GROUP BY ALL
    )
    SELECT file_id, line, opened, whole, is_open AND octet_length(encode(whole)) >= {cut} AS is_cut,
        CASE WHEN is_unreadable THEN 'INVALID ENCODING' WHEN is_open THEN 'UNQUOTED VALUE'
            WHEN least = 'MISSING COLUMNS' AND until > feet.foot THEN '{foot}' ELSE least END AS reason,
        CASE WHEN is_open THEN greatest(1, len(regexp_extract_all(whole, '[^\r\n]+'))) ELSE 1 END AS lines
    FROM told JOIN (SELECT unnest($ids) AS file_id, unnest($feet) AS foot) AS feet USING (file_id)
    WHERE NOT regexp_full_match(whole, '\s*("\s*")?\s*')
"""


def rejected_lines(connection: Any, name: str, delimiter: str, width: int) -> Rejected:
    """Return for each reason how many records of the files read last are no rows, and examples.

    Parameters
    ----------
    connection
        The DuckDB connection that holds the tables `raw_`, `rejected_` and `scanned_` of this `name`.
    delimiter, width
        Of the files, and how many columns their header has.
    """
    paths = dict(connection.execute(f'SELECT DISTINCT file_id, file_path FROM "scanned_{name}"').fetchall())
    (rows,) = connection.execute(f'SELECT count(*) FROM "raw_{name}"').fetchone()
    feet = [_foot(Path(path), delimiter, width) if rows and width > 2 else _NOWHERE for path in paths.values()]
    records = _RECORDS.format(name=name, cut=_CUT, foot=FOOT)
    given = {"ids": list(paths), "feet": feet}
    found = connection.execute(
        f"""
        SELECT reason, sum(lines)::BIGINT, min('line ' || line || ': ' || left(ltrim(whole, chr(10) || chr(13)), 60), 3)
        FROM ({records}) GROUP BY reason ORDER BY reason
        """,
        given,
    ).fetchall()
    cut = connection.execute(f"SELECT reason, file_id, opened, lines FROM ({records}) WHERE is_cut", given).fetchall()
    more: dict[str, int] = {}
    for reason, file, opened, lines in cut:
        more[reason] = more.get(reason, 0) + swallowed(Path(paths[file]), opened - 1) - lines
    return {reason: (count + more.get(reason, 0), tuple(examples)) for reason, count, examples in found}


def _foot(path: Path, delimiter: str, width: int) -> int:
    """Return the place, in bytes, where the lines below a report's rows begin, if there are any.

    They hold one cell each. A last line without a line end, and without a blank line above, is a row that was cut off.
    """
    size = place = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        lines = stream.read().splitlines(keepends=True)
    written = blank = 0
    for line in reversed(lines[1:] if size > _TAIL else lines):
        cells = _cells(line, delimiter)
        if len(cells) >= width or sum(map(bool, cells)) > 1 or line.count(b'"') % 2 or written > LOOKED_AT:
            break
        written, blank = written + any(cells), blank + (not any(cells))
        place -= len(line)
    is_cut = written == 1 and not blank and bool(lines) and not lines[-1].endswith((b"\n", b"\r"))
    return _NOWHERE if is_cut else place


def _cells(line: bytes, delimiter: str) -> list[str]:
    try:
        return [
            cell.strip() for row in csv.reader([line.decode("utf-8", "replace")], delimiter=delimiter) for cell in row
        ]
    except csv.Error:  # longer than any line of a report's foot
        return [delimiter, delimiter]


def swallowed(path: Path, opened: int) -> int:
    """Return how many lines an open quote takes in: up to the end of the line of the next quote, or to the file's end.

    Parameters
    ----------
    opened
        The place of the quote in the file, in bytes from 0.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = _closed(data, data.find(b'"', opened) + 1)
        return sum(1 for _ in _LINE.finditer(data, opened, end))


def _closed(data: mmap.mmap, start: int) -> int:
    """Return where the line ends in which the quote is closed, doubled quotes being none."""
    place = data.find(b'"', start)
    while place >= 0 and data[place + 1 : place + 2] == b'"':
        place = data.find(b'"', place + 2)
    found = _LINE_END.search(data, place) if place >= 0 else None
    return found.start() if found else len(data)
