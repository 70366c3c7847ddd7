"""How each dialect says the operations of `operations`, and those of Ibis that it would say to another effect.

To import this module is to teach them to Ibis's compilers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import ibis
import ibis.backends.sql.compilers as compilers
from ibis.config import Config
from ibis.expr.operations import Binary, Cast, Divide, FloorDivide, Literal, Node
from sqlglot import expressions as sql

from valuestory.data.engines.operations import SPACES, InstantAt, MicrosecondsOf, Trimmed, UtcClock, UtcClockOf, Written

_DAY: Final = 86_400_000_000
_EPOCH: Final = "1970-01-01"

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


def _as_written(compiler: Any, op: Written, *, query: str, **_: Any) -> Any:
    rows = sql.Subquery(this=sql.Var(this=query))
    return sql.select("*").from_(rows, copy=False).subquery(copy=False)  # a query is looked into where it is the whole


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


def _floating_literals(name: str) -> Translation:
    """Return Ibis's own translation of a literal, a fraction said to be a double: 60.0 is a decimal in these dialects.

    By a decimal they divide in decimals, and round to a few places.
    """
    translated = _dialect(name).visit_Literal

    def visit(compiler: Any, op: Literal, *, value: Any, dtype: Any) -> Any:
        written = translated(compiler, op, value=value, dtype=dtype)
        return written if value is None or not dtype.is_floating() else compiler.cast(written, dtype)

    return visit


def _floating_division(name: str, operation: type[Binary]) -> Translation:
    """Return Ibis's own translation of a division, made in doubles: whole numbers are divided to six places there."""
    translated = getattr(_dialect(name), f"visit_{operation.__name__}")

    def visit(compiler: Any, op: Binary, *, left: Any, right: Any) -> Any:
        return translated(compiler, op, left=_to("DOUBLE", left), right=right)

    return visit


_SPARK: Final[dict[type[Node], Translation]] = {
    Trimmed: _trim,
    UtcClock: _spark_utc,
    UtcClockOf: _spark_utc_of,
    InstantAt: _spark_instant,
    MicrosecondsOf: _spark_microseconds,
}
TRANSLATIONS: Final[dict[str, dict[type[Node], Translation]]] = {
    "duckdb": {
        Trimmed: _duckdb_trim,
        UtcClock: _timezone_utc,
        UtcClockOf: _timezone_of,
        InstantAt: _make_timestamp,
        MicrosecondsOf: _epoch_us,
        Written: _as_written,
    },
    "postgres": {
        Trimmed: _trim,
        UtcClock: _timezone_utc,
        UtcClockOf: _timezone_of,
        Cast: _counting_booleans("postgres"),
        InstantAt: _postgres_instant,
        MicrosecondsOf: _postgres_microseconds,
    },
    "pyspark": _SPARK | {Literal: _floating_literals("pyspark")},
    "databricks": _SPARK | {Literal: _floating_literals("databricks")},
    "snowflake": {
        Trimmed: _trim,
        Cast: _counting_booleans("snowflake"),
        Literal: _floating_literals("snowflake"),
        Divide: _floating_division("snowflake", Divide),
        FloorDivide: _floating_division("snowflake", FloorDivide),
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


class _SparkOptions(Config):  # type: ignore[misc]
    """What Ibis's compiler for Spark asks for, and that of Databricks with it: only the backend for Spark brings it."""

    treat_nan_as_null: bool = False


if ibis.options.pyspark is None:  # without it, nothing with a fraction could be asked of Databricks
    ibis.options.pyspark = _SparkOptions()
