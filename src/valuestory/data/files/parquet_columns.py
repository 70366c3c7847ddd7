"""The columns of Parquet files that are one table: joined by name, each of the kind that holds all its files' kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from valuestory.data.engines.sql_text import identifier, literal, quoted
from valuestory.data.files.locations import called, partitions
from valuestory.data.files.parquet_types import LONG, NULL, said, wider
from valuestory.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "__file"
"""The column with a row's file, in a scan."""
_LARGEST_EXACT: Final = 2**53


@dataclass(frozen=True)
class Part:
    """One file: its columns with DuckDB's types, those of its folders' names included."""

    path: Path
    columns: Mapping[str, str] = field(compare=False)

    @property
    def name(self) -> str:
        """What messages call it."""
        return called(self.path)


@dataclass(frozen=True)
class JoinedColumn:
    """A column of the whole table: its header, its type, and the parts that give it with the name it has there."""

    header: str
    type: str
    given: Mapping[Part, str]


def scan(files: Sequence[Path], *, is_partitioned: bool | None = None) -> str:
    """Return files as DuckDB reads them; folders' names are columns only where they are ours to read."""
    paths = ", ".join(quoted(literal(each)) for each in files)
    has_folders = bool(partitions(files[0])) if is_partitioned is None else is_partitioned
    hive = "true, hive_types_autocast = false" if has_folders else "false"
    return f"read_parquet([{paths}], file_row_number = true, filename = {quoted(FILE)}, hive_partitioning = {hive})"


def by_header(parts: Iterable[Part]) -> dict[str, dict[Part, str]]:
    """Return for each header the parts that give it, with its name there: letter case apart, as DuckDB has it."""
    found: dict[str, dict[Part, str]] = {}
    spelled: dict[str, str] = {}
    for part in parts:
        for name in part.columns:
            found.setdefault(spelled.setdefault(name.casefold(), name), {})[part] = name
    return found


def joined_columns(connection: Any, together: Mapping[str, Mapping[Part, str]]) -> list[JoinedColumn]:
    """Return the columns of the whole table, of the headers that `by_header` gave.

    Raises
    ------
    DataError
        When two files hold kinds of which neither holds the other: all such columns are named at once.
    """
    columns, conflicts = [], []
    for header, given in together.items():
        kinds = {part: part.columns[name] for part, name in given.items()}
        kind = wider(kinds.values())
        if kind == "DOUBLE" and (long := _beyond_floats(connection, given, kinds)):
            conflicts.append(f'"{header}" has whole numbers of over 15 digits in {long}, and fractions elsewhere')
        elif kind is None:
            conflicts.append(f'"{header}" holds {side_by_side(kinds)}')
        else:
            is_text = kind == "BLOB" and _is_text(connection, given)
            columns.append(JoinedColumn(header, "VARCHAR" if is_text else kind, given))
    if conflicts:
        raise DataError(
            "its files hold different kinds of value in one column: " + "; ".join(conflicts),
            do="export them alike, or skip the column if nothing needs it",
        )
    return columns


def side_by_side(kinds: Mapping[Part, str]) -> str:
    """Return each kind in words, with the first file that has it."""
    first: dict[str, Part] = {}
    for part, kind in kinds.items():
        if kind != NULL:
            first.setdefault(said(kind), part)
    return " and ".join(f"{kind} in {part.name}" for kind, part in first.items())


def _beyond_floats(connection: Any, given: Mapping[Part, str], kinds: Mapping[Part, str]) -> str:
    """Return the first part with a whole number that no floating point number is: as a key it would be another one."""
    if len(set(kinds.values())) == 1:
        return ""
    for part, name in given.items():
        if kinds[part] in LONG:
            column = identifier(name)
            query = f"SELECT greatest(-min({column})::HUGEINT, max({column})::HUGEINT) FROM {scan([part.path])}"
            if (connection.execute(query).fetchall()[0][0] or 0) > _LARGEST_EXACT:
                return part.name
    return ""


def _is_text(connection: Any, given: Mapping[Part, str]) -> bool:
    """Whether bytes are text: writers of old leave out to say so."""
    return not any(
        connection.execute(
            f"SELECT 1 FROM {scan([part.path])}"
            f" WHERE {identifier(name)} IS NOT NULL AND TRY(decode({identifier(name)})) IS NULL LIMIT 1"
        ).fetchall()
        for part, name in given.items()
    )
