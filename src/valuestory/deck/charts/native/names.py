"""What series are called in the workbook and the legend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

from valuestory.deck.charts.evaluated.instrument import accessor
from valuestory.deck.charts.evaluated.scene import Mark, Scale, Scene, as_text, printed
from valuestory.deck.charts.native.frame import key


class Measured(Protocol):
    """Where values are measured: across which axis (x or y), on which scale."""

    @property
    def scene(self) -> Scene:
        """The evaluated chart."""

    @property
    def across(self) -> str:
        """The channel of the values, x or y."""

    @property
    def numbers(self) -> Scale:
        """The scale of the values."""


def series_name(frame: Measured, mark: Mark, channel: str, value: Any) -> str:
    """Return what a series is called: as the legend calls it, else by its value, else by what it measures."""
    if channel:
        names = {mark.plan.scales.get(channel), *(mark.plan.scales.get(each) for each in ("fill", "stroke"))}
        for legend in frame.scene.legends:
            if names & set(legend.scales.values()):
                for entry in legend.entries:
                    if key(entry.value) == key(value):
                        return entry.text
        return as_text(value)
    return measure(frame, mark)


def measure(frame: Measured, mark: Mark, channel: str = "") -> str:
    """Return what the values of a mark are called: the encoding's title, else the axis title, else the field.

    `channel` is whose values are meant, the value axis's own by default; its other end has no axis title.
    """
    stacked = "" if channel else mark.plan.fields.get("raw")  # what is described is the value before it is stacked
    field = stacked or mark.plan.fields.get(channel or frame.across) or "value"
    described = mark.plan.encode.get("description", {})
    words = described.get("signal", "") if isinstance(described, dict) else ""
    found = re.search(r'"(?:; )?([^"]+): " \+ \((?:format\()?' + re.escape(accessor(field)), words)
    if found:
        return found[1]
    titles = [axis.parts.get("axis-title") for axis in frame.scene.axes if axis.scale == frame.numbers.name]
    named = next((printed(each.look) for each in titles if each is not None), "") if not channel else ""
    return named or (mark.plan.fields.get("raw") or field).replace("\\", "")


def distinct(names: Iterable[str]) -> list[str]:
    """Return names that are all different: the second of a name has a 2 after it."""
    times: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        times[name] = times.get(name, 0) + 1
        found.append(name if times[name] == 1 else f"{name} {times[name]}")
    return found
