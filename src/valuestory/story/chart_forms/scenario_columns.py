"""Columns of what was, is, was planned and is forecast: each in the notation that says which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import altair as alt

from valuestory.slides.hatch import hatched
from valuestory.slides.number_words import NO_BREAK
from valuestory.story.chart_forms.layers import layered
from valuestory.story.look import LABEL, STRONG, Look, current_look

if TYPE_CHECKING:
    import pandas as pd

SCENARIO_COLUMNS: Final = ("label", "scenario", "value", "text", "fact")
_GAP: Final = 0.375
"""A gap of 60 % of a column, as a share of a column and its gap."""


def scenario_columns(rows: pd.DataFrame, variance: str, tone: Literal["good", "bad", ""]) -> alt.LayerChart | None:
    """Return columns: this period solid, earlier ones pale, the plan hollow, the forecast hatched.

    Parameters
    ----------
    rows
        `SCENARIO_COLUMNS`, in order; the values are of one unit and none below zero. Plan and forecast say so in their
        label.
    variance
        The change of this period against the year before, with arrow, sign and word; it stands over its column.
    tone
        Whether that is good or bad, which colours nothing but the words; empty for neither.

    Returns
    -------
    altair.LayerChart or None
        None without this period's column, or with one alone.
    """
    if len(rows) < 2 or "AC" not in set(rows["scenario"]) or float(rows["value"].min()) < 0:
        return None
    look = current_look()
    most = float(rows["value"].max())
    y = alt.Scale(domain=[0.0, 1.4 * most], nice=False)
    frame = rows.assign(shown=rows["text"].str.replace(" ", NO_BREAK), words=variance, over=rows["value"] + 0.13 * most)
    scale = alt.Scale(paddingInner=_GAP, paddingOuter=_GAP / 2)
    base = alt.Chart(frame).encode(x=alt.X("label:N", sort=list(frame["label"]), scale=scale), detail="fact:N")
    now, level = alt.datum.scenario == "AC", alt.Y("value:Q", scale=y, axis=None)
    columns = base.mark_bar().encode(
        y=level,
        **_notation(look),
        strokeWidth=alt.when(alt.datum.scenario == "PL").then(alt.value(1.5)).otherwise(alt.value(0.75)),
    )
    others = base.transform_filter(alt.datum.scenario != "AC").mark_text(fontSize=LABEL, dy=-6, baseline="bottom")
    strong = base.transform_filter(now).mark_text(fontSize=STRONG, fontWeight="bold", dy=-6, baseline="bottom")
    layers = [columns, *(each.encode(y=level, text="shown:N") for each in (others, strong))]
    if variance:
        colors = {"good": look.theme.accents[3], "bad": look.theme.accents[4], "": look.theme.second}
        lines = base.transform_filter(now).transform_calculate(lines="split(datum.words, '\\n')")
        up = -4 - (LABEL + 2) * variance.count("\n")
        over = lines.mark_text(
            fontSize=LABEL, lineHeight=LABEL + 2, fontWeight="bold", color=colors[tone], baseline="bottom", dy=up
        )
        layers.append(over.encode(y=alt.Y("over:Q", scale=y, axis=None), text="lines:N"))
    return layered(*layers)


def _notation(look: Look) -> dict[str, Any]:
    """Return fill and outline by scenario."""
    accent, outline, pale = (look.theme.accents[at] for at in (0, 1, 5))
    fills = {"AC": accent, "PL": look.theme.ground, "FC": hatched(accent, look.theme.ground)}
    strokes = {"AC": accent, "PL": look.theme.ink, "FC": accent}
    return {"fill": _by_scenario(fills, pale), "stroke": _by_scenario(strokes, outline)}


def _by_scenario(looks: dict[str, Any], otherwise: str) -> Any:
    chosen: Any = alt
    for scenario, look in looks.items():
        chosen = chosen.when(alt.datum.scenario == scenario).then(alt.value(look))
    return chosen.otherwise(alt.value(otherwise))
