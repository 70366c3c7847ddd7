"""What the two desks are: who asks, for what, and what is planted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

QUARTERS: Final = pd.period_range("2024Q3", "2026Q2", freq="Q")
EXTRACT: Final = "2026-07-06"
CLUSTERS: Final = 24
FIXED: Final = 7
"""Groups of requests for which an improvement was shipped; `STOPPED` of their requests no longer come."""
SHIPPED: Final = pd.Timestamp("2025-09-08")
STOPPED: Final = 0.55
REACHED: Final = (0.46, 0.64)
"""How likely something begun is to be reached, without an answer in the half year before and with one."""


@dataclass(frozen=True)
class Desk:
    """A desk without revenue.

    Attributes
    ----------
    folder
        Where it lies below `data`.
    seed, people
        Of the draw, and how many people may ask.
    key
        What their keys begin with.
    segments, regions, events, channels, systems
        Their kinds and places, what they get done, how they ask, and which systems tables come from.
    asks, visits
        Requests of a person in a quarter, and visits to self-service in the first quarter and in the last.
    leave
        The chance to leave within a quarter; nobody leaves a town's office, so that there is no such column.
    hours
        How long a request takes on average in the first quarter and in the last.
    monthly
        What the desk costs a month.
    """

    folder: str
    seed: int
    people: int
    key: str
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    events: tuple[str, ...]
    channels: tuple[str, ...]
    asks: float
    visits: tuple[float, float]
    leave: float | None
    hours: tuple[float, float]
    monthly: int


INTERNAL: Final = Desk(
    folder="sample-internal",
    seed=11,
    people=640,
    key="E",
    segments=("Production", "Offices", "Field"),
    regions=("Harbour", "Mill Road", "Home"),
    events=("new device", "system change", "new role"),
    channels=("phone", "chat", "portal"),
    asks=1.5,
    visits=(3.0, 5.5),
    leave=0.018,
    hours=(19.0, 13.0),
    monthly=24_000,
)
PUBLIC: Final = Desk(
    folder="sample-public",
    seed=12,
    people=720,
    key="P",
    segments=("Families", "Seniors", "Newcomers"),
    regions=("North", "Centre", "South"),
    events=("housing benefit", "school place", "residence permit"),
    channels=("phone", "counter", "online"),
    asks=0.8,
    visits=(0.7, 1.7),
    leave=None,
    hours=(120.0, 84.0),
    monthly=30_000,
)
