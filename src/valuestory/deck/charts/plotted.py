"""The values that a native chart shows, and the facts they come from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from valuestory.deck.charts.alttext import Said, said
from valuestory.deck.charts.native.arc.model import PieChart
from valuestory.deck.charts.native.model import ChartModel, ValueAxis
from valuestory.deck.charts.native.serials import from_serial
from valuestory.deck.charts.native.xy.model import XYChart, XYPoint
from valuestory.deck.charts.written.parts import NativeChart


@dataclass(frozen=True)
class PlottedValue:
    """One value that a native chart shows, and the fact it comes from (the row's column `fact`), if any.

    `upright` says that it is a line's place along the x axis, not a value that is measured along the y axis; `panel`
    is the name of the native chart it stands in, where several stand side by side.
    """

    series: str
    category: str
    value: float
    fact: str | None = None
    upright: bool = False
    panel: str = ""


def plotted(chart: NativeChart) -> tuple[PlottedValue, ...]:
    """Return every value that a native chart shows; a constant line counts once, under no category.

    What only carries labels or holds bars up is no value; a floating bar's value is its length. A point of an XY chart
    stands under its x, and so does a rule between two places; one across the whole plot is its own value (of time:
    the day's number in Excel).
    """
    if isinstance(chart, PieChart):
        return tuple(
            PlottedValue(chart.measure, each.name, each.value, each.fact) for each in chart.slices if not each.unseen
        )
    return _over_axes(chart) if isinstance(chart, XYChart) else _over_categories(chart)


def _over_categories(model: ChartModel) -> tuple[PlottedValue, ...]:
    found: list[PlottedValue] = []
    for series in (each for plot in model.plots for each in plot.series if each.role in ("data", "rule")):
        for category, point in zip(model.category_axis.categories, series.points, strict=True):
            if point is not None:
                at = "" if series.role == "rule" else category.text
                found.append(PlottedValue(series.name, at, point.value, point.fact))
            if series.role == "rule":
                break
    return tuple(found)


def _over_axes(chart: XYChart) -> tuple[PlottedValue, ...]:
    found: list[PlottedValue] = []
    for series in chart.series:
        shown = series.points if series.role == "data" else _firsts(series.points) if series.role == "rule" else ()
        points = [point for point in shown if point is not None and not point.corner]
        found += [value for point in points if (value := _at(chart, series.name, point)) is not None]
    return tuple(found)


def _firsts(points: Sequence[XYPoint | None]) -> list[XYPoint]:
    """Return the first end of each rule: a gap parts it from the one before."""
    return [point for before, point in itertools.pairwise((None, *points)) if before is None and point is not None]


def _at(chart: XYChart, series: str, point: XYPoint) -> PlottedValue | None:
    """Return a point's value under its place; where both axes are of categories, only its size is one."""
    if chart.y.names:
        value = point.size if chart.x.names else point.x
        names = [_name(axis, at) for axis, at in ((chart.x, point.x), (chart.y, point.value)) if axis.names]
        return PlottedValue(series, ", ".join(names), value, point.fact) if value is not None else None
    if chart.x.names and point.level is None:
        return PlottedValue(series, _name(chart.x, point.x), point.value, point.fact)
    if point.level is None:
        return PlottedValue(series, _x(chart, point.x), point.value, point.fact)
    upright = point.level == "x"
    return PlottedValue(series, "", point.x if upright else point.value, point.fact, upright)


def _name(axis: ValueAxis, at: float) -> str:
    """Return the category that stands at a place."""
    return axis.names[min(max(int(at), 0), len(axis.names) - 1)]


def _x(chart: XYChart, value: float) -> str:
    if not chart.x.dated:
        return f"{value:.15g}"
    date = from_serial(value)
    return date.strftime("%Y-%m-%d" if date.time().isoformat() == "00:00:00" else "%Y-%m-%d %H:%M:%S")


def told(points: tuple[PlottedValue, ...]) -> list[Said]:
    """Return plotted values as alt text tells them: those of the measure."""
    return [said(each.value, _belonging(each, points)) for each in points if not each.upright]


def _belonging(point: PlottedValue, points: tuple[PlottedValue, ...]) -> str:
    """Return what a value belongs to: its category, and its series where there are several."""
    several = any(each.series != point.series for each in points)
    return ", ".join(each for each in (point.series if several else "", point.category) if each)
