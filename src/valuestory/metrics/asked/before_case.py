"""Whether self-service was tried before a case was opened: a visit of the same account in the fourteen days before it.

Time is cut into fortnights. A visit within fourteen days before a case lies in the case's own fortnight or in the one
before it, so the first and the last visit of each tell it exactly, and no case meets more than two rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index
from valuestory.metrics.measures.next_case import fortnight_of
from valuestory.metrics.measures.sessions import ACCEPTED_WITHIN_DAYS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period


def _visits(sessions: ir.Table) -> ir.Table:
    """Return when each known account visited first and last in a fortnight."""
    rows = sessions.filter(sessions.account_id.notnull())
    rows = rows.select("account_id", "started_at", fortnight=fortnight_of(rows.started_at))
    ends = {"first_at": rows.started_at.min(), "last_at": rows.started_at.max()}
    return rows.group_by(["account_id", "fortnight"]).aggregate(**ends)


def _before_cases(tables: Tables, like: Period) -> ir.Table:
    cases, visits = tables["cases"], _visits(tables["article_sessions"])
    rows = cases.filter(cases.account_id.notnull())
    rows = rows.select("account_id", "opened_at", fortnight=fortnight_of(rows.opened_at))
    here = visits.select(__here=visits.account_id, __this=visits.fortnight, __first=visits.first_at)
    rows = rows.left_join(here, [rows.account_id == here["__here"], rows.fortnight == here["__this"]])
    there = visits.select(__there=visits.account_id, __before=visits.fortnight + 1, __last=visits.last_at)
    rows = rows.left_join(there, [rows.account_id == there["__there"], rows.fortnight == there["__before"]])
    in_this = (rows["__first"] <= rows.opened_at).fill_null(False)
    in_last = rows["__last"] >= rows.opened_at - ibis.interval(days=ACCEPTED_WITHIN_DAYS)
    rows = rows.select(
        "account_id", period=period_index(rows.opened_at, like), tried=in_this | in_last.fill_null(False)
    )
    sums = {"cases_of_known": rows.count(), "cases_after_visit": rows.tried.sum()}
    return rows.group_by(["account_id", "period"]).aggregate(**sums)


BEFORE_CASES: Final = Asked(
    ("cases_of_known", "cases_after_visit"),
    ("cases.account_id", "cases.opened_at", "article_sessions.account_id", "article_sessions.started_at"),
    _before_cases,
)
