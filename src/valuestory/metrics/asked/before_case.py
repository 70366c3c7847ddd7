"""Whether self-service was tried before a case: a visit of the same account, or person, some days before it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index
from valuestory.metrics.measures.near import STRETCH, Near, ends_of_stretches, stretch_of, with_near
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


def _before_cases(tables: Tables, like: Period, tried: _Tried) -> ir.Table:
    cases = tables["cases"]
    visits = ends_of_stretches(tables["article_sessions"], tried.session_key, "started_at", tried.days)
    rows = cases.filter(cases[tried.case_key].notnull())
    keys = dict.fromkeys(("account_id", tried.case_key))  # a text twice would be twice the memory of the joins
    rows = rows.select(*keys, "opened_at", **{STRETCH: stretch_of(rows.opened_at, tried.days)})
    rows = with_near(rows, visits, Near(tried.case_key, "opened_at", tried.days, "back"), "is_after_visit")
    rows = rows.select("account_id", "is_after_visit", period=period_index(rows.opened_at, like))
    sums = {tried.known: rows.count(), tried.tried: rows.is_after_visit.sum()}
    return rows.group_by(["account_id", "period"]).aggregate(**sums)


_ACCOUNT: Final = _Tried("account_id", "account_id", ACCEPTED_WITHIN_DAYS, "cases_of_known", "cases_after_visit")
_PERSON: Final = _Tried("contact_id", "user_id", 1, "cases_of_visitors", "cases_day_after_visit")

BEFORE_CASES: Final = tuple(
    Asked(each.sums, each.needs, partial(_before_cases, tried=each)) for each in (_ACCOUNT, _PERSON)
)
