"""Whether self-service was tried before a case was opened: a visit of the same account, or person, some days before it.

Time is cut into stretches of so many days. A visit within that time before a case lies in the case's own stretch or in
the one before it, so the first and the last visit of each tell it exactly, and no case meets more than two rows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import ibis

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index
from valuestory.metrics.measures.next_case import stretch_of
from valuestory.metrics.measures.sessions import ACCEPTED_WITHIN_DAYS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period


class _Tried(NamedTuple):
    """Who must have come within how many days, and what the cases of those who are known are called."""

    case_key: str
    session_key: str
    days: int
    known: str
    tried: str

    @property
    def sums(self) -> tuple[str, str]:
        return self.known, self.tried

    @property
    def needs(self) -> tuple[str, ...]:
        cases = (f"cases.{each}" for each in dict.fromkeys(("account_id", self.case_key, "opened_at")))
        return (*cases, f"article_sessions.{self.session_key}", "article_sessions.started_at")


def _visits(sessions: ir.Table, tried: _Tried) -> ir.Table:
    """Return when each known visitor came first and last in a stretch."""
    rows = sessions.filter(sessions[tried.session_key].notnull())
    rows = rows.select("started_at", who=rows[tried.session_key], stretch=stretch_of(rows.started_at, tried.days))
    ends = {"first_at": rows.started_at.min(), "last_at": rows.started_at.max()}
    return rows.group_by(["who", "stretch"]).aggregate(**ends)


def _before_cases(tables: Tables, like: Period, tried: _Tried) -> ir.Table:
    cases, visits = tables["cases"], _visits(tables["article_sessions"], tried)
    rows = cases.filter(cases[tried.case_key].notnull())
    keys = dict.fromkeys(("account_id", tried.case_key))  # a text twice would be twice the memory of the joins
    rows = rows.select(*keys, "opened_at", stretch=stretch_of(rows.opened_at, tried.days))
    who = tried.case_key
    here = visits.select(__here=visits.who, __this=visits.stretch, __first=visits.first_at)
    rows = rows.left_join(here, [rows[who] == here["__here"], rows.stretch == here["__this"]])
    there = visits.select(__there=visits.who, __before=visits.stretch + 1, __last=visits.last_at)
    rows = rows.left_join(there, [rows[who] == there["__there"], rows.stretch == there["__before"]])
    in_this = (rows["__first"] <= rows.opened_at).fill_null(False)
    in_last = rows["__last"] >= rows.opened_at - ibis.interval(days=tried.days)
    rows = rows.select(
        "account_id", period=period_index(rows.opened_at, like), tried=in_this | in_last.fill_null(False)
    )
    return rows.group_by(["account_id", "period"]).aggregate(
        **{tried.known: rows.count(), tried.tried: rows.tried.sum()}
    )


_ACCOUNT: Final = _Tried("account_id", "account_id", ACCEPTED_WITHIN_DAYS, "cases_of_known", "cases_after_visit")
_PERSON: Final = _Tried("contact_id", "user_id", 1, "cases_of_visitors", "cases_day_after_visit")

BEFORE_CASES: Final = tuple(
    Asked(each.sums, each.needs, partial(_before_cases, tried=each)) for each in (_ACCOUNT, _PERSON)
)
