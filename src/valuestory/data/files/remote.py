"""Files that lie elsewhere: brought once into the engine's temporary folder, and read there like any other.

So a run reads the same bytes at every scan, and its record holds the fingerprint of what was read. Web addresses are
fetched by Python alone; buckets by DuckDB, with extensions that are installed or can be had. Secrets come from the
environment and are in no message: neither are addresses.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import shutil
import urllib.error
import urllib.request
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

import duckdb

from valuestory.data.engines.credentials import filled_in, shown
from valuestory.data.engines.sql_text import literal
from valuestory.data.files.buckets import BUCKETS, connected
from valuestory.data.files.locations import files_at, files_of, is_remote
from valuestory.data.files.packed import CHUNK
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.data.engines.engine import Engine

_SECONDS: Final = 60
"""How long a server may keep silent."""


def files_for(engine: Engine, path: str, root: Path) -> tuple[Path, ...]:
    """Return the files that a setting names, those that lie elsewhere brought here first.

    Raises
    ------
    ProjectError
        When a variable that the setting names is not set.
    DataError
        When what lies elsewhere cannot be had: the message says why, without the address.
    """
    if not is_remote(path):
        return files_of(path, root)
    if not engine.is_embedded:
        return ()
    address = filled_in(path, "path")
    folder = engine.folder / "fetched" / hashlib.sha256(address.encode()).hexdigest()[:16]
    if not folder.is_dir():
        aside = folder.with_name(f"{folder.name}-in-part")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _fetch(address, aside)
        aside.rename(folder)  # what was broken off is never taken for the whole
    return files_at(folder)


def _fetch(address: str, folder: Path) -> None:
    if urlsplit(address).scheme.lower() in BUCKETS:
        with contextlib.closing(connected(urlsplit(address).scheme.lower())) as connection:
            copy_from(connection, address, folder)
    else:
        _download(address, folder)


def _download(address: str, folder: Path) -> None:
    name = PurePosixPath(unquote(urlsplit(address).path)).name or "download"
    if "*" in name:
        what = f'"{name}" names several files, and a web address has no folder to look into'
        raise DataError(what, do="give the address of one file, or that of a bucket (s3://...)")
    place = folder / name
    try:
        with urllib.request.urlopen(_request(address), timeout=_SECONDS) as answer, place.open("wb") as target:
            shutil.copyfileobj(answer, target, CHUNK)
            promised = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        why = {401: "a login is needed", 403: "access is refused", 404: "there is no such file"}
        reason = f"{why.get(error.code, 'the server says')} ({error.code})"
        raise _not_fetched(name, reason) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _not_fetched(name, f"the server cannot be reached ({type(error).__name__})") from None
    if promised is not None and int(promised) != place.stat().st_size:
        raise _not_fetched(name, f"only {place.stat().st_size:,} of {int(promised):,} bytes came")


def _request(address: str) -> urllib.request.Request:
    """Return the request for an address; a login in it becomes a header, since Python takes none."""
    parts = urlsplit(address)
    login, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(urlunsplit(parts._replace(netloc=host)), headers={"User-Agent": "valuestory"})
    if login:
        told = base64.b64encode(unquote(login).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {told}")
    return request


def _not_fetched(name: str, why: str) -> DataError:
    return DataError(
        f'"{name}" cannot be fetched: {why}',
        where=name,
        do="check the address and your rights to it, or download the file and give its path",
    )


def copy_from(connection: Any, address: str, folder: Path) -> None:
    """Copy what an address names into a folder: one file, those that a glob finds, or all under a `/` at the end.

    Parameters
    ----------
    connection
        A DuckDB that can read it.
    address
        With the scheme that DuckDB knows it by; what it holds of folders is kept, since their names may tell columns.
    folder
        Where the copies go.

    Raises
    ------
    DataError
        When there is no such file, or it cannot be read.
    """
    name = shown(address)
    try:
        pattern = f"{address}**" if address.endswith("/") else address
        found = [file for (file,) in connection.execute("SELECT file FROM glob(?) ORDER BY file", [pattern]).fetchall()]
        for file in found:
            place = folder.joinpath(*(part for part in PurePosixPath(urlsplit(file).path).parts if part not in "/.."))
            place.parent.mkdir(parents=True, exist_ok=True)
            ((content,),) = connection.execute("SELECT content FROM read_blob(?)", [literal(file)]).fetchall()
            place.write_bytes(content)
    except (duckdb.Error, OSError) as error:
        raise _not_fetched(name, f"the store refuses it or has no such file ({type(error).__name__})") from None
    if not found:
        raise _not_fetched(name, "there is no such file")
