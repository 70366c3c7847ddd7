"""What logged work adds up to, by the day it was done."""

from __future__ import annotations

from typing import Final

from valuestory.metrics.measures.measure import Expression, Measure

WORKLOG_ANCHORS: Final[dict[str, Expression]] = {"worked": lambda worklogs: worklogs.on.cast("timestamp")}

WORKLOGS: Final = (
    Measure("logged_minutes", "worklogs", "worked", lambda t: t.minutes, ("minutes",)),
    Measure("logs_with_minutes", "worklogs", "worked", lambda t: t.minutes.notnull(), ("minutes",)),
)
