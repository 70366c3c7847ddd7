"""Bars in layers, such as a thin bar in a wide one, and ticks such as a target across bars: bullets have all of it.

PowerPoint gives all bars of one axis pair one width, so a second width stands on a second pair, which is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native.bars import Bar, Spot, bars, gaps
from valuestory.deck.charts.native.floats import floating_bars, floats
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.looks import area
from valuestory.deck.charts.native.model import ErrorBars, Line, Look, NoNativeFormError, Plot, Point, Series
from valuestory.deck.charts.native.names import measure

TICKS: Final = "ticks stand upon their values, not across them"
_PAIRS: Final = 2
"""Pairs of axes: so many widths of bars."""
_SAME_GAP: Final = 3
"""Percentages of a bar's width by which gaps differ that are drawn as one."""
_THIN, _THICK = 2.2, 5.0
"""Thickness in points up to which a tick may stand upon its value unsaid, and at all."""

Layer = tuple[Plot, tuple[Spot, ...]]


def bar_layers(frame: Frame, marks: Sequence[Mark]) -> tuple[Layer, ...]:
    """Return the plot of each width of bars and where its bars are drawn, the lower layer first.

    Raises
    ------
    NoNativeFormError
        When bars have more than two widths, stand side by side in one of several layers, or ticks cannot be drawn.
    """
    if len(marks) > 1 and any(frame.along + "Offset" in mark.plan.scales for mark in marks):
        raise NoNativeFormError("bars side by side in two layers have no native form yet")
    if len(marks) <= _PAIRS:
        found = [_layer(frame, mark) for mark in marks]
    else:
        found = _by_width([_layer(frame, mark) for mark in marks if not are_ticks(frame, mark)])
        for at, mark in enumerate(marks):
            if are_ticks(frame, mark):
                if not found or not all(are_ticks(frame, each) for each in marks[at:]):
                    raise NoNativeFormError("ticks beneath bars in several layers have no native form")
                found[-1] = _with_strokes(frame, mark, found[-1])
    return tuple((replace(plot, secondary=at > 0), spots) for at, (plot, spots) in enumerate(found))


def are_ticks(frame: Frame, mark: Mark) -> bool:
    """Return whether a mark draws ticks: short strokes across the values that they stand at."""
    return frame.across + "c" in mark.plan.scales


def _by_width(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers of which those of one width are one plot, its bars over each other."""
    found: list[Layer] = []
    for plot, spots in layers:
        below = found[-1][0] if found else None
        same = below is not None and abs(below.gap - plot.gap) <= _SAME_GAP
        if below is not None and same and below.grouping == plot.grouping == "clustered":
            moved = tuple(replace(spot, series=spot.series + len(below.series)) for spot in spots)
            found[-1] = replace(below, series=(*below.series, *plot.series), overlap=100), (*found[-1][1], *moved)
        else:
            found.append((plot, spots))
    if len(found) > _PAIRS:
        raise NoNativeFormError("bars of more than two widths, or stacks in more than two layers, have no native form")
    return found


def _with_strokes(frame: Frame, mark: Mark, layer: Layer) -> Layer:
    """Return bars with ticks over them: each an error bar, as short as the tick is thick and as thick as it is long."""
    plot, spots = layer
    if plot.grouping != "clustered":
        raise NoNativeFormError("ticks over stacks in several layers have no native form")
    length = _thickness(frame, mark)
    drawn = _ticks_of(frame, mark, length)
    side = "height" if frame.horizontal else "width"
    looks = {area(each.item.look).fill for each in drawn}
    spans = [each.item.number(side) for each in drawn]
    paint = looks.pop()
    if looks or paint is None or max(spans) - min(spans) > CLOSE:
        raise NoNativeFormError("ticks of several looks, over bars in several layers, have no native form")
    name = measure(frame, mark, frame.across + "c")
    values = _series(frame, name, {each.index: _point(each, each.value) for each in drawn}, Look())
    strokes = ErrorBars((), (), Line(paint, max(spans)), fixed=length / 2)
    at = len(plot.series)
    where = tuple(replace(_spot(frame, each), series=at) for each in drawn)
    return replace(plot, series=(*plot.series, replace(values, errors=strokes)), overlap=100), (*spots, *where)


def _layer(frame: Frame, mark: Mark) -> Layer:
    if are_ticks(frame, mark):
        plot, spots = _ticks(frame, mark)
    else:
        plot, spots = floating_bars(frame, mark) if floats(frame, mark) else bars(frame, mark)
    return plot, tuple(spots)


def _ticks(frame: Frame, mark: Mark) -> tuple[Plot, list[Spot]]:
    """Return ticks as thin bars upon unseen ones, which hold their values."""
    length = _thickness(frame, mark)
    drawn = _ticks_of(frame, mark, length)
    name = measure(frame, mark, frame.across + "c")
    values = _series(frame, name, {each.index: _point(each, each.value) for each in drawn}, Look())
    looks = [area(each.item.look) for each in drawn]
    strokes = {
        each.index: Point(length if each.value >= 0 else -length, None, look)
        for each, look in zip(drawn, looks, strict=True)
    }
    shown = _series(frame, f"{name} (tick)", strokes, max(looks, key=looks.count))
    gap, _ = gaps(frame, drawn, 1, "stacked")
    return Plot("bar", (values, replace(shown, role="base")), "stacked", gap, 100), [
        _spot(frame, each) for each in drawn
    ]


def _thickness(frame: Frame, mark: Mark) -> float:
    """Return how thick ticks are, as a length on the value axis."""
    if frame.log:
        raise NoNativeFormError(
            "ticks on a log axis have no native form: their thickness would change with their value"
        )
    thickness = [item.number("width" if frame.horizontal else "height") for item in mark.items]
    points = max(thickness)
    if points > _THICK or points - min(thickness) > 0.1:
        raise NoNativeFormError("ticks so thick, or of different thickness, have no native form")
    _, _, width, height = frame.scene.plot
    return float(f"{points * (frame.high - frame.low) / (width if frame.horizontal else height):.4g}")


def _ticks_of(frame: Frame, mark: Mark, length: float) -> list[Bar]:
    drawn = [_tick(frame, item, length) for item in mark.items]
    if len({each.index for each in drawn}) < len(drawn) or frame.along + "Offset" in mark.plan.scales:
        raise NoNativeFormError("several ticks at one category have no native form yet")
    return drawn


def _tick(frame: Frame, item: Item, length: float) -> Bar:
    value = as_number(item.values.get(frame.across + "c"))
    if value is None or not all(map(frame.holds, (value, value + (length if value >= 0 else -length)))):
        raise NoNativeFormError("a tick leaves the value axis")
    return Bar(frame.category(item), value, 0.0, value, None, None, item)


def _point(bar: Bar, value: float) -> Point:
    fact = bar.item.values.get("fact")
    return Point(value, str(fact) if fact is not None else None)


def _series(frame: Frame, name: str, found: dict[int, Point], look: Look) -> Series:
    return Series(name, tuple(found.get(index) for index in range(len(frame.values))), look)


def _spot(frame: Frame, bar: Bar) -> Spot:
    side, low = ("height", "y") if frame.horizontal else ("width", "x")
    centre = bar.item.number(low) + bar.item.number(side) / 2
    return Spot(1, bar.index, frame.place(bar.start), frame.place(bar.end), centre)


def tick_notes(frame: Frame, marks: Sequence[Mark]) -> list[str]:
    """Return what the reader is told of ticks that are thin bars, thick enough to see where they stand."""
    side = "width" if frame.horizontal else "height"
    layers = [mark for mark in marks if mark.drawn and mark.plan.kind == "rect"]
    ticks = [mark for mark in layers if are_ticks(frame, mark)] if len(layers) <= _PAIRS else []
    return [TICKS] if any(item.number(side) > _THIN for mark in ticks for item in mark.items) else []
