"""An axis of numbers or times: its ends, steps, texts and formats, from what Vega drew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.charts.evaluated.scene import Axis, as_text, printed
from valuestory.deck.charts.native.axes import aligned, axis_format, axis_look, roomy, tick_step, tidy
from valuestory.deck.charts.native.dated_values import dated_axis
from valuestory.deck.charts.native.frame import key
from valuestory.deck.charts.native.model import AxisLook, NoNativeFormError, ValueAxis
from valuestory.deck.charts.native.number_formats import GENERAL, Pair, excel_date
from valuestory.deck.charts.native.xy.model import XY
from valuestory.deck.charts.native.xy.plane import Plane, Span

_SIDES: Final = {"x": ("bottom", "top"), "y": ("left", "right")}
_GROUPED: Final = "[>=1]#,##0;General"
"""Thousands with commas, parts of one as they are: an axis of powers has both."""


def number_axis(plane: Plane, which: XY, header: str, notes: list[str]) -> ValueAxis:
    """Return one axis of a plane; `header` names it where it has no title, `notes` takes what differs.

    Raises
    ------
    NoNativeFormError
        When it is drawn twice or at a side not its own, or its texts have no Excel equal.
    """
    span, axis = plane.span(which), drawn_axis(plane, which)
    reverse = (span.start > span.end) == (which == "x")
    if axis is None:
        bare = ValueAxis(AxisLook(orient=_SIDES[which][0]), header, span.low, span.high, None, GENERAL)
        form = excel_date("yyyy-mm-dd") if span.dated else GENERAL
        names = tuple(as_text(each) for each in span.scale.domain) if span.categories else ()
        return replace(bare, format=form, base=_base(span), reverse=reverse, dated=span.dated, names=names)
    look = axis_look(plane.scene, axis)
    if span.categories and look.grid is not None:
        notes.append("the grid between categories is left out")
    if span.categories:
        look = replace(look, labels=None, ticks=False, grid=None)
    title = printed(axis.parts["axis-title"].look) if "axis-title" in axis.parts else ""
    found = ValueAxis(look, title or header, span.low, span.high, None, GENERAL, 0.0, _base(span), reverse, span.dated)
    if span.categories:
        texts = {key(tick.value): tick.text for tick in axis.ticks}
        known = zip(span.categories, span.scale.domain, strict=True)
        return replace(found, names=tuple(texts.get(each) or as_text(value) for each, value in known))
    if span.dated:
        return dated_axis(found, axis, notes)
    pairs = _pairs(span, axis)
    if span.logarithmic:
        return _logarithmic(found, pairs, notes)
    linear = _linear(found, pairs, notes)
    return roomy(linear, pairs, plane.scene.plot[2], notes) if which == "x" else linear


def drawn_axis(plane: Plane, which: XY) -> Axis | None:
    """Return the axis that Vega draws for one axis of a plane, None where it draws none."""
    found = [axis for axis in plane.scene.axes if axis.scale == plane.span(which).scale.name]
    if len(found) > 1:
        raise NoNativeFormError("an axis is drawn on both sides")
    if found and found[0].orient not in _SIDES[which]:
        raise NoNativeFormError(f"the {which} axis stands {found[0].orient}, where no axis of its direction can")
    return found[0] if found else None


def _base(span: Span) -> float | None:
    return span.scale.base if span.logarithmic else None


def _pairs(span: Span, axis: Axis) -> list[Pair]:
    known = ((span.value(tick.value), tick.text) for tick in axis.ticks)
    return sorted((value, text) for value, text in known if value is not None)


def _linear(axis: ValueAxis, pairs: Sequence[Pair], notes: list[str]) -> ValueAxis:
    low, step = axis.low, tick_step([value for value, _ in pairs], axis.low, axis.high)
    if step is not None and pairs and (axis.look.labels or axis.look.grid):
        low = aligned(pairs[0][0], low, step, notes)
    return replace(axis, low=low, step=step, format=axis_format([each for each in pairs if each[1]], axis.look, notes))


def _logarithmic(axis: ValueAxis, pairs: Sequence[Pair], notes: list[str]) -> ValueAxis:
    """Return a logarithmic axis: PowerPoint has a tick at each power of the base, counted from the lower end."""
    assert axis.base is not None
    power = math.log(axis.low, axis.base)
    low = tidy(axis.base ** math.floor(power + 1e-9))
    if not (axis.look.labels or axis.look.grid):
        low = axis.low
    if axis.high / low < axis.base:
        raise NoNativeFormError("a logarithmic axis of less than one power has no native form")
    if not math.isclose(low, axis.low):
        notes.append(f"the axis starts at {low:.10g}, a power of {axis.base:.10g} below the notebook's {axis.low:.10g}")
    powers = [(value, text) for value, text in pairs if _is_power(value, axis.base)]
    if len([text for _, text in pairs if text]) > len([text for _, text in powers if text]):
        notes.append("a logarithmic axis is labelled at the powers of its base")
    shown = [each for each in powers if each[1]]
    plain = all(text == f"{value:,.12g}" for value, text in shown)
    form = _GROUPED if plain and axis.high >= 1000 else axis_format(shown, axis.look, notes)
    return replace(axis, low=low, format=form)


def _is_power(value: float, base: float) -> bool:
    power = math.log(value, base)
    return abs(power - round(power)) < 1e-9
