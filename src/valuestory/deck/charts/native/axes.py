"""Both axes of the model, from what Vega drew: ends, steps, texts, formats and looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from valuestory.deck.charts.evaluated.scene import Axis, Item, Scene, Tick, as_number, as_text, printed
from valuestory.deck.charts.evaluated.textsize import corner, text_width
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.bin_names import bin_axis
from valuestory.deck.charts.native.dated_values import dated_axis
from valuestory.deck.charts.native.dates import date_axis, label_step
from valuestory.deck.charts.native.frame import Frame, key
from valuestory.deck.charts.native.model import (
    AxisLook,
    Category,
    CategoryAxis,
    Line,
    NoNativeFormError,
    ValueAxis,
)
from valuestory.deck.charts.native.number_formats import GENERAL, Pair, nearest_format, number_format

_BETWEEN: Final = 0.35
"""What two numbers beside each other need between them, in sizes of their type."""
_TIMES: Final = (1, 2, 4, 5, 10, 20)
_INSET: Final = 4.0
"""Points that PowerPoint leaves between a title's box and its text; beside upright labels they matter."""


@dataclass(frozen=True)
class Axes:
    """Both axes, and what in them differs from the notebook's chart."""

    category: CategoryAxis
    value: ValueAxis
    notes: tuple[str, ...]


def axes(frame: Frame, *, from_zero: bool, zero: Line | None) -> Axes:
    """Return both axes of a frame.

    Raises
    ------
    NoNativeFormError
        When an axis is drawn twice, or its ticks and texts have no Excel equal.
    """
    notes: list[str] = []
    value = _value_axis(frame, from_zero, zero, notes)
    category = _category_axis(frame, zero, notes)
    return Axes(category, value, tuple(notes))


def _axis(frame: Frame, what: str, scale: str, *, upright: bool) -> Axis | None:
    found = [axis for axis in frame.scene.axes if axis.scale == scale]
    if len(found) > 1:
        raise NoNativeFormError("an axis is drawn on both sides")
    if found and (found[0].orient in ("left", "right")) != upright:
        raise NoNativeFormError(f"the {what} axis stands {found[0].orient}, where no axis of its direction can")
    return found[0] if found else None


def _value_axis(frame: Frame, from_zero: bool, zero: Line | None, notes: list[str]) -> ValueAxis:
    axis = _axis(frame, "value", frame.numbers.name, upright=not frame.horizontal)
    low, high = frame.low, frame.high
    crosses = 0.0 if low <= 0 <= high and (from_zero or zero is not None) else high if frame.backwards else low
    header = printed(axis.parts["axis-title"].look) if axis and "axis-title" in axis.parts else ""
    base = 10.0 if frame.log else None
    if axis is None:
        return ValueAxis(AxisLook(), header, low, high, None, GENERAL, crosses, base, frame.backwards, frame.timed)
    look = axis_look(frame.scene, axis)
    if frame.timed:
        bare = ValueAxis(look, header, low, high, None, GENERAL, crosses, None, frame.backwards, dated=True)
        return dated_axis(bare, axis, notes)
    ticks = sorted(value for tick in axis.ticks if (value := as_number(tick.value)) is not None)
    step = tick_step(ticks, low, high) if not frame.log else None
    if step is not None and (look.labels or look.grid):
        low = aligned(ticks[0], low, step, notes)
    crosses = low if crosses == frame.low else crosses
    form = axis_format(_pairs(axis), look, notes)
    if frame.log and (look.labels or look.grid):
        notes.append("a logarithmic axis is labelled at the powers of its base")
    found = ValueAxis(look, header, low, high, step, form, crosses, base, frame.backwards)
    return roomy(found, _pairs(axis), frame.scene.plot[2], notes) if frame.horizontal and not frame.log else found


def axis_look(scene: Scene, axis: Axis) -> AxisLook:
    """Return what Vega draws of an axis."""
    parts = axis.parts
    label, title = parts.get("axis-label"), parts.get("axis-title")
    return AxisLook(
        labels=looks.font(label.look)
        if label is not None and label.visible and any(each.text for each in axis.ticks)
        else None,
        line=_line(parts.get("axis-domain")),
        ticks=_line(parts.get("axis-tick")) is not None,
        grid=_line(parts.get("axis-grid")),
        title=printed(title.look) if title is not None else "",
        title_font=looks.font(title.look) if title is not None else None,
        title_at=_title_at(scene, axis, title),
        orient=axis.orient,
    )


def _line(item: Item | None) -> Line | None:
    return looks.line(item.look) if item is not None else None


def _title_at(scene: Scene, axis: Axis, title: Item | None) -> tuple[float, float] | None:
    """Return the corner of an axis title in the drawing: its own place counts from the axis."""
    if title is None:
        return None
    left, top, width, height = scene.plot
    x = left + title.number("x") + (width if axis.orient == "right" else 0)
    y = top + title.number("y") + (height if axis.orient == "bottom" else 0)
    turned = bool(title.look.get("angle"))
    return corner(printed(title.look), title.look, (x - _INSET if turned else x, y))


def tick_step(values: Sequence[float], low: float, high: float) -> float | None:
    """Return the even step between ticks, None where there are none.

    Raises
    ------
    NoNativeFormError
        When ticks are uneven, or do not reach the ends.
    """
    if len(values) < 2:
        return high - low if values else None
    step = values[1] - values[0]
    even = all(abs(later - earlier - step) <= 1e-6 * step for earlier, later in pairwise(values))
    reaches = values[0] - low < step * (1 - 1e-9) and high - values[-1] < step * (1 - 1e-9)
    if not even or not reaches:
        raise NoNativeFormError("the value axis has ticks at chosen values")
    return tidy(step)


def aligned(first: float, low: float, step: float, notes: list[str]) -> float:
    """Return an end from which steps meet Vega's ticks: PowerPoint counts from the end, Vega from zero."""
    if abs(first - low) <= 1e-9 * max(abs(first), abs(low), step):
        return low
    notes.append(f"the value axis starts at {first - step:.10g}, one tick below the notebook's {low:.10g}")
    return tidy(first - step)


def tidy(value: float) -> float:
    """Return a number without what rounding left behind."""
    return float(f"{value:.12g}")


def roomy(axis: ValueAxis, pairs: Sequence[Pair], length: float, notes: list[str]) -> ValueAxis:
    """Return a level axis of numbers with so long a step that its texts have room, where Vega leaves some out."""
    font, texts = axis.look.labels, [text for _, text in pairs if text]
    if font is None or axis.step is None or not texts or axis.high <= axis.low:
        return axis
    need = max(text_width(text, font.size, font.bold) for text in texts) + _BETWEEN * font.size
    one = length * axis.step / (axis.high - axis.low)
    most = (axis.high - axis.low) / axis.step
    times = next((each for each in _TIMES if each * one >= need or each >= most), 1)
    if times == 1:
        return axis
    step = tidy(axis.step * times)
    notes.append(f"numbers on an axis are written in steps of {step:.10g}")
    return replace(axis, step=step)


def _pairs(axis: Axis) -> list[Pair]:
    return [(value, tick.text) for tick in axis.ticks if (value := as_number(tick.value)) is not None and tick.text]


def axis_format(pairs: Sequence[Pair], look: AxisLook, notes: list[str]) -> str:
    """Return the Excel format that prints an axis's texts.

    Raises
    ------
    NoNativeFormError
        When there is none.
    """
    if look.labels is None:
        return number_format(pairs) or GENERAL
    found = number_format(pairs)
    if found is None and (found := nearest_format(pairs)) is not None:
        notes.append("the value axis writes the same numbers in other digits")
    if found is None:
        raise NoNativeFormError("the value axis has texts that no number format writes")
    return found


def _category_axis(frame: Frame, zero: Line | None, notes: list[str]) -> CategoryAxis:
    axis = _axis(frame, "category", frame.categories.name, upright=frame.horizontal)
    look = (
        axis_look(frame.scene, axis) if axis is not None else AxisLook(orient="left" if frame.horizontal else "bottom")
    )
    if zero is not None:
        look = replace(look, line=zero)
    if look.grid is not None and not frame.dated and frame.bins is None:
        notes.append("the grid between categories is left out")
        look = replace(look, grid=None)
    if axis is not None and len({_face(each) for each in axis.ticks}) > 1:
        notes.append("the labels of an axis are all in one font")
    header = look.title or _field(frame)
    reverse = frame.reverse != frame.horizontal
    if frame.dated:
        return date_axis(frame, axis, look, header, reverse, notes)
    if frame.bins is not None:
        return bin_axis(frame, axis, look, header, reverse, notes)
    texts = {key(tick.value): tick.text for tick in axis.ticks} if axis else {}
    categories = tuple(Category(texts.get(key(each)) or as_text(each)) for each in frame.values)
    return CategoryAxis(look, header, categories, reverse, frame.between, label_step(axis, frame))


def _face(tick: Tick) -> tuple[str, ...]:
    return tuple(str(tick.look.get(each)) for each in ("fill", "fontSize", "fontWeight", "fontStyle"))


def _field(frame: Frame) -> str:
    for mark in frame.scene.marks:
        for channel in (frame.along, frame.along + "c"):
            if channel in mark.plan.fields:
                return mark.plan.fields[channel].replace("\\", "")
    return "category"
