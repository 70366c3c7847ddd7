"""What HubSpot's records need computed: the company of a ticket or a deal, the state of a ticket, who is a customer.

Each function is a step of a reshaping. Columns are named by their parameters, since an export calls them `Ticket
status` and a loader `property_hs_pipeline_stage`; one that is not there is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.steps.left_out import leave_out, note
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_BETWEEN: Final = ";"
CLOSED: Final = "Closed"
_PRIMARY: Final = ("26", "5")
"""HubSpot's numbers for the association of a ticket, or of a deal, with its primary company."""


def associated(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    links: ibis.Table | None,
    key: str,
    on: str,
    take: str,
    into: str,
    kind: str = "type_id",
    deleted: str = "_fivetran_deleted",
    said: str = "",
) -> ibis.Table:
    """Return the rows with the record that each is associated with: the primary one, else the only one.

    Parameters
    ----------
    links, on, take, kind, deleted
        The associations, their columns of the row and of the other record, of the kind of association, and of whether
        it was taken away again.
    key, into
        The rows' own column, and the one for the other record: empty where several are meant alike.
    said
        What several are called, where rows with several are remarked on.
    """
    need(rows, key)
    if links is None or not {on, take} <= set(links.columns):
        return rows.mutate(**{into: ibis.null("string")})
    there = links.filter(~is_yes(links[deleted], settings)) if deleted in links.columns else links
    other = as_text(there[take])
    primary = as_text(there[kind]).isin(_PRIMARY) if kind in there.columns else ibis.literal(False)
    found = there.group_by(__key=as_text(there[on])).aggregate(
        __all=other.nunique(),
        __any=other.max(),
        __primaries=other.nunique(where=primary),
        __primary=other.max(where=primary),
    )
    rows = rows.left_join(found, as_text(rows[key]) == found["__key"])
    nothing = ibis.null("string")
    one = ibis.cases((rows["__primaries"] == 1, rows["__primary"]), (rows["__all"] == 1, rows["__any"]), else_=nothing)
    rows = rows.mutate(**{into: one})
    if said:
        rows = _several(rows, (rows["__all"] > 1) & rows[into].isnull(), key, said)
    return rows.drop("__key", "__all", "__any", "__primaries", "__primary")


def listed(
    rows: ibis.Table, *, settings: SourceSettings, key: str, columns: Sequence[str], into: str, said: str = ""
) -> ibis.Table:
    """Return the rows with the record that each is associated with, from lists such as `12;34` in an export.

    Parameters
    ----------
    key
        The rows' own column, for examples.
    columns
        Columns of such lists, the primary one first; the first that is filled counts. Where none is there, the rows
        stay as they are.
    into
        The column for the only record of the list: empty where there are several.
    said
        What several are called, where rows with several are remarked on.
    """
    there = [as_text(rows[each]) for each in columns if each in rows.columns]
    if not there:
        return rows
    text = ibis.coalesce(*there).strip()
    is_list = text.contains(_BETWEEN).fill_null(False)
    rows = rows.mutate(**{into: is_list.ifelse(ibis.null("string"), text)})
    return _several(rows, is_list, key, said) if said and key in rows.columns else rows


def _several(rows: ibis.Table, hit: ir.BooleanValue, key: str, said: str) -> ibis.Table:
    return note(
        rows,
        hit,
        column="account_id",
        what=f"belong to several {said}, and none is their primary one: no account is taken",
        do=f"name one of the {said} as the primary one in HubSpot",
        shown=as_text(rows[key]),
    )


def stage_status(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    stage: str,
    into: str,
    pipeline: str = "",
    stages: ibis.Table | None = None,
    on: str = "stage_id",
    label: str = "label",
    closed: Sequence[str] = (),
    closed_at: str = "",
) -> ibis.Table:
    """Return the rows with a status: "Closed" where the stage is one of closed tickets, else what the stage is called.

    Parameters
    ----------
    stage, pipeline
        The columns of the stage and of its pipeline; a stage that is written with its pipeline behind it, as in `New
        (Support)`, is known by what stands before.
    into
        The column for the status.
    stages, on, label, closed
        The stages, their columns of the id, of what it is called, and of whether tickets in it are closed (a mark, or
        `CLOSED`): where they do not have a stage, `closed_at` tells.
    closed_at
        The column of when a ticket was closed, which HubSpot empties when it is opened again.
    """
    need(rows, stage)
    name = as_text(rows[stage]).strip()
    if pipeline in rows.columns:
        behind = ibis.literal(" (") + as_text(rows[pipeline]).strip() + ")"
        shorter = name.endswith(behind).ifelse(name.substr(0, name.length() - behind.length()), name)
        name = shorter.coalesce(name)
    if stages is None:
        is_closed = rows[closed_at].notnull() if closed_at in rows.columns else ibis.literal(False)
        return rows.mutate(**{into: is_closed.ifelse(CLOSED, name)})
    found = _stages(stages, settings, on, label, closed)
    rows = rows.mutate(__stage=name).left_join(found, ibis._["__stage"] == found["__on"])
    was_closed = rows[closed_at].notnull() if closed_at in rows.columns else ibis.null("boolean")
    is_closed = rows["__closed"].coalesce(was_closed)
    status = ibis.cases((is_closed, CLOSED), (rows["__label"].notnull(), rows["__label"]), else_=rows["__stage"])
    return rows.mutate(**{into: status}).drop("__stage", "__on", "__label", "__closed")


def _stages(stages: ibis.Table, settings: SourceSettings, on: str, label: str, closed: Sequence[str]) -> ibis.Table:
    """Return one row for each stage: what it is called and whether it is closed, empty where its rows disagree."""
    need(stages, on, label)
    marks = [_closes(stages[each], settings) for each in closed if each in stages.columns]
    mark = ibis.or_(*marks) if marks else ibis.null("boolean")
    told = stages.select(__on=as_text(stages[on]), __label=as_text(stages[label]), __closed=mark.cast("int8"))
    each = told.group_by("__on").aggregate(
        __label=(told["__label"].nunique() == 1).ifelse(told["__label"].max(), ibis.null("string")),
        __low=told["__closed"].min(),
        __high=told["__closed"].max(),
    )
    same = each["__low"] == each["__high"]
    return each.select("__on", "__label", __closed=same.ifelse(each["__high"] == 1, ibis.null("boolean")))


def _closes(value: ir.Value, settings: SourceSettings) -> ir.BooleanValue:
    return (as_text(value).upper() == CLOSED.upper()).fill_null(False) | is_yes(value, settings)


def customers(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    company: str,
    stage: str,
    prospects: Sequence[str],
    since: Sequence[str],
    created: str,
) -> ibis.Table:
    """Return companies with `customer_since`; those that are no customers yet are left out.

    Parameters
    ----------
    company, created
        The columns of the id and of when the company was entered.
    stage, prospects
        The column of the lifecycle stage, and what it says of those that are no customers yet.
    since
        Columns of when a company became a customer; the first that is filled counts.

    Returns
    -------
    ibis.Table
        `customer_since` is when it became a customer, else when it was entered.
    """
    need(rows, company)
    known = [read_as(rows[each], "instant", settings) for each in since if each in rows.columns]
    became = ibis.coalesce(*known) if known else ibis.null("timestamp")
    entered = read_as(rows[created], "instant", settings) if created in rows.columns else ibis.null("timestamp")
    rows = rows.mutate(customer_since=became.coalesce(entered), __entered=became.isnull() & entered.notnull())
    if stage in rows.columns:
        is_none = as_text(rows[stage]).strip().lower().isin([each.lower() for each in prospects])
        rows = leave_out(rows, is_none.fill_null(False), "are no customers yet by their lifecycle stage")
    return note(
        rows,
        rows["__entered"],
        column="start_at",
        what="have the day on which they were entered in HubSpot as their start, which may be long before they bought",
        do="export the date on which each became a customer, or look start_at up in the billing system's export:"
        " [sources.accounts.lookup.start_at]",
        shown=as_text(rows[company]),
    ).drop("__entered")


def changes(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    field: str,
    value: str,
    stage: str,
    state: str,
    source: str,
    people: Sequence[str],
) -> ibis.Table:
    """Return changes with `became` (to what) and `side` (who made it: an agent in HubSpot, or else the system).

    Parameters
    ----------
    field, value
        The columns of what changed, and to what.
    stage, state
        What `field` says of a change of the stage, and the column of the status that the stage stands for.
    source, people
        The column of what made the change, and what it says where a person did.
    """
    need(rows, field, value, state)
    became = (as_text(rows[field]) == stage).ifelse(rows[state], as_text(rows[value]))
    word = as_text(rows[source]).strip().upper() if source in rows.columns else ibis.null("string")
    side = ibis.cases((word.isin([*people]), "agent"), (word.notnull(), "system"), else_=ibis.null("string"))
    return rows.mutate(became=became, side=side)
