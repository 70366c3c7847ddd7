"""Tables that are files, as the embedded engine sees them: CSV and workbooks as text in their order, Parquet typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from valuestory.data.engines.engine import ROW, Engine, Raw
from valuestory.data.engines.staged import Wanted
from valuestory.data.files.csv_files import csv_headers, read_csv
from valuestory.data.files.fingerprints import fingerprint
from valuestory.data.files.locations import PARQUET, called, kind_of
from valuestory.data.files.parquet_files import MAGIC, parquet_headers, read_parquet
from valuestory.data.files.workbooks.paths import is_workbook
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.data.engines.staged import Staged
    from valuestory.project import SourceSettings


def read_files(engine: Engine, name: str, files: tuple[Path, ...], settings: SourceSettings, wanted: Wanted) -> Raw:
    """Return a table of files: CSV and workbooks as text in their order, Parquet typed; only the columns `wanted`.

    Raises
    ------
    DataError
        When a file cannot be read at all: empty, not what its name says, in another encoding, without a header.
    """
    if not engine.is_embedded:
        raise DataError(
            "comes from a file, while the other tables lie in a warehouse",
            do="load the file into the warehouse, or use files or DuckDB for all of them",
        )
    if _are_parquet(files):
        return read_parquet(engine, name, files, wanted)
    staged = _staged(engine, name, files, settings, wanted)
    table = engine.backend.table(staged.name)
    return Raw(
        table,
        staged.columns,
        (ROW,),
        fingerprint(files),
        staged.rejected,
        is_text=True,
        name=staged.name,
        remarks=staged.remarks,
    )


def _staged(engine: Engine, name: str, files: tuple[Path, ...], settings: SourceSettings, wanted: Wanted) -> Staged:
    if not any(is_workbook(each) for each in files):
        return read_csv(engine.backend.con, name, files, settings, engine.folder, wanted)
    if not all(is_workbook(each) for each in files):
        what = f"its files are of several kinds: {files[0].name}, {files[-1].name}"
        raise DataError(what, do="give files of one kind, or a table of its own to each")
    from valuestory.data.files.workbooks.staging import read_workbooks

    return read_workbooks(engine.backend.con, name, files, wanted)


def file_headers(files: tuple[Path, ...], settings: SourceSettings) -> tuple[str, ...]:
    """Return the headers of a table of files, without reading its rows.

    Raises
    ------
    DataError
        When a file cannot be read at all.
    """
    if is_workbook(files[0]):
        from valuestory.data.files.workbooks.staging import workbook_headers

        return workbook_headers(files[0])
    return parquet_headers(files) if _are_parquet(files) else csv_headers(files, settings)


def _are_parquet(files: tuple[Path, ...]) -> bool:
    kinds = {_is_parquet(each): each for each in reversed(files)}
    if len(kinds) > 1:
        what = f"its files are of two kinds: {called(kinds[True])} is Parquet, {called(kinds[False])} is not"
        raise DataError(what, do='give those of one kind, such as path = "cases/*.parquet"')
    return True in kinds


def _is_parquet(path: Path) -> bool:
    if kind_of(path):
        return kind_of(path) == PARQUET
    with path.open("rb") as stream:  # a name that tells nothing, as some writers give to parts
        return stream.read(len(MAGIC)) == MAGIC
