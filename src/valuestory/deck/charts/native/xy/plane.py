"""The plane of an XY chart: two scales of numbers or times, and how values become places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, Scale, Scene, as_date, as_number
from valuestory.deck.charts.native.frame import CLOSE, key
from valuestory.deck.charts.native.model import NoNativeFormError
from valuestory.deck.charts.native.places import band_places
from valuestory.deck.charts.native.serials import serial
from valuestory.deck.charts.native.xy.model import XY

KINDS: Final = frozenset({"rule", "line", "symbol", "text"})
"""The marks that an XY chart can show."""
SIZE: Final[dict[XY, str]] = {"x": "width", "y": "height"}
"""What a rectangle's length along an axis is called."""
_THICKEST: Final = 5.0
"""Points up to which a rectangle is a stroke."""
_CONTINUOUS: Final = ("linear", "log", "time", "utc")
_CATEGORICAL: Final = ("band", "point")


@dataclass(frozen=True)
class Span:
    """One axis of the plane: its scale, its ends (times as Excel's numbers) and the places of these ends.

    Of categories the first stands at 0.5, the second at 1.5; `categories` are their identities in this order.
    """

    scale: Scale
    low: float
    high: float
    start: float
    end: float
    categories: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the axis is one of times."""
        return self.scale.kind in ("time", "utc")

    @property
    def logarithmic(self) -> bool:
        """Whether the axis is logarithmic."""
        return self.scale.kind == "log"

    def value(self, found: Any) -> float | None:
        """Return a channel's value as the axis counts it, None where there is none.

        Raises
        ------
        NoNativeFormError
            When it is a date before 1900, which Excel does not know.
        """
        if self.categories:
            known = key(found) in self.categories
            return self.categories.index(key(found)) + 0.5 if known else None
        if not self.dated:
            return as_number(found)
        date = as_date(found)
        if date is not None and date.year < 1900:
            raise NoNativeFormError("dates before 1900 have no native axis")
        return serial(date) if date is not None else None

    def place(self, value: float) -> float:
        """Return where a value lies along the axis."""
        if self.logarithmic:
            value, low, high = (math.log(each) for each in (value, self.low, self.high))
        else:
            low, high = self.low, self.high
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Return whether a value lies within the axis."""
        close = 1e-9 * (self.high - self.low)
        return self.low - close <= value <= self.high + close and (value > 0 or not self.logarithmic)


@dataclass(frozen=True)
class Plane:
    """A chart's two axes; values are measured across y unless said otherwise."""

    scene: Scene
    x: Span
    y: Span
    across: str = "y"

    @property
    def numbers(self) -> Scale:
        """The scale of the axis that values are measured across."""
        return self.span("y" if self.across == "y" else "x").scale

    def span(self, axis: XY) -> Span:
        """Return one of both axes."""
        return self.x if axis == "x" else self.y

    def point(self, item: Item, *, clipped: bool = False) -> tuple[float, float] | None:
        """Return an item's exact values, None where it has none; a clipped mark may leave the axes.

        Raises
        ------
        NoNativeFormError
            When it is not drawn where its values are, or lies beyond the axes.
        """
        if item.look.get("defined") is False:
            return None
        x, y = self.x.value(item.values.get("x")), self.y.value(item.values.get("y"))
        if x is None or y is None:
            return None
        if not (self.x.holds(x) and self.y.holds(y)):
            if clipped and not any(span.logarithmic for span in (self.x, self.y)):
                return x, y
            raise NoNativeFormError("a point lies beyond the axes")
        if max(abs(self.x.place(x) - item.number("x")), abs(self.y.place(y) - item.number("y"))) > CLOSE:
            raise NoNativeFormError("a point is drawn elsewhere than at its values")
        return x, y


def drawn(scene: Scene) -> list[Mark]:
    """Return the marks that draw something."""
    return [mark for mark in scene.marks if mark.drawn]


def over_numbers(scene: Scene) -> bool:
    """Return whether both axes are of numbers, and nothing but points, lines, rules, texts and ticks stands on them."""
    return _kinds(scene) <= {"linear", "log"} and _shown(scene)


def over_times(scene: Scene) -> bool:
    """Return whether one axis is of times and the other of numbers or times."""
    kinds = _kinds(scene)
    dated = bool(kinds & {"time", "utc"}) and kinds <= set(_CONTINUOUS)
    return dated and _shown(scene)


def over_categories(scene: Scene) -> bool:
    """Return whether an axis is of categories, and nothing but points, lines, rules, texts and ticks stands on both."""
    kinds = _kinds(scene)
    categorical = bool(kinds & set(_CATEGORICAL)) and kinds <= {*_CATEGORICAL, *_CONTINUOUS}
    return categorical and _shown(scene)


def _shown(scene: Scene) -> bool:
    """Return whether nothing but points, lines, rules, texts and ticks is drawn."""
    return all(mark.plan.kind in KINDS or are_strokes(mark) for mark in drawn(scene))


def are_strokes(mark: Mark) -> bool:
    """Return whether a mark draws ticks: thin rectangles with a middle at a value, and no second end anywhere."""
    if mark.plan.kind != "rect" or not {"xc", "yc"} & set(mark.plan.scales) or {"x2", "y2"} & set(mark.plan.scales):
        return False
    return all(item.number(SIZE[crossed(mark)]) <= _THICKEST for item in mark.items)


def crossed(mark: Mark) -> XY:
    """Return the axis of the values that ticks stand at; where both places are middles, across the longer side."""
    if {"xc", "yc"} <= set(mark.plan.scales):
        return "y" if all(item.number("width") >= item.number("height") for item in mark.items) else "x"
    return "x" if "xc" in mark.plan.scales else "y"


def _kinds(scene: Scene) -> set[str]:
    scales = [_scale(scene, axis) for axis in ("x", "y")]
    return {scale.kind if scale is not None else "" for scale in scales}


def plane(scene: Scene) -> Plane:
    """Return the plane of a scene whose axes are of numbers, times or categories.

    Raises
    ------
    NoNativeFormError
        When a scale is of another kind, is drawn twice, or has no extent.
    """
    x, y = _span(scene, "x"), _span(scene, "y")
    return Plane(scene, x, y, "x" if y.categories and not x.categories else "y")


def _scale(scene: Scene, axis: str) -> Scale | None:
    channels = (axis, axis + "2", axis + "c")
    names = {mark.plan.scales[each] for mark in scene.marks for each in channels if each in mark.plan.scales}
    return scene.scales[names.pop()] if len(names) == 1 else None


def _span(scene: Scene, axis: XY) -> Span:
    scale = _scale(scene, axis)
    if scale is not None and scale.kind in _CATEGORICAL:
        return _categories(scale, scene.plot[2 if axis == "x" else 3])
    if scale is None or scale.kind not in _CONTINUOUS:
        raise NoNativeFormError(f"there is no single {axis} scale of numbers or times")
    if len(scale.domain) != 2 or len(scale.range) < 2:
        raise NoNativeFormError(f"the {axis} axis has no extent")
    bare = Span(scale, 0.0, 1.0, 0.0, 1.0)
    ends = [bare.value(each) for each in scale.domain]
    places = [float(each) for each in scale.range[:2]]
    if None in ends or ends[0] == ends[1]:
        raise NoNativeFormError(f"the {axis} axis has no extent")
    (low, start), (high, end) = sorted(zip((each for each in ends if each is not None), places, strict=True))
    if scale.kind == "log" and low <= 0:
        raise NoNativeFormError("a logarithmic axis of negative numbers has no native form")
    return Span(scale, low, high, start, end)


def _categories(scale: Scale, length: float) -> Span:
    """Return an axis of categories as one of numbers, its ends at the plot's edges."""
    if not scale.domain:
        raise NoNativeFormError("there is nothing to draw")
    places, step = band_places(scale)
    step = step if scale.range[0] <= scale.range[1] else -step
    (low, start), (high, end) = sorted((0.5 + (at - places[0]) / step, at) for at in (0.0, length))
    return Span(scale, round(low, 9), round(high, 9), start, end, tuple(key(each) for each in scale.domain))
