"""Hatched fills: how charts show what is forecast and not measured.

Vega-Lite has no hatch. A linear gradient whose two colours change by hard edges is one that every program draws; a deck
knows it and writes PowerPoint's own pattern in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

_STRIPES: Final = 12
_FEWEST: Final = 4
"""Edges from which on a gradient is a hatch: with fewer it is a picture of two or three halves."""


def hatched(color: str, ground: str = "#FFFFFF") -> dict[str, Any]:
    """Return a fill of diagonal strokes in one colour on another, for a mark's colour or `alt.value`.

    Parameters
    ----------
    color, ground
        The strokes and what is between them, as `#RRGGBB`.

    Examples
    --------
    >>> fill = hatched("#0B5E8E")
    >>> fill["gradient"], len(fill["stops"])
    ('linear', 48)
    """
    stops = [
        {"offset": round((stripe + end) / (2 * _STRIPES), 6), "color": (color, ground)[stripe % 2]}
        for stripe in range(2 * _STRIPES)
        for end in (0, 1)
    ]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def hatch_colors(stops: list[tuple[float, str]]) -> tuple[str, str] | None:
    """Return stroke and ground of a gradient's stops (offset and colour), None where it is no hatch."""
    colors = list(dict.fromkeys(color for _, color in stops))
    if len(colors) != 2:
        return None
    changes = [(one, other) for one, other in pairwise(stops) if one[1] != other[1]]
    hard = all(abs(one[0] - other[0]) < 1e-6 for one, other in changes)
    return (colors[0], colors[1]) if hard and len(changes) >= _FEWEST else None


def hatch_of(fill: Any) -> tuple[str, str] | None:
    """Return stroke and ground of a hatched fill as Vega has it, None of any other."""
    if not isinstance(fill, Mapping) or fill.get("gradient", "linear") != "linear":
        return None
    stops = fill.get("stops") or ()
    return hatch_colors([(float(each["offset"]), str(each["color"])) for each in stops])
