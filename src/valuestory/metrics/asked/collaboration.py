"""On which cases people of Support worked together, told by the history of the cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period

_WORK: Final = ("reply", "note")
"""What shows that somebody worked on a case: who was only given it may not have."""


def _people(events: ir.Table) -> ir.Table:
    """Return how many people of Support wrote on each case; a case on which none did is left out."""
    rows = events.filter(events.kind.isin(_WORK) & (events.actor_role == "agent") & events.actor_id.notnull())
    return rows.group_by(of_case=rows.case_id).aggregate(people=rows.actor_id.nunique())


def _shared(tables: Tables, like: Period) -> ir.Table:
    cases, people = tables["cases"], _people(tables["case_events"])
    rows = cases.filter(cases.resolved_at.notnull()).select("case_id", "account_id", "resolved_at")
    rows = rows.join(people, rows.case_id == people.of_case)
    rows = rows.select("account_id", period=period_index(rows.resolved_at, like), is_shared=rows.people > 1)
    sums = {"cases_written_on": rows.count(), "cases_shared": rows.is_shared.sum()}
    return rows.group_by(["account_id", "period"]).aggregate(**sums)


COLLABORATION: Final = Asked(
    ("cases_written_on", "cases_shared"),
    (
        *("cases.case_id", "cases.resolved_at", "case_events.case_id", "case_events.kind"),
        *("case_events.actor_id", "case_events.actor_role"),
    ),
    _shared,
    ("cases.account_id",),
)
