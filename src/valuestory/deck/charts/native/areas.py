"""Areas over categories or dates: single, stacked, as shares, around the middle, and bands between two values.

PowerPoint adds stacked areas up whatever their sign, so a band is an unseen area with a seen one on it. It draws a
missing value as zero, so every area needs a value at every place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.model import Look, NoNativeFormError, Plot, Point, Series
from valuestory.deck.charts.native.names import measure, series_name

_STRAIGHT: Final = (None, "linear")


@dataclass(frozen=True)
class _Area:
    """One path: its values, and its lower and upper ends on the value axis, at every place of the frame."""

    name: str
    values: tuple[float, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    facts: tuple[str | None, ...]
    look: Look


def area_plot(frame: Frame, marks: Sequence[Mark]) -> Plot:
    """Return the plot of all area marks.

    Raises
    ------
    NoNativeFormError
        When an area is curved, lacks a value, leaves the axis, or cannot be drawn together with the others.
    """
    if frame.horizontal or (frame.log and any(_is_stacked(mark) for mark in marks)):
        raise NoNativeFormError("an area that runs downwards, or is stacked on a log axis, has no native form")
    if len(frame.values) < 2:
        raise NoNativeFormError("an area over a single place has no native form")
    stacked = [mark for mark in marks if _is_stacked(mark)]
    if stacked and len(marks) > 1:
        raise NoNativeFormError("stacked areas in two layers have no native form")
    found = [_area(frame, mark, path, number) for mark in marks for number, path in enumerate(mark.groups)]
    if stacked:
        return _stacked(frame, marks[0], found)
    banded = [frame.across + "2" in mark.plan.fields and not mark.plan.stack for mark in marks]
    if any(banded):
        if len(found) > 1:
            raise NoNativeFormError("several bands, or a band with an area, have no native form yet")
        return _band(frame, marks[0], found[0])
    if any(start != frame.floor for each in found for start in each.starts):
        raise NoNativeFormError("an area starts neither at zero nor at a value of its own")
    return Plot("area", tuple(_series(each) for each in found), "standard")


def _is_stacked(mark: Mark) -> bool:
    """Return whether a mark is a stack of several, or a share or around the middle: one alone is stacked on nothing."""
    return bool(mark.plan.stack) and (mark.plan.stack != "zero" or len(mark.groups) > 1)


def _area(frame: Frame, mark: Mark, path: tuple[Item, ...], number: int) -> _Area:
    first = path[0]
    if first.look.get("interpolate") not in _STRAIGHT:
        raise NoNativeFormError(f"a {first.look['interpolate']} area has no native form yet")
    at = {frame.category(item): item for item in path}
    if len(at) < len(path):
        raise NoNativeFormError("an area with two values at one place has no native form")
    if len(at) < len(frame.values):
        raise NoNativeFormError("an area that lacks a value has no native form: PowerPoint would draw zero")
    items = [at[index] for index in range(len(frame.values))]
    if any(abs(item.number("x") - place) > CLOSE for item, place in zip(items, frame.centres, strict=True)):
        raise NoNativeFormError("an area stands beside its places")
    ends = tuple(_number(frame, item, frame.across) for item in items)
    starts = tuple(_number(frame, item, frame.across + "2") for item in items)
    values = tuple(_number(frame, item, "raw") for item in items) if mark.plan.stack else ends
    facts = tuple(str(fact) if (fact := item.values.get("fact")) is not None else None for item in items)
    return _Area(_name(frame, mark, first, number), values, starts, ends, facts, looks.area(first.look))


def _number(frame: Frame, item: Item, channel: str) -> float:
    value = as_number(item.values.get(channel))
    if value is None or item.look.get("defined") is False:
        raise NoNativeFormError("an area that lacks a value has no native form: PowerPoint would draw zero")
    if channel != "raw" and not frame.holds(value):
        raise NoNativeFormError("an area leaves the value axis")
    return value


def _name(frame: Frame, mark: Mark, item: Item, number: int) -> str:
    for channel in ("fill", "stroke"):
        if channel in mark.plan.scales and item.values.get(channel) is not None:
            return series_name(frame, mark, channel, item.values[channel])
    name = measure(frame, mark)
    return name if number == 0 else f"{name} {number + 1}"


def _stacked(frame: Frame, mark: Mark, found: list[_Area]) -> Plot:
    order = sorted(found, key=lambda each: sum(abs(start) for start in each.starts))
    if mark.plan.stack != "center" and any(order[0].starts):
        raise NoNativeFormError("areas are stacked in different orders, or to both sides of zero")
    close = 1e-6 * (frame.high - frame.low)
    for lower, upper in pairwise(order):
        if any(abs(end - start) > close for end, start in zip(lower.ends, upper.starts, strict=True)):
            raise NoNativeFormError("areas are stacked in different orders, or to both sides of zero")
    series = tuple(_series(each) for each in order)
    if mark.plan.stack == "center":
        return Plot("area", (_base("(base)", order[0].starts), *series), "stacked")
    if mark.plan.stack == "normalize":
        if any(value < 0 for each in found for value in each.values) or not all(
            map(sum, zip(*(each.values for each in found), strict=True))
        ):
            raise NoNativeFormError("shares of values below zero, or of nothing, have no native form")
        return Plot("area", series, "percentStacked")
    return Plot("area", series, "stacked")


def _band(frame: Frame, mark: Mark, found: _Area) -> Plot:
    """Return a band: what lies beneath it, under the lower value's name, and how far it reaches above that."""
    pairs = list(zip(found.starts, found.ends, strict=True))
    upwards = all(start <= end for start, end in pairs)
    if not upwards and any(start < end for start, end in pairs):
        raise NoNativeFormError("a band whose ends change places has no native form")
    channels = (frame.across + "2", frame.across) if upwards else (frame.across, frame.across + "2")
    low, high = (measure(frame, mark, each) for each in channels)
    widths = tuple(float(f"{abs(end - start):.12g}") for start, end in pairs)
    band = replace(found, name=f"{high} less {low}" if high != low else f"{high}, range", values=widths)
    base = _base(low if high != low else "(base)", tuple(map(min, pairs)))
    return Plot("area", (base, _series(band)), "stacked")


def _base(name: str, values: tuple[float, ...]) -> Series:
    return Series(name, tuple(Point(value) for value in values), Look(), "base")


def _series(found: _Area) -> Series:
    points = tuple(Point(value, fact, found.look) for value, fact in zip(found.values, found.facts, strict=True))
    return Series(found.name, points, found.look)
