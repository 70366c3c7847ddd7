"""Rules that cross the whole plot at one value: the zero line, and constant lines such as a target."""

from __future__ import annotations

from dataclasses import dataclass

from valuestory.deck.charts.evaluated.scene import Item, Mark, as_number
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.frame import CLOSE, Frame
from valuestory.deck.charts.native.intervals import is_interval
from valuestory.deck.charts.native.model import Line, Look, NoNativeFormError, Point, Series
from valuestory.deck.charts.native.names import measure


@dataclass(frozen=True)
class Rules:
    """The line at zero, which becomes the category axis's own line, and the other constant lines as series."""

    zero: Line | None = None
    series: tuple[Series, ...] = ()


def rules(frame: Frame, mark: Mark, before: Rules) -> Rules:
    """Return the rules so far and those of one more mark.

    Raises
    ------
    NoNativeFormError
        When a rule does not cross the whole plot at one value, or runs down a chart whose bars run sideways.
    """
    found = before
    for item in (each for each in mark.items if not is_interval(frame, each)):
        stroke = looks.line(item.look)
        if stroke is not None:
            found = _rule(frame, mark, item, stroke, found)
    return found


def _rule(frame: Frame, mark: Mark, item: Item, stroke: Line, before: Rules) -> Rules:
    value = as_number(item.values.get(frame.across))
    if value is None or item.values.get(frame.across + "2") is not None or not _crosses(frame, item):
        raise NoNativeFormError("a rule that does not cross the whole plot at one value has no native form yet")
    if not frame.holds(value):
        raise NoNativeFormError("a rule lies beyond the value axis")
    if value == 0 and before.zero is None:
        return Rules(stroke, before.series)
    if frame.horizontal or len(frame.values) < 2:
        raise NoNativeFormError(
            "a constant line across bars that run sideways, or at a single bar, has no native form yet"
        )
    fact = item.values.get("fact")
    point = Point(value, str(fact) if fact is not None else None, Look(None, stroke))
    name = _name(frame, mark, before)
    series = Series(name, (point,) * len(frame.values), Look(None, stroke), "rule")
    return Rules(before.zero, (*before.series, series))


def _crosses(frame: Frame, item: Item) -> bool:
    _, _, width, height = frame.scene.plot
    along, length = ("y", height) if frame.horizontal else ("x", width)
    first, last = item.number(along), item.number(along + "2")
    return abs(abs(first - last) - length) <= CLOSE


def _name(frame: Frame, mark: Mark, before: Rules) -> str:
    name = measure(frame, mark)
    return name if not before.series else f"{name} {len(before.series) + 1}"
