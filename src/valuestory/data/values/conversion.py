"""Their values as canonical ones: text or typed, each kind by one rule, and nothing guessed.

Every function takes and gives an expression of the engine. A value that cannot be read becomes empty; `checks` counts
those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.canonical.model import TYPES
from valuestory.data.engines.dialects import instant_at, trimmed, utc_clock, utc_clock_of
from valuestory.data.values.text_times import formatted_time, iso_date, iso_times

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Kind
    from valuestory.project import SourceSettings

DAY_OR_MONTH: Final = "^[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})([^0-9]|$)"
"""Dates whose first number could be the day or the month."""
DAY_FIRST: Final = "^(1[3-9]|[2-9][0-9])[./-][0-9]{1,2}[./-]"
MONTH_FIRST: Final = "^[0-9]{1,2}[./-](1[3-9]|[2-9][0-9])[./-]"
"""Dates of which only one of the two can be the day."""
ANYTHING: Final = "[^ \t\n\r\f]"
"""A character that can be seen: what holds none is blank."""
_NUMBER: Final = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$"
_LONGEST_NUMBER: Final = 60
"""In characters: what is longer is none, and some engines stop at a number that is too large for them."""
_YES: Final = ("true", "t", "yes", "y", "1")
_NO: Final = ("false", "f", "no", "n", "0")
_LARGEST_COUNT: Final = 2**53
_UNIX: Final = {"unix": 1_000, "unix_ms": 1}
_FIRST_MS, _LAST_MS = -62_135_596_800_000, 253_402_300_799_999  # the years 1 to 9999


def as_text(value: ir.Value) -> ir.StringValue:
    """Return a value as text; a whole number without a decimal point, since keys are compared as text."""
    kind = value.type()
    if kind.is_string():
        return value
    if kind.is_floating() or kind.is_decimal():
        whole = _whole(value)
        text = ibis.ifelse(whole.isnull(), value.cast("string"), whole.cast("string"))
        return ibis.ifelse(value.isnan(), ibis.null("string"), text) if kind.is_floating() else text
    return value.cast("string")


def _whole(number: ir.NumericValue) -> ir.IntegerValue:
    """Return a number that is whole and not too large to be exact; empty for any other.

    An engine may convert what a condition leaves out, and fail: nothing that is too large reaches a conversion.
    """
    nothing = ibis.null(number.type())
    small = ibis.ifelse(number.abs() < _LARGEST_COUNT, number, nothing)
    return ibis.ifelse(small == small.round(), small, nothing).cast("int64")


def without_missing(value: ir.Value, settings: SourceSettings, *, is_csv: bool) -> ir.Value:
    """Return a value with the texts that mean "no value" emptied; in a CSV file, blanks are no value either.

    A Parquet file or a warehouse is read anew by every scan, and says itself what is null: there blanks are left alone.
    """
    if not value.type().is_string():
        return value
    gone = [~value.re_search(ANYTHING)] if is_csv else []
    words = [each for each in settings.missing if each.strip() or not is_csv]
    gone += [value.isin(words)] if words else []
    return ibis.ifelse(ibis.or_(*gone), ibis.null("string"), value) if gone else value


def renamed(value: ir.Value, canonical: Mapping[str, list[str]] | None) -> ir.Value:
    """Return a value in canonical words: `canonical` maps each to theirs; what it does not list stays as it is."""
    if not canonical:
        return value
    text = as_text(value)
    # A case for each of theirs would be as many copies of the whole expression, which the engine plans slowly.
    return ibis.cases(*((text.isin(theirs), ours) for ours, theirs in canonical.items() if theirs), else_=text)


def read_as(value: ir.Value, kind: Kind, settings: SourceSettings) -> ir.Value:
    """Return a value in the canonical type of its kind; empty where it cannot be read.

    Parameters
    ----------
    value
        Their value, those that mean "no value" emptied and in canonical words.
    kind
        What a canonical column of it holds.
    settings
        The source's date format and zone.
    """
    if kind in ("key", "text"):
        return as_text(value)
    if kind == "instant":
        return _instant(value, settings)
    if kind == "date":
        return _date(value, settings)
    if kind == "yes_no":
        return _yes_no(value)
    return _number(value, kind)


def is_yes(value: ir.Value, settings: SourceSettings) -> ir.BooleanValue:
    """Return whether a value says yes; an empty one, and one that cannot be read, says no."""
    return read_as(value, "yes_no", settings).fill_null(False)


def _number(value: ir.Value, kind: Kind) -> ir.Value:
    number = _as_float(value)
    if kind != "count":
        return number
    return _whole(number).cast(TYPES["count"])


def _as_float(value: ir.Value) -> ir.FloatingValue:
    kind = value.type()
    if kind.is_string():
        text = trimmed(value)
        is_number = text.re_search(_NUMBER) & (text.length() <= _LONGEST_NUMBER)
        return ibis.ifelse(is_number, text, ibis.null("string")).cast("float64")
    if not kind.is_numeric():
        return ibis.null("float64")
    number = value.cast("float64")
    return ibis.ifelse(number.isnan() | number.isinf(), ibis.null("float64"), number) if kind.is_floating() else number


def _yes_no(value: ir.Value) -> ir.BooleanValue:
    if value.type().is_boolean():
        return value
    text = trimmed(as_text(value)).lower()
    return ibis.cases((text.isin(_YES), True), (text.isin(_NO), False), else_=ibis.null("boolean"))


def _instant(value: ir.Value, settings: SourceSettings) -> ir.TimestampValue:
    kind = value.type()
    if settings.date_format in _UNIX:
        return _unix(_as_float(value) * _UNIX[settings.date_format])
    if kind.is_integer() and settings.date_format:  # 20260131, as %Y%m%d reads it
        return _text_instant(value.cast("string"), settings)
    if kind.is_string():
        return _text_instant(trimmed(value), settings)
    if kind.is_timestamp() and kind.timezone is not None:
        return utc_clock(value)
    if kind.is_timestamp() or kind.is_date():
        return _to_utc(value.cast("timestamp"), settings)
    return ibis.null("timestamp")


def _unix(milliseconds: ir.FloatingValue) -> ir.TimestampValue:
    is_time = milliseconds.between(_FIRST_MS, _LAST_MS)
    whole = ibis.ifelse(is_time, milliseconds.round(), ibis.null("float64")).cast("int64")
    return instant_at(whole * 1_000)


def _text_instant(text: ir.StringValue, settings: SourceSettings) -> ir.TimestampValue:
    iso = iso_times(text)
    return ibis.coalesce(iso.aware, _to_utc(iso.here, settings), *_formatted(text, settings))


def _formatted(text: ir.StringValue, settings: SourceSettings) -> list[ir.TimestampValue]:
    """Return the readings by the format in the settings: the whole of it, and its date alone where it has a time."""
    pattern = settings.date_format
    if not pattern:
        return []
    if "%z" in pattern:
        return [formatted_time(text, pattern)]
    patterns = dict.fromkeys((pattern, pattern.split()[0] if " %H" in pattern or " %I" in pattern else pattern))
    return [_to_utc(formatted_time(text, each), settings) for each in patterns]


def _to_utc(wall_clock: ir.TimestampValue, settings: SourceSettings) -> ir.TimestampValue:
    return wall_clock if settings.timezone == "UTC" else utc_clock_of(wall_clock, settings.timezone)


def _date(value: ir.Value, settings: SourceSettings) -> ir.DateValue:
    """Return the calendar date as it is written: a date has no zone, so none is applied."""
    kind = value.type()
    if kind.is_date():
        return value
    local = settings.model_copy(update={"timezone": "UTC"})
    if kind.is_string():
        text = trimmed(value)
        return ibis.coalesce(iso_date(text), *(each.date() for each in _formatted(text, local)))
    return _instant(value, local).date()
