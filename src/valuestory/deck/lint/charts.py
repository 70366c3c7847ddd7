"""Charts that tell the truth: bars from zero, one scale, no third dimension, few parts of a whole, sums that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck
from valuestory.deck.reading.plots import PIES, Series, axis_of, limit, plots, series_of

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_PARTS: Final = 3
_AUTOMATIC: Final = 5 / 6
"""An axis left to PowerPoint starts above zero where the least value is at least this share of the greatest."""


def _named(seen: SeenDeck) -> Iterator[tuple[int, str, Any]]:
    for slide in seen.slides:
        for name, chart in slide.charts:
            yield slide.number, name, chart


def check_zero(seen: SeenDeck) -> Found:
    """Yield bars and areas that do not start at zero: their length is the message."""
    for number, name, chart in _named(seen):
        for kind, plot in plots(chart):
            if not kind.startswith(("bar", "area")):
                continue
            axis = axis_of(plot, chart)
            least, most = limit(axis, "min"), limit(axis, "max")
            if (least is not None and least > 0) or (most is not None and most < 0):
                yield number, name, f"its bars start at {least if least and least > 0 else most:g}, not at zero"
            elif least is None and _starts_above(plot):
                yield number, name, "its axis has no fixed start, and PowerPoint may start it above zero"


def _starts_above(plot: Any) -> bool:
    grouping = plot.find(f"{_C}grouping")
    stacked = grouping is not None and "tacked" in grouping.get("val", "")
    values = [value for each in series_of(plot) for value in each.values if value is not None]
    return not stacked and bool(values) and min(values) > 0 and min(values) >= _AUTOMATIC * max(values)


def check_flat(seen: SeenDeck) -> Found:
    """Yield charts with a third dimension."""
    for number, name, chart in _named(seen):
        if any("3D" in kind for kind, _ in plots(chart)):
            yield number, name, "it is drawn in three dimensions, which shows no length as it is"


def check_pies(seen: SeenDeck) -> Found:
    """Yield pies and rings of more than three parts."""
    for number, name, chart in _named(seen):
        for kind, plot in plots(chart):
            parts = max((sum(1 for value in each.values if value) for each in series_of(plot)), default=0)
            if kind in PIES and parts > _MOST_PARTS:
                yield number, name, f"a pie of {parts} parts; bars show more than {_MOST_PARTS} better"


def check_one_axis(seen: SeenDeck) -> Found:
    """Yield charts in which two value axes of different scale stand over one another."""
    for number, name, chart in _named(seen):
        used = [axis_of(plot, chart) for kind, plot in plots(chart) if kind not in ("scatterChart", "bubbleChart")]
        axes = {id(axis): axis for axis in used if axis is not None}.values()
        if any(_differ(first, second) for first, second in combinations(axes, 2)):
            yield number, name, "it has two value axes: where lines cross then is chance"


def _differ(first: Any, second: Any) -> bool:
    fixed = [(limit(axis, "min"), limit(axis, "max")) for axis in (first, second)]
    return fixed[0] != fixed[1] or None in fixed[0]


def check_one_scale(seen: SeenDeck) -> Found:
    """Yield charts side by side that show one unit on two scales."""
    for slide in seen.slides:
        ends = [(name, *_scale(chart)) for name, chart in slide.charts]
        for (one, unit, first), (other, unit2, second) in combinations(ends, 2):
            if unit and unit == unit2 and first != second and None not in (*first, *second):
                yield slide.number, other, f'it shows the unit of "{one}" on another scale'


def _scale(chart: Any) -> tuple[str, tuple[float | None, float | None]]:
    """Return a chart's unit by its number format (general numbers have none), and the ends of its value axis."""
    for _, plot in plots(chart):
        axis = axis_of(plot, chart)
        units = {re.sub(r"[0#.,\s]", "", each.format) for each in series_of(plot)} - {"", "General"}
        return units.pop() if len(units) == 1 else "", (limit(axis, "min"), limit(axis, "max"))
    return "", (None, None)


def check_waterfall(seen: SeenDeck) -> Found:
    """Yield waterfalls whose steps, as displayed, do not add up to their total as displayed."""
    for number, name, chart in _named(seen):
        for kind, plot in plots(chart):
            if kind == "barChart":
                yield from ((number, name, what) for what in _waterfall(series_of(plot), plot))


def _waterfall(series: Sequence[Series], plot: Any) -> Iterator[str]:
    grouping = plot.find(f"{_C}grouping")
    if grouping is None or grouping.get("val") != "stacked" or len(series) < 2 or series[0].drawn:
        return
    bases = [value or 0.0 for value in series[0].values]
    heights = [sum(each.values[at] or 0.0 for each in series[1:] if at < len(each.values)) for at in range(len(bases))]
    digits = max((_decimals(each.format) for each in series[1:]), default=0)
    steps = _steps(bases, heights)
    if steps is None:
        return
    start, moves, total = steps
    shown = round(start, digits) + sum(round(each, digits) for each in moves)
    if abs(shown - round(total, digits)) > 0.1 * 10**-digits:
        yield f"its steps add up to {shown:.{digits}f} as displayed, and its total is {round(total, digits):.{digits}f}"


def _steps(bases: Sequence[float], heights: Sequence[float]) -> tuple[float, list[float], float] | None:
    """Return a waterfall's first level, its moves and its last total; None for bars that do not follow each other."""
    if len(bases) < 3 or bases[0] or bases[-1] or not any(bases):
        return None
    level, moves = heights[0], []
    near = 1e-6 * max(map(abs, heights))
    for base, high in zip(bases[1:-1], heights[1:-1], strict=True):
        if abs(base - level) <= near:
            moves.append(high)
        elif abs(base + high - level) <= near:
            moves.append(-high)
        elif base:
            return None
        else:
            continue
        level += moves[-1]
    return heights[0], moves, heights[-1]


def _decimals(code: str) -> int:
    """Return how many decimals a number format shows; two more for a percentage."""
    found = re.search(r"\.([0#]+)", code)
    return (len(found[1]) if found else 0) + (2 if "%" in code else 0)
