"""What a native XY chart is made of: series of points that have an x of their own, and two axes of numbers.

Times are Excel's numbers of days. Lengths are points; boxes are left, top, width, height.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from valuestory.deck.charts.native.model import (
    Box,
    Label,
    LegendLook,
    Line,
    Look,
    Marker,
    Paint,
    Role,
    Title,
    ValueAxis,
)

XY = Literal["x", "y"]


@dataclass(frozen=True)
class XYPoint:
    """One point: its place, the fact it shows, its symbol and its label.

    `size` is a bubble's value; `corner` is a point that only bends a step's line. Of a rule the first end
    has its fact, and `level` where it crosses the whole plot: the axis whose value it stands at.
    """

    x: float
    value: float
    fact: str | None = None
    marker: Marker | None = None
    label: Label | None = None
    size: float | None = None
    corner: bool = False
    level: XY | None = None


@dataclass(frozen=True)
class XYSeries:
    """Points in the order they are joined, None where the line breaks; `line` joins them, None for none."""

    name: str
    points: tuple[XYPoint | None, ...]
    line: Line | None = None
    role: Role = "data"


@dataclass(frozen=True)
class Bubbles:
    """What bubbles' areas stand for: the measure's name and the largest bubble's diameter in points."""

    name: str
    widest: float


@dataclass(frozen=True)
class XYChart:
    """A whole native XY chart; `bubbles` where areas show a third measure.

    `plot` is the plot area's box in a drawing of `size`; `notes` say what differs from the notebook's chart.
    """

    series: tuple[XYSeries, ...]
    x: ValueAxis
    y: ValueAxis
    size: tuple[float, float]
    plot: Box
    view: Look
    ground: Paint | None
    legend: LegendLook | None
    title: Title | None
    bubbles: Bubbles | None = None
    notes: tuple[str, ...] = ()
