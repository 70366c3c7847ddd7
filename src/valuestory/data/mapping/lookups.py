"""Columns that lie in another table, and times that are given as minutes after another time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from valuestory.data.checks.check import HALF
from valuestory.data.engines.asking import ask_number, ask_row
from valuestory.data.engines.credentials import shown
from valuestory.data.engines.engine import Engine, Raw, read_table
from valuestory.data.files.locations import is_remote, nearest_file
from valuestory.data.files.remote import files_for
from valuestory.data.files.tables import read_files
from valuestory.data.mapping.columns import Problem
from valuestory.data.values.conversion import as_text, read_as, renamed, without_missing
from valuestory.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    import ibis
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Column
    from valuestory.project import Lookup, SourceSettings

KEY, VALUE = "__key", "__value"


@dataclass(frozen=True)
class Note:
    """Something about a helper table that does not stop it: in `count` of its `rows`."""

    column: str
    what: str
    do: str
    count: int
    rows: int


@dataclass(frozen=True)
class Helper:
    """One helper table: `KEY` and `VALUE`, at most one row a key; the problems that stop it, and what is noted."""

    table: ibis.Table
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read_helper(
    engine: Engine, name: str, lookup: Lookup, column: Column, settings: SourceSettings, root: Path
) -> Helper:
    """Return the helper table of one looked-up column.

    Raises
    ------
    DataError
        When its file cannot be read or lacks a column: mend what the message names.
    """
    place = _place(lookup)
    raw = _read(engine, f"{name}_{column.name}", lookup, settings, root)
    rows = _matching(raw, lookup)
    taken = renamed(
        without_missing(rows[raw.columns[lookup.take]], settings, is_csv=raw.is_text),
        dict(settings.values.get(column.name, {})),
    )
    read = rows.select(
        **{
            KEY: as_text(rows[raw.columns[lookup.on]]),
            VALUE: read_as(taken, column.kind, settings),
            "__was": as_text(taken),
        },
        **{each: rows[each] for each in raw.order},
    )
    counts = _counted(read)
    notes = (*_rejected(raw, column, place), *_unread(counts, lookup, column, place))
    return Helper(
        _picked(read, lookup, raw.order), raw.fingerprint, _problems(counts, lookup, column, place), tuple(notes)
    )


def _read(engine: Engine, name: str, lookup: Lookup, settings: SourceSettings, root: Path) -> Raw:
    def wanted(headers: tuple[str, ...]) -> set[str]:
        for theirs in (lookup.on, lookup.take, *lookup.where):
            if theirs not in headers:
                what = f'the lookup in {_place(lookup)} needs a column "{theirs}"'
                raise DataError(what, do=did_you_mean(theirs, headers) or "name one of its columns")
        return {lookup.on, lookup.take, *lookup.where}

    if lookup.table is not None:
        return read_table(engine, lookup.table, wanted)
    files = tuple(file for path in _paths(lookup) for file in files_for(engine, path, root))
    if not files:
        what = f'there is no file "{_place(lookup)}" to look "{lookup.take}" up in'
        raise DataError(what, do=nearest_file(_paths(lookup)[0], root) or "mend its path in valuestory.toml")
    return read_files(engine, name, files, settings, wanted)


def _paths(lookup: Lookup) -> list[str]:
    return [lookup.path] if isinstance(lookup.path, str) else list(lookup.path or ())


def _place(lookup: Lookup) -> str:
    """Return where a lookup looks, as messages say it: by the file's own name where the path is one of this machine."""
    paths = [
        shown(each) if is_remote(each) else PurePath(each).name if PurePath(each).is_absolute() else each
        for each in _paths(lookup)
    ]
    return ", ".join(paths) or lookup.table or ""


def _matching(raw: Raw, lookup: Lookup) -> ibis.Table:
    rows = raw.table
    for theirs, value in lookup.where.items():
        text = as_text(rows[raw.columns[theirs]])
        wanted = str(value).lower() if isinstance(value, bool) else str(value)
        rows = rows.filter((text.lower() if isinstance(value, bool) else text) == wanted)
    return rows


@dataclass(frozen=True)
class _Counts:
    filled: int
    unread: int
    several: int


def _counted(read: ibis.Table) -> _Counts:
    filled = read.filter(read["__was"].notnull())
    each = filled.group_by(KEY).aggregate(
        filled=filled.count(), unread=filled[VALUE].isnull().sum(), several=filled[VALUE].nunique() > 1
    )
    found = each.aggregate(filled=each.filled.sum(), unread=each.unread.sum(), several=each.several.sum())
    return _Counts(**{name: int(value or 0) for name, value in ask_row(found).items()})


def _problems(counts: _Counts, lookup: Lookup, column: Column, place: str) -> tuple[Problem, ...]:
    problems = []
    if counts.unread > HALF * counts.filled:
        what = f'{counts.unread} of {counts.filled} values of "{lookup.take}" in {place} cannot be read'
        problems.append(Problem(column.name, what, "say their date_format, or take another column"))
    if counts.several and lookup.pick is None:
        what = f'{counts.several} keys have several "{lookup.take}" in {place}'
        problems.append(Problem(column.name, what, 'say which: pick = "first", "last", "least" or "greatest"'))
    return tuple(problems)


def _unread(counts: _Counts, lookup: Lookup, column: Column, place: str) -> Iterator[Note]:
    if 0 < counts.unread <= HALF * counts.filled:
        what = f'values of "{lookup.take}" in {place} cannot be read: not used'
        yield Note(column.name, what, "mend them, or say their date_format", counts.unread, counts.filled)


def _rejected(raw: Raw, column: Column, place: str) -> Iterator[Note]:
    lost = sum(count for count, _ in raw.rejected.values())
    if lost:
        rows = ask_number(raw.table.count()) + lost
        yield Note(column.name, f"lines of {place} are no rows of it: not used", "export it again", lost, rows)


def _picked(read: ibis.Table, lookup: Lookup, order: tuple[str, ...]) -> ibis.Table:
    filled = read.filter(read[VALUE].notnull() & read[KEY].notnull())
    by: Any = [filled[each] for each in order] or [filled[VALUE]]
    value = {
        "first": lambda: filled[VALUE].first(order_by=by),
        "last": lambda: filled[VALUE].last(order_by=by),
        "greatest": filled[VALUE].max,
    }.get(lookup.pick or "", filled[VALUE].min)()
    return filled.group_by(KEY).aggregate(**{VALUE: value})


def minutes_after(base: ir.Value, minutes: ir.Value) -> ir.Value:
    """Return the instant so many minutes after another, to the second."""
    return base + (minutes * 60).round().cast("int64").as_interval("s")
