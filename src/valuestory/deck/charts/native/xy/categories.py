"""The names of categories on an XY chart, whose axes are all of numbers: labels of points that are not seen.

So categories can stand on the upright axis with points and lines beside them, which no other native chart has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Axis
from valuestory.deck.charts.evaluated.textsize import text_width
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import Label, NoNativeFormError, Position, ValueAxis
from valuestory.deck.charts.native.places import band_places
from valuestory.deck.charts.native.xy.axis import drawn_axis
from valuestory.deck.charts.native.xy.model import XY, XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane

_INSIDE: Final = 1e-6
"""How far within the plot's edge names stand, as a share of the axis: what rounding puts beyond it is not drawn."""
_WIDEST: Final = 0.95
"""How much of a category's place its name may take."""
_LEAST_LINE: Final = 0.8
"""A line's least height, as a share of its type's size."""
_BESIDE: Final[dict[str, Position]] = {"left": "l", "right": "r", "top": "t", "bottom": "b"}


def named(plane: Plane, which: XY, both: tuple[ValueAxis, ValueAxis], notes: list[str]) -> Iterator[XYSeries]:
    """Yield the unseen points whose labels name an axis's categories, where it has any and they are drawn.

    Raises
    ------
    NoNativeFormError
        When the names are turned: labels of points stand level.
    """
    axis, own = drawn_axis(plane, which), both[0] if which == "x" else both[1]
    if axis is None or not own.names:
        return
    if which == "y" and _crowded(plane, axis):
        raise NoNativeFormError("the names of categories have no room one beneath another")
    level = _have_room(plane, which, axis)
    edge = _edge(plane, which, axis.orient, both[1] if which == "x" else both[0])
    points: list[XYPoint] = []
    for tick in axis.ticks:
        at = plane.span(which).value(tick.value)
        if at is None or not tick.text or tick.look.get("opacity", 1) == 0:
            continue
        font = looks.font(tick.look)
        if font.angle and not level:
            raise NoNativeFormError("turned names of categories have no native form beside points and lines")
        label = Label(tick.text, _BESIDE[axis.orient], replace(font, angle=0.0))
        x, y = (at, edge) if which == "x" else (edge, at)
        points.append(XYPoint(x, y, None, None, label))
    if points:
        notes.append("categories are named by labels of unseen points")
        yield XYSeries(own.header, tuple(points), None, "label")


def _have_room(plane: Plane, which: XY, axis: Axis) -> bool:
    """Return whether the names of an axis that Vega turns have room where they stand level: labels of points do."""
    if which == "y":
        return False
    _, step = band_places(plane.x.scale)
    return all(text_width(tick.text, looks.font(tick.look).size) <= _WIDEST * step for tick in axis.ticks)


def _crowded(plane: Plane, axis: Axis) -> bool:
    """Return whether names beside an axis would lie over each other: labels of points all stand there."""
    _, step = band_places(plane.y.scale)
    return any(looks.font(tick.look).size * _LEAST_LINE > step for tick in axis.ticks)


def _edge(plane: Plane, which: XY, orient: str, other: ValueAxis) -> float:
    """Return the value, on the other axis, of the plot's edge at which an axis stands."""
    across = plane.span("y" if which == "x" else "x")
    at_low = (across.start < across.end) == (orient in ("left", "top"))
    inside = _INSIDE * (other.high - other.low)
    return other.low + inside if at_low else other.high - inside
