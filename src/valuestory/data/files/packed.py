"""Text files that are packed: known by their first bytes and read as if they were not, whatever they are called."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from valuestory.errors import DataError

CHUNK: Final = 1 << 20
_LONGEST_MAGIC: Final = 10


@dataclass(frozen=True)
class _Archive:
    name: str
    magic: tuple[bytes, ...]
    open: Callable[[Path], Any]


def _open_zstd(path: Path) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")


def _open_zip(path: Path) -> Any:
    archive = zipfile.ZipFile(path)
    return archive.open(_members(archive)[0])


_ARCHIVES: Final = (
    _Archive("gzip", (b"\x1f\x8b",), gzip.open),
    _Archive("bzip2", (*(b"BZh%d1AY&SY" % level for level in range(1, 10)),), bz2.open),
    _Archive("lzma", (b"\xfd7zXZ\x00",), lzma.open),
    _Archive("zstd", (b"\x28\xb5\x2f\xfd",), _open_zstd),
    _Archive("zip", (b"PK\x03\x04",), _open_zip),
)
_BROKEN: Final = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)
"""What reading an archive raises when it is damaged, cut off, or locked by a password."""


def _members(archive: zipfile.ZipFile) -> list[str]:
    """Return the files of a zip archive but those that a Mac adds."""
    names = [PurePosixPath(each) for each in archive.namelist() if not each.endswith("/")]
    return [str(each) for each in names if "__MACOSX" not in each.parts and not each.name.startswith(".")]


def _archive_of(path: Path) -> _Archive | None:
    """Return what a file is packed as; nothing for a zip archive of several files, as every workbook is one."""
    found = _known_by_its_start(path)
    if found is None or found.name != "zip":
        return found
    try:
        with zipfile.ZipFile(path) as archive:
            return found if len(_members(archive)) == 1 else None
    except zipfile.BadZipFile:
        return None


def _known_by_its_start(path: Path) -> _Archive | None:
    with path.open("rb") as stream:
        start = stream.read(_LONGEST_MAGIC)
    return next((each for each in _ARCHIVES if start.startswith(each.magic)), None)


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn what an archive raises when it is read into an error of ours.

    Raises
    ------
    DataError
        When it is damaged, cut off or locked by a password: export or copy it again.
    """
    try:
        yield
    except (UnicodeError, DataError):
        raise
    except _BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the file itself cannot be read: a right is missing, or it is gone
        archive = _known_by_its_start(path)
        kind = f"a {archive.name} archive" if archive else "an archive"
        what = f"{path.name} is {kind} that is damaged, cut off or locked by a password"
        raise DataError(what, where=path.name, do="export or copy it again, or unpack it") from None


def open_bytes(path: Path) -> IO[bytes]:
    """Return the bytes of a file, unpacked where it is an archive of one file; read them inside `unpacking`.

    Raises
    ------
    DataError
        As `unpacking` does.
    """
    archive = _archive_of(path)
    if archive is None:
        return path.open("rb")
    with unpacking(path):
        return cast("IO[bytes]", archive.open(path))


def unpacked(path: Path, copy: Callable[[], Path]) -> Path:
    """Return a file itself, or what is in it where it is an archive of one file: then at the place that `copy` gives.

    Raises
    ------
    DataError
        As `unpacking` does.
    """
    if _archive_of(path) is None:
        return path
    place = copy()
    with unpacking(path), open_bytes(path) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, CHUNK)
    return place
