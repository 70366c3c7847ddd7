"""Lines over categories or dates, one series a path, and the symbols that lie on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.bars import Spot
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.model import Look, Marker, NoNativeFormError, Plot, Point, Series
from valuestory.deck.charts.native.names import measure, series_name

_STRAIGHT: Final = (None, "linear")
_KEYS: Final = ("stroke", "strokeDash", "fill", "opacity")


@dataclass(frozen=True)
class Lines:
    """The series of all lines and free symbols so far, and where their points are drawn."""

    series: tuple[Series, ...] = ()
    spots: tuple[Spot, ...] = ()
    bridged: bool = False
    broken: bool = False


def lines(frame: Frame, mark: Mark, before: Lines) -> Lines:
    """Return the lines so far and those of one more mark.

    Raises
    ------
    NoNativeFormError
        When a line is curved or stepped, turns back, leaves the value axis, or stands beside its categories' middles.
    """
    if frame.horizontal:
        raise NoNativeFormError("a line that runs downwards has no native form")
    found = before
    for path in sorted(mark.groups, key=lambda path: _rank(frame, mark, path[0])):
        found = _line(frame, mark, path, found)
    return found


def _rank(frame: Frame, mark: Mark, item: Item) -> int:
    """Return a line's place in its colour scale, which is the legend's order; the data's order where there is none."""
    return _rank_by(frame, mark, item, "stroke")


def _symbol_rank(frame: Frame, mark: Mark, item: Item) -> int:
    return _rank_by(frame, mark, item, "fill" if "fill" in mark.plan.scales else "stroke")


def _rank_by(frame: Frame, mark: Mark, item: Item, channel: str) -> int:
    scale = frame.scene.scales.get(mark.plan.scales.get(channel, ""))
    value = item.values.get(channel)
    return scale.domain.index(value) if scale is not None and value in scale.domain else 0


def _line(frame: Frame, mark: Mark, path: tuple[Item, ...], before: Lines) -> Lines:
    first = path[0]
    if first.look.get("interpolate") not in _STRAIGHT:
        raise NoNativeFormError(f"a {first.look['interpolate']} line has no native form yet")
    stroke = looks.line(first.look, 2.0)
    if stroke is None:
        return before
    places = [frame.category(item) for item in path]
    if sorted(set(places)) != sorted(places) or places not in (sorted(places), sorted(places, reverse=True)):
        raise NoNativeFormError("a line that turns back, or has two values at one place, has no native form yet")
    number = len(before.series)
    points: list[Point | None] = [None] * len(frame.values)
    spots: list[Spot] = []
    for index, item in zip(places, path, strict=True):
        if (value := _value(frame, item)) is not None:
            if abs(item.number("x") - frame.centres[index]) > CLOSE:
                raise NoNativeFormError("a line whose points stand beside their categories' middles has no native form")
            points[index] = _point(value, item, stroke)
            spots.append(_spot(frame, number, index, value))
    series = Series(_name(frame, mark, first, number), tuple(points), Look(None, stroke))
    inner = range(min(places), max(places))
    return Lines(
        (*before.series, series),
        (*before.spots, *spots),
        before.bridged or any(index not in places for index in inner),
        before.broken or any(item.look.get("defined") is False or _value(frame, item) is None for item in path),
    )


def _value(frame: Frame, item: Item) -> float | None:
    value = as_number(item.values.get(frame.across))
    if value is None or item.look.get("defined") is False:
        return None
    if not frame.holds(value):
        raise NoNativeFormError("a line leaves the value axis")
    return value


def _point(value: float, item: Item, stroke: Any) -> Point:
    fact = item.values.get("fact")
    return Point(value, str(fact) if fact is not None else None, Look(None, stroke))


def _spot(frame: Frame, series: int, index: int, value: float) -> Spot:
    return Spot(series, index, frame.place(value), frame.place(value), frame.centres[index])


def _name(frame: Frame, mark: Mark, item: Item, number: int) -> str:
    for channel in _KEYS:
        if channel in mark.plan.scales and item.values.get(channel) is not None:
            return series_name(frame, mark, channel, item.values[channel])
    name = measure(frame, mark)
    return name if number == 0 else f"{name} {number + 1}"


def symbols(frame: Frame, mark: Mark, before: Lines) -> Lines:
    """Return the lines with a mark's symbols on them; symbols that lie on no line become series without a line.

    Raises
    ------
    NoNativeFormError
        When a symbol has no native shape, or several of one colour share a place.
    """
    if frame.horizontal:
        raise NoNativeFormError("symbols beside categories have no native form yet")
    seen = [item for item in mark.items if item.visible and item.number("size") > 0]
    free: list[Item] = []
    series = [list(each.points) for each in before.series]
    taken: set[tuple[int, int]] = set()
    for item in seen:
        spot = _beneath(before, item, taken)
        point = series[spot.series][spot.index] if spot is not None else None
        if spot is None or point is None:
            free.append(item)
            continue
        taken.add((spot.series, spot.index))
        series[spot.series][spot.index] = replace(point, marker=looks.marker(item))
    marked = tuple(replace(old, points=tuple(new)) for old, new in zip(before.series, series, strict=True))
    return _free(frame, mark, free, replace(before, series=marked))


def _beneath(lines_: Lines, item: Item, taken: set[tuple[int, int]]) -> Spot | None:
    """Return the line's point beneath a symbol: of several the one of the same colour."""
    x, y = item.number("x"), item.number("y")
    near = [
        spot
        for spot in lines_.spots
        if abs(spot.centre - x) <= CLOSE and abs(spot.end - y) <= CLOSE and (spot.series, spot.index) not in taken
    ]
    return min(near, key=lambda spot: not _same_color(lines_.series[spot.series], item), default=None)


def _same_color(series: Series, item: Item) -> bool:
    stroke = series.look.line
    paints = (looks.fill(item.look), looks.line(item.look))
    colors = {each.color if not hasattr(each, "paint") else each.paint.color for each in paints if each is not None}
    return stroke is not None and stroke.paint.color in colors


def _free(frame: Frame, mark: Mark, items: Sequence[Item], before: Lines) -> Lines:
    found = before
    keys = {
        channel: mark.plan.scales[channel] for channel in ("fill", "stroke", "shape") if channel in mark.plan.scales
    }
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(repr([item.values.get(each) for each in keys]), []).append(item)
    for group in sorted(groups.values(), key=lambda group: _symbol_rank(frame, mark, group[0])):
        found = _symbol_series(frame, mark, group, found)
    return found


def _symbol_series(frame: Frame, mark: Mark, items: Sequence[Item], before: Lines) -> Lines:
    number = len(before.series)
    points: list[Point | None] = [None] * len(frame.values)
    spots: list[Spot] = []
    for item in items:
        index, value = frame.category(item), _value(frame, item)
        if value is None or points[index] is not None or abs(item.number("x") - frame.centres[index]) > CLOSE:
            raise NoNativeFormError("several points at one category have no native form yet")
        marker: Marker = looks.marker(item)
        fact = item.values.get("fact")
        points[index] = Point(value, str(fact) if fact is not None else None, marker.look, marker)
        spots.append(_spot(frame, number, index, value))
    first = next(point for point in points if point is not None)
    series = Series(_name(frame, mark, items[0], number), tuple(points), Look(first.look.fill, None))
    return replace(before, series=(*before.series, series), spots=(*before.spots, *spots))


def line_plot(found: Lines) -> Plot:
    """Return the plot of all lines."""
    return Plot("line", found.series, "standard")
