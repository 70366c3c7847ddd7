"""How a number is written: rounded once, in one place, in the company's locale.

Rules: money has two significant digits from a thousand up and whole units below; shares are whole percents, with one
decimal where a change is under five points; days are whole, hours have one decimal; the bounds and the change of a fact
take the scale and the decimals of its value, and where a bound of money is of a larger scale, all take the bound's.
Minus is U+2212; a non-breaking space stands between number and unit.

Two things are never said by rounding: that a share is nothing or everything when it is neither (99.6 % is not "100%"),
and that an interval is none (62.0 %, from 61.8 % to 62.3 %, is not "62%, 62% to 62%"). Both bring one decimal more.
Digits are 0 to 9 in every locale, as in the charts' workbooks beside them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final, Literal

from valuestory.errors import ProjectError, StoryError
from valuestory.slides.locale_words import (
    NO_BREAK,
    Style,
    known_locale,
    scaled,
    scales,
    with_currency,
    with_duration,
    with_percent,
    with_points,
)

__all__ = [
    "DEFAULT_FORMAT",
    "FITS",
    "FORMATS",
    "MINUS",
    "NO_BREAK",
    "Format",
    "NumberWords",
    "Precision",
    "Style",
    "Unit",
]

Format = Literal["count", "number", "share", "points", "money", "duration", "date", "text"]
Unit = Literal["count", "number", "share", "points", "money", "minutes", "days", "date", "text"]

FORMATS: Final[dict[str, str]] = {
    "count": "whole things, grouped: 41,832; from 100,000 on three significant digits",
    "number": "a plain number, at most three significant digits, two under one: 3.4",
    "share": "a share as a percentage: 62%; the change of a count, an amount or a duration: relative, +44%",
    "points": "points of a score, or percentage points (the change of a share); one decimal under five: 3.4 points",
    "money": "an amount in the reporting currency: $4.0 million",
    "duration": "minutes or days as minutes, hours or days: 3.4 hours",
    "date": "a date: Jun 30, 2026",
    "text": "the value as it is",
}
"""Each format and what it makes of a value."""

DEFAULT_FORMAT: Final[dict[str, Format]] = {
    "count": "count",
    "number": "number",
    "share": "share",
    "points": "number",
    "money": "money",
    "minutes": "duration",
    "days": "duration",
    "date": "date",
    "text": "text",
}
"""The format of a unit where a reference names none."""

FITS: Final[dict[str, tuple[Format, ...]]] = {
    "count": ("count", "number", "text"),
    "number": ("number", "count", "points", "text"),
    "share": ("share", "number"),
    "points": ("number", "points", "count"),
    "money": ("money", "number", "count"),
    "minutes": ("duration", "number"),
    "days": ("duration", "number"),
    "date": ("date", "text"),
    "text": ("text", "date"),
}
"""The formats that a unit may be shown in: a share is no money. For a change there are also `points` and `share`."""

MINUS: Final = "\u2212"
_KNOWN: Final = ("en_US", "USD")
"""The default needs no check: loading Babel's tables takes longer than filling a slide of texts."""
_MINUTES_A_DAY: Final = 24 * 60
_SMALL_CHANGE: Final = 0.05
"""A change of a share under this brings a decimal."""
_NONE, _WHOLE = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Precision:
    """How one fact is rounded: all its parts alike.

    `scale` divides (0.01 for percents and percentage points; 1e3, 1e6 and so on for money; minutes for durations),
    `decimals` follow (negative ones round before the point), `unit` is the duration's: minute, hour or day.
    """

    scale: float = 1.0
    decimals: int = 0
    unit: str = ""

    @property
    def step(self) -> float:
        """The smallest difference that is shown, in the fact's unit: 100,000 for "$4.0 million"."""
        return self.scale * 10.0**-self.decimals

    def stepping(self, step: float) -> Precision:
        """Return the precision of the same scale whose smallest difference is a power of ten in the fact's unit."""
        return replace(self, decimals=round(math.log10(self.scale / step)))


@dataclass(frozen=True)
class NumberWords:
    """Writes numbers for one locale and currency.

    Parameters
    ----------
    locale
        Such as ``en_US`` or ``de_DE``.
    currency
        ISO 4217 code of the reporting currency.
    """

    locale: str = "en_US"
    currency: str = "USD"

    def checked(self) -> NumberWords:
        """Return self after checking that the locale and the currency exist.

        Raises
        ------
        ProjectError
            When one of them is unknown: correct ``[company]`` in valuestory.toml.
        """
        if (self.locale, self.currency) == _KNOWN:
            return self
        from babel import UnknownLocaleError, numbers as babel_numbers

        try:
            known_locale(self.locale)
        except (UnknownLocaleError, ValueError, TypeError):
            raise ProjectError(
                f'there is no locale "{self.locale}"',
                where="valuestory.toml, [company] locale",
                do='write it like "en_US" or "de_DE"',
            ) from None
        if not babel_numbers.is_currency(self.currency, "en"):
            raise ProjectError(
                f'there is no currency "{self.currency}"',
                where="valuestory.toml, [company] currency",
                do='give its ISO 4217 code, such as "EUR"',
            )
        return self

    def precision(
        self,
        value: float | str,
        style: Format,
        unit: str,
        *,
        smallest_change: float | None = None,
        bounds: Sequence[float] = (),
    ) -> Precision:
        """Return how a fact with this value is rounded.

        Parameters
        ----------
        value
            In `unit`; a share, and the change of one, from 0 to 1.
        smallest_change
            The least absolute change shown beside a share (0 to 1): under 0.05 it brings a decimal.
        bounds
            The ends of its interval: one decimal more where an end would read like the value.
        """
        if isinstance(value, str):
            return Precision()
        size = abs(value)
        largest = max((abs(bound) for bound in bounds), default=0.0)
        # An amount that is next to nothing beside its interval takes the scale of the interval.
        chosen = self._precision(largest if size < largest / 10 else size, style, unit, smallest_change)
        wider = self._precision(max(size, largest), style, unit, smallest_change)
        if style == "money" and wider.scale > chosen.scale > 1:  # "$3.9 million", and not "$3,910 thousand"
            chosen = wider
        false = _hides_interval(value, bounds, chosen) or (
            style == "share" and _says_all_or_nothing(value, bounds, chosen)
        )
        return self._finer(chosen, style) if false else chosen

    def _precision(self, size: float, style: Format, unit: str, smallest_change: float | None) -> Precision:
        if style == "money":
            return self._money(size)
        if style == "duration":
            return _duration_precision(size, minutes_each=_MINUTES_A_DAY if unit == "days" else 1)
        if style == "share":
            small = smallest_change is not None and round(smallest_change, 9) < _SMALL_CHANGE
            return Precision(0.01, 1 if small else 0)
        if style == "count":
            return Precision(1, 0 if size < 99_999.5 else _decimals_of(size, 3))
        if style == "points" or unit == "points":
            scale = 0.01 if unit == "share" else 1.0
            points = round(size / scale, 9)
            return Precision(scale, min(1, _decimals(points)) if points < 5 else 0)
        return Precision(1, min(max(0, _decimals_of(size, 3 if size >= 1 else 2)), _decimals(size)))

    def _money(self, size: float) -> Precision:
        from babel import numbers as babel_numbers

        decimals = _decimals_of(size, 2)
        rounded = float(_rounded(size, Precision(1, decimals)))  # 999,600 is "$1.0 million", not "$1,000 thousand"
        if _rounded(size, Precision()) >= 1_000:
            scale = next((each for each in scales(self.locale) if rounded >= each), 1.0)
            return Precision(scale, decimals + round(math.log10(scale)))
        cents = babel_numbers.get_currency_precision(self.currency)
        if 0 < size < 0.5 * 10**-cents:  # less than the smallest coin
            return Precision(1, decimals)
        return Precision(1, 0 if _rounded(size, Precision(1, cents)) >= 10 else cents)

    def _finer(self, precision: Precision, style: Format) -> Precision:
        from babel import numbers as babel_numbers

        if style == "count":
            return replace(precision, decimals=min(precision.decimals + 1, 0))
        if style == "money" and precision.scale == 1 and precision.decimals >= 0:
            return replace(precision, decimals=babel_numbers.get_currency_precision(self.currency))
        return replace(precision, decimals=precision.decimals + 1)

    def show(
        self, value: float | str, style: Format, precision: Precision, *, signed: bool = False, form: Style = "text"
    ) -> str:
        """Return the value as it stands on a slide.

        Parameters
        ----------
        value
            In the fact's unit; a text is shown as it is.
        precision
            From `precision`, for the fact's value: its bounds and its change are shown with the same.
        signed
            Write a plus before what rises; nothing stands before a zero.
        form
            ``text`` for sentences ("million", "points"), ``label`` for charts ("M", no word).

        Raises
        ------
        StoryError
            When a date is not ISO text.
        """
        if isinstance(value, str):
            return self._date(value) if style == "date" else value
        rounded = _rounded(value, precision)
        sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        figure, size = self._figure(abs(rounded), precision.decimals), abs(rounded)
        if style == "money":
            return with_currency(
                scaled(figure, size, precision.scale, self.locale, form), sign, self.currency, self.locale
            )
        if style == "share":
            return sign + with_percent(figure, self.locale)
        if style == "duration":
            return sign + with_duration(figure, size, precision.unit, self.locale, form)
        return sign + (with_points(figure, size, self.locale) if style == "points" and form == "text" else figure)

    def _figure(self, size: Decimal, decimals: int) -> str:
        from babel import numbers as babel_numbers

        places = max(decimals, 0)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return babel_numbers.format_decimal(size, format=pattern, locale=self.locale)

    def month(self, value: str, *, short: bool = False) -> str:
        """Return the month of a date (ISO text) for a reader: ``May 2026``."""
        from babel import dates as babel_dates

        day = date.fromisoformat(value)
        return babel_dates.format_skeleton("yMMM" if short else "yMMMM", day, locale=self.locale)

    def _date(self, value: str) -> str:
        from babel import dates as babel_dates

        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise StoryError(f'"{value}" is not a date', do='give it as ISO text, such as "2026-06-30"') from None
        return babel_dates.format_date(day, format="medium", locale=known_locale(self.locale))


def _rounded(value: float, precision: Precision) -> Decimal:
    """Round half away from zero, as Finance does and as readers expect: 1.15 is 1.2, 2.5 is 3, 28.5 % is 29 %.

    It is done on the decimal digits that the number is written with: in binary, 0.285 / 0.01 is a little under 28.5.
    """
    with localcontext(prec=60):
        scaled_down = Decimal(repr(float(value))) / Decimal(repr(float(precision.scale)))
        rounded = scaled_down.quantize(Decimal(1).scaleb(-precision.decimals), rounding=ROUND_HALF_UP)
        whole = rounded.quantize(Decimal(1)) if precision.decimals < 0 else rounded
    return whole if whole else abs(whole)


def _decimals_of(size: float, digits: int) -> int:
    """Return the decimals that give so many significant digits once rounded: for three, 2 of 9.99 and 1 of 9.999."""
    decimals = digits - _digits(size)
    return digits - _digits(float(_rounded(size, Precision(1, decimals))))


def _digits(size: float) -> int:
    """Return how many digits stand before the point: 3 for 214, 0 for 0.31, -3 for 0.00042."""
    return math.floor(math.log10(size)) + 1 if size > 0 else 1


def _decimals(size: float) -> int:
    """Return how many decimals a number is written with: 1 for 3.4, none for 7.0."""
    exponent = Decimal(repr(float(size))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _hides_interval(value: float, bounds: Sequence[float], precision: Precision) -> bool:
    shown = _rounded(value, precision)
    return any(bound != value and _rounded(bound, precision) == shown for bound in bounds)


def _says_all_or_nothing(value: float, bounds: Sequence[float], precision: Precision) -> bool:
    if precision.decimals > 0:
        return False
    return any(_rounded(each, precision) in (_NONE, _WHOLE) and each not in (0, 1) for each in (value, *bounds))


def _duration_precision(size: float, *, minutes_each: int) -> Precision:
    """Return minutes under an hour, hours under two days, else days: as they read once they are rounded."""
    minutes = Precision(1 / minutes_each, 0, "minute")
    hours = Precision(60 / minutes_each, 1, "hour")
    if _rounded(size, minutes) < 60:
        return minutes
    return hours if _rounded(size, hours) < 48 else Precision(_MINUTES_A_DAY / minutes_each, 0, "day")
