"""An axis whose values are dates, as Excel's numbers: its even steps and the format that prints them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from valuestory.deck.charts.evaluated.scene import Axis, as_date
from valuestory.deck.charts.native.model import ValueAxis
from valuestory.deck.charts.native.number_formats import date_format, excel_date
from valuestory.deck.charts.native.serials import from_serial, serial

_HOUR: Final = 1 / 24
_MONTH: Final = 365.25 / 12
_UNEVEN: Final = 1.5
"""Days by which the mean of some months may differ from a month's usual length."""
_FIRST_DAYS: Final = 3
"""Days of a month that a tick may stand at to be called by its month."""
_EVENLY: Final = 0.02
"""The share of a step by which ticks may differ from an even step and still be drawn by it."""


def dated_axis(axis: ValueAxis, drawn: Axis, notes: list[str]) -> ValueAxis:
    """Return an axis with the steps and the format of its dates; `notes` takes what differs from the notebook's."""
    ticks = sorted(
        (date, tick.text)
        for tick in drawn.ticks
        if (date := as_date(tick.value)) is not None and tick.text and tick.look.get("opacity", 1) != 0
    )
    if len(ticks) < 2:
        return replace(axis, format=(ticks and date_format(ticks)) or excel_date("yyyy-mm-dd"))
    places = [serial(date) for date, _ in ticks]
    step = (places[-1] - places[0]) / (len(places) - 1)
    even = all(abs(place - places[0] - i * step) <= _EVENLY * step for i, place in enumerate(places))
    form = _printed(axis.low, step, axis.high, [text for _, text in ticks]) if even else None
    if form is None:
        step, pattern = _in_months(axis.low, step, axis.high) or _in_days(step, axis.high - axis.low)
        form = excel_date(pattern)
        notes.append("dates are all written in one format, in even steps")
    if abs(places[0] - axis.low) > 1e-6 * step:
        notes.append("labels of dates are counted from the first date")
    return replace(axis, step=step, format=form)


def _printed(low: float, step: float, high: float, texts: Sequence[str]) -> str | None:
    """Return the format by which even steps from the lower end print the very texts of the ticks."""
    count = math.floor((high - low) / step + 1e-9) + 1
    if count != len(texts):
        return None
    return date_format((from_serial(low + i * step), text) for i, text in enumerate(texts))


def _in_months(low: float, step: float, high: float) -> tuple[float, str] | None:
    """Return a step of months or years with its pattern, where each falls into its own month; None where none does.

    A chart's steps are even and months are not: a tick stands up to some days behind the first of its month.
    """
    months, first = round(step / _MONTH), from_serial(low)
    if months < 1 or abs(step - months * _MONTH) > _UNEVEN * months or first.day > _FIRST_DAYS:
        return None
    for days in (_MONTH, 30.5, 31.0):
        even = months * days
        ticks = [from_serial(low + count * even) for count in range(math.floor((high - low) / even + 1e-9) + 1)]
        numbers = [tick.year * 12 + tick.month for tick in ticks]
        if all(after - before == months for before, after in pairwise(numbers)):
            return even, "yyyy" if months % 12 == 0 and first.month == 1 else "mmm yyyy"
    return None


def _in_days(step: float, length: float) -> tuple[float, str]:
    """Return a step in whole days, or in whole hours where it is less than a day, with its pattern."""
    if step < 1:
        return max(1, round(step / _HOUR)) * _HOUR, "hh:mm" if length <= 1.5 else "d mmm hh:mm"
    return float(round(step)), "d mmm" if length < 300 else "d mmm yyyy"
