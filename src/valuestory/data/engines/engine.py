"""The engine that the tables live in, and a company's own tables as that engine sees them, every value as it was.

Files and DuckDB databases are read by an embedded DuckDB; any other warehouse is asked where it is. Nothing here knows
canonical names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.engines.asking import answering, ask_number, reason_of
from valuestory.data.engines.credentials import filled_in
from valuestory.data.engines.dialects import computed_first
from valuestory.data.engines.duckdb_file import attach
from valuestory.data.engines.sql_text import identifier, quoted
from valuestory.data.engines.staged import Rejected, Remark, Wanted
from valuestory.data.engines.warehouses import connect
from valuestory.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from valuestory.project import Project

ROW: Final = "__row"
_ATTACHED: Final = "warehouse"


@contextmanager
def translating_plainly() -> Iterator[None]:
    """Let Ibis nest selects and not fuse them: over a hundred checks, fusing takes longer than the scan."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


@dataclass(frozen=True)
class Engine:
    """Where expressions run.

    `is_embedded` says that this is our own DuckDB, which may hold temporary tables; `catalog` is the attached
    database's name.
    """

    backend: Any
    folder: Path
    is_embedded: bool = True
    catalog: str | None = None


@dataclass(frozen=True)
class Raw:
    """A company's own table; `columns` maps their headers to the engine's names, `order` numbers rows as they stood.

    `rejected` are lines of a CSV file that are not rows of this table, with examples; `left_out` counts the rows that a
    reshaping left out, by reason; `is_text` says that every column is text; `name` is then what the engine calls it;
    `remarks` are what a user must know of how it was read, or of what a reshaping made of it.
    """

    table: ibis.Table
    columns: Mapping[str, str]
    order: tuple[str, ...]
    fingerprint: str
    rejected: Rejected
    is_text: bool = False
    name: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def lost(self) -> int:
        """How many rows and lines were read and are not in the table."""
        return sum(count for count, _ in self.rejected.values()) + sum(self.left_out.values())


def chosen(raw: Raw, wanted: Wanted) -> Raw:
    """Return a table with only the columns that are `wanted` of its headers."""
    names = wanted(tuple(raw.columns))
    return replace(raw, columns={theirs: ours for theirs, ours in raw.columns.items() if theirs in names})


def open_engine(project: Project) -> Engine:
    """Return an engine for the project's sources.

    Raises
    ------
    ProjectError
        When the warehouse cannot be reached, its driver is not installed, or a variable that its URL names is not set:
        the message never holds the URL, since that may hold a password.
    """
    url = filled_in(project.warehouse.url, "warehouse.url") if project.warehouse else ""
    if not url or url.startswith("duckdb://"):
        engine = _embedded(project.engine.memory_limit)
        return _attach(engine, url, project.root) if url else engine
    return Engine(connect(url), Path(), is_embedded=False)


def open_embedded(project: Project) -> Engine:
    """Return our own DuckDB, with no table in it."""
    return _embedded(project.engine.memory_limit)


def _embedded(memory_limit: str | None) -> Engine:
    # A CSV file is parsed and converted once, into a temporary database file: later scans are then fast, all of them
    # see the same rows, and what does not fit into memory lies on disk.
    folder = Path(tempfile.mkdtemp(prefix="valuestory-"))
    backend = ibis.duckdb.connect(folder / "tables.duckdb", temp_directory=str(folder / "spill"))
    backend.raw_sql("SET TimeZone = 'UTC'")
    backend.raw_sql("SET python_enable_replacements = false")  # a view of theirs never reads a variable of a notebook
    backend.raw_sql(f"SET memory_limit = {quoted(memory_limit or _usual_limit())}")
    weakref.finalize(backend, _clean_up, backend.con, folder)
    return Engine(backend, folder)


def _usual_limit() -> str:
    """Return 1 GB, or 125 MB for each core where that is more: what each of DuckDB's threads needs at least."""
    return f"{max(1000, 125 * (os.cpu_count() or 1))}MB"


def _clean_up(connection: Any, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)


def _attach(engine: Engine, url: str, root: Path) -> Engine:
    path = Path(url.removeprefix("duckdb://").partition("?")[0])
    path = path if path.is_absolute() else root / path
    attach(engine.backend.con, path, _ATTACHED)
    return Engine(engine.backend, engine.folder, catalog=_ATTACHED)


def read_table(engine: Engine, table: str, wanted: Wanted) -> Raw:
    """Return a table of the warehouse by its name, with or without its schema; only the columns that are `wanted`.

    Raises
    ------
    DataError
        When the warehouse has no such table: the message has the nearest names.
    """
    schema, _, name = table.rpartition(".")
    place = tuple(schema.split(".")) if schema else ()
    if engine.is_embedded:
        if engine.catalog is None:
            what = f'is to come from the table "{table}", and there is no warehouse that could have it'
            raise DataError(what, do='say where it is, [warehouse] url = "...", or give the path of a file')
        place = (engine.catalog, schema or "main")
    try:
        found = engine.backend.table(name, database=place or None)
    except Exception as error:
        known = _names(engine, place)
        if name.casefold() in map(str.casefold, known):
            what = f'the view "{table}" of the warehouse cannot be read: {reason_of(error)}'
            raise DataError(what, do="mend it there: what it is made of may be gone") from None
        hint = did_you_mean(name, known)
        raise DataError(
            f'the warehouse has no table "{table}" that can be read ({type(error).__name__})',
            do=hint or "check its name and your rights",
        ) from None
    described = f"{table}:{','.join(found.columns)}:{ask_number(found.count())}"
    raw = Raw(found, {each: each for each in found.columns}, (), hashlib.sha256(described.encode()).hexdigest(), {})
    return chosen(raw, wanted)


def _names(engine: Engine, place: tuple[str, ...]) -> list[str]:
    if engine.is_embedded:  # Ibis 12 asks this in a way that DuckDB 2 no longer has
        query = "SELECT table_name FROM information_schema.tables WHERE table_catalog = ? AND table_schema = ?"
        return [name for (name,) in engine.backend.con.execute(query, list(place)).fetchall()]
    try:
        return list(engine.backend.list_tables(database=place or None))
    except Exception:  # a hint is not worth a second error
        return []


def table_names(engine: Engine) -> list[str]:
    """Return the names of the tables in the warehouse's default schema."""
    return _names(engine, (engine.catalog, "main") if engine.catalog else ())


def keep(engine: Engine, name: str, expression: ibis.Table) -> ibis.Table:
    """Return the expression as a table of the temporary database, computed once."""
    with answering(expression):
        return engine.backend.create_table(name, expression)


def view(engine: Engine, name: str, expression: ibis.Table) -> ibis.Table:
    """Return the expression under a name of its own: what is built on it need not be translated again and again.

    In a warehouse, where nothing of ours may be made, this is the expression itself.
    """
    if not engine.is_embedded:
        return computed_first(expression)
    with answering():
        return engine.backend.create_view(name, expression)


def forget(engine: Engine, name: str) -> None:
    """Drop a table from `keep` that nothing needs any more: the space is used again."""
    engine.backend.raw_sql(f"DROP TABLE IF EXISTS {identifier(name)}")


def drop(engine: Engine, raw: Raw) -> None:
    """Forget the text of a CSV file once its canonical table is kept: the space is used again."""
    forget(engine, raw.name)
