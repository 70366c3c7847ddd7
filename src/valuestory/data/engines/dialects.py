"""What the engines say differently: operations of our own, and what only one engine needs.

Everything else that is asked is Ibis's own and the same everywhere. A regular expression that an expression holds keeps
to what all engines know: classes, counts and alternatives; no group that is not captured, nothing that looks ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

import valuestory.data.engines.translations  # noqa: F401  # it teaches Ibis our operations
from valuestory.data.engines.operations import (
    BLANKS,
    SPACES,
    InstantAt,
    MicrosecondsOf,
    Trimmed,
    UtcClock,
    UtcClockOf,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ALL_ROWS: Final = 2**63 - 1


def trimmed(text: ir.StringValue) -> ir.StringValue:
    """Return a text without spaces at its ends, those of typographers included."""
    return Trimmed(text, SPACES).to_expr()


def stripped(text: ir.StringValue) -> ir.StringValue:
    """Return a text without spaces, tabs and line ends at its ends."""
    return Trimmed(text, BLANKS).to_expr()


def utc_clock(instant: ir.TimestampValue) -> ir.TimestampValue:
    """Return an instant that knows its zone as UTC without one."""
    return UtcClock(instant).to_expr()


def utc_clock_of(wall_clock: ir.TimestampValue, zone: str) -> ir.TimestampValue:
    """Return the UTC of what a clock in a zone showed.

    In the hour that a zone skips or has twice a year, engines differ in which of the two offsets they take.
    """
    return UtcClockOf(wall_clock, zone).to_expr()


def instant_at(microseconds: ir.IntegerValue) -> ir.TimestampValue:
    """Return the UTC instant so many microseconds after the beginning of 1970, of the years 1 to 9999."""
    return InstantAt(microseconds).to_expr()


def microseconds_of(instant: ir.TimestampValue) -> ir.IntegerValue:
    """Return the microseconds from the beginning of 1970 to a UTC instant."""
    return MicrosecondsOf(instant).to_expr()


def is_duckdb(value: ir.Value | ir.Table) -> bool:
    """Return whether DuckDB computes an expression: what only DuckDB has, and has faster, may be used then."""
    return _engine_of(value) == "duckdb"


def computed_first(table: ir.Table) -> ir.Table:
    """Return a table whose columns are computed before anything that is built on them.

    PostgreSQL puts the expression of a subquery's column in the place of each of its uses. Where a time is read from
    text that is a long one, used by checks that are used by checks: it filled all memory. A limit keeps it apart.
    """
    return table.limit(_ALL_ROWS) if _engine_of(table) == "postgres" else table


def _engine_of(value: ir.Value | ir.Table) -> str:
    try:
        return str(value.get_backend().name)
    except ibis.IbisError:  # of tables that are in no engine yet
        return ""
