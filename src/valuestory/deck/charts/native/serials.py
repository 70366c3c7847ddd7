"""Dates as Excel counts them: days since the end of 1899, parts of a day as fractions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_ZERO_DAY: Final = datetime(1899, 12, 30)


def serial(date: datetime) -> float:
    """Return Excel's number of a date."""
    return (date - _ZERO_DAY).total_seconds() / 86_400


def from_serial(number: float) -> datetime:
    """Return the date of Excel's number, to the second."""
    return _ZERO_DAY + timedelta(seconds=round(number * 86_400))
