"""What the product's use adds up to: each row is an account's day, week or month, by its start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.metrics.measures.measure import Expression, Measure

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _licensed(usage: ir.Table) -> ir.BooleanValue:
    """Return whether a row says both how many use the product and how many might."""
    return usage.active_users_count.notnull() & (usage.licensed_users_count > 0)


def _eventful(usage: ir.Table) -> ir.BooleanValue:
    """Return whether a row says both what was done and by how many."""
    return usage.events_count.notnull() & usage.active_users_count.notnull()


_ADOPTION: Final = ("active_users_count", "licensed_users_count")
_EVENTS: Final = ("active_users_count", "events_count")

USAGE_ANCHORS: Final[dict[str, Expression]] = {"used": lambda usage: usage.at}

USAGE: Final = (
    Measure("licensed_active", "usage", "used", lambda t: _licensed(t).ifelse(t.active_users_count, None), _ADOPTION),
    Measure("licensed_users", "usage", "used", lambda t: _licensed(t).ifelse(t.licensed_users_count, None), _ADOPTION),
    Measure("active_users", "usage", "used", lambda t: t.active_users_count, ("active_users_count",)),
    Measure("active_users_known", "usage", "used", lambda t: t.active_users_count.notnull(), ("active_users_count",)),
    Measure("usage_events", "usage", "used", lambda t: _eventful(t).ifelse(t.events_count, None), _EVENTS),
    Measure("eventful_users", "usage", "used", lambda t: _eventful(t).ifelse(t.active_users_count, None), _EVENTS),
    Measure("health_sum", "usage", "used", lambda t: t.health_score, ("health_score",)),
    Measure("health_rows", "usage", "used", lambda t: t.health_score.notnull(), ("health_score",)),
)
