"""Bars: single, grouped, stacked and normalised, with the fill and outline of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from valuestory.deck.charts.evaluated.scene import Item, Mark, Scale, as_number
from valuestory.deck.charts.native.frame import CLOSE, Frame, key
from valuestory.deck.charts.native.looks import area, fill
from valuestory.deck.charts.native.model import Look, NoLegendError, NoNativeFormError, Paint, Plot, Point, Series
from valuestory.deck.charts.native.names import series_name

MOST_GAP: Final = 500
"""PowerPoint's widest gap between bars, as a percentage of a bar's width."""
Grouping = Literal["clustered", "stacked", "percentStacked"]

Place = tuple[int, int, int]
"""Plot, series and point."""


@dataclass(frozen=True)
class Spot:
    """Where a point is drawn, from the plot's corner: `start` to `end` across, centred at `centre` along."""

    series: int
    index: int
    start: float
    end: float
    centre: float


@dataclass(frozen=True)
class Bar:
    """One bar: its category, its value, its ends on the value axis, and what groups and colours it."""

    index: int
    value: float
    start: float
    end: float
    group: Any
    color: Any
    item: Item


def bars(frame: Frame, mark: Mark) -> tuple[Plot, list[Spot]]:
    """Return the plot of a bar mark, and where each of its bars is drawn.

    Raises
    ------
    NoNativeFormError
        When the bars float, overlap, are rounded off the scale or are stacked in no single order.
    """
    if frame.dated:
        raise NoNativeFormError("bars on a scale of time have no native form yet")
    drawn = [_bar(frame, mark, item) for item in mark.items]
    if not drawn:
        raise NoNativeFormError("there is nothing to draw")
    grouping = _grouping(frame, mark, drawn)
    names = _series_keys(frame, mark, drawn, grouping)
    by_place = _unique(drawn, names)
    series = tuple(_series(frame, mark, each, by_place) for each in names)
    gap, overlap = gaps(frame, drawn, len(names), grouping)
    spots = [_spot_of(frame, bar, names) for bar in drawn]
    return Plot("bar", series, grouping, gap, overlap), spots


def _bar(frame: Frame, mark: Mark, item: Item) -> Bar:
    end, start = (as_number(item.values.get(each)) for each in (frame.across, frame.across + "2"))
    if end is None or start is None:
        raise NoNativeFormError("a bar has no length on the value axis")
    stacked = bool(mark.plan.stack)
    if not stacked and start != frame.floor:
        raise NoNativeFormError("a bar starts neither at zero nor at a value of its own")
    value = as_number(item.values.get("raw")) if stacked else end
    if value is None or not (frame.holds(start) and frame.holds(end)):
        raise NoNativeFormError("a bar leaves the value axis")
    color = item.values.get("fill") if item.values.get("fill") is not None else item.values.get("stroke")
    return Bar(frame.category(item), value, start, end, item.values.get(frame.along + "Offset"), color, item)


def _grouping(frame: Frame, mark: Mark, drawn: Sequence[Bar]) -> Grouping:
    if mark.plan.stack == "center":
        raise NoNativeFormError("a stack around the middle has no native form yet")
    if mark.plan.stack == "normalize":
        if any(bar.value < 0 for bar in drawn):  # Vega takes their sizes, PowerPoint their signs
            raise NoNativeFormError("shares of values below zero have no native form")
        return "percentStacked"
    counts = Counter((bar.index, key(bar.group)) for bar in drawn)
    if max(counts.values()) > 1:
        if frame.along + "Offset" in mark.plan.scales:
            raise NoNativeFormError("stacks side by side have no native form yet")
        return "stacked" if mark.plan.stack else "clustered"
    return "clustered"


def _key_channel(frame: Frame, mark: Mark, grouping: Grouping) -> str:
    if frame.along + "Offset" in mark.plan.scales:
        return frame.along + "Offset"
    return "fill" if "fill" in mark.plan.scales else "stroke" if "stroke" in mark.plan.scales else ""


def _key(channel: str, bar: Bar) -> Any:
    return bar.group if channel.endswith("Offset") else bar.color if channel else None


@dataclass(frozen=True)
class Name:
    """A series: the value that makes it one, and the channel that carries it."""

    channel: str
    value: Any

    def holds(self, bar: Bar) -> bool:
        """Return whether a bar is of this series."""
        return not self.channel or key(_key(self.channel, bar)) == key(self.value)


def _series_keys(frame: Frame, mark: Mark, drawn: Sequence[Bar], grouping: Grouping) -> list[Name]:
    """Return the series in PowerPoint's order: as grouped, or from the axis outwards."""
    channel = _key_channel(frame, mark, grouping)
    scale = frame.scene.scales.get(mark.plan.scales.get(channel, ""))
    if channel.endswith("Offset") and scale is not None:
        values = list(scale.domain)
        return [Name(channel, each) for each in (values if scale.range[0] <= scale.range[-1] else values[::-1])]
    alone = len({bar.index for bar in drawn}) == len(drawn)
    if grouping == "clustered" and alone and not _needs_series(frame, mark, channel):
        return [Name("", None)]
    if scale is not None and scale.kind != "ordinal":
        raise NoLegendError("colours of a continuous scale have no native legend")
    if scale is None:
        raise NoNativeFormError("bars share a category without a colour to tell them apart")
    known = {key(bar.color) for bar in drawn} | {key(each.value) for each in _entries(frame, mark, channel)}
    domain = [each for each in scale.domain if key(each) in known]
    over_one_another = grouping == "clustered" and all(_translucent(bar) for bar in drawn)
    order = domain if over_one_another else _stack_order(domain, drawn)
    return [Name(channel, each) for each in order]


def _translucent(bar: Bar) -> bool:
    paint = fill(bar.item.look)
    return paint is not None and paint.opacity < 1


def _needs_series(frame: Frame, mark: Mark, channel: str) -> bool:
    """Return whether a legend tells single bars apart by colour."""
    return bool(_entries(frame, mark, channel))


def _entries(frame: Frame, mark: Mark, channel: str) -> list[Any]:
    name = mark.plan.scales.get(channel)
    return [entry for legend in frame.scene.legends if name in legend.scales.values() for entry in legend.entries]


def _stack_order(domain: list[Any], drawn: Sequence[Bar]) -> list[Any]:
    """Return the order in which every stack is built, outwards from the axis.

    Raises
    ------
    NoNativeFormError
        When stacks are built in different orders.
    """
    stacks: dict[tuple[int, bool], list[Bar]] = {}
    for bar in drawn:
        if bar.value:
            stacks.setdefault((bar.index, bar.value < 0), []).append(bar)
    seen = [[key(bar.color) for bar in sorted(stack, key=lambda bar: abs(bar.start))] for stack in stacks.values()]
    fullest = max(seen, key=len, default=[])
    own = sorted(domain, key=lambda each: fullest.index(key(each)) if key(each) in fullest else len(fullest))
    for order in (domain, domain[::-1], own):
        ranks = {key(each): rank for rank, each in enumerate(order)}
        if all(_ascends([ranks.get(each, -1) for each in stack]) for stack in seen):
            return order
    raise NoNativeFormError("stacks are built in different orders")


def _ascends(numbers: list[int]) -> bool:
    return numbers == sorted(numbers)


def _unique(drawn: Iterable[Bar], names: list[Name]) -> dict[tuple[int, str], Bar]:
    by_place: dict[tuple[int, str], Bar] = {}
    for bar in drawn:
        name = next((each for each in names if each.holds(bar)), None)
        if name is None or (bar.index, key(name.value)) in by_place:
            raise NoNativeFormError("several bars share one category and series")
        by_place[bar.index, key(name.value)] = bar
    return by_place


def _series(frame: Frame, mark: Mark, name: Name, by_place: dict[tuple[int, str], Bar]) -> Series:
    found = [by_place.get((index, key(name.value))) for index in range(len(frame.values))]
    points = tuple(_point(bar) if bar is not None else None for bar in found)
    looks = Counter(point.look for point in points if point is not None)
    # Not every program takes back a series' translucence for one bar; all let one bar be more translucent.
    solid = [each for each in looks if each.fill is not None and each.fill.opacity == 1]
    common = max(solid or looks, key=lambda each: looks[each], default=None)
    look = common if common is not None else _scale_look(frame, mark, name)
    return Series(series_name(frame, mark, name.channel, name.value), points, look)


def _point(bar: Bar) -> Point:
    fact = bar.item.values.get("fact")
    return Point(bar.value, str(fact) if fact is not None else None, area(bar.item.look))


def _scale_look(frame: Frame, mark: Mark, name: Name) -> Look:
    """Return the look of a series that the legend lists but that has no bar."""
    scale = frame.scene.scales.get(mark.plan.scales.get("fill", ""))
    if scale is None or name.value not in scale.domain or not scale.range:
        return Look()
    color = scale.range[scale.domain.index(name.value) % len(scale.range)]
    return Look(Paint(str(color)) if str(color).startswith("#") else None)


def gaps(frame: Frame, drawn: Sequence[Bar], count: int, grouping: Grouping) -> tuple[int, int]:
    """Return gap and overlap as percentages of a bar's width."""
    side = "height" if frame.horizontal else "width"
    widths = [bar.item.number(side) for bar in drawn]
    if frame.bins is not None and frame.categories.kind != "linear":  # months differ, the space between bars does not
        widths = [sum(widths) / len(widths)]
    width = max(widths)
    if width <= 0 or max(widths) - min(widths) > CLOSE:
        raise NoNativeFormError("bars of different widths have no native form yet")
    scale = _offset_scale(frame)
    if scale is None or count == 1:
        return _percent((frame.step - width) / width), 100 if grouping != "clustered" or count > 1 else 0
    # The distance between the centres of neighbours in a group.
    pitch = scale.band / (1 - scale.padding_inner) if scale.padding_inner < 1 else width
    gap, overlap = (frame.step - width - (count - 1) * pitch) / width, round(100 * (1 - pitch / width))
    if gap > MOST_GAP / 100 or abs(overlap) > 100:
        raise NoNativeFormError("bars so thin, side by side, have no native form")
    return _percent(gap), overlap


def _offset_scale(frame: Frame) -> Scale | None:
    names = [mark.plan.scales.get(frame.along + "Offset") for mark in frame.scene.marks if mark.plan.kind == "rect"]
    return next((frame.scene.scales[name] for name in names if name), None)


def _percent(ratio: float) -> int:
    return min(MOST_GAP, max(0, round(100 * ratio)))


def _spot_of(frame: Frame, bar: Bar, names: list[Name]) -> Spot:
    side, low = ("height", "y") if frame.horizontal else ("width", "x")
    series = next(index for index, name in enumerate(names) if name.holds(bar))
    centre = bar.item.number(low) + bar.item.number(side) / 2
    return Spot(series, bar.index, frame.place(bar.start), frame.place(bar.end), centre)
