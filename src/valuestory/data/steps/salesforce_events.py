"""What happened to Salesforce's cases: their field history, and the messages that were written in them.

Each function is a step of a reshaping; columns are named by their parameters. They are written to be used one after the
other: changes, then messages, then on whose side each actor is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need, stacked
from valuestory.data.steps.left_out import leave_out
from valuestory.data.steps.salesforce import QUEUE, SOLVED, USER, full_id, in_order
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_OWNER: Final = ("owner", "ownerid", "ownerassignment", "owneraccepted", "ownerescalated")
_KINDS: Final = ("status", "priority")
_ID: Final = r"^(005|00G)([a-zA-Z0-9]{12}|[a-zA-Z0-9]{15})$"
_DRAFT: Final = "5"
_SYSTEM: Final = ("automatedprocess", "cloudintegrationuser", "datacloudservicesautomatedprocess")
_STAFF: Final = ("standard", "csnonly")


def changes(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    case: str,
    field: str,
    old: str,
    new: str,
    at: str,
    cases: ibis.Table | None = None,
    status: str = "",
    closed: str = "",
) -> ibis.Table:
    """Return the changes of cases' status, priority and owner; all other rows of the field history are left out.

    Salesforce writes two rows where an owner changes, one with ids and one with names: the one with ids is taken.

    Parameters
    ----------
    case, field, old, new, at
        The columns of the case, of what changed, from what, to what, and when.
    cases, status, closed
        The cases, and their columns of the status and of whether they are closed: by them, a status is known to be one
        of closed cases, whatever the company calls it.

    Returns
    -------
    ibis.Table
        `kind` is status, priority, owner (a person took the case) or group (a queue got it). `was` and `became` are of
            the same sort: who takes a case from a queue has it from the person who gave it there, or from nobody. Rows
        without a `field` are no changes, and stay as they are: they are messages.
    """
    if field not in rows.columns:
        return rows
    need(rows, case, field, old, new, at)
    name = as_text(rows[field]).lower()
    before, after = _full_owner(as_text(rows[old])), _full_owner(as_text(rows[new]))
    is_id = before.coalesce(after).re_search(_ID).fill_null(False)
    rows = rows.mutate(__owner=name.isin(_OWNER).fill_null(False), __id=is_id, __old=before, __new=after, __field=name)
    rows = rows.mutate(__in_ids=(rows["__owner"] & rows["__id"]).any().over(group_by=[rows[case], rows[at]]))
    rows = _leave_names_out(rows)
    rows = leave_out(
        rows,
        (~rows["__owner"] & rows["__field"].notin(_KINDS)).fill_null(True),
        "are changes of fields that nothing here looks at",
    )
    was, became = _owners(rows, case, read_as(rows[at], "instant", settings))
    rows = rows.mutate(was=was, became=became, kind=_kind(rows))
    for column in ("was", "became"):
        rows = _closed(rows, column, cases, status, closed, settings)
    return rows.drop("__owner", "__id", "__in_ids", "__old", "__new", "__field")


def _full_owner(text: ir.StringValue) -> ir.StringValue:
    """Return an owner's id in full; a status may have 15 letters too, and stays."""
    return text.re_search(_ID).ifelse(full_id(text), text)


def _leave_names_out(rows: ibis.Table) -> ibis.Table:
    named = rows["__owner"] & ~rows["__id"]
    twice, alone = (
        "say in names of people what the row beside them says in ids",
        "tell a change of the owner by names of people alone, which are not read",
    )
    return leave_out(leave_out(rows, named & rows["__in_ids"], twice), named, alone)


def _kind(rows: ibis.Table) -> ir.StringValue:
    owner = rows["__new"].startswith(QUEUE).ifelse("group", "owner")
    return rows["__owner"].ifelse(owner, rows["__field"])


def _owners(rows: ibis.Table, case: str, when: ir.Value) -> tuple[ir.StringValue, ir.StringValue]:
    old, new, nobody = rows["__old"], rows["__new"], ibis.null("string")
    gave = old.lag().over(group_by=[rows[case], rows["__owner"], rows["__id"]], order_by=in_order(rows, when))
    person = ibis.cases((old.startswith(USER), old), (gave.startswith(USER), gave), else_=nobody)
    queue = old.startswith(QUEUE).ifelse(old, nobody)
    was = rows["__owner"].ifelse(new.startswith(QUEUE).ifelse(queue, person), old)
    return was, new


def _closed(
    rows: ibis.Table, column: str, cases: ibis.Table | None, status: str, closed: str, settings: SourceSettings
) -> ibis.Table:
    """Return the changes with "Closed" for a status that only closed cases have."""
    if cases is None or not {status, closed} <= set(cases.columns):
        return rows
    word = as_text(cases[status]).lower()
    known = cases.group_by(__word=word).aggregate(__closed=is_yes(cases[closed], settings).all())
    known = known.filter(known["__closed"] & known["__word"].notin(SOLVED))
    joined = rows.left_join(known, (rows["kind"] == "status") & (rows[column].lower() == known["__word"]))
    is_closed = joined["__closed"].fill_null(False)
    return joined.mutate(**{column: is_closed.ifelse("Closed", joined[column])}).drop("__word", "__closed")


def messages(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    case: str,
    at: str,
    by: str,
    parent: str,
    created: str,
    deleted: str = "",
    emails: ibis.Table | None = None,
    sent: str = "",
    incoming: str = "",
    state: str = "",
    comments: ibis.Table | None = None,
    published: str = "",
) -> ibis.Table:
    """Return the changes with e-mails and comments of cases below them; e-mails or comments alone where they are all.

    Parameters
    ----------
    case, at, by
        The columns of the changes that the messages' case, time and author go into.
    parent, created, deleted
        The messages' columns of the case, of when they were written, and of whether they lie in the recycle bin.
    emails, sent, incoming, state
        E-mails, their columns of when they were sent, of whether the customer wrote them, and of their state.
    comments, published
        Comments, and their column of whether the customer sees them: those that nobody else sees are notes.
    """
    keep = {case: parent, at: created, by: by}
    if "kind" not in rows.columns:
        emails, comments = (rows, comments) if incoming in rows.columns else (None, rows)
        rows = rows.select(**{each: ibis.null("string") for each in (*keep, "kind", "was", "became")}).filter(False)
    if emails is not None:
        need(emails, parent, incoming)
        when = {at: sent} if sent in emails.columns else {}
        emails = _message(emails, parent, deleted, settings).mutate(
            kind=ibis.literal("reply"),
            public=ibis.literal("true"),
            side=is_yes(emails[incoming], settings).ifelse("customer", "agent"),
        )
        if state in emails.columns:
            emails = leave_out(
                emails, (as_text(emails[state]) == _DRAFT).fill_null(False), "are e-mails that were never sent"
            )
        rows = stacked(rows, settings=settings, below=emails, columns=keep | when | _SAME)
    if comments is not None:
        need(comments, parent, published)
        seen = is_yes(comments[published], settings)
        comments = _message(comments, parent, deleted, settings).mutate(
            kind=seen.ifelse("reply", "note"), public=seen.ifelse("true", "false"), side=ibis.null("string")
        )
        rows = stacked(rows, settings=settings, below=comments, columns=keep | _SAME)
    return rows


_SAME: Final = {"kind": "kind", "public": "public", "side": "side"}


def _message(rows: ibis.Table, parent: str, deleted: str, settings: SourceSettings) -> ibis.Table:
    rows = rows.mutate(**{parent: full_id(as_text(rows[parent]))})
    rows = leave_out(rows, rows[parent].isnull(), "are messages that belong to no case")
    if deleted not in rows.columns:
        return rows
    return leave_out(rows, is_yes(rows[deleted], settings), "lie in Salesforce's recycle bin")


def sides(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    by: str,
    users: ibis.Table | None = None,
    user: str = "",
    kind: str = "",
    staff: Sequence[str] = _STAFF,
) -> ibis.Table:
    """Return events with `side`: on whose side the actor is, where the event does not say so itself.

    Parameters
    ----------
    by
        The column of who did it.
    users, user, kind
        The users, and their columns of the id and of the kind of user.
    staff
        Kinds of users who work for the company; processes are the system, all others are customers.
    """
    need(rows, by)
    side = rows.side if "side" in rows.columns else ibis.null("string")
    rows = rows.mutate(side=side, **{by: full_id(as_text(rows[by]))})
    if users is None or not {user, kind} <= set(users.columns):
        return rows
    word = as_text(users[kind]).lower()
    known = users.select(
        __user=full_id(as_text(users[user])),
        __side=ibis.cases((word.isin(_SYSTEM), "system"), (word.isin([*staff]), "agent"), (word.notnull(), "customer")),
    )
    known = known.group_by("__user").aggregate(__side=known["__side"].min())
    joined = rows.left_join(known, rows[by] == known["__user"])
    is_machine = (joined["__side"] == "system") & (joined["side"] == "agent")
    told = is_machine.fill_null(False).ifelse("system", joined["side"].coalesce(joined["__side"]))
    return joined.mutate(side=told).drop("__user", "__side")
