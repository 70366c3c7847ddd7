"""Outlines cut off at a rectangle, as Vega clips marks to their view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from valuestory.deck.charts.shapes.model import Bounds, Outline, Spot, Subpath, curve_at

_STEPS = 12
"""Straight pieces that stand for a curve which is cut."""


def clipped(outline: Outline, box: Bounds) -> Outline | None:
    """Return an outline as far as it lies in a box, None where nothing does; what needs no cut stays as it is."""
    left, top, right, bottom = outline.bounds
    if left >= box[0] - 0.01 and top >= box[1] - 0.01 and right <= box[2] + 0.01 and bottom <= box[3] + 0.01:
        return outline
    if left >= box[2] or right <= box[0] or top >= box[3] or bottom <= box[1]:
        return None
    filled = outline.fill is not None
    cut = _area if filled else _line
    found = tuple(each for subpath in outline.subpaths for each in cut(_flat(subpath), box))
    if not found:
        return None
    if outline.form == "rect" and len(found) == 1:
        return replace(outline, subpaths=found)
    return replace(outline, subpaths=found, form="line" if outline.form == "line" else "path")


def common(one: Bounds | None, other: Bounds) -> Bounds:
    """Return the box that two clips leave."""
    if one is None:
        return other
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return left, top, max(left, min(one[2], other[2])), max(top, min(one[3], other[3]))


def holds(box: Bounds, spot: Spot) -> bool:
    """Return whether a point lies in a box, its edge included."""
    return box[0] - 1 <= spot[0] <= box[2] + 1 and box[1] - 1 <= spot[1] <= box[3] + 1


def _flat(subpath: Subpath) -> list[Spot]:
    spots = [subpath.start]
    for segment in subpath.segments:
        if len(segment) == 1:
            spots.append(segment[0])
        else:
            start, (one, two, end) = spots[-1], segment
            spots.extend(curve_at(start, one, two, end, step / _STEPS) for step in range(1, _STEPS))
            spots.append(end)
    if subpath.closed and spots[0] != spots[-1]:
        spots.append(spots[0])
    return spots


def _area(spots: list[Spot], box: Bounds) -> Iterator[Subpath]:
    """Cut a polygon at each side in turn (Sutherland and Hodgman)."""
    for axis, at, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        spots = list(_kept(spots, axis, at, sign))
        if not spots:
            return
    if spots[0] == spots[-1]:
        spots.pop()
    if len(spots) > 2:
        yield Subpath(spots[0], tuple((spot,) for spot in spots[1:]), closed=True)


def _kept(spots: list[Spot], axis: int, at: float, sign: int) -> Iterator[Spot]:
    """Yield what of a polygon lies on the one side of a level line."""
    for start, end in zip([spots[-1], *spots[:-1]], spots, strict=True):
        a, b = (sign * (spot[axis] - at) for spot in (start, end))
        if (a < 0) != (b < 0):
            share = a / (a - b)
            yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        if b >= 0:
            yield end


def _line(spots: list[Spot], box: Bounds) -> Iterator[Subpath]:
    """Cut a line into the pieces that lie in the box (Liang and Barsky, piece by piece)."""
    run: list[Spot] = []
    for start, end in pairwise(spots):
        piece = _piece(start, end, box)
        if piece is None or (run and piece[0] != run[-1]):
            yield from _finished(run)
            run = []
        if piece is not None:
            run = [*(run or [piece[0]]), piece[1]]
    yield from _finished(run)


def _finished(run: list[Spot]) -> Iterable[Subpath]:
    return [Subpath(run[0], tuple((spot,) for spot in run[1:]))] if len(run) > 1 else []


def _piece(start: Spot, end: Spot, box: Bounds) -> tuple[Spot, Spot] | None:
    enter, leave = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for way, room in (
        (-dx, start[0] - box[0]),
        (dx, box[2] - start[0]),
        (-dy, start[1] - box[1]),
        (dy, box[3] - start[1]),
    ):
        if way == 0:
            if room < 0:
                return None
        elif way < 0:
            enter = max(enter, room / way)
        else:
            leave = min(leave, room / way)
    if enter >= leave:
        return None

    def at(share: float) -> Spot:
        return (start[0] + dx * share, start[1] + dy * share) if 0 < share < 1 else (start if share <= 0 else end)

    return at(enter), at(leave)
