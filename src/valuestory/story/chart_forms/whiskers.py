"""The interval of a column: light inside its bar and dark above it, so that it is seen on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    from valuestory.story.look import Look

_SHORT = 0.08
"""An interval shorter than this share of the axis is drawn without strokes at its ends: they would touch."""


def whiskers(columns: alt.Chart, top: str, y: alt.Scale, look: Look, *, length: float) -> list[alt.Chart]:
    """Return the interval from `low` to `high` of each column that has one.

    Parameters
    ----------
    columns
        What the columns are drawn from, with `low` and `high`.
    top
        The field at which a column ends: there the light part meets the dark one.
    y
        The value axis.
    look
        The open story's look.
    length
        The longest interval, as a share of the axis.
    """
    known = columns.transform_filter("isValid(datum.high)")
    parts: list[alt.Chart] = []
    for start, end, cap, color in (
        ("low", top, "low", look.theme.ground),
        (top, "high", "high", look.theme.ink),
    ):
        level = {name: alt.Y(f"{name}:Q", scale=y, axis=None) for name in (start, cap)}
        parts.append(known.mark_rule(strokeWidth=2, color=color).encode(y=level[start], y2=f"{end}:Q"))
        stroke = known.mark_tick(thickness=2, size=10, color=color).encode(y=level[cap])
        parts += [stroke] if length > _SHORT else []
    return parts
