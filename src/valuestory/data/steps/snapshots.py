"""Snapshots: a table that says how long each customer has been one, and who has gone, without a date.

A date that such a table does not have is counted back from the day of the snapshot, which the settings must say.
Lengths of time are then the table's own; the calendar is only as right as that day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from valuestory.data.steps.histories import need
from valuestory.data.values.conversion import as_text, read_as
from valuestory.errors import DataError

if TYPE_CHECKING:
    from valuestory.project import SourceSettings


def counted_back(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    day: str | datetime.date,
    months: str,
    started: str,
    gone: str = "",
    words: Sequence[str] = (),
    left: str = "left",
) -> ibis.Table:
    """Return the rows with the day on which each customer began: so many months before the snapshot.

    Parameters
    ----------
    day
        The day of the snapshot, such as 2026-06-30.
    months
        The column of whole months that a customer has been one; where it cannot be read, no day is made up.
    started
        The new column for the day of beginning.
    gone, words
        The column that says who has gone, and what it holds then. All that the snapshot knows is that they were gone on
        its day, so that is when they left.
    left
        The new column for the day of leaving: only where `gone` is named.

    Raises
    ------
    DataError
        When a column is not there, or `day` is no day.
    """
    need(rows, months, *([gone] if gone else []))
    last = _day(day)
    count = read_as(rows[months], "count", settings)
    begun = (ibis.literal(last) - count.as_interval("M")).cast("date")
    new = {started: ibis.ifelse(count >= 0, begun, ibis.null("date"))}
    if gone:
        has_left = as_text(rows[gone]).isin(list(words)).fill_null(False)
        new[left] = ibis.ifelse(has_left, ibis.literal(last), ibis.null("date"))
    return rows.mutate(**new)


def _day(day: str | datetime.date) -> datetime.date:
    try:
        return day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    except ValueError:
        what = f'cannot be counted back from "{day}", which is no day'
        raise DataError(what, do="write the day of the snapshot as 2026-06-30") from None


def a_year(rows: ibis.Table, *, settings: SourceSettings, monthly: str, into: str) -> ibis.Table:
    """Return the rows with twelve times a month's amount.

    Parameters
    ----------
    monthly
        The column of what is paid a month.
    into
        The new column; empty where the amount cannot be read.

    Raises
    ------
    DataError
        When the column is not there.
    """
    need(rows, monthly)
    return rows.mutate(**{into: read_as(rows[monthly], "amount", settings) * 12})
