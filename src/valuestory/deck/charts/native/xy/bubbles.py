"""Bubbles: symbols whose areas are in proportion to a value, as PowerPoint's bubble chart has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native.xy.model import Bubbles, XYSeries
from valuestory.deck.charts.native.xy.plane import Plane

_CLOSE: Final = 0.01
"""The share of an area by which it may differ from its value's and still be in proportion."""


def bubbles(found: Plane, marks: Sequence[Mark], series: Sequence[XYSeries]) -> Bubbles | None:
    """Return what the areas of bubbles stand for, or None where symbols are markers of their own sizes.

    Lines and bubbles cannot share a native chart: with lines, symbols stay markers, and so they do over categories,
    whose names no bubble carries.
    """
    if found.x.categories or found.y.categories:
        return None
    sized = [mark for mark in marks if mark.plan.kind == "symbol" and _by_value(found, mark)]
    if len(sized) != 1 or any(each.line is not None for each in series):
        return None
    items = [item for item in sized[0].items if item.visible and item.number("size") > 0]
    others = [mark for mark in marks if mark.plan.kind == "symbol" and mark is not sized[0]]
    if others or not items or not _in_proportion(items):
        return None
    if any(item.look.get("shape", "circle") != "circle" for item in items):
        return None
    name = sized[0].plan.fields.get("size", "size").replace("\\", "")
    return Bubbles(name, max(item.number("size") for item in items) ** 0.5)


def _by_value(found: Plane, mark: Mark) -> bool:
    scale = found.scene.scales.get(mark.plan.scales.get("size", ""))
    return scale is not None and scale.kind == "linear"


def _in_proportion(items: Sequence[Item]) -> bool:
    values = [as_number(item.values.get("size")) for item in items]
    shares = [item.number("size") / value for item, value in zip(items, values, strict=True) if value and value > 0]
    return len(shares) == len(items) and max(shares) - min(shares) <= _CLOSE * max(shares)
