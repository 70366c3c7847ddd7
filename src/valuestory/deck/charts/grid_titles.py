"""Titles of upright axes in a grid: where one is longer than its panel, it stands once beside all that have it.

Panels in rows are low, and programs break a long title into the numbers of its axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.deck.charts.evaluated.panels import Panel
from valuestory.deck.charts.native.fitting.room import width_of
from valuestory.deck.charts.native.model import AxisLook, Font
from valuestory.deck.charts.shapes.model import Words
from valuestory.deck.charts.written.parts import NativeChart

ONCE: Final = "the title of an axis stands once, beside its panels"
_AXES: Final = ("category_axis", "value_axis", "x", "y")
_ROOM: Final = 0.8
"""Programs break a title that takes more of the chart's height than this."""
_BASELINE: Final = 1.2
"""How far right of its corner the letters of an upright title stand, in sizes."""

Cell = Panel[NativeChart]


@dataclass(frozen=True)
class _Title:
    """An upright title: its cell's place in the grid, its axis' name, what it says, its left side in the drawing."""

    at: int
    axis: str
    text: str
    left: float
    font: Font


def shared_titles(cells: Sequence[Cell]) -> tuple[list[Cell], list[Words]]:
    """Return the panels without the titles that have no room at one of them, and these titles, each once.

    Parameters
    ----------
    cells
        The panels of a grid, each with its box in the drawing.
    """
    found: dict[tuple[str, int], list[_Title]] = {}
    for at, cell in enumerate(cells):
        for title in _upright(at, cell):
            found.setdefault((title.text, round(title.left)), []).append(title)
    kept, words = list(cells), []
    for titles in found.values():
        if len(titles) > 1 and any(not _fits(each, cells[each.at]) for each in titles):
            for each in titles:
                kept[each.at] = _without(kept[each.at], each.axis)
            words.append(_words(titles, cells))
    return kept, words


def _upright(at: int, cell: Cell) -> list[_Title]:
    looks = {name: _look(cell.drawn, name) for name in _AXES}
    return [
        _Title(at, name, look.title, cell.box[0] + look.title_at[0], look.title_font)
        for name, look in looks.items()
        if look is not None and look.title and look.title_at and look.title_font and look.title_font.angle
    ]


def _look(chart: NativeChart, axis: str) -> AxisLook | None:
    found = getattr(chart, axis, None)
    return None if found is None else found.look


def _fits(title: _Title, cell: Cell) -> bool:
    return width_of(title.text, title.font) <= _ROOM * cell.box[3]


def _without(cell: Cell, axis: str) -> Cell:
    chart = cell.drawn
    bare = replace(getattr(chart, axis), look=replace(getattr(chart, axis).look, title=""))
    notes = chart.notes if ONCE in chart.notes else (*chart.notes, ONCE)
    return replace(cell, drawn=replace(chart, **{axis: bare}, notes=notes))


def _words(titles: Sequence[_Title], cells: Sequence[Cell]) -> Words:
    """Return the title in the middle of its panels' plots."""
    plots = [(cells[each.at].box[1] + cells[each.at].drawn.plot[1], cells[each.at].drawn.plot[3]) for each in titles]
    top, bottom = min(top for top, _ in plots), max(top + high for top, high in plots)
    first = titles[0]
    at = first.left + _BASELINE * first.font.size, (top + bottom) / 2
    return Words("axis title", (first.text,), at, "ctr", first.font, first.font.size * 1.2)
