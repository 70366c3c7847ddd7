# ruff: noqa: D103
"""Scenarios to try: what was is solid, what is planned is hollow, what is forecast is hatched."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import ACCENT, GREY, INK, RULE, TINT, frame, native, picture, slide_look

from valuestory.slides.hatch import hatched

NAMES = ["Last year", "Plan", "Actual or forecast"]


def scenarios() -> pd.DataFrame:
    """Return four quarters of three series; the last two quarters of one are forecast."""
    kinds = [("Last year", "PY")] * 4 + [("Plan", "PL")] * 4 + [("Actual or forecast", each) for each in "AAFF"]
    values = [31.0, 34.5, 36.0, 39.0, 33.0, 36.0, 39.5, 43.0, 34.0, 37.5, 41.0, 44.5]
    return frame(
        quarter=["Q1", "Q2", "Q3", "Q4"] * 3,
        series=[series for series, _ in kinds],
        scenario=[scenario for _, scenario in kinds],
        value=values,
    )


def _bars(data: Any) -> Any:
    fills = alt.Scale(domain=NAMES, range=[RULE, "transparent", ACCENT])
    lines = alt.Scale(domain=NAMES, range=[GREY, INK, ACCENT])
    forecast = alt.condition("datum.scenario == 'F'", alt.value(hatched(ACCENT)), alt.Fill("series:N", scale=fills))
    return (
        alt.Chart(data)
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=alt.X("quarter:N").axis(labelAngle=0),
            xOffset=alt.XOffset("series:N").sort(NAMES),
            y="value:Q",
            fill=forecast,
            stroke=alt.Stroke("series:N", scale=lines).legend(None),
        )
    )


@native
def scenarios_side_by_side() -> Any:
    return slide_look(_bars(scenarios()))


@native
def forecast_alone() -> Any:
    return alt.Chart(scenarios()[8:]).mark_bar(color=hatched(ACCENT, TINT)).encode(x="quarter:N", y="value:Q")


@native
def forecast_and_labels() -> Any:
    base = alt.Chart(scenarios()[8:]).encode(x="quarter:N", y=alt.Y("value:Q").axis(None))
    color = alt.condition("datum.scenario == 'F'", alt.value(hatched(ACCENT)), alt.value(ACCENT))
    labels = base.transform_calculate(text="format(datum.value, '.1f') + (datum.scenario == 'F' ? ' FC' : '')")
    return base.mark_bar().encode(color=color) + labels.mark_text(dy=-8).encode(text="text:N")


@native
def forecast_of_stacks() -> Any:
    color = alt.condition(
        "datum.scenario == 'F' && datum.part == 'b'",
        alt.value(hatched(TINT)),
        alt.Color("part:N").scale(range=[GREY, TINT]),
    )
    parts = scenarios()[8:].assign(part="a"), scenarios()[8:].assign(part="b")
    return alt.Chart(pd.concat(parts)).mark_bar().encode(x="quarter:N", y="value:Q", color=color)


@picture
def hatched_cells() -> Any:
    color = alt.condition("datum.scenario == 'F'", alt.value(hatched(ACCENT)), alt.value(TINT))
    return alt.Chart(scenarios()).mark_rect().encode(x="quarter:N", y="series:N", color=color)
