"""Symbols on a plane: those on a line's vertices become its markers, the others series without a line.

What tells symbols apart on a discrete scale (colour, shape) makes series; a colour or size that changes within a
series stays with its point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.frame import key
from valuestory.deck.charts.native.names import measure, series_name
from valuestory.deck.charts.native.xy.model import XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane

_CHANNELS: Final = ("fill", "stroke", "shape", "opacity", "size")
_DISCRETE: Final = ("ordinal", "band", "point")
_ROUND: Final = 2
"""Decimals of a point within which a symbol stands on a line's vertex."""


@dataclass(frozen=True)
class _Spot:
    series: int
    index: int
    color: str | None


def seen(mark: Mark) -> list[Item]:
    """Return the symbols of a mark that can be seen."""
    return [item for item in mark.items if item.visible and item.number("size") > 0]


def symbols(plane: Plane, mark: Mark, before: Sequence[XYSeries]) -> list[XYSeries]:
    """Return the series so far with a mark's symbols as markers on their lines, and series for the others.

    Raises
    ------
    NoNativeFormError
        When a symbol has no native shape, or stands elsewhere than at its values.
    """
    series = [list(each.points) for each in before]
    spots = _spots(plane, before)
    free: list[Item] = []
    apart = bool(discrete(plane, mark))
    for item in seen(mark):
        spot = _beneath(spots, item, apart=apart)
        point = series[spot.series][spot.index] if spot is not None else None
        if spot is None or point is None:
            free.append(item)
        else:
            series[spot.series][spot.index] = replace(point, marker=looks.marker(item))
    marked = [replace(old, points=tuple(new)) for old, new in zip(before, series, strict=True)]
    return [*marked, *_free(plane, mark, free, len(marked))]


def _spots(plane: Plane, series: Sequence[XYSeries]) -> dict[tuple[float, float], list[_Spot]]:
    found: dict[tuple[float, float], list[_Spot]] = {}
    for number, each in enumerate(series):
        if each.line is None or each.role != "data":
            continue
        for index, point in enumerate(each.points):
            if point is not None and not point.corner and point.marker is None:
                at = round(plane.x.place(point.x), _ROUND), round(plane.y.place(point.value), _ROUND)
                found.setdefault(at, []).append(_Spot(number, index, each.line.paint.color))
    return found


def _beneath(spots: dict[tuple[float, float], list[_Spot]], item: Item, *, apart: bool) -> _Spot | None:
    """Return the line's vertex beneath a symbol, of several the one of the same colour, and take it.

    Where a scale tells symbols `apart`, those of another colour than the line's are series of their own.
    """
    near = spots.get((round(item.number("x"), _ROUND), round(item.number("y"), _ROUND)), [])
    paints = (looks.fill(item.look), looks.paint(item.look.get("stroke")))
    colors = {each.color for each in paints if each is not None}
    best = min(near, key=lambda spot: spot.color not in colors, default=None)
    if best is not None and apart and best.color not in colors:
        return None
    if best is not None:
        near.remove(best)
    return best


def _free(plane: Plane, mark: Mark, items: Iterable[Item], count: int) -> list[XYSeries]:
    channels = discrete(plane, mark)
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(repr([key(item.values.get(each)) for each in channels]), []).append(item)
    ordered = sorted(groups.values(), key=lambda group: rank(plane, mark, channels, group[0]))
    found: list[XYSeries] = []
    for group in ordered:
        points = [point for item in group if (point := _point(plane, mark, item)) is not None]
        name = group_name(plane, mark, channels, group[0], count + len(found))
        if points:
            found.append(XYSeries(name, tuple(points)))
    return found


def discrete(plane: Plane, mark: Mark) -> list[str]:
    """Return the channels that tell a mark's symbols apart by a discrete scale."""
    scales = plane.scene.scales
    return [each for each in _CHANNELS if each in mark.plan.scales and scales[mark.plan.scales[each]].kind in _DISCRETE]


def rank(plane: Plane, mark: Mark, channels: Sequence[str], item: Item) -> tuple[int, ...]:
    """Return an item's place in the scales that tell a mark's items apart, which is the legend's order."""
    return tuple(_place(plane.scene.scales[mark.plan.scales[each]].domain, item.values.get(each)) for each in channels)


def _place(domain: Sequence[Any], value: Any) -> int:
    return next((at for at, each in enumerate(domain) if key(each) == key(value)), len(domain))


def _point(plane: Plane, mark: Mark, item: Item) -> XYPoint | None:
    at = plane.point(item, clipped=mark.clipped)
    if at is None:
        return None
    fact = item.values.get("fact")
    size = as_number(item.values.get("size"))
    return XYPoint(*at, str(fact) if fact is not None else None, looks.marker(item), None, size)


def group_name(plane: Plane, mark: Mark, channels: Sequence[str], item: Item, count: int) -> str:
    """Return what a series of symbols is called: by what tells it apart, else by what it measures."""
    names: list[str] = []
    for channel in channels:
        if item.values.get(channel) is not None:
            name = series_name(plane, mark, channel, item.values[channel])
            names += [name] if name not in names else []
    if names:
        return ", ".join(names)
    sized = plane.x.categories and plane.y.categories and "size" in mark.plan.fields
    name = measure(plane, mark, "size" if sized else "")
    return name if count == 0 else f"{name} {count + 1}"
