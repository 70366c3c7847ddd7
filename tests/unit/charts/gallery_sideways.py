# ruff: noqa: D103
"""Points, lines and rules beside categories, to try: from top to bottom, several at one, and steps between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import ACCENT, BAD, GREY, grid, quarters, slide_look
from tests.unit.charts.gallery_of_intervals import ranged
from tests.unit.charts.gallery_xy import accounts

SIDEWAYS: dict[str, Callable[[], Any]] = {}


def native(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become native."""
    SIDEWAYS[make.__name__] = make
    return make


def reasons() -> pd.DataFrame:
    """Return four reasons of cases, each before and after a change."""
    names = ["Access to the portal", "Billing", "Data", "Defects"]
    rows = [
        (name, when, value)
        for i, name in enumerate(names)
        for when, value in (("before", 30 - 3 * i), ("after", 20 + i))
    ]
    return pd.DataFrame(rows, columns=["reason", "when", "value"])


@native
def lollipop_sideways() -> Any:
    base = alt.Chart(quarters()).encode(y="quarter:O", x="value:Q")
    return base.mark_rule().encode(x2=alt.datum(0)) + base.mark_point(filled=True, size=120)


@native
def lollipop_sideways_from_the_right() -> Any:
    base = alt.Chart(quarters()).encode(
        y=alt.Y("quarter:O").sort("descending").axis(orient="right"), x=alt.X("value:Q").scale(reverse=True)
    )
    return base.mark_rule().encode(x2=alt.datum(0)) + base.mark_point(filled=True, size=120)


@native
def dumbbell_sideways() -> Any:
    base = alt.Chart(reasons()).encode(y=alt.Y("reason:N").title(None), x="value:Q")
    spans = base.mark_line(color=GREY).encode(detail="reason:N")
    return slide_look(spans + base.mark_point(filled=True, size=120, opacity=1).encode(color="when:N"))


@native
def dumbbell_sideways_of_rules_with_labels() -> Any:
    base = alt.Chart(reasons()).encode(y=alt.Y("reason:N").sort(None))
    spans = base.mark_rule(color=GREY, strokeWidth=2).encode(x="min(value):Q", x2="max(value):Q")
    texts = base.mark_text(dy=-14).encode(x="value:Q", text="value:Q")
    return spans + base.mark_circle(size=150, opacity=1).encode(x="value:Q", color="when:N") + texts


@native
def intervals_sideways_with_a_goal() -> Any:
    base = alt.Chart(ranged()).encode(y="quarter:O")
    ends = base.mark_rule(color=GREY).encode(x=alt.X("low:Q").title("Hours"), x2="high:Q")
    goal = alt.Chart(pd.DataFrame({"goal": [50]})).mark_rule(color=BAD, strokeDash=[6, 4]).encode(x="goal:Q")
    return ends + base.mark_point(filled=True, size=80, color=ACCENT).encode(x="value:Q") + goal


@native
def dots_on_a_log_axis_sideways() -> Any:
    data = reasons().assign(value=lambda table: 10.0 ** (table.value / 10))
    return (
        alt.Chart(data).mark_square(size=90).encode(y="reason:N", x=alt.X("value:Q").scale(type="log"), color="when:N")
    )


@native
def steps_over_categories() -> Any:
    level = alt.X("quarter:O").axis(labelAngle=0)
    return alt.Chart(quarters()).mark_line(interpolate="step-after").encode(x=level, y="value:Q")


@native
def sizes_at_two_categories() -> Any:
    level = alt.X("quarter:O").axis(labelAngle=0)
    return alt.Chart(grid()).mark_circle().encode(x=level, y="region:N", size=alt.Size("value:Q").legend(None))


@native
def raw_points_at_categories_with_their_mean() -> Any:
    base = alt.Chart(grid()).encode(x=alt.X("quarter:O").axis(labelAngle=0))
    return base.mark_point().encode(y="value:Q") + base.mark_line(color="red").encode(y="mean(value):Q")


@native
def strip_plot() -> Any:
    ticks = alt.Chart(accounts()).mark_tick(thickness=2)
    return ticks.encode(x="score:Q", y="segment:N", color="segment:N")


@native
def strip_plot_upright_in_one_colour() -> Any:
    return alt.Chart(accounts()).mark_tick(color=ACCENT).encode(x="segment:N", y=alt.Y("score:Q").scale(zero=False))


@native
def strip_plot_over_times() -> Any:
    data = pd.DataFrame(
        {"at": pd.date_range("2026-01-01 08:00", periods=30, freq="97min"), "team": ["a", "b", "c"] * 10}
    )
    return alt.Chart(data).mark_tick().encode(x="at:T", y="team:N")
