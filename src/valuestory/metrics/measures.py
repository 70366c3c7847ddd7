"""Measures: the additive sums that a raw table is folded to, one row an account and period.

A measure is a sum over rows, dated by one of its table's instants. Everything that is shown is made of these sums
later, so ratios are always ratios of sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

ACCEPTED_WITHIN_DAYS: Final = 14
"""An answer that its reader did not judge is accepted where the account opened no case for so many days."""


@dataclass(frozen=True)
class Measure:
    """A sum over the rows of one table.

    Parameters
    ----------
    name
        The column in account quarters.
    table
        The canonical table.
    at
        Which of the table's anchors (`ANCHORS`) dates a row.
    value
        What a row adds: a numeric or boolean expression; null adds nothing.
    needs
        Columns of the table without which the measure does not exist.
    """

    name: str
    table: str
    at: str
    value: Callable[[ir.Table], ir.Value]
    needs: tuple[str, ...] = ()


def column(table: ir.Table, name: str, kind: str = "float64") -> ir.Value:
    """Return a column, or a null of its kind where the table lacks it."""
    return table[name] if name in table.columns else ibis.null(kind)


def _smile_end(cases: ir.Table) -> ir.Value:
    return ibis.coalesce(column(cases, "happy_at", "timestamp"), cases.resolved_at)


def _smile_minutes(cases: ir.Table) -> ir.Value:
    started = ibis.coalesce(column(cases, "interrupted_at", "timestamp"), cases.opened_at)
    # Detected or reported, whichever is earlier: what was noted after the report began at the report, at the latest.
    return _minutes(ibis.least(started, cases.opened_at), _smile_end(cases))


def _minutes(start: ir.Value, end: ir.Value) -> ir.Value:
    return (end.epoch_seconds() - start.epoch_seconds()) / 60.0


def _confirmed(sessions: ir.Table) -> ir.Value:
    return sessions.is_consumed & column(sessions, "is_success", "boolean").fill_null(False)


def may_be_inferred(sessions: ir.Table) -> ir.BooleanValue:
    """Return whether a session was read, not judged, and no case was opened from it: a known account's, nobody's else.

    Whether its reader was helped is then told by the account opening no case for fourteen days.
    """
    unjudged = column(sessions, "is_success", "boolean").isnull()
    no_case = column(sessions, "case_id", "string").isnull()
    no_followup = ~column(sessions, "needs_followup", "boolean").fill_null(False)
    known = column(sessions, "account_id", "string").notnull()
    return sessions.is_consumed & unjudged & no_case & no_followup & known


def _inferred(sessions: ir.Table) -> ir.Value:
    """Taken as accepted: what is inferred is said to be."""
    return may_be_inferred(sessions) & ~sessions.is_followed


def _nps(surveys: ir.Table, wanted: Callable[[ir.Value], ir.Value]) -> ir.Value:
    return (surveys.instrument == "nps") & surveys.score.notnull() & wanted(surveys.score)


ANCHORS: Final[dict[str, dict[str, Callable[[ir.Table], ir.Value]]]] = {
    "cases": {
        "opened": lambda cases: cases.opened_at,
        "resolved": lambda cases: column(cases, "resolved_at", "timestamp"),
        "happy": lambda cases: _smile_end(cases) if "resolved_at" in cases.columns else ibis.null("timestamp"),
    },
    "article_sessions": {"started": lambda sessions: sessions.started_at},
    "surveys": {"answered": lambda surveys: surveys.answered_at},
}
"""The instants that date a table's rows. One scan groups by all of a table's anchors at once."""

MEASURES: Final = (
    Measure("cases", "cases", "opened", lambda t: t.case_id.notnull()),
    Measure("cases_resolved_later", "cases", "opened", lambda t: t.resolved_at.notnull(), ("resolved_at",)),
    Measure(
        "cases_accepted",
        "cases",
        "opened",
        lambda t: t.resolved_at.notnull() & (t.reopens_count.fill_null(0) == 0),
        ("resolved_at", "reopens_count"),
    ),
    Measure("cases_resolved", "cases", "resolved", lambda t: t.resolved_at.notnull(), ("resolved_at",)),
    Measure("work_minutes", "cases", "opened", lambda t: t.work_minutes, ("work_minutes",)),
    Measure("csat_answers", "cases", "resolved", lambda t: t.csat_score.notnull(), ("csat_score", "resolved_at")),
    Measure("csat_satisfied", "cases", "resolved", lambda t: t.csat_score >= 4, ("csat_score", "resolved_at")),
    Measure("smile_minutes", "cases", "happy", _smile_minutes, ("resolved_at",)),
    Measure("smile_cases", "cases", "happy", lambda t: _smile_end(t).notnull(), ("resolved_at",)),
    Measure("sessions", "article_sessions", "started", lambda t: t.session_id.notnull()),
    Measure("sessions_delivered", "article_sessions", "started", lambda t: t.is_consumed, ("is_consumed",)),
    Measure("sessions_confirmed", "article_sessions", "started", _confirmed, ("is_consumed", "is_success")),
    Measure("sessions_inferred", "article_sessions", "started", _inferred, ("is_consumed",)),
    Measure("nps_answers", "surveys", "answered", lambda t: _nps(t, lambda score: score >= 0)),
    Measure("nps_promoters", "surveys", "answered", lambda t: _nps(t, lambda score: score >= 9)),
    Measure("nps_detractors", "surveys", "answered", lambda t: _nps(t, lambda score: score <= 6)),
)
"""Every sum that the catalogue is made of and that a raw table gives."""


def available(table: str, columns: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the measures that a table with these columns can give."""
    return tuple(each for each in MEASURES if each.table == table and set(each.needs) <= set(columns))
