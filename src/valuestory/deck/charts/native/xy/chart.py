"""A scene over two axes of numbers or times as an XY chart, or a reason why it has no such form.

A whitelist: every mark, item and legend entry is taken by one rule, or the chart is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Mark
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.legends import legend, title
from valuestory.deck.charts.native.model import NoNativeFormError, Paint
from valuestory.deck.charts.native.names import distinct
from valuestory.deck.charts.native.xy.axis import number_axis
from valuestory.deck.charts.native.xy.bubbles import bubbles
from valuestory.deck.charts.native.xy.categories import named
from valuestory.deck.charts.native.xy.model import XY, XYChart, XYSeries
from valuestory.deck.charts.native.xy.paths import paths
from valuestory.deck.charts.native.xy.plane import KINDS, Plane, are_strokes, drawn
from valuestory.deck.charts.native.xy.segments import segments
from valuestory.deck.charts.native.xy.strokes import strokes
from valuestory.deck.charts.native.xy.symbols import symbols
from valuestory.deck.charts.native.xy.texts import texts

_MOST_POINTS: Final = 10_000
_MOST_SERIES: Final = 60
"""Beyond these PowerPoint becomes slow and a legend unreadable."""
_LEAST_MARKER, _WIDEST_MARKER = 1.5, 72.0
"""Points of the smallest symbol that PowerPoint's smallest marker, of two, is like, and of its largest marker."""


def xy_chart(found: Plane) -> XYChart:
    """Return the XY chart of a plane.

    Raises
    ------
    NoNativeFormError
        When anything in it has no native form.
    """
    marks = drawn(found.scene)
    series = _series(found, marks)
    if not any(point is not None for each in series for point in each.points):
        raise NoNativeFormError("there is nothing to draw")
    if sum(len(each.points) for each in series) > _MOST_POINTS or len(series) > _MOST_SERIES:
        raise NoNativeFormError("there are too many points or series for a native chart")
    return _whole(found, marks, series)


def _series(found: Plane, marks: Sequence[Mark]) -> list[XYSeries]:
    """Return all series in the layers' order, the later above: lines are read before the symbols that stand on them."""
    by_kind = {kind: [(at, mark) for at, mark in enumerate(marks) if mark.plan.kind == kind] for kind in KINDS}
    series: list[XYSeries] = []
    layers: list[int] = []
    for at, mark in by_kind["line"]:
        series += paths(found, mark, len(series))
        layers += [at] * (len(series) - len(layers))
    for at, mark in by_kind["symbol"]:
        series = symbols(found, mark, series)
        layers += [at] * (len(series) - len(layers))
    for at, mark in enumerate(marks):
        series += strokes(found, mark, len(series)) if are_strokes(mark) else []
        layers += [at] * (len(series) - len(layers))
    for _, mark in by_kind["text"]:
        series = texts(found, mark, series)
    layers += [len(marks)] * (len(series) - len(layers))
    ordered = [each for _, each in sorted(zip(layers, series, strict=True), key=lambda pair: pair[0])]
    return [*ordered, *(each for _, mark in by_kind["rule"] for each in segments(found, mark))]


def _whole(found: Plane, marks: Sequence[Mark], series: Sequence[XYSeries]) -> XYChart:
    scene = found.scene
    notes: list[str] = []
    x, y = (number_axis(found, axis, _header(found, axis), notes) for axis in _AXES)
    series = [*series, *(names for axis in _AXES for names in named(found, axis, (x, y), notes))]
    shown = legend(scene, tuple(each.name for each in series if each.role == "data"))
    sized = bubbles(found, marks, series)
    if sized is None:
        _check_sizes(series)
    notes += [f"the legend's title, {each.title}, is left out" for each in scene.legends if each.title]
    names = distinct(each.name for each in series)
    ground = looks.paint(scene.background)
    return XYChart(
        series=tuple(replace(each, name=name) for each, name in zip(series, names, strict=True)),
        x=x,
        y=y,
        size=scene.size,
        plot=scene.plot,
        view=looks.area(scene.view.look),
        ground=ground if ground != Paint("#ffffff") else None,
        legend=shown,
        title=title(scene),
        bubbles=sized,
        notes=tuple(notes),
    )


_AXES: Final[tuple[XY, XY]] = ("x", "y")


def _check_sizes(series: Sequence[XYSeries]) -> None:
    sizes = [point.marker.size for each in series for point in each.points if point is not None and point.marker]
    if max(sizes, default=0.0) > _WIDEST_MARKER:
        raise NoNativeFormError("symbols larger than PowerPoint's largest marker have no native form")
    if min(sizes, default=_LEAST_MARKER) < _LEAST_MARKER:
        raise NoNativeFormError("symbols smaller than PowerPoint's smallest marker have no native form")


def _header(found: Plane, axis: XY) -> str:
    for mark in found.scene.marks:
        if axis in mark.plan.fields:
            return mark.plan.fields[axis].replace("\\", "")
    return axis
