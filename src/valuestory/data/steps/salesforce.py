"""What Salesforce's records need computed: ids of 15 characters, owners that are queues, customers among accounts.

Each function is a step of a reshaping. Columns are named by their parameters, since an export calls them `AccountId`
and a loader `account_id`; a column or a table that is not there is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.engines.engine import ROW
from valuestory.data.steps.histories import need
from valuestory.data.steps.left_out import leave_out, note
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_SHORT: Final = r"^[a-zA-Z0-9]{15}$"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
USER: Final = "005"
QUEUE: Final = "00G"
"""What the ids of users and of queues begin with."""
SOLVED: Final = ("solved", "resolved")
"""Words for a case that is answered and not closed yet."""


def records(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    ids: Sequence[str] = (),
    checkboxes: Sequence[str] = (),
    deleted: str = "",
) -> ibis.Table:
    """Return records of an object: ids in full, checkboxes filled, those in the recycle bin left out.

    Parameters
    ----------
    ids
        Columns of ids. One of 15 characters, as reports give it, becomes the one of 18 that means the same everywhere:
        among the 15, `a` and `A` are two records.
    checkboxes
        Columns that an export may leave empty where the box is not ticked.
    deleted
        The column that is ticked for what lies in the recycle bin, or is deleted in a loader's table.
    """
    known = {each: full_id(as_text(rows[each])) for each in ids if each in rows.columns}
    known |= {each: is_yes(rows[each], settings) for each in checkboxes if each in rows.columns}
    rows = rows.mutate(**known) if known else rows
    if deleted not in rows.columns:
        return rows
    return leave_out(rows, is_yes(rows[deleted], settings), "lie in Salesforce's recycle bin")


def customers(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    account: str,
    created: str,
    kind: str,
    prospects: Sequence[str],
    deals: ibis.Table | None = None,
    won: str = "",
    closed: str = "",
    contracts: ibis.Table | None = None,
    begins: str = "",
    activated: str = "",
    owner: str = "",
    deleted: str = "",
    states: ibis.Table | None = None,
    seen: str = "",
) -> ibis.Table:
    """Return accounts with `customer_since`; those that are no customers yet, and never bought, are left out.

    Parameters
    ----------
    account, created, kind
        Accounts' columns of their id, of when they were entered, and of what they are.
    prospects
        What `kind` says of those that are no customers.
    deals, won, closed, owner
        Opportunities, their columns of whether they were won, of the day on which, and of their account.
    contracts, begins, activated
        Contracts, their columns of the first day, and of when they were activated: empty for drafts.
    deleted
        The column of deals and contracts that is ticked for those in the recycle bin.
    states, seen
        Earlier states of the accounts as a loader keeps them, and since when it holds each: only where nothing else
        says since when an account is one.

    Returns
    -------
    ibis.Table
        `customer_since` is the day of the first deal won or of the first contract, whichever was first; else the day
        on which the account was entered.
    """
    need(rows, account)
    rows = rows.mutate(__account=full_id(as_text(rows[account])))
    rows = _with_first(rows, "__deal", _first(deals, owner, closed, settings, deleted, won))
    rows = _with_first(rows, "__contract", _first(contracts, owner, begins, settings, deleted, filled=activated))
    rows = _with_first(rows, "__seen", _first(states, account, seen, settings))
    deal, contract = rows["__deal"], rows["__contract"]
    entered = read_as(rows[created], "instant", settings) if created in rows.columns else ibis.null("timestamp")
    rows = rows.mutate(__bought=ibis.least(deal.coalesce(contract), contract.coalesce(deal)))
    rows = rows.mutate(customer_since=rows["__bought"].coalesce(entered, rows["__seen"]))
    if kind in rows.columns:
        is_none = as_text(rows[kind]).strip().lower().isin([each.lower() for each in prospects])
        never_bought = (is_none & rows["__bought"].isnull()).fill_null(False)
        rows = leave_out(rows, never_bought, f"are no customers by their {kind}")
    rows = _start_noted(rows, entered)
    return rows.drop("__account", "__deal", "__contract", "__seen", "__bought")


def _start_noted(rows: ibis.Table, entered: ir.TimestampValue) -> ibis.Table:
    """Return the accounts with a remark on those whose start is not the day on which they bought."""
    billing = "look start_at up in the billing system's export: [sources.accounts.lookup.start_at]"
    is_new = rows["__bought"].isnull()
    rows = note(
        rows,
        is_new & entered.notnull(),
        column="start_at",
        what="have the day on which they were entered in Salesforce as their start: no deal or contract is theirs",
        do=f"give Opportunity and Contract beside Account, or {billing}",
        shown=rows["__account"],
    )
    return note(
        rows,
        is_new & entered.isnull() & rows["__seen"].notnull(),
        column="start_at",
        what="have the day on which the loader first held them as their start, since nothing else tells it",
        do=f"let the loader land created_date, opportunity and contract, or {billing}",
        shown=rows["__account"],
    )


def _first(
    table: ibis.Table | None,
    key: str,
    when: str,
    settings: SourceSettings,
    deleted: str = "",
    ticked: str = "",
    filled: str = "",
) -> ibis.Table | None:
    """Return the first instant of each account in another table, or nothing where it cannot be told."""
    if table is None or not {key, when} <= set(table.columns) or (ticked and ticked not in table.columns):
        return None
    counted = [is_yes(table[ticked], settings)] if ticked else []
    counted += [~is_yes(table[deleted], settings)] if deleted in table.columns else []
    counted += [table[filled].notnull()] if filled in table.columns else []
    rows = table.filter(*counted) if counted else table
    return rows.group_by(__key=full_id(as_text(rows[key]))).aggregate(
        __first=read_as(rows[when], "instant", settings).min()
    )


def _with_first(rows: ibis.Table, name: str, first: ibis.Table | None) -> ibis.Table:
    if first is None:
        return rows.mutate(**{name: ibis.null("timestamp")})
    return rows.left_join(first, rows["__account"] == first["__key"]).drop("__key").rename({name: "__first"})


def owned(
    rows: ibis.Table, *, settings: SourceSettings, owner: str, person: str = "person", queue: str = "queue"
) -> ibis.Table:
    """Return rows whose owner is told apart: a person, or a queue that nobody has taken it from yet.

    Parameters
    ----------
    owner
        The column of the owner's id: `005...` is a user, `00G...` a queue.
    person, queue
        The columns of the result.
    """
    if owner not in rows.columns:
        return rows
    text = full_id(as_text(rows[owner]))
    is_queue = text.startswith(QUEUE)
    nobody = ibis.null("string")
    return rows.mutate(**{person: is_queue.ifelse(nobody, text), queue: is_queue.ifelse(text, nobody)})


def closed_status(rows: ibis.Table, *, settings: SourceSettings, status: str, closed: str) -> ibis.Table:
    """Return cases that are closed with "Closed" as their status, whatever the company calls it.

    A status by which a case counts as solved ("Solved", "Resolved") stays.

    Parameters
    ----------
    status, closed
        The columns of the status and of whether the case is closed.
    """
    if not {status, closed} <= set(rows.columns):
        return rows
    word = as_text(rows[status])
    is_closed = is_yes(rows[closed], settings) & word.lower().notin(SOLVED)
    return rows.mutate(**{status: is_closed.ifelse("Closed", word)})


def full_id(text: ir.StringValue) -> ir.StringValue:
    """Return an id in its 18 characters: after each five of the first 15, which of them are capitals."""
    suffix = _letter(text, 0) + _letter(text, 5) + _letter(text, 10)
    return text.re_search(_SHORT).ifelse(text + suffix, text)


def _letter(text: ir.StringValue, start: int) -> ir.StringValue:
    bits = [
        text.substr(start + place, 1).ascii_str().between(ord("A"), ord("Z")).ifelse(2**place, 0) for place in range(5)
    ]
    number = bits[0] + bits[1] + bits[2] + bits[3] + bits[4]
    return ibis.literal(_LETTERS).substr(number, 1)


def in_order(rows: ibis.Table, when: ir.Value) -> list[ir.Value]:
    """Return what rows are ordered by: their time, then their place in the file."""
    return [when, *([rows[ROW]] if ROW in rows.columns else [])]
