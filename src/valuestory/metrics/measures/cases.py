"""What cases add up to: by the day they were opened, resolved, or ended with a happy customer."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from valuestory.metrics.measures.measure import Expression, Measure, column, minutes_between

_FIRST_LEVEL: Final = ("1", "l1", "level 1", "tier 1", "t1", "first", "first level", "1st", "1st level")
"""What systems call the first level, in small letters."""


def smile_start(cases: ir.Table) -> ir.Value:
    """Return when a customer's work was interrupted."""
    # Detected or reported, whichever is earlier: what was noted after the report began at the report, at the latest.
    return ibis.least(ibis.coalesce(column(cases, "interrupted_at", "timestamp"), cases.opened_at), cases.opened_at)


def smile_end(cases: ir.Table) -> ir.Value:
    """Return when the customer was happy again, or what stands in for it; null where the case is open."""
    return ibis.coalesce(column(cases, "happy_at", "timestamp"), cases.resolved_at)


def _smile_minutes(cases: ir.Table) -> ir.Value:
    return minutes_between(smile_start(cases), smile_end(cases))


def _smile_part(part: str) -> Expression:
    """Return minutes of one of the three parts of the time to smile, which add up to it.

    Where the customer agreed before an answer was noted, or none was, the answer came with the agreement.
    """

    def minutes(cases: ir.Table) -> ir.Value:
        end = smile_end(cases)
        answered = ibis.least(ibis.coalesce(cases.resolved_at, end), end)
        bounds = {
            "detect": (smile_start(cases), cases.opened_at),
            "resolve": (cases.opened_at, answered),
            "confirm": (answered, end),
        }
        return minutes_between(*bounds[part])

    return minutes


def _first_contact(cases: ir.Table) -> ir.Value:
    escalated = column(cases, "is_escalated", "boolean").fill_null(False)
    reopened = column(cases, "reopens_count", "int64").fill_null(0) > 0
    return _resolved(cases) & cases.resolved_on_first_contact & ~escalated & ~reopened


def _first_level(cases: ir.Table) -> ir.Value:
    escalated = column(cases, "is_escalated", "boolean").fill_null(False)
    return _resolved(cases) & cases.level.strip().lower().isin(_FIRST_LEVEL) & ~escalated


def _linked(cases: ir.Table) -> ir.Value:
    """Return whether a resolved case names an article, and was not marked as linked to none."""
    return (
        _resolved(cases) & cases.article_id.notnull() & (column(cases, "link_type", "string").fill_null("") != "none")
    )


def _link(*kinds: str) -> Expression:
    return lambda cases: _resolved(cases) & cases.link_type.isin(kinds)


def _was_worked(known: bool) -> Expression:
    """Return whether a resolved case, known or new, has its minutes."""

    def counted(cases: ir.Table) -> ir.Value:
        is_known = cases.link_type.isin(("reused", "improved"))
        return _resolved(cases) & cases.work_minutes.notnull() & (is_known if known else ~is_known)

    return counted


def _worked(known: bool) -> Expression:
    return lambda cases: _was_worked(known)(cases).ifelse(cases.work_minutes, ibis.null("float64"))


def _new(cases: ir.Table) -> ir.Value:
    """Return whether it is known of a resolved case that no article answered it yet."""
    return _resolved(cases) & cases.link_type.notin(("reused", "improved"))


def _new_minutes(cases: ir.Table) -> ir.Value:
    taken = minutes_between(cases.opened_at, cases.resolved_at)
    return _new(cases).ifelse(taken, ibis.null("float64"))


def _resolved(cases: ir.Table) -> ir.Value:
    return cases.resolved_at.notnull()


def _known(name: str) -> Expression:
    """Return whether a resolved case has a value in a column."""
    return lambda cases: _resolved(cases) & cases[name].notnull()


def _resolved_sum(name: str) -> Expression:
    return lambda cases: _resolved(cases).ifelse(cases[name], ibis.null(cases[name].type()))


CASE_ANCHORS: Final[dict[str, Expression]] = {
    "opened": lambda cases: cases.opened_at,
    "resolved": lambda cases: column(cases, "resolved_at", "timestamp"),
    "happy": lambda cases: smile_end(cases) if "resolved_at" in cases.columns else ibis.null("timestamp"),
}

CASES: Final = (
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
    Measure("smile_cases", "cases", "happy", lambda t: smile_end(t).notnull(), ("resolved_at",)),
    Measure("smile_detect_minutes", "cases", "happy", _smile_part("detect"), ("resolved_at", "interrupted_at")),
    Measure("smile_resolve_minutes", "cases", "happy", _smile_part("resolve"), ("resolved_at",)),
    Measure("smile_confirm_minutes", "cases", "happy", _smile_part("confirm"), ("resolved_at", "happy_at")),
    Measure("smile_confirmed", "cases", "happy", lambda t: t.happy_at.notnull(), ("resolved_at", "happy_at")),
    Measure(
        "response_minutes",
        "cases",
        "opened",
        lambda t: minutes_between(t.opened_at, t.first_response_at),
        ("first_response_at",),
    ),
    Measure("cases_responded", "cases", "opened", lambda t: t.first_response_at.notnull(), ("first_response_at",)),
    Measure(
        "resolution_minutes",
        "cases",
        "resolved",
        lambda t: minutes_between(t.opened_at, t.resolved_at),
        ("resolved_at",),
    ),
    Measure(
        "first_contact_resolved", "cases", "resolved", _first_contact, ("resolved_at", "resolved_on_first_contact")
    ),
    Measure(
        "first_contact_known",
        "cases",
        "resolved",
        _known("resolved_on_first_contact"),
        ("resolved_at", "resolved_on_first_contact"),
    ),
    Measure("first_level_resolved", "cases", "resolved", _first_level, ("resolved_at", "level")),
    Measure("level_known", "cases", "resolved", _known("level"), ("resolved_at", "level")),
    Measure(
        "cases_without_handoff",
        "cases",
        "resolved",
        lambda t: _resolved(t) & (t.handoffs_count == 0),
        ("resolved_at", "handoffs_count"),
    ),
    Measure("handoffs", "cases", "resolved", _resolved_sum("handoffs_count"), ("resolved_at", "handoffs_count")),
    Measure("handoffs_known", "cases", "resolved", _known("handoffs_count"), ("resolved_at", "handoffs_count")),
    Measure("returns", "cases", "resolved", _resolved_sum("returns_count"), ("resolved_at", "returns_count")),
    Measure("returns_known", "cases", "resolved", _known("returns_count"), ("resolved_at", "returns_count")),
    Measure("touches", "cases", "resolved", _resolved_sum("touches_count"), ("resolved_at", "touches_count")),
    Measure("touches_known", "cases", "resolved", _known("touches_count"), ("resolved_at", "touches_count")),
    Measure(
        "cases_reopened",
        "cases",
        "resolved",
        lambda t: _resolved(t) & (t.reopens_count > 0),
        ("resolved_at", "reopens_count"),
    ),
    Measure("reopens_known", "cases", "resolved", _known("reopens_count"), ("resolved_at", "reopens_count")),
    Measure("cases_escalated", "cases", "opened", lambda t: t.is_escalated, ("is_escalated",)),
    Measure("escalation_known", "cases", "opened", lambda t: t.is_escalated.notnull(), ("is_escalated",)),
    Measure(
        "resolved_work_minutes", "cases", "resolved", _resolved_sum("work_minutes"), ("resolved_at", "work_minutes")
    ),
    Measure("resolved_work_known", "cases", "resolved", _known("work_minutes"), ("resolved_at", "work_minutes")),
    Measure("csat_dissatisfied", "cases", "resolved", lambda t: t.csat_score <= 2, ("csat_score", "resolved_at")),
    Measure("cases_linked", "cases", "resolved", _linked, ("resolved_at", "article_id")),
    Measure("cases_link_known", "cases", "resolved", _known("link_type"), ("resolved_at", "link_type")),
    Measure("cases_known", "cases", "resolved", _link("reused", "improved"), ("resolved_at", "link_type")),
    Measure("cases_written", "cases", "resolved", _link("created"), ("resolved_at", "link_type")),
    Measure("known_work_minutes", "cases", "resolved", _worked(True), ("resolved_at", "link_type", "work_minutes")),
    Measure("known_work_known", "cases", "resolved", _was_worked(True), ("resolved_at", "link_type", "work_minutes")),
    Measure("new_work_minutes", "cases", "resolved", _worked(False), ("resolved_at", "link_type", "work_minutes")),
    Measure("cases_new", "cases", "resolved", _new, ("resolved_at", "link_type")),
    Measure("new_resolution_minutes", "cases", "resolved", _new_minutes, ("resolved_at", "link_type")),
    Measure("new_work_known", "cases", "resolved", _was_worked(False), ("resolved_at", "link_type", "work_minutes")),
)
