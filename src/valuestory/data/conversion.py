"""Their values as canonical ones: text or typed, each kind by one rule, and nothing guessed.

Every function takes and gives an expression of the engine. A value that cannot be read becomes empty; `checks` counts
those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.model import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from valuestory.data.model import Column, Kind
    from valuestory.project import SourceSettings

_TIME: Final = r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_OFFSET: Final = r" ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)"
ISO: Final = rf"^\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}({_TIME}({_OFFSET})?)?$"
DAY_OR_MONTH: Final = r"^\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})(\D|$)"
"""Dates whose first number could be the day or the month."""
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$"
_YES: Final = ("true", "t", "yes", "y", "1")
_NO: Final = ("false", "f", "no", "n", "0")
_LARGEST_COUNT: Final = 2**53
_UNIX: Final = {"unix": 1, "unix_ms": 1000}


def _of_the_engine(name: str, takes: tuple[str, ...], gives: str) -> Any:
    """Return a function that the engine has and Ibis does not know."""

    def of_one(first: object) -> None:
        """Take a value; the engine computes it."""

    def of_two(first: object, second: object) -> None:
        """Take two values; the engine computes it."""

    return ibis.udf.scalar.builtin(of_one if len(takes) == 1 else of_two, name=name, signature=(takes, gives))


# Every engine's own. Ibis's `strip` looks for six kinds of blanks, which takes three times as long.
_trim: Final = _of_the_engine("trim", ("string",), "string")
# DuckDB's and PostgreSQL's own: the wall-clock time of an instant in a zone, and the instant of a zone's wall-clock
# time.
_at_zone: Final = _of_the_engine("timezone", ("string", "timestamp('UTC')"), "timestamp")
_from_zone: Final = _of_the_engine("timezone", ("string", "timestamp"), "timestamp('UTC')")
# DuckDB's own: a time in a format, or nothing where it is not one.
_try_strptime: Final = _of_the_engine("try_strptime", ("string", "string"), "timestamp")
_try_strptime_aware: Final = _of_the_engine("try_strptime", ("string", "string"), "timestamp('UTC')")


def as_text(value: ir.Value) -> ir.StringValue:
    """Return a value as text; a whole number without a decimal point, since keys are compared as text."""
    kind = value.type()
    if kind.is_string():
        return value
    if kind.is_floating() or kind.is_decimal():
        whole = (value == value.round()) & (value.abs() < _LARGEST_COUNT)
        text = ibis.ifelse(whole, value.cast("int64").cast("string"), value.cast("string"))
        return ibis.ifelse(value.isnan(), ibis.null("string"), text) if kind.is_floating() else text
    return value.cast("string")


def without_missing(value: ir.Value, settings: SourceSettings, *, is_csv: bool) -> ir.Value:
    """Return a value with the texts that mean "no value" emptied; in a CSV file, blanks are no value either.

    A Parquet file or a warehouse is read anew by every scan, and says itself what is null: there blanks are left alone.
    """
    if not value.type().is_string():
        return value
    gone = [~value.re_search(r"\S")] if is_csv else []
    words = [each for each in settings.missing if each.strip() or not is_csv]
    gone += [value.isin(words)] if words else []
    return ibis.ifelse(ibis.or_(*gone), ibis.null("string"), value) if gone else value


def renamed(value: ir.Value, canonical: Mapping[str, list[str]] | None) -> ir.Value:
    """Return a value in canonical words: `canonical` maps each to theirs; what it does not list stays as it is."""
    pairs = [(each, ours) for ours, theirs in (canonical or {}).items() for each in theirs]
    if not pairs:
        return value
    text = as_text(value)
    return text.cases(*pairs, else_=text)


def read_as(value: ir.Value, column: Column, settings: SourceSettings) -> ir.Value:
    """Return a value in the canonical type of a column; empty where it cannot be read.

    Parameters
    ----------
    value
        Their value, those that mean "no value" emptied and in canonical words.
    column
        The canonical column.
    settings
        The source's date format and zone.
    """
    kind = column.kind
    if kind in ("key", "text"):
        return as_text(value)
    if kind == "instant":
        return _instant(value, settings)
    if kind == "date":
        return _date(value, settings)
    if kind == "yes_no":
        return _yes_no(value)
    return _number(value, kind)


def _number(value: ir.Value, kind: Kind) -> ir.Value:
    number = _as_float(value)
    if kind != "count":
        return number
    whole = (number == number.round()) & (number.abs() < _LARGEST_COUNT)
    return ibis.ifelse(whole, number, ibis.null("float64")).cast(TYPES["count"])


def _as_float(value: ir.Value) -> ir.FloatingValue:
    kind = value.type()
    if kind.is_string():
        text = _trim(value)
        return ibis.ifelse(text.re_search(_NUMBER), text, ibis.null("string")).cast("float64")
    if not kind.is_numeric():
        return ibis.null("float64")
    number = value.cast("float64")
    return ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number) if kind.is_floating() else number


def _yes_no(value: ir.Value) -> ir.BooleanValue:
    if value.type().is_boolean():
        return value
    text = _trim(as_text(value)).lower()
    return ibis.cases((text.isin(_YES), True), (text.isin(_NO), False), else_=ibis.null("boolean"))


def _instant(value: ir.Value, settings: SourceSettings) -> ir.TimestampValue:
    kind = value.type()
    if settings.date_format in _UNIX:
        seconds = _as_float(value) / _UNIX[settings.date_format]
        return ibis.timestamp("1970-01-01 00:00:00") + (seconds * 1000).round().cast("int64").as_interval("ms")
    if kind.is_string():
        return _text_instant(_trim(value), settings)
    if kind.is_timestamp() and kind.timezone is not None:
        return _at_zone("UTC", value)
    if kind.is_timestamp() or kind.is_date():
        return _to_utc(value.cast("timestamp"), settings)
    return ibis.null("timestamp")


def _text_instant(text: ir.StringValue, settings: SourceSettings) -> ir.TimestampValue:
    iso = ibis.ifelse(text.re_search(ISO), text, ibis.null("string"))
    after_hour = text.substr(11)  # of what looks like ISO, only an offset holds one of these
    aware = ibis.or_(*(after_hour.contains(each) for each in ("Z", "+", "-", "UTC", "GMT")))
    there = _at_zone("UTC", ibis.ifelse(aware, iso, ibis.null("string")).try_cast("timestamp('UTC')"))
    here = _to_utc(ibis.ifelse(aware, ibis.null("string"), iso).try_cast("timestamp"), settings)
    return ibis.coalesce(there, here, *_formatted(text, settings))


def _formatted(text: ir.StringValue, settings: SourceSettings) -> list[ir.TimestampValue]:
    """Return the readings by the format in the settings: the whole of it, and its date alone where it has a time."""
    pattern = settings.date_format
    if not pattern:
        return []
    if "%z" in pattern:
        return [_at_zone("UTC", _try_strptime_aware(text, pattern))]
    patterns = dict.fromkeys((pattern, pattern.split()[0] if " %H" in pattern or " %I" in pattern else pattern))
    return [_to_utc(_try_strptime(text, each), settings) for each in patterns]


def _to_utc(wall_clock: ir.TimestampValue, settings: SourceSettings) -> ir.TimestampValue:
    if settings.timezone == "UTC":
        return wall_clock
    return _at_zone("UTC", _from_zone(settings.timezone, wall_clock))


def _date(value: ir.Value, settings: SourceSettings) -> ir.DateValue:
    """Return the calendar date as it is written: a date has no zone, so none is applied."""
    kind = value.type()
    if kind.is_date():
        return value
    local = settings.model_copy(update={"timezone": "UTC"})
    if kind.is_string():
        text = _trim(value)
        iso = ibis.ifelse(text.re_search(ISO), text, ibis.null("string")).try_cast("timestamp")
        return ibis.coalesce(iso, *_formatted(text, local)).date()
    return _instant(value, local).date()
