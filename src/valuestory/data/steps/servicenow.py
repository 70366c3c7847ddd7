"""What only ServiceNow's records need: which companies are customers, labels of codes, breaches of agreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.steps.joins import OTHER_KEY, agreed, beside
from valuestory.data.steps.left_out import leave_out
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    from valuestory.project import SourceSettings

_LABEL: Final = "__label"


def customers(
    rows: ibis.Table, *, settings: SourceSettings, customer: str = "customer", others: Sequence[str] = ()
) -> ibis.Table:
    """Return the companies with those left out that are marked as vendors or manufacturers and not as customers.

    Parameters
    ----------
    customer, others
        Columns that hold yes or no; one that is not there is not looked at.
    """
    marks = [is_yes(rows[each], settings) for each in others if each in rows.columns]
    if not marks:
        return rows
    other = ibis.or_(*marks)
    if customer in rows.columns:
        other &= ~is_yes(rows[customer], settings)
    return leave_out(rows, other, "are vendors or manufacturers, and no customers")


def with_labels(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    choices: ibis.Table | None,
    of: str,
    columns: Sequence[str],
    known: Sequence[str] = (),
    name: str = "name",
    element: str = "element",
    value: str = "value",
    label: str = "label",
    language: str = "language",
    inactive: str = "inactive",
) -> ibis.Table:
    """Return the rows with the labels of `sys_choice` in place of codes; a code without a label stays.

    Parameters
    ----------
    choices
        The table sys_choice; without it, the rows as they are.
    of
        The table that the codes belong to, such as `incident`.
    columns
        The columns of codes, by the name of their element.
    known
        Codes that mean the same in every instance: they stay, whatever their label.
    name, element, value, label, language, inactive
        The columns of sys_choice; English labels count, where it says the language.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if choices is None:
        return rows
    need(choices, name, element, value, label)
    meant = choices.filter(choices[name] == of)
    if language in choices.columns:
        meant = meant.filter(meant[language] == "en")
    if inactive in choices.columns:
        meant = meant.filter(~is_yes(meant[inactive], settings))
    for column in (each for each in columns if each in rows.columns):
        rows = _labelled(rows, agreed(meant.filter(meant[element] == column), value, {_LABEL: label}), column, known)
    return rows


def _labelled(rows: ibis.Table, labels: ibis.Table, column: str, known: Sequence[str]) -> ibis.Table:
    joined = beside(rows, column, labels)
    code = as_text(joined[column])
    told = code.isin(list(known)).fill_null(False) if known else ibis.literal(False)
    return joined.select(
        **{each: joined[each] for each in rows.columns}
        | {column: told.ifelse(code, as_text(joined[_LABEL]).coalesce(code))}
    )


def with_breach(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    slas: ibis.Table | None,
    key: str,
    on: str = "task_value",
    breached: str = "has_breached",
    into: str = "sla_has_breached",
) -> ibis.Table:
    """Return the rows with whether any of their service level agreements was breached; empty where there is none.

    Parameters
    ----------
    slas
        The table task_sla; without it, the rows as they are.
    key, on
        The rows' column, and that of task_sla which it equals.
    breached
        The column of task_sla that holds yes or no.
    into
        The column for it.

    Raises
    ------
    DataError
        When there is no such column.
    """
    if slas is None:
        return rows
    need(rows, key)
    need(slas, on, breached)
    marks = slas.select(**{OTHER_KEY: as_text(slas[on]), "__hit": read_as(slas[breached], "yes_no", settings)})
    found = marks.group_by(OTHER_KEY).aggregate(__any=marks["__hit"].any())
    joined = beside(rows, key, found)
    told = ibis.cases((joined["__any"], "true"), (~joined["__any"], "false"), else_=ibis.null("string"))
    return joined.select(**{each: joined[each] for each in rows.columns} | {into: told})
