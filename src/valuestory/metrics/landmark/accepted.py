"""Accepted answers by account, quarter and benefit class: cases resolved for good, and visits that settled a question.

A visit that nobody judged is accepted where its account opens no case in the fourteen days after it, whatever quarter
they lie in: one account's help is compared with another's here, not one quarter with the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.metrics.engine import period_index
from valuestory.metrics.landmark import benefit
from valuestory.metrics.measures.measure import column
from valuestory.metrics.measures.near import STRETCH, Near, ends_of_stretches, stretch_of, with_near
from valuestory.metrics.measures.sessions import ACCEPTED_WITHIN_DAYS, may_be_inferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period
    from valuestory.project import ContributionSettings

_NEXT: Final = Near("account_id", "started_at", ACCEPTED_WITHIN_DAYS, "ahead", at_once=False)


def accepted_answers(
    tables: Mapping[str, ir.Table], like: Period, settings: ContributionSettings
) -> dict[str, ir.Table]:
    """Return accepted answers by where they came from, ``case`` and ``visit``, as far as the tables tell them.

    Each is `account_id quarter benefit_class answers`, of known accounts alone. A case is dated by the day it was
    resolved, and one that was opened again is none; a visit by the day it began.
    """
    found = {}
    if "cases" in tables and "resolved_at" in tables["cases"].columns:
        found["case"] = _of_cases(tables["cases"], like, settings)
    if "article_sessions" in tables and {"account_id", "is_consumed"} <= set(tables["article_sessions"].columns):
        found["visit"] = _of_visits(tables["article_sessions"], tables.get("cases"), like, settings)
    return found


def _of_cases(cases: ir.Table, like: Period, settings: ContributionSettings) -> ir.Table:
    for_good = column(cases, "reopens_count", "int64").fill_null(0) == 0
    rows = cases.filter(cases.account_id.notnull() & cases.resolved_at.notnull() & for_good)
    return _counted(rows, rows.resolved_at, benefit.of_case(rows, settings), like)


def _of_visits(sessions: ir.Table, cases: ir.Table | None, like: Period, settings: ContributionSettings) -> ir.Table:
    confirmed = sessions.is_consumed & column(sessions, "is_success", "boolean").fill_null(False)
    rows = sessions.mutate(__sure=confirmed, __perhaps=may_be_inferred(sessions))
    rows = rows.filter(rows.account_id.notnull() & (rows["__sure"] | rows["__perhaps"]).fill_null(False))
    if cases is not None:
        asked = ends_of_stretches(cases, "account_id", "opened_at", ACCEPTED_WITHIN_DAYS)
        rows = rows.mutate(**{STRETCH: stretch_of(rows.started_at, ACCEPTED_WITHIN_DAYS)})
        rows = with_near(rows, asked, _NEXT, "__asked")
        rows = rows.filter(rows["__sure"] | ~rows["__asked"])
    return _counted(rows, rows.started_at, benefit.of_visit(rows, settings), like)


def _counted(rows: ir.Table, at: ir.Value, benefit_class: ir.Value, like: Period) -> ir.Table:
    rows = rows.select("account_id", quarter=period_index(at, like), benefit_class=benefit_class)
    return rows.group_by(["account_id", "quarter", "benefit_class"]).aggregate(answers=rows.count())
