"""The two axes that a chart stands on: which holds categories, where each lies, how values become places."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Item, Scale, Scene, as_date, as_number
from valuestory.deck.charts.native.model import Box, NoNativeFormError
from valuestory.deck.charts.native.places import band_places, dates_drawn, time_places
from valuestory.deck.charts.native.serials import serial

_TIMES: Final = ("time", "utc")
CLOSE: Final = 1.0
"""Points within which two places are the same."""


@dataclass(frozen=True)
class Frame:
    """Categories along one axis (`along`: x or y) and values across the other.

    `values` are the categories' exact values in the scale's order (dates ascending), `centres` their places in the
    plot. `reverse` says that the scale runs backwards (from right to left, or from bottom to top); `between` that
    each category has a band around its place; `box` is the plot area that makes PowerPoint's places equal to Vega's.
    `bins` are both ends of each category where categories are bins.
    """

    scene: Scene
    along: str
    across: str
    categories: Scale
    numbers: Scale
    values: tuple[Any, ...]
    centres: tuple[float, ...]
    step: float
    reverse: bool
    between: bool
    box: Box
    bins: tuple[tuple[Any, Any], ...] | None = None

    @property
    def horizontal(self) -> bool:
        """Whether categories run from top to bottom."""
        return self.along == "y"

    @property
    def dated(self) -> bool:
        """Whether categories lie on a scale of time."""
        return self.categories.kind in _TIMES and self.bins is None

    @property
    def low(self) -> float:
        """The lower end of the value axis."""
        return min(self._ends)

    @property
    def high(self) -> float:
        """The upper end of the value axis."""
        return max(self._ends)

    @property
    def timed(self) -> bool:
        """Whether values are dates, counted as Excel counts them."""
        return self.numbers.kind in _TIMES

    def number(self, found: Any) -> float | None:
        """Return a value as its axis counts it, None where it is none."""
        date = as_date(found) if self.timed else None
        return serial(date) if date is not None else as_number(found)

    @cached_property
    def _ends(self) -> tuple[float, float]:
        first, last = (self.number(each) for each in self.numbers.domain[:2])
        return first or 0.0, last or 0.0

    @property
    def log(self) -> bool:
        """Whether equal ratios of values are equally far apart."""
        return self.numbers.kind == "log"

    @property
    def backwards(self) -> bool:
        """Whether values fall from left to right, or upwards."""
        first, last = self.numbers.range[:2]
        return bool((first < last) == (self.across == "y"))

    @property
    def floor(self) -> float:
        """The value that bars and areas are drawn from."""
        return self.low if self.log else 0.0

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the value axis."""
        close = 1e-9 * (self.high - self.low)
        return self.low - close <= value <= self.high + close

    def index(self, value: Any) -> int | None:
        """Return the place of a category's value in the order, or None; of a bin any value within will do."""
        if self.bins is not None:
            return self._bin(bin_position(value))
        return self._places.get(key(value))

    def _bin(self, at: float | None) -> int | None:
        for index, ends in enumerate(self.bins or ()):
            low, high = (bin_position(each) for each in ends)
            if at is not None and low is not None and high is not None:
                close = 1e-6 * (high - low)
                if low - close <= at < high - close:
                    return index
        return None

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {key(value): index for index, value in enumerate(self.values)}

    def category(self, item: Item) -> int:
        """Return the category an item belongs to.

        Raises
        ------
        NoNativeFormError
            When it belongs to none.
        """
        channels = (self.along, self.along + "c", *((self.along + "2",) if self.bins is not None else ()))
        at = [item.values[each] for each in channels if item.values.get(each) is not None]
        found = (min(at) if self.bins is not None else at[0]) if at else None
        index = self.index(found)
        if index is None:
            raise NoNativeFormError("an item stands at no category")
        return index

    def place(self, value: float) -> float:
        """Return where a value lies across the plot."""
        (first, last), (start, end) = self._ends, self.numbers.range[:2]
        if self.log:
            value, first, last = (math.log10(each) for each in (value, first, last))
        return float(start + (value - first) / (last - first) * (end - start)) if last != first else float(start)


def bin_position(value: Any) -> float | None:
    """Return where an end of a bin lies: its number, or of a date the days that have passed."""
    date = as_date(value)
    return serial(date) if date is not None else as_number(value)


def key(value: Any) -> str:
    """Return a value's identity: 1 and true differ, 1 and 1.0 do not."""
    number = as_number(value)
    return json.dumps(number if number is not None else value)


def frame(scene: Scene) -> Frame:
    """Return the frame of a scene.

    Raises
    ------
    NoNativeFormError
        When the axes are not one of categories or dates and one of numbers.
    """
    along = scale_along(scene, "x"), scale_along(scene, "y")
    kinds = tuple(_kind(scale) for scale in along)
    if kinds in (("category", "number"), ("date", "number")):
        return _frame(scene, "x", "y", *along)
    if kinds == ("number", "category"):
        return _frame(scene, "y", "x", along[1], along[0])
    if set(kinds) == {"date", "category"} and _only_bars(scene):
        return _frame(scene, "y", "x", *along[::-1]) if kinds[1] == "category" else _frame(scene, "x", "y", *along)
    if kinds == ("number", "number"):  # the others have become an XY chart
        raise NoNativeFormError("over two axes of numbers only points, lines, rules and texts have a native form")
    raise NoNativeFormError(
        f"an x axis of {_words(kinds[0])} with a y axis of {_words(kinds[1])} has no native form yet"
    )


def _only_bars(scene: Scene) -> bool:
    """Return whether nothing but bars and texts is drawn: what else stands on times has a plane of its own."""
    return {mark.plan.kind for mark in scene.marks if mark.drawn} <= {"rect", "text"}


def scale_along(scene: Scene, axis: str) -> Scale | None:
    """Return the one scale that marks use along an axis (x or y), None where they use none.

    Raises
    ------
    NoNativeFormError
        When there are several.
    """
    names = {mark.plan.scales[each] for mark in scene.marks for each in _channels(axis) if each in mark.plan.scales}
    if len(names) > 1:
        raise NoNativeFormError(f"there are {len(names)} {axis} scales on one plot")
    return scene.scales[names.pop()] if names else None


def _channels(axis: str) -> tuple[str, str, str]:
    return axis, axis + "2", axis + "c"


def _kind(scale: Scale | None) -> str:
    if scale is None:
        return "nothing"
    known = {
        "band": "category",
        "point": "category",
        "time": "date",
        "utc": "date",
        "linear": "number",
        "log": "number",
    }
    return known.get(scale.kind, scale.kind)


def _words(kind: str) -> str:
    return {"category": "categories", "date": "dates", "number": "numbers"}.get(kind, kind)


def _frame(scene: Scene, along: str, across: str, categories: Scale | None, numbers: Scale | None) -> Frame:
    assert categories is not None
    assert numbers is not None
    check_values(numbers)
    values = dates_drawn(scene.marks, categories) if categories.kind in _TIMES else categories.domain
    if not values:
        raise NoNativeFormError("nothing in it stands at one category or date")
    centres, step = time_places(values, categories) if categories.kind in _TIMES else band_places(categories)
    between, box = _box(scene, along, categories, centres, step)
    reverse = categories.range[0] > categories.range[1]
    return Frame(scene, along, across, categories, numbers, tuple(values), centres, step, reverse, between, box)


def check_values(numbers: Scale) -> None:
    """Refuse a value axis that has no extent or begins before 1900, or a log axis that begins at no power of ten."""
    ends = [bin_position(each) for each in numbers.domain]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        raise NoNativeFormError("the value axis has no extent")
    low = min(each for each in ends if each is not None)
    if numbers.kind in _TIMES and low < 2:
        raise NoNativeFormError("dates before 1900 have no native axis")
    if numbers.kind == "log" and (low <= 0 or abs(math.log10(low) - round(math.log10(low))) > 1e-9):
        raise NoNativeFormError("a log axis that does not begin at a power of ten has no native form yet")


def _box(scene: Scene, along: str, scale: Scale, centres: tuple[float, ...], step: float) -> tuple[bool, Box]:
    """Return whether bands surround the places, and the plot area that puts categories where Vega does."""
    left, top, width, height = scene.plot
    length = width if along == "x" else height
    low, high = min(centres), max(centres)
    between = low - step / 2 >= -CLOSE or scale.kind == "band" or len(centres) == 1
    if scale.kind in _TIMES:
        between, start, extent = False, 0.0, length
    elif between:
        start, extent = low - step / 2, step * len(centres)
    else:
        start, extent = low, high - low
    if scale.kind in ("point", "band") and (start < -CLOSE or start + extent > length + CLOSE):
        start, extent = max(start, 0.0), min(extent, length)
    return between, (left + start, top, extent, height) if along == "x" else (left, top + start, width, extent)
