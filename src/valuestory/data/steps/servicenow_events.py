"""What happened to an incident, as sys_audit and sys_journal_field tell it: each thing once, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from valuestory.data.steps.histories import need, stacked
from valuestory.data.steps.joins import OTHER_KEY, agreed, beside
from valuestory.data.steps.left_out import leave_out
from valuestory.data.values.conversion import as_text, renamed

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings


def with_journal(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    journal: ibis.Table | None,
    columns: Mapping[str, str],
    entries: Sequence[str],
    field: str = "fieldname",
) -> ibis.Table:
    """Return the changes with the entries of the journal below them, each told once.

    Parameters
    ----------
    journal
        The table sys_journal_field; without it, the rows as they are.
    columns
        A column of the changes -> the journal's column for it.
    entries
        The fields that are journals (comments, work notes): changes of them are told by the journal.
    field
        The column of the changes that names the field.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if journal is None:
        return rows
    need(rows, field)
    twice = rows[field].isin(list(entries)).fill_null(False)
    told = leave_out(rows, twice, "are told by sys_journal_field as well")
    return stacked(told, settings=settings, below=journal, columns=columns)


def without_second_state(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    field: str = "fieldname",
    key: str = "documentkey",
    at: str = "sys_created_on",
) -> ibis.Table:
    """Return the changes with those of `state` left out that repeat a change of `incident_state` at the same moment.

    Parameters
    ----------
    field, key, at
        The columns of the field's name, of what it belongs to, and of when it changed.

    Raises
    ------
    DataError
        When there is no such column.
    """
    need(rows, field, key, at)
    both = (rows[field] == "incident_state").any().over(group_by=[rows[key], rows[at]])
    repeats = ((rows[field] == "state") & both).fill_null(False)
    return leave_out(rows, repeats, "repeat a change of incident_state")


def told_apart(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    states: Mapping[str, Sequence[str]],
    public: Sequence[str],
    internal: Sequence[str],
    field: str = "fieldname",
    old: str = "oldvalue",
    new: str = "newvalue",
) -> ibis.Table:
    """Return the changes with states in our words, and comments and notes without their text.

    Parameters
    ----------
    states
        Our word -> their codes and labels, for changes of incident_state and state.
    public, internal
        The fields whose entries the customer sees, and those that only the desk sees: `is_public` says which.
    field, old, new
        The columns of the field's name, and of what it was and became.

    Raises
    ------
    DataError
        When there is no such column.
    """
    need(rows, field, old, new)
    name = rows[field]
    is_state, is_text = name.isin(["incident_state", "state"]), name.isin([*public, *internal])
    words = {ours: list(theirs) for ours, theirs in states.items()}

    def told(value: ir.StringValue) -> ir.Value:
        return ibis.cases((is_text, ibis.null("string")), (is_state, renamed(value, words)), else_=value)

    seen = ibis.cases(
        (name.isin(list(public)), "true"), (name.isin(list(internal)), "false"), else_=ibis.null("string")
    )
    return rows.mutate(**{old: told(as_text(rows[old])), new: told(as_text(rows[new])), "is_public": seen})


def with_actors(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    users: ibis.Table | None,
    cases: ibis.Table | None,
    by: str = "sys_created_by",
    key: str = "documentkey",
    caller: str = "caller_id_value",
    signs_in_as: str = "user_name",
    record: str = "sys_id",
    machines: Sequence[str] = ("system", "guest"),
) -> ibis.Table:
    """Return the changes with who made them: `actor_id`, and `actor_role` customer for the caller, else agent.

    Parameters
    ----------
    users
        The table sys_user.
    cases
        The table incident.
    by, key
        The columns of the changes that say who made them and in which incident.
    caller, signs_in_as
        The incidents' column of the caller, and the users' column of the name that `by` holds.
    record
        The column of both tables' own key.
    machines
        Names of users that are no people: their changes are the system's.

    Returns
    -------
    ibis.Table
        The rows; a user that sys_user does not have, or an incident without a caller, has no role.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if users is None or cases is None:
        return rows
    need(rows, by, key)
    need(users, signs_in_as, record)
    need(cases, record, caller)
    known = agreed(users, signs_in_as, {"__actor": record})
    callers = agreed(cases, record, {"__caller": caller})
    found = beside(beside(rows, by, known).drop(OTHER_KEY), key, callers)
    role = ibis.cases(
        (found[by].isin(list(machines)), "system"),
        (found["__actor"] == found["__caller"], "customer"),
        (found["__actor"].notnull() & found["__caller"].notnull(), "agent"),
        else_=ibis.null("string"),
    )
    return found.select(**{each: found[each] for each in rows.columns}, actor_id=found["__actor"], actor_role=role)
