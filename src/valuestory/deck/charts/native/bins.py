"""Bars over bins of numbers or of time: each bin becomes a category, and so do the bins that hold nothing.

PowerPoint has no bars on a scale of numbers.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Mark, Scale, Scene, as_date
from valuestory.deck.charts.native.frame import Frame, bin_position, check_values, scale_along
from valuestory.deck.charts.native.model import NoNativeFormError

_MOST: Final = 400

Bin = tuple[Any, Any]


def binned_along(scene: Scene) -> str | None:
    """Return the axis along which bars have bins (x or y), None where they have none."""
    for mark in scene.marks:
        if mark.plan.kind == "rect" and mark.items:
            for along, across in (("x", "y"), ("y", "x")):
                if _has_bins(scene, mark, along, across):
                    return along
    return None


def _has_bins(scene: Scene, mark: Mark, along: str, across: str) -> bool:
    scales = [scene.scales.get(mark.plan.scales.get(each, "")) for each in (along + "2", across)]
    both = along in mark.plan.fields and along + "2" in mark.plan.fields
    return both and all(map(_continuous, scales)) and not (mark.plan.stack and _stacked_along(mark, along))


def _continuous(scale: Scale | None) -> bool:
    return scale is not None and scale.kind in ("linear", "time", "utc")


def _stacked_along(mark: Mark, along: str) -> bool:
    """Return whether both ends along an axis are those of a stack."""
    return all(field.endswith(("_start", "_end")) for field in (mark.plan.fields[along], mark.plan.fields[along + "2"]))


def binned_frame(scene: Scene, along: str) -> Frame:
    """Return the frame whose categories are bins, those without a bar included.

    Raises
    ------
    NoNativeFormError
        When bins overlap, differ in width or do not follow each other.
    """
    across = "y" if along == "x" else "x"
    categories, numbers = scale_along(scene, along), scale_along(scene, across)
    assert categories is not None
    assert numbers is not None
    check_values(numbers)
    bins = _bins(scene, along, categories)
    places = [tuple(_place(categories, end) for end in each) for each in bins]
    first, last = places[0][0], places[-1][1]
    step = abs(last - first) / len(bins)
    sign = 1 if last >= first else -1
    centres = tuple(first + sign * step * (index + 0.5) for index in range(len(bins)))
    far = max(abs((start + end) / 2 - at) for (start, end), at in zip(places, centres, strict=True))
    if far > (0.08 * step if categories.kind != "linear" else 0.5):
        raise NoNativeFormError("bins of different widths have no native form")
    left, top, width, height = scene.plot
    start, extent = min(first, last), abs(last - first)
    box = (left + start, top, extent, height) if along == "x" else (left, top + start, width, extent)
    starts = tuple(each[0] for each in bins)
    return Frame(
        scene, along, across, categories, numbers, starts, centres, step, sign < 0, between=True, box=box, bins=bins
    )


def _bins(scene: Scene, along: str, scale: Scale) -> tuple[Bin, ...]:
    found: set[Bin] = set()
    for mark in scene.marks:
        if mark.plan.kind == "rect":
            for item in mark.items:
                ends = [item.values.get(each) for each in (along, along + "2")]
                if any(bin_position(each) is None for each in ends):
                    raise NoNativeFormError("a bin has no end")
                found.add((min(ends), max(ends)))  # type: ignore[type-var]
    bins = _filled(sorted(found))
    return _to_the_ends(bins, scale) if scale.kind == "linear" else bins


def _filled(found: list[Bin]) -> tuple[Bin, ...]:
    """Return bins with those between them that hold nothing."""
    bins = [found[0]]
    for each in found[1:]:
        while _at(bins[-1][1]) < _at(each[0]) - _close(each):
            bins.append(_next(bins[-1], found[0]))
            if len(bins) > _MOST:
                raise NoNativeFormError("bins that do not follow each other have no native form")
        if abs(_at(bins[-1][1]) - _at(each[0])) > _close(each):
            raise NoNativeFormError("bins that overlap have no native form")
        bins.append(each)
    return tuple(bins)


def _to_the_ends(bins: tuple[Bin, ...], scale: Scale) -> tuple[Bin, ...]:
    """Return bins of numbers with those up to the ends of their axis, where whole ones fit."""
    width = bins[0][1] - bins[0][0]
    low, high = min(scale.domain), max(scale.domain)
    before, after = (bins[0][0] - low) / width, (high - bins[-1][1]) / width
    if min(before, after) < -1e-6 or max(before, after) > _MOST:
        raise NoNativeFormError("a bin leaves its axis")
    first = [_tidy(bins[0][0] - width * k) for k in range(math.floor(before + 1e-6), 0, -1)]
    last = [_tidy(bins[-1][1] + width * k) for k in range(math.floor(after + 1e-6))]
    return (*((each, _tidy(each + width)) for each in first), *bins, *((each, _tidy(each + width)) for each in last))


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def _at(value: Any) -> float:
    return bin_position(value) or 0.0


def _close(each: Bin) -> float:
    return 1e-6 * abs(_at(each[1]) - _at(each[0]))


def _next(each: Bin, model: Bin) -> Bin:
    start, end = (as_date(value) for value in model)
    after = as_date(each[1])
    if start is None or end is None or after is None:
        return each[1], _tidy(each[1] + (model[1] - model[0]))
    months = whole_months(start, end)
    if months:
        later = after.year * 12 + after.month - 1 + months
        return each[1], _iso(after.replace(year=later // 12, month=later % 12 + 1))
    return each[1], _iso(after + (end - start))


def whole_months(start: datetime, end: datetime) -> int:
    """Return how many months lie between two first days of a month, 0 where they are none."""
    whole = start.day == end.day == 1 and start.time() == end.time()
    return (end.year - start.year) * 12 + end.month - start.month if whole else 0


def _iso(date: datetime) -> str:
    return date.isoformat(timespec="milliseconds")


def _place(scale: Scale, value: Any) -> float:
    first, last = (_at(each) for each in scale.domain[:2])
    start, end = scale.range[:2]
    return float(start + (_at(value) - first) / (last - first) * (end - start))
