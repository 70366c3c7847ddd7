"""The oracle's part on intervals: error bars from the written file, rules between two values from Vega's drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Thing = tuple[tuple[float, ...], Any]
NS = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def span(along: float, start: float, end: float, color: Any) -> list[Thing]:
    """Return an interval as its place and its two ends; nothing where it has no length."""
    return [((along, min(start, end), max(start, end)), color)] if abs(end - start) > 0.5 else []


def of_vega(item: Mapping[str, Any], at: tuple[float, float], horizontal: bool, color: Any) -> list[Thing] | None:
    """Return the interval of one of Vega's rules, None where it runs along the categories."""
    other = [at[i] + item.get(f"{side}2", item.get(side, 0)) - item.get(side, 0) for i, side in enumerate("xy")]
    across = 0 if horizontal else 1
    if abs(other[1 - across] - at[1 - across]) > 1:
        return None
    return span(at[1 - across], at[across], other[across], color)


def written(series: Any, index: int, value: float) -> tuple[float, float] | None:
    """Return the values at both ends of a point's error bar, as PowerPoint draws it; None where nothing is drawn."""
    found = series.xpath("c:errBars", namespaces=NS)
    if not found:
        return None
    bars = found[0]
    sides = bars.xpath("string(c:errBarType/@val)", namespaces=NS)
    reach = {side: _reach(bars, side, index, value) if sides in ("both", side) else 0.0 for side in ("plus", "minus")}
    if not any(reach.values()) and _has_flat_ends(bars):
        return None
    return value - reach["minus"], value + reach["plus"]


def _has_flat_ends(bars: Any) -> bool:
    """Return whether nothing is seen of an error bar that has no length: neither strokes at its ends nor a dot."""
    bare = bars.xpath("string(c:noEndCap/@val)", namespaces=NS) == "1"
    return bare and bars.xpath("string(c:spPr/*[local-name()='ln']/@cap)", namespaces=NS) == "flat"


def _reach(bars: Any, side: str, index: int, value: float) -> float:
    kind = bars.xpath("string(c:errValType/@val)", namespaces=NS)
    if kind in ("percentage", "fixedVal"):
        length = float(bars.xpath("string(c:val/@val)", namespaces=NS))
        return abs(value) * length / 100 if kind == "percentage" else length
    found = bars.xpath(f"c:{side}//c:pt[@idx='{index}']/c:v/text()", namespaces=NS)
    return float(found[0]) if found else 0.0


def ends_too(bars: list[Thing], intervals: list[Thing], horizontal: bool) -> list[Thing]:
    """Return bars without the short strokes at the ends of intervals, which PowerPoint draws at its own width."""
    ends = [(along, end) for (along, *both), _ in intervals for end in both]
    left = []
    for box, look in bars:
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        at = middle[::-1] if horizontal else middle
        near = [each for each in ends if abs(each[0] - at[0]) <= 1.1 and abs(each[1] - at[1]) <= 1.1]
        if near and min(box[2] - box[0], box[3] - box[1]) <= 2:
            ends.remove(near[0])
        else:
            left.append((box, look))
    return left
