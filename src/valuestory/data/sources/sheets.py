"""Which sheets of workbooks are which tables: by their names, else by the columns that they have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from valuestory.data.canonical.tables import TABLES
from valuestory.data.engines.staged import Remark
from valuestory.data.files.headers import plain_name
from valuestory.data.files.workbooks.paths import book_of, called, in_sheet, is_workbook, sheet_of
from valuestory.data.sources.sources import Source
from valuestory.errors import DataError
from valuestory.project import SourceSettings

Fits = Callable[[Path], bool]
"""Whether a sheet has the columns of a table."""


def with_sheets(files: Iterable[Path]) -> list[Path]:
    """Return the files with each workbook of several sheets replaced by them; hidden sheets are left out."""
    return [sheet for each in files for sheet in (sheets_of(each) if is_workbook(each) else (each,))]


def sheets_of(path: Path) -> tuple[Path, ...]:
    """Return the sheets of a workbook that may be meant; the workbook itself where it has one, or cannot be opened."""
    try:
        stat = book_of(path).stat()
        return _sheets(book_of(path), stat.st_mtime_ns, stat.st_size)
    except (DataError, OSError):
        return (path,)  # what is wrong with it is said when it is read


@functools.lru_cache(maxsize=64)
def _sheets(path: Path, changed: int, size: int) -> tuple[Path, ...]:
    from valuestory.data.files.workbooks.choice import shown_sheets
    from valuestory.data.files.workbooks.opening import open_workbook

    with open_workbook(path) as book:
        names = shown_sheets(book)
    return tuple(in_sheet(path, each) for each in names) if len(names) > 1 else (path,)


def named_sheets(files: Iterable[Path], known: Mapping[str, Source]) -> dict[str, Source]:
    """Return the sheets that are called like canonical tables, for those tables that are not known otherwise."""
    named: dict[str, list[Path]] = {}
    for each in files:
        table = plain_name(sheet_of(each))
        if sheet_of(each) and table in TABLES and table not in known:
            named.setdefault(table, []).append(each)
    return {table: _named(table, sheets) for table, sheets in named.items()}


def _named(table: str, sheets: list[Path]) -> Source:
    if len(sheets) == 1:
        return Source(table, SourceSettings(), (sheets[0],))
    listed = ", ".join(called(each) for each in sheets)
    do = f"keep one, or say sources.{table}.path and sheet"
    return Source(table, SourceSettings(), problem=f"several sheets could be it: {listed}", do=do)


def settled(source: Source, fits: Fits) -> Source:
    """Return a source whose workbooks of several sheets name the one that is meant.

    That is the sheet called like the table, else the only one whose columns fit, which is said. Several that fit are a
    problem of the source; where none does, the workbook is left as it is.
    """
    for path in source.files:
        sheets = sheets_of(path) if is_workbook(path) and not sheet_of(path) else (path,)
        if len(sheets) > 1:
            source = _settled(source, path, sheets, fits)
    return source


def _settled(source: Source, path: Path, sheets: tuple[Path, ...], fits: Fits) -> Source:
    named = [each for each in sheets if plain_name(sheet_of(each)) == source.table]
    fitting = named if len(named) == 1 else [each for each in sheets if fits(each)]
    if len(fitting) > 1:
        names = [f'"{sheet_of(each)}"' for each in fitting]
        return replace(
            source,
            problem=f"{path.name} has {len(fitting)} sheets with the columns of {source.table}: {', '.join(names)}",
            do=f"say which: sheet = {names[0]}; several of the same header go together: sheet = [{', '.join(names)}]",
        )
    if not fitting:
        return source
    files = tuple(fitting[0] if each == path else each for each in source.files)
    if named:
        return replace(source, files=files)
    others = ", ".join(f'"{sheet_of(each)}"' for each in sheets if each != fitting[0])
    what = f'are read from the sheet "{sheet_of(fitting[0])}" of {path.name}, the only one with their columns'
    remark = Remark(what, f"if another is meant, say it: sheet = ... (there are {others} as well)")
    return replace(source, files=files, remarks=(*source.remarks, remark))
