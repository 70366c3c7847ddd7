"""A DuckDB file as the warehouse: opened for reading only, and what hinders that in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import duckdb

from valuestory.data.engines.asking import reason_of
from valuestory.data.engines.sql_text import identifier, quoted
from valuestory.errors import ProjectError

_SQLITE: Final = b"SQLite format 3\0"
_OPEN_ELSEWHERE: Final = re.compile(r"lock|being used by another process|already (open|attached)", re.IGNORECASE)
_OTHER_VERSION: Final = re.compile(r"version number|newer version|storage version|serialization version", re.IGNORECASE)
_LOCKED: Final = re.compile(r"encrypt", re.IGNORECASE)
_NO_DATABASE: Final = re.compile(r"not a valid DuckDB", re.IGNORECASE)


def attach(connection: Any, path: Path, name: str) -> None:
    """Make the tables and views of a DuckDB file readable under a name.

    Raises
    ------
    ProjectError
        When there is no such file, another program writes to it, or it is none that this DuckDB reads.
    """
    if not path.is_file():
        raise ProjectError(f'there is no DuckDB file "{path.name}"', where="warehouse.url", do="give its path")
    try:
        connection.execute(f"ATTACH {quoted(str(path))} AS {identifier(name)} (READ_ONLY, TYPE duckdb)")
    except duckdb.Error as error:
        why, do = why_not(error, _is_sqlite(path))
        what = f'"{path.name}" cannot be opened as a DuckDB file: it {why}'
        raise ProjectError(what, where="warehouse.url", do=do) from None


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


def why_not(error: Exception, is_sqlite: bool = False) -> tuple[str, str]:
    """Return what hinders the opening of a file, by what DuckDB says of it, and what to do."""
    said = str(error)
    if is_sqlite:
        return "is an SQLite file", "export its tables as CSV, or copy them into a DuckDB file"
    if _OTHER_VERSION.search(said):
        return (
            f"was written by a DuckDB whose files this one ({duckdb.__version__}) does not read",
            "take the newest DuckDB (pip install --upgrade duckdb), or export the tables from the one that wrote it",
        )
    if _LOCKED.search(said):
        return "is encrypted", "export the tables as Parquet, or copy them into a file without a key"
    if _OPEN_ELSEWHERE.search(said):
        return "is open in another program that may write to it", "close that program, or give a copy of the file"
    if _NO_DATABASE.search(said):
        return "is none", "give a file that DuckDB wrote, or export the tables as CSV or Parquet"
    return f"is damaged or was cut off ({reason_of(error)})", "copy or export it again"
