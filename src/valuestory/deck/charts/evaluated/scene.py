"""A chart evaluated: what Vega would draw, with the exact values behind it.

Lengths are points (the chart's pixels), from the top left corner of the plot area unless said otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from valuestory.deck.charts.evaluated.instrument import Plan

Value = str | float | bool | None


@dataclass(frozen=True)
class Item:
    """One drawn item: the exact value of each channel, and what the scenegraph says of its look."""

    values: Mapping[str, Any]
    look: Mapping[str, Any]

    def number(self, key: str) -> float:
        """Return a length of the look, 0 where it is not set."""
        value = self.look.get(key, 0)
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def visible(self) -> bool:
        """Whether anything of the item can be seen."""
        look = self.look
        paints = [
            each for each in (look.get("fill"), look.get("stroke")) if each not in (None, "", "none", "transparent")
        ]
        return bool(paints) and look.get("opacity", 1) != 0


@dataclass(frozen=True)
class Mark:
    """A mark with its items; a line has one group of items for each path."""

    plan: Plan
    groups: tuple[tuple[Item, ...], ...]
    clipped: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in drawing order."""
        return tuple(item for group in self.groups for item in group)

    @property
    def drawn(self) -> bool:
        """Whether it draws anything: a selection's rectangle that nobody has drawn yet does not."""
        sized = self.plan.scales or any(item.number("width") or item.number("height") for item in self.items)
        return bool(self.items and sized)


@dataclass(frozen=True)
class Scale:
    """A scale: `domain` exact (dates as ISO text), `range` in points or looks, `band` the width of a band.

    `base` is that of a logarithmic scale.
    """

    name: str
    kind: str
    domain: tuple[Any, ...]
    range: tuple[Any, ...]
    band: float
    padding_inner: float = 0.0
    padding_outer: float = 0.0
    base: float = 10.0


@dataclass(frozen=True)
class Tick:
    """A label of an axis or a legend entry: the exact value and the text Vega prints."""

    value: Value
    text: str
    look: Mapping[str, Any]


@dataclass(frozen=True)
class Axis:
    """All that is drawn for one scale at one side; `parts` holds the first item of each part by its role."""

    scale: str
    orient: str
    ticks: tuple[Tick, ...]
    parts: Mapping[str, Item]


@dataclass(frozen=True)
class Legend:
    """A legend; `box` is left, top, width and height from the chart's corner; `scales` maps channels to its scales."""

    scales: Mapping[str, str]
    orient: str
    entries: tuple[Tick, ...]
    title: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Scene:
    """One view, evaluated; `plot` is its plot area (left, top, width, height) in a drawing of `size`."""

    size: tuple[float, float]
    plot: tuple[float, float, float, float]
    view: Item
    marks: tuple[Mark, ...]
    scales: Mapping[str, Scale]
    axes: tuple[Axis, ...]
    legends: tuple[Legend, ...]
    title: Item | None = None
    background: str | None = None
    unknown: tuple[str, ...] = field(default=())


def as_number(value: Any) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def as_date(value: Any) -> datetime | None:
    """Return the wall time that a value from an instrumented chart stands for, or None."""
    if not isinstance(value, str) or len(value) < 19 or value[10] != "T":
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def as_text(value: Any) -> str:
    """Return words for a value that Vega prints nowhere."""
    if isinstance(value, list):
        return "\n".join(as_text(each) for each in value)
    if (date := as_date(value)) is not None:
        return date.strftime("%Y-%m-%d") if date.time().isoformat() == "00:00:00" else date.strftime("%Y-%m-%d %H:%M")
    if value is None:
        return ""
    number = as_number(value)
    return f"{number:.15g}" if number is not None else str(value)


def printed(look: Mapping[str, Any]) -> str:
    """Return a text as Vega draws it: it breaks lists into lines, and draws a line break inside a text as a space."""
    found = look.get("text", "")
    rows = found if isinstance(found, list) else [found]
    return "\n".join(as_text(row).replace("\n", " ") for row in rows)
