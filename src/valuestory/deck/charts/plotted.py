"""The values that a native chart shows, and the facts they come from."""

from __future__ import annotations

from dataclasses import dataclass

from valuestory.deck.charts.alttext import Said, said
from valuestory.deck.charts.native.arc.model import PieChart
from valuestory.deck.charts.native.model import ChartModel
from valuestory.deck.charts.native.serials import from_serial
from valuestory.deck.charts.native.xy.model import XYChart
from valuestory.deck.charts.written.parts import NativeChart


@dataclass(frozen=True)
class PlottedValue:
    """One value that a native chart shows, and the fact it comes from (the row's column `fact`), if any."""

    series: str
    category: str
    value: float
    fact: str | None = None


def plotted(chart: NativeChart) -> tuple[PlottedValue, ...]:
    """Return every value that a native chart shows; a constant line counts once, under no category.

    What only carries labels or holds bars up is no value; a floating bar's value is its length. A point of an XY chart
    stands under its x.
    """
    if isinstance(chart, PieChart):
        return tuple(PlottedValue(chart.measure, each.name, each.value, each.fact) for each in chart.slices)
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
    return tuple(
        PlottedValue(series.name, _x(chart, point.x), point.value, point.fact)
        for series in chart.series
        for index, point in enumerate(series.points)
        if point is not None and not point.corner and (series.role == "data" or (series.role == "rule" and not index))
    )


def _x(chart: XYChart, value: float) -> str:
    if not chart.x.dated:
        return f"{value:.15g}"
    date = from_serial(value)
    return date.strftime("%Y-%m-%d" if date.time().isoformat() == "00:00:00" else "%Y-%m-%d %H:%M:%S")


def told(points: tuple[PlottedValue, ...]) -> list[Said]:
    """Return plotted values as alt text tells them."""
    return [said(each.value, _belonging(each, points)) for each in points]


def _belonging(point: PlottedValue, points: tuple[PlottedValue, ...]) -> str:
    """Return what a value belongs to: its category, and its series where there are several."""
    several = any(each.series != point.series for each in points)
    return ", ".join(each for each in (point.series if several else "", point.category) if each)
