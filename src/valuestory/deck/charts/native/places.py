"""Where categories and dates lie along their axis, in points from the corner of the plot."""

from __future__ import annotations

from typing import Any

from valuestory.deck.charts.evaluated.scene import Mark, Scale, as_date
from valuestory.deck.charts.native.model import NoNativeFormError


def dates_drawn(marks: tuple[Mark, ...], scale: Scale) -> tuple[str, ...]:
    """Return the dates at which anything is drawn on a scale of time, in order.

    Raises
    ------
    NoNativeFormError
        When one is a time of day or lies before 1900.
    """
    drawn = [mark for mark in marks if mark.plan.kind in ("line", "area", "rect", "symbol", "rule")]
    found = {item.values.get("x") for mark in drawn for item in mark.items if mark.plan.scales.get("x") == scale.name}
    dates = sorted(each for each in found if isinstance(each, str))
    for each in dates:
        date = as_date(each)
        if date is None or date.time().isoformat() != "00:00:00" or date.year < 1900:
            raise NoNativeFormError("times of day, and dates before 1900, have no native axis")
    return tuple(dates)


def time_places(values: tuple[Any, ...], scale: Scale) -> tuple[tuple[float, ...], float]:
    """Return where dates lie on a scale of time, and the mean step between them (points).

    Raises
    ------
    NoNativeFormError
        When the axis has no extent.
    """
    first, last = (as_date(each) for each in scale.domain[:2])
    if first is None or last is None or first >= last:
        raise NoNativeFormError("the axis of dates has no extent")
    start, end = scale.range[:2]
    span = (last - first).total_seconds()
    dates = [date for each in values if (date := as_date(each)) is not None]
    places = tuple(start + (date - first).total_seconds() / span * (end - start) for date in dates)
    return places, abs(end - start) / max(len(values) - 1, 1)


def band_places(scale: Scale) -> tuple[tuple[float, ...], float]:
    """Return where categories lie on a scale of bands or points, and the step between them (points)."""
    count, (start, end) = len(scale.domain), scale.range[:2]
    inner = 1.0 if scale.kind == "point" else scale.padding_inner
    step = abs(end - start) / max(count - inner + 2 * scale.padding_outer, 1e-9 if inner < 1 else 1)
    band = scale.band if scale.kind == "band" else 0.0
    margin = (abs(end - start) - (count - inner) * step) / 2
    offsets = [margin + band / 2 + index * step for index in range(count)]
    sign = 1 if end >= start else -1
    return tuple(start + sign * offset for offset in offsets), step
