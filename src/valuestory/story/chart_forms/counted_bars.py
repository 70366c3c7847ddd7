"""Bars of what is counted, in the order of a process: each with its figure at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import STRONG, current_look

if TYPE_CHECKING:
    import pandas as pd

BAR_COLUMNS: Final = ("label", "value", "text", "fact")


def counted_bars(rows: pd.DataFrame) -> alt.LayerChart | None:
    """Return bars from zero, the first row on top; None for fewer than two, or where all are zero.

    Parameters
    ----------
    rows
        `BAR_COLUMNS`, in order; no value is below zero.
    """
    if len(rows) < 2 or not rows["value"].max() > 0:
        return None
    y = alt.Y("label:N", sort=list(rows["label"]), scale=alt.Scale(paddingInner=0.375, paddingOuter=0.19), title=None)
    span = alt.Scale(domain=[0.0, 1.15 * float(rows["value"].max())], nice=False)
    base = alt.Chart(rows).encode(y=y, x=alt.X("value:Q", axis=None, scale=span), detail="fact:N")
    texts = base.mark_text(align="left", dx=6, fontSize=STRONG, fontWeight="bold").encode(text="text:N")
    return layered(base.mark_bar(color=current_look().theme.accents[0]), texts)
