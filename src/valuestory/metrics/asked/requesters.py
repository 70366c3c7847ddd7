"""Who opened cases: people, each counted once a period, however many cases they opened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from valuestory.metrics.asked.asked import Asked, Tables
from valuestory.metrics.engine import period_index

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.metrics.periods import Period


def _requesters(tables: Tables, like: Period) -> ir.Table:
    cases = tables["cases"]
    rows = cases.select("account_id", "contact_id", period=period_index(cases.opened_at, like))
    return rows.group_by(["account_id", "period"]).aggregate(requesters=rows.contact_id.nunique())


REQUESTERS: Final = Asked(("requesters",), ("cases.opened_at", "cases.contact_id"), _requesters, ("cases.account_id",))
