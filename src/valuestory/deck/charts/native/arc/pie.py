"""Arcs around one centre as a pie or a doughnut, or a reason why they have no such form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from valuestory.deck.charts.evaluated.scene import Item, Mark, Scale, Scene, as_number, as_text, printed
from valuestory.deck.charts.evaluated.textsize import corner
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.arc.model import PieChart, Slice
from valuestory.deck.charts.native.legends import legend, title
from valuestory.deck.charts.native.model import Label, Look, NoNativeFormError, Paint, Position, Title
from valuestory.deck.charts.native.names import measure, series_name
from valuestory.deck.charts.native.number_formats import GENERAL, number_format

_CLOSE: Final = 1.0
_TURN: Final = 2 * math.pi
_ANGLE: Final = 1e-6
_REST: Final = "(rest of the circle)"
_NAMES: Final = ("fill", "stroke", "opacity")
_INNER_END: Final = 0.72
"""The share of the radius beyond which a label inside a slice is one at its end."""


@dataclass(frozen=True)
class _Measured:
    """What arcs measure: the field that was stacked around the circle."""

    scene: Scene
    across: str
    numbers: Scale


@dataclass(frozen=True)
class _Circle:
    """The centre, in the drawing, the radii that all arcs share, and the share of the circle that they fill."""

    x: float
    y: float
    inner: float
    outer: float
    filled: float = 1.0


def has_arcs(scene: Scene) -> bool:
    """Return whether arcs are drawn."""
    return any(mark.plan.kind == "arc" and mark.items for mark in scene.marks)


def pie(scene: Scene) -> PieChart:
    """Return the pie or doughnut of a scene.

    Raises
    ------
    NoNativeFormError
        When its arcs are not the parts of one whole around one ring, or a text stands at none of them.
    """
    marks = [mark for mark in scene.marks if mark.items]
    arcs = [mark for mark in marks if mark.plan.kind == "arc"]
    if len(arcs) > 1:
        raise NoNativeFormError("rings inside each other have no native form yet")
    strange = [mark.plan.kind for mark in marks if mark.plan.kind not in ("arc", "text")]
    if strange:
        raise NoNativeFormError(f"a {strange[0]} beside arcs has no native form")
    items = sorted(arcs[0].items, key=_start)
    circle = _circle(scene, items)
    numbers = scene.scales.get(arcs[0].plan.scales.get("startAngle", ""))
    if numbers is None:
        raise NoNativeFormError("an arc whose angle shows no value has no native form")
    measured = _Measured(scene, "raw", numbers)
    values = _values(circle, items)
    slices = [
        Slice(_name(measured, arcs[0], item, at), value, looks.area(item.look), _fact(item))
        for at, (item, value) in enumerate(zip(items, values, strict=True), start=1)
    ]
    heading: Title | None = None
    for mark in marks:
        if mark.plan.kind == "text":
            inside = [text for text in mark.items if _is_in_the_hole(circle, scene, text)]
            if inside and (heading is not None or scene.title is not None or len(inside) > 1):
                raise NoNativeFormError("a text in a doughnut's hole takes the place of a title, which is taken")
            heading = _heading(scene, inside[0]) if inside else heading
            slices = _labelled(circle, items, slices, [text for text in mark.items if text not in inside])
    if circle.filled < 1:
        rest = sum(values) * (1 - circle.filled) / circle.filled
        slices.append(Slice(_REST, float(f"{rest:.12g}"), Look(), unseen=True))
    return _whole(scene, arcs[0], measured, slices, circle, _start(items[0]), heading)


def _start(item: Item) -> float:
    return min(item.number("startAngle"), item.number("endAngle"))


def _end(item: Item) -> float:
    return max(item.number("startAngle"), item.number("endAngle"))


def _fact(item: Item) -> str | None:
    fact = item.values.get("fact")
    return str(fact) if fact is not None else None


def _circle(scene: Scene, items: Sequence[Item]) -> _Circle:
    first = items[0]
    names = ("x", "y", "innerRadius", "outerRadius")
    if any(abs(each.number(name) - first.number(name)) > _ANGLE for each in items for name in names):
        raise NoNativeFormError("arcs of different radii have no native form")
    if any(each.number("padAngle") for each in items):
        raise NoNativeFormError("arcs with gaps between them have no native form")
    turns = _end(items[-1]) - _start(first)
    if any(abs(_end(one) - _start(other)) > _ANGLE for one, other in pairwise(items)):
        raise NoNativeFormError("arcs that do not follow each other around a circle have no native form")
    if not _ANGLE < turns <= _TURN + _ANGLE:
        raise NoNativeFormError("arcs that go round more than once, or not at all, have no native form")
    left, top = scene.plot[0] + first.number("x"), scene.plot[1] + first.number("y")
    filled = 1.0 if abs(turns - _TURN) <= _ANGLE else turns / _TURN
    return _Circle(left, top, first.number("innerRadius"), first.number("outerRadius"), filled)


def _values(circle: _Circle, items: Sequence[Item]) -> list[float]:
    """Return the slices' values, which the angles must be in proportion to."""
    values = [value for item in items if (value := as_number(item.values.get("raw"))) is not None and value >= 0]
    total = sum(values)
    if len(values) < len(items) or not total:
        raise NoNativeFormError("an arc whose angle shows no value has no native form")
    spans = [(_end(item) - _start(item)) / _TURN / circle.filled for item in items]
    if any(abs(span - value / total) > _ANGLE for span, value in zip(spans, values, strict=True)):
        raise NoNativeFormError("arcs that are not in proportion to their values have no native form")
    return values


def _name(measured: _Measured, mark: Mark, item: Item, at: int) -> str:
    for channel in _NAMES:
        if channel in mark.plan.scales and item.values.get(channel) is not None:
            return series_name(measured, mark, channel, item.values[channel])
    return f"slice {at}"


def _is_in_the_hole(circle: _Circle, scene: Scene, text: Item) -> bool:
    """Return whether a text stands in the middle of a doughnut, such as its total."""
    away = scene.plot[0] + text.number("x") - circle.x, scene.plot[1] + text.number("y") - circle.y
    at_centre = max(map(abs, away)) <= _CLOSE and not text.number("radius")
    return bool(circle.inner) and at_centre and text.visible and bool(printed(text.look).strip())


def _heading(scene: Scene, text: Item) -> Title:
    """Return the text in the hole as the chart's title, which alone can stand there."""
    at = scene.plot[0] + text.number("x") + text.number("dx"), scene.plot[1] + text.number("y") + text.number("dy")
    words = printed(text.look)
    return Title(words, looks.font(text.look), corner(words, text.look, at))


def _labelled(circle: _Circle, items: Sequence[Item], slices: Sequence[Slice], texts: Sequence[Item]) -> list[Slice]:
    """Return the slices with texts, each at the middle of a slice's angle."""
    found = list(slices)
    for text in texts:
        if not printed(text.look).strip() or not text.visible:
            continue
        at = next((i for i, item in enumerate(items) if _is_at(text, item) and found[i].label is None), None)
        if at is None or text.look.get("angle"):
            raise NoNativeFormError("a text stands at no arc")
        position = _position(circle, text.number("radius"))
        found[at] = replace(found[at], label=Label(printed(text.look), position, looks.font(text.look)))
    return found


def _is_at(text: Item, item: Item) -> bool:
    middle = (_start(item) + _end(item)) / 2
    return "theta" in text.look and abs(text.number("theta") - middle) <= 1e-3


def _position(circle: _Circle, radius: float) -> Position:
    if circle.inner:
        if not circle.inner < radius < circle.outer:
            raise NoNativeFormError("labels beside a doughnut's ring have no native form")
        return "ctr"
    if radius > circle.outer:
        return "outEnd"
    return "inEnd" if radius > _INNER_END * circle.outer else "ctr"


def _whole(
    scene: Scene,
    mark: Mark,
    measured: _Measured,
    slices: Sequence[Slice],
    circle: _Circle,
    start: float,
    heading: Title | None,
) -> PieChart:
    shown = legend(scene, tuple(each.name for each in slices if not each.unseen))
    notes = [f"the legend's title, {each.title}, is left out" for each in scene.legends if each.title]
    if any(item.look.get("cornerRadius") for item in mark.items):
        notes.append("rounded corners are drawn square")
    if circle.filled < 1:
        notes.append("a slice that is not seen closes the circle")
    hole = round(100 * circle.inner / circle.outer)
    if hole > 90 or len({each.name for each in slices}) < len(slices):
        raise NoNativeFormError("a ring so thin, or slices of one name, have no native form")
    texts = [(each.value, each.label.text) for each in slices if each.label is not None]
    field = next((mark.plan.fields[each] for each in _NAMES if each in mark.plan.fields), "part")
    ground = looks.paint(scene.background)
    return PieChart(
        slices=tuple(slices),
        header=as_text(field).replace("\\", ""),
        measure=measure(measured, mark),
        format=(number_format(texts) if texts else None) or GENERAL,
        first_angle=round(math.degrees(start)) % 360,
        hole=max(1, hole) if circle.inner else 0,
        size=scene.size,
        plot=(circle.x - circle.outer, circle.y - circle.outer, 2 * circle.outer, 2 * circle.outer),
        view=looks.area(scene.view.look),
        ground=ground if ground != Paint("#ffffff") else None,
        legend=shown,
        title=heading or title(scene),
        notes=tuple(notes),
    )
