"""Tables that several decks use: opened and checked once, and read from one file by each of them.

A batch opens the company, writes its canonical tables and what was found wrong with them into a folder, and names that
folder in the environment of its decks. Whoever opens the same company there gets the same tables. Tables of a warehouse
stay where they are: what is shared is how they are asked for, and what was found in them. What is computed of any is
shared elsewhere (`metrics.fold.shared`).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.data.company import CompanyTables, Extent, Fault, RowCount, SourceNote, Stopped
from valuestory.data.engines.asking import answering
from valuestory.data.engines.carried import packed, unpacked
from valuestory.data.engines.duckdb_file import attach
from valuestory.data.engines.engine import open_embedded, open_engine
from valuestory.data.engines.sql_text import identifier, quoted
from valuestory.data.masked.pseudonyms import fingerprint, is_masked, mask_key
from valuestory.data.sources.sources import find_project

if TYPE_CHECKING:
    import ibis

    from valuestory.project import Project

SHARED: Final = "VALUESTORY_SHARED"
"""The environment's name for the folder of a batch in which what its decks share lies."""
_NAME: Final = "shared"
_TOLD: Final = "__told"
_ASKED: Final = ".asked"
_EMBEDDED: Final = ".duckdb"
SUFFIXES: Final = (_ASKED, _EMBEDDED)
"""By which files tables are shared, in the one way or the other."""


def shared_folder() -> Path | None:
    """Return the folder that a batch names to its decks; None outside of one."""
    named = os.environ.get(SHARED, "")
    return Path(named) if named else None


def key_of(data: str) -> str:
    """Return the name, in that folder, of what is shared of a company; another one where its accounts are masked."""
    return hashlib.sha256(f"{data}{mask_mark(data)}".encode()).hexdigest()[:16]


def mask_mark(data: str) -> str:
    """Return what tells a company's mask from any other; empty where nothing is masked."""
    return fingerprint(mask_key()) if is_masked(find_project(data)) else ""


def share_tables(tables: CompanyTables, data: str, folder: Path) -> None:
    """Write a company's tables for those who open the same; of a warehouse's, how they are asked for.

    Parameters
    ----------
    tables
        Those of the whole company.
    data
        What the company was opened by.
    folder
        An existing folder that only this user may read.

    Raises
    ------
    DataError
        When they cannot be read to their end, or there is no room: the message says which.
    """
    backend = next(iter(tables.tables.values())).get_backend()
    if backend.name != "duckdb":
        _share_expressions(tables, _file(folder, data, _ASKED))
        return
    aside, place = folder / f"{key_of(data)}.new", _file(folder, data)
    aside.unlink(missing_ok=True)
    connection = backend.con
    with answering():
        connection.execute(f"ATTACH {quoted(str(aside))} AS {_NAME}")
        try:
            for name, table in tables.tables.items():
                connection.execute(f"CREATE TABLE {_NAME}.main.{identifier(name)} AS {backend.compile(table)}")
            connection.execute(f"CREATE TABLE {_NAME}.main.{_TOLD} AS SELECT ? AS told", [json.dumps(_told(tables))])
        finally:
            connection.execute(f"DETACH {_NAME}")
    aside.replace(place)


def shared_tables(data: str) -> CompanyTables | None:
    """Return a company's tables as they were shared; None where nobody did."""
    folder = shared_folder()
    if folder is None or not are_shared(data):
        return None
    if _file(folder, data, _ASKED).is_file():
        return _shared_expressions(find_project(data), _file(folder, data, _ASKED))
    place = _file(folder, data)
    project = find_project(data)
    engine = open_embedded(project)
    attach(engine.backend.con, place, _NAME)
    with answering():
        ((told,),) = engine.backend.con.execute(f"SELECT told FROM {_NAME}.main.{_TOLD}").fetchall()
        found = json.loads(told)
        tables: dict[str, ibis.Table] = {
            name: engine.backend.table(name, database=(_NAME, "main")) for name in found["tables"]
        }
    return CompanyTables(project, tables, **_read(found))


def _share_expressions(tables: CompanyTables, place: Path) -> None:
    content = packed(tables.tables)
    if content is None:
        return
    aside = place.with_suffix(".new")
    aside.write_bytes(json.dumps(_told(tables)).encode() + b"\n" + content)
    aside.replace(place)


def _shared_expressions(project: Project, place: Path) -> CompanyTables:
    told, _, content = place.read_bytes().partition(b"\n")  # JSON has no line's end in it
    tables = unpacked(content, open_engine(project).backend)
    return CompanyTables(project, tables, **_read(json.loads(told)))


def are_shared(data: str) -> bool:
    """Tell whether a company's tables are there for those who open it: its own files are not read then."""
    folder = shared_folder()
    return folder is not None and any(_file(folder, data, each).is_file() for each in SUFFIXES)


def _file(folder: Path, data: str, suffix: str = _EMBEDDED) -> Path:
    return folder / f"{key_of(data)}{suffix}"


def _told(tables: CompanyTables) -> dict[str, Any]:
    return {
        "tables": list(tables.tables),
        "faults": [asdict(each) for each in tables.faults],
        "rows": [asdict(each) for each in tables.rows],
        "fingerprints": dict(tables.fingerprints),
        "sources": {name: asdict(each) for name, each in tables.sources.items()},
        "unread": tables.unread,
        "stopped": {name: asdict(each) for name, each in tables.stopped.items()},
        "files": {name: [str(path) for path in paths] for name, paths in tables.files.items()},
        "derived": dict(tables.derived),
        "mask": tables.mask,
        "extents": {
            name: [each.first.isoformat(), each.last.isoformat(), each.rows] for name, each in tables.extents.items()
        },
    }


def _read(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "faults": tuple(Fault(**each | {"examples": tuple(each["examples"])}) for each in found["faults"]),
        "rows": tuple(
            RowCount(**each | {name: tuple(map(tuple, each[name])) for name in ("reasons", "emptied")})
            for each in found["rows"]
        ),
        "fingerprints": found["fingerprints"],
        "sources": {name: SourceNote(**each) for name, each in found["sources"].items()},
        "unread": tuple(found["unread"]),
        "stopped": {name: Stopped(tuple(each["columns"]), each["by"]) for name, each in found["stopped"].items()},
        "files": {name: tuple(map(Path, paths)) for name, paths in found["files"].items()},
        "derived": found["derived"],
        "mask": found["mask"],
        "extents": {
            name: Extent(date.fromisoformat(first), date.fromisoformat(last), rows)
            for name, (first, last, rows) in found["extents"].items()
        },
    }
