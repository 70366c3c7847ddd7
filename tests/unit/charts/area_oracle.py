"""The oracle's part on areas: their outlines from the written file, and from Vega's own drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Thing = tuple[tuple[float, ...], Any]


def outline(points: list[tuple[float, float, float]], look: Any) -> Thing:
    """Return an area as the corners of its outline (place, upper and lower end), and its colours."""
    corners = [(x, min(y, v), max(y, v)) for x, y, v in sorted(points)]
    return tuple(each for corner in corners for each in corner), (len(corners), look)


def of_vega(mark: Mapping[str, Any], x: float, y: float, paints: Callable[[Any], Any]) -> list[Thing]:
    """Return the outline of a path of Vega's; an area that breaks off has none."""
    items = mark.get("items", [])
    if not items:
        return []
    if not all(item.get("defined", True) for item in items):
        return [((), "an area that breaks off")]
    return [outline([(x + each["x"], y + each["y"], y + each["y2"]) for each in items], paints(items[0]))]


def written(
    grouping: str, series: list[tuple[dict[int, float], Any]], floor: float, count: int
) -> list[tuple[dict[int, tuple[float, float]], Any]]:
    """Return the lower and upper value of each area as PowerPoint draws it: blanks are zero, stacks add up."""
    sums = [0.0] * count
    totals = [sum(values.get(index, 0.0) for values, _ in series) for index in range(count)]
    found = []
    for values, look in series:
        ends: dict[int, tuple[float, float]] = {}
        for index in range(count):
            value = values.get(index, 0.0)
            if grouping == "percentStacked":
                value = value / totals[index] if totals[index] else 0.0
            start = floor if grouping == "standard" else sums[index]
            sums[index] += value
            ends[index] = (start, value if grouping == "standard" else sums[index])
        found.append((ends, look))
    return found
