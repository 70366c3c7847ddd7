"""Names of categories on an axis: each has room, else PowerPoint turns, cuts or drops it."""

from __future__ import annotations

from typing import Any, Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.deck.reading.plots import plots
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.slides.typography.fonts import text_width

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_USUAL_SIZE: Final = 10.0
"""Points, where a chart says none."""
_USUAL_PLOT: Final = 0.9
"""Share of its frame's width that a plot takes where nothing says."""
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
    left, width = _plot(chart)
    if any(each.get("val") == "bar" for _, plot in plots(chart) for each in plot.iter(f"{_C}barDir")):
        room = box.width * (left if left is not None else _MOST_BESIDE)
        pieces = names
    else:
        skip = axis.find(f"{_C}tickLblSkip")
        room = box.width * width / len(names) * (int(skip.get("val")) if skip is not None else 1)
        pieces = [word for name in names for word in name.split()]
    longest = max(pieces, key=lambda each: text_width(each, size, bold=bold), default="")
    needed = text_width(longest, size, bold=bold)
    return f'"{longest}" is {needed:.2f} inches long, and has {room:.2f}' if needed > room * _SLACK else ""


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


def _plot(chart: Any) -> tuple[float | None, float]:
    """Return where the plot begins and how wide it is, as shares of the frame; None where PowerPoint decides."""
    layout = chart.find(f".//{_C}plotArea/{_C}layout/{_C}manualLayout")
    target = None if layout is None else layout.find(f"{_C}layoutTarget")
    if layout is None or target is None or target.get("val") != "inner":
        return None, _USUAL_PLOT
    left, width = (layout.find(f"{_C}{each}") for each in ("x", "w"))
    return (
        None if left is None else float(left.get("val")),
        _USUAL_PLOT if width is None else float(width.get("val")),
    )
