"""Paired bars: this period in a strong colour above the year before in a pale one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import altair as alt

from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import LABEL, STRONG, Look

if TYPE_CHECKING:
    import pandas as pd


_PLAIN: Final = 1.4
_WITH_RATES: Final = 1.9
"""How much longer than the longest bar the scale is: room for a figure, and for a rate behind it."""


def paired_bars(frame: pd.DataFrame, steps: Sequence[str], series: Sequence[str], look: Look) -> alt.LayerChart:
    """Return two bars a step, the first series strong above the second, each with its label at its end.

    Parameters
    ----------
    frame
        A row a step and series: `label`, `series`, `value`, `text` and `fact`; where a row has a `rate`, such as which
        part of the step before it is, that stands behind its figure.
    steps, series
        Their labels, in order; the first step's labels name the series.
    look
        The open story's look.
    """
    accent, pale, outline = look.theme.accents[0], look.theme.accents[5], look.theme.accents[1]
    current = alt.datum.series == series[0]
    named = frame["text"] + "  " + frame["series"]
    shown, room = frame["text"].where(frame["label"] != steps[0], named), _PLAIN
    if "rate" in frame:
        shown, room = shown.str.cat(frame["rate"].fillna(""), sep="   ").str.rstrip(), _WITH_RATES
    frame["shown"] = shown.str.replace(" ", NO_BREAK)
    least, most = min(0.0, float(frame["value"].min()) * 1.1), float(frame["value"].max()) * room
    if least < 0:  # room for the label, which stands left of a negative bar, and as much as before right of the others
        most *= 1.2
        least -= 0.3 * most
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=list(steps), scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1)),
        yOffset=alt.YOffset("series:N", sort=list(series)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[least, most])),
        detail="fact:N",
    )
    bars = base.mark_bar(strokeWidth=0.75).encode(
        color=alt.Color("series:N", scale=alt.Scale(domain=list(series), range=[accent, pale]), legend=None),
        stroke=alt.condition(current, alt.value(accent), alt.value(outline)),
    )
    strong = base.transform_filter(current).mark_text(align="left", dx=6, fontWeight="bold", fontSize=STRONG)
    quiet = base.transform_filter(alt.datum.series != series[0]).mark_text(
        align="left", dx=6, fontSize=LABEL, color=look.theme.second
    )
    texts = [strong, quiet]
    if least < 0:
        texts = [each.transform_filter(alt.datum.value >= 0) for each in texts] + [
            each.transform_filter(alt.datum.value < 0).mark_text(
                align="right", dx=-6, fontWeight=weight, fontSize=size, color=color
            )
            for each, weight, size, color in (
                (strong, "bold", STRONG, look.theme.ink),
                (quiet, "normal", LABEL, look.theme.second),
            )
        ]
    return layered(bars, *(each.encode(text="shown:N") for each in texts))
