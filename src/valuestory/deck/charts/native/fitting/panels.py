"""Charts side by side given room alike: what one of them needs, all of its width or height give up, and all its type.

They share scales and stand in rows and columns. Made room for one by one, their plots would no longer line up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuestory.deck.charts.native.arc.model import PieChart
from valuestory.deck.charts.native.fitting.chart import fitted
from valuestory.deck.charts.native.model import ChartModel, Font
from valuestory.deck.charts.native.xy.model import XYChart

_Chart = ChartModel | XYChart | PieChart


def fitted_alike(charts: Sequence[_Chart]) -> list[_Chart]:
    """Return charts side by side with room for their names and labels, in the same order.

    Parameters
    ----------
    charts
        The panels of a grid, as Vega laid them out.

    Returns
    -------
    list of charts
        Plots that were equally wide (or high) still are, and names that were equally large still are.
    """
    found = [fitted(each) if isinstance(each, ChartModel) else each for each in charts]
    pairs = list(zip(charts, found, strict=True))
    left = _given_up(charts, 2, [after.plot[0] - before.plot[0] for before, after in pairs])
    right = _given_up(charts, 2, [_end(before, 0) - _end(after, 0) for before, after in pairs])
    foot = _given_up(charts, 3, [_end(before, 1) - _end(after, 1) for before, after in pairs])
    sizes = _smallest(pairs)
    given_up = zip(left, right, foot, strict=True)
    return [_with(_cut(after, before, *given), sizes) for (before, after), given in zip(pairs, given_up, strict=True)]


def _end(chart: _Chart, at: int) -> float:
    return chart.plot[at] + chart.plot[at + 2]


def _given_up(charts: Sequence[_Chart], side: int, own: Sequence[float]) -> list[float]:
    """Return for each chart the most that one of the same width (side 2) or height (3) gives up."""
    most: dict[int, float] = {}
    for chart, points in zip(charts, own, strict=True):
        length = round(chart.plot[side])
        most[length] = max(most.get(length, 0.0), points)
    return [most[round(chart.plot[side])] for chart in charts]


def _cut(chart: _Chart, before: _Chart, left: float, right: float, foot: float) -> _Chart:
    start, top, width, height = before.plot
    return replace(chart, plot=(start + left, top, width - left - right, height - foot))


def _names(chart: _Chart) -> Font | None:
    return chart.category_axis.look.labels if isinstance(chart, ChartModel) else None


def _smallest(pairs: Sequence[tuple[_Chart, _Chart]]) -> dict[float, Font]:
    """Return, by the size that names had, the smallest font that one of the charts needs, turned where one is."""
    least: dict[float, Font] = {}
    for before, after in pairs:
        had, has = _names(before), _names(after)
        if had is None or has is None:
            continue
        for size in (had.size, has.size):
            other = least.get(size, has)
            least[size] = replace(has, size=min(has.size, other.size), angle=has.angle or other.angle)
    return least


def _with(chart: _Chart, sizes: dict[float, Font]) -> _Chart:
    font = _names(chart)
    if font is None or not isinstance(chart, ChartModel):
        return chart
    alike = sizes[font.size]
    look = replace(chart.category_axis.look, labels=replace(font, size=alike.size, angle=alike.angle))
    return replace(chart, category_axis=replace(chart.category_axis, look=look))
