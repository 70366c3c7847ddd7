"""Rules on a plane: straight pieces from one place to another, such as a target across the whole plot."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.frame import CLOSE
from valuestory.deck.charts.native.model import Line, NoNativeFormError
from valuestory.deck.charts.native.names import measure
from valuestory.deck.charts.native.xy.model import XY, XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane, Span

_BOTH: Final[tuple[XY, XY]] = ("x", "y")


def segments(plane: Plane, mark: Mark) -> list[XYSeries]:
    """Return a series for the rules of each look, a gap between one and the next.

    Raises
    ------
    NoNativeFormError
        When a rule's ends are neither values nor the plot's edges.
    """
    found: dict[Line, list[XYPoint | None]] = {}
    for item in mark.items:
        stroke = looks.line(item.look)
        if stroke is None:
            continue
        points = found.setdefault(stroke, [])
        points += ([None] if points else []) + list(_ends(plane, item))
    name = _name(plane, mark)
    return [XYSeries(name, tuple(points), stroke, "rule") for stroke, points in found.items()]


def _ends(plane: Plane, item: Item) -> tuple[XYPoint, XYPoint]:
    (x, x2), (y, y2) = _pair(plane, "x", item), _pair(plane, "y", item)
    fact = item.values.get("fact")
    first = XYPoint(x, y, str(fact) if fact is not None else None, level=_level(plane, item))
    return first, XYPoint(x2, y2)


def _level(plane: Plane, item: Item) -> XY | None:
    """Return the axis that a rule has a value of, where the other one only lends it its ends."""
    of: list[XY] = [each for each in _BOTH if plane.span(each).value(item.values.get(each)) is not None]
    return of[0] if len(of) == 1 and not plane.span(of[0]).categories else None


def _pair(plane: Plane, axis: XY, item: Item) -> tuple[float, float]:
    """Return both ends of a rule along an axis: its values, or the ends of the axis where it runs edge to edge."""
    span = plane.span(axis)
    first = span.value(item.values.get(axis))
    second = span.value(item.values.get(axis + "2"))
    places = item.number(axis), item.number(axis + "2") if axis + "2" in item.look else item.number(axis)
    if first is not None and abs(places[0] - places[1]) <= CLOSE and second is None:
        second = first
    values = [
        value if value is not None else _edge(span, place) for value, place in zip((first, second), places, strict=True)
    ]
    for value, place in zip(values, places, strict=True):
        if not span.holds(value) or abs(span.place(value) - place) > CLOSE:
            raise NoNativeFormError("a rule lies elsewhere than at its values")
    return values[0], values[1]


def _edge(span: Span, place: float) -> float:
    for value, end in ((span.low, span.start), (span.high, span.end)):
        if abs(end - place) <= CLOSE:
            return value
    raise NoNativeFormError("a rule ends neither at a value nor at the plot's edge")


def _name(plane: Plane, mark: Mark) -> str:
    level = "y" if "y" in mark.plan.fields or "x" not in mark.plan.fields else "x"
    if plane.y.categories and "x" in mark.plan.fields:
        level = "x"
    return measure(replace(plane, across=level), mark)
