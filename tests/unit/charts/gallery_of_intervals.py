# ruff: noqa: D103
"""Intervals to try: error bars on points, bars and lines, alone, in colours, lollipops, dumbbells, lines at a date."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import (
    ACCENT,
    BAD,
    GREY,
    QUARTERS,
    TINT,
    days,
    frame,
    grid,
    native,
    picture,
    quarters,
    slide_look,
)


def ranged() -> pd.DataFrame:
    """Return six quarters with a lower and an upper end around each value."""
    data = quarters()
    return data.assign(low=data.value.sub([3, 2.5, 4, 2, 3, 5]), high=data.value.add([2, 3, 3.5, 2, 4, 4.5]))


@native
def interval_on_points() -> Any:
    base = alt.Chart(ranged()).encode(x="quarter:O")
    bars = base.mark_rule(color=GREY).encode(y=alt.Y("low:Q").title("Hours"), y2="high:Q")
    return bars + base.mark_point(filled=True, size=80, color=ACCENT).encode(y="value:Q")


@native
def interval_on_bars() -> Any:
    base = alt.Chart(ranged()).encode(x="quarter:O")
    bars = base.mark_bar(color=TINT).encode(y="value:Q")
    return slide_look(bars + base.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q"))


@native
def interval_on_sideways_bars() -> Any:
    base = alt.Chart(ranged()).encode(y="quarter:O")
    return base.mark_bar(color=TINT).encode(x="value:Q") + base.mark_rule().encode(x="low:Q", x2="high:Q")


@native
def interval_on_grouped_bars() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:N", xOffset="region:N")
    ends = base.transform_calculate(low="datum.value - 2", high="datum.value + 3")
    return base.mark_bar().encode(y="value:Q", color="region:N") + ends.mark_rule().encode(y="low:Q", y2="high:Q")


@native
def interval_on_lines_by_color() -> Any:
    base = alt.Chart(grid().query("region != 'AMER'")).encode(x="quarter:O", color="region:N")
    ends = base.transform_calculate(low="datum.value - 1", high="datum.value + 1.5")
    return base.mark_line(point=True).encode(y="value:Q") + ends.mark_rule().encode(y="low:Q", y2="high:Q")


@native
def interval_on_dates() -> Any:
    base = alt.Chart(days(12)).encode(x=alt.X("date:T").axis(format="%b %Y"))
    ends = base.transform_calculate(low="datum.value - 3", high="datum.value + 2")
    return base.mark_line(point=True).encode(y="value:Q") + ends.mark_rule().encode(y="low:Q", y2="high:Q")


@native
def interval_errorbar_with_points() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:O", y=alt.Y("value:Q").scale(zero=False))
    return base.mark_errorbar(extent="stdev") + base.mark_point(filled=True).encode(y="mean(value):Q")


@native
def interval_errorbar_with_ends() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:O", y=alt.Y("value:Q"))
    return base.mark_bar(color=TINT).encode(y="mean(value):Q") + base.mark_errorbar(extent="stderr", ticks=True)


@native
def interval_alone() -> Any:
    return alt.Chart(ranged()).mark_rule(strokeWidth=4, opacity=0.6).encode(x="quarter:O", y="low:Q", y2="high:Q")


@native
def interval_missing_for_some() -> Any:
    base = alt.Chart(ranged()).encode(x="quarter:O")
    some = base.transform_filter("datum.quarter > '2025Q3'").mark_rule().encode(y="low:Q", y2="high:Q")
    return base.mark_point(filled=True).encode(y="value:Q") + some


@native
def lollipop() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O", y="value:Q")
    return base.mark_rule().encode(y2=alt.datum(0)) + base.mark_point(filled=True, size=120)


@native
def lollipop_with_labels() -> Any:
    base = alt.Chart(quarters()).encode(x=alt.X("quarter:O").title(None), y=alt.Y("value:Q").axis(None))
    stem = base.mark_rule(strokeWidth=3, color=ACCENT).encode(y2=alt.datum(0))
    head = base.mark_circle(size=200, color=ACCENT, opacity=1)
    return slide_look(stem + head + base.mark_text(dy=-16).encode(text=alt.Text("value:Q", format=".1f")))


@native
def lollipop_of_both_signs() -> Any:
    data = frame(driver=["New", "Expand", "Shrink", "Lost"], value=[5.25, 2.5, -1.75, -3.0])
    base = alt.Chart(data).encode(x=alt.X("driver:N").sort(None), y="value:Q")
    color = alt.condition("datum.value < 0", alt.value(BAD), alt.value(ACCENT))
    return base.mark_rule(color=GREY).encode(y2=alt.datum(0)) + base.mark_point(filled=True, size=90).encode(
        color=color
    )


@native
def dumbbell() -> Any:
    data = pd.DataFrame([(q, s, v) for i, q in enumerate(QUARTERS) for s, v in (("before", 30 - i), ("after", 20 + i))])
    data.columns = ["quarter", "when", "value"]
    base = alt.Chart(data).encode(x="quarter:O")
    span = base.mark_rule(color=GREY, strokeWidth=3).encode(y="min(value):Q", y2="max(value):Q")
    return span + base.mark_point(filled=True, size=120, opacity=1).encode(y="value:Q", color="when:N")


@native
def line_with_event() -> Any:
    event = alt.Chart(frame(date=pd.to_datetime(["2025-06-01"]))).mark_rule(color=BAD, strokeDash=[6, 4])
    return alt.Chart(days(12)).mark_line().encode(x="date:T", y="value:Q") + event.encode(x="date:T")


@native
def columns_with_event() -> Any:
    event = alt.Chart(frame(quarter=["2025Q4"])).mark_rule(color=BAD).encode(x="quarter:O")
    return alt.Chart(quarters()).mark_bar(color=TINT).encode(x="quarter:O", y="value:Q") + event


@native
def intervals_of_many_colors() -> Any:
    base = alt.Chart(ranged()).encode(x="quarter:O")
    color = alt.condition("datum.value < 45", alt.value(BAD), alt.value(ACCENT))
    return base.mark_rule().encode(y="low:Q", y2="high:Q", color=color) + base.mark_point().encode(y="value:Q")


@native
def interval_on_stacked_bars() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:N")
    bars = base.mark_bar().encode(y="value:Q", color="region:N")
    return bars + base.mark_rule().encode(y="min(value):Q", y2="max(value):Q")


@picture
def interval_beside_sideways_bars() -> Any:
    base = alt.Chart(ranged()).encode(y="quarter:O")
    low = base.transform_calculate(beyond="datum.value + 1").mark_rule().encode(x="beyond:Q", x2="high:Q")
    return base.mark_bar(color=TINT).encode(x="value:Q") + low
