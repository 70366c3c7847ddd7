"""Bars in two layers, such as a thin bar in a wide one, and ticks such as a target across bars.

PowerPoint gives all bars of one axis pair one width, so the second layer stands on a second pair, which is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native.bars import Bar, Spot, bars, gaps
from valuestory.deck.charts.native.floats import floating_bars, floats
from valuestory.deck.charts.native.frame import Frame
from valuestory.deck.charts.native.looks import area
from valuestory.deck.charts.native.model import Look, NoNativeFormError, Plot, Point, Series
from valuestory.deck.charts.native.names import measure

TICKS: Final = "ticks stand upon their values, not across them"
_THIN, _THICK = 2.2, 5.0
"""Thickness in points up to which a tick may stand upon its value unsaid, and at all."""

Layer = tuple[Plot, tuple[Spot, ...]]


def bar_layers(frame: Frame, marks: Sequence[Mark]) -> tuple[Layer, ...]:
    """Return the plot of each layer of bars and where its bars are drawn, the lower layer first.

    Raises
    ------
    NoNativeFormError
        When there are more than two layers, bars side by side in one of two, or ticks that cannot be bars.
    """
    if len(marks) > 2:
        raise NoNativeFormError("bars in more than two layers have no native form")
    if len(marks) == 2 and any(frame.along + "Offset" in mark.plan.scales for mark in marks):
        raise NoNativeFormError("bars side by side in two layers have no native form yet")
    found = [_layer(frame, mark) for mark in marks]
    return tuple((replace(plot, secondary=at > 0), tuple(spots)) for at, (plot, spots) in enumerate(found))


def _layer(frame: Frame, mark: Mark) -> tuple[Plot, list[Spot]]:
    if frame.across + "c" in mark.plan.scales:
        return _ticks(frame, mark)
    return floating_bars(frame, mark) if floats(frame, mark) else bars(frame, mark)


def _ticks(frame: Frame, mark: Mark) -> tuple[Plot, list[Spot]]:
    """Return ticks as thin bars upon unseen ones, which hold their values."""
    if frame.log:
        raise NoNativeFormError(
            "ticks on a log axis have no native form: their thickness would change with their value"
        )
    thickness = [item.number("width" if frame.horizontal else "height") for item in mark.items]
    points = max(thickness)
    if points > _THICK or points - min(thickness) > 0.1:
        raise NoNativeFormError("ticks so thick, or of different thickness, have no native form")
    _, _, width, height = frame.scene.plot
    length = float(f"{points * (frame.high - frame.low) / (width if frame.horizontal else height):.4g}")
    drawn = [_tick(frame, item, length) for item in mark.items]
    if len({each.index for each in drawn}) < len(drawn) or frame.along + "Offset" in mark.plan.scales:
        raise NoNativeFormError("several ticks at one category have no native form yet")
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


def _tick(frame: Frame, item: Item, length: float) -> Bar:
    value = as_number(item.values.get(frame.across + "c"))
    if value is None or not (frame.low <= value - length and value + length <= frame.high):
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
    """Return what the reader is told of ticks that are thick enough to see where they stand."""
    side = "width" if frame.horizontal else "height"
    ticks = [mark for mark in marks if mark.plan.kind == "rect" and frame.across + "c" in mark.plan.scales]
    return [TICKS] if any(item.number(side) > _THIN for mark in ticks for item in mark.items) else []
