"""Charts that tell the truth: bars from zero, one scale, no third dimension, few parts of a whole, sums that add up."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from lxml import etree

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIES: Final = ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart")
_MOST_PARTS: Final = 3
_AUTOMATIC: Final = 5 / 6
"""An axis left to PowerPoint starts above zero where the least value is at least this share of the greatest."""


@dataclass(frozen=True)
class _Series:
    """A series: its name, what it shows, and whether it is drawn at all."""

    name: str
    values: tuple[float | None, ...]
    drawn: bool
    format: str


def _named(seen: SeenDeck) -> Iterator[tuple[int, str, Any]]:
    for slide in seen.slides:
        for name, chart in slide.charts:
            yield slide.number, name, chart


def _plots(chart: Any) -> list[tuple[str, Any]]:
    area = chart.find(f".//{_C}plotArea")
    found = [] if area is None else [(etree.QName(each).localname, each) for each in area]
    return [(kind, each) for kind, each in found if kind.endswith("Chart")]


def _axes(chart: Any) -> dict[str, Any]:
    return {each.find(f"{_C}axId").get("val"): each for each in chart.iter(f"{_C}valAx")}


def _axis_of(plot: Any, chart: Any) -> Any:
    axes = _axes(chart)
    return next((axes[each.get("val")] for each in plot.findall(f"{_C}axId") if each.get("val") in axes), None)


def _limit(axis: Any, end: str) -> float | None:
    found = None if axis is None else axis.find(f"{_C}scaling/{_C}{end}")
    return None if found is None else float(found.get("val"))


def _series(plot: Any) -> list[_Series]:
    return [_one(each) for each in plot.findall(f"{_C}ser")]


def _one(series: Any) -> _Series:
    name = "".join(each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v"))
    source = series.find(f"{_C}val")
    if source is None:
        source = series.find(f"{_C}yVal")
    cache = None if source is None else next(source.iter(f"{_C}numCache", f"{_C}numLit"), None)
    values: list[float | None] = []
    code = ""
    if cache is not None:
        count = cache.find(f"{_C}ptCount")
        found = {int(each.get("idx")): _number(each.findtext(f"{_C}v")) for each in cache.findall(f"{_C}pt")}
        size = int(count.get("val")) if count is not None else max(found, default=-1) + 1
        values = [found.get(at) for at in range(size)]
        code = cache.findtext(f"{_C}formatCode") or ""
    labels = series.find(f"{_C}dLbls/{_C}numFmt")
    own = series.find(f"{_C}spPr")
    drawn = own is None or own.find(f"{_A}noFill") is None
    return _Series(name, tuple(values), drawn, labels.get("formatCode", code) if labels is not None else code)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def check_zero(seen: SeenDeck) -> Found:
    """Yield bars and areas that do not start at zero: their length is the message."""
    for number, name, chart in _named(seen):
        for kind, plot in _plots(chart):
            if not kind.startswith(("bar", "area")):
                continue
            axis = _axis_of(plot, chart)
            least, most = _limit(axis, "min"), _limit(axis, "max")
            if (least is not None and least > 0) or (most is not None and most < 0):
                yield number, name, f"its bars start at {least if least and least > 0 else most:g}, not at zero"
            elif least is None and _starts_above(plot):
                yield number, name, "its axis has no fixed start, and PowerPoint may start it above zero"


def _starts_above(plot: Any) -> bool:
    grouping = plot.find(f"{_C}grouping")
    stacked = grouping is not None and "tacked" in grouping.get("val", "")
    values = [value for each in _series(plot) for value in each.values if value is not None]
    return not stacked and bool(values) and min(values) > 0 and min(values) >= _AUTOMATIC * max(values)


def check_flat(seen: SeenDeck) -> Found:
    """Yield charts with a third dimension."""
    for number, name, chart in _named(seen):
        if any("3D" in kind for kind, _ in _plots(chart)):
            yield number, name, "it is drawn in three dimensions, which shows no length as it is"


def check_pies(seen: SeenDeck) -> Found:
    """Yield pies and rings of more than three parts."""
    for number, name, chart in _named(seen):
        for kind, plot in _plots(chart):
            parts = max((sum(1 for value in each.values if value) for each in _series(plot)), default=0)
            if kind in _PIES and parts > _MOST_PARTS:
                yield number, name, f"a pie of {parts} parts; bars show more than {_MOST_PARTS} better"


def check_one_axis(seen: SeenDeck) -> Found:
    """Yield charts in which two value axes of different scale stand over one another."""
    for number, name, chart in _named(seen):
        used = [_axis_of(plot, chart) for kind, plot in _plots(chart) if kind not in ("scatterChart", "bubbleChart")]
        axes = {id(axis): axis for axis in used if axis is not None}.values()
        if any(_differ(first, second) for first, second in combinations(axes, 2)):
            yield number, name, "it has two value axes: where lines cross then is chance"


def _differ(first: Any, second: Any) -> bool:
    fixed = [(_limit(axis, "min"), _limit(axis, "max")) for axis in (first, second)]
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
    for _, plot in _plots(chart):
        axis = _axis_of(plot, chart)
        units = {re.sub(r"[0#.,\s]", "", each.format) for each in _series(plot)} - {"", "General"}
        return units.pop() if len(units) == 1 else "", (_limit(axis, "min"), _limit(axis, "max"))
    return "", (None, None)


def check_waterfall(seen: SeenDeck) -> Found:
    """Yield waterfalls whose steps, as displayed, do not add up to their total as displayed."""
    for number, name, chart in _named(seen):
        for kind, plot in _plots(chart):
            if kind == "barChart":
                yield from ((number, name, what) for what in _waterfall(_series(plot), plot))


def _waterfall(series: Sequence[_Series], plot: Any) -> Iterator[str]:
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
