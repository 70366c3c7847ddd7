"""Tables that are files, as the embedded engine sees them: CSV and workbooks as text in their order, Parquet typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from valuestory.data.csv_files import Wanted, csv_headers, read_csv
from valuestory.data.engine import ROW, Engine, Raw, chosen, identifier, quoted
from valuestory.data.locations import PARQUET, kind_of
from valuestory.data.sources import fingerprint
from valuestory.data.workbooks.paths import is_workbook
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.data.staged import Staged
    from valuestory.project import SourceSettings

FILE: Final = "__file"


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
    if all(kind_of(each) == PARQUET for each in files):
        return chosen(_read_parquet(engine, name, files), wanted)
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
    from valuestory.data.workbooks.staging import read_workbooks

    return read_workbooks(engine.backend.con, name, files, wanted)


def file_headers(path: Path, settings: SourceSettings) -> tuple[str, ...]:
    """Return the headers of a file, without reading its rows.

    Raises
    ------
    DataError
        When the file cannot be read at all.
    """
    if is_workbook(path):
        from valuestory.data.workbooks.staging import workbook_headers

        return workbook_headers(path)
    if kind_of(path) != PARQUET:
        return csv_headers(path, settings)
    try:
        return tuple(duckdb.read_parquet(str(path)).columns)
    except duckdb.Error:
        raise DataError(f"{path.name} cannot be read as Parquet", where=path.name, do="export it again") from None


def _read_parquet(engine: Engine, name: str, files: tuple[Path, ...]) -> Raw:
    several = len(files) > 1
    options = f"file_row_number = true, union_by_name = true{f', filename = {quoted(FILE)}' if several else ''}"
    paths = ", ".join(quoted(str(each)) for each in files)
    view = f"raw_{name}"
    try:
        engine.backend.raw_sql(
            f"CREATE VIEW {identifier(view)} AS SELECT * EXCLUDE (file_row_number), file_row_number AS {ROW}"
            f" FROM read_parquet([{paths}], {options})"
        )
    except Exception as error:
        raise DataError(
            f"{files[0].name} cannot be read as Parquet ({type(error).__name__})",
            where=files[0].name,
            do="export it again; a file that was cut off cannot be mended",
        ) from None
    table = engine.backend.table(view)
    order = (FILE, ROW) if several else (ROW,)
    return Raw(table, {each: each for each in table.columns if each not in order}, order, fingerprint(files), {})
