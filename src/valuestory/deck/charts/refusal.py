"""What a tier says that does not take a chart: the reason, which the next tier passes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why a tier does not take a chart; `legend` where it is for the legend alone, which can stand beside the chart."""

    reason: str
    legend: bool = False
