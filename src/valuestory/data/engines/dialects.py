"""What the engines say differently, and Ibis has no word for: operations of our own with a translation per dialect.

Everything else that is asked is Ibis's own and the same everywhere. A regular expression that an expression holds keeps
to what all engines know: classes, counts and alternatives; no group that is not captured, nothing that looks ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import ibis
import ibis.backends.sql.compilers as compilers
import ibis.expr.datatypes as dt
from ibis.expr.operations import Cast, Unary, Value
from sqlglot import expressions as sql

if TYPE_CHECKING:
    import ibis.expr.types as ir

SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What Unicode calls a space separator."""
BLANKS: Final = f"{SPACES}\t\n\r\f\v"
_DAY: Final = 86_400_000_000
_ALL_ROWS: Final = 2**63 - 1
_EPOCH: Final = "1970-01-01"


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


Translation = Callable[..., Any]


def _duckdb_trim(compiler: Any, op: Trimmed, *, arg: Any, blanks: str) -> Any:
    # Its own `trim` takes off just these spaces, in a third of the time.
    return compiler.f.anon.trim(arg) if blanks == SPACES else compiler.f.anon.trim(arg, blanks)


def _trim(compiler: Any, op: Trimmed, *, arg: Any, blanks: str) -> Any:
    return sql.Trim(this=arg, expression=sql.convert(blanks))


def _to(kind: str, value: Any) -> Any:
    return sql.Cast(this=value, to=sql.DataType.build(kind, dialect=None))


_PLAIN: Final = "TIMESTAMPNTZ"


def _timezone_utc(compiler: Any, op: UtcClock, *, arg: Any) -> Any:
    return compiler.f.anon.timezone("UTC", arg)


def _timezone_of(compiler: Any, op: UtcClockOf, *, arg: Any, zone: str) -> Any:
    return compiler.f.anon.timezone("UTC", compiler.f.anon.timezone(zone, arg))


def _make_timestamp(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    return compiler.f.anon.make_timestamp(arg)


def _epoch_us(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    return compiler.f.anon.epoch_us(arg)


def _postgres_instant(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    # Days and the rest apart: an interval is multiplied in floating point, which is not exact beyond 2255.
    arg = sql.Paren(this=arg)
    days = _to("INT", compiler.f.anon.div(arg, _DAY))
    day = sql.Add(this=_to("DATE", sql.convert(_EPOCH)), expression=days)
    tick = sql.Interval(this=sql.convert("1"), unit=sql.Var(this="MICROSECOND"))
    return sql.Paren(this=sql.Paren(this=day) + sql.Paren(this=sql.Mod(this=arg, expression=sql.convert(_DAY))) * tick)


def _postgres_microseconds(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    seconds = sql.Extract(this=sql.Var(this="EPOCH"), expression=arg)
    return _to("BIGINT", sql.Paren(this=seconds * 1_000_000))


def _spark_utc(compiler: Any, op: UtcClock, *, arg: Any) -> Any:
    here = compiler.f.anon.current_timezone()
    return compiler.f.anon.convert_timezone(here, "UTC", _to(_PLAIN, arg))


def _spark_utc_of(compiler: Any, op: UtcClockOf, *, arg: Any, zone: str) -> Any:
    return compiler.f.anon.convert_timezone(zone, "UTC", arg)


def _spark_instant(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    here = compiler.f.anon.current_timezone()
    return compiler.f.anon.convert_timezone(here, "UTC", _to(_PLAIN, compiler.f.anon.timestamp_micros(arg)))


def _spark_microseconds(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    here = compiler.f.anon.current_timezone()
    return compiler.f.anon.unix_micros(_to("TIMESTAMPLTZ", compiler.f.anon.convert_timezone("UTC", here, arg)))


def _snowflake_utc(compiler: Any, op: UtcClock, *, arg: Any) -> Any:
    return _to(_PLAIN, compiler.f.anon.convert_timezone("UTC", arg))


def _snowflake_instant(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    return compiler.f.anon.to_timestamp_ntz(arg, 6)


def _snowflake_microseconds(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    return compiler.f.anon.date_part("epoch_microsecond", arg)


def _bigquery_utc(compiler: Any, op: UtcClock, *, arg: Any) -> Any:
    return compiler.f.anon.datetime(arg, "UTC")


def _bigquery_utc_of(compiler: Any, op: UtcClockOf, *, arg: Any, zone: str) -> Any:
    return compiler.f.anon.datetime(compiler.f.anon.timestamp(arg, zone), "UTC")


def _bigquery_instant(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    return compiler.f.anon.datetime(compiler.f.anon.timestamp_micros(arg), "UTC")


def _bigquery_microseconds(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    return compiler.f.anon.unix_micros(compiler.f.anon.timestamp(arg, "UTC"))


def _trino_utc(compiler: Any, op: UtcClock, *, arg: Any) -> Any:
    return _to("TIMESTAMP(6)", compiler.f.anon.at_timezone(arg, "UTC"))


def _trino_utc_of(compiler: Any, op: UtcClockOf, *, arg: Any, zone: str) -> Any:
    there = compiler.f.anon.with_timezone(arg, zone)
    return _to("TIMESTAMP(6)", compiler.f.anon.at_timezone(there, "UTC"))


def _trino_instant(compiler: Any, op: InstantAt, *, arg: Any) -> Any:
    nanoseconds = _to("DECIMAL(38, 0)", arg) * 1000
    instant = compiler.f.anon.from_unixtime_nanos(nanoseconds)
    return _to("TIMESTAMP(6)", compiler.f.anon.at_timezone(instant, "UTC"))


def _trino_microseconds(compiler: Any, op: MicrosecondsOf, *, arg: Any) -> Any:
    seconds = compiler.f.anon.to_unixtime(compiler.f.anon.with_timezone(arg, "UTC"))
    return _to("BIGINT", compiler.f.anon.round(seconds * 1_000_000))


def _dialect(name: str) -> type[Any]:
    return type(getattr(compilers, name).compiler)


def _counting_booleans(name: str) -> Translation:
    """Return Ibis's own translation of a cast, but for yes and no as a number: these dialects know no such cast."""
    translated = _dialect(name).visit_Cast

    def visit(compiler: Any, op: Cast, *, arg: Any, to: Any) -> Any:
        if op.arg.dtype.is_boolean() and to.is_numeric():
            arg = sql.Case(ifs=[compiler.if_(arg, 1), compiler.if_(sql.not_(arg), 0)])
            return compiler.cast(arg, to)
        return translated(compiler, op, arg=arg, to=to)

    return visit


_SPARK: Final[dict[type[Value], Translation]] = {
    Trimmed: _trim,
    UtcClock: _spark_utc,
    UtcClockOf: _spark_utc_of,
    InstantAt: _spark_instant,
    MicrosecondsOf: _spark_microseconds,
}
TRANSLATIONS: Final[dict[str, dict[type[Value], Translation]]] = {
    "duckdb": {
        Trimmed: _duckdb_trim,
        UtcClock: _timezone_utc,
        UtcClockOf: _timezone_of,
        InstantAt: _make_timestamp,
        MicrosecondsOf: _epoch_us,
    },
    "postgres": {
        Trimmed: _trim,
        UtcClock: _timezone_utc,
        UtcClockOf: _timezone_of,
        Cast: _counting_booleans("postgres"),
        InstantAt: _postgres_instant,
        MicrosecondsOf: _postgres_microseconds,
    },
    "pyspark": _SPARK,
    "databricks": _SPARK,
    "snowflake": {
        Trimmed: _trim,
        Cast: _counting_booleans("snowflake"),
        UtcClock: _snowflake_utc,
        UtcClockOf: _spark_utc_of,
        InstantAt: _snowflake_instant,
        MicrosecondsOf: _snowflake_microseconds,
    },
    "bigquery": {
        Trimmed: _trim,
        Cast: _counting_booleans("bigquery"),
        UtcClock: _bigquery_utc,
        UtcClockOf: _bigquery_utc_of,
        InstantAt: _bigquery_instant,
        MicrosecondsOf: _bigquery_microseconds,
    },
    "trino": {
        Trimmed: _trim,
        UtcClock: _trino_utc,
        UtcClockOf: _trino_utc_of,
        InstantAt: _trino_instant,
        MicrosecondsOf: _trino_microseconds,
    },
}
"""Dialect -> operation -> its translation. An Ibis compiler looks for `visit_` and the name of an operation."""

for _name, _translations in TRANSLATIONS.items():
    for _operation, _translation in _translations.items():
        setattr(_dialect(_name), f"visit_{_operation.__name__}", _translation)
