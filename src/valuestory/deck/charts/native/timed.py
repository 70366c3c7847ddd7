"""Bars that stand at instants of a scale of time: each step of the calendar becomes a category, with a bar or without.

PowerPoint's axis of dates gives a bar the room of one unit; Vega draws it some points wide, wherever its date lies.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from valuestory.deck.charts.evaluated.scene import Mark, Scene, as_date
from valuestory.deck.charts.native.bins import Bin
from valuestory.deck.charts.native.frame import CLOSE, Frame, check_values, scale_along
from valuestory.deck.charts.native.model import Box, NoNativeFormError
from valuestory.deck.charts.native.places import time_places

WITHIN: Final = "the first and the last bar stand within the plot"
_MOST: Final = 400
_DRIFT: Final = 0.08
"""By how much of a step a date may lie beside its even place: months are of 28 to 31 days."""


def timed_along(scene: Scene) -> str | None:
    """Return the axis of time along which bars stand at instants (x or y), None where none do."""
    for mark in scene.marks:
        for along, across in (("x", "y"), ("y", "x")):
            if mark.plan.kind == "rect" and mark.items and _at_instants(scene, mark, along, across):
                return along
    return None


def _at_instants(scene: Scene, mark: Mark, along: str, across: str) -> bool:
    at, values = (scene.scales.get(mark.plan.scales.get(each, "")) for each in (along + "c", across))
    return at is not None and at.kind in ("time", "utc") and values is not None and values.kind in ("linear", "log")


def timed_frame(scene: Scene, along: str) -> Frame:
    """Return the frame whose categories are the steps of the calendar from the first bar's date to the last one's.

    Raises
    ------
    NoNativeFormError
        When dates lie before 1900, are times of day, or follow each other in no even step.
    """
    across = "y" if along == "x" else "x"
    scale, numbers = scale_along(scene, along), scale_along(scene, across)
    assert scale is not None
    assert numbers is not None
    check_values(numbers)
    bins = _steps(_dates(scene, along))
    starts = tuple(each[0] for each in bins)
    centres, _ = time_places(starts, scale)
    even = (centres[-1] - centres[0]) / max(len(centres) - 1, 1)
    far = max(abs(at - centres[0] - index * even) for index, at in enumerate(centres))
    if far > _DRIFT * abs(even):
        raise NoNativeFormError("dates in uneven steps have no native form beneath bars")
    box, step = _box(scene, along, centres, abs(even))
    reverse = scale.range[0] > scale.range[1]
    return Frame(scene, along, across, scale, numbers, starts, centres, step, reverse, between=True, box=box, bins=bins)


def _dates(scene: Scene, along: str) -> list[datetime]:
    found: set[datetime] = set()
    for mark in scene.marks:
        for item in mark.items if mark.plan.kind == "rect" else ():
            date = as_date(item.values.get(along + "c"))
            if date is None or date.year < 1900 or date.time().isoformat() != "00:00:00":
                raise NoNativeFormError("times of day, and dates before 1900, have no native axis")
            found.add(date)
    return sorted(found)


def _steps(dates: list[datetime]) -> tuple[Bin, ...]:
    """Return every step from the first date to the last: whole months where all lie on one day of them, else days."""
    months = {_months(date) - _months(dates[0]) for date in dates}
    monthly = len({date.day for date in dates}) == 1 and dates[0].day <= 28 and len(dates) > 1
    each = math.gcd(*(months if monthly else {(date - dates[0]).days for date in dates})) or 1
    count = (max(months) if monthly else (dates[-1] - dates[0]).days) // each
    if count >= _MOST:
        raise NoNativeFormError("dates so far apart have no native form beneath bars")
    edges = [_later(dates[0], index * each, monthly=monthly) for index in range(count + 2)]
    texts = [edge.isoformat(timespec="milliseconds") for edge in edges]
    return tuple(pairwise(texts))


def _months(date: datetime) -> int:
    return date.year * 12 + date.month - 1


def _later(date: datetime, count: int, *, monthly: bool) -> datetime:
    if not monthly:
        return date + timedelta(days=count)
    year, month = divmod(_months(date) + count, 12)
    return date.replace(year=year, month=month + 1)


def _box(scene: Scene, along: str, centres: tuple[float, ...], even: float) -> tuple[Box, float]:
    """Return the plot area and a category's room: Vega's places where whole categories lie within the plot."""
    left, top, width, height = scene.plot
    length = width if along == "x" else height
    low, high = min(centres), max(centres)
    if even and low - even / 2 >= -CLOSE and high + even / 2 <= length + CLOSE:
        start, extent = low - even / 2, even * len(centres)
    else:
        start, extent = 0.0, length
    box = (left + start, top, extent, height) if along == "x" else (left, top + start, width, extent)
    return box, extent / len(centres)


def stand_within(frame: Frame) -> bool:
    """Return whether bars at dates stand elsewhere than Vega draws them, each still in its place among the others."""
    along = 0 if frame.along == "x" else 1
    at = frame.box[along] + frame.step / 2 - frame.scene.plot[along]
    return abs(at - min(frame.centres)) > CLOSE
