"""What visits to self-service add up to, by the day they began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.metrics.measures.measure import Expression, Measure, column

if TYPE_CHECKING:
    import ibis.expr.types as ir

ACCEPTED_WITHIN_DAYS: Final = 14
"""An answer that its reader did not judge is accepted where the account opened no case for so many days."""


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


def _entitled(sessions: ir.Table) -> ir.BooleanValue:
    return sessions.is_entitled.fill_null(False)


def _succeeded(sessions: ir.Table) -> ir.BooleanValue:
    """Return whether someone who may open cases said that it helped."""
    return _entitled(sessions) & sessions.is_success.fill_null(False)


def _meant(sessions: ir.Table) -> ir.BooleanValue:
    """Return whether such a reader also said that a case would have been opened."""
    return _succeeded(sessions) & sessions.is_intended.fill_null(False)


def _deflected(sessions: ir.Table) -> ir.BooleanValue:
    """Return whether such a reader also said that nothing more was needed."""
    return _meant(sessions) & ~sessions.needs_followup.fill_null(True)


ENTITLED: Final = ("is_entitled", "is_success", "is_intended", "needs_followup")
"""The four questions that the published formula nests."""

SESSION_ANCHORS: Final[dict[str, Expression]] = {"started": lambda sessions: sessions.started_at}

SESSIONS: Final = (
    Measure("sessions", "article_sessions", "started", lambda t: t.session_id.notnull()),
    Measure("sessions_delivered", "article_sessions", "started", lambda t: t.is_consumed, ("is_consumed",)),
    Measure("sessions_confirmed", "article_sessions", "started", _confirmed, ("is_consumed", "is_success")),
    Measure("sessions_inferred", "article_sessions", "started", _inferred, ("is_consumed",)),
    Measure("sessions_judged", "article_sessions", "started", lambda t: t.is_success.notnull(), ("is_success",)),
    Measure("sessions_helped", "article_sessions", "started", lambda t: t.is_success, ("is_success",)),
    Measure("forms_started", "article_sessions", "started", lambda t: t.form_started, ("form_started",)),
    Measure(
        "forms_left",
        "article_sessions",
        "started",
        lambda t: t.form_started & t.case_id.isnull(),
        ("form_started", "case_id"),
    ),
    Measure("sessions_with_case", "article_sessions", "started", lambda t: t.case_id.notnull(), ("case_id",)),
    Measure("entitled_sessions", "article_sessions", "started", _entitled, ENTITLED),
    Measure(
        "entitled_judged", "article_sessions", "started", lambda t: _entitled(t) & t.is_success.notnull(), ENTITLED
    ),
    Measure("entitled_helped", "article_sessions", "started", _succeeded, ENTITLED),
    Measure("intent_asked", "article_sessions", "started", lambda t: _succeeded(t) & t.is_intended.notnull(), ENTITLED),
    Measure("intent_meant", "article_sessions", "started", _meant, ENTITLED),
    Measure(
        "followup_asked", "article_sessions", "started", lambda t: _meant(t) & t.needs_followup.notnull(), ENTITLED
    ),
    Measure("sessions_deflected", "article_sessions", "started", _deflected, ENTITLED),
)
