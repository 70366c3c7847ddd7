"""Cells as the text that a CSV file of the same table would hold, dates and durations without any doubt.

Of a typed cell the value counts and not how it is shown: 85 % is 0.85, a date is ISO text, so that day and month cannot
be mistaken. What is text in the workbook stays as it is, formulas' look-alikes included.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

LOST_DIGITS: Final = 1e15
"""From here on a whole number has more digits than the 15 that Excel keeps: an id has lost its last ones."""
_WRITTEN_OUT: Final = 1e21


_ISO_DURATION: Final = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d{1,6})\d*)?S")


def opened(value: object) -> object:
    """Return a cell of an OpenDocument sheet with a duration as one: the library leaves it as text, PT30H15M00S."""
    found = _ISO_DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    hours, minutes, seconds, part = (int(each or 0) for each in (*found.groups()[1:4], (found[5] or "").ljust(6, "0")))
    length = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=part)
    return -length if found[1] else length


def text_of(value: object) -> str | None:
    """Return a cell's text, nothing for an empty cell."""
    return _TEXTS[type(value)](value)


def _text(value: str) -> str | None:
    return value or None


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _WRITTEN_OUT else repr(value)


def _yes_no(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _instant(value: datetime.datetime) -> str:
    return value.isoformat(sep=" ")


def _duration(value: datetime.timedelta) -> str:
    """Return hours, minutes and seconds, the hours as many as there are: 30:15:00."""
    sign, length = ("-", -value) if value.days < 0 else ("", value)
    minutes, seconds = divmod(length.days * 86_400 + length.seconds, 60)
    fraction = f".{length.microseconds:06}" if length.microseconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{fraction}"


_TEXTS: Final[Mapping[type, Callable[[Any], str | None]]] = {
    str: _text,
    float: _number,
    int: str,
    bool: _yes_no,
    datetime.datetime: _instant,
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    datetime.timedelta: _duration,
}
