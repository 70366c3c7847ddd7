"""Rules that run from one value to another at a category: error bars, stems of lollipops, and lines down the plot.

Each becomes an error bar of the point or bar that it passes through; where it passes through none, of a point that is
not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.bars import Place, Spot
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.model import (
    ErrorBars,
    Line,
    Look,
    NoNativeFormError,
    Plot,
    Point,
    Series,
)
from valuestory.deck.charts.native.names import measure

ENDS: Final = "the ends of error bars are narrower than the notebook's"


@dataclass(frozen=True)
class Interval:
    """A rule at a category, from `low` to `high`; `centre` is its place along the plot, `name` what it measures."""

    index: int
    centre: float
    low: float
    high: float
    line: Line
    name: str


def is_interval(frame: Frame, item: Item) -> bool:
    """Return whether a rule stands at a category: between two values, or down the whole plot."""
    at = any(item.values.get(each) is not None for each in (frame.along, frame.along + "c"))
    ends = [item.values.get(each) is not None for each in (frame.across, frame.across + "2")]
    length = abs(item.number(frame.along + "2") - item.number(frame.along)) if frame.along + "2" in item.look else 0.0
    return at and length <= CLOSE and ends[0] == ends[1]


def interval(frame: Frame, mark: Mark, item: Item) -> Interval | None:
    """Return the interval of a rule, None where nothing of it is drawn.

    Raises
    ------
    NoNativeFormError
        When it leaves the value axis or stands beside its category.
    """
    line = looks.line(item.look)
    ends = [as_number(item.values.get(each)) for each in (frame.across, frame.across + "2")]
    if line is None:
        return None
    if ends == [None, None]:
        ends = [frame.low, frame.high]
    low, high = (None, None) if None in ends else sorted(each for each in ends if each is not None)
    if low is None or high is None or not (frame.holds(low) and frame.holds(high)):
        raise NoNativeFormError("a rule leaves the value axis")
    return Interval(frame.category(item), item.number(frame.along), low, high, line, measure(frame, mark))


def are_ends(frame: Frame, mark: Mark, found: Sequence[Interval]) -> bool:
    """Return whether a mark's short strokes all stand at ends of intervals."""
    ends = {(each.index, value) for each in found for value in (each.low, each.high)}
    at = [(frame.category(item), as_number(item.values.get(frame.across + "c"))) for item in mark.items]
    return bool(ends) and all(each in ends for each in at)


def with_errors(
    frame: Frame, plots: Sequence[Plot], spots: Mapping[Place, Spot], found: Sequence[Interval], ends: bool
) -> tuple[list[Plot], list[Series]]:
    """Return the plots with error bars, and unseen series for the intervals that pass through no point.

    `ends` says that the notebook's intervals have ends.

    Raises
    ------
    NoNativeFormError
        When there is no series that can carry an interval: beside bars that run sideways.
    """
    carried: dict[tuple[int, int], dict[int, Interval]] = {}
    rest: list[Interval] = []
    for each in found:
        place = _through(frame, plots, spots, each, carried)
        if place is None:
            rest.append(each)
        else:
            carried.setdefault(place[:2], {})[place[2]] = each
    rest += [each for at in carried.values() for each in _odd(at)]
    done = [
        replace(plot, series=tuple(_carrying(each, carried.get((at, n)), ends) for n, each in enumerate(plot.series)))
        for at, plot in enumerate(plots)
    ]
    return done, _unseen(frame, rest, ends)


def _through(
    frame: Frame,
    plots: Sequence[Plot],
    spots: Mapping[Place, Spot],
    found: Interval,
    carried: Mapping[tuple[int, int], Mapping[int, Interval]],
) -> Place | None:
    """Return the point that an interval passes through: of several the one of its colour, else the most central."""
    fits: list[tuple[bool, float, Place]] = []
    low, high = sorted((frame.place(found.low), frame.place(found.high)))
    for place, spot in spots.items():
        within = spot.index == found.index and abs(spot.centre - found.centre) <= CLOSE
        if plots[place[0]].grouping not in ("clustered", "standard"):
            continue
        if within and low - 1e-6 <= spot.end <= high + 1e-6 and place[2] not in carried.get(place[:2], {}):
            series = plots[place[0]].series[place[1]]
            fits.append((not _same_color(series, found), abs(spot.end - (low + high) / 2), place))
    return min(fits)[2] if fits else None


def _odd(found: dict[int, Interval]) -> list[Interval]:
    """Take out and return the intervals that do not look like most of their series: its error bars have one look."""
    common = Counter(each.line for each in found.values()).most_common(1)[0][0]
    return [found.pop(index) for index in list(found) if found[index].line != common]


def _same_color(series: Series, found: Interval) -> bool:
    paints = [series.look.fill, series.look.line.paint if series.look.line else None]
    return any(paint is not None and paint.color == found.line.paint.color for paint in paints)


def _carrying(series: Series, found: Mapping[int, Interval] | None, ends: bool) -> Series:
    if not found:
        return series
    line = next(iter(found.values())).line
    above: list[float | None] = []
    below: list[float | None] = []
    for index, point in enumerate(series.points):
        at = found.get(index)
        above.append(_tidy(at.high - point.value) if at is not None and point is not None else None)
        below.append(_tidy(point.value - at.low) if at is not None and point is not None else None)
    values = [point.value for point in series.points if point is not None]
    stems = all(value >= 0 for value in values) and all(
        each is not None and each == _tidy(point.value)
        for each, point in zip(below, series.points, strict=True)
        if point is not None
    )
    to_zero = stems and not any(above)
    return replace(series, errors=ErrorBars(tuple(above), tuple(below), line, ends, to_zero))


def _tidy(value: float) -> float:
    return max(0.0, float(f"{value:.12g}"))


def _unseen(frame: Frame, found: Sequence[Interval], ends: bool) -> list[Series]:
    """Return unseen series of middles: as many as stand at one category, each in one look."""
    rows: list[tuple[Line, dict[int, Interval]]] = []
    for each in found:
        if frame.horizontal:
            raise NoNativeFormError("intervals that run sideways, through no bar's end, have no native form yet")
        if abs(each.centre - frame.centres[each.index]) > CLOSE:
            raise NoNativeFormError("an interval stands beside its category")
        row = next((row for line, row in rows if line == each.line and each.index not in row), None)
        if row is None:
            rows.append((each.line, {each.index: each}))
        else:
            row[each.index] = each
    return [_carrying(_middles(frame, row), row, ends) for _, row in rows]


def _middles(frame: Frame, row: Mapping[int, Interval]) -> Series:
    points = [
        Point(float(f"{(row[index].low + row[index].high) / 2:.12g}")) if index in row else None
        for index in range(len(frame.values))
    ]
    return Series(f"{next(iter(row.values())).name}, middle", tuple(points), Look(), "base")
