"""What only Jira needs: states by their category, requests among other issues, and whose request one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.steps.joins import OTHER_KEY, beside
from valuestory.data.steps.left_out import leave_out, note
from valuestory.data.values.conversion import as_text, is_yes

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

Words = Mapping[str, Sequence[str]]


def requests(
    rows: ibis.Table, *, settings: SourceSettings, project_type: str, service_desk: Sequence[str] = ("service_desk",)
) -> ibis.Table:
    """Return the issues with those left out that are of no service desk, where there is a service desk at all.

    Parameters
    ----------
    project_type
        The column of the project's type; without it, the rows as they are.
    service_desk
        What it holds for a service desk.
    """
    if project_type not in rows.columns:
        return rows
    is_desk = as_text(rows[project_type]).lower().isin([each.lower() for each in service_desk]).fill_null(False)
    return leave_out(rows, is_desk.any().over() & ~is_desk, "are issues of projects that are no service desk")


def with_status(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    status: str,
    category: str,
    into: str,
    words: Words,
    by_category: Words,
) -> ibis.Table:
    """Return the issues with their state in our words: by its name, else by its category, else as it is.

    Parameters
    ----------
    status, category
        The columns of the state's name and of its category; without the latter, names alone count.
    into
        The column for it.
    words, by_category
        Our word -> names of theirs, and our word -> categories of theirs; letter case apart.

    Raises
    ------
    DataError
        When there is no such column.
    """
    need(rows, status)
    kind = as_text(rows[category]) if category in rows.columns else ibis.null("string")
    return rows.mutate(**{into: _word(as_text(rows[status]), kind, words, by_category)})


def with_account(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    key: str,
    organizations: Sequence[str],
    project: Sequence[str],
    into: str,
) -> ibis.Table:
    """Return the issues with the customer that each is of: its organization, or its project where no issue has one.

    Parameters
    ----------
    key
        The issues' own key.
    organizations
        The columns that hold organizations, repeated headers among them. An issue that several share has none: which
        one asked is not guessed, and that is noted.
    project
        The columns that name the project; the first that is there counts.
    into
        The column for it.

    Raises
    ------
    DataError
        When there is no such column.
    """
    known = [as_text(rows[each]) for each in organizations if each in rows.columns]
    named = [as_text(rows[each]) for each in project if each in rows.columns]
    need(rows, key, *([] if known or named else project))
    fallback = named[0] if named else ibis.null("string")
    if not known:
        return rows.mutate(**{into: fallback})
    first = ibis.coalesce(*known)
    several = ibis.or_(*((each != first).fill_null(False) for each in known))
    own = several.ifelse(ibis.null("string"), first)
    told = rows.mutate(**{into: first.notnull().any().over().ifelse(own, fallback)})
    return note(
        told,
        several,
        column="account_id",
        what="are shared by several organizations, and so have no account",
        do="say account_named under [sources.cases] where a field of its own holds the customer",
        shown=as_text(rows[key]),
    )


def with_organization(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    history: ibis.Table | None,
    fields: ibis.Table | None,
    called: str = "Organizations",
    key: str = "id",
    issue: str = "issue_id",
    field: str = "field_id",
    value: str = "value",
    active: str = "is_active",
    field_key: str = "id",
    field_name: str = "name",
    into: str = "organization",
) -> ibis.Table:
    """Return the issues with an organization that the field of that name holds now, and with a second one beside it.

    Parameters
    ----------
    history, fields
        The tables issue_multiselect_history and field; without them, the rows as they are.
    called
        The field's name.
    key
        The issues' own key.
    issue, field, value, active
        The history's columns.
    field_key, field_name
        The columns of the table of fields.
    into
        The column for it; that for the second is called the same with " (2)" behind it, as a repeated header is. Where
        there is one organization, both hold it.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if history is None or fields is None:
        return rows
    need(rows, key)
    need(history, issue, field, value, active)
    need(fields, field_key, field_name)
    meant = fields.filter(fields[field_name] == called).select(__field=as_text(fields[field_key])).distinct()
    now = history.filter(is_yes(history[active], settings) & history[value].notnull())
    held = now.semi_join(meant, as_text(now[field]) == meant["__field"])
    keyed = held.select(**{OTHER_KEY: as_text(held[issue]), "__value": as_text(held[value])})
    found = keyed.group_by(OTHER_KEY).aggregate(__first=keyed["__value"].min(), __last=keyed["__value"].max())
    joined = beside(rows, key, found)
    ends = {into: joined["__first"], f"{into} (2)": joined["__last"]}
    return joined.select(**{each: joined[each] for each in rows.columns} | ends)


def _word(name: ir.StringValue, kind: ir.StringValue, words: Words, by_category: Words) -> ir.StringValue:
    pairs = [(name.lower(), ours, theirs) for ours, theirs in words.items()]
    pairs += [(kind.lower(), ours, theirs) for ours, theirs in by_category.items()]
    return ibis.cases(
        *((value.isin([each.lower() for each in theirs]).fill_null(False), ours) for value, ours, theirs in pairs),
        else_=name,
    )
