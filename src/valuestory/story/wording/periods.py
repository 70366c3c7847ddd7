"""Periods in words, in the company's locale."""

from __future__ import annotations

from typing import Final

from valuestory.metrics.periods import Period
from valuestory.slides.language import language_of
from valuestory.slides.number_words import NO_BREAK, NumberWords

_FISCAL: Final = "FY"


def period_label(period: Period, numbers: NumberWords) -> str:
    """Return a period for a reader: ``Q2 2026`` (``Q2 FY2026`` in a fiscal year of its own), ``2026``, ``May 2026``.

    A quarter is never parted from its year at a line's end.
    """
    fiscal = _fiscal(period, numbers)
    if period.grain == "month":
        return numbers.month(period.start.isoformat())
    if period.grain == "quarter":
        return f"Q{period.index % 4 + 1}{NO_BREAK}{fiscal}{period.index // 4}"
    return f"{fiscal}{period.name}"


def axis_label(period: Period, numbers: NumberWords) -> str:
    """Return a period for an axis, where space is short: ``Q2 26``, ``May 2026``."""
    if period.grain == "quarter":
        return f"Q{period.index % 4 + 1} {_fiscal(period, numbers)}{period.index // 4 % 100:02d}"
    return (
        numbers.month(period.start.isoformat(), short=True)
        if period.grain == "month"
        else period_label(period, numbers)
    )


def _fiscal(period: Period, numbers: NumberWords) -> str:
    """Return what stands before a fiscal year of its own: nothing where it is the calendar's."""
    return language_of(numbers.locale).phrases.get(_FISCAL, _FISCAL) if period.fiscal_year_start != 1 else ""
