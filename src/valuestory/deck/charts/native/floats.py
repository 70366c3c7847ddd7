"""Bars that float from one value to another, such as a waterfall's: stacked on a base that is not seen.

The workbook holds the base and the lengths, a column each; a bar that crosses zero has two pieces, since PowerPoint
stacks what lies below zero by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from valuestory.deck.charts.evaluated.scene import Item, Mark
from valuestory.deck.charts.native.bars import Bar, Spot, gaps
from valuestory.deck.charts.native.frame import Frame
from valuestory.deck.charts.native.looks import area
from valuestory.deck.charts.native.model import Look, NoNativeFormError, Plot, Point, Series
from valuestory.deck.charts.native.names import measure, series_name
from valuestory.deck.charts.native.spans import spans

BASE = "(base)"
_DAYS = "days"
_BESIDE = ("left", "right", "top-left", "top-right", "bottom-left", "bottom-right")
_BELOW = "{}, below zero"


@dataclass(frozen=True)
class _Float:
    bar: Bar
    base: float
    length: float
    series: str
    below: float = 0.0


def floats(frame: Frame, mark: Mark) -> bool:
    """Return whether a mark's bars run from one field to another, not from zero nor from a stack."""
    return frame.across + "2" in mark.plan.fields and not mark.plan.stack


def floating_bars(frame: Frame, mark: Mark) -> tuple[Plot, list[Spot]]:
    """Return the plot of bars that float, and where each is drawn.

    Raises
    ------
    NoNativeFormError
        When a bar leaves the axis, shares its category with another, or crosses zero with an outline.
    """
    if frame.dated:
        raise NoNativeFormError("bars on a scale of time have no native form yet")
    drawn = [_float(frame, mark, item) for item in mark.items]
    if frame.along + "Offset" in mark.plan.scales:
        raise NoNativeFormError("floating bars side by side have no native form yet")
    under = measure(frame, mark, _lower(frame, drawn)) if frame.timed else BASE
    if len({each.bar.index for each in drawn}) < len(drawn):
        if frame.bins is not None:  # the workbook would hold the sizes of bins, not what their colours show
            raise NoNativeFormError("cells of bins both ways have no native form")
        return spans(frame, mark, [(each.series, each.bar) for each in drawn], under)
    names = list(dict.fromkeys(each.series for each in drawn))
    order = {entry.text: rank for legend in frame.scene.legends for rank, entry in enumerate(legend.entries)}
    names.sort(key=lambda name: order.get(name, 0))
    if not frame.horizontal and any(legend.orient in _BESIDE for legend in frame.scene.legends):
        names.reverse()  # programs list what is stacked from top to bottom
    base = _series(frame, under, {each.bar.index: Point(each.base) for each in drawn if each.base}, Look(), seen=False)
    shown = [_series(frame, name, _points(drawn, name), None) for name in names]
    below = {
        name: {each.bar.index: _below(each) for each in drawn if each.series == name and each.below} for name in names
    }
    shown += [_series(frame, _BELOW.format(name), found, None) for name, found in below.items() if found]
    gap, _ = gaps(frame, [each.bar for each in drawn], 1, "stacked")
    spots = [_spot(frame, each, names) for each in drawn]
    return Plot("bar", (base, *shown), "stacked", gap, 100), spots


def _float(frame: Frame, mark: Mark, item: Item) -> _Float:
    end, start = (frame.number(item.values.get(each)) for each in (frame.across, frame.across + "2"))
    if end is None or start is None:
        raise NoNativeFormError("a bar has no length on the value axis")
    low, high = min(start, end), max(start, end)
    if not (frame.holds(low) and frame.holds(high)):
        raise NoNativeFormError("a bar leaves the value axis")
    crossing = low < 0 < high
    if crossing and area(item.look).line is not None:
        raise NoNativeFormError("an outlined bar that crosses zero has no native form")
    base, length = (low, high - low) if high > 0 else (high, low - high)
    color = item.values.get("fill")
    bar = Bar(frame.category(item), length, start, end, None, color, item)
    name = _name(frame, mark, color)
    return _Float(bar, 0.0, high, name, low) if crossing else _Float(bar, base, float(f"{length:.12g}"), name)


def _name(frame: Frame, mark: Mark, color: object) -> str:
    """Return the series of a bar: by colour where a legend tells colours apart, else one for all."""
    legends = {name for legend in frame.scene.legends for name in legend.scales.values()}
    if mark.plan.scales.get("fill") in legends and color is not None:
        return series_name(frame, mark, "fill", color)
    return _DAYS if frame.timed else measure(frame, mark)


def _lower(frame: Frame, drawn: list[_Float]) -> str:
    """Return the channel of the ends at which bars begin."""
    return frame.across if all(each.bar.end <= each.bar.start for each in drawn) else frame.across + "2"


def _points(drawn: list[_Float], name: str) -> dict[int, Point]:
    return {each.bar.index: _point(each) for each in drawn if each.series == name}


def _point(each: _Float) -> Point:
    fact = each.bar.item.values.get("fact")
    return Point(each.length, str(fact) if fact is not None else None, area(each.bar.item.look))


def _below(each: _Float) -> Point:
    return Point(each.below, None, area(each.bar.item.look))


def _series(frame: Frame, name: str, found: dict[int, Point], look: Look | None, *, seen: bool = True) -> Series:
    points = tuple(found.get(index) for index in range(len(frame.values)))
    if look is None:
        looks = [point.look for point in points if point is not None]
        look = max(looks, key=looks.count)
    return Series(name, points, look, "data" if seen else "base")


def _spot(frame: Frame, each: _Float, names: list[str]) -> Spot:
    side, low = ("height", "y") if frame.horizontal else ("width", "x")
    item = each.bar.item
    centre = item.number(low) + item.number(side) / 2
    return Spot(
        1 + names.index(each.series), each.bar.index, frame.place(each.bar.start), frame.place(each.bar.end), centre
    )
