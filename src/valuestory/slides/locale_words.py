"""The words and signs that stand around a figure in each locale: scales, currencies, percent, points, durations.

All of it comes from the Unicode CLDR tables (by Babel), but for the word "points", which CLDR does not have. Nothing
here rounds: a figure comes in as text, already rounded, and its rounded size decides between singular and plural.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK: Final = "\u00a0"
Style = Literal["text", "label"]
"""How long units are: "million" in text, "M" in a chart's labels and on tiles."""

_POINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "ar": {"two": "نقطتان", "few": "نقاط", "other": "نقطة"},
    "da": {"one": "point", "other": "point"},
    "de": {"one": "Punkt", "other": "Punkte"},
    "en": {"one": "point", "other": "points"},
    "es": {"one": "punto", "other": "puntos"},
    "fr": {"one": "point", "other": "points"},
    "it": {"one": "punto", "other": "punti"},
    "ja": {"other": "ポイント"},
    "nb": {"one": "poeng", "other": "poeng"},
    "nl": {"one": "punt", "other": "punten"},
    "pl": {"one": "punkt", "few": "punkty", "many": "punktów", "other": "punktu"},
    "pt": {"one": "ponto", "other": "pontos"},
    "sv": {"one": "enhet", "other": "enheter"},
    "zh": {"other": "个点"},
}
"""By language and plural form, for points of a score and percentage points alike. Other languages: the English word."""
_MARKS: Final = re.compile("^[\u200e\u200f]*")
_SPACES: Final = re.compile(r"\s")
_FIGURE: Final = re.compile(r"^[\d.,\u066b\u066c\u2019\s]+")


@cache
def known_locale(locale: str) -> Locale:
    """Return Babel's description of a locale such as ``de_DE``."""
    from babel import Locale

    return Locale.parse(locale)


@cache
def scales(locale: str) -> tuple[float, ...]:
    """Return what large amounts are counted in here, the largest first: a million in English, ten thousand in Japanese.

    A thousand is in it only where it has a short word too: German writes 85.000 € and not 85 Tausend €.
    """
    short = _words(locale, "short")
    known = _words(locale, "long") or short
    return tuple(sorted((scale for scale in known if scale > 1_000 or scale in short), reverse=True))


def scaled(figure: str, size: Decimal, scale: float, locale: str, form: Style) -> str:
    """Return a figure with the word of its scale: ``4.0 million``, ``4.0 M``."""
    if scale == 1:
        return figure
    long, short = _words(locale, "long"), _words(locale, "short")
    spoken = long.get(scale) or short[scale]
    words = short.get(scale, spoken) if form == "label" else spoken
    gap = NO_BREAK if any(word[:1].isspace() for word in spoken.values()) else ""
    word = words.get(known_locale(locale).plural_form(size), words["other"])
    return f"{figure}{gap}{_SPACES.sub(NO_BREAK, word.strip())}"


@cache
def _words(locale: str, length: Literal["long", "short"]) -> Mapping[float, Mapping[str, str]]:
    """Return the words of each scale by plural form, with the space before, from patterns such as ``00 thousand``."""
    forms = known_locale(locale).compact_decimal_formats.get(length) or {}
    found: dict[float, dict[str, str]] = {}
    for form, patterns in forms.items():
        for power, pattern in sorted(patterns.items(), key=lambda each: int(each[0])):
            text = str(pattern.pattern).replace("'", "").strip("\u200e\u200f")
            word = text.replace("0", "")
            if word.strip():
                found.setdefault(int(power) / 10 ** (text.count("0") - 1), {}).setdefault(form, word)
    return {scale: words for scale, words in found.items() if "other" in words}


def with_currency(figure: str, sign: str, currency: str, locale: str) -> str:
    """Return an amount with its sign and its currency's symbol, placed by the locale: ``−$4.0 M``, ``−4,0 Mio. €``."""
    from babel import numbers as babel_numbers

    pattern = known_locale(locale).currency_formats["standard"]
    symbol = babel_numbers.get_currency_symbol(currency, locale=locale)
    before, after = (_SPACES.sub(NO_BREAK, part[0]).replace("¤", symbol) for part in (pattern.prefix, pattern.suffix))
    if before[-1:].isalpha():  # CLDR's spacing rule: "CHF 85", but "$85"
        before += NO_BREAK
    marks = _MARKS.match(before)[0]  # type: ignore[index]
    return f"{marks}{sign}{before[len(marks) :]}{figure}{after}"


def with_percent(figure: str, locale: str) -> str:
    """Return a figure with the percent sign where the locale puts it: ``62%``, ``62 %``, ``%62``."""
    from babel import numbers as babel_numbers

    before, _, after = babel_numbers.format_percent(0.01, locale=locale).partition("1")
    return _SPACES.sub(NO_BREAK, f"{before}{figure}{after}")


def with_points(figure: str, size: Decimal, locale: str) -> str:
    """Return a figure with the word for points in its number: ``1 point``, ``1.0 points``."""
    language = known_locale(locale)
    words = _POINTS.get({"no": "nb"}.get(language.language, language.language))
    if words is None:
        language, words = known_locale("en"), _POINTS["en"]
    return f"{figure}{NO_BREAK}{words.get(language.plural_form(size), words['other'])}"


def with_duration(figure: str, size: Decimal, unit: str, locale: str, form: Style) -> str:
    """Return a figure with ``minute``, ``hour`` or ``day`` in its number: ``3.4 hours``, ``3.4 hr``."""
    word = _duration(size, unit, locale, form)
    if not any(each.isdigit() for each in word):  # Arabic has a word for "two hours": the figure is kept, for the audit
        word = _duration(Decimal(100), unit, locale, form)
    return f"{figure}{NO_BREAK}{_FIGURE.sub('', word)}"


def _duration(size: Decimal, unit: str, locale: str, form: Style) -> str:
    from babel import units as babel_units

    name, length = f"duration-{unit}", "long" if form == "text" else "short"
    whole = babel_units.format_unit(size, name, length=length, locale=locale)  # type: ignore[arg-type]
    if name in whole:  # some locales alias their long form, which Babel does not follow
        return babel_units.format_unit(size, name, length="short", locale=locale)
    return whole


@cache
def month_names(locale: str) -> frozenset[str]:
    """Return the names of the months here, long and short, as dates are written with them."""
    months = known_locale(locale).months["format"]
    names = {name.rstrip(".") for width in ("wide", "abbreviated") for name in months[width].values()}
    return frozenset(name for name in names if name.isalpha())


@cache
def currency_codes() -> frozenset[str]:
    """Return the ISO 4217 codes that there are or were."""
    from babel import numbers as babel_numbers

    return frozenset(babel_numbers.list_currencies())
