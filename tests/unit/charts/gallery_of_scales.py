# ruff: noqa: D103
"""Scales to try over categories: logarithmic, reversed, explicit domains, not from zero, with colours and formats."""

from __future__ import annotations

from typing import Any

import altair as alt
from tests.unit.charts.chart_gallery import ACCENT, BAD, GREY, TINT, days, frame, grid, native, picture, quarters


def sizes() -> Any:
    """Return four values over four powers of ten."""
    return frame(k=["a", "b", "c", "d"], v=[12.0, 340.0, 5600.0, 78000.0])


@native
def column_log() -> Any:
    y = alt.Y("v:Q").stack(None).scale(type="log", domain=[1, 100000])
    return alt.Chart(sizes()).mark_bar().encode(x="k:N", y=y)


@native
def bar_log_with_labels() -> Any:
    x = alt.X("v:Q").stack(None).scale(type="log", domain=[10, 1000000])
    base = alt.Chart(sizes()).encode(y="k:N", x=x, text="v:Q")
    return base.mark_bar(color=ACCENT) + base.mark_text(align="left", dx=4)


@native
def line_log() -> Any:
    y = alt.Y("v:Q").scale(type="log", domain=[1, 100000])
    return alt.Chart(sizes()).mark_line(point=True).encode(x="k:N", y=y)


@native
def points_log_with_intervals() -> Any:
    base = alt.Chart(sizes()).encode(x="k:N").transform_calculate(low="datum.v / 2", high="datum.v * 2")
    ends = base.mark_rule().encode(y=alt.Y("low:Q").scale(type="log", domain=[1, 1000000]), y2="high:Q")
    return ends + base.mark_point(filled=True, size=90).encode(y="v:Q")


@native
def line_log_dates() -> Any:
    data = days(12).assign(value=[2**i for i in range(12)])
    return alt.Chart(data).mark_line().encode(x="date:T", y=alt.Y("value:Q").scale(type="log", domain=[1, 10000]))


@native
def column_upside_down() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:O", y=alt.Y("value:Q").scale(reverse=True))


@native
def bar_right_to_left() -> Any:
    return alt.Chart(quarters()).mark_bar(color=TINT).encode(y="quarter:O", x=alt.X("value:Q").scale(reverse=True))


@native
def line_of_ranks() -> Any:
    y = alt.Y("rank:Q").scale(domain=[1, 5], reverse=True, nice=False)
    data = quarters().assign(rank=[5, 4, 4, 2, 3, 1])
    return alt.Chart(data).mark_line(point=True).encode(x="quarter:O", y=y)


@native
def stack_upside_down() -> Any:
    y = alt.Y("value:Q").scale(reverse=True)
    return alt.Chart(grid()).mark_bar().encode(x="quarter:O", y=y, color="region:N")


@native
def area_upside_down() -> Any:
    return alt.Chart(days(12)).mark_area(color=TINT).encode(x="date:T", y=alt.Y("value:Q").scale(reverse=True))


@native
def columns_right_to_left() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x=alt.X("quarter:O").scale(reverse=True), y="value:Q")


@native
def line_dates_right_to_left() -> Any:
    return alt.Chart(days(12)).mark_line().encode(x=alt.X("date:T").scale(reverse=True), y="value:Q")


@native
def points_not_from_zero_in_colors() -> Any:
    color = alt.condition("datum.value > 50", alt.value(BAD), alt.value(GREY))
    y = alt.Y("value:Q").scale(zero=False)
    return alt.Chart(quarters()).mark_point(filled=True, size=90, opacity=1).encode(x="quarter:O", y=y, color=color)


@native
def column_colors_by_threshold() -> Any:
    color = alt.Color("value:Q").scale(type="threshold", domain=[43, 50], range=[GREY, TINT, ACCENT]).legend(None)
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:O", y="value:Q", color=color)


@native
def column_colors_of_a_scheme() -> Any:
    color = alt.Color("quarter:O").scale(scheme="blues").legend(None)
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:O", y="value:Q", color=color)


@native
def column_opacity_by_category() -> Any:
    opacity = alt.condition("datum.quarter > '2025Q4'", alt.value(1), alt.value(0.4))
    return alt.Chart(quarters()).mark_bar(color=ACCENT).encode(x="quarter:O", y="value:Q", opacity=opacity)


@native
def column_dates_of_a_format() -> Any:
    x = alt.X("yearmonth(date):O").axis(format="%b '%y")
    return alt.Chart(days(8)).mark_bar().encode(x=x, y="value:Q")


@native
def column_signed_values() -> Any:
    data = frame(k=["a", "b", "c"], v=[-2.5, 1.25, 4])
    base = alt.Chart(data).encode(x="k:N", y=alt.Y("v:Q").axis(format="+.1f"), text=alt.Text("v:Q", format="+.2f"))
    return base.mark_bar(color=TINT) + base.mark_text(dy=-6)


@picture
def column_symlog() -> Any:
    return alt.Chart(sizes()).mark_bar().encode(x="k:N", y=alt.Y("v:Q").scale(type="symlog"))
