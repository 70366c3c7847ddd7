"""How far the rows of a table reach in time: the first and the last day that they speak of, told by the one pass."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from valuestory.data.company import Extent

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

DATED: Final[Mapping[str, str]] = {
    "cases": "opened_at",
    "article_sessions": "started_at",
    "surveys": "answered_at",
    "usage": "at",
    "subscriptions": "start_on",
}
"""The column of each table that says how far the data reaches, the most telling table first."""


def extent_sums(table: ibis.Table, column: str, where: ir.BooleanValue | None = None) -> dict[str, Any]:
    """Return what to ask of a table so that `extent_of` can tell how far a column of it reaches."""
    day = table[column]
    return {"first": day.min(where=where), "last": day.max(where=where), "dated": day.count(where=where)}


def extent_of(found: Mapping[str, Any]) -> Extent | None:
    """Return what was asked by `extent_sums`; nothing where no row has a day."""
    if not found.get("dated"):
        return None
    return Extent(_day(found["first"]), _day(found["last"]), int(found["dated"]))


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value
