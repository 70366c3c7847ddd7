"""Times that they count in another unit than we do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.model import Column
    from valuestory.project import TimeUnit

SECONDS: Final[dict[TimeUnit, int]] = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


def own_unit(column: Column) -> TimeUnit | None:
    """Return the unit that a canonical column counts in; nothing where it counts no time."""
    if column.kind == "minutes":
        return "minutes"
    return next((unit for unit in SECONDS if column.name.endswith(f"_{unit}")), None)


def in_own_unit(value: ir.NumericValue, theirs: TimeUnit | None, ours: TimeUnit | None) -> ir.NumericValue:
    """Return a number of theirs in the unit that we count in."""
    if theirs is None or ours is None or theirs == ours:
        return value
    return value * SECONDS[theirs] / SECONDS[ours]
