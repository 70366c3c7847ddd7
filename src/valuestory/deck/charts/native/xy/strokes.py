"""Ticks on a plane, such as a strip plot's or a rug's: each a short stroke across the value that it stands at.

A stroke is two rows of the workbook, its value the same in both.
"""

from __future__ import annotations

from valuestory.deck.charts.evaluated.scene import Item, Mark
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.frame import CLOSE, key
from valuestory.deck.charts.native.model import Line, NoNativeFormError
from valuestory.deck.charts.native.xy.model import XY, XYPoint, XYSeries
from valuestory.deck.charts.native.xy.plane import SIZE, Plane, Span, crossed
from valuestory.deck.charts.native.xy.symbols import discrete, group_name, rank


def strokes(plane: Plane, mark: Mark, count: int) -> list[XYSeries]:
    """Return a series for the ticks of each look and name; `count` series are there already.

    Raises
    ------
    NoNativeFormError
        When a tick stands elsewhere than at its value, or along a logarithmic axis.
    """
    channels = discrete(plane, mark)
    groups: dict[tuple[str, Line], list[Item]] = {}
    across = crossed(mark)
    for item in mark.items:
        fill = looks.fill(item.look)
        if fill is not None:
            line = Line(fill, item.number(SIZE[across]))
            groups.setdefault((repr([key(item.values.get(each)) for each in channels]), line), []).append(item)
    found: list[XYSeries] = []
    for (_, line), items in sorted(groups.items(), key=lambda each: rank(plane, mark, channels, each[1][0])):
        points: list[XYPoint | None] = []
        for item in items:
            points += [*([None] if points else []), *_ends(plane, across, item)]
        name = group_name(plane, mark, channels, items[0], count + len(found))
        found.append(XYSeries(name, tuple(points), line))
    return found


def _ends(plane: Plane, across: XY, item: Item) -> tuple[XYPoint, XYPoint]:
    """Return both ends of a tick; the second only ends the stroke and is no value of its own."""
    along: XY = "y" if across == "x" else "x"
    span = plane.span(across)
    value = span.value(item.values.get(across + "c"))
    middle = item.number(across) + item.number(SIZE[across]) / 2
    if value is None or not span.holds(value) or abs(span.place(value) - middle) > CLOSE:
        raise NoNativeFormError("a tick stands elsewhere than at its value")
    start, length = item.number(along), item.number(SIZE[along])
    low, high = (_value_at(plane.span(along), at) for at in (start, start + length))
    fact = item.values.get("fact")
    said = str(fact) if fact is not None else None
    if across == "x":
        return XYPoint(value, low, said), XYPoint(value, high, corner=True)
    return XYPoint(low, value, said), XYPoint(high, value, corner=True)


def _value_at(span: Span, place: float) -> float:
    if span.logarithmic:
        raise NoNativeFormError("ticks along a logarithmic axis have no native form yet")
    value = span.low + (place - span.start) / (span.end - span.start) * (span.high - span.low)
    return float(f"{value:.9g}")
