"""Several bars in one row or column, one after the other, such as a plan's: stacked with gaps that are not seen."""

from __future__ import annotations

from collections.abc import Sequence

from valuestory.deck.charts.evaluated.scene import Mark
from valuestory.deck.charts.native.bars import Bar, Spot, gaps
from valuestory.deck.charts.native.frame import Frame
from valuestory.deck.charts.native.looks import area
from valuestory.deck.charts.native.model import Look, NoNativeFormError, Plot, Point, Series

_GAP = "(gap)"


def spans(frame: Frame, mark: Mark, found: Sequence[tuple[str, Bar]], under: str) -> tuple[Plot, list[Spot]]:
    """Return the plot of bars of which several share a category, each with its series' name, and where each is drawn.

    `under` is what the first bars stand on. The workbook holds where the first begin, then lengths and gaps in turn.

    Raises
    ------
    NoNativeFormError
        When bars lie over each other, or below zero.
    """
    rows: dict[int, list[tuple[str, Bar]]] = {}
    for name, bar in sorted(found, key=lambda each: _ends(each[1])):
        rows.setdefault(bar.index, []).append((name, bar))
    series: list[Series] = []
    spots: list[Spot] = []
    for turn in range(max(map(len, rows.values()))):
        at = {index: row[turn] for index, row in rows.items() if len(row) > turn}
        before = {index: _ends(rows[index][turn - 1][1])[1] if turn else 0.0 for index in at}
        starts = {index: _room(before[index], _ends(bar)[0]) for index, (_, bar) in at.items()}
        series.append(_series(frame, _GAP if turn else under, {i: Point(x) for i, x in starts.items() if x}, base=True))
        for name in dict.fromkeys(name for name, _ in at.values()):
            own = {index: bar for index, (each, bar) in at.items() if each == name}
            spots += [_spot(frame, len(series), bar) for bar in own.values()]
            series.append(_series(frame, name, {index: _point(bar) for index, bar in own.items()}))
    gap, _ = gaps(frame, [bar for _, bar in found], 1, "stacked")
    return Plot("bar", tuple(series), "stacked", gap, 100), spots


def _ends(bar: Bar) -> tuple[float, float]:
    return min(bar.start, bar.end), max(bar.start, bar.end)


def _room(end: float, start: float) -> float:
    """Return the gap between the end of one bar and the start of the next."""
    if start < 0 or start - end < -1e-9 * max(1.0, abs(start)):
        raise NoNativeFormError("floating bars that lie over each other, or below zero, have no native form yet")
    return max(0.0, float(f"{start - end:.12g}"))


def _point(bar: Bar) -> Point:
    low, high = _ends(bar)
    fact = bar.item.values.get("fact")
    return Point(float(f"{high - low:.12g}"), str(fact) if fact is not None else None, area(bar.item.look))


def _series(frame: Frame, name: str, found: dict[int, Point], *, base: bool = False) -> Series:
    points = tuple(found.get(index) for index in range(len(frame.values)))
    looks = [point.look for point in points if point is not None]
    look = Look() if base else max(looks, key=looks.count)
    return Series(name, points, look, "base" if base else "data")


def _spot(frame: Frame, series: int, bar: Bar) -> Spot:
    side, low = ("height", "y") if frame.horizontal else ("width", "x")
    centre = bar.item.number(low) + bar.item.number(side) / 2
    return Spot(series, bar.index, frame.place(bar.start), frame.place(bar.end), centre)
