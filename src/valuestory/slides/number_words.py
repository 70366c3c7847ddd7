"""How a number is written: rounded once, in one place, in the company's locale.

Rules: money has two significant digits from a thousand up and whole units below; shares are whole percents, with one
decimal where a change is under five points; days are whole, hours have one decimal; the bounds and the change of a fact take the scale and
the decimals of its value; minus is U+2212; a non-breaking space stands between a number and its unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from babel import units as babel_units

from valuestory.errors import ProjectError

Format = Literal["count", "number", "share", "points", "money", "duration", "date", "text"]
Unit = Literal["count", "number", "share", "points", "money", "minutes", "days", "date", "text"]
Style = Literal["text", "label"]

FORMATS: Final[dict[str, str]] = {
    "count": "whole things, grouped: 41,832; from 100,000 on three significant digits",
    "number": "a plain number, at most three significant digits: 3.4",
    "share": "a share as a percentage: 62%; the change of anything but a share: relative, +44%",
    "points": "points of a score or percentage points: 3.4 points",
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

MINUS: Final = "\u2212"
NO_BREAK: Final = "\u00a0"
_MINUTES_A_DAY: Final = 24 * 60


@dataclass(frozen=True)
class Precision:
    """How one fact is rounded: all its parts alike.

    `scale` divides (1, 1e3, 1e6 or 1e9 for money; minutes for durations), `decimals` follow (negative ones round before
    the point), `unit` is the duration's: minute, hour or day.
    """

    scale: float = 1.0
    decimals: int = 0
    unit: str = ""


@dataclass(frozen=True)
class NumberWords:
    """Writes numbers for one locale and currency.

    Parameters
    ----------
    locale
        Such as ``en_US`` or ``de_DE``.
    currency
        ISO 4217 code of the reporting currency.

    Raises
    ------
    ProjectError
        From `checked`, when the locale is unknown: correct ``[company] locale``.
    """

    locale: str = "en_US"
    currency: str = "USD"

    def checked(self) -> NumberWords:
        """Return self after checking that the locale exists."""
        try:
            Locale.parse(self.locale)
        except (UnknownLocaleError, ValueError):
            raise ProjectError(
                f'there is no locale "{self.locale}"',
                where="valuestory.toml, [company] locale",
                do='write it like "en_US" or "de_DE"',
            ) from None
        return self

    def precision(
        self, value: float | str, style: Format, unit: str, *, smallest_change: float | None = None
    ) -> Precision:
        """Return how a fact with this value is rounded.

        `smallest_change` is the least absolute change shown beside a share (0 to 1): under 0.05 it brings a decimal.
        """
        if isinstance(value, str):
            return Precision()
        size = abs(value)
        if style == "money":
            return _money_precision(size, self._scales())
        if style == "duration":
            return _duration_precision(size, minutes_each=_MINUTES_A_DAY if unit == "days" else 1)
        if style == "share":
            return Precision(0.01, 1 if smallest_change is not None and smallest_change < 0.05 else 0)
        if style == "count":
            return Precision(1, 0 if size < 100_000 else 3 - _digits(size))
        if style == "points" or unit == "points":
            return Precision(1, 1 if unit == "share" and size < 5 else 0)
        return Precision(1, max(0, min(3 - _digits(size), 3)) if size else 0)

    def show(
        self, value: float | str, style: Format, precision: Precision, *, signed: bool = False, form: Style = "text"
    ) -> str:
        """Return the value as it stands on a slide.

        Parameters
        ----------
        value
            Exact and unrounded; minutes for durations; a share from 0 to 1; ISO text for dates.
        style
            One of `FORMATS`.
        precision
            From `precision`, of the fact's value.
        signed
            Put a plus before what is above zero, for changes.
        form
            ``text`` for sentences ("million", "points"), ``label`` for charts ("M", no word).
        """
        if isinstance(value, str):
            return self._date(value) if style == "date" else value
        scaled = _round(value / precision.scale, precision.decimals)
        figure = self._figure(abs(scaled), precision.decimals)
        sign = MINUS if scaled < 0 else "+" if signed and scaled > 0 else ""
        return sign + self._with_unit(figure, abs(scaled), style, precision, form)

    def _figure(self, size: float, decimals: int) -> str:
        places = max(decimals, 0)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return babel_numbers.format_decimal(size, format=pattern, locale=self.locale)

    def _with_unit(self, figure: str, size: float, style: Format, precision: Precision, form: Style) -> str:
        if style == "share":
            return self._percent(figure)
        if style == "money":
            return self._money(figure, precision, form)
        if style == "duration":
            return self._duration(figure, size, precision, form)
        if style == "points" and form == "text":
            return f"{figure}{NO_BREAK}{'point' if size == 1 else 'points'}"
        return figure

    def _percent(self, figure: str) -> str:
        pattern = babel_numbers.format_percent(0.01, locale=self.locale)
        return pattern.replace("1", figure).replace(" ", NO_BREAK)

    def _money(self, figure: str, precision: Precision, form: Style) -> str:
        symbol = babel_numbers.get_currency_symbol(self.currency, locale=self.locale)
        after = self._locale.currency_formats["standard"].pattern.rstrip().endswith("¤")
        word = self._scale_word(precision.scale, form)
        return f"{figure}{word}{NO_BREAK}{symbol}" if after else f"{symbol}{figure}{word}"

    def _scale_word(self, scale: float, form: Style) -> str:
        if scale == 1:
            return ""
        return NO_BREAK + self._compact(scale, form).strip("0 \u00a0\u202f")

    def _compact(self, scale: float, form: Style) -> str:
        formats = self._locale.compact_decimal_formats
        patterns = formats.get("long" if form == "text" else "short") or formats["short"]
        return str(patterns["other"][str(int(scale))].pattern).replace("'", "")

    def _scales(self) -> list[float]:
        """Return the scales this locale has a word for: Japanese counts in ten thousands, so it gets none."""
        names = {scale: self._compact(scale, "text") for scale in (1e9, 1e6, 1e3)}
        return [scale for scale, name in names.items() if name.count("0") == 1 and name.strip("0 ")]

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)

    def _duration(self, figure: str, size: float, precision: Precision, form: Style) -> str:
        length: Literal["long", "short"] = "long" if form == "text" else "short"
        name = f"duration-{precision.unit}"
        whole = babel_units.format_unit(size, name, length=length, locale=self.locale)
        if name in whole:  # some locales alias their long form, which babel does not follow
            whole = babel_units.format_unit(size, name, length="short", locale=self.locale)
        word = whole.lstrip("0123456789.,\u00a0\u202f ")
        return f"{figure}{NO_BREAK}{word}"

    def _date(self, value: str) -> str:
        return babel_dates.format_date(date.fromisoformat(value), format="medium", locale=self.locale)


def _round(value: float, decimals: int) -> float:
    """Round half away from zero, as Finance does and as readers expect: 1.15 is 1.2, 2.5 is 3."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)) + 0.0


def _digits(size: float) -> int:
    """Return how many digits stand before the point: 3 for 214, 0 for 0.31."""
    return math.floor(math.log10(size)) + 1 if size > 0 else 1


def _money_precision(size: float, scales: list[float]) -> Precision:
    # 999,600 is "$1.0 million", not "$1,000 thousand": the size is rounded to two digits first.
    rounded = round(size, 2 - _digits(size)) if size >= 1_000 else size
    for scale in scales:
        if rounded >= scale:
            return Precision(scale, max(0, 2 - _digits(rounded / scale)))
    return Precision(1.0, min(0, 2 - _digits(size)) if size >= 1_000 else 0 if size >= 10 else 2)


def _duration_precision(size: float, *, minutes_each: int) -> Precision:
    minutes = size * minutes_each
    if minutes < 60:
        return Precision(1 / minutes_each, 0, "minute")
    if minutes < 2 * _MINUTES_A_DAY:
        return Precision(60 / minutes_each, 1, "hour")
    return Precision(_MINUTES_A_DAY / minutes_each, 0, "day")
