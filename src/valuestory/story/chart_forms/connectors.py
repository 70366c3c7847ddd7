"""What waterfalls have in common: the gap between columns, and thin lines from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import altair as alt
import pandas as pd

GAP: Final = 1 / 3
"""A waterfall's gap of half a column, as a share of a column and its gap."""
_THIN: Final = 0.75


def connectors(
    columns: pd.DataFrame, levels: Sequence[float | None], *, x: alt.X, y: alt.Scale, color: str
) -> alt.Chart | None:
    """Return the lines, which lie on the columns' own edges; None where no column leads to the next.

    A line runs from middle to middle, so that it stays a line of its own in PowerPoint: series lines would join every
    part of the stack, the one that is not seen too.

    Parameters
    ----------
    columns
        `label fact`, a row a column, in order.
    levels
        Where each column but the last hands on to the next; None where it does not.
    x, y
        The columns' own scales.
    """
    ends = [
        {"label": label, "level": level, "step": f"step {place + 1}", "fact": columns["fact"].iloc[place]}
        for place, (level, pair) in enumerate(zip(levels, pairwise(columns["label"]), strict=True))
        if level is not None
        for label in pair
    ]
    if not ends:
        return None
    lines: alt.Chart = (
        alt.Chart(pd.DataFrame(ends))
        .mark_line(strokeWidth=_THIN, color=color)
        .encode(x=x, y=alt.Y("level:Q", scale=y, axis=None), detail=["step:N", "fact:N"])
    )
    return lines
