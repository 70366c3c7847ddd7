"""What a drawing is made of: outlines, words, and groups of them, on one plane whose unit is Vega's pixel.

No SVG and no XML here. Angles are degrees, clockwise; boxes are left, top, right, bottom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from valuestory.deck.charts.native.model import Font, Line, Paint

Spot = tuple[float, float]
Bounds = tuple[float, float, float, float]
Segment = tuple[Spot, ...]
"""One point: a straight line to it. Three: a cubic curve by two control points."""


@dataclass(frozen=True)
class Subpath:
    """A pen's way without lifting it: where it starts, its segments, and whether it closes."""

    start: Spot
    segments: tuple[Segment, ...] = ()
    closed: bool = False

    @property
    def spots(self) -> Iterator[Spot]:
        """Every end and control point."""
        yield self.start
        for segment in self.segments:
            yield from segment

    @property
    def is_straight(self) -> bool:
        """Whether it has no curve."""
        return all(len(segment) == 1 for segment in self.segments)

    @property
    def is_finite(self) -> bool:
        """Whether every point is somewhere."""
        return all(math.isfinite(each) for spot in self.spots for each in spot)


@dataclass(frozen=True)
class Stop:
    """A gradient's colour at a share of its way."""

    at: float
    paint: Paint


@dataclass(frozen=True)
class Gradient:
    """A fill that changes along a line (shares of the shape's box), or outward from the middle."""

    stops: tuple[Stop, ...]
    start: Spot = (0.0, 0.0)
    end: Spot = (1.0, 0.0)
    radial: bool = False


@dataclass(frozen=True)
class Outline:
    """A path with its fill and its line; `form` is what it is beyond any path.

    The subpaths of one that is `apart` lie over each other, as a trail's pieces do; of any other they cut holes.
    """

    name: str
    subpaths: tuple[Subpath, ...]
    fill: Paint | Gradient | None
    line: Line | None
    form: Literal["path", "rect", "ellipse", "line"] = "path"
    cap: str = "flat"
    join: str = "round"
    apart: bool = False

    @property
    def bounds(self) -> Bounds:
        """The box around it, curves by their true extent."""
        return around(self.subpaths)


@dataclass(frozen=True)
class Words:
    """Lines of text: `at` is the anchor on the first line's baseline, `pitch` the distance between baselines.

    `facts` are the ids that the row behind the text names.
    """

    name: str
    rows: tuple[str, ...]
    at: Spot
    align: Literal["l", "ctr", "r"]
    font: Font
    pitch: float
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What belongs together: an axis, a legend, the items of a mark."""

    name: str
    parts: tuple[Outline | Words | Group, ...]

    @property
    def count(self) -> int:
        """How many shapes it holds."""
        return sum(each.count if isinstance(each, Group) else 1 for each in self.parts)

    @property
    def points(self) -> int:
        """How many points its outlines have."""
        return sum(
            each.points if isinstance(each, Group) else sum(1 + len(sub.segments) for sub in each.subpaths)
            for each in self.parts
            if not isinstance(each, Words)
        )


def around(subpaths: Iterable[Subpath]) -> Bounds:
    """Return the box around some paths."""
    xs: list[float] = []
    ys: list[float] = []
    for subpath in subpaths:
        pen = subpath.start
        xs.append(pen[0])
        ys.append(pen[1])
        for segment in subpath.segments:
            for axis, found in ((0, xs), (1, ys)):
                found.append(segment[-1][axis])
                if len(segment) == 3:
                    found.extend(_extremes(pen[axis], *(spot[axis] for spot in segment)))
            pen = segment[-1]
    return min(xs), min(ys), max(xs), max(ys)


def _extremes(a: float, b: float, c: float, d: float) -> Iterator[float]:
    """Yield where a cubic curve turns back, along one axis."""
    if min(a, d) <= min(b, c) and max(b, c) <= max(a, d):
        return
    p, q, r = -a + 3 * b - 3 * c + d, 2 * (a - 2 * b + c), b - a
    if abs(p) < 1e-12:
        turns = [-r / q] if abs(q) > 1e-12 else []
    else:
        under = q * q - 4 * p * r
        turns = [(-q + sign * math.sqrt(under)) / (2 * p) for sign in (-1, 1)] if under >= 0 else []
    for t in turns:
        if 0 < t < 1:
            yield curve_at((a, 0.0), (b, 0.0), (c, 0.0), (d, 0.0), t)[0]


def curve_at(a: Spot, b: Spot, c: Spot, d: Spot, t: float) -> Spot:
    """Return the point of a cubic curve at a share of its way."""
    s = 1 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    x, y = (sum(w * spot[axis] for w, spot in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y
