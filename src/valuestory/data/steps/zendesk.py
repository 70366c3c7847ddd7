"""Zendesk's tickets: what its columns mean that are no plain values, and which tickets are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.left_out import leave_out
from valuestory.data.values.conversion import as_text, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_MERGED: Final = "closed_by_merge"
"""The tag that Zendesk gives a ticket which was merged into another."""


def hand_offs(rows: ibis.Table, *, settings: SourceSettings, stations: Sequence[str], into: str) -> ibis.Table:
    """Return the rows with how often each ticket changed hands: its stations less the first.

    A ticket that changes group and assignee in one step gains a station of both, so the two are not added up: the
    larger of them counts.

    Parameters
    ----------
    stations
        Columns that count assignments, the first one included, such as `Group stations` and `Assignee stations`; one
        that is not there is not looked at.
    into
        The column for the hand-offs: empty where no column says how many stations there were.
    """
    counted = [read_as(rows[each], "count", settings) for each in stations if each in rows.columns]
    if not counted:
        return rows
    most = ibis.greatest(*(each.fill_null(0) for each in counted))
    known = ibis.or_(*(each.notnull() for each in counted))
    return rows.mutate(**{into: ibis.ifelse(known, ibis.greatest(most - 1, 0), ibis.null("int64"))})


def resolution_minutes(
    rows: ibis.Table, *, settings: SourceSettings, hours: str, unless: Sequence[str], into: str
) -> ibis.Table:
    """Return the rows with the minutes until each ticket was solved, from the column that counts whole hours.

    Parameters
    ----------
    hours
        Zendesk's `Resolution time`: the only time in its export that is not in minutes.
    unless
        Columns that say it more exactly: where one is there, the rows stay as they are.
    into
        The column for the minutes.
    """
    if hours not in rows.columns or any(each in rows.columns for each in unless):
        return rows
    return rows.mutate(**{into: read_as(rows[hours], "number", settings) * 60})


def without_merged(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    column: str,
    key: str = "id",
    tags: ibis.Table | None = None,
    on: str = "ticket_id",
    tag: str = "tag",
) -> ibis.Table:
    """Return the rows with those left out that were merged into another ticket: what was asked is counted there.

    Zendesk closes such a ticket and gives it the tag `closed_by_merge`.

    Parameters
    ----------
    column
        The tickets' column of tags; where there is none, the table of tags alone is looked at.
    key
        The ticket's column that `on` is compared with.
    tags
        The table of tags, one row each: its column `on` has the ticket, its column `tag` the tag.
    """
    if column in rows.columns:
        is_merged = as_text(rows[column]).re_search(rf"(^|[^\w-]){_MERGED}([^\w-]|$)")
        rows = leave_out(rows, is_merged.fill_null(False), "were merged into another ticket")
    if tags is None or key not in rows.columns or not {on, tag} <= set(tags.columns):
        return rows
    merged = tags.filter(as_text(tags[tag]) == _MERGED).select(__merged=as_text(tags[on])).distinct()
    marked = rows.left_join(merged, as_text(rows[key]) == merged["__merged"])
    return leave_out(marked, marked["__merged"].notnull(), "were merged into another ticket").drop("__merged")


def with_metrics(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    metrics: ibis.Table | None,
    key: str,
    on: str,
    take: Sequence[str],
    calendar: Mapping[str, Sequence[str]],
) -> ibis.Table:
    """Return the tickets with what the table of Zendesk's ticket metrics says of them, in calendar time.

    Parameters
    ----------
    metrics
        One row a ticket; without it, the rows stay as they are.
    key, on
        The ticket's column, and the metrics' column that it is compared with.
    take
        Columns that are taken as they are.
    calendar
        A new column of minutes -> the columns that may hold it: a number, or JSON with `calendar` and `business` in it,
        of which the calendar minutes are taken.
    """
    if metrics is None:
        return rows
    told = {each: metrics[each] for each in take if each in metrics.columns}
    minutes = {
        ours: next((each for each in theirs if each in metrics.columns), None) for ours, theirs in calendar.items()
    }
    told |= {ours: _calendar(metrics[theirs], settings) for ours, theirs in minutes.items() if theirs is not None}
    known = metrics.group_by(__ticket=as_text(metrics[on])).aggregate(
        **{name: value.max() for name, value in told.items()}
    )
    mine = rows.drop(*[each for each in told if each in rows.columns])
    return mine.left_join(known, as_text(mine[key]) == known["__ticket"]).drop("__ticket")


def _calendar(minutes: ir.Value, settings: SourceSettings) -> ir.FloatingValue:
    """Return calendar minutes: out of JSON or a struct where it holds both kinds, else the number itself."""
    if minutes.type().is_struct():
        return minutes["calendar"].cast("float64")
    text = as_text(minutes)
    inside = text.re_extract(r"calendar\W{1,4}(\d+)", 1)
    return read_as(ibis.ifelse(text.contains("calendar"), inside, text), "number", settings)
