"""Times and dates that are text: which texts are one, and which time that is; the same in every engine.

A regular expression says which texts are read. DuckDB then reads them by `strptime` and casts that give nothing for a
31st of February. Other engines stop at such a cast, so there a time is computed from the numbers in its text, in
arithmetic that cannot fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.engines.dialects import instant_at, is_duckdb, utc_clock
from valuestory.errors import DataError

if TYPE_CHECKING:
    import ibis.expr.types as ir

_YEAR: Final = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_DATE: Final = f"{_YEAR}(-[0-9]{{1,2}}-[0-9]{{1,2}}|/[0-9]{{1,2}}/[0-9]{{1,2}})"
_CLOCK: Final = "[T ]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]*)?)?"
_OFFSET: Final = "( ?Z| UTC| GMT| ?[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
ISO: Final = f"^{_DATE}({_CLOCK}({_OFFSET})?)?$"
"""The texts that are read without a stated format."""
_AWARE: Final = "[ZUG]|^.{10,}[+-]"
"""Of what is ISO, the texts with an offset."""
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_DAY: Final = 1440 * _MINUTE


def _builtin(name: str, gives: str) -> Any:
    def of_two(text: object, pattern: object) -> None:
        """Take a text and a format; the engine computes it."""

    return ibis.udf.scalar.builtin(of_two, name=name, signature=(("string", "string"), gives))


# DuckDB's own: a time in a format, or nothing where it is not one.
_try_strptime: Final = _builtin("try_strptime", "timestamp")
_try_strptime_aware: Final = _builtin("try_strptime", "timestamp('UTC')")


@dataclass(frozen=True)
class IsoTimes:
    """The readings of a text in ISO form: `aware` in UTC where it says an offset, else `here`, as the clock showed."""

    aware: ir.TimestampValue
    here: ir.TimestampValue


def iso_times(text: ir.StringValue) -> IsoTimes:
    """Return a text's readings in ISO form, both empty where it has none."""
    return iso_by_cast(text) if is_duckdb(text) else iso_by_numbers(text)


def iso_date(text: ir.StringValue) -> ir.DateValue:
    """Return the date that a text in ISO form begins with, as it is written."""
    return date_by_cast(text) if is_duckdb(text) else date_by_numbers(text)


def date_by_cast(text: ir.StringValue) -> ir.DateValue:
    """Return the date that a text in ISO form begins with, as DuckDB computes it."""
    return _only(text, ISO).try_cast("date")


def date_by_numbers(text: ir.StringValue) -> ir.DateValue:
    """Return the date that a text in ISO form begins with, as any engine computes it."""
    return instant_at(_iso_days(_only(text, ISO)) * _DAY).date()


def formatted_time(text: ir.StringValue, pattern: str) -> ir.TimestampValue:
    """Return the reading of a text by a format of `strptime`, in UTC where the format has an offset.

    Raises
    ------
    DataError
        When the format has a letter that is not read: the message names it and those that are.
    """
    return by_strptime(text, pattern) if is_duckdb(text) else by_numbers(text, pattern)


def by_strptime(text: ir.StringValue, pattern: str) -> ir.TimestampValue:
    """Return the reading of a text by a format, as DuckDB computes it."""
    found = _only(text, _expression(pattern))
    if "%z" in pattern:
        return utc_clock(_try_strptime_aware(found, pattern))
    return _try_strptime(found, pattern)


def by_numbers(text: ir.StringValue, pattern: str) -> ir.TimestampValue:
    """Return the reading of a text by a format, as any engine computes it."""
    found = _only(text, _expression(pattern))
    part = {each.letter: _part(found, pattern, each) for each in _letters(pattern)}
    days = _days(_year(part), part.get("m", part.get("b", part.get("B", _one()))), part.get("d", _one()))
    hours, is_hour = _hours(part)
    minutes, seconds = part.get("M", _none()), part.get("S", _none())
    sound = is_hour & (minutes < 60) & (seconds < 60)
    clock = (hours * 60 + minutes) * _MINUTE + seconds * _SECOND + part.get("f", _none())
    clock = clock + part.get("a", part.get("A", _none()))
    offset = part.get("z", _none())
    return instant_at(ibis.ifelse(sound, days, ibis.null("int64")) * _DAY + clock - offset * _MINUTE)


def iso_by_cast(text: ir.StringValue) -> IsoTimes:
    """Return a text's readings in ISO form, as DuckDB computes them."""
    iso = _only(text, ISO)
    aware = iso.re_search(_AWARE)
    # DuckDB knows no blank before an offset.
    joined = ibis.ifelse(aware, iso, ibis.null("string"))
    for mark in ("Z", "+", "-"):
        joined = joined.replace(f" {mark}", mark)
    there = utc_clock(joined.try_cast("timestamp('UTC')"))
    return IsoTimes(there, ibis.ifelse(aware, ibis.null("string"), iso).try_cast("timestamp"))


def iso_by_numbers(text: ir.StringValue) -> IsoTimes:
    """Return a text's readings in ISO form, as any engine computes them."""
    iso = _only(text, ISO)
    hours, minutes, seconds = (_number(iso, f"[T ]{before}([0-9]+)") for before in ("", "[0-9]+:", "[0-9]+:[0-9]+:"))
    ticks = _ticks(iso.re_extract("[.]([0-9]+)", 1))
    clock = _iso_days(iso) * _DAY + (hours * 60 + minutes) * _MINUTE + seconds * _SECOND + ticks
    aware = iso.re_search(_AWARE)
    offset = _offset(iso.re_extract("^.{10,}([+-][0-9:]{2,5})$", 1))
    none = ibis.null("int64")
    there = instant_at(ibis.ifelse(aware, clock - offset * _MINUTE, none))
    return IsoTimes(there, instant_at(ibis.ifelse(aware, none, clock)))


def _iso_days(iso: ir.StringValue) -> ir.IntegerValue:
    year, month, day = (_number(iso, f"^{before}([0-9]+)") for before in ("", "[0-9]+[-/]", "[0-9]+[-/][0-9]+[-/]"))
    return _days(year, month, day)


def _only(text: ir.StringValue, expression: str) -> ir.StringValue:
    return ibis.ifelse(text.re_search(expression), text, ibis.null("string"))


def _none() -> ir.IntegerValue:
    return ibis.literal(0, "int64")


def _one() -> ir.IntegerValue:
    return ibis.literal(1, "int64")


def _whole(digits: ir.StringValue) -> ir.IntegerValue:
    """Return the number of some digits; 0 where there are none (some engines give an empty text for no match)."""
    return digits.nullif("").cast("int64").fill_null(0)


def _number(text: ir.StringValue, expression: str) -> ir.IntegerValue:
    return _whole(text.re_extract(expression, 1))


def _ticks(fraction: ir.StringValue) -> ir.IntegerValue:
    """Return the microseconds of the digits behind a second's point."""
    return _whole((fraction.fill_null("") + "000000").substr(0, 6))


def _offset(text: ir.StringValue) -> ir.IntegerValue:
    """Return the minutes of an offset such as +02, +0200 or -02:30."""
    digits = text.re_replace("[^0-9]", "")
    minutes = _whole(digits.substr(0, 2)) * 60 + _whole(digits.substr(2, 2))
    return ibis.ifelse(text.substr(0, 1) == "-", -minutes, minutes).fill_null(0)


def _days(year: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """Return the days from 1970-01-01 to a date, nothing where there is no such date.

    As `days_from_civil` of Howard Hinnant, chrono-Compatible Low-Level Date Algorithms: years begin in March.
    """
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    last = ibis.cases((month.isin((4, 6, 9, 11)), 30), (month != 2, 31), (leap, 29), else_=28)
    is_date = (year >= 1) & month.between(1, 12) & (day >= 1) & (day <= last)
    since_march = (month + 9) % 12
    years = year - ibis.ifelse(month <= 2, 1, 0)
    leaps = years // 4 - years // 100 + years // 400
    days = years * 365 + leaps + (since_march * 153 + 2) // 5 + day - 1 - 719_468
    return ibis.ifelse(is_date, days, ibis.null("int64"))


@dataclass(frozen=True)
class _Letter:
    """A letter of a format, and its place in it."""

    letter: str
    at: int = 0


_TOUCHING: Final = tuple("dmHIMS")
_STANDS_FOR: Final = dict.fromkeys(_TOUCHING, "[0-9]{1,2}") | {
    "Y": "[1-9][0-9]{3}",
    "y": "[0-9]{2}",
    "f": "[0-9]{1,6}",
    "p": "[AaPp][Mm]",
    "b": "[A-Za-z]{3}",
    "B": "[A-Za-z]{3,9}",
    "a": "[A-Za-z]{3}",
    "A": "[A-Za-z]{6,9}",
    "z": "[+-][01][0-9]:?[0-9]{0,2}",
}
_TOKEN: Final = re.compile(r"%-?(.)| +|.", re.DOTALL)


def _letters(pattern: str) -> list[_Letter]:
    return [_Letter(each[1], each.start()) for each in _TOKEN.finditer(pattern) if each[1] and each[1] != "%"]


def _pieces(pattern: str) -> list[tuple[int, str]]:
    """Return the place of each piece of a format, and its regular expression, which holds no group."""
    return [(each.start(), _piece(pattern, each)) for each in _TOKEN.finditer(pattern)]


def _piece(pattern: str, found: re.Match[str]) -> str:
    letter = found[1]
    if letter in _TOUCHING and (pattern[found.end() :][:1] == "%" or pattern[: found.start()][-2:-1] == "%"):
        return "[0-9]{2}"  # where numbers touch, only their length tells them apart
    if letter in _STANDS_FOR:
        return _STANDS_FOR[letter]
    if letter not in (None, "%"):
        known = " ".join(f"%{each}" for each in _STANDS_FOR)
        raise DataError(f'date_format = "{pattern}" has %{letter}, which is not read', do=f"the letters are {known}")
    return " +" if found[0].isspace() else _literally("%" if letter else found[0])


def _literally(character: str) -> str:
    return character if character.isalnum() else f"[{character}]" if character not in "^[]\\" else "."


def _expression(pattern: str) -> str:
    return "^" + "".join(each for _, each in _pieces(pattern)) + "$"


def _part(text: ir.StringValue, pattern: str, letter: _Letter) -> ir.IntegerValue:
    """Return the number that stands at a letter's place."""
    before = "".join(each for at, each in _pieces(pattern) if at < letter.at)
    own = next(each for at, each in _pieces(pattern) if at == letter.at)
    found = text.re_extract(f"^{before}({own})", 1)
    return _MEANS.get(letter.letter, _whole)(found)


def _month_of(text: ir.StringValue, length: int | None) -> ir.IntegerValue:
    named = [(each[:length], number) for number, each in enumerate(_MONTHS, 1)]
    return text.lower().cases(*named, else_=0).cast("int64")


def _weekday(text: ir.StringValue, length: int | None) -> ir.IntegerValue:
    """Return 0 for a day of the week, which tells nothing more, and nothing for any other word."""
    return ibis.ifelse(text.lower().isin([each[:length] for each in _WEEKDAYS]), 0, ibis.null("int64")).cast("int64")


def _half_of_day(text: ir.StringValue) -> ir.IntegerValue:
    return ibis.ifelse(text.lower() == "pm", 12, 0).cast("int64")


_MEANS: Final[dict[str, Callable[[ir.StringValue], ir.IntegerValue]]] = {
    "f": _ticks,
    "p": _half_of_day,
    "b": lambda text: _month_of(text, 3),
    "B": lambda text: _month_of(text, None),
    "z": lambda text: ibis.ifelse(text.re_search("^.{3}(:?[0-9]{2})?$"), _offset(text), ibis.null("int64")),
    "a": lambda text: _weekday(text, 3),
    "A": lambda text: _weekday(text, None),
}


def _year(part: dict[str, ir.IntegerValue]) -> ir.IntegerValue:
    if "Y" in part or "y" not in part:
        return part.get("Y", ibis.literal(1900, "int64"))
    return part["y"] + ibis.ifelse(part["y"] < 69, 2000, 1900)


def _hours(part: dict[str, ir.IntegerValue]) -> tuple[ir.IntegerValue, ir.BooleanValue]:
    hours = part.get("I", part.get("H", _none()))
    if "I" not in part and "p" not in part:
        return hours, hours < 24
    return hours % 12 + part.get("p", _none()), hours.between(1 if "I" in part else 0, 12)
