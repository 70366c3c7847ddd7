"""Intercom's conversations: their company by way of their contacts, and the events that their parts tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.engines.engine import ROW
from valuestory.data.steps.histories import need
from valuestory.data.steps.left_out import leave_out, note
from valuestory.data.values.conversion import as_text, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_EPOCH: Final = r"^\d{9,10}(\.\d+)?$"
_STATES: Final = {
    "close": "closed",
    "open": "open",
    "unsnoozed": "open",
    "timer_unsnooze": "open",
    "assign_and_reopen": "open",
    "assign_and_unsnooze": "open",
    "snoozed": "on_hold",
}
"""What a part of this type makes of the conversation's state."""
_ASSIGNMENTS: Final = ("assignment", "default_assignment", "assign_and_reopen", "assign_and_unsnooze")
_STATE_ONLY: Final = tuple(each for each in _STATES if each not in _ASSIGNMENTS)
_MESSAGES: Final = {"comment": "reply", "quick_reply": "reply", "note": "note", "note_and_reopen": "note"}
_CUSTOMERS: Final = ("user", "lead", "contact", "visitor")


def instants(rows: ibis.Table, *, settings: SourceSettings, columns: Sequence[str]) -> ibis.Table:
    """Return the rows with seconds since 1970, as Intercom's API writes times, as times; what is a time stays.

    Parameters
    ----------
    columns
        Columns of times; one that is not there is not looked at.
    """
    unix = settings.model_copy(update={"date_format": "unix"})
    found = {}
    for each in (each for each in columns if each in rows.columns):
        kind = rows[each].type()
        if kind.is_numeric():
            found[each] = read_as(rows[each], "instant", unix)
        elif kind.is_string():
            text = rows[each]
            seconds = ibis.ifelse(text.re_search(_EPOCH), text, ibis.null("string"))
            found[each] = (read_as(seconds, "instant", unix).cast("string") + "Z").coalesce(text)
    return rows.mutate(**found) if found else rows


def with_companies(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    contacts: ibis.Table | None,
    companies: ibis.Table | None,
    key: str,
    author: str,
    author_type: str,
    names: Mapping[str, str],
    active: str,
) -> ibis.Table:
    """Return the conversations with `contact` and `company`: the one company that their contacts belong to.

    Where the contacts belong to several companies, which one is meant is not guessed: the conversation has none, and
    that is noted. A conversation without contacts of its own has its author, if that is a customer.

    Parameters
    ----------
    contacts, companies
        The contacts of conversations, and the companies of contacts; without them, there is no company.
    key, author, author_type
        The conversation's columns of its id, who wrote first, and what they are.
    names
        The columns `conversation`, `contact` and `company` of the two tables.
    active
        Their column that says whether a row still holds, where they have one.
    """
    need(rows, key)
    wrote = _author(rows, author, author_type)
    if contacts is None:
        rows = rows.mutate(contact=wrote)
    else:
        people = _pairs(contacts, names["conversation"], names["contact"], active, settings)
        one = people.group_by("__of").aggregate(__contact=people["__is"].min())
        rows = rows.left_join(one, as_text(rows[key]) == one["__of"]).drop("__of")
        rows = rows.mutate(contact=rows["__contact"].coalesce(_author(rows, author, author_type))).drop("__contact")
    if companies is None:
        return rows.mutate(company=ibis.null("string"))
    members = _pairs(companies, names["contact"], names["company"], active, settings)
    reached = rows.select(__id=as_text(rows[key]), __person=rows.contact)
    if contacts is not None:
        reached = reached.union(people.select(__id=people["__of"], __person=people["__is"]))
    joined = reached.join(members, reached["__person"] == members["__of"])
    known = joined.group_by("__id").aggregate(__one=joined["__is"].min(), __many=joined["__is"].nunique())
    marked = rows.left_join(known, as_text(rows[key]) == known["__id"])
    marked = marked.mutate(company=ibis.ifelse(marked["__many"] == 1, marked["__one"], ibis.null("string")))
    said = note(
        marked,
        marked["__many"] > 1,
        column="account_id",
        what="have contacts of several companies: which one is meant is not guessed, they are counted for volume",
        do="take contacts out of companies that they have left, or map account_id from another column",
        shown=as_text(marked[key]),
    )
    return said.drop("__id", "__one", "__many")


def _author(rows: ibis.Table, author: str, author_type: str) -> ir.StringValue:
    if author not in rows.columns or author_type not in rows.columns:
        return ibis.null("string")
    return ibis.ifelse(as_text(rows[author_type]).isin(_CUSTOMERS), as_text(rows[author]), ibis.null("string"))


def _pairs(table: ibis.Table, of: str, what: str, active: str, settings: SourceSettings) -> ibis.Table:
    """Return which belongs to which, each pair once, without those that no longer hold."""
    need(table, of, what)
    if active in table.columns:
        table = table.filter(read_as(table[active], "yes_no", settings).fill_null(True))
    pairs = table.select(__of=as_text(table[of]), __is=as_text(table[what]))
    return pairs.filter(pairs["__of"].notnull() & pairs["__is"].notnull()).distinct()


def begun_by_company(rows: ibis.Table, *, settings: SourceSettings, column: str, key: str) -> ibis.Table:
    """Return the rows with a remark on conversations that no customer began, such as campaigns: they are kept.

    Parameters
    ----------
    column
        How a conversation began: `customer_initiated` or otherwise.
    key
        The conversation's id, for examples.
    """
    if column not in rows.columns:
        return rows
    return note(
        rows,
        as_text(rows[column]) != "customer_initiated",
        column="channel",
        what=f"were begun by the company and not by a customer: kept, {column} tells them apart",
        do="leave them out of what is exported where they are no requests for help",
        shown=as_text(rows[key]),
    )


def events(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    key: str,
    at: str,
    part_type: str,
    author_type: str,
    assigned_to: str,
    assigned_to_type: str,
) -> ibis.Table:
    """Return the parts of conversations as events: `kind`, `from`, `to`, `role` and `public` beside their columns.

    A comment is a reply, a note is none; an assignment changes the owner or the team; closing, opening and snoozing
    change the state. A customer's comment on what is closed opens it again, though Intercom has no part for that. What
    assigns and opens in one part is two events. All other parts are left out with the reason.

    Parameters
    ----------
    key, at
        The columns of the conversation and of when the part was made.
    part_type, author_type, assigned_to, assigned_to_type
        The columns of what the part is, what its author is, whom it assigns, and whether that is an admin or a team.
    """
    need(rows, key, at, part_type, author_type)
    kind = as_text(rows[part_type])
    is_team = as_text(rows[assigned_to_type]) == "team" if assigned_to_type in rows.columns else ibis.literal(False)
    owner = ibis.ifelse(is_team.fill_null(False), "group", "owner")
    said = kind.cases(*_MESSAGES.items(), else_=ibis.ifelse(kind.isin(_ASSIGNMENTS), owner, ibis.null("string")))
    to = as_text(rows[assigned_to]) if assigned_to in rows.columns else ibis.null("string")
    told = rows.mutate(kind=said, to=ibis.ifelse(kind.isin(_ASSIGNMENTS), to, ibis.null("string")))
    told = told.mutate(**{"from": ibis.null("string")})
    told = told.filter(told.kind.notnull() | as_text(told[part_type]).notin(_STATE_ONLY).fill_null(True))
    told = leave_out(told, told.kind.isnull(), "are parts that change nothing which is looked at")
    changes = _states(rows, key, at, kind, as_text(rows[author_type]), settings)
    together = told.union(changes.select(*told.columns))
    role = as_text(together[author_type]).cases(
        ("admin", "agent"), ("team", "agent"), ("bot", "system"), *((each, "customer") for each in _CUSTOMERS)
    )
    public = together.kind.cases(("reply", "true"), ("note", "false"))
    return together.mutate(role=role, public=public)


def _states(
    rows: ibis.Table, key: str, at: str, kind: ir.StringValue, author: ir.StringValue, settings: SourceSettings
) -> ibis.Table:
    """Return the changes of state, each with what it was before; a part that only repeats the state is left out."""
    opens = (kind == "comment") & author.isin(_CUSTOMERS)
    state = ibis.ifelse(opens, "open", kind.cases(*_STATES.items()))
    parts = rows.mutate(kind=ibis.literal("status"), to=state, __when=read_as(rows[at], "instant", settings))
    parts = parts.mutate(__only=kind.isin(_STATE_ONLY)).filter(parts.to.notnull())
    order = [parts["__when"], *([parts[ROW]] if ROW in parts.columns else [])]
    before = parts.to.lag().over(group_by=parts[key], order_by=order).coalesce("open")
    told = parts.mutate(**{"from": before})
    told = told.filter((told["from"] != told.to) | told["__only"])
    return leave_out(told, told["from"] == told.to, "leave the conversation's state as it was")


def spend_lines(
    rows: ibis.Table, *, settings: SourceSettings, key: str, at: str, started: str, spend: str
) -> ibis.Table:
    """Return a line of recurring revenue for each state of a company: from when it held to when the next one did.

    The columns are `from`, `to` (empty while it holds) and `a year` (twelve times the monthly spend). States without
    spend, and those replaced on the day on which they began, are left out with the reason.

    Parameters
    ----------
    key, at
        The columns of the company and of when a state began.
    started
        When the company began: the first state holds from then on.
    spend
        The column of its monthly spend.
    """
    need(rows, key, at, started, spend)
    when, begun = (read_as(rows[each], "instant", settings) for each in (at, started))
    amount = read_as(rows[spend], "amount", settings) * 12
    timed = rows.mutate(__when=when, __begun=begun, **{"a year": amount})
    window = ibis.window(group_by=timed[key], order_by=timed["__when"])
    nth, following = ibis.row_number().over(window), timed["__when"].lead().over(window)
    first = ibis.ifelse(
        nth == 0, ibis.least(timed["__when"], timed["__begun"].coalesce(timed["__when"])), timed["__when"]
    )
    lines = timed.mutate(**{"from": first, "to": following}).drop("__when", "__begun")
    lines = leave_out(lines, (lines["a year"].fill_null(0) == 0), "have no monthly spend")
    return leave_out(lines, lines["from"].date() >= lines["to"].date(), "were replaced on the day on which they began")
