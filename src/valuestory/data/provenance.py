"""The files behind a company's tables, each with its own SHA-256: what a reader of results can hold against theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from valuestory.data.company import CompanyTables
from valuestory.data.files.locations import partitions
from valuestory.data.files.workbooks.paths import book_of


@dataclass(frozen=True)
class FileRead:
    """A file that tables were read from, or a table of the warehouse.

    Parameters
    ----------
    name
        The file's path from the company's folder, or its name alone where it lies elsewhere.
    sha256
        Of the file; of a table of the warehouse, of its name, columns and number of rows; empty where it cannot be
        read.
    tables
        The canonical tables that it feeds.
    is_file
        Whether it is a file.
    """

    name: str
    sha256: str
    tables: tuple[str, ...]
    is_file: bool = True


def files_behind(tables: CompanyTables) -> tuple[FileRead, ...]:
    """Return every file and every table of the warehouse that canonical tables were read from, in their order."""
    used: dict[Path, list[str]] = {}
    for table, paths in tables.files.items():
        for path in paths:
            names = used.setdefault(book_of(path), [])
            names += [table] if table not in names else []
    files = (
        FileRead(_shown(path, tables.project.root), _digest(tables, path, names[0]), tuple(names))
        for path, names in used.items()
    )
    return (*files, *_of_the_warehouse(tables))


def _of_the_warehouse(tables: CompanyTables) -> Iterator[FileRead]:
    for table, paths in tables.files.items():
        if not paths and table in tables.fingerprints:
            yield FileRead(tables.sources[table].name, tables.fingerprints[table], (table,), is_file=False)


def _shown(path: Path, root: Path) -> str:
    """Return a file's path without any folder of the machine."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _digest(tables: CompanyTables, path: Path, table: str) -> str:
    if tables.files[table] == (path,) and not partitions(path) and table in tables.fingerprints:
        return tables.fingerprints[table]  # the table's own is that of its only file
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
