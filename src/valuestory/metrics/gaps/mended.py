"""What a company's tables would hold once everything that stops them is mended, as far as their headers tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from valuestory.data import TABLES, CompanyTables, Fault
from valuestory.metrics.gaps.feeds import feeds
from valuestory.metrics.gaps.gaps import columns_of


def once_mended(tables: CompanyTables, faults: Iterable[Fault]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each canonical table once everything that stops is mended.

    What is derived of a table that is stopped counts, and a table whose lack stops has at least what it needs.
    """
    columns = {each.table: TABLES[each.table].needed for each in faults if each.action == "stops"}
    columns |= columns_of(tables) | {name: each.columns for name, each in tables.stopped.items()}
    for derived in _told_then(columns, set(tables.stopped)) if tables.stopped else ():
        table, _, column = derived.partition(".")
        columns[table] = (*columns[table], column)
    return columns


def _told_then(columns: Mapping[str, tuple[str, ...]], stopped: set[str]) -> Iterator[str]:
    """Yield the columns, as `table.column`, that can be derived only when a table that is stopped is mended."""
    has = {f"{table}.{name}" for table, names in columns.items() for name in names}
    for derived, needs in _made_of().items():
        table = derived.partition(".")[0]
        tables = {table, *(need.partition(".")[0] for need in needs)}
        if tables & stopped and table in columns and derived not in has and needs <= has:
            yield derived


def _made_of() -> dict[str, set[str]]:
    """Return each column that is derived where it is lacking, with all that it is derived of."""
    made: dict[str, set[str]] = {}
    for need, each in feeds().items():
        for derived in each.derives:
            made.setdefault(derived, set()).add(need)
    return made
