"""Operations of our own, for what the engines say differently and Ibis has no word for; `translations` says them."""

from __future__ import annotations

from typing import Final

import ibis.expr.datatypes as dt
from ibis.expr.operations import SQLQueryResult, Unary, Value

SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What Unicode calls a space separator."""
BLANKS: Final = f"{SPACES}\t\n\r\f\v"


class Trimmed(Unary):  # type: ignore[misc]  # Ibis has no types
    """A text without the characters of `blanks` at its ends."""

    arg: Value[dt.String]
    blanks: str
    dtype = dt.string


class UtcClock(Unary):  # type: ignore[misc]
    """What a clock in UTC showed at an instant that knows its zone."""

    arg: Value[dt.Timestamp]
    dtype = dt.timestamp


class UtcClockOf(Unary):  # type: ignore[misc]
    """What a clock in UTC showed when one in `zone` showed this."""

    arg: Value[dt.Timestamp]
    zone: str
    dtype = dt.timestamp


class InstantAt(Unary):  # type: ignore[misc]
    """What a clock in UTC showed so many microseconds after the beginning of 1970."""

    arg: Value[dt.Integer]
    dtype = dt.timestamp


class MicrosecondsOf(Unary):  # type: ignore[misc]
    """How many microseconds after the beginning of 1970 a clock in UTC showed this."""

    arg: Value[dt.Timestamp]
    dtype = dt.int64


class Written(SQLQueryResult):  # type: ignore[misc]
    """The rows of a query of ours that is written out already, so that it is not translated again."""
