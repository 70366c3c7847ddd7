"""What Salesforce's tasks and meetings need computed: when another team touched an account, and which team.

Each function is a step of a reshaping; columns are named by their parameters, since an export and a loader call them
differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need, stacked
from valuestory.data.steps.left_out import leave_out
from valuestory.data.steps.salesforce import full_id
from valuestory.data.values.conversion import as_text, is_yes

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_CASE: Final = "500"
_SALE: Final = ("006", "0Q0", "800", "801")


def touches(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    account: str,
    about: str,
    owner: str,
    when: Sequence[str],
    done: str = "",
    meetings: ibis.Table | None = None,
    begins: str = "",
    deleted: str = "",
    users: ibis.Table | None = None,
    user: str = "",
    department: str = "",
) -> ibis.Table:
    """Return tasks that were done, and meetings, with `touched` (when) and `team`; Support's own are left out.

    Parameters
    ----------
    account, about, owner
        The columns of the account, of what a task is about, and of whose it is.
    when, done
        Columns of when it was done (the first that is filled counts), and of whether it is done.
    meetings, begins
        Events of the calendar, with the same columns but for when they begin.
    deleted
        The column that is ticked for what lies in the recycle bin.
    users, user, department
        The users, and their columns of the id and of the department.

    Returns
    -------
    ibis.Table
        `team` is sales where an opportunity, a quote, a contract or an order is what it is about, else the department
        of the owner.
    """
    need(rows, account, about, owner)
    rows = rows.mutate(touched=_first_of(rows, when))
    if done in rows.columns:
        rows = leave_out(rows, ~is_yes(rows[done], settings), "are tasks that are not done")
    columns = {each: each for each in (account, about, owner, deleted) if each} | {"touched": begins}
    rows = stacked(rows, settings=settings, below=meetings, columns=columns)
    if deleted in rows.columns:
        rows = leave_out(rows, is_yes(rows[deleted], settings), "lie in Salesforce's recycle bin")
    rows = leave_out(rows, rows[account].isnull(), "belong to no account")
    topic = as_text(rows[about])
    rows = leave_out(rows, topic.startswith(_CASE).fill_null(False), "are about a case, and so Support's own work")
    is_sale = ibis.or_(*(topic.startswith(each) for each in _SALE)).fill_null(False)
    rows = _with_department(rows, owner, users, user, department)
    return rows.mutate(team=is_sale.ifelse("sales", rows["__department"])).drop("__department")


def _first_of(rows: ibis.Table, columns: Sequence[str]) -> ir.StringValue:
    there = [as_text(rows[each]) for each in columns if each in rows.columns]
    return ibis.coalesce(*there) if there else ibis.null("string")


def _with_department(rows: ibis.Table, owner: str, users: ibis.Table | None, user: str, department: str) -> ibis.Table:
    if users is None or not {user, department} <= set(users.columns):
        return rows.mutate(__department=ibis.null("string"))
    known = users.group_by(__user=full_id(as_text(users[user]))).aggregate(__department=users[department].min())
    joined = rows.mutate(__owner=full_id(as_text(rows[owner]))).left_join(known, ibis._["__owner"] == known["__user"])
    return joined.drop("__owner", "__user")
