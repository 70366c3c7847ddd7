"""Times that they count in another unit than we do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Column
    from valuestory.project import TimeUnit

SECONDS: Final[dict[TimeUnit, int]] = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


_CLOCK: Final = "^-?[0-9]{1,9}:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?$"
"""Hours, minutes and seconds. Two numbers alone could be minutes and seconds as well, and are not read."""


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


def clock_in_own_unit(text: ir.StringValue, ours: TimeUnit) -> ir.FloatingValue:
    """Return a duration that is written as hours, minutes and seconds (30:15:00) in our unit; nothing for any other."""
    clock = ibis.ifelse(text.re_search(_CLOCK), text, ibis.null("string"))
    hours, minutes, seconds = (
        clock.re_extract(part, 1).nullif("").cast("float64")
        for part in ("^-?([0-9]+):", ":([0-9]+):", ":[0-9]+:([0-9.]+)$")
    )
    length = (hours * 3_600 + minutes * 60 + seconds) / SECONDS[ours]
    return ibis.ifelse(clock.substr(0, 1) == "-", -length, length)
