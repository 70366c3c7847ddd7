"""What a native pie or doughnut is made of. Angles are degrees, clockwise from twelve o'clock."""

from __future__ import annotations

from dataclasses import dataclass

from valuestory.deck.charts.native.model import Box, Label, LegendLook, Look, Paint, Title


@dataclass(frozen=True)
class Slice:
    """One part of the whole: its name, value, the fact it shows, its look and its label.

    What is `unseen` only closes a circle that the notebook's arcs leave open.
    """

    name: str
    value: float
    look: Look
    fact: str | None = None
    label: Label | None = None
    unseen: bool = False


@dataclass(frozen=True)
class PieChart:
    """A whole native pie, or a doughnut where `hole` (the hole's share of the diameter, in per cent) is not 0.

    `header` names the slices' names in the workbook, `measure` their values, in an Excel `format`; the first slice
    begins at `first_angle`; `plot` is the circle's box in a drawing of `size`; `notes` say what differs from the
    notebook's chart.
    """

    slices: tuple[Slice, ...]
    header: str
    measure: str
    format: str
    first_angle: int
    hole: int
    size: tuple[float, float]
    plot: Box
    view: Look
    ground: Paint | None
    legend: LegendLook | None
    title: Title | None
    notes: tuple[str, ...] = ()
