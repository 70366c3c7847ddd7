"""What was sold, as contract lines with a recurring amount: for any CRM.

The function is a step of a reshaping; columns are named by its parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.steps.left_out import leave_out
from valuestory.data.values.conversion import as_text, is_yes, read_as

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.project import SourceSettings

_MONTHS: Final = 12


def recurring(
    rows: ibis.Table,
    *,
    settings: SourceSettings,
    annual: Sequence[str],
    monthly: Sequence[str],
    first_day: Sequence[str],
    last_day: Sequence[str],
    until: Sequence[str] = (),
    won: str = "",
    state: str = "",
    drafts: Sequence[str] = (),
) -> ibis.Table:
    """Return what was sold with `annual`, `begins` and `ends`; what does not recur, or was not sold, is left out.

    Parameters
    ----------
    annual, monthly
        Columns of the recurring revenue of a year, or of a month; the first that is filled counts.
    first_day, last_day
        Columns of the first day and of the last: `ends` is the day after that.
    until
        Columns of the first day that is no longer part of it, where the last is not given.
    won
        The column of whether a deal was won.
    state, drafts
        The column of the state, and what it says of contracts that do not hold yet.
    """
    if won in rows.columns:
        rows = leave_out(rows, ~is_yes(rows[won], settings), "are deals that were not won")
    if state in rows.columns:
        is_draft = as_text(rows[state]).lower().isin([each.lower() for each in drafts]).fill_null(False)
        rows = leave_out(rows, is_draft, "are contracts that do not hold yet")
    year = [read_as(rows[each], "number", settings) for each in annual if each in rows.columns]
    year += [read_as(rows[each], "number", settings) * _MONTHS for each in monthly if each in rows.columns]
    amount = ibis.coalesce(*year) if year else ibis.null("float64")
    last = _day(rows, last_day, settings) + ibis.interval(days=1)
    ends = last.cast("date").coalesce(_day(rows, until, settings))
    rows = rows.mutate(annual=amount, begins=_day(rows, first_day, settings), ends=ends)
    return leave_out(rows, rows["annual"].isnull(), "hold no recurring amount")


def _day(rows: ibis.Table, columns: Sequence[str], settings: SourceSettings) -> ir.DateValue:
    there = [read_as(rows[each], "date", settings) for each in columns if each in rows.columns]
    return ibis.coalesce(*there) if there else ibis.null("date")
