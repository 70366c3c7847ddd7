"""Columns that lie in another table of theirs, put beside the rows: where a record is split over several tables.

`[sources.T.lookup]` finds one canonical column; these steps fill columns of theirs, which later steps then read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.values.conversion import as_text

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

OTHER_KEY: Final = "__other_key"
_TAKEN: Final = "__taken_"


def filled_from(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    other: ibis.Table | None,
    key: str,
    on: str,
    take: Mapping[str, str],
) -> ibis.Table:
    """Return the rows with columns of another table where they are empty or not there at all; no row is added or lost.

    Parameters
    ----------
    other
        The other table; without it, the rows as they are.
    key, on
        The rows' column, and the other table's that it equals.
    take
        A column of the result -> the other table's column for it. Where several of its rows have the key and do not
        agree, nothing is taken.

    Raises
    ------
    DataError
        When there is no such key.
    """
    if other is None:
        return rows
    need(rows, key)
    need(other, on)
    known = {ours: theirs for ours, theirs in take.items() if theirs in other.columns}
    found = agreed(other, on, {_TAKEN + ours: theirs for ours, theirs in known.items()})
    joined = beside(rows, key, found)
    filled = {
        ours: _first([joined[each] for each in (ours, _TAKEN + ours) if each in joined.columns]) for ours in known
    }
    return joined.select(**{each: joined[each] for each in rows.columns} | filled)


def first_filled(
    rows: ibis.Table, *, settings: SourceSettings, into: str, columns: Sequence[str], needed: bool = True
) -> ibis.Table:
    """Return the rows with a column that holds the first of several that is not empty.

    Parameters
    ----------
    into
        The column; one of the several, or a new one.
    columns
        The several, in order; those that are not there are passed over.
    needed
        Whether one of them must be there; if not, where none is the rows stay as they are.

    Raises
    ------
    DataError
        When none of them is there.
    """
    known = [each for each in columns if each in rows.columns]
    if not known and not needed:
        return rows
    if not known:
        need(rows, *columns)
    return rows.mutate(**{into: _first([rows[each] for each in known])})


def named(
    rows: ibis.Table, *, settings: SourceSettings, names: ibis.Table | None, column: str, key: str, name: str
) -> ibis.Table:
    """Return the rows with names in place of keys; a key without a name stays.

    Parameters
    ----------
    names
        The table of names; without it, or without the column, the rows as they are.
    column
        The column of keys.
    key, name
        The columns of the table of names.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if names is None or column not in rows.columns:
        return rows
    need(names, key, name)
    known = agreed(names, key, {"__name": name})
    joined = beside(rows, column, known)
    told = as_text(joined["__name"]).coalesce(as_text(joined[column]))
    return joined.select(**{each: joined[each] for each in rows.columns} | {column: told})


def beside(rows: ibis.Table, column: str, found: ibis.Table) -> ibis.Table:
    """Return every row once, with the columns of the row of `agreed` whose key its column holds beside it."""
    # Ibis fuses joins that follow each other, and then cannot tell apart the columns that they add: views keep them so.
    left, right = rows.view(), found.view()
    return left.left_join(right, as_text(left[column]) == right[OTHER_KEY])


def agreed(table: ibis.Table, on: str, take: Mapping[str, str]) -> ibis.Table:
    """Return one row for each key, under `OTHER_KEY`, with the columns that all of its rows agree on, else empty."""
    values = {ours: _comparable(table[theirs]) for ours, theirs in take.items()}
    keyed = table.select(**{OTHER_KEY: as_text(table[on])}, **values)
    known = keyed.filter(keyed[OTHER_KEY].notnull())
    return known.group_by(OTHER_KEY).aggregate(**{each: _one(known[each]) for each in take})


def _one(value: ir.Value) -> ir.Value:
    return (value.nunique() <= 1).ifelse(value.max(), ibis.null(value.type()))


def _comparable(value: ir.Value) -> ir.Value:
    """Return a value of a type that every engine can take the greatest of."""
    return as_text(value).lower() if value.type().is_boolean() else value


def _first(values: Sequence[ir.Value]) -> ir.Value:
    types = {each.type() for each in values}
    return ibis.coalesce(*(values if len(types) == 1 else map(as_text, values)))
