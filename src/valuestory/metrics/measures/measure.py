"""What a measure is: a sum over the rows of one raw table, dated by one of its instants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from valuestory.data.engines.dialects import microseconds_of

Expression = Callable[[ir.Table], ir.Value]


@dataclass(frozen=True)
class Measure:
    """A sum over the rows of one table.

    Parameters
    ----------
    name
        The column in account quarters.
    table
        The canonical table.
    at
        Which of the table's anchors (`ANCHORS`) dates a row.
    value
        What a row adds: a numeric or boolean expression; null adds nothing.
    needs
        Columns of the table without which the measure does not exist.
    by
        The column that says whose rows belong together: accounts, but for what no customer stands behind.
    """

    name: str
    table: str
    at: str
    value: Expression
    needs: tuple[str, ...] = ()
    by: str = "account_id"


def column(table: ir.Table, name: str, kind: str = "float64") -> ir.Value:
    """Return a column, or a null of its kind where the table lacks it."""
    return table[name] if name in table.columns else ibis.null(kind)


def minutes_between(start: ir.Value, end: ir.Value) -> ir.Value:
    """Return the time between two instants, in minutes, parts of a second included."""
    return (microseconds_of(end) - microseconds_of(start)).cast("float64") / 60_000_000.0


def seconds_of(instant: ir.Value) -> ir.Value:
    """Return the seconds from 1970 on to an instant, with their parts: Ibis's own word leaves those out in Spark."""
    return microseconds_of(instant).cast("float64") / 1_000_000.0


def stretched_score(surveys: ir.Table, low: float, high: float) -> ir.Value:
    """Return a survey's score on the scale from `low` to `high`, stretched to it from the one that was asked on."""
    asked_low = column(surveys, "scale_min").fill_null(low)
    asked_high = column(surveys, "scale_max").fill_null(high)
    return low + (high - low) * (surveys.score - asked_low) / (asked_high - asked_low).nullif(0.0)
