"""What happened to an issue, as Jira's history of fields and its comments tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need, stacked
from valuestory.data.steps.jira import Words, with_status
from valuestory.data.steps.joins import agreed, beside, filled_from
from valuestory.data.values.conversion import as_text, read_as

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

_WORD: Final = "__word"
PORTAL_ONLY: Final = "qm:"
"""How the account ids of customers begin who have no Atlassian account but only one of the portal."""


def states_told(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    statuses: ibis.Table | None,
    categories: ibis.Table | None,
    columns: Sequence[str],
    words: Words,
    by_category: Words,
    field: str = "field_id",
    status: str = "status",
    key: str = "id",
    name: str = "name",
    category: str = "status_category_id",
) -> ibis.Table:
    """Return the changes with states in our words in place of their ids; an id that is not known stays.

    Parameters
    ----------
    statuses, categories
        The tables status and status_category; without the former, the rows as they are.
    columns
        The columns that hold what a field was and became.
    words, by_category
        As of `jira.with_status`.
    field, status
        The column that names the field, and what it holds for a change of state.
    key, name, category
        The columns of the tables of states and categories: their keys, their names, and a state's category.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if statuses is None:
        return rows
    need(rows, field, *columns)
    take = {"__category": name}
    known = filled_from(statuses, settings=settings, other=categories, key=category, on=key, take=take)
    told = with_status(
        known, settings=settings, status=name, category="__category", into=_WORD, words=words, by_category=by_category
    )
    for column in columns:
        joined = beside(rows, column, agreed(told, key, {_WORD: _WORD}))
        new = as_text(joined[column])
        new = (joined[field] == status).fill_null(False).ifelse(joined[_WORD].coalesce(new), new)
        rows = joined.select(**{each: joined[each] for each in rows.columns} | {column: new})
    return rows


def with_comments(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    comments: ibis.Table | None,
    columns: Mapping[str, str],
    public: str,
    field: str = "field_id",
) -> ibis.Table:
    """Return the changes with the comments below them: as `reply`, and as `note` where the customer does not see it.

    Parameters
    ----------
    comments
        The table of comments; without it, the rows as they are.
    columns
        A column of the changes -> the comments' column for it.
    public
        The column of the result that says whether the customer sees a comment; one that does not say it is seen.
    field
        The column that names the changed field.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if comments is None:
        return rows
    both = stacked(rows, settings=settings, below=comments, columns=columns, constants={field: "reply"})
    if public not in both.columns:
        return both
    hidden = ~read_as(both[public], "yes_no", settings).fill_null(True)
    return both.mutate(**{field: ((both[field] == "reply") & hidden).fill_null(False).ifelse("note", both[field])})


def with_roles(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    issues: ibis.Table | None,
    by: str,
    key: str,
    issue: str = "id",
    reporter: str = "reporter",
    into: str = "actor_role",
) -> ibis.Table:
    """Return the changes with whose side they were made on: the reporter and people of the portal are customers.

    Parameters
    ----------
    issues
        The table of issues; without it, the rows as they are.
    by, key
        The columns of the changes that say who made them, and in which issue.
    issue, reporter
        The issues' own key, and who reported them.
    into
        The column for it: customer, agent, or nothing where nobody is named.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if issues is None:
        return rows
    need(rows, by, key)
    need(issues, issue, reporter)
    reporters = agreed(issues, issue, {"__reporter": reporter})
    found = beside(rows, key, reporters)
    who = as_text(found[by])
    is_customer = (who == as_text(found["__reporter"])).fill_null(False) | who.startswith(PORTAL_ONLY).fill_null(False)
    role = ibis.cases((who.isnull(), ibis.null("string")), (is_customer, "customer"), else_="agent")
    return found.select(**{each: found[each] for each in rows.columns} | {into: role})
