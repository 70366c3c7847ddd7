"""Which files a path, a folder, a glob or the name of a table means. Looks at names only and opens nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from valuestory.data.engines.credentials import filled_in
from valuestory.data.files.workbooks.paths import book_of, is_workbook, sheet_of
from valuestory.errors import did_you_mean
from valuestory.project import resolve_path

PARQUET: Final = ".parquet"
TEXT: Final = (".csv", ".tsv", ".txt")
PACKED: Final = (".gz", ".bz2", ".xz", ".zst", ".zip")
_ELSEWHERE: Final = re.compile(r"(https?|s3[an]?|r2|gc?s|az|azure|abfss|hf)://", re.IGNORECASE)
_PARTITION: Final = re.compile(r"[^=]+=[^=]*")
_NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"
_NOT_DATA: Final = (".", "_", "~$")
"""How names begin of what is not data: hidden files, Spark's `_SUCCESS` and `_temporary`, Excel's open workbooks."""


def is_remote(path: str) -> bool:
    """Whether a path is the address of a file elsewhere."""
    return bool(_ELSEWHERE.match(path))


def kind_of(path: Path) -> str:
    """Return what a file is by its name, in small letters and without what it is packed by; nothing where unknown.

    Parquet and workbooks are packed already: further packed ones are not read.

    Examples
    --------
    >>> kind_of(Path("Cases.CSV.gz"))
    '.csv'
    """
    if is_workbook(path) or path.suffix.lower() == PARQUET:
        return book_of(path).suffix.lower()
    suffix = Path(_unpacked_name(path)).suffix.lower()
    return suffix if suffix in TEXT else ""


def stem_of(path: Path) -> str:
    """Return a file's name without its kind and without what it is packed by; a folder's and a sheet's as it is.

    Examples
    --------
    >>> stem_of(Path("tickets.csv.gz"))
    'tickets'
    """
    return sheet_of(path) or Path(_unpacked_name(path)).stem


def _unpacked_name(path: Path) -> str:
    return path.stem if path.suffix.lower() in PACKED else path.name


def partitions(path: Path) -> dict[str, str | None]:
    """Return what the names of the folders right above a file say, as Hive and Spark lay a table out in parts.

    Examples
    --------
    >>> partitions(Path("cases/year=2026/month=01/part-0.parquet"))
    {'year': '2026', 'month': '01'}
    """
    pairs = [folder.partition("=") for folder in _partition_folders(path)]
    return {unquote(key): None if value == _NO_VALUE else unquote(value) for key, _, value in pairs}


def _partition_folders(path: Path) -> list[str]:
    names = [each.name for each in path.parents]
    return list(itertools.takewhile(_PARTITION.fullmatch, names))[::-1]


def called(path: Path) -> str:
    """Return what a file is called in messages: its name, with the folders that tell its part of a table."""
    return "/".join([*_partition_folders(path), path.name])


def data_files(folder: Path) -> tuple[Path, ...]:
    """Return the files directly in a folder that are data by their names, in the order of these."""
    return tuple(sorted(each for each in folder.iterdir() if kind_of(each) and _is_data(each) and each.is_file()))


def files_of(path: str, root: Path) -> tuple[Path, ...]:
    """Return the files that a setting names, in the order of their paths.

    One file, those of a folder and of the folders within it, or those that a glob finds. Of a folder's files those are
    taken that are data by their names; all of them only where none is.
    """
    text = filled_in(path, "path")
    place = resolve_path(text, root=root)
    if place.exists():
        return files_at(place)
    if sheet_of(place) and book_of(place).is_file():
        return (place,)
    pattern = Path(text).expanduser()
    base = Path(pattern.anchor) if pattern.is_absolute() else root
    found = (each for each in base.glob(str(pattern.relative_to(pattern.anchor))) if _is_data(each))
    return tuple(sorted({file for each in found for file in files_at(each)}))


def files_at(place: Path) -> tuple[Path, ...]:
    """Return a file itself, or the files of a folder and of the folders within it, in the order of their paths."""
    if place.is_file():
        return (place,)
    found = sorted(_within(place))
    return tuple(each for each in found if kind_of(each)) or tuple(found)


def _is_data(place: Path) -> bool:
    return not place.name.startswith(_NOT_DATA)


def _within(folder: Path) -> Iterator[Path]:
    for each in folder.iterdir():
        if _is_data(each):
            yield from (each,) if each.is_file() else _within(each) if each.is_dir() else ()


def places_named(root: Path, table: str) -> tuple[Path, ...]:
    """Return what lies in a folder under a table's name: files, and folders of files; letter case apart."""
    if not root.is_dir():
        return ()
    return tuple(sorted(each for each in root.iterdir() if stem_of(each).casefold() == table and _is_table(each)))


def _is_table(place: Path) -> bool:
    if place.is_dir():  # Spark writes a folder under the name of a file: cases.parquet/part-00000.parquet
        return any(kind_of(each) not in ("", ".txt") for each in _within(place))
    return bool(kind_of(place)) and place.is_file()


def nearest_file(path: str, root: Path) -> str:
    """Return a hint at the file that may have been meant, or nothing."""
    place = resolve_path(path, root=root)
    beside = {stem_of(each): each.name for each in place.parent.glob("*.*")} if place.parent.is_dir() else {}
    hint = did_you_mean(stem_of(place), beside)
    return hint if hint.startswith("did") else ""
