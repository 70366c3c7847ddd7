"""Names and labels of a native chart given room: by the plot's, by smaller type down to a floor, by turning them.

Vega cuts what is too long with an ellipsis, or lets it lie over its neighbour; PowerPoint breaks, turns or drops it by
rules of its own. So room is made before the chart is written. Names stay whole, in the chart, its workbook and its alt
text. What has no room even then is left to the rule on names (`lint/chart_names`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.native.model import ChartModel, Font, Label, LegendLook, Plot, Point
from valuestory.slides.typography.fit import FLOOR, Block, Piece, rounded_size, wrap
from valuestory.slides.typography.fonts import text_width

_SLACK: Final = 1.08
"""Widths of an unknown font are near those of Arial: what is a little too long has room."""
_LINE: Final = 1.2
"""A line's height as a share of the size."""
_GAP: Final = 6.0
"""Points between a plot and what stands beside it."""
_LEAST_PLOT: Final = 0.5
"""A plot keeps this share of the drawing's width and height."""
_SYMBOL, _DASHES = 16.0, 60.0
"""Points of a legend's entry before its name; beside any dashed line they are longer."""
_SHARES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, FLOOR)
_TURNED: Final = -45.0
_MOST_LINES: Final = 2
"""Lines over which names of bins and dates break beneath columns; longer ones are turned."""
_PITCH: Final = 1.6
"""How far turned names stand apart, in sizes of their type."""
_SLOPE: Final = 0.7071


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
    for step in (_legend, _names, _labels, _titles):
        model = step(model)
    return model


def _noted(model: ChartModel, note: str) -> ChartModel:
    return model if note in model.notes else replace(model, notes=(*model.notes, note))


def _width(text: str, font: Font) -> float:
    """Return a text's width in points, that of its longest line."""
    return max((text_width(line, font.size, bold=font.bold) * 72 for line in text.split("\n")), default=0.0)


def _shrunk(font: Font, share: float) -> Font:
    return replace(font, size=rounded_size(font.size * max(share, FLOOR)))


def _legend(model: ChartModel) -> ChartModel:
    """Widen a legend at the right side by the plot's room, then make its names smaller."""
    legend = model.legend
    if legend is None or legend.side != "r" or not legend.names:
        return model
    needed = max(_width(each, legend.font) for each in legend.names) + _key(model)
    left, top, width, height = legend.box
    if needed <= width * _SLACK:
        return model
    start, plot_top, wide, high = model.plot
    least = start + _LEAST_PLOT * model.size[0]
    right = max(least, start + wide - (needed - width))
    room = model.size[0] - right - (left - start - wide)
    box = (model.size[0] - room, top, room, height)
    share = min(1.0, (room - _key(model)) / (needed - _key(model)))
    wider: LegendLook = replace(legend, box=box, font=_shrunk(legend.font, share) if share < 1 else legend.font)
    moved = replace(model, legend=wider, plot=(start, plot_top, right - start, high))
    return _noted(moved, "the legend is wider than in the notebook, so that its names have room")


def _key(model: ChartModel) -> float:
    lines = [each.look.line for plot in model.plots for each in plot.series if plot.kind == "line"]
    return _DASHES if any(line is not None and line.dash for line in lines) else _SYMBOL


def _names(model: ChartModel) -> ChartModel:
    axis = model.category_axis
    font = axis.look.labels
    if font is None or axis.dates is not None or not axis.categories:
        return model
    if font.angle:
        return _thinned(model, font)
    if model.horizontal and axis.look.orient == "left":
        return _beside(model, font)
    return _beneath(model, font) if axis.look.orient == "bottom" else model


def _beside(model: ChartModel, font: Font) -> ChartModel:
    """Give names beside bars the plot's room, then make them smaller; they break over lines as the bars allow."""
    left, top, width, height = model.plot
    names = [category.text for category in model.category_axis.categories]
    if height / len(names) < font.size * FLOOR:
        return _thinned(model, font)
    title = model.category_axis.look.title_font if model.category_axis.look.title else None
    edge = _GAP + (title.size * _LINE if title is not None else 0.0)
    own, most = left - edge, left + width - _LEAST_PLOT * model.size[0] - edge
    band = height / len(names)
    if most <= own or _break_within(names, font, own, band):
        return model
    room = next((each for each in _between(own, most) if _break_within(names, font, each, band)), most)
    model = _noted(replace(model, plot=(edge + room, top, left + width - edge - room, height)), _ROOM)
    smaller = [_shrunk(font, share) for share in _SHARES]
    fitting = next((each for each in smaller if _break_within(names, each, room, band)), smaller[-1])
    return model if fitting == font else _sized(model, fitting)


def _thinned(model: ChartModel, font: Font) -> ChartModel:
    """Leave out names that would lie over their neighbours: Vega draws them all where it is told to."""
    axis = model.category_axis
    along = model.plot[3 if model.horizontal else 2]
    skip = math.ceil(font.size * _SLACK / (along / len(axis.categories)) / axis.skip - 0.1) * axis.skip
    if skip <= axis.skip:
        return model
    return _noted(replace(model, category_axis=replace(axis, skip=skip)), "names on an axis are left out for room")


def _between(least: float, most: float) -> list[float]:
    return [least + (most - least) * step / 8 for step in range(1, 9)]


def _break_within(names: Sequence[str], font: Font, room: float, band: float) -> bool:
    """Return whether names break into lines that are no wider than the room, and no more of them than a bar is high."""
    lines = max(1, int(band / (_LINE * font.size)))
    broken = [wrap(Block((Piece(name, font.bold),), font.size), room * _SLACK / 72) for name in names]
    return all(len(each) <= lines and max(each, default=0.0) <= room * _SLACK / 72 for each in broken)


def _beneath(model: ChartModel, font: Font) -> ChartModel:
    """Make names beneath columns smaller, so that no word is wider than its column; turn them where that is too small.

    Names of several words break over lines, for which the plot makes room.
    """
    axis = model.category_axis
    if axis.skip > 1:
        return _every(model, font)
    names = [_breaking(category.text) for category in axis.categories]
    band = model.plot[2] / len(axis.categories)
    longest = max((_width(word, font) for name in names for word in name.split()), default=0.0)
    if longest > band * _SLACK:
        share = band / longest
        if share < FLOOR:
            return _turned(model, font, names)
        font = _shrunk(font, share)
        model = _sized(model, font)
    lines = max(len(wrap(Block((Piece(name, font.bold),), font.size), band * _SLACK / 72)) for name in names)
    return _raised(model, lines * _LINE * font.size + _GAP) if lines > 1 else model


def _every(model: ChartModel, font: Font) -> ChartModel:
    """Name every category where names that Vega shows some of break over two lines, else turn them.

    PowerPoint leaves names out as it is told; others break each into the room of one category, over the axis title.
    """
    axis = model.category_axis
    names = [_breaking(category.text) for category in axis.categories]
    band = model.plot[2] / len(names)
    lines = max(len(wrap(Block((Piece(name, font.bold),), font.size), band * _SLACK / 72)) for name in names)
    longest = max(_width(word, font) for name in names for word in name.split())
    if longest <= band * _SLACK and lines <= _MOST_LINES:
        named = replace(model, category_axis=replace(axis, skip=1))
        return _raised(named, lines * _LINE * font.size + _GAP)
    skip = max(1, math.ceil(_PITCH * font.size / band))
    shown = [category.text for category in axis.categories][::skip]
    return _turned(replace(model, category_axis=replace(axis, skip=skip)), font, shown)


def _breaking(name: str) -> str:
    """Return a name with a space where programs break it: after the dash between both ends of a bin."""
    return name.replace("\u2013", "\u2013 ")


def _turned(model: ChartModel, font: Font, names: Sequence[str]) -> ChartModel:
    """Turn names by an eighth, at full size where the plot keeps its least height, else at the floor."""
    for each in (font, _shrunk(font, FLOOR)):
        high = (max(_width(name, each) for name in names) * _SLACK + _LINE * each.size) * _SLOPE + _GAP
        raised = _raised(model, high)
        if _foot(model) - raised.plot[1] - raised.plot[3] >= high - 1e-6:
            return _noted(_sized(raised, replace(each, angle=_TURNED), ""), "names on an axis are turned")
    return _sized(model, _shrunk(font, FLOOR))


def _raised(model: ChartModel, high: float) -> ChartModel:
    """Return the chart with so much room beneath its plot, as far as the plot keeps its least height."""
    left, top, width, height = model.plot
    bottom = min(top + height, _foot(model) - high)
    least = min(height, _LEAST_PLOT * model.size[1])
    if bottom >= top + height - 1e-6:
        return model
    return _noted(replace(model, plot=(left, top, width, max(bottom - top, least))), _ROOM)


_ROOM: Final = "the plot is smaller than in the notebook, so that names on an axis have room"


def _foot(model: ChartModel) -> float:
    """Return where what stands beneath the names begins: the axis title, a legend, or the drawing's end."""
    ends = [model.size[1]]
    look = model.category_axis.look
    if look.title and look.title_at is not None:
        ends.append(look.title_at[1])
    if model.legend is not None and model.legend.side == "b":
        ends.append(model.legend.box[1])
    return min(ends)


def _sized(
    model: ChartModel, font: Font, note: str = "names on an axis are smaller than in the notebook"
) -> ChartModel:
    look = replace(model.category_axis.look, labels=font)
    changed = replace(model, category_axis=replace(model.category_axis, look=look))
    return _noted(changed, note) if note else changed


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
        widths = [_width(label.text, label.font) for label in _texts(plot)]
        if widths and max(widths) > band / max(beside, 1) * _SLACK:
            share = min(share, band / max(beside, 1) / max(widths))
    if share == 1:
        return model
    plots = tuple(
        _relabelled(plot, lambda font: _shrunk(font, share)) if plot in bars else plot for plot in model.plots
    )
    return _noted(replace(model, plots=plots), "data labels are smaller than in the notebook")


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
                free = model.size[0] - left - _GAP - _width(point.label.text, point.label.font)
                room = min(room, free / share)
    if room >= width - 1:
        return model
    narrower = max(room, min(width, _LEAST_PLOT * model.size[0]))
    return _noted(replace(model, plot=(left, top, narrower, height)), "the plot is narrower, so that labels have room")


def _titles(model: ChartModel) -> ChartModel:
    """Make an axis title smaller that is longer than the drawing."""
    for name in ("category_axis", "value_axis"):
        axis = getattr(model, name)
        font = axis.look.title_font
        if not axis.look.title or font is None:
            continue
        room = model.size[1] if font.angle else model.size[0]
        needed = _width(axis.look.title, font)
        if needed > room * _SLACK:
            look = replace(axis.look, title_font=_shrunk(font, room / needed))
            model = _noted(replace(model, **{name: replace(axis, look=look)}), "the title of an axis is smaller")
    return model
