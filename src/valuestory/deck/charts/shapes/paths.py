"""SVG path data as straight lines and cubic curves: arcs and quadratic curves become cubic ones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from valuestory.deck.charts.shapes.model import Segment, Spot, Subpath
from valuestory.deck.charts.shapes.transform import numbers

_COMMAND: Final = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_QUARTER: Final = math.pi / 2
_CIRCLE: Final = re.compile(r"^M[^A-Za-z]+A([^A-Za-z]+)A([^A-Za-z]+)Z?$")


def subpaths(data: str) -> tuple[Subpath, ...]:
    """Return the subpaths of SVG path data; those with a point that is nowhere (NaN) are left out."""
    pen = _Pen()
    for letter, inside in _COMMAND.findall(_without_names(data)):
        if letter in "Zz":
            pen.close()
            continue
        values, takes = numbers(inside), _TAKES[letter.upper()]
        for at in range(0, len(values) - takes + 1, takes):
            # A move's further points are lines.
            step = {"M": "L", "m": "l"}.get(letter, letter) if at else letter
            pen.take(step, values[at : at + takes])
    return tuple(each for each in pen.lifted() if each.is_finite)


def _without_names(data: str) -> str:
    """Spell JavaScript's NaN and Infinity without letters that are commands."""
    return data.replace("NaN", "1e999").replace("Infinity", "1e999")


def is_ellipse(data: str) -> bool:
    """Return whether the path is two half circles that meet, as Vega writes a round symbol."""
    found = _CIRCLE.match(data.strip())
    if found is None:
        return False
    one, other = (numbers(each) for each in found.groups())
    return len(one) == len(other) == 7 and one[:2] == other[:2] and one[0] == one[1] and one[5] == -other[5]


def is_box(subpath: Subpath) -> bool:
    """Return whether the subpath is a rectangle with level sides."""
    spots = [subpath.start, *(segment[-1] for segment in subpath.segments)]
    if len(spots) == 5 and spots[4] == spots[0]:
        spots.pop()
    if not subpath.is_straight or not subpath.closed or len(spots) != 4:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = spots
    if abs(ay - by) < 1e-6:
        return abs(bx - cx) < 1e-6 and abs(cy - dy) < 1e-6 and abs(dx - ax) < 1e-6
    return abs(ax - bx) < 1e-6 and abs(by - cy) < 1e-6 and abs(cx - dx) < 1e-6 and abs(dy - ay) < 1e-6


class _Pen:
    """Draws commands one after the other."""

    def __init__(self) -> None:
        self.at: Spot = (0.0, 0.0)
        self.start: Spot = (0.0, 0.0)
        self.segments: list[Segment] = []
        self.done: list[Subpath] = []
        self.last: tuple[str, Spot] = ("", self.at)
        """The kind of the last curve, and its second control point."""

    def lifted(self) -> Iterator[Subpath]:
        """Yield what was drawn."""
        self._lift()
        yield from self.done

    def _lift(self, closed: bool = False) -> None:
        if self.segments:
            self.done.append(Subpath(self.start, tuple(self.segments), closed))
        self.segments = []

    def close(self) -> None:
        """Go back to where the subpath started."""
        self._lift(closed=True)
        self.at = self.start

    def take(self, letter: str, values: list[float]) -> None:
        """Draw one command."""
        kind, relative = letter.upper(), letter.islower()
        x, y = self.at
        if kind in "HV":
            ahead = values[0] + ((x if kind == "H" else y) if relative else 0.0)
            self._draw("L", ((ahead, y) if kind == "H" else (x, ahead),))
            return
        if kind == "A":
            end = (values[5] + x, values[6] + y) if relative else (values[5], values[6])
            for segment in _arc(self.at, end, (values[0], values[1]), values[2], bool(values[3]), bool(values[4])):
                self._draw("A", segment)
            return
        shift = self.at if relative else (0.0, 0.0)
        spots = tuple((a + shift[0], b + shift[1]) for a, b in zip(values[::2], values[1::2], strict=True))
        if kind == "M":
            self._lift()
            self.at = self.start = spots[0]
            self.last = ("M", self.at)
        else:
            self._draw(kind, self._cubic(kind, spots))

    def _cubic(self, kind: str, spots: tuple[Spot, ...]) -> Segment:
        if kind == "S":
            return (self._mirrored("CS"), *spots)
        if kind in "QT":
            middle = spots[0] if kind == "Q" else self._mirrored("QT")
            self._control = middle
            return (_between(self.at, middle, 2 / 3), _between(spots[-1], middle, 2 / 3), spots[-1])
        return spots

    def _mirrored(self, kinds: str) -> Spot:
        kind, control = self.last
        return (2 * self.at[0] - control[0], 2 * self.at[1] - control[1]) if kind and kind in kinds else self.at

    def _draw(self, kind: str, segment: Segment) -> None:
        self.segments.append(segment)
        control = self._control if kind in "QT" else segment[-2] if len(segment) == 3 else segment[-1]
        self.at = segment[-1]
        self.last = (kind, control)

    _control: Spot = (0.0, 0.0)


def _between(one: Spot, other: Spot, share: float) -> Spot:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _arc(start: Spot, end: Spot, radii: Spot, tilt: float, large: bool, sweep: bool) -> Iterator[Segment]:
    """Yield an elliptical arc as cubic curves of a quarter turn at most (SVG 1.1, implementation notes F.6)."""
    wide, high = abs(radii[0]), abs(radii[1])
    if start == end:
        return
    if not wide or not high or not all(math.isfinite(each) for each in (*start, *end, wide, high)):
        yield (end,)
        return
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    short = (x / wide) ** 2 + (y / high) ** 2
    if short > 1:
        wide, high = wide * math.sqrt(short), high * math.sqrt(short)
    under = max(0.0, (wide * high) ** 2 / ((wide * y) ** 2 + (high * x) ** 2) - 1)
    factor = math.sqrt(under) * (-1 if large == sweep else 1)
    cx, cy = factor * wide * y / high, -factor * high * x / wide
    middle = (cos * cx - sin * cy + (start[0] + end[0]) / 2, sin * cx + cos * cy + (start[1] + end[1]) / 2)
    first = math.atan2((y - cy) / high, (x - cx) / wide)
    turn = math.atan2((-y - cy) / high, (-x - cx) / wide) - first
    if sweep and turn < 0:
        turn += 2 * math.pi
    elif not sweep and turn > 0:
        turn -= 2 * math.pi
    count = max(1, math.ceil(abs(turn) / _QUARTER - 1e-9))

    def spot(u: float, v: float) -> Spot:
        return middle[0] + cos * wide * u - sin * high * v, middle[1] + sin * wide * u + cos * high * v

    step = turn / count
    reach = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = first + index * step, first + (index + 1) * step
        last = end if index == count - 1 else spot(math.cos(b), math.sin(b))
        yield (
            spot(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            spot(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            last,
        )
