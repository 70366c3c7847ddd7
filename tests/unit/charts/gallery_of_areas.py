# ruff: noqa: D103
"""Areas to try: single, stacked, as shares, around the middle, bands, with lines, over categories and dates."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from tests.unit.charts.chart_gallery import (
    ACCENT,
    BAD,
    GREY,
    INK,
    QUARTERS,
    TINT,
    days,
    frame,
    grid,
    native,
    picture,
    quarters,
    slide_look,
)  # fmt: skip


def band() -> pd.DataFrame:
    """Return a value a month with a lower and an upper end."""
    data = days(12)
    return data.assign(low=data.value - 4 - np.arange(12) % 3, high=data.value + 3 + np.arange(12) % 4)


def months_by_region() -> pd.DataFrame:
    """Return a value a month for each of three regions."""
    parts = [days(9).assign(region=region, value=days(9).value * (i + 1)) for i, region in enumerate(["A", "B", "C"])]
    return pd.concat(parts)


@native
def area_single() -> Any:
    return alt.Chart(quarters()).mark_area().encode(x="quarter:O", y="value:Q")


@native
def area_single_dates() -> Any:
    x = alt.X("date:T").axis(format="%b %Y").title(None)
    return slide_look(alt.Chart(days(12)).mark_area(color=ACCENT, opacity=0.6).encode(x=x, y="value:Q"))


@native
def area_daily() -> Any:
    return alt.Chart(days(60, "D")).mark_area().encode(x="date:T", y="value:Q")


@native
def area_with_line_and_points() -> Any:
    mark = {"type": "area", "line": {"color": ACCENT}, "point": {"color": ACCENT}, "color": TINT}
    return alt.Chart(quarters()).encode(x="quarter:O", y="value:Q").properties(mark=mark)


@native
def area_of_both_signs() -> Any:
    data = quarters().assign(value=[2.0, 3.5, -1.5, -2.5, 1.0, 4.0])
    return alt.Chart(data).mark_area(opacity=0.7).encode(x="quarter:O", y="value:Q")


@native
def area_outlined() -> Any:
    return alt.Chart(quarters()).mark_area(stroke=INK, strokeWidth=1.5, fillOpacity=0.4).encode(
        x="quarter:O", y="value:Q"
    )  # fmt: skip


@native
def area_with_target_and_label() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O", y="value:Q")
    last = base.transform_filter("datum.quarter == '2026Q2'").mark_text(dy=-8).encode(text=alt.Text("value:Q"))
    goal = alt.Chart(frame(goal=[50])).mark_rule(color=BAD, strokeDash=[6, 4]).encode(y="goal:Q")
    return slide_look(base.mark_area(color=TINT) + goal + last)


@native
def area_stacked() -> Any:
    return alt.Chart(grid()).mark_area().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def area_stacked_dates() -> Any:
    return alt.Chart(months_by_region()).mark_area().encode(x="date:T", y="value:Q", color="region:N")


@native
def area_stacked_aggregated_years() -> Any:
    data = pd.concat([days(6, "YS").assign(region=each) for each in ("A", "B")])
    return alt.Chart(data).mark_area().encode(x="year(date):T", y="sum(value):Q", color="region:N")


@native
def area_stacked_missing_row_imputed() -> Any:
    return alt.Chart(grid(missing=True)).mark_area().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def area_stacked_below_zero() -> Any:
    data = grid().assign(value=lambda table: -table.value)
    return alt.Chart(data).mark_area().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def area_stacked_with_lines() -> Any:
    return alt.Chart(grid()).mark_area(line=True, opacity=0.4).encode(x="quarter:O", y="value:Q", color="region:N")


@native
def area_normalised() -> Any:
    y = alt.Y("value:Q").stack("normalize").axis(format="%").title("Share of cases")
    color = alt.Color("region:N").scale(range=[ACCENT, TINT, GREY])
    return slide_look(alt.Chart(grid()).mark_area().encode(x="quarter:O", y=y, color=color))


@native
def area_normalised_dates() -> Any:
    y = alt.Y("value:Q").stack("normalize")
    return alt.Chart(months_by_region()).mark_area().encode(x="date:T", y=y, color="region:N")


@native
def area_normalised_on_bands() -> Any:
    y = alt.Y("value:Q").stack("normalize").axis(None)
    x = alt.X("quarter:O").scale(type="band")
    return alt.Chart(grid()).mark_area(opacity=0.8).encode(x=x, y=y, color=alt.Color("region:N").legend(orient="top"))


@native
def area_around_the_middle() -> Any:
    y = alt.Y("value:Q").stack("center").axis(None)
    return alt.Chart(months_by_region()).mark_area().encode(x="date:T", y=y, color="region:N")


@native
def area_layered_translucent() -> Any:
    y = alt.Y("value:Q").stack(None)
    return alt.Chart(grid()).mark_area(opacity=0.35).encode(x="quarter:O", y=y, color="region:N")


@native
def area_two_layers() -> Any:
    base = alt.Chart(days(12)).encode(x="date:T")
    return base.mark_area(color=TINT).encode(y="value:Q") + base.transform_calculate(half="datum.value / 2").mark_area(
        color=ACCENT
    ).encode(y="half:Q")


@native
def band_alone() -> Any:
    return alt.Chart(grid()).mark_area(opacity=0.5).encode(x="quarter:O", y="min(value):Q", y2="max(value):Q")


@native
def band_with_line_dates() -> Any:
    base = alt.Chart(band()).encode(x=alt.X("date:T").title(None))
    shade = base.mark_area(opacity=0.3, color=ACCENT).encode(y=alt.Y("low:Q").title("Hours"), y2="high:Q")
    return shade + base.mark_line(color=ACCENT).encode(y="value:Q")


@native
def band_errorband_with_line() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:O", y=alt.Y("value:Q"))
    return base.mark_errorband(extent="stdev") + base.mark_line().encode(y="mean(value):Q")


@native
def band_over_zero() -> Any:
    data = band().assign(low=[-3, -2, -4, 1, 2, 0, -5, -6, -2, 1, 2, 3], high=[2, 3, 1, 4, 6, 5, -1, -2, 3, 4, 5, 7])
    return alt.Chart(data).mark_area(opacity=0.4, color=ACCENT).encode(x="date:T", y="low:Q", y2="high:Q")


@native
def band_not_from_zero() -> Any:
    base = alt.Chart(band()).encode(x="date:T")
    y = alt.Y("low:Q").scale(domain=[10, 45]).title(None)
    return base.mark_area(opacity=0.3).encode(y=y, y2="high:Q") + base.mark_line(point=True).encode(y="value:Q")


@picture
def area_curved() -> Any:
    return alt.Chart(quarters()).mark_area(interpolate="monotone").encode(x="quarter:O", y="value:Q")


@picture
def area_with_gap() -> Any:
    data = quarters().assign(value=[1.5, 2.5, float("nan"), 3, 2, 4])
    return alt.Chart(data).mark_area().encode(x="quarter:O", y="value:Q")


@picture
def area_downwards() -> Any:
    return alt.Chart(quarters()).mark_area().encode(y="quarter:O", x="value:Q")


@picture
def areas_to_both_sides() -> Any:
    data = grid().assign(value=lambda table: table.value.where(table.region != "APAC", -table.value))
    return alt.Chart(data).mark_area().encode(x="quarter:O", y="value:Q", color="region:N")


@picture
def bands_crossing() -> Any:
    data = frame(quarter=QUARTERS, low=[1, 2, 3, 4, 5, 6], high=[3, 3, 3, 3, 3, 3])
    return alt.Chart(data).mark_area().encode(x="quarter:O", y="low:Q", y2="high:Q")


@picture
def area_over_opaque_bars() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O", y="value:Q")
    return base.mark_bar() + base.mark_area(color=BAD)
