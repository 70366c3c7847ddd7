"""Small multiples: up to four measures over time, a panel each, this year strong and the year before grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import altair as alt

from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import LABEL, STRONG, TICK, Look, current_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

PANEL_COLUMNS: Final = ("label", "series", "rank", "value", "text", "now", "fact")
MOST_PANELS: Final = 4
_WIDE, _HIGH, _LOW, _BESIDE = 835, 245, 110, 36
"""Points of a slide's whole width, of panels in one row and in two, and of the space between them."""
_HEADROOM: Final = 1.4
"""Scales run from 0 to so many times the largest value of their unit: a label over it has room in larger type too."""


@dataclass(frozen=True)
class Panel:
    """One measure over time.

    Attributes
    ----------
    title
        What it is, with its unit.
    unit
        What it is measured in: panels of one unit share a scale.
    rows
        `PANEL_COLUMNS`, a row a period, in order; `now` says that it is of the last twelve months.
    """

    title: str
    unit: str
    rows: pd.DataFrame


def small_multiples(panels: Sequence[Panel], ticks: Sequence[str]) -> alt.VConcatChart | alt.HConcatChart | None:
    """Return up to four panels of lines, the first of which is the title's and in the accent.

    Parameters
    ----------
    panels
        One with fewer than two points is left out.
    ticks
        The names of all periods, in order; a panel may lack some.

    Returns
    -------
    altair.VConcatChart or altair.HConcatChart or None
        Two beside each other in up to two rows, three in one; None where no panel has two points.
    """
    look = current_look()
    known = [each for each in panels if len(each.rows) > 1][:MOST_PANELS]
    if not known:
        return None
    most = {each.unit: 0.0 for each in known}
    for each in known:
        most[each.unit] = max(most[each.unit], _HEADROOM * float(each.rows["value"].max()))
    a_row = 3 if len(known) == 3 else min(2, len(known))
    size = (round((_WIDE - (a_row - 1) * _BESIDE) / a_row), _HIGH if len(known) <= a_row else _LOW)
    drawn = [
        _panel(each, ticks, most[each.unit] or 1.0, look, titled=place == 0).properties(width=size[0], height=size[1])
        for place, each in enumerate(known)
    ]
    rows = [alt.hconcat(*drawn[at : at + a_row], spacing=_BESIDE) for at in range(0, len(drawn), a_row)]
    return rows[0] if len(rows) == 1 else alt.vconcat(*rows, spacing=18)


def _panel(panel: Panel, ticks: Sequence[str], most: float, look: Look, *, titled: bool) -> alt.LayerChart:
    strong, pale = look.theme.accents[0] if titled else look.theme.second, look.theme.accents[1]
    frame = panel.rows.assign(
        end=panel.rows["rank"] == panel.rows["rank"].max(), first=panel.rows["rank"] == panel.rows["rank"].min()
    )
    axis = alt.Axis(labelFontSize=TICK, labelColor=look.theme.second, labelOverlap="parity")
    x = alt.X("label:O", sort=list(ticks), scale=alt.Scale(domain=list(ticks)), axis=axis, title=None)
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0.0, most], nice=False))
    base = alt.Chart(frame).encode(x=x, y=y)
    start = int(frame.loc[frame["now"], "rank"].min()) if frame["now"].any() else int(frame["rank"].max())
    before = alt.Chart(frame[frame["rank"] <= start]).encode(x=x, y=y)
    since = alt.Chart(frame[frame["rank"] >= start]).encode(x=x, y=y)
    end, first = base.transform_filter(alt.datum.end), base.transform_filter(alt.datum.first)
    layers = [
        before.mark_line(color=pale, strokeWidth=2.5),
        since.mark_line(color=strong, strokeWidth=2.5),
        end.mark_point(filled=True, size=90, opacity=1, color=strong),
        end.mark_text(baseline="bottom", dy=-4, fontSize=STRONG, fontWeight="bold").encode(text="text:N"),
        first.mark_text(baseline="bottom", dy=-4, fontSize=LABEL, color=look.theme.second).encode(text="text:N"),
    ]
    head = alt.Title(panel.title, fontSize=LABEL, fontWeight="bold", anchor="start", offset=6)
    ends = panel.rows.sort_values("rank").iloc[[0, -1]]
    told = "; ".join(f"{label}: {text}" for label, text in zip(ends["label"], ends["text"], strict=True))
    return layered(*layers).properties(title=head, description=f"{panel.title}. {told}.")
