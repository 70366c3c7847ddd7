"""Parquet files as one typed table: every file looked at first, columns joined by name, folders' names as columns.

A file that is no Parquet is named, and so are two whose columns of one name are of different kinds, unless one kind
holds the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import duckdb

from valuestory.data.engines.asking import reason_of
from valuestory.data.engines.engine import ROW, Engine, Raw
from valuestory.data.engines.sql_text import identifier
from valuestory.data.engines.staged import Remark
from valuestory.data.files.fingerprints import fingerprint
from valuestory.data.files.locations import called, partitions
from valuestory.data.files.parquet_columns import (
    FILE,
    JoinedColumn,
    Part,
    by_header,
    joined_columns,
    scan,
    side_by_side,
)
from valuestory.data.files.parquet_types import NULL, said
from valuestory.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from valuestory.data.engines.staged import Wanted

MAGIC: Final = b"PAR1"
_FOLDER: Final = "VARCHAR"
"""What a folder's name is read as: `account_id=007` keeps its zeros."""


def parquet_headers(files: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the headers of Parquet files that are one table; raises as `read_parquet` does."""
    with duckdb.connect() as connection:
        return tuple(by_header(_parts(connection, files)))


def read_parquet(engine: Engine, name: str, files: tuple[Path, ...], wanted: Wanted) -> Raw:
    """Return Parquet files as a table; only the columns that are `wanted`.

    Raises
    ------
    DataError
        When files cannot be read as Parquet, or a column that is wanted is of different kinds in two of them: all are
        named.
    """
    connection = engine.backend.con
    parts = _parts(connection, files)
    together = by_header(parts)
    names = wanted(tuple(together))
    columns = joined_columns(connection, {header: given for header, given in together.items() if header in names})
    view = f"raw_{name}"
    connection.execute(f"CREATE VIEW {identifier(view)} AS {_union(parts, columns)}")
    ours = {column.header: f"c{position}" for position, column in enumerate(columns)}
    order = (FILE, ROW) if len(files) > 1 else (ROW,)
    remarks = (*_widened(columns), *_lacking(columns, parts), *_contradicting(connection, parts, names))
    return Raw(engine.backend.table(view), ours, order, fingerprint(files), {}, remarks=remarks)


def _parts(connection: Any, files: tuple[Path, ...]) -> list[Part]:
    parts, broken = [], []
    for path in files:
        try:
            parts.append(Part(path, _described(connection, path)))
        except duckdb.Error as error:
            broken.append((called(path), _why(path, error)))
    if broken:
        raise _unreadable(broken, len(files))
    return parts


def _unreadable(broken: Sequence[tuple[str, str]], count: int) -> DataError:
    if count == 1:
        ((name, why),) = broken
        what = f"{name} cannot be read as Parquet: it {why}"
        return DataError(what, where=name, do="export it again; a file that was cut off cannot be mended")
    told = _some([f"{name} {why}" for name, why in broken])
    return DataError(
        f"{len(broken)} of {count} files cannot be read as Parquet: {told}",
        do="export or copy them again, or take them away if their rows are not wanted",
    )


def _described(connection: Any, path: Path) -> dict[str, str]:
    found = connection.execute(f"DESCRIBE FROM {scan([path], is_partitioned=False)}").fetchall()
    own = {column: kind for column, kind, *_ in found if column not in (FILE, "file_row_number")}
    folders = partitions(path)
    shadowed = {each.casefold() for each in folders}
    return {column: kind for column, kind in own.items() if column.casefold() not in shadowed} | dict.fromkeys(
        folders, _FOLDER
    )


def _why(path: Path, error: Exception) -> str:
    size = path.stat().st_size
    if not size:
        return "is empty"
    with path.open("rb") as stream:
        start = stream.read(4)
        stream.seek(max(0, size - 4))
        end = stream.read(4)
    if start != MAGIC:
        return "is no Parquet file, whatever its name says"
    return "was cut off" if end != MAGIC else f"is damaged ({reason_of(error)})"


def _union(parts: Iterable[Part], columns: Sequence[JoinedColumn]) -> str:
    """Return all parts as one query: those of the same columns are scanned together."""
    alike: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        alike.setdefault((*part.columns.items(), *partitions(part.path)), []).append(part)
    return " UNION ALL ".join(
        f"SELECT {', '.join([*_selected(group[0], columns), FILE, f'file_row_number AS {ROW}'])}"
        f" FROM {scan([each.path for each in group])}"
        for group in alike.values()
    )


def _selected(part: Part, columns: Iterable[JoinedColumn]) -> Iterable[str]:
    for position, column in enumerate(columns):
        name = column.given.get(part)
        kind = NULL if name is None else part.columns[name]
        value = "NULL" if name is None or kind == NULL else identifier(name)
        if kind == "BLOB" and column.type == "VARCHAR":
            value = f"decode({value})"
        elif kind != column.type:
            value = f"CAST({value} AS {column.type})"
        yield f"{value} AS c{position}"


def _widened(columns: Iterable[JoinedColumn]) -> Iterable[Remark]:
    found = []
    for column in columns:
        kinds = {part: part.columns[name] for part, name in column.given.items()}
        if len({said(kind) for kind in kinds.values() if kind != NULL}) > 1:
            found.append(f'"{column.header}" ({side_by_side(kinds)})')
    if found:
        what = f"hold different kinds of value in their files, each read as the wider one: {_some(found)}"
        yield Remark(what, "nothing, if that is right; else export the files alike")


def _lacking(columns: Iterable[JoinedColumn], parts: Sequence[Part]) -> Iterable[Remark]:
    found = []
    for column in columns:
        without = [part.name for part in parts if part not in column.given]
        if without:
            found.append(f'"{column.header}" ({_some(without, 2)})')
    if found:
        what = f"have columns that some of their {len(parts)} files do not have, empty there: {_some(found)}"
        yield Remark(what, "nothing, if that is right; else export those files again")


def _some(texts: Sequence[str], most: int = 5) -> str:
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more


def _contradicting(connection: Any, parts: Sequence[Part], wanted: Collection[str]) -> Iterable[Remark]:
    """Say where a column of the files themselves is not what their folders' names say, by which it is read."""
    for key in dict.fromkeys(key for part in parts for key in partitions(part.path) if key in wanted):
        count = sum(_differing(connection, part, key) for part in parts if key in partitions(part.path))
        if count:
            what = f'have another "{key}" in the file than in the name of its folder: the folder\'s is read'
            yield Remark(what, "take the column out of the files, or call the folders otherwise", count=count)


def _differing(connection: Any, part: Part, key: str) -> int:
    own_file = scan([part.path], is_partitioned=False)
    own = {column.casefold(): kind for column, kind, *_ in connection.execute(f"DESCRIBE FROM {own_file}").fetchall()}
    kind = own.get(key.casefold(), NULL)
    if kind == NULL:
        return 0
    folder = f"TRY_CAST(? AS {kind})"
    query = f"SELECT count(*) FROM {own_file} WHERE {identifier(key)} IS DISTINCT FROM {folder}"
    return int(connection.execute(query, [partitions(part.path)[key]]).fetchall()[0][0])
