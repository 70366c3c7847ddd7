"""Lines over a plane: one series a path, its vertices in the order they are joined; steps by doubled points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import NoNativeFormError
from valuestory.deck.charts.native.names import measure, series_name
from valuestory.deck.charts.native.xy.model import XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane, Span

_STRAIGHT: Final = (None, "linear")
_STEPS: Final = {"step": "middle", "step-after": "after", "step-before": "before"}
_KEYS: Final = ("stroke", "strokeDash", "fill", "opacity")


def paths(plane: Plane, mark: Mark, count: int) -> list[XYSeries]:
    """Return a series for each path of a line mark that is seen; `count` series are there already.

    Raises
    ------
    NoNativeFormError
        When a line is curved, changes its look on the way or leaves the axes.
    """
    found: list[XYSeries] = []
    for path in sorted(mark.groups, key=lambda path: _rank(plane, mark, path[0])):
        stroke = looks.line(path[0].look, 2.0)
        if stroke is None:
            continue
        vertices = [_vertex(plane, mark, item) for item in path]
        name = _name(plane, mark, path[0], count + len(found))
        found.append(XYSeries(name, tuple(_joined(plane, path[0], vertices)), stroke))
    return found


def _rank(plane: Plane, mark: Mark, item: Item) -> int:
    scale = plane.scene.scales.get(mark.plan.scales.get("stroke", ""))
    value = item.values.get("stroke")
    return scale.domain.index(value) if scale is not None and value in scale.domain else 0


def _vertex(plane: Plane, mark: Mark, item: Item) -> XYPoint | None:
    at = plane.point(item, clipped=mark.clipped)
    fact = item.values.get("fact")
    return XYPoint(*at, str(fact) if fact is not None else None) if at is not None else None


def _joined(plane: Plane, first: Item, vertices: Sequence[XYPoint | None]) -> Iterator[XYPoint | None]:
    """Yield the vertices with the corners of a step between them."""
    way = first.look.get("interpolate")
    if way not in _STRAIGHT and way not in _STEPS:
        raise NoNativeFormError(f"a {way} line has no native form yet")
    before: XYPoint | None = None
    for vertex in vertices:
        if before is not None and vertex is not None and way in _STEPS:
            yield from _corners(plane, before, vertex, _STEPS[way])
        yield vertex
        before = vertex


def _corners(plane: Plane, first: XYPoint, second: XYPoint, way: str) -> Iterator[XYPoint]:
    if first.value == second.value:
        return
    if way == "after":
        yield XYPoint(second.x, first.value, corner=True)
    elif way == "before":
        yield XYPoint(first.x, second.value, corner=True)
    else:
        middle = _middle(plane.x, first.x, second.x)
        yield XYPoint(middle, first.value, corner=True)
        yield XYPoint(middle, second.value, corner=True)


def _middle(span: Span, first: float, second: float) -> float:
    return math.sqrt(first * second) if span.logarithmic else (first + second) / 2


def _name(plane: Plane, mark: Mark, item: Item, count: int) -> str:
    for channel in _KEYS:
        if channel in mark.plan.scales and item.values.get(channel) is not None:
            return series_name(plane, mark, channel, item.values[channel])
    name = measure(plane, mark)
    return name if count == 0 else f"{name} {count + 1}"
