"""Names on the axis of categories given room: they break over lines, become smaller, are turned or left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.native.fitting.room import GAP, LEAST_PLOT, LINE, SLACK, noted, shrunk, width_of
from valuestory.deck.charts.native.model import ChartModel, Font
from valuestory.slides.typography.fit import FLOOR, Block, Piece, wrap

_SHARES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, FLOOR)
_TURNED: Final = -45.0
_MOST_LINES: Final = 2
"""Lines over which names of bins and dates break beneath columns; longer ones are turned."""
_PITCH: Final = 1.6
"""How far turned names stand apart, in sizes of their type."""
_SLOPE: Final = 0.7071
_ROOM: Final = "the plot is smaller than in the notebook, so that names on an axis have room"


def fit_names(model: ChartModel) -> ChartModel:
    """Return a chart whose names have room: by the plot's, then by smaller type, then by turning them."""
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
    edge = GAP + (title.size * LINE if title is not None else 0.0)
    own, most = left - edge, left + width - LEAST_PLOT * model.size[0] - edge
    band = height / len(names)
    if most <= own or _break_within(names, font, own, band):
        return model
    room = next((each for each in _between(own, most) if _break_within(names, font, each, band)), most)
    model = noted(replace(model, plot=(edge + room, top, left + width - edge - room, height)), _ROOM)
    smaller = [shrunk(font, share) for share in _SHARES]
    fitting = next((each for each in smaller if _break_within(names, each, room, band)), smaller[-1])
    return model if fitting == font else _sized(model, fitting)


def _thinned(model: ChartModel, font: Font) -> ChartModel:
    """Leave out names that would lie over their neighbours: Vega draws them all where it is told to."""
    axis = model.category_axis
    along = model.plot[3 if model.horizontal else 2]
    skip = math.ceil(font.size * SLACK / (along / len(axis.categories)) / axis.skip - 0.1) * axis.skip
    if skip <= axis.skip:
        return model
    return noted(replace(model, category_axis=replace(axis, skip=skip)), "names on an axis are left out for room")


def _between(least: float, most: float) -> list[float]:
    return [least + (most - least) * step / 8 for step in range(1, 9)]


def _break_within(names: Sequence[str], font: Font, room: float, band: float) -> bool:
    """Return whether names break into lines that are no wider than the room, and no more of them than a bar is high."""
    lines = max(1, int(band / (LINE * font.size)))
    broken = [wrap(Block((Piece(name, font.bold),), font.size), room * SLACK / 72) for name in names]
    return all(len(each) <= lines and max(each, default=0.0) <= room * SLACK / 72 for each in broken)


def _beneath(model: ChartModel, font: Font) -> ChartModel:
    """Make names beneath columns smaller, so that no word is wider than its column; turn them where that is too small.

    Names of several words break over lines, for which the plot makes room.
    """
    axis = model.category_axis
    if axis.skip > 1:
        return _every(model, font)
    names = [_breaking(category.text) for category in axis.categories]
    band = model.plot[2] / len(axis.categories)
    longest = max((width_of(word, font) for name in names for word in name.split()), default=0.0)
    if longest > band * SLACK:
        share = band / longest
        if share < FLOOR:
            return _turned(model, font, names)
        font = shrunk(font, share)
        model = _sized(model, font)
    lines = max(len(wrap(Block((Piece(name, font.bold),), font.size), band * SLACK / 72)) for name in names)
    return _raised(model, lines * LINE * font.size + GAP) if lines > 1 else model


def _every(model: ChartModel, font: Font) -> ChartModel:
    """Name every category where names that Vega shows some of break over two lines, else turn them.

    PowerPoint leaves names out as it is told; others break each into the room of one category, over the axis title.
    """
    axis = model.category_axis
    names = [_breaking(category.text) for category in axis.categories]
    band = model.plot[2] / len(names)
    lines = max(len(wrap(Block((Piece(name, font.bold),), font.size), band * SLACK / 72)) for name in names)
    longest = max(width_of(word, font) for name in names for word in name.split())
    if longest <= band * SLACK and lines <= _MOST_LINES:
        named = replace(model, category_axis=replace(axis, skip=1))
        return _raised(named, lines * LINE * font.size + GAP)
    skip = max(1, math.ceil(_PITCH * font.size / band))
    shown = [category.text for category in axis.categories][::skip]
    return _turned(replace(model, category_axis=replace(axis, skip=skip)), font, shown)


def _breaking(name: str) -> str:
    """Return a name with a space where programs break it: after the dash between both ends of a bin."""
    return name.replace("\u2013", "\u2013 ")


def _turned(model: ChartModel, font: Font, names: Sequence[str]) -> ChartModel:
    """Turn names by an eighth, at full size where the plot keeps its least height, else at the floor."""
    for each in (font, shrunk(font, FLOOR)):
        high = (max(width_of(name, each) for name in names) * SLACK + LINE * each.size) * _SLOPE + GAP
        raised = _raised(model, high)
        if _foot(model) - raised.plot[1] - raised.plot[3] >= high - 1e-6:
            return noted(_sized(raised, replace(each, angle=_TURNED), ""), "names on an axis are turned")
    return _sized(model, shrunk(font, FLOOR))


def _raised(model: ChartModel, high: float) -> ChartModel:
    """Return the chart with so much room beneath its plot, as far as the plot keeps its least height."""
    left, top, width, height = model.plot
    bottom = min(top + height, _foot(model) - high)
    least = min(height, LEAST_PLOT * model.size[1])
    if bottom >= top + height - 1e-6:
        return model
    return noted(replace(model, plot=(left, top, width, max(bottom - top, least))), _ROOM)


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
    return noted(changed, note) if note else changed
