"""Outlines cut off, as Vega clips marks to their view and stacks of bars to their rounded corners."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from valuestory.deck.charts.shapes.model import Bounds, Outline, Spot, Subpath, around, curve_at

_STEPS = 12
"""Straight pieces that stand for a curve which is cut."""


@dataclass(frozen=True)
class Clip:
    """What is seen: the inside of a convex outline, as the planes that bound it (a x + b y + c is 0 or more inside)."""

    planes: tuple[tuple[float, float, float], ...]
    bounds: Bounds

    def holds(self, spot: Spot, slack: float = 0.0) -> bool:
        """Return whether a point lies inside, or not further outside than `slack`."""
        return all(_depth(plane, spot) >= -slack for plane in self.planes)

    def within(self, other: Clip | None) -> Clip:
        """Return what both leave to see."""
        if other is None:
            return self
        one, two = self.bounds, other.bounds
        left, top = max(one[0], two[0]), max(one[1], two[1])
        bounds = left, top, max(left, min(one[2], two[2])), max(top, min(one[3], two[3]))
        return Clip((*self.planes, *other.planes), bounds)


def clip_to(subpath: Subpath) -> Clip | None:
    """Return the clip at an outline, None where it is hollow or turns inwards: what is cut has no one form then."""
    flat = _flat(subpath)
    spots = [spot for spot, after in pairwise([*flat, flat[0]]) if math.dist(spot, after) > 1e-9]
    if len(spots) < 3:  # it has no inside
        return Clip(((0.0, 0.0, -1.0),), around((subpath,)))
    edges = list(pairwise([*spots, spots[0]]))
    turns = [
        (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
        for (a, b), (c, d) in zip(edges, [*edges[1:], *edges[:1]], strict=True)
    ]
    way = 1 if sum(turns) > 0 else -1
    if any(way * turn < -1e-6 for turn in turns):
        return None
    planes = []
    for (ax, ay), (bx, by) in edges:
        length = math.dist((ax, ay), (bx, by)) * way
        a, b = -(by - ay) / length, (bx - ax) / length
        planes.append((a, b, -(a * ax + b * ay)))
    return Clip(tuple(planes), around((subpath,)))


def _depth(plane: tuple[float, float, float], spot: Spot) -> float:
    return plane[0] * spot[0] + plane[1] * spot[1] + plane[2]


def clipped(outline: Outline, clip: Clip) -> Outline | None:
    """Return an outline as far as a clip shows it, None where it shows nothing; what needs no cut stays as it is."""
    left, top, right, bottom = outline.bounds
    if all(clip.holds(corner, 0.01) for corner in ((left, top), (right, top), (right, bottom), (left, bottom))):
        return outline
    box = clip.bounds
    if left >= box[2] or right <= box[0] or top >= box[3] or bottom <= box[1]:
        return None
    cut = _area if outline.fill is not None else _line
    found = tuple(each for subpath in outline.subpaths for each in cut(_flat(subpath), clip))
    if not found:
        return None
    level = len(clip.planes) == 4 and outline.form == "rect" and len(found) == 1
    return replace(outline, subpaths=found, form=outline.form if level or outline.form == "line" else "path")


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


def _area(spots: list[Spot], clip: Clip) -> Iterator[Subpath]:
    """Cut a polygon at each side in turn (Sutherland and Hodgman)."""
    for plane in clip.planes:
        spots = list(_kept(spots, plane))
        if not spots:
            return
    if spots[0] == spots[-1]:
        spots.pop()
    if len(spots) > 2:
        yield Subpath(spots[0], tuple((spot,) for spot in spots[1:]), closed=True)


def _kept(spots: list[Spot], plane: tuple[float, float, float]) -> Iterator[Spot]:
    """Yield what of a polygon lies on the inner side of a plane."""
    for start, end in zip([spots[-1], *spots[:-1]], spots, strict=True):
        a, b = _depth(plane, start), _depth(plane, end)
        if (a < 0) != (b < 0):
            share = a / (a - b)
            yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        if b >= 0:
            yield end


def _line(spots: list[Spot], clip: Clip) -> Iterator[Subpath]:
    """Cut a line into the pieces that are seen (Cyrus and Beck, piece by piece)."""
    run: list[Spot] = []
    for start, end in pairwise(spots):
        piece = _piece(start, end, clip)
        if piece is None or (run and piece[0] != run[-1]):
            yield from _finished(run)
            run = []
        if piece is not None:
            run = [*(run or [piece[0]]), piece[1]]
    yield from _finished(run)


def _finished(run: list[Spot]) -> Iterable[Subpath]:
    return [Subpath(run[0], tuple((spot,) for spot in run[1:]))] if len(run) > 1 else []


def _piece(start: Spot, end: Spot, clip: Clip) -> tuple[Spot, Spot] | None:
    enter, leave = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for plane in clip.planes:
        room, way = _depth(plane, start), plane[0] * dx + plane[1] * dy
        if way == 0:
            if room < 0:
                return None
        elif way > 0:
            enter = max(enter, -room / way)
        else:
            leave = min(leave, -room / way)
    if enter >= leave:
        return None

    def at(share: float) -> Spot:
        return (start[0] + dx * share, start[1] + dy * share) if 0 < share < 1 else (start if share <= 0 else end)

    return at(enter), at(leave)
