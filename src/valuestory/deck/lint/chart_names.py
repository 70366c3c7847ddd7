"""Names of categories on an axis: each has room, else PowerPoint turns, cuts or drops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.deck.reading.plots import plots
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.slides.typography.fit import Block, Piece, wrap
from valuestory.slides.typography.fonts import text_width

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_USUAL_SIZE: Final = 10.0
"""Points, where a chart says none."""
_USUAL_PLOT: Final = 0.9
"""Share of its frame that a plot takes, across and down, where nothing says."""
_LINE: Final = 1.2
"""A line's height as a share of the size."""
_MOST_BESIDE: Final = 0.5
"""Share of the frame's width that PowerPoint gives names beside bars at most."""
_SLACK: Final = 1.08


def check_names(seen: SeenDeck) -> Found:
    """Yield charts with a category's name that is too long: a word for its column, or a name for the room at bars."""
    for slide in seen.slides:
        for placed in slide.shapes:
            if placed.kind == "graphicFrame" and placed.shape.has_chart and placed.box is not None:
                told = _too_long(placed, placed.box)
                if told:
                    yield slide.number, placed.name, told


def _too_long(placed: PlacedShape, box: Box) -> str:
    chart = placed.shape.chart._chartSpace
    axis = chart.find(f".//{_C}catAx")
    names = _names(chart)
    if axis is None or not names or not _is_level(axis):
        return ""
    size, bold = _size(axis, chart), axis.find(f"{_C}txPr//{_A}defRPr[@b='1']") is not None
    plot = _plot(chart)
    if any(each.get("val") == "bar" for _, one in plots(chart) for each in one.iter(f"{_C}barDir")):
        room = box.width * (plot.left if plot.left is not None else _MOST_BESIDE)
        lines = max(1, int(box.height * plot.height / len(names) / (_LINE * size / 72)))
        pieces = [name for name in names if not _breaks_within(name, size, room * _SLACK, lines, bold=bold)]
    else:
        skip = axis.find(f"{_C}tickLblSkip")
        room = box.width * plot.width / len(names) * (int(skip.get("val")) if skip is not None else 1)
        pieces = [word for name in names for word in name.split()]
    longest = max(pieces, key=lambda each: text_width(each, size, bold=bold), default="")
    needed = text_width(longest, size, bold=bold)
    return f'"{longest}" is {needed:.2f} inches long, and has {room:.2f}' if needed > room * _SLACK else ""


def _breaks_within(name: str, size: float, room: float, most: int, *, bold: bool) -> bool:
    """Whether a name beside a bar breaks into lines that fit, and no more of them than the bar is high."""
    lines = wrap(Block((Piece(name, bold),), size), room)
    return len(lines) <= most and max(lines, default=0.0) <= room


def _names(chart: Any) -> list[str]:
    """Return the categories' names, of the first series that has any; dates and numbers are PowerPoint's to write."""
    cache = chart.find(f".//{_C}cat//{_C}strCache")
    return [] if cache is None else [each.text or "" for each in cache.iter(f"{_C}v")]


def _is_level(axis: Any) -> bool:
    """Whether names are written, and neither turned nor upright."""
    hidden, place = axis.find(f"{_C}delete"), axis.find(f"{_C}tickLblPos")
    body = axis.find(f"{_C}txPr/{_A}bodyPr")
    turned = body is not None and (body.get("rot") or "0") not in ("0", "-60000000")
    is_hidden = hidden is not None and hidden.get("val", "1") in ("1", "true")
    return not turned and not is_hidden and (place is None or place.get("val") != "none")


def _size(axis: Any, chart: Any) -> float:
    for part in (axis, chart):
        found = part.find(f"{_C}txPr//{_A}defRPr[@sz]")
        if found is not None:
            return int(found.get("sz")) / 100
    return _USUAL_SIZE


@dataclass(frozen=True)
class _Plot:
    """Where a plot begins and how large it is, as shares of the frame; `left` is None where PowerPoint decides."""

    left: float | None = None
    width: float = _USUAL_PLOT
    height: float = _USUAL_PLOT


def _plot(chart: Any) -> _Plot:
    layout = chart.find(f".//{_C}plotArea/{_C}layout/{_C}manualLayout")
    target = None if layout is None else layout.find(f"{_C}layoutTarget")
    if layout is None or target is None or target.get("val") != "inner":
        return _Plot()
    found = {name: layout.find(f"{_C}{name[0]}") for name in ("x", "width", "height")}
    shares = {name: float(each.get("val")) for name, each in found.items() if each is not None}
    return _Plot(shares.get("x"), shares.get("width", _USUAL_PLOT), shares.get("height", _USUAL_PLOT))
