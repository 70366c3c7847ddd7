"""Histories folded: one row for each thing out of rows that each tell an update, a change or an event of it.

Each function is a step of a reshaping (`[[sources.T.reshape]]`): it takes their rows and names of their columns, and
gives rows. None drops a row in silence: what is no row of the table has its reason in `__left_out`, and a row that
stands for several says how many in `__rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import ibis

from valuestory.data.checks.base import ROWS
from valuestory.data.engines.engine import ROW
from valuestory.data.steps.left_out import LEFT_OUT, leave_out, own_columns
from valuestory.data.values.conversion import as_text, read_as
from valuestory.errors import DataError, did_you_mean

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

Order = Literal["instant", "number", "text"]
_WHICH: Final = ("first", "last")


def latest_of_each(
    rows: ibis.Table, *, settings: SourceSettings, key: str, by: str, order: Order = "instant"
) -> ibis.Table:
    """Return one row for each key: its latest, and how many rows went into it.

    For exports with one row an update, and for histories that a loader lands (a row for each state of a record).

    Parameters
    ----------
    key
        The column of what a row is about.
    by
        The column that says which row is later; the last in the file among equals.
    order
        How `by` is compared: as an `instant`, a `number` or `text`.

    Raises
    ------
    DataError
        When there is no such column.
    """
    need(rows, key, by)
    when = rows[by] if order == "text" else read_as(rows[by], order, settings)
    latest = [when.desc(), *([rows[ROW].desc()] if ROW in rows.columns else [])]
    numbered = rows.mutate(
        __nth=ibis.row_number().over(group_by=rows[key], order_by=latest),
        **{ROWS: rows.count().over(group_by=rows[key])},
    )
    return numbered.filter(numbered["__nth"] == 0).drop("__nth")


def current_rows(rows: ibis.Table, *, settings: SourceSettings, deleted: str = "", active: str = "") -> ibis.Table:
    """Return the rows with those left out that are deleted in the source, or earlier states of a record.

    Parameters
    ----------
    deleted, active
        Columns that hold yes or no, such as `_fivetran_deleted` and `_fivetran_active`; one that is not there is not
        looked at.
    """
    for column, wanted, reason in (
        (deleted, True, "are marked as deleted in the source"),
        (active, False, "are earlier states of a record"),
    ):
        if column in rows.columns:
            is_so = read_as(rows[column], "yes_no", settings)
            rows = leave_out(rows, (is_so == wanted).fill_null(False), reason)
    return rows


def only(rows: ibis.Table, *, settings: SourceSettings, column: str, values: Sequence[str], reason: str) -> ibis.Table:
    """Return the rows with those left out whose column has none of these values (letter case apart).

    Parameters
    ----------
    column, values
        The column, and what it must hold.
    reason
        What the others are, as words that follow the table's name: "are changes of other fields".

    Raises
    ------
    DataError
        When there is no such column.
    """
    need(rows, column)
    kept = as_text(rows[column]).lower().isin([each.lower() for each in values]).fill_null(False)
    return leave_out(rows, ~kept, reason)


def without(
    rows: ibis.Table, *, settings: SourceSettings, column: str, values: Sequence[str], reason: str
) -> ibis.Table:
    """Return the rows with those left out whose column has one of these values (letter case apart).

    Parameters
    ----------
    column, values
        The column, and what it must not hold; where there is no such column, the rows stay as they are.
    reason
        What those are, as words that follow the table's name: "are deleted".
    """
    if column not in rows.columns:
        return rows
    gone = as_text(rows[column]).lower().isin([each.lower() for each in values]).fill_null(False)
    return leave_out(rows, gone, reason)


def constants(rows: ibis.Table, *, settings: SourceSettings, columns: Mapping[str, str]) -> ibis.Table:
    """Return the rows with columns that hold the same in every row.

    Parameters
    ----------
    columns
        A new column -> what it holds: `instrument = "nps"` for a file of answers to one question.
    """
    return rows.mutate(**{name: ibis.literal(value) for name, value in columns.items()})


def stacked(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    below: ibis.Table | None,
    columns: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
) -> ibis.Table:
    """Return the rows with those of another table below them.

    Parameters
    ----------
    below
        The other table; without it, the rows as they are.
    columns
        A column of the result -> the other table's column for it. A column that only one of the two has is empty in
        the rows of the other.
    constants
        A column of the result -> what it holds in the other table's rows.

    Raises
    ------
    DataError
        When the other table has none of these columns.
    """
    if below is None:
        return rows
    known = {ours: theirs for ours, theirs in columns.items() if theirs in below.columns}
    if not known:
        need(below, *columns.values())
    other = below.select(
        **{ours: as_text(below[theirs]) for ours, theirs in known.items()},
        **{ours: ibis.literal(value) for ours, value in (constants or {}).items()},
        **{each: below[each] for each in (LEFT_OUT, ROWS) if each in below.columns},
    )
    names = list(dict.fromkeys([*own_columns(rows), *own_columns(other)]))
    return ibis.union(_with(rows, names), _with(other, names))


def previous_values(
    rows: ibis.Table, *, settings: SourceSettings, key: Sequence[str], at: str, value: str, into: str
) -> ibis.Table:
    """Return the rows with what a value was before the change: the value of the change before, of the same key.

    Parameters
    ----------
    key
        The columns of what changes, such as the case and the field.
    at, value
        When it changed, and to what.
    into
        The column for what it was before; empty in the first change.

    Raises
    ------
    DataError
        When a column is not there.
    """
    need(rows, *key, at, value)
    when = read_as(rows[at], "instant", settings)
    order = [when, *([rows[ROW]] if ROW in rows.columns else [])]
    return rows.mutate(**{into: rows[value].lag().over(group_by=[rows[each] for each in key], order_by=order)})


def folded_events(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    key: str,
    at: str,
    activity: str = "",
    moments: Mapping[str, Sequence[str]] | None = None,
    keep: Sequence[str] = (),
) -> ibis.Table:
    """Return one row for each key of an event log: its first and last event, and the moments asked for.

    Parameters
    ----------
    key, at
        The columns of what an event is about, and of when it was.
    activity
        The column of what happened.
    moments
        A column of the result -> "first" or "last", and the activities that are meant: `resolved = ["last", "Resolve
        ticket"]`. Without activities, of all events.
    keep
        Columns whose last value is kept.

    Returns
    -------
    ibis.Table
        The key, `first_event`, `last_event`, the moments, the kept columns, and how many events there were. Times are
        UTC instants.

    Raises
    ------
    DataError
        When a column is not there, or a moment is neither first nor last.
    """
    need(rows, key, at, *([activity] if moments else []), *keep)
    timed = rows.mutate(__when=read_as(rows[at], "instant", settings))
    order = [timed["__when"], *([timed[ROW]] if ROW in timed.columns else [])]
    wanted = {name: _moment(timed, activity, list(each)) for name, each in (moments or {}).items()}
    return timed.group_by(key).aggregate(
        first_event=timed["__when"].min(),
        last_event=timed["__when"].max(),
        **wanted,
        **{each: timed[each].last(order_by=order) for each in keep},
        **{ROWS: timed.count()},
    )


def _moment(timed: ibis.Table, activity: str, words: list[str]) -> ir.Value:
    which, activities = words[0] if words else "", words[1:]
    if which not in _WHICH:
        raise DataError(
            f'a moment begins with "{which}"', where="reshape", do='write ["last", "Resolve ticket"] or ["first", ...]'
        )
    of_these = timed[activity].isin(activities) if activities else None
    return timed["__when"].min(where=of_these) if which == "first" else timed["__when"].max(where=of_these)


def need(rows: ibis.Table, *columns: str) -> None:
    """Make sure that the columns a step names are there.

    Raises
    ------
    DataError
        When one is not: it names the first, with the nearest that is there.
    """
    for each in columns:
        if each not in rows.columns:
            hint = did_you_mean(each, own_columns(rows)) or "theirs are " + ", ".join(own_columns(rows)[:20])
            raise DataError(f'has no column "{each}", which its reshaping needs', do=hint)


def _with(table: ibis.Table, names: Sequence[str]) -> ibis.Table:
    """Return a table with these columns as text, empty where it has none of the name, and its left-out rows said."""
    texts = {each: as_text(table[each]) if each in table.columns else ibis.null("string") for each in names}
    reason = table[LEFT_OUT] if LEFT_OUT in table.columns else ibis.null("string")
    weight = table[ROWS] if ROWS in table.columns else ibis.literal(1, "int64")
    return table.select(**texts, **{LEFT_OUT: reason, ROWS: weight.cast("int64")})
