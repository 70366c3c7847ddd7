"""Names and labels of a native chart given room: by the plot's, by smaller type down to a floor, by turning them.

Vega cuts what is too long with an ellipsis, or lets it lie over its neighbour; PowerPoint breaks, turns or drops it by
rules of its own. So room is made before the chart is written. Names stay whole, in the chart, its workbook and its alt
text. What has no room even then is left to the rule on names (`lint/chart_names`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from valuestory.deck.charts.native.fitting.names import fit_names
from valuestory.deck.charts.native.fitting.room import GAP, LEAST_PLOT, SLACK, noted, shrunk, width_of
from valuestory.deck.charts.native.model import ChartModel, Font, Label, LegendLook, Plot, Point

_SYMBOL, _DASHES = 16.0, 60.0
"""Points of a legend's entry before its name; beside any dashed line they are longer."""


def fitted(model: ChartModel) -> ChartModel:
    """Return a chart whose legend, names on the category axis, data labels and axis titles have room.

    Parameters
    ----------
    model
        A chart over categories, as Vega laid it out.

    Returns
    -------
    ChartModel
        The same where everything has room; else with `notes` that say what is smaller or turned.
    """
    for step in (_legend, fit_names, _labels, _titles):
        model = step(model)
    return model


def _legend(model: ChartModel) -> ChartModel:
    """Widen a legend at the right side by the plot's room, then make its names smaller."""
    legend = model.legend
    if legend is None or legend.side != "r" or not legend.names:
        return model
    needed = max(width_of(each, legend.font) for each in legend.names) + _key(model)
    left, top, width, height = legend.box
    if needed <= width * SLACK:
        return model
    start, plot_top, wide, high = model.plot
    least = start + LEAST_PLOT * model.size[0]
    right = max(least, start + wide - (needed - width))
    room = model.size[0] - right - (left - start - wide)
    box = (model.size[0] - room, top, room, height)
    share = min(1.0, (room - _key(model)) / (needed - _key(model)))
    wider: LegendLook = replace(legend, box=box, font=shrunk(legend.font, share) if share < 1 else legend.font)
    moved = replace(model, legend=wider, plot=(start, plot_top, right - start, high))
    return noted(moved, "the legend is wider than in the notebook, so that its names have room")


def _key(model: ChartModel) -> float:
    lines = [each.look.line for plot in model.plots for each in plot.series if plot.kind == "line"]
    return _DASHES if any(line is not None and line.dash for line in lines) else _SYMBOL


def _labels(model: ChartModel) -> ChartModel:
    """Make data labels of columns smaller where one is wider than its place; let bars leave theirs room at the end."""
    bars = [plot for plot in model.plots if plot.kind == "bar"]
    if not bars:
        return model
    return _ends(model, bars) if model.horizontal else _tops(model, bars)


def _tops(model: ChartModel, bars: Sequence[Plot]) -> ChartModel:
    band = model.plot[2] / len(model.category_axis.categories)
    share = 1.0
    for plot in bars:
        beside = len([each for each in plot.series if each.role == "data"]) if plot.grouping == "clustered" else 1
        widths = [width_of(label.text, label.font) for label in _texts(plot)]
        if widths and max(widths) > band / max(beside, 1) * SLACK:
            share = min(share, band / max(beside, 1) / max(widths))
    if share == 1:
        return model
    plots = tuple(_relabelled(plot, lambda font: shrunk(font, share)) if plot in bars else plot for plot in model.plots)
    return noted(replace(model, plots=plots), "data labels are smaller than in the notebook")


def _texts(plot: Plot) -> list[Label]:
    points = (each for series in plot.series for each in series.points if each is not None)
    return [each.label for each in points if each.label is not None]


def _relabelled(plot: Plot, change: Callable[[Font], Font]) -> Plot:
    def changed(point: Point | None) -> Point | None:
        if point is None or point.label is None:
            return point
        return replace(point, label=replace(point.label, font=change(point.label.font)))

    series = tuple(replace(each, points=tuple(changed(point) for point in each.points)) for each in plot.series)
    return replace(plot, series=series)


def _ends(model: ChartModel, bars: Sequence[Plot]) -> ChartModel:
    """Make the plot narrower where a label behind a bar would stand beyond the drawing."""
    axis = model.value_axis
    if axis.base is not None or axis.reverse or axis.high <= axis.low:
        return model
    left, top, width, height = model.plot
    room = width
    for plot in (each for each in bars if each.grouping == "clustered"):
        for point in (each for series in plot.series for each in series.points if each is not None):
            share = (point.value - axis.low) / (axis.high - axis.low)
            if point.label is not None and point.label.position == "outEnd" and share > 0:
                free = model.size[0] - left - GAP - width_of(point.label.text, point.label.font)
                room = min(room, free / share)
    if room >= width - 1:
        return model
    narrower = max(room, min(width, LEAST_PLOT * model.size[0]))
    return noted(replace(model, plot=(left, top, narrower, height)), "the plot is narrower, so that labels have room")


def _titles(model: ChartModel) -> ChartModel:
    """Make an axis title smaller that is longer than the drawing."""
    for name in ("category_axis", "value_axis"):
        axis = getattr(model, name)
        font = axis.look.title_font
        if not axis.look.title or font is None:
            continue
        room = model.size[1] if font.angle else model.size[0]
        needed = width_of(axis.look.title, font)
        if needed > room * SLACK:
            look = replace(axis.look, title_font=shrunk(font, room / needed))
            model = noted(replace(model, **{name: replace(axis, look=look)}), "the title of an axis is smaller")
    return model
